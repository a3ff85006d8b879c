"""The work around a case: tasks, notes, documents, approvals."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Team
from cases.models.case import Case
from cases.models.child import Child
from ledger.history import tracked

USER = settings.AUTH_USER_MODEL


@tracked()
class Task(models.Model):
    """Something to do, by a day where the law or an officer sets one."""

    class State(models.TextChoices):
        OPEN = "open", "To do"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "No longer needed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="tasks")
    code = models.CharField(max_length=80, blank=True, help_text="Set when the product itself opened it.")
    title = models.CharField(max_length=160)
    due_on = models.DateField()
    owner = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tasks", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_cause_over = models.BooleanField(
        default=False, help_text="What it was opened for is over: when that comes back, another task is opened."
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=~Q(code="") & Q(is_cause_over=False),
                name="task_opened_once_for_a_cause",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(is_cause_over=False), name="task_to_do_has_its_cause"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False, done_by__isnull=False), name="task_done_says_who"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="task_owner_open"),
            models.Index(fields=["case", "due_on"], name="task_case"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Note(models.Model):
    """What somebody wrote down. Never changed: a correction is a new note that points at the old one."""

    append_only = True

    class Kind(models.TextChoices):
        PHONE_CALL = "phone_call", "Phone call"
        VISIT = "visit", "Visit"
        MEETING = "meeting", "Meeting"
        EMAIL = "email", "E-mail or letter"
        OBSERVATION = "observation", "Other note"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="notes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes", null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    happened_on = models.DateField()
    happened_time = models.TimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, related_name="corrections", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["child", "-recorded_at"], name="note_child")]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Document(models.Model):
    """A file about a child, perhaps of one case. Kept under a random name with its SHA-256; never changed."""

    append_only = True

    class Classification(models.TextChoices):
        GENERAL = "general", "General"
        MEDICAL = "medical", "Medical"
        LEGAL = "legal", "Legal"
        SAFEGUARDING = "safeguarding", "Safeguarding"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="documents")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents", null=True, blank=True)
    classification = models.CharField(max_length=20, choices=Classification, default=Classification.GENERAL)
    title = models.CharField(max_length=160)
    file_name = models.CharField(max_length=160)
    stored_name = models.CharField(max_length=80, unique=True)
    content_type = models.CharField(max_length=100)
    byte_count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"document {self.pk}"


@tracked()
class Approval(models.Model):
    """Something that one person asks and another decides."""

    class Decision(models.TextChoices):
        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="approvals")
    what = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.WAITING)
    decided_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="approval_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(decision="waiting", decided_by__isnull=True) | Q(decided_by__isnull=False),
                name="approval_decided_says_who",
            ),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"
