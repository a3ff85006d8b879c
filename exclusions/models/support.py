"""The facts of a request for help before an exclusion."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Case, SpecialEducationalNeeds
from exclusions.support.codes import (
    Concern,
    LineOutcome,
    NotTakenUp,
    Service,
    SupportKind,
    SupportOutcome,
    Tier,
    Tried,
)
from ledger.history import tracked
from provision.models import Provider


@tracked()
class SupportRequest(models.Model):
    """What a school asked for, and what was so about the child then. Suspensions so far, and whether the child is
    excluded afterwards, stand in their own records and are counted when shown."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="support_request")
    requested_on = models.DateField()
    concerns = ArrayField(models.CharField(max_length=20, choices=Concern))
    concerns_in_words = models.TextField(max_length=2000, blank=True)
    tried_in_words = models.TextField(max_length=2000, blank=True)
    asked_for = ArrayField(models.CharField(max_length=30, choices=SupportKind))
    year_group_then = models.SmallIntegerField(null=True, blank=True)
    is_looked_after_then = models.BooleanField(default=False)
    has_plan_then = models.BooleanField(default=False)
    has_social_worker_then = models.BooleanField(default=False)
    sen_status_then = models.CharField(max_length=1, choices=SpecialEducationalNeeds.Status, blank=True)
    parents_told_on = models.DateField(null=True, blank=True)
    do_parents_agree = models.BooleanField(null=True, blank=True)
    is_exclusion_considered = models.BooleanField(default=False, help_text="The school considers excluding for good.")
    plan_review_asked_on = models.DateField(null=True, blank=True)
    care_review_asked_on = models.DateField(null=True, blank=True, help_text="Interim review of the PEP.")
    reviewed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=30, choices=SupportOutcome, blank=True)
    not_taken_up_because = models.CharField(max_length=30, choices=NotTakenUp, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(concerns__len__gte=1), name="support_has_a_concern"),
            models.CheckConstraint(condition=Q(asked_for__len__gte=1), name="support_asks_for_something"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(not_taken_up_because=""), name="support_taken_up_or_not"
            ),
        ]
        indexes = [models.Index(fields=["requested_on"], name="support_requested")]

    def __str__(self) -> str:
        return f"request for help, case {self.case_id}"


@tracked()
class TriedSupport(models.Model):
    """One thing that the school has tried, and since when."""

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="tried")
    kind = models.CharField(max_length=30, choices=Tried)
    since_on = models.DateField()

    class Meta:
        verbose_name_plural = "tried support"
        constraints = [models.UniqueConstraint(fields=["request", "kind"], name="tried_once_each")]
        ordering = ["since_on", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} since {self.since_on}"


@tracked()
class SupportLine(models.Model):
    """One thing that was agreed: on which step of help, what, by whom, from when to when, and how it went."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="lines")
    tier = models.CharField(max_length=20, choices=Tier)
    kind = models.CharField(max_length=30, choices=SupportKind)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="support_lines", null=True, blank=True
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=LineOutcome, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="support_line_ends_after"
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gte=F("starts_on")), name="support_line_review_after"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(ends_on__isnull=False), name="support_line_outcome_has_an_end"
            ),
        ]
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["tier"], name="support_line_tier")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.starts_on}"


@tracked()
class MultiServiceMeeting(models.Model):
    """A meeting of several services about the pupil: when, who by role, and what was decided."""

    request = models.ForeignKey(SupportRequest, on_delete=models.PROTECT, related_name="meetings")
    met_on = models.DateField()
    services = ArrayField(models.CharField(max_length=20, choices=Service))
    decisions = models.TextField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "met_on"], name="support_meeting_once_a_day"),
            models.CheckConstraint(condition=Q(services__len__gte=2), name="support_meeting_of_several"),
        ]
        ordering = ["met_on", "pk"]

    def __str__(self) -> str:
        return f"meeting on {self.met_on}"
