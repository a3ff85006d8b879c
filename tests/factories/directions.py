"""Directions off site at any state, made by the real actions."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Child, Enrolment
from exclusions.actions import direction_reviews, directions
from exclusions.models import OffsiteDirection
from exclusions.offsite.decisions import Directed
from exclusions.offsite.states import CLOSED, REVIEW_LISTED, REVIEW_OWED, TO_END
from schools.models import School
from tests.factories.children import make_school
from tests.factories.exclusions import Desk

# X23 of the law pack: first day Monday 2 November 2026, notice by Wednesday 21 October.
DECIDED_ON, FIRST_DAY, NOTICE_BY = date(2026, 10, 19), date(2026, 11, 2), date(2026, 10, 21)
ASKED_ON, REVIEW_ON = date(2026, 11, 16), date(2026, 11, 30)


def other_school(name: str = "Birchfield Unit (invented)") -> School:
    """The school that pupils are directed to."""
    known = School.objects.filter(name=name).first()
    return known or make_school(name, legal_type=School.LegalType.PUPIL_REFERRAL_UNIT)


def directed(**more: object) -> Directed:
    """X23, to another school, or with what is given."""
    facts: dict[str, object] = {
        "decided_on": DECIDED_ON,
        "first_on": FIRST_DAY,
        "reasons": "Disruption in lessons.",
        "objectives": "To come back to lessons with a plan.",
        **more,
    }
    if "destination_school" not in facts and "destination_provider" not in facts:
        facts["destination_school"] = other_school()
    return Directed(**facts)  # type: ignore[arg-type]


def make_direction(
    desk: Desk, *, child: Child | None = None, school: School | None = None, as_of: date | None = None, **more: object
) -> Case:
    """Record X23, or with what is given of the direction; by a school that the child is not at, confirmed."""
    child, school = child or desk.child, school or desk.school
    is_elsewhere = not Enrolment.objects.filter(child=child, school=school, ends_on=None).exists()
    more = {"is_confirmed": is_elsewhere, **more}
    about = {name: more.pop(name) for name in ("home_authority", "told") if name in more}
    asked = directed(**more)
    return directions.record_direction(
        child=child,
        school=school,
        directed=asked,
        by=desk.officer,
        as_of=as_of or asked.decided_on,
        **about,  # type: ignore[arg-type]
    )


def version(case: Case) -> int:
    """The version of the direction's row as it stands."""
    return OffsiteDirection.objects.get(case=case).version


def give_notice(
    desk: Desk, case: Case, sent_on: date = NOTICE_BY, *, as_of: date | None = None, **more: object
) -> Case:
    """Record a complete notice."""
    facts: dict[str, object] = {
        "authority_sent_on": None,
        "items": ["address", "person", "days", "reasons", "times"],
        **more,
    }
    return directions.record_notice(
        case=case,
        sent_on=sent_on,
        version=version(case),
        by=desk.officer,
        as_of=as_of or sent_on,
        **facts,  # type: ignore[arg-type]
    )


def ask(
    desk: Desk,
    case: Case,
    requested_on: date = ASKED_ON,
    requested_by: str = "parents",
    *,
    as_of: date | None = None,
) -> Case:
    """The parents ask for a review."""
    return direction_reviews.ask_for_review(
        case=case,
        requested_on=requested_on,
        requested_by=requested_by,
        version=version(case),
        by=desk.officer,
        as_of=as_of or requested_on,
    )


def list_it(
    desk: Desk, case: Case, review_on: date = REVIEW_ON, *, invited_on: date | None = None, as_of: date = ASKED_ON
) -> Case:
    """List the review."""
    return direction_reviews.list_review(
        case=case,
        review_on=review_on,
        invited_on=invited_on,
        version=version(case),
        by=desk.officer,
        as_of=as_of,
    )


def hold(desk: Desk, case: Case, outcome: str = "continues", *, as_of: date = REVIEW_ON, **more: object) -> Case:
    """Record the review as held."""
    facts: dict[str, object] = {
        "participants": ["head_teacher", "parents"],
        "until_on": None,
        "next_review_on": None,
        "outcome_sent_on": None,
        **more,
    }
    return direction_reviews.record_review(
        case=case,
        outcome=outcome,
        version=version(case),
        by=desk.officer,
        as_of=as_of,
        **facts,  # type: ignore[arg-type]
    )


def end(
    desk: Desk,
    case: Case,
    how: str = "returned",
    ended_on: date = date(2026, 12, 3),
    *,
    as_of: date | None = None,
    is_confirmed: bool = False,
) -> Case:
    """Record how it ended."""
    return directions.end_direction(
        case=case,
        ended_on=ended_on,
        how=how,
        is_confirmed=is_confirmed,
        version=version(case),
        by=desk.officer,
        as_of=as_of or ended_on,
    )


def correct(desk: Desk, case: Case, as_of: date = REVIEW_ON, **more: object) -> Case:
    """Correct the direction: everything as it stands but what is given."""
    row = OffsiteDirection.objects.get(case=case)
    about: dict[str, object] = {
        "home_authority": row.home_authority,
        "is_looked_after": row.is_looked_after_then,
        "has_plan": row.has_plan_then,
        "has_social_worker": row.has_social_worker_then,
    }
    about |= {name: more.pop(name) for name in list(about) if name in more}
    names = (
        "decided_on",
        "first_on",
        "destination_school",
        "destination_provider",
        "days_count",
        "until_on",
        "next_review_on",
    )
    asked = directed(**{**{name: getattr(row, name) for name in names}, **more})
    return directions.correct_direction(
        case=case,
        directed=asked,
        version=row.version,
        by=desk.officer,
        as_of=as_of,
        **about,  # type: ignore[arg-type]
    )


def make_direction_at(desk: Desk, state: str) -> Case:
    """A direction that real actions brought to `state`."""
    case = make_direction(desk)
    if state == REVIEW_OWED:
        return ask(desk, case)
    if state in (REVIEW_LISTED, TO_END):
        case = list_it(desk, case)
    if state == TO_END:
        return hold(desk, case, "ends")
    return end(desk, case) if state == CLOSED else case
