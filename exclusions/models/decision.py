"""What a suspension and a permanent exclusion have in common: the head teacher's decision."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.models import Case, SpecialEducationalNeeds
from exclusions.reasons import MOST_REASONS, Reason
from schools.models import LocalAuthority, School


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
