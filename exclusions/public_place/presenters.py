"""A child who was seen in a public place, on the case page: what was recorded, what statute says, what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

import statute
from cases.kinds import Group, Row, Step
from exclusions.change_links import step_link
from exclusions.facts import GovernedFacts
from exclusions.gathering import reasons_of
from exclusions.models import PublicPlaceSighting, SightingDecision
from exclusions.public_place.asking import (
    ASK_THE_PARENTS,
    LUNCHTIMES,
    ask_offence,
    ask_penalty,
    reasons_in,
    sightings_of,
)
from exclusions.rows import spelled

STEP = "public_place"
NOT_VERIFIED = (
    "The 28 days and both amounts are from knowledge, not verified. The day on which the parents were told is taken "
    "for that of their notice."
)


def public_place_group(facts: GovernedFacts, as_of: date) -> Group:
    """Each sighting, with what statute says of it and what follows."""
    rows = [row for sighting in sightings_of(facts.case) for row in _rows(facts, sighting)]
    link = step_link(STEP, facts, reasons_of(STEP, facts, as_of), "Record that the child was seen")
    return Group("Seen in a public place", tuple(rows) or (Row("Section 103", "No sighting is recorded"),), *link)


def sighting_steps(facts: GovernedFacts) -> Iterator[Step]:
    """To decide on each sighting; to put a sighting or a decision right."""
    for sighting in sightings_of(facts.case):
        day = spelled(sighting.seen_on)
        label = f"{'Change what follows' if sighting.decision else 'Decide what follows'} from the sighting of"
        yield Step(f"{label} {day}", reverse("public_place_decide", args=[sighting.uuid]))
        yield Step(f"Correct the sighting of {day}", reverse("public_place_correct", args=[sighting.uuid]))


def said_by_statute(facts: GovernedFacts, sighting: PublicPlaceSighting) -> str:
    """Whether section 103 bound the parents then, in statute's words."""
    result = ask_offence(facts, sighting)
    if result is None:
        return LUNCHTIMES
    words = " ".join([*reasons_in(result), *result.warnings])
    if result.outcome == statute.Outcome.VALUE and sighting.is_justified is None:
        return f"It applied. {ASK_THE_PARENTS} {words}"
    if result.outcome == statute.Outcome.VALUE:
        return f"It applied, and a penalty notice may be given. {words}"
    if result.outcome == statute.Outcome.CALENDAR_INCOMPLETE:
        return f"It cannot be said whether it applied. {words}"
    return f"No penalty notice may be given. {words}"


def _rows(facts: GovernedFacts, sighting: PublicPlaceSighting) -> Iterator[Row]:
    when = f"{spelled(sighting.seen_on)}, {sighting.get_session_display().lower()}"
    told_by = sighting.get_told_by_display()
    yield Row("Seen", f"{when}: {sighting.place}. Told by: {told_by[0].lower()}{told_by[1:]}.")
    none_given = "Not known yet" if sighting.is_justified is None else "None given"
    yield Row("Justification", sighting.justification if sighting.is_justified else none_given)
    yield Row("Section 103", said_by_statute(facts, sighting))
    if not sighting.decision:
        yield Row("What follows", needs=f"Seen on {spelled(sighting.seen_on)}: decide what follows.")
        return
    yield Row("What follows", f"{sighting.get_decision_display()}, decided on {spelled(sighting.decided_on)}")
    if sighting.decision == SightingDecision.NOTICE:
        yield from _of_the_notice(sighting)


def _of_the_notice(sighting: PublicPlaceSighting) -> Iterator[Row]:
    """Which amount is to be paid until when, counted from the day of receipt."""
    penalty = ask_penalty(sighting)
    if penalty is None:
        yield Row(
            "Penalty notice", needs="Record when the parents received the notice: the time to pay runs from then."
        )
        return
    yield Row("Parents received the notice on", spelled(sighting.notice_received_on))
    for step in penalty.steps:
        yield Row("To be paid", f"{step.because} That is until {step.due_on:%A} {spelled(step.due_on)}.")
    yield Row("How far to trust this", NOT_VERIFIED)
