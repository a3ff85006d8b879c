"""The independent review of a permanent exclusion: from the parents' first word to the governors' second decision."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Case, Document
from exclusions.models.exclusion import NoticeMethod
from ledger.history import tracked


class PanelOutcome(models.TextChoices):
    """What an independent review panel may decide. It cannot reinstate."""

    UPHOLD = "uphold", "Uphold the governors’ decision"
    RECOMMEND = "recommend", "Recommend that the governors reconsider"
    QUASH_DIRECT = "quash_direct", "Quash the decision and direct the governors to reconsider"


class SecondDecision(models.TextChoices):
    """What the governors decide after a review."""

    REINSTATED = "reinstated", "Offer reinstatement"
    DECLINED = "declined", "Decline to reinstate again"


class ClaimBody(models.TextChoices):
    """Where a claim of discrimination is heard."""

    TRIBUNAL = "tribunal", "First-tier Tribunal (SEND): disability discrimination"
    COUNTY_COURT = "county_court", "County Court: other discrimination"


class Attendee(models.TextChoices):
    """Who may be at a hearing besides the panel."""

    PARENTS = "parents", "Parents"
    PUPIL = "pupil", "Pupil"
    REPRESENTATIVE = "representative", "Parents’ representative or friend"
    HEAD_TEACHER = "head_teacher", "Head teacher"
    GOVERNORS = "governors", "Governing board"
    COUNCIL = "council", "Council"
    EXPERT = "expert", "SEN expert"
    SOCIAL_WORKER = "social_worker", "Social worker"
    VIRTUAL_SCHOOL_HEAD = "virtual_school", "Virtual school head"
    CLERK = "clerk", "Clerk"


@tracked()
class Review(models.Model):
    """What is known of the review in one case. The row begins with the first fact: a waiver, a claim, an application.

    Whether the council or the academy trust arranges it follows from the school and is not kept.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="review")
    waived_on = models.DateField(null=True, blank=True, help_text="The day the parents' words in writing came.")
    claim_made_on = models.DateField(null=True, blank=True)
    claim_body = models.CharField(max_length=12, choices=ClaimBody, blank=True)
    claim_determined_on = models.DateField(null=True, blank=True, help_text="Decided for good, or withdrawn.")
    withdrawn_on = models.DateField(null=True, blank=True)
    clerk = models.CharField(max_length=120, blank=True)
    expert_name = models.CharField(max_length=120, blank=True)
    expert_profession = models.CharField(max_length=120, blank=True)
    expert_appointed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=PanelOutcome, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    orders_adjustment = models.BooleanField(default=False)
    notice_sent_on = models.DateField(null=True, blank=True, help_text="The panel's decision, to the governors.")
    notice_method = models.CharField(max_length=20, choices=NoticeMethod, blank=True)
    reconsidered_on = models.DateField(null=True, blank=True)
    second_decision = models.CharField(max_length=12, choices=SecondDecision, blank=True)
    reinstated_on = models.DateField(null=True, blank=True)
    adjustment_made_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claim_body="", claim_made_on__isnull=True, claim_determined_on__isnull=True)
                | (~Q(claim_body="") & Q(claim_made_on__isnull=False)),
                name="review_claim_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(claim_determined_on__isnull=True) | Q(claim_determined_on__gte=F("claim_made_on")),
                name="review_claim_determined_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True) | (~Q(outcome="") & Q(decided_on__isnull=False)),
                name="review_outcome_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(orders_adjustment=False) | Q(outcome="quash_direct"),
                name="review_adjustment_only_when_quashed",
            ),
            models.CheckConstraint(
                condition=Q(notice_method="", notice_sent_on__isnull=True)
                | (~Q(notice_method="") & Q(notice_sent_on__isnull=False)),
                name="review_notice_with_its_method",
            ),
            models.CheckConstraint(
                condition=Q(second_decision="", reconsidered_on__isnull=True)
                | (~Q(second_decision="") & Q(reconsidered_on__isnull=False)),
                name="review_second_decision_with_its_day",
            ),
            models.CheckConstraint(
                condition=(Q(second_decision="reinstated") & Q(reinstated_on__isnull=False))
                | (~Q(second_decision="reinstated") & Q(reinstated_on__isnull=True)),
                name="review_reinstated_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.case_id}"


@tracked()
class ReviewApplication(models.Model):
    """The parents' application. One out of time is kept with why, and moves nothing; one in time is the review's."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="applications")
    sent_on = models.DateField(help_text="Posted, handed over or e-mailed on this day.")
    method = models.CharField(max_length=20, choices=NoticeMethod)
    gives_grounds = models.BooleanField()
    wants_expert = models.BooleanField()
    wants_remote = models.BooleanField()
    access_needs = models.CharField(max_length=300, blank=True, help_text="An interpreter, a ramp, large print.")
    is_in_time = models.BooleanField()
    why_late = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(is_in_time=True), name="review_one_application_in_time"
            ),
            models.CheckConstraint(
                condition=Q(is_in_time=True, why_late="") | (Q(is_in_time=False) & ~Q(why_late="")),
                name="review_late_application_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"application {self.sent_on}"


@tracked()
class ReviewHearing(models.Model):
    """One day of the hearing: planned, then how it went. A day that came to nothing stays, with its reason."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        REMOTE = "remote", "Remotely"

    class Course(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held to its end"
        ADJOURNED = "adjourned", "Begun and adjourned"
        POSTPONED = "postponed", "Put off before it began"

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="hearings")
    hearing_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=Mode)
    venue = models.CharField(max_length=200, blank=True)
    are_remote_conditions_met = models.BooleanField(default=False)
    why_remote = models.CharField(max_length=300, blank=True, help_text="The event, when nobody asked for it.")
    course = models.CharField(max_length=10, choices=Course, default=Course.PLANNED)
    why_not_held = models.CharField(max_length=300, blank=True)
    attended = ArrayField(models.CharField(max_length=20, choices=Attendee), default=list, blank=True)
    minutes = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(course="planned"), name="review_one_planned_hearing"
            ),
            models.CheckConstraint(
                condition=Q(course__in=["adjourned", "postponed"]) ^ Q(why_not_held=""),
                name="review_hearing_that_stopped_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"hearing {self.hearing_on}"
