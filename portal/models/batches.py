"""Many forms sent as one file: its rows as they were read, each with what was found and what came of it."""

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
class Batch(models.Model):
    """A file of rows that a school sends instead of filling in a form for each. `sending_at` says when somebody last
    said that the rows that are ready are to be sent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.CharField(max_length=60)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=160)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    sending_at = models.DateTimeField(null=True, blank=True)
    sending_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(sending_at__isnull=True, sending_by__isnull=True)
                | Q(sending_at__isnull=False, sending_by__isnull=False),
                name="batch_sending_says_who",
            ),
        ]
        indexes = [models.Index(fields=["school", "-uploaded_at"], name="batch_school")]

    def __str__(self) -> str:
        return f"batch {self.uuid}"


@tracked()
class BatchRow(models.Model):
    """One row of a file. `written` has its values by the keys of the columns, `payload` the answers that they became,
    `findings` the faults, doubts and the meaning that were found last, `confirmed` the doubts that the school says are
    right. `submission` is what the row was sent as, or what had been sent about the same pupil and days before."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not looked at yet"
        BAD = "bad", "To be corrected"
        DOUBTFUL = "doubtful", "To be confirmed"
        READY = "ready", "Ready to send"
        ALREADY = "already", "Sent before"
        SENT = "sent", "Sent"

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    written = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    payload = models.JSONField(default=dict, blank=True)
    findings = models.JSONField(default=dict, blank=True)
    confirmed = models.JSONField(default=list, blank=True)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="batch_rows", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="batch_row_once"),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "already"], submission__isnull=False)
                | (~Q(state__in=["sent", "already"]) & Q(submission__isnull=True)),
                name="batch_row_sent_as_something",
            ),
        ]
        indexes = [models.Index(fields=["batch", "state", "line"], name="batch_row_state")]

    def __str__(self) -> str:
        return f"line {self.line} of batch {self.batch_id}"
