"""The facts of a safeguarding separation. What is alleged is written nowhere here: it belongs to social care."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from cases.models import Case
from exclusions.models.circumstances import AsItWas
from ledger.history import tracked

# No limit of the law, and no day of a decision is known: who was told longer before is a slip of the pen.
LONGEST_TOLD_BEFORE = timedelta(days=31)


def told_from(began_on: date) -> date:
    """The first day on which anybody can be told of a separation that began on that day."""
    return began_on - LONGEST_TOLD_BEFORE


class SeparationEnd(models.TextChoices):
    """How a separation ended."""

    RETURNED = "returned", "The pupil came back to the school"
    SUSPENSION = "suspension", "It became a suspension"
    PERMANENT_EXCLUSION = "permanent_exclusion", "It became a permanent exclusion"
    MOVED = "moved", "The pupil moved to another school"
    RECORDED_IN_ERROR = "recorded_in_error", "It was recorded by mistake"
    OTHER = "other", "Another way (write a note)"


@tracked()
class Separation(AsItWas):
    """A pupil whom the school forbids the premises for a time over an allegation of harm. No suspension: no sessions,
    no reason, no governors."""

    began_on = models.DateField()
    expected_until_on = models.DateField(null=True, blank=True, help_text="As the school expects it; no limit.")
    next_review_on = models.DateField(null=True, blank=True)
    is_designated_officer_told = models.BooleanField(
        default=False, help_text="The local authority designated officer; yes or no and nothing else."
    )
    ended_on = models.DateField(null=True, blank=True)
    how_ended = models.CharField(max_length=20, choices=SeparationEnd, blank=True)

    class Meta(AsItWas.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_until_on__isnull=True) | Q(expected_until_on__gte=F("began_on")),
                name="separation_expected_until_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, how_ended="") | (Q(ended_on__gte=F("began_on")) & ~Q(how_ended="")),
                name="separation_ended_says_when_and_how",
            ),
        ]

    @property
    def told_from(self) -> date:
        """The first day on which anybody can be told: a school says it beforehand."""
        return told_from(self.began_on)


@tracked()
class SeparationReview(models.Model):
    """One look at whether a separation is still needed: when it was held, and what it came to."""

    class Outcome(models.TextChoices):
        GOES_ON = "goes_on", "It goes on"
        TO_END = "to_end", "It is to end"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="separation_reviews")
    held_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "held_on"], name="separation_reviewed_once_a_day")]

    def __str__(self) -> str:
        return f"review of {self.case_id} on {self.held_on}"
