"""Several pupils of one incident, and nothing more about it: each has a draft and a submission of their own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from schools.models import School


class Incident(models.Model):
    """What a school reports several pupils about. It holds no pupil: their drafts point at it.

    The number (“EX-I-2026-0003”) is what school and council call it by.
    """

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=30, unique=True)
    label = models.CharField(max_length=60, blank=True, help_text="The school's own number of it, in a file or by API.")
    form = models.CharField(max_length=60)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="incidents")
    opened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["school", "label"], name="incident_label")]

    def __str__(self) -> str:
        return self.number
