"""The facts of a managed move, and who agreed to it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from cases.models import Case
from exclusions.models.circumstances import AsItWas
from ledger.history import tracked
from schools.models import School


class PupilsView(models.TextChoices):
    """What the pupil thinks of the move."""

    WANTS_IT = "wants_it", "The pupil wants it"
    ACCEPTS_IT = "accepts_it", "The pupil accepts it"
    AGAINST_IT = "against_it", "The pupil is against it"


class MoveRefusal(models.TextChoices):
    """Why a move does not come about."""

    PARENTS = "parents", "The parents do not agree"
    OLD_SCHOOL = "old_school", "The present school does not agree"
    NEW_SCHOOL = "new_school", "The other school does not agree"
    AUTHORITY = "authority", "The authority that maintains the EHC plan does not agree"
    NOT_VOLUNTARY = "not_voluntary", "It was not voluntary"
    ANOTHER_WAY = "another_way", "Another way was found"
    RECORDED_IN_ERROR = "recorded_in_error", "It was recorded by mistake"


@tracked()
class ManagedMove(AsItWas):
    """A pupil who is to change school for good, because everybody agrees. The case's school is the one that is left."""

    proposed_on = models.DateField()
    new_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="moves_here")
    starts_on = models.DateField(help_text="The first day at the new school; planned until the pupil has moved.")
    has_trial = models.BooleanField(default=False, help_text="Lawful only for a start before 26 July 2026.")
    ends_on = models.DateField(null=True, blank=True, help_text="Lawful only for a start before 26 July 2026.")
    pupils_view = models.CharField(max_length=10, choices=PupilsView, blank=True)
    was_exclusion_mentioned = models.BooleanField(null=True, blank=True, help_text="Empty: nobody has asked yet.")
    moved_on = models.DateField(null=True, blank=True)
    safeguarding_file_sent_on = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    is_settled = models.BooleanField(null=True, blank=True)
    refused_on = models.DateField(null=True, blank=True)
    refusal = models.CharField(max_length=20, choices=MoveRefusal, blank=True)

    class Meta(AsItWas.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(proposed_on__lte=F("starts_on")), name="move_proposed_before_it_starts"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="move_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True, is_settled__isnull=True)
                | Q(reviewed_on__gte=F("moved_on"), is_settled__isnull=False),
                name="move_reviewed_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(refused_on__isnull=True, refusal="") | (Q(refused_on__isnull=False) & ~Q(refusal="")),
                name="move_refused_says_when_and_why",
            ),
        ]

    @property
    def told_from(self) -> date:
        """The day of the proposal."""
        return self.proposed_on


@tracked()
class MoveAgreement(models.Model):
    """Somebody who agreed to a managed move: who, on which day."""

    class Party(models.TextChoices):
        PARENTS = "parents", "Parents"
        OLD_SCHOOL = "old_school", "Present school"
        NEW_SCHOOL = "new_school", "New school"
        LOCAL_AUTHORITY = "local_authority", "Authority that maintains the EHC plan"
        VIRTUAL_SCHOOL_HEAD = "virtual_school_head", "Virtual school head"
        SOCIAL_WORKER = "social_worker", "Social worker"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="move_agreements")
    party = models.CharField(max_length=20, choices=Party)
    agreed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "party"], name="move_agreed_once_each")]

    def __str__(self) -> str:
        return f"{self.party} agreed on {self.agreed_on}"
