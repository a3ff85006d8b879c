"""The facts of a direction off site, and its reviews."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models import Case, Enrolment
from exclusions.models.circumstances import AsItWas
from ledger.history import tracked
from provision.models import Provider
from schools.models import School


class NoticeItem(models.TextChoices):
    """What a notice of a direction must give (SI 2010/1156 reg 3), in the words of the statute's facts."""

    ADDRESS = "address", "The address where the pupil goes"
    PERSON = "person", "The person to report to"
    DAYS = "days", "The number of days"
    REASONS = "reasons", "The reasons and objectives"
    TIMES = "times", "The times of the sessions"


class Binding(models.TextChoices):
    """What an officer found where the statute cannot say whether the regulations bind."""

    BOUND = "bound", "They bind this direction"
    NOT_BOUND = "not_bound", "They do not bind this direction"


class DirectionEnd(models.TextChoices):
    """How a direction ended."""

    RETURNED = "returned", "The pupil came back to the school"
    MANAGED_MOVE = "managed_move", "It became a managed move"
    EXCLUDED = "excluded", "The pupil was suspended or permanently excluded"
    RECORDED_IN_ERROR = "recorded_in_error", "It was recorded by mistake"
    OTHER = "other", "Another way (write a note)"


@tracked()
class OffsiteDirection(AsItWas):
    """A pupil whom the school directs to be educated elsewhere for a time, to improve behaviour.

    Where: a school (then the pupil is on both rolls) or another provider. `until_on` is the last day, as far as one was
    fixed; it may lie in another school year.
    """

    decided_on = models.DateField()
    destination_school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="directions_here", null=True, blank=True
    )
    destination_provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="directions", null=True, blank=True
    )
    dual_registration = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="direction", null=True, blank=True
    )
    first_on = models.DateField()
    days_count = models.PositiveSmallIntegerField(null=True, blank=True, help_text="As the notice gives it.")
    until_on = models.DateField(null=True, blank=True)
    reasons = models.TextField(max_length=1000, help_text="Why, as far as behaviour goes.")
    objectives = models.TextField(max_length=1000)
    notice_sent_on = models.DateField(null=True, blank=True, help_text="To the parents, or to the pupil from 18 on.")
    authority_notice_sent_on = models.DateField(null=True, blank=True, help_text="To the authority, with a plan.")
    notice_items = ArrayField(models.CharField(max_length=10, choices=NoticeItem), default=list, blank=True)
    next_review_on = models.DateField(null=True, blank=True, help_text="As the governing board fixed it.")
    binding_answer = models.CharField(max_length=10, choices=Binding, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="The last day off site.")
    how_ended = models.CharField(max_length=20, choices=DirectionEnd, blank=True)

    class Meta(AsItWas.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(destination_school__isnull=True, destination_provider__isnull=False)
                | Q(destination_school__isnull=False, destination_provider__isnull=True),
                name="direction_leads_to_one_place",
            ),
            models.CheckConstraint(
                condition=Q(dual_registration__isnull=True) | Q(destination_school__isnull=False),
                name="direction_registers_at_a_school_alone",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("first_on")),
                name="direction_until_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__lte=F("first_on")), name="direction_decided_before_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, how_ended="") | (Q(ended_on__isnull=False) & ~Q(how_ended="")),
                name="direction_ended_says_when_and_how",
            ),
        ]

    @property
    def told_from(self) -> date:
        """The day of the direction."""
        return self.decided_on

    @property
    def destination(self) -> School | Provider:
        """Where the pupil goes."""
        return self.destination_school or self.destination_provider


@tracked()
class DirectionReview(models.Model):
    """One review of a direction: asked for, listed, held, told of, in as far as each has happened."""

    class AskedBy(models.TextChoices):
        PARENTS = "parents", "The parents (or the pupil from 18 on)"
        AUTHORITY = "authority", "The authority that maintains the EHC plan"

    class Participant(models.TextChoices):
        HEAD_TEACHER = "head_teacher", "Head teacher"
        PARENTS = "parents", "Parents"
        TRUST_NOMINEE = "trust_nominee", "Nominee of the trust who is not the head teacher"
        GOVERNORS = "governors", "Governing board or management committee"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        PUPIL = "pupil", "The pupil"
        PROVIDER = "provider", "The school or provider that the pupil attends"

    class Outcome(models.TextChoices):
        CONTINUES = "continues", "The direction goes on"
        ENDS = "ends", "The direction is to end"
        MANAGED_MOVE = "managed_move", "It is to become a managed move"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="direction_reviews")
    requested_on = models.DateField(null=True, blank=True)
    requested_by = models.CharField(max_length=10, choices=AskedBy, blank=True)
    is_owed = models.BooleanField(default=True, help_text="False: asked for too soon after the last one.")
    invited_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    participants = ArrayField(models.CharField(max_length=20, choices=Participant), default=list, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    outcome_sent_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(requested_on__isnull=True, requested_by="")
                | (Q(requested_on__isnull=False) & ~Q(requested_by="")),
                name="review_asked_for_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(review_on__isnull=False), name="review_with_an_outcome_was_held"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(outcome="", is_owed=True), name="direction_has_one_review_to_come"
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.pk} of {self.case_id}"
