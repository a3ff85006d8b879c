"""What was so about the child when a case of this cohort began: the start of every row that hangs on such a case."""

from __future__ import annotations

from datetime import date

from django.db import models

from cases.models import Case, SpecialEducationalNeeds
from schools.models import LocalAuthority, School


class AsItWas(models.Model):
    """The case, and what was so about the child at the time.

    It is kept here once, so that a later change to the child's record does not move the past.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="%(class)s")
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
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.case_id}"

    @property
    def told_from(self) -> date:
        """The first day on which anybody can be told of it."""
        raise NotImplementedError
