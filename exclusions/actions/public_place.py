"""An excluded child was seen in a public place: recording it, and what the council decides on it. For both kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused, check_choice, check_day
from exclusions.actions.steps import begin_governed, finish
from exclusions.facts import GovernedFacts
from exclusions.models import PublicPlaceSighting, SchoolSession, SightingDecision, ToldUs
from exclusions.public_place.asking import reasons_against_notice
from ledger.versions import update_at_version

STEP = "public_place"


@dataclass(frozen=True)
class Seen:
    """On which day and in which session, where in brief, who told us, and the justification that was given; None where
    the parents were not asked yet."""

    seen_on: date
    session: str
    place: str
    told_by: str
    is_justified: bool | None
    justification: str = ""


@transaction.atomic
def record_sighting(*, case: Case, seen: Seen, version: int, by: User, as_of: date) -> PublicPlaceSighting:
    """Record that the child was seen. What follows is decided afterwards. Raises ExclusionRefused naming the field,
    StaleEdit, PermissionDenied."""
    facts = begin_governed(case, STEP, version, by, as_of)
    _check(seen, facts, as_of)
    update_at_version(facts.decision, version=version)
    sighting = PublicPlaceSighting.objects.create(case=case, **vars(seen))
    finish(case, "exclusions.seen_in_public_place", by, as_of, seen.seen_on, sighting=str(sighting.uuid))
    return sighting


@transaction.atomic
def correct_sighting(
    *, sighting: PublicPlaceSighting, seen: Seen, version: int, by: User, as_of: date
) -> PublicPlaceSighting:
    """Put right what was recorded of a sighting. Refused where a decision would lie before it, and where a penalty
    notice would no longer be lawful: the decision is changed first."""
    facts = begin_governed(sighting.case, STEP, version, by, as_of)
    _check(seen, facts, as_of)
    if sighting.decided_on and seen.seen_on > sighting.decided_on:
        raise ExclusionRefused(
            "Seen on must be on or before the day on which it was decided what follows. Change that first.",
            field="seen_on",
        )
    update_at_version(facts.decision, version=version)
    sighting = update_at_version(sighting, version=sighting.version, **vars(seen))
    if sighting.decision == SightingDecision.NOTICE:
        reasons = reasons_against_notice(facts, sighting)
        if reasons:
            change_first = "A penalty notice is decided. Change first what follows, then correct the sighting."
            raise ExclusionRefused(*reasons, change_first)
    finish(sighting.case, "exclusions.sighting_corrected", by, as_of, seen.seen_on, sighting=str(sighting.uuid))
    return sighting


@transaction.atomic
def decide_on_sighting(
    *,
    sighting: PublicPlaceSighting,
    decision: str,
    decided_on: date,
    notice_received_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> PublicPlaceSighting:
    """Record what follows: nothing, a warning, or a penalty notice, and when the parents received it; may be recorded
    anew. A notice is refused, with every reason, where statute does not carry it."""
    facts = begin_governed(sighting.case, STEP, version, by, as_of)
    check_choice(decision, SightingDecision, "What follows", "decision")
    check_day(decided_on, "Decided on", "decided_on", earliest=sighting.seen_on, latest=as_of)
    if decision == SightingDecision.NOTICE:
        reasons = reasons_against_notice(facts, sighting)
        if reasons:
            raise ExclusionRefused("No penalty notice may be given.", *reasons, field="decision")
    elif notice_received_on is not None:
        raise ExclusionRefused(
            "Take this date out, or choose that a penalty notice is issued.", field="notice_received_on"
        )
    if notice_received_on is not None:
        label = "Parents received the notice on"
        check_day(notice_received_on, label, "notice_received_on", earliest=decided_on, latest=as_of)
    update_at_version(facts.decision, version=version)
    sighting = update_at_version(
        sighting,
        version=sighting.version,
        decision=decision,
        decided_on=decided_on,
        notice_received_on=notice_received_on,
    )
    given = {"sighting": str(sighting.uuid), "decision": decision}
    finish(sighting.case, "exclusions.public_place_decided", by, as_of, decided_on, **given)
    return sighting


def _check(seen: Seen, facts: GovernedFacts, as_of: date) -> None:
    check_day(seen.seen_on, "Seen on", "seen_on", earliest=facts.decision.told_from, latest=as_of)
    check_choice(seen.session, SchoolSession, "When on that day", "session")
    check_choice(seen.told_by, ToldUs, "Who told us", "told_by")
    if not seen.place.strip():
        raise ExclusionRefused("Enter where the child was seen, in brief.", field="place")
    if seen.is_justified and not seen.justification.strip():
        raise ExclusionRefused("Enter the justification that was given.", field="justification")
