"""What schools write and send: drafts that may change, submissions that never do, and what was asked and decided.

A submission is written once, at receipt, whole. Everything after it is a row of its own that points at it: its status,
a question, the answer, a correction, a withdrawal.
"""

from __future__ import annotations

import uuid
from typing import cast

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.models import Case, Child
from ledger.history import tracked
from schools.models import School

USER = settings.AUTH_USER_MODEL


@tracked()
class Draft(models.Model):
    """A web form that a school has begun. Shared within the school; whoever saves last is named.

    `payload` holds the answers by step and field, as JSON; `saved_steps` the steps whose answers were valid when they
    were last saved; `typed` what was typed into a step that was saved before it was right. `step_versions` says at
    which version of the draft each step last changed, and by whom: two people may work on two steps at once. A draft
    with `corrects` is a correction of that submission; drafts with one `incident` are about several pupils of it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.CharField(max_length=60)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="drafts")
    corrects = models.ForeignKey(
        "portal.Submission", on_delete=models.PROTECT, related_name="drafts_of_corrections", null=True, blank=True
    )
    incident = models.ForeignKey(
        "portal.Incident", on_delete=models.PROTECT, related_name="drafts", null=True, blank=True
    )
    payload = models.JSONField(default=dict)
    saved_steps = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    typed = models.JSONField(default=dict, blank=True)
    step_versions = models.JSONField(default=dict, blank=True)
    confirmed_doubts = models.JSONField(
        default=list, blank=True, help_text="Probable mistakes that the school says are right, each with its words."
    )
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True, discarded_by__isnull=True)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False),
                name="draft_discarded_says_who",
            ),
        ]
        indexes = [models.Index(fields=["school", "-saved_at"], name="draft_school")]

    def __str__(self) -> str:
        return f"draft {self.uuid}"


class KeptFile(models.Model):
    """A file that a school gave, kept under a random name outside the web root, with its SHA-256."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    field = models.CharField(max_length=60, help_text="step and field of the form, joined by a dot")
    file_name = models.CharField(max_length=160)
    stored_name = models.CharField(max_length=80)
    content_type = models.CharField(max_length=100)
    byte_count = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"file {self.uuid}"


@tracked()
class DraftFile(KeptFile):
    """A file of a draft; it can be taken out again."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="files")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", null=True, blank=True)


class Submission(models.Model):
    """What a school sent, whole, as it was at receipt. Never changed.

    An original has a reference of its own (“EX-S-2026-0201”); a correction, an answer or a withdrawal points at the
    original with `answers_to` and has the original's reference with a letter and a number (“EX-S-2026-0201-C1”).
    """

    append_only = True

    class Part(models.TextChoices):
        ORIGINAL = "original", "Sent"
        CORRECTION = "correction", "Correction"
        ANSWER = "answer", "Answer to a question"
        WITHDRAWAL = "withdrawal", "Withdrawal"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=30, unique=True)
    form = models.CharField(max_length=60)
    kind = models.CharField(max_length=60, help_text="Code of the kind of case that it is about.")
    part = models.CharField(max_length=12, choices=Part, default=Part.ORIGINAL)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="submissions")
    # The key of sending: two tabs, a double click and twenty at once are one submission.
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="submission", null=True, blank=True)
    answers_to = models.ForeignKey("self", on_delete=models.PROTECT, related_name="later_parts", null=True, blank=True)
    question = models.OneToOneField(
        "portal.Question", on_delete=models.PROTECT, related_name="answer", null=True, blank=True
    )
    payload = models.JSONField()
    payload_sha256 = models.CharField(max_length=64)
    received_on = models.DateField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(part="original", answers_to__isnull=True)
                | (~Q(part="original") & Q(answers_to__isnull=False)),
                name="submission_later_part_points_at_its_original",
            ),
            models.CheckConstraint(
                condition=Q(part="answer", question__isnull=False) | (~Q(part="answer") & Q(question__isnull=True)),
                name="submission_answer_has_its_question",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-received_at"], name="submission_school"),
            models.Index(fields=["kind", "-received_at"], name="submission_kind"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def original(self) -> Submission:
        """The submission that this is a part of: what it answers to, or itself."""
        return self.answers_to or self


class SubmissionFile(KeptFile):
    """A file that came with a submission. It shares the stored file of the draft it came from."""

    append_only = True

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")


class SubmissionStatus(models.Model):
    """What became of a submission. The newest row is its status. `reason` is written for the school to read."""

    append_only = True

    class Status(models.TextChoices):
        RECEIVED = "received", "Received"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned to the school"
        REJECTED = "rejected", "Not accepted"
        WITHDRAWN = "withdrawn", "Withdrawn by the school"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=10, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="submission_statuses", null=True, blank=True
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="submission_statuses", null=True, blank=True)

    class Meta:
        verbose_name_plural = "submission statuses"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(case__isnull=False, child__isnull=False),
                name="submission_accepted_into_a_case",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["returned", "rejected", "withdrawn"]) | ~Q(reason=""),
                name="submission_refused_says_why",
            ),
        ]
        indexes = [models.Index(fields=["submission", "-id"], name="submission_status_newest")]

    def __str__(self) -> str:
        return f"{self.status} {self.submission_id}"

    @property
    def accepted_child(self) -> Child:
        """The child for whom it was accepted; only for that status, of which a constraint asks it."""
        return cast("Child", self.child)

    @property
    def accepted_case(self) -> Case:
        """The case into which it was accepted; only for that status, of which a constraint asks it."""
        return cast("Case", self.case)


class Question(models.Model):
    """What an officer asks a school about its submission. Open until a submission answers it."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(max_length=2000)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"question {self.uuid}"


class FormMistake(models.Model):
    """A validation error that a school met: which form, step, field and rule; never what was typed."""

    append_only = True

    form = models.CharField(max_length=60)
    step = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True)
    message = models.CharField(max_length=300, help_text="The error's text as the form words it, without values.")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    met_recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["form", "met_recorded_at"], name="form_mistake_form")]

    def __str__(self) -> str:
        return f"{self.form} {self.step} {self.field}"
