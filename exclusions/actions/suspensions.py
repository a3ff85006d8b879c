"""Recording a suspension and its steps: return, correct, cancel, close. Who was told is in `steps`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, open_case
from cases.actions.events import record_event
from cases.models import Case, Child
from components.words import spelled_date
from exclusions.actions.circumstances import ask_about_stated, open_care_tasks, settle_stated
from exclusions.actions.following import check_opened_from, follow
from exclusions.actions.progress import cancel_open_work
from exclusions.actions.refusals import ExclusionRefused, check_cancelling, check_day, refuse
from exclusions.actions.self_closing import close_if_over
from exclusions.actions.steps import begin, check_decided_before_told, finish, keep_told
from exclusions.ages import year_group_on
from exclusions.decisions import Objection, objections_to_suspension, objections_to_told
from exclusions.doubts import (
    doubts_about_exam,
    doubts_about_first_day,
    doubts_about_last_day,
    doubts_about_roll,
    doubts_about_span,
    objections_beside_exclusion,
)
from exclusions.kind_code import SUSPENSION
from exclusions.models import SchoolSession, Suspension
from exclusions.permissions import check_user_can_record
from exclusions.queries import as_it_was
from exclusions.same_days import Days, Entered, doubts_about_same_days
from exclusions.suspensions.counting import Lost, Span, before_reinstatement, count
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.overlaps import exclusions_reached, overlapping
from exclusions.suspensions.policies import reasons_against_cancelling
from exclusions.suspensions.refreshing import refresh_siblings, work_out
from exclusions.suspensions.states import CANCELLED, CLOSED, RETURNED
from exclusions.suspensions.totals import Totals, totals_of
from ledger.versions import update_at_version
from schools.calendars import statute_calendar
from schools.models import LocalAuthority, School
from schools.queries import policy_of, the_authority


@transaction.atomic
def record_suspension(
    *,
    child: Child,
    school: School,
    decided_on: date,
    span: Span,
    reasons: Sequence[str],
    by: User,
    as_of: date,
    home_authority: LocalAuthority | None = None,
    exam_on: date | None = None,
    told: Mapping[str, date] | None = None,
    stated: Mapping[str, bool] | None = None,
    opened_from: Case | None = None,
    is_confirmed: bool = False,
) -> Case:
    """Record a suspension that the council heard of, with or without a form from the school.

    Opens the case, keeps what is so today about the child, counts the sessions into its terms and works out every
    date. Where the return date has passed already the case closes by itself, unless something keeps it open. `stated`
    is what the school says of care, a social worker and a plan: where the record says otherwise somebody is asked. What
    is unlikely is refused until `is_confirmed` says that it is right.

    Raises ExclusionRefused naming the field, PermissionDenied.
    """
    check_user_can_record(by)
    check_opened_from(opened_from, child)
    told = told or {}
    lock_child(child)
    check_decision(child, school, span, decided_on, reasons, exam_on, as_of)
    beside = doubts_beside_exclusion(child, school, span)
    refuse(objections_to_told(told, decided_on, as_of))
    if not is_confirmed:
        entered = Entered(SUSPENSION, school, Days(span.first_on, span.last_on), follows=opened_from)
        refuse(
            [
                *doubts_about_roll(child, school, decided_on),
                *doubts_about_span(school, span),
                *doubts_about_first_day(decided_on, span.first_on, policy_of(the_authority())),
                *doubts_about_exam(exam_on, span),
                *beside,
                *doubts_about_same_days(child, entered, by, as_of),
            ]
        )
    case = open_case(child=child, kind=SUSPENSION, school=school, by=by, as_of=as_of, opened_from=opened_from)
    suspension = Suspension.objects.create(
        case=case,
        decided_on=decided_on,
        reasons=list(reasons),
        misses_exam=exam_on is not None,
        exam_on=exam_on,
        home_authority=home_authority,
        **_columns(span),
        **as_it_was(child, school, decided_on),
    )
    told = keep_told(case, told, as_of)
    open_care_tasks(case, suspension, by, as_of)
    ask_about_stated(case, suspension, stated or {}, by, as_of)
    follow(case=case, by=by, as_of=as_of)
    facts = work_out(case=case, by=by, as_of=as_of)
    refresh_siblings(case=case, by=by, as_of=as_of)
    record_event(
        child=child,
        case=case,
        code="exclusions.suspension_recorded",
        by=by,
        happened_on=span.first_on,
        school=school.urn,
        reasons=list(reasons),
        told=sorted(told),
    )
    close_if_over(facts=facts, as_of=as_of)
    return case


@transaction.atomic
def correct_suspension(
    *,
    case: Case,
    decided_on: date,
    span: Span,
    reasons: Sequence[str],
    exam_on: date | None,
    home_authority: LocalAuthority | None,
    is_looked_after: bool,
    has_plan: bool,
    has_social_worker: bool,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what was recorded wrongly. Sessions and dates are worked out again, those of the child's other
    suspensions too; the history keeps what stood there before. What has become unlikely by it is refused until
    `is_confirmed` says that it is right."""
    facts = _begin(case, "correct", version, by, as_of)
    lock_child(case.child)
    check_decision(case.child, case.school, span, decided_on, reasons, exam_on, as_of, case, facts.reinstated_on)
    takes = before_reinstatement(span, facts.reinstated_on)
    beside = doubts_beside_exclusion(case.child, case.school, takes, facts.served)
    check_decided_before_told(decided_on, facts)
    returned_on = facts.suspension.returned_on
    if returned_on is not None and takes is not None and not takes.is_lunchtime_only and returned_on < takes.last_on:
        raise ExclusionRefused(
            f"Last day must be on or before {spelled_date(returned_on)}, when the child came back. If that day is "
            "wrong, correct the return first.",
            field="last_on",
        )
    if not is_confirmed:
        stood = (facts.suspension.exam_on, facts.suspension.last_on)
        exam = doubts_about_exam(exam_on, span, stood)
        refuse([*_doubts_about_correction(facts, decided_on, span, takes, by, as_of), *exam, *beside])
    stands = {"is_looked_after": is_looked_after, "has_plan": has_plan, "has_social_worker": has_social_worker}
    settle_stated(facts, stands, by, as_of)
    suspension = update_at_version(
        facts.suspension,
        version=version,
        decided_on=decided_on,
        reasons=list(reasons),
        misses_exam=exam_on is not None,
        exam_on=exam_on,
        home_authority=home_authority,
        is_looked_after_then=is_looked_after,
        has_plan_then=has_plan,
        has_social_worker_then=has_social_worker,
        year_group_then=year_group_on(case.child.born_on, decided_on),
        **_columns(span),
    )
    open_care_tasks(case, suspension, by, as_of)
    case = finish(case, "exclusions.corrected", by, as_of, as_of, first_on=span.first_on.isoformat())
    refresh_siblings(case=case, by=by, as_of=as_of)
    return case


@transaction.atomic
def record_return(
    *, case: Case, returned_on: date, reintegration_met_on: date | None, version: int, by: User, as_of: date
) -> Case:
    """Record that the child is back, or put that right, and when the school met the family about it, if it did. The
    return never waits for that meeting. Nobody is back while the suspension lasts."""
    facts = _begin(case, "return", version, by, as_of)
    suspension = facts.suspension
    check_day(returned_on, "Back in school on", "returned_on", earliest=suspension.first_on, latest=as_of)
    _check_over(facts, returned_on)
    if reintegration_met_on is not None:
        label, earliest = "Reintegration meeting on", suspension.decided_on
        check_day(reintegration_met_on, label, "reintegration_met_on", earliest=earliest, latest=as_of)
    update_at_version(suspension, version=version, returned_on=returned_on, reintegration_met_on=reintegration_met_on)
    case = move_case(case=case, transition="return", to_state=RETURNED, by=by, as_of=as_of)
    return finish(case, "exclusions.returned", by, as_of, returned_on)


def _check_over(facts: SuspensionFacts, returned_on: date) -> None:
    """Refuse a return before the last session that was served."""
    served, due_on = facts.served, facts.due_back_on
    if served is None or served.is_lunchtime_only:
        return
    earliest = due_on or served.last_on
    if returned_on < earliest:
        raise ExclusionRefused(
            f"Back in school on must be on or after {spelled_date(earliest)}, when the suspension is over. If the "
            "child was let back before that, correct the last day first.",
            field="returned_on",
        )


@transaction.atomic
def close_suspension(*, case: Case, version: int, by: User, as_of: date) -> Case:
    """Close the case of a child who is back, or is due back. Nobody's open task is touched. Raises ExclusionRefused
    with everything that bars it."""
    facts = _begin(case, "close", version, by, as_of)
    update_at_version(facts.suspension, version=version)
    case = move_case(case=case, transition="close", to_state=CLOSED, by=by, as_of=as_of)
    return finish(case, "exclusions.suspension_closed", by, as_of, as_of)


@transaction.atomic
def cancel_suspension(
    *,
    case: Case,
    cancelled_on: date,
    reason: str,
    version: int,
    by: User,
    as_of: date,
    was_before_meeting: bool | None = None,
) -> Case:
    """Record that the head teacher cancelled the suspension; on the day of the governors' meeting, whether before it
    began. Every clock ends; the days already lost count on towards the 45 of the year, but no longer in the term.
    Raises ExclusionRefused with all reasons when the law bars it."""
    facts = _begin(case, "cancel", version, by, as_of)
    lock_child(case.child)
    check_cancelling(facts, reasons_against_cancelling, cancelled_on, reason, was_before_meeting, as_of)
    update_at_version(facts.suspension, version=version, cancelled_on=cancelled_on, cancellation_reason=reason)
    case = move_case(case=case, transition="cancel", to_state=CANCELLED, by=by, as_of=as_of)
    ended = cancel_open_work(case, by, as_of)
    case = finish(case, "exclusions.cancelled", by, as_of, cancelled_on, reason=reason, cancelled_tasks=ended)
    refresh_siblings(case=case, by=by, as_of=as_of)
    return case


def _begin(case: Case, step: str, version: int, by: User, as_of: date) -> SuspensionFacts:
    return cast(SuspensionFacts, begin(case, step, version, by, as_of))


def lock_child(child: Child) -> None:
    """Acts that change a child's totals follow each other: the second counts what the first one wrote."""
    Child.objects.select_for_update().get(pk=child.pk)


def check_decision(
    child: Child,
    school: School | None,
    span: Span,
    decided_on: date,
    reasons: Sequence[str],
    exam_on: date | None,
    as_of: date,
    besides: Case | None = None,
    reinstated_on: date | None = None,
) -> None:
    """Refuse what cannot be, with all reasons; then a second record of the same suspension."""
    policy = policy_of(the_authority())
    # Of a suspension that the governors ended the days before the reinstatement count, whatever is corrected.
    takes = before_reinstatement(span, reinstated_on)
    lost, taken, others = Lost(), Lost(), Totals()
    if span.can_be_counted:
        calendar = statute_calendar(school, span.first_on)
        lost = count(span, calendar, policy)
        taken = count(takes, calendar, policy) if takes else Lost()
        others = totals_of(child, span, besides=besides)
    refuse(
        objections_to_suspension(
            span=span,
            born_on=child.born_on,
            decided_on=decided_on,
            reasons=reasons,
            exam_on=exam_on,
            lost=lost,
            taken=taken,
            others=others,
            policy=policy,
            as_of=as_of,
        )
    )
    for other in overlapping(child, school, takes, besides):
        raise ExclusionRefused(
            f"This child is already suspended from this school {other.served.days_in_words}, case "
            f"{other.case.reference}. Open that case instead.",
            field="first_on",
        )


def doubts_beside_exclusion(
    child: Child, school: School | None, takes: Span | None, stood: Span | None = None
) -> list[Objection]:
    """Refuse a start on days of a permanent exclusion from the same school; gives the doubts about an end on them.
    `takes` is what is left of the suspension where the governors ended it, `stood` the same before a correction."""
    if takes is None:
        return []
    reached = exclusions_reached(child, school, takes)
    refuse(objections_beside_exclusion(reached, takes, stood))
    return doubts_about_last_day([each for each in reached if stood is None or not each.away.is_reached_by(stood)])


def _doubts_about_correction(
    facts: SuspensionFacts, decided_on: date, span: Span, takes: Span | None, by: User, as_of: date
) -> list[Objection]:
    """What has become unlikely by new days; days that stay are not asked about again."""
    case, stood = facts.case, facts.suspension
    school = cast(School, case.school)
    doubts = doubts_about_span(school, span, facts.span)
    if (decided_on, span.first_on) != (stood.decided_on, stood.first_on):
        doubts += doubts_about_first_day(decided_on, span.first_on, facts.policy)
    if takes is not None:
        before, days = Days(stood.first_on, stood.last_on), Days(takes.first_on, takes.last_on)
        entered = Entered(SUSPENSION, school, days, follows=case, stood=before)
        doubts += doubts_about_same_days(case.child, entered, by, as_of)
    return doubts


def _columns(span: Span) -> dict[str, object]:
    """The span as the row keeps it. For lunchtimes alone the sessions say nothing: whole days are kept."""
    first = SchoolSession.MORNING if span.is_lunchtime_only else span.first_session
    last = SchoolSession.AFTERNOON if span.is_lunchtime_only else span.last_session
    return {
        "first_on": span.first_on,
        "first_session": first,
        "last_on": span.last_on,
        "last_session": last,
        "is_lunchtime_only": span.is_lunchtime_only,
    }
