"""What was brought in to compare our own figures with. None of it is computed here, and nothing of it is a cohort's.

Rows are written once: a newer row of the same meaning takes the place of the older one, which stays as history. A row
without a value takes a figure out again.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

EARLIEST_YEAR, LATEST_YEAR = 2000, 2099


class FigurePhase(models.TextChoices):
    """The phase that a published figure is about."""

    ALL = "all", "All schools"
    PRIMARY = "primary", "Primary"
    SECONDARY = "secondary", "Secondary"
    SPECIAL = "special", "Special"


class BroughtIn(models.Model):
    """A row of a file that somebody brought in."""

    append_only = True

    academic_year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(EARLIEST_YEAR), MaxValueValidator(LATEST_YEAR)],
        help_text="The calendar year in which it begins.",
    )
    phase = models.CharField(max_length=10, choices=FigurePhase)
    source = models.CharField(max_length=200, help_text="The publication or the census, as a reader can find it.")
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class ComparisonFigure(BroughtIn):
    """A published figure of England, a region, statistical neighbours or this authority, or a target of its own."""

    class Measure(models.TextChoices):
        SUSPENSION_RATE = "suspension_rate", "Suspensions for every 100 pupils"
        PERMANENT_EXCLUSION_RATE = "permanent_exclusion_rate", "Permanent exclusions for every 100 pupils"
        SUSPENSIONS = "suspensions", "Number of suspensions"
        PERMANENT_EXCLUSIONS = "permanent_exclusions", "Number of permanent exclusions"

    class AreaKind(models.TextChoices):
        NATIONAL = "national", "England"
        REGION = "region", "Region"
        STATISTICAL_NEIGHBOURS = "statistical_neighbours", "Statistical neighbours"
        AUTHORITY_PUBLISHED = "authority_published", "Local authority as published"
        TARGET = "target", "Target"

    measure = models.CharField(max_length=30, choices=Measure)
    area_kind = models.CharField(max_length=30, choices=AreaKind)
    area_name = models.CharField(max_length=80, blank=True, help_text="The region’s name, for example.")
    value = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    decimal_places = models.PositiveSmallIntegerField(default=0, help_text="As many as the figure was given with.")
    is_part_year = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="comparison_figure_not_negative"
            ),
            models.CheckConstraint(condition=Q(decimal_places__lte=3), name="comparison_figure_decimal_places"),
        ]
        indexes = [
            models.Index(
                fields=["measure", "phase", "area_kind", "academic_year", "-id"], name="comparison_figure_newest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area_kind} {self.phase} {self.academic_year}: {self.value}"


class Headcount(BroughtIn):
    """Pupils of this authority's schools at a school census: sole and dual-main registrations."""

    class Census(models.TextChoices):
        AUTUMN = "autumn", "Autumn census"
        SPRING = "spring", "Spring census"
        SUMMER = "summer", "Summer census"

    census = models.CharField(max_length=10, choices=Census)
    pupils = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["census", "academic_year", "phase", "-id"], name="headcount_newest")]

    def __str__(self) -> str:
        return f"{self.census} {self.academic_year} {self.phase}: {self.pupils}"
