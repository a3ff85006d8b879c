"""The facts of an exclusion, and who was told of it when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Case, SpecialEducationalNeeds
from exclusions.reasons import MOST_REASONS, Reason
from exclusions.states import DAY_SIX_STATES, FUNDING_STATES, NEXT_SCHOOL_STATES
from ledger.history import tracked
from schools.models import LocalAuthority, School


class GovernorsDecision(models.TextChoices):
    """What the governing board may decide."""

    DECLINE = "decline_reinstatement", "Decline to reinstate"
    REINSTATE_NOW = "reinstate_immediately", "Reinstate immediately"
    REINSTATE_ON = "reinstate_on", "Reinstate on a date"


class NoticeMethod(models.TextChoices):
    """How a written notice went. When it counts as given is for the statute engine to say."""

    HAND = "hand", "By hand"
    FIRST_CLASS_POST = "first_class_post", "First-class post"
    SECOND_CLASS_POST = "second_class_post", "Second-class post"
    EMAIL_AGREED = "email_agreed", "E-mail, as the parent agreed in writing"


class CancellationReason(models.TextChoices):
    """Why a head teacher cancelled."""

    NEW_EVIDENCE = "new_evidence", "New evidence"
    ALTERNATIVE_AGREED = "alternative_agreed", "Another way was agreed with the family"
    PROCEDURE = "procedure", "The procedure was not followed"
    OTHER = "other", "Another reason (write a note)"


@tracked()
class Exclusion(models.Model):
    """A permanent exclusion: what the head decided, what was so at the time, and how far it has come.

    What was so at the time is kept here once, so that a later change to the child's record does not move the past.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="exclusion")
    decided_on = models.DateField()
    excluded_on = models.DateField(help_text="The day the head set for the exclusion to start.")
    pm_began = models.BooleanField(help_text="It started after the afternoon session began, or outside school hours.")
    reasons = ArrayField(models.CharField(max_length=2, choices=Reason))
    misses_exam = models.BooleanField(default=False)
    exam_on = models.DateField(null=True, blank=True)
    has_finished_exams = models.BooleanField(default=False)
    home_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, related_name="exclusions", null=True, blank=True
    )
    legal_type_then = models.CharField(max_length=20, choices=School.LegalType)
    year_group_then = models.SmallIntegerField(null=True, blank=True)
    is_looked_after_then = models.BooleanField(default=False)
    has_plan_then = models.BooleanField(default=False)
    has_social_worker_then = models.BooleanField(default=False)
    has_free_school_meals_then = models.BooleanField(default=False)
    sen_status_then = models.CharField(max_length=1, choices=SpecialEducationalNeeds.Status, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    governors_meeting_on = models.DateField(null=True, blank=True)
    governors_decision = models.CharField(max_length=30, choices=GovernorsDecision, blank=True)
    governors_decided_on = models.DateField(null=True, blank=True)
    reinstated_on = models.DateField(null=True, blank=True)
    refusal_notice_sent_on = models.DateField(null=True, blank=True)
    refusal_notice_method = models.CharField(max_length=20, choices=NoticeMethod, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancellation_reason = models.CharField(max_length=30, choices=CancellationReason, blank=True)
    day_six_state = models.CharField(max_length=10, choices=[(each.code, each.label) for each in DAY_SIX_STATES])
    funding_state = models.CharField(max_length=20, choices=[(each.code, each.label) for each in FUNDING_STATES])
    next_school_state = models.CharField(
        max_length=20, choices=[(each.code, each.label) for each in NEXT_SCHOOL_STATES]
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reasons__len__gte=1) & Q(reasons__len__lte=MOST_REASONS),
                name="exclusion_one_to_three_reasons",
            ),
            models.CheckConstraint(
                condition=Q(misses_exam=True) | Q(exam_on__isnull=True), name="exclusion_exam_day_only_with_an_exam"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__lte=F("excluded_on")), name="exclusion_decided_before_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(governors_decision="", governors_decided_on__isnull=True)
                | (~Q(governors_decision="") & Q(governors_decided_on__isnull=False)),
                name="exclusion_decision_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(refusal_notice_method="", refusal_notice_sent_on__isnull=True)
                | (~Q(refusal_notice_method="") & Q(refusal_notice_sent_on__isnull=False)),
                name="exclusion_notice_with_its_method",
            ),
        ]

    def __str__(self) -> str:
        return f"exclusion {self.case_id}"


@tracked()
class Notification(models.Model):
    """Somebody who was told of the exclusion: who, on which day, how."""

    class Recipient(models.TextChoices):
        PARENTS = "parents", "Parents"
        GOVERNORS = "governors", "Governing board"
        COUNCIL = "council", "Council"
        HOME_AUTHORITY = "home_authority", "Home authority"
        SOCIAL_WORKER = "social_worker", "Social worker"
        VIRTUAL_SCHOOL_HEAD = "virtual_school_head", "Virtual school head"

    exclusion = models.ForeignKey(Exclusion, on_delete=models.PROTECT, related_name="notifications")
    recipient = models.CharField(max_length=20, choices=Recipient)
    told_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exclusion", "recipient"], name="told_once_each")]

    def __str__(self) -> str:
        return f"{self.recipient} told on {self.told_on}"
