"""The facts of suspensions and permanent exclusions, and who was told of them when."""

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


class SchoolSession(models.TextChoices):
    """Half of a school day."""

    MORNING = "am", "Morning"
    AFTERNOON = "pm", "Afternoon"


class CancellationReason(models.TextChoices):
    """Why a head teacher cancelled."""

    NEW_EVIDENCE = "new_evidence", "New evidence"
    ALTERNATIVE_AGREED = "alternative_agreed", "Another way was agreed with the family"
    PROCEDURE = "procedure", "The procedure was not followed"
    OTHER = "other", "Another reason (write a note)"


class HeadTeachersDecision(models.Model):
    """What a suspension and a permanent exclusion have in common: the decision, and what was so about the child then.

    What was so at the time is kept here once, so that a later change to the child's record does not move the past.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="%(class)s")
    decided_on = models.DateField()
    reasons = ArrayField(models.CharField(max_length=2, choices=Reason))
    misses_exam = models.BooleanField(default=False)
    exam_on = models.DateField(null=True, blank=True)
    home_authority = models.ForeignKey(
        LocalAuthority, on_delete=models.PROTECT, related_name="%(class)ss", null=True, blank=True
    )
    legal_type_then = models.CharField(max_length=20, choices=School.LegalType)
    year_group_then = models.SmallIntegerField(null=True, blank=True)
    is_looked_after_then = models.BooleanField(default=False)
    has_plan_then = models.BooleanField(default=False)
    has_social_worker_then = models.BooleanField(default=False)
    has_free_school_meals_then = models.BooleanField(default=False)
    sen_status_then = models.CharField(max_length=1, choices=SpecialEducationalNeeds.Status, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancellation_reason = models.CharField(max_length=30, choices=CancellationReason, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(reasons__len__gte=1) & Q(reasons__len__lte=MOST_REASONS),
                name="%(class)s_one_to_three_reasons",
            ),
            models.CheckConstraint(
                condition=Q(misses_exam=True) | Q(exam_on__isnull=True), name="%(class)s_exam_day_only_with_an_exam"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.case_id}"


@tracked()
class Exclusion(HeadTeachersDecision):
    """A permanent exclusion: what the head decided, and how far it has come."""

    excluded_on = models.DateField(help_text="The day the head set for the exclusion to start.")
    pm_began = models.BooleanField(help_text="It started after the afternoon session began, or outside school hours.")
    has_finished_exams = models.BooleanField(default=False)
    checked_on = models.DateField(null=True, blank=True)
    governors_meeting_on = models.DateField(null=True, blank=True)
    governors_decision = models.CharField(max_length=30, choices=GovernorsDecision, blank=True)
    governors_decided_on = models.DateField(null=True, blank=True)
    reinstated_on = models.DateField(null=True, blank=True)
    refusal_notice_sent_on = models.DateField(null=True, blank=True)
    refusal_notice_method = models.CharField(max_length=20, choices=NoticeMethod, blank=True)
    day_six_state = models.CharField(max_length=10, choices=[(each.code, each.label) for each in DAY_SIX_STATES])
    funding_state = models.CharField(max_length=20, choices=[(each.code, each.label) for each in FUNDING_STATES])
    next_school_state = models.CharField(
        max_length=20, choices=[(each.code, each.label) for each in NEXT_SCHOOL_STATES]
    )

    class Meta(HeadTeachersDecision.Meta):
        constraints = [
            *HeadTeachersDecision.Meta.constraints,
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


@tracked()
class Suspension(HeadTeachersDecision):
    """A suspension: from which session to which, how many sessions that is, and whether the pupil is back.

    The first session is the first that the pupil misses: who is sent home after the afternoon session began misses
    the next school day first. `sessions_count` is what statute counts on the school's calendar, lunchtimes as one
    session; empty while the calendar does not say. Of a cancelled suspension it is what was lost before.
    """

    first_on = models.DateField()
    first_session = models.CharField(max_length=2, choices=SchoolSession)
    last_on = models.DateField()
    last_session = models.CharField(max_length=2, choices=SchoolSession)
    is_lunchtime_only = models.BooleanField(default=False)
    sessions_count = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_rule_version = models.CharField(max_length=80, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    reintegration_met_on = models.DateField(null=True, blank=True)

    class Meta(HeadTeachersDecision.Meta):
        constraints = [
            *HeadTeachersDecision.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided_on__lte=F("first_on")), name="suspension_decided_before_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(first_on__lt=F("last_on"))
                | (Q(first_on=F("last_on")) & ~Q(first_session="pm", last_session="am")),
                name="suspension_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancellation_reason="")
                | (Q(cancelled_on__isnull=False) & ~Q(cancellation_reason="")),
                name="suspension_cancelled_says_why",
            ),
        ]


@tracked()
class SuspensionTerm(models.Model):
    """The sessions of a suspension in one term of one school year: what the totals of a child are added up from.

    Written by working the suspension's dates out; never by hand. `school_year` is the year in which it begins.
    """

    suspension = models.ForeignKey(Suspension, on_delete=models.PROTECT, related_name="terms")
    school_year = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=60, help_text="As the school's calendar names it; the census terms otherwise.")
    sessions = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suspension", "school_year", "term"], name="suspension_term_once"),
            models.CheckConstraint(condition=Q(sessions__gte=1), name="suspension_term_has_sessions"),
        ]
        indexes = [models.Index(fields=["school_year", "term"], name="suspension_term_year")]

    def __str__(self) -> str:
        return f"{self.school_year} {self.term}: {self.sessions}"


@tracked()
class Notification(models.Model):
    """Somebody who was told of a suspension or permanent exclusion: who, on which day."""

    class Recipient(models.TextChoices):
        PARENTS = "parents", "Parents"
        GOVERNORS = "governors", "Governing board"
        COUNCIL = "council", "Council"
        HOME_AUTHORITY = "home_authority", "Home authority"
        SOCIAL_WORKER = "social_worker", "Social worker"
        VIRTUAL_SCHOOL_HEAD = "virtual_school_head", "Virtual school head"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="exclusion_notifications")
    recipient = models.CharField(max_length=20, choices=Recipient)
    told_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "recipient"], name="told_once_each")]

    def __str__(self) -> str:
        return f"{self.recipient} told on {self.told_on}"
