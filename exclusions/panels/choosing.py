"""Who of the pool may sit on a review, and whether those who were chosen make a lawful panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import statute
from components.words import spelled_date
from exclusions.models import PanelInterest, PanelMember, ReviewSeat
from schools.models import School


@dataclass(frozen=True)
class Candidate:
    """A member of the pool for a review on a day, and every reason why they may not sit."""

    member: PanelMember
    reasons: tuple[str, ...]


def training_counts_until(member: PanelMember) -> date:
    """The last day on which a review may begin with this member, by the statute engine."""
    result = statute.calculate("exclusions.panel_member_training", facts={"trained_on": member.trained_on})
    if result.due_on is None:
        raise ValueError(f"no law is held for training on {member.trained_on}")
    return result.due_on


def is_connected(interests: Iterable[PanelInterest], school: School | None) -> bool:
    """A member is connected with the school that excluded, or with the authority of that school."""
    if school is None:
        return False
    return any(each.school_id == school.pk or each.authority_id == school.local_authority_id for each in interests)


def reasons_against_sitting(
    member: PanelMember, school: School | None, hearing_on: date, *, has_begun: bool = False
) -> list[str]:
    """Every reason why this member may not be asked for a hearing on that day. `interests` are read with the member.

    Of a hearing that `has_begun` it is recorded who sat: nobody asks any more whether they had said to be free.
    """
    reasons = []
    if member.left_on is not None:
        reasons.append(f"left the pool on {spelled_date(member.left_on)}")
    until = training_counts_until(member)
    if until < hearing_on:
        reasons.append(f"training counts until {spelled_date(until)} only")
    elif member.trained_on > hearing_on:
        reasons.append(f"is trained only on {spelled_date(member.trained_on)}")
    if is_connected(member.interests.all(), school):
        reasons.append("is connected with the school or its authority")
    if hearing_on not in member.free_on and not has_begun:
        reasons.append("has not said to be free on the day")
    return reasons


def candidates(
    pool: Iterable[PanelMember], school: School | None, hearing_on: date, *, has_begun: bool = False
) -> list[Candidate]:
    """The pool for a hearing on that day; those who may sit stand first."""
    rows = [
        Candidate(member, tuple(reasons_against_sitting(member, school, hearing_on, has_begun=has_begun)))
        for member in pool
    ]
    return sorted(rows, key=lambda row: bool(row.reasons))


def composition_reasons(seats: Sequence[ReviewSeat], school: School | None, hearing_on: date) -> list[str]:
    """Every reason why these seats make no lawful panel on that day, by the statute engine; empty for a lawful one."""
    members = [
        {
            "key": str(seat.member.uuid),
            "name": seat.member.name,
            "kind": seat.member.kind,
            "is_chair": seat.is_chair,
            "trained_on": seat.member.trained_on,
            "has_interest": is_connected(seat.member.interests.all(), school),
        }
        for seat in seats
    ]
    facts = {"hearing_on": hearing_on, "members": members}
    result = statute.calculate("exclusions.panel_composition", facts=facts)
    if result.outcome == statute.Outcome.VALUE:
        return []
    return [result.because] if isinstance(result.because, str) else list(result.because)
