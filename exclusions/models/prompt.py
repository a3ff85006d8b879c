"""A prompt: a mark that a child has reached, or something about a case that somebody should look at."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Case, Child
from ledger.history import tracked


@tracked()
class Prompt(models.Model):
    """Raised once for a child in a period (a term, a school year) or for a case, and dealt with by a person.

    `period` is what it is about: “2026 autumn”, “2026”, or the case's reference; so one mark prompts once. A prompt
    whose reason is gone before anybody dealt with it is withdrawn.
    """

    class Code(models.TextChoices):
        REPEAT = "repeat", "Repeat suspensions"
        TERM_FIRST = "term_first", "Days in the term: first mark"
        TERM_SECOND = "term_second", "Days in the term: second mark"
        YEAR_FIRST = "year_first", "Days in the year: first mark"
        YEAR_SECOND = "year_second", "Days in the year: second mark"
        LOOKED_AFTER = "looked_after", "Looked-after child excluded"
        PLAN = "plan", "Child with an EHC plan excluded"
        NO_EDUCATION = "no_education", "No education after day five"
        TOLD_LATE = "told_late", "Council told late"

    class State(models.TextChoices):
        OPEN = "open", "To look at"
        DEALT_WITH = "dealt_with", "Dealt with"
        WITHDRAWN = "withdrawn", "No longer so"

    class Outcome(models.TextChoices):
        SPOKE_WITH_SCHOOL = "spoke_with_school", "Spoke with the school"
        HELP_ARRANGED = "help_arranged", "Help for the pupil arranged"
        MULTI_SERVICE_MEETING = "multi_service_meeting", "Multi-service meeting called"
        PLAN_REVIEW = "plan_review", "Early review of the EHC plan asked for"
        CARE_REVIEW = "care_review", "Review of the personal education plan asked for"
        CHALLENGED = "challenged", "School challenged in writing"
        EDUCATION_ARRANGED = "education_arranged", "Education arranged"
        NOTHING_NEEDED = "nothing_needed", "Looked at, nothing needed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="exclusion_prompts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusion_prompts")
    code = models.CharField(max_length=20, choices=Code)
    period = models.CharField(max_length=80)
    raised_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=30, choices=Outcome, blank=True)
    dealt_with_at = models.DateTimeField(null=True, blank=True)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "code", "period"], name="prompt_once"),
            models.CheckConstraint(
                condition=Q(state="dealt_with", dealt_with_at__isnull=False, dealt_with_by__isnull=False)
                & ~Q(outcome="")
                | ~Q(state="dealt_with") & Q(outcome="", dealt_with_at__isnull=True, dealt_with_by__isnull=True),
                name="prompt_dealt_with_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["code", "raised_on"], condition=Q(state="open"), name="prompt_open"),
            models.Index(fields=["case"], name="prompt_case"),
        ]

    def __str__(self) -> str:
        return f"prompt {self.pk}"
