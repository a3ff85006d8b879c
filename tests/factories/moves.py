"""Managed moves at any state, made by the real actions."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Child
from exclusions.actions import moves
from exclusions.models import ManagedMove
from exclusions.moves.decisions import Proposed
from exclusions.moves.facts import gather_move
from exclusions.moves.states import AGREED, CLOSED, MOVED, REFUSED
from schools.models import School
from tests.factories.children import make_school
from tests.factories.exclusions import Desk

PROPOSED_ON, AGREED_ON, STARTS_ON = date(2026, 10, 5), date(2026, 10, 12), date(2026, 11, 2)
REVIEWED_ON = date(2027, 1, 25)


def new_school(name: str = "Cedar Park School (invented)") -> School:
    """The school that pupils move to."""
    known = School.objects.filter(name=name).first()
    return known or make_school(name)


def proposed(**more: object) -> Proposed:
    """A move for good, or with what is given."""
    facts: dict[str, object] = {"proposed_on": PROPOSED_ON, "starts_on": STARTS_ON, **more}
    if "new_school" not in facts:
        facts["new_school"] = new_school()
    return Proposed(**facts)  # type: ignore[arg-type]


def make_move(
    desk: Desk, *, child: Child | None = None, school: School | None = None, as_of: date | None = None, **more: object
) -> Case:
    """Propose a move."""
    about = {name: more.pop(name) for name in ("home_authority", "opened_from") if name in more}
    asked = proposed(**more)
    return moves.propose_move(
        child=child or desk.child,
        school=school or desk.school,
        proposed=asked,
        by=desk.officer,
        as_of=as_of or asked.proposed_on,
        **about,  # type: ignore[arg-type]
    )


def version(case: Case) -> int:
    """The version of the move's row as it stands."""
    return ManagedMove.objects.get(case=case).version


def agree(desk: Desk, case: Case, *parties: str, as_of: date = AGREED_ON, **more: object) -> Case:
    """Everybody who must agrees (or those who are named), the pupil wants it, nobody mentioned an exclusion."""
    facts: dict[str, object] = {"pupils_view": "wants_it", "was_exclusion_mentioned": False, **more}
    agreed = dict.fromkeys(parties or gather_move(case).parties, as_of)
    return moves.record_agreements(
        case=case,
        agreed=agreed,
        version=version(case),
        by=desk.officer,
        as_of=as_of,
        **facts,  # type: ignore[arg-type]
    )


def start(desk: Desk, case: Case, moved_on: date = STARTS_ON, *, as_of: date | None = None) -> Case:
    """The pupil moves."""
    return moves.start_move(
        case=case, moved_on=moved_on, version=version(case), by=desk.officer, as_of=as_of or moved_on
    )


def correct(desk: Desk, case: Case, as_of: date = AGREED_ON, **more: object) -> Case:
    """Correct the move: everything as it stands but what is given."""
    row = ManagedMove.objects.get(case=case)
    about: dict[str, object] = {
        "home_authority": row.home_authority,
        "is_looked_after": row.is_looked_after_then,
        "has_plan": row.has_plan_then,
        "has_social_worker": row.has_social_worker_then,
    }
    about |= {name: more.pop(name) for name in list(about) if name in more}
    names = ("proposed_on", "new_school", "starts_on", "has_trial", "ends_on")
    asked = proposed(**{**{name: getattr(row, name) for name in names}, **more})
    return moves.correct_move(
        case=case,
        proposed=asked,
        version=row.version,
        by=desk.officer,
        as_of=as_of,
        **about,  # type: ignore[arg-type]
    )


def look_at(
    desk: Desk, case: Case, *, is_settled: bool = True, reviewed_on: date = REVIEWED_ON, is_confirmed: bool = True
) -> Case:
    """Record how it goes; a look before its day is confirmed."""
    return moves.review_move(
        case=case,
        reviewed_on=reviewed_on,
        is_settled=is_settled,
        is_confirmed=is_confirmed,
        version=version(case),
        by=desk.officer,
        as_of=reviewed_on,
    )


def refuse(desk: Desk, case: Case, refusal: str = "parents", refused_on: date = AGREED_ON) -> Case:
    """It does not come about."""
    return moves.refuse_move(
        case=case, refused_on=refused_on, refusal=refusal, version=version(case), by=desk.officer, as_of=refused_on
    )


def make_move_at(desk: Desk, state: str) -> Case:
    """A move that real actions brought to `state`."""
    case = make_move(desk)
    if state == REFUSED:
        return refuse(desk, case)
    if state in (AGREED, MOVED, CLOSED):
        case = agree(desk, case)
    if state in (MOVED, CLOSED):
        case = start(desk, case)
    return look_at(desk, case) if state == CLOSED else case
