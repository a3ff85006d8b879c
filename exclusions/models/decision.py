"""What a suspension and a permanent exclusion have in common: the head teacher's decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from exclusions.kind_code import RECORDED_BY_MISTAKE
from exclusions.models.circumstances import AsItWas
from exclusions.reasons import MOST_REASONS, Reason


class CancellationReason(models.TextChoices):
    """Why a head teacher cancelled."""

    NEW_EVIDENCE = "new_evidence", "New evidence"
    ALTERNATIVE_AGREED = "alternative_agreed", "Another way was agreed with the family"
    PROCEDURE = "procedure", "The procedure was not followed"
    OTHER = "other", "Another reason (write a note)"


class DecisionsThatWere(models.Manager[Any]):
    """Without what was recorded by mistake: it never was, so it counts, compares and is listed nowhere."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().exclude(case__state=RECORDED_BY_MISTAKE)


class HeadTeachersDecision(AsItWas):
    """What a suspension and a permanent exclusion have in common: the head teacher's decision."""

    # Every query that counts or compares asks `objects`; who already knows the case asks `with_mistakes`.
    objects = DecisionsThatWere()
    with_mistakes = models.Manager()

    decided_on = models.DateField()
    reasons = ArrayField(models.CharField(max_length=2, choices=Reason))
    misses_exam = models.BooleanField(default=False)
    exam_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancellation_reason = models.CharField(max_length=30, choices=CancellationReason, blank=True)

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

    @property
    def told_from(self) -> date:
        """The day of the decision."""
        return self.decided_on
