"""What statute says of a child who was seen in a public place. Source: law pack, exclusions §2 and its notes; X23."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import statute
from cases.models import Case
from exclusions.facts import CaseFacts, Facts, Recipient
from exclusions.models import PublicPlaceSighting
from exclusions.suspensions.facts import SuspensionFacts

OFFENCE, PENALTY = "exclusions.public_place_offence", "exclusions.public_place_penalty"
LUNCHTIMES = (
    "The suspension is for lunchtimes alone, or none of it was served: whether the duty is for it is not settled here. "
    "Ask legal services."
)
ASK_THE_PARENTS = "Ask the parents first whether there was a reasonable justification, and correct the sighting."


def sightings_of(case: Case) -> list[PublicPlaceSighting]:
    """What was recorded in this case, first ones first."""
    return list(PublicPlaceSighting.objects.filter(case=case).order_by("seen_on", "pk"))


def sighting_with(sighting_uuid: UUID) -> PublicPlaceSighting | None:
    """One of them with its case; whether it may be opened is asked of the case."""
    return PublicPlaceSighting.objects.filter(uuid=sighting_uuid).select_related("case").first()


def reasons_against_notice(facts: CaseFacts, sighting: PublicPlaceSighting) -> list[str]:
    """Every reason why no penalty notice may be given; empty when one may."""
    result = ask_offence(facts, sighting)
    if result is None:
        return [LUNCHTIMES]
    if result.outcome != statute.Outcome.VALUE:
        return reasons_in(result)
    return [] if sighting.is_justified is not None else [ASK_THE_PARENTS]


def reasons_in(result: statute.Result) -> list[str]:
    """Why, one sentence each."""
    return [result.because] if isinstance(result.because, str) else list(result.because)


def ask_offence(facts: CaseFacts, sighting: PublicPlaceSighting) -> statute.Result | None:
    """Whether section 103 bound the parents then, and no defence is known; None where the law pack does not say. Where
    the parents were not asked yet, none is known."""
    asked = _of_suspension(facts) if isinstance(facts, SuspensionFacts) else _of_permanent(cast(Facts, facts))
    if asked is None:
        return None
    given = {
        "notice_given_on": facts.told.get(Recipient.PARENTS),
        "seen_on": sighting.seen_on,
        "session": str(sighting.session),
        "justified": bool(sighting.is_justified),
        "compulsory_age": facts.is_of_compulsory_age,
    }
    return facts.ask(OFFENCE, **{name: value for name, value in {**asked, **given}.items() if value is not None})


def ask_penalty(sighting: PublicPlaceSighting) -> statute.Result | None:
    """Until when which amount may be paid; None before the parents received the notice."""
    if sighting.notice_received_on is None:
        return None
    return statute.calculate(PENALTY, facts={"received_on": sighting.notice_received_on})


def _of_permanent(facts: Facts) -> dict[str, object]:
    exclusion = facts.exclusion
    return {
        "excluded_on": exclusion.excluded_on,
        "pm_began": exclusion.pm_began,
        "provision_started_on": facts.education.started_on,
        "back_on": facts.back_on,
    }


def _of_suspension(facts: SuspensionFacts) -> dict[str, object] | None:
    """As its days really were: what the governors gave back is none of them."""
    if facts.suspension.is_lunchtime_only or not facts.lost.days:
        return None
    return {
        "excluded_on": facts.suspension.first_on,
        "pm_began": False,
        "days": len(facts.lost.days),
        "provision_started_on": facts.education_started_on,
    }
