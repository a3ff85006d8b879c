"""The way to the next school: application, Fair Access, the plan, the agreed place, the admission."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.children import ChildRefused, enrol_child
from cases.actions.tasks import open_task
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused, check_day, refuse
from exclusions.actions.steps import finish
from exclusions.actions.tracks import begin_track, keep
from exclusions.decisions import LONGEST_TO_THE_START, Objection
from exclusions.doubts import CONFIRM, doubts_about_age, doubts_about_day, doubts_about_plan
from exclusions.facts import Facts, is_of_compulsory_age
from exclusions.leaving.next_school import has_plan, reasons_against
from exclusions.leaving.records import leaving_of
from exclusions.models import FairAccessOutcome, NextSchool
from schools.models import LocalAuthority, School

REFER_TO_PLAN_COORDINATOR = (
    "exclusions.refer_plan_coordinator",
    "Ask the EHC plan coordinator to name a school in the plan",
)


def _begin(case: Case, step: str, version: int, by: User, as_of: date) -> Facts:
    return begin_track(case, step, version, by, as_of, reasons_against)


@transaction.atomic
def record_application(
    *,
    case: Case,
    applied_on: date,
    applied_to: LocalAuthority,
    asked_for: School | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record an in-year application: when, to which authority, for which school if one was asked for."""
    facts = _begin(case, "next_school_apply", version, by, as_of)
    check_day(applied_on, "Applied on", "applied_on", earliest=facts.exclusion.excluded_on, latest=as_of)
    keep(NextSchool, case, applied_on=applied_on, applied_to=applied_to, asked_for=asked_for)
    school = asked_for.urn if asked_for else None
    return finish(case, "exclusions.school_applied_for", by, as_of, applied_on, to=applied_to.code, school=school)


@transaction.atomic
def accept_for_fair_access(
    *, case: Case, accepted_on: date, is_confirmed: bool = False, version: int, by: User, as_of: date
) -> Case:
    """Record that the panel accepted the child; the time to place the child runs from that day. Refused, with every
    reason, for a child for whom the protocol is not; for one who is not of compulsory school age until `is_confirmed`
    says that it is right."""
    facts = _begin(case, "next_school_fair_access", version, by, as_of)
    check_day(accepted_on, "Accepted on", "accepted_on", earliest=facts.exclusion.excluded_on, latest=as_of)
    if not is_confirmed and not is_of_compulsory_age(case.child.born_on, accepted_on):
        raise ExclusionRefused(
            "The child is not of compulsory school age on that day. Check the day, or tick that it is right.",
            field=CONFIRM,
        )
    keep(NextSchool, case, fair_access_accepted_on=accepted_on)
    return finish(case, "exclusions.fair_access_accepted", by, as_of, accepted_on)


@transaction.atomic
def record_panel(
    *, case: Case, panel_on: date, outcome: str, school: School | None, version: int, by: User, as_of: date
) -> Case:
    """Record what the panel decided: which school was named, whether that one refused, whether it was directed."""
    _begin(case, "next_school_panel", version, by, as_of)
    accepted_on = leaving_of(case).next_school.fair_access_accepted_on or as_of
    check_day(panel_on, "Panel on", "panel_on", earliest=accepted_on, latest=as_of)
    if outcome not in FairAccessOutcome.values:
        raise ExclusionRefused("What did the panel decide? Choose one of the list.", field="outcome")
    if school is None:
        raise ExclusionRefused("URN: enter the URN of the school that was named.", field="school")
    check_is_another_school(case, school)
    keep(NextSchool, case, panel_on=panel_on, panel_outcome=outcome, panel_school=school)
    return finish(case, "exclusions.fair_access_panel", by, as_of, panel_on, outcome=outcome, school=school.urn)


@transaction.atomic
def refer_through_plan(*, case: Case, referred_on: date, version: int, by: User, as_of: date) -> Case:
    """Record that the school is looked for through the EHC plan, and open the task for the plan coordinator."""
    facts = _begin(case, "next_school_special", version, by, as_of)
    check_day(referred_on, "Referred on", "referred_on", earliest=facts.exclusion.excluded_on, latest=as_of)
    keep(NextSchool, case, plan_referred_on=referred_on)
    code, title = REFER_TO_PLAN_COORDINATOR
    open_task(case=case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)
    return finish(case, "exclusions.school_through_plan", by, as_of, referred_on)


@transaction.atomic
def agree_place(
    *,
    case: Case,
    school: School,
    agreed_on: date,
    starts_on: date,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record the agreed place: at which school, from when. Another place may follow while nobody was admitted. What is
    unlikely of a new place is refused until `is_confirmed` says that it is right."""
    facts = _begin(case, "next_school_agree", version, by, as_of)
    check_day(agreed_on, "Agreed on", "agreed_on", earliest=facts.exclusion.excluded_on, latest=as_of)
    check_day(starts_on, "Starts on", "starts_on", earliest=facts.exclusion.excluded_on, latest=None)
    if starts_on > agreed_on + LONGEST_TO_THE_START:
        raise ExclusionRefused("Starts on must be within a year of the agreement. Check the year.", field="starts_on")
    check_is_another_school(case, school)
    if not is_confirmed:
        refuse(_doubts_about_place(facts, school, agreed_on, starts_on))
    keep(NextSchool, case, school=school, agreed_on=agreed_on, starts_on=starts_on)
    return finish(case, "exclusions.place_agreed", by, as_of, agreed_on, school=school.urn)


@transaction.atomic
def admit(*, case: Case, admitted_on: date, is_confirmed: bool = False, version: int, by: User, as_of: date) -> Case:
    """Record the admission: the child is on the main roll of the agreed school from that day. Raises ExclusionRefused
    while the child's record has another main roll on it, and on a day without school until `is_confirmed` says that it
    is right."""
    facts = _begin(case, "next_school_admit", version, by, as_of)
    way = leaving_of(case).next_school
    check_admission(facts, way, admitted_on, as_of, is_confirmed=is_confirmed)
    # The state of the track says that a place is agreed, and a place has its school.
    school = cast(School, way.school)
    try:
        enrol_child(child=case.child, school=school, starts_on=admitted_on, by=by, as_of=as_of)
    except ChildRefused as error:
        raise ExclusionRefused(str(error), field="admitted_on") from error
    keep(NextSchool, case, admitted_on=admitted_on)
    return finish(case, "exclusions.admitted", by, as_of, admitted_on, school=school.urn)


def check_admission(
    facts: Facts, way: NextSchool, admitted_on: date, as_of: date, *, is_confirmed: bool = False
) -> None:
    """Refuse an admission that lies ahead, or before the day on which the place was agreed; on a day without school
    until that is confirmed."""
    check_day(admitted_on, "Admitted on", "admitted_on", earliest=facts.exclusion.excluded_on, latest=as_of)
    if way.agreed_on is not None and admitted_on < way.agreed_on:
        raise ExclusionRefused(
            f"Admitted on must be on or after {spelled_date(way.agreed_on)}, when the place was agreed. If the place "
            "was agreed earlier, correct that day first.",
            field="admitted_on",
        )
    if not is_confirmed and way.school is not None:
        refuse(doubts_about_day("Admitted on", way.school, admitted_on, way.admitted_on))


def _doubts_about_place(facts: Facts, school: School, agreed_on: date, starts_on: date) -> list[Objection]:
    """What is unlikely of a place: the child's age, a plan that a special school needs, the first day."""
    backdated = Objection(
        CONFIRM,
        f"Starts on is {spelled_date(starts_on)}, before the place was agreed on {spelled_date(agreed_on)}. Check both "
        "days, or tick that it is right.",
    )
    return [
        *doubts_about_age(school, facts.case.child.born_on, starts_on),
        *doubts_about_plan(school, has_plan=has_plan(facts, agreed_on)),
        *doubts_about_day("Starts on", school, starts_on),
        *([backdated] if starts_on < agreed_on else []),
    ]


def check_is_another_school(case: Case, school: School) -> None:
    """Refuse the school that excluded, a pupil referral unit and a school that is not open: none is a next school."""
    if school == case.school:
        raise ExclusionRefused(
            "The child was permanently excluded from this school. Reinstatement is the governors’ decision.",
            field="school",
        )
    if school.legal_type == School.LegalType.PUPIL_REFERRAL_UNIT:
        raise ExclusionRefused(
            "A pupil referral unit is no next school: the duty to provide goes on. Book it as education instead.",
            field="school",
        )
    if not school.is_open:
        closed = f" since {spelled_date(school.closed_on)}" if school.closed_on else ""
        raise ExclusionRefused(f"{school} is not open{closed}. Choose another school.", field="school")
