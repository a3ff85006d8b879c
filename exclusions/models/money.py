"""The money that follows a permanently excluded pupil: the amounts for each pupil, and the row of each exclusion."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from cases.models import Case
from ledger.history import tracked
from schools.models import School


class AgeBand(models.TextChoices):
    """The ages for which a year's formula has an amount of its own."""

    PRIMARY = "primary", "Primary (Reception to Year 6)"
    KEY_STAGE_3 = "key_stage_3", "Key stage 3 (Years 7 to 9)"
    KEY_STAGE_4 = "key_stage_4", "Key stage 4 (Years 10 and 11)"


@tracked()
class PerPupilAmount(models.Model):
    """What a school is given for one pupil of a band in a funding period, and where the figure comes from.

    `financial_year` is the year in which the period of 1 April to 31 March begins.
    """

    financial_year = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=20, choices=AgeBand)
    amount = models.DecimalField(max_digits=9, decimal_places=2, validators=[MinValueValidator(1)])
    source = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["financial_year", "band"], name="per_pupil_amount_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="per_pupil_amount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.financial_year} {self.band}"


@tracked()
class Funding(models.Model):
    """The money of one permanent exclusion. What is worked out is kept here and worked out again with the dates; what
    was really deducted, passed on and repaid is typed, and stays."""

    class Standing(models.TextChoices):
        WORKED_OUT = "worked_out", "Worked out"
        NOT_APPLICABLE = "not_applicable", "Not applicable"
        NO_AMOUNT = "no_amount", "The amount for each pupil is missing"
        NO_CALENDAR = "no_calendar", "The calendar does not reach that far"

    class EndedBecause(models.TextChoices):
        NO_SCHOOL = "no_school", "No school admitted the child in the funding period"
        ELSEWHERE = "elsewhere", "The child is educated at home, or has moved away"
        ANOTHER_AUTHORITY = "another_authority", "Another authority settles it"
        OTHER = "other", "Another reason (write a note)"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="funding")
    standing = models.CharField(max_length=20, choices=Standing)
    explanation = models.CharField(max_length=300, blank=True)
    financial_year = models.PositiveSmallIntegerField()
    relevant_on = models.DateField(null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    per_pupil = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    rule_version = models.CharField(max_length=120, blank=True)
    own_per_pupil = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    own_per_pupil_because = models.CharField(max_length=200, blank=True)
    is_leavers_year = models.BooleanField(null=True, blank=True)
    is_reserved_place = models.BooleanField(default=False)
    adjustment = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    deducted_on = models.DateField(null=True, blank=True)
    deducted_amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    deducted_reference = models.CharField(max_length=60, blank=True)
    passed_on = models.DateField(null=True, blank=True)
    passed_to = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    passed_amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    passed_reference = models.CharField(max_length=60, blank=True)
    repaid_on = models.DateField(null=True, blank=True)
    repaid_amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    repaid_reference = models.CharField(max_length=60, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=20, choices=EndedBecause, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(own_per_pupil__isnull=True, own_per_pupil_because="")
                | (Q(own_per_pupil__isnull=False) & ~Q(own_per_pupil_because="")),
                name="funding_own_amount_says_why",
            ),
            models.CheckConstraint(
                condition=Q(deducted_on__isnull=True, deducted_amount__isnull=True)
                | Q(deducted_on__isnull=False, deducted_amount__isnull=False),
                name="funding_deducted_with_its_amount",
            ),
            models.CheckConstraint(
                condition=Q(passed_on__isnull=True) | Q(passed_amount__isnull=False, deducted_on__isnull=False),
                name="funding_passed_on_after_deducted",
            ),
            models.CheckConstraint(
                condition=Q(repaid_on__isnull=True) | Q(repaid_amount__isnull=False, deducted_on__isnull=False),
                name="funding_repaid_after_deducted",
            ),
        ]
        indexes = [models.Index(fields=["-financial_year", "id"], name="funding_year")]

    def __str__(self) -> str:
        return f"funding {self.case_id}"
