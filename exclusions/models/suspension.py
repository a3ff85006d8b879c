"""The facts of a suspension, and its sessions by term."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from exclusions.models.decision import HeadTeachersDecision
from ledger.history import tracked


class SchoolSession(models.TextChoices):
    """Half of a school day."""

    MORNING = "am", "Morning"
    AFTERNOON = "pm", "Afternoon"


class KeptOpen(models.TextChoices):
    """Why an officer keeps the case of a suspension open, or opens it again."""

    NOT_BACK = "not_back", "It is not known whether the child is back"
    REINTEGRATION = "reintegration", "The reintegration is not settled"
    REPRESENTATIONS = "representations", "The parents make representations"
    SAFETY = "safety", "There is a worry about the child’s safety"
    QUESTION = "question", "Something is still asked of the school"
    CANCELLED = "cancelled", "The head teacher cancels it"
    OTHER = "other", "Another reason (write a note)"


@tracked()
class Suspension(HeadTeachersDecision):
    """A suspension: from which session to which, how many sessions that is, and whether the pupil is back.

    The first session is the first that the pupil misses: who is sent home after the afternoon session began misses
    the next school day first. `sessions_count` is what statute counts on the school's calendar, lunchtimes as one
    session; empty while the calendar does not say. Of a cancelled suspension it is what was lost before.

    The columns of the education are what the school gave during the suspension: from when, whether full-time, where,
    when its first session began and when the parents were told of it.
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
    kept_open_because = models.CharField(max_length=20, choices=KeptOpen, blank=True)
    education_started_on = models.DateField(null=True, blank=True)
    education_is_full_time = models.BooleanField(default=False)
    education_at = models.CharField(max_length=120, blank=True)
    education_first_session_at = models.TimeField(null=True, blank=True)
    education_told_on = models.DateField(null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(education_started_on__isnull=False) & ~Q(education_at="")
                | Q(
                    education_started_on__isnull=True,
                    education_is_full_time=False,
                    education_at="",
                    education_first_session_at__isnull=True,
                    education_told_on__isnull=True,
                ),
                name="suspension_education_says_where",
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
