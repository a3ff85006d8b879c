"""A school's keys of the API, and the answers that were given under an Idempotency-Key."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.history import tracked
from portal.models.submissions import Submission
from schools.models import School

USER = settings.AUTH_USER_MODEL


@tracked()
class SchoolApiKey(models.Model):
    """A key with which a school's own system sends for it, on behalf of the head teacher who made it.

    The key itself is shown once and kept nowhere: `secret_sha256` is its hash, `prefix` its beginning, by which people
    tell keys apart. It is good up to and including `expires_on`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="api_keys")
    label = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    expires_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="school_api_key_revoked_says_who",
            ),
        ]
        indexes = [models.Index(fields=["school", "-made_at"], name="school_api_key_school")]

    def __str__(self) -> str:
        return f"key {self.prefix}"


class ApiAnswer(models.Model):
    """What the API answered to a sending, so that the same request again gets the same answer. `content_sha256` is the
    hash of what was asked."""

    append_only = True

    key = models.ForeignKey(SchoolApiKey, on_delete=models.PROTECT, related_name="answers")
    idempotency_key = models.CharField(max_length=200)
    content_sha256 = models.CharField(max_length=64)
    answer = models.JSONField()
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="api_answer")
    answered_recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "idempotency_key"], name="api_answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
