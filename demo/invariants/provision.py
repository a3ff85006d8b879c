"""Placements: each agrees with itself and its case; the day-six track agrees with what is booked."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from cases.models import Deadline
from demo.invariants.invariant import Invariant
from exclusions.day_six import SIXTH_DAY
from exclusions.models import Exclusion
from exclusions.track_states import DAY_SIX_BOOKED, DAY_SIX_LATE, DAY_SIX_STARTED
from provision.education import Education
from provision.models import Placement
from provision.queries import education_of_cases


def against_themselves() -> Iterator[object]:
    """Placements of another child than their case's, and those that end before they really started."""
    yield from Placement.objects.exclude(child=F("case__child")).values_list("uuid", flat=True)
    really_over = Q(started_on__isnull=False, ends_on__lt=F("started_on"))
    yield from Placement.objects.filter(really_over).values_list("uuid", flat=True)


def tracks_against_placements() -> Iterator[str]:
    """Exclusions whose track or sixth day says something else than their placements.

    What follows from today's date (to book or late, over or not) is the night's sweep's to settle and not asked here.
    """
    exclusions = list(Exclusion.objects.select_related("case").order_by("pk"))
    educations = education_of_cases([exclusion.case_id for exclusion in exclusions])
    live = Deadline.objects.filter(code=SIXTH_DAY).exclude(state=Deadline.State.SUPERSEDED)
    met_on = dict(live.values_list("case_id", "met_on"))
    for exclusion in exclusions:
        education = educations.get(exclusion.case_id, Education())
        is_met_as_begun = met_on.get(exclusion.case_id) in (None, education.started_on)
        if not (_agree(exclusion.day_six_state, education) and is_met_as_begun):
            yield exclusion.case.reference


def _agree(track: str, education: Education) -> bool:
    """Nothing is booked or begun without a placement, and nothing that has begun is late."""
    if track == DAY_SIX_STARTED:
        return education.started_on is not None
    if track == DAY_SIX_BOOKED:
        return bool(education.placements)
    return track != DAY_SIX_LATE or education.started_on is None


PROVISION = (
    Invariant("Every placement is of its case’s child, and ends after it starts", against_themselves),
    Invariant("The day-six track of every exclusion agrees with its placements", tracks_against_placements),
)
