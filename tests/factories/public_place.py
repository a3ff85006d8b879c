"""A child who was seen in a public place, made by the real actions."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from exclusions.actions import public_place
from exclusions.actions.public_place import Seen
from exclusions.gathering import gather_any
from exclusions.models import PublicPlaceSighting
from tests.factories.exclusions import Desk

# The second of the days of X1.
SEEN_ON = date(2026, 9, 16)


def see(
    desk: Desk, case: Case, seen_on: date = SEEN_ON, *, as_of: date | None = None, **more: object
) -> PublicPlaceSighting:
    """The police saw the child in a park in the morning."""
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    return public_place.record_sighting(
        case=case,
        seen=_seen(seen_on, more),
        version=gather_any(case).decision.version,
        by=desk.officer,
        as_of=as_of or seen_on,
    )


def correct(
    desk: Desk,
    sighting: PublicPlaceSighting,
    seen_on: date = SEEN_ON,
    *,
    as_of: date = date(2026, 9, 21),
    **more: object,
) -> PublicPlaceSighting:
    """The sighting as it was, but for what is given."""
    sighting = PublicPlaceSighting.objects.select_related("case").get(pk=sighting.pk)
    return public_place.correct_sighting(
        sighting=sighting,
        seen=_seen(seen_on, more),
        version=gather_any(sighting.case).decision.version,
        by=desk.officer,
        as_of=as_of,
    )


def _seen(seen_on: date, more: dict[str, object]) -> Seen:
    facts = {"session": "am", "place": "Memorial Park", "told_by": "police", "is_justified": False, **more}
    return Seen(seen_on=seen_on, **facts)  # type: ignore[arg-type]


def decide(
    desk: Desk,
    sighting: PublicPlaceSighting,
    decision: str = "notice",
    decided_on: date = date(2026, 9, 18),
    *,
    received_on: date | None = None,
    as_of: date = date(2026, 9, 21),
) -> PublicPlaceSighting:
    """What follows."""
    sighting = PublicPlaceSighting.objects.select_related("case").get(pk=sighting.pk)
    return public_place.decide_on_sighting(
        sighting=sighting,
        decision=decision,
        decided_on=decided_on,
        notice_received_on=received_on,
        version=gather_any(sighting.case).decision.version,
        by=desk.officer,
        as_of=as_of,
    )
