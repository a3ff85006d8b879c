"""Recording a direction off site and its steps but for the reviews: notice, correct, settle a doubt, end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, open_case
from cases.actions.events import record_event
from cases.actions.tasks import finish_open_tasks
from cases.models import Case, Child
from components.words import spelled_date
from exclusions.actions.circumstances import open_care_tasks
from exclusions.actions.direction_requests import settle_requests
from exclusions.actions.direction_tasks import END_AFTER_MOVE
from exclusions.actions.dual_registration import (
    drop_registration,
    end_registration,
    is_to_be_dropped,
    registration_after_correcting,
    registration_for,
)
from exclusions.actions.following import ask_to_follow
from exclusions.actions.refusals import ExclusionRefused, check_day, refuse
from exclusions.actions.steps import begin, check_decided_before_told, finish, keep_told
from exclusions.decisions import objections_to_told
from exclusions.doubts import doubts_about_day, doubts_about_roll
from exclusions.first_days import objections_to_first_day
from exclusions.kind_code import MANAGED_MOVE, OFFSITE_DIRECTION
from exclusions.models import Binding, DirectionEnd, NoticeItem, OffsiteDirection
from exclusions.offsite.decisions import (
    Directed,
    doubts_about_direction,
    objections_to_direction,
    objections_to_last_day,
)
from exclusions.offsite.facts import LOCAL_AUTHORITY, DirectionFacts
from exclusions.offsite.refreshing import refresh
from exclusions.offsite.states import CLOSED
from exclusions.permissions import check_user_can_record
from exclusions.queries import as_it_was
from exclusions.same_days import Days, Entered, doubts_about_same_days
from ledger.versions import update_at_version
from schools.models import LocalAuthority, School


@transaction.atomic
def record_direction(
    *,
    child: Child,
    school: School,
    directed: Directed,
    by: User,
    as_of: date,
    home_authority: LocalAuthority | None = None,
    told: Mapping[str, date] | None = None,
) -> Case:
    """Record that a school directs a pupil off site. At another school the pupil is on both rolls from the first day.

    Opens the case and works every date out. Raises ExclusionRefused naming the field, PermissionDenied.
    """
    check_user_can_record(by)
    told = told or {}
    Child.objects.select_for_update().get(pk=child.pk)
    _check_directed(directed, school, child, as_of)
    refuse(objections_to_told(told, directed.decided_on, as_of))
    check_only_one(child, school)
    if not directed.is_confirmed:
        entered = Entered(OFFSITE_DIRECTION, school, Days(directed.first_on, directed.until_on))
        refuse(
            [
                *doubts_about_roll(child, school, directed.decided_on),
                *doubts_about_direction(directed, school, child.born_on),
                *doubts_about_same_days(child, entered, by, as_of),
            ]
        )
    case = open_case(child=child, kind=OFFSITE_DIRECTION, school=school, by=by, as_of=as_of)
    registration = registration_for(
        child, directed.destination_school, directed.first_on, directed.until_on, by=by, as_of=as_of
    )
    direction = OffsiteDirection.objects.create(
        case=case,
        dual_registration=registration,
        home_authority=home_authority,
        **directed.columns(),
        **as_it_was(child, school, directed.first_on),
    )
    told = keep_told(case, told, as_of)
    open_care_tasks(case, direction, by, as_of)
    refresh(case=case, by=by, as_of=as_of)
    record_event(
        child=child,
        case=case,
        code="exclusions.direction_recorded",
        by=by,
        happened_on=min(directed.first_on, as_of),
        school=school.urn,
        told=sorted(told),
    )
    return case


@transaction.atomic
def record_notice(
    *,
    case: Case,
    sent_on: date,
    authority_sent_on: date | None,
    items: Sequence[str],
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record when the notice went and what it gives. What it lacks is a task: the school must send it again."""
    facts = begin_direction(case, "notice", version, by, as_of)
    decided_on = facts.direction.decided_on
    check_day(sent_on, "Notice sent on", "sent_on", earliest=decided_on, latest=as_of)
    if authority_sent_on is not None:
        label = "Sent to the authority on"
        check_day(authority_sent_on, label, "authority_sent_on", earliest=decided_on, latest=as_of)
        if LOCAL_AUTHORITY not in facts.recipients:
            raise ExclusionRefused(
                "The child had no EHC plan then, so no authority needs the notice. Take the date out, or correct the "
                "plan first.",
                field="authority_sent_on",
            )
    if not set(items) <= set(NoticeItem.values):
        raise ExclusionRefused("What the notice gives: choose from the list.", field="items")
    update_at_version(
        facts.direction,
        version=version,
        notice_sent_on=sent_on,
        authority_notice_sent_on=authority_sent_on,
        notice_items=[item for item in NoticeItem.values if item in items],
    )
    return finish(case, "exclusions.direction_notice_recorded", by, as_of, sent_on, items=sorted(items))


@transaction.atomic
def correct_direction(
    *,
    case: Case,
    directed: Directed,
    home_authority: LocalAuthority | None,
    is_looked_after: bool,
    has_plan: bool,
    has_social_worker: bool,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what was recorded wrongly, or has changed. The registration at the other school follows; dates are
    worked out again; the history keeps what stood there before."""
    facts = begin_direction(case, "correct", version, by, as_of)
    Child.objects.select_for_update().get(pk=case.child_id)
    _check_directed(directed, case.school, case.child, as_of)
    _check_doubts_that_are_new(directed, facts.direction, case, by, as_of)
    check_decided_before_told(directed.decided_on, facts)
    before = facts.direction
    if before.notice_sent_on is not None and directed.decided_on > before.notice_sent_on:
        raise ExclusionRefused(
            f"Decided on must be on or before {spelled_date(before.notice_sent_on)}, when the notice was sent.",
            field="decided_on",
        )
    _check_before_the_end(directed, before)
    registration = registration_after_correcting(
        before,
        school=directed.destination_school,
        first_on=directed.first_on,
        until_on=directed.until_on,
        ended_on=before.ended_on,
        how=before.how_ended,
        by=by,
        as_of=as_of,
    )
    direction = update_at_version(
        before,
        version=version,
        dual_registration=registration,
        home_authority=home_authority,
        is_looked_after_then=is_looked_after,
        has_plan_then=has_plan,
        has_social_worker_then=has_social_worker,
        **directed.columns(),
    )
    if registration is None:
        drop_registration(before.dual_registration, by=by, as_of=as_of)
    open_care_tasks(case, direction, by, as_of)
    case = settle_requests(case=case, by=by, as_of=as_of)
    return finish(case, "exclusions.corrected", by, as_of, as_of, first_on=directed.first_on.isoformat())


@transaction.atomic
def settle_binding(*, case: Case, answer: str, version: int, by: User, as_of: date) -> Case:
    """Record what an officer found where the statute cannot say whether the regulations bind. Its dates follow, and
    whether a review that was asked for must be held."""
    facts = begin_direction(case, "settle", version, by, as_of)
    if answer not in Binding.values:
        raise ExclusionRefused("Do they bind: choose one of the list.", field="answer")
    update_at_version(facts.direction, version=version, binding_answer=answer)
    case = settle_requests(case=case, by=by, as_of=as_of)
    return finish(case, "exclusions.direction_binding_settled", by, as_of, as_of, answer=answer)


@transaction.atomic
def end_direction(
    *, case: Case, ended_on: date, how: str, is_confirmed: bool = False, version: int, by: User, as_of: date
) -> Case:
    """Record the last day off site and how the direction ended. The registration at the other school ends with it; a
    direction that never began never registered anybody."""
    facts = begin_direction(case, "end", version, by, as_of)
    direction = facts.direction
    check_end(case, direction, ended_on, how, as_of, is_confirmed=is_confirmed)
    registration = direction.dual_registration
    is_dropped = registration is not None and is_to_be_dropped(direction, ended_on, how)
    changes: dict[str, object] = {"dual_registration": None} if is_dropped else {}
    update_at_version(direction, version=version, ended_on=ended_on, how_ended=how, **changes)
    if is_dropped:
        drop_registration(registration, by=by, as_of=as_of)
    elif registration is not None:
        end_registration(registration, ended_on, how, by=by, as_of=as_of)
    finish_open_tasks(case=case, codes={END_AFTER_MOVE}, by=by, as_of=as_of)
    case = move_case(case=case, transition="end", to_state=CLOSED, by=by, as_of=as_of)
    if how == DirectionEnd.MANAGED_MOVE:
        ask_to_follow(case=case, kind=MANAGED_MOVE, by=by, as_of=as_of)
    return finish(case, "exclusions.direction_ended", by, as_of, ended_on, how=how)


def begin_direction(case: Case, step: str, version: int, by: User, as_of: date) -> DirectionFacts:
    """Permission, version and state, as every step begins; gives the facts of the direction."""
    return cast(DirectionFacts, begin(case, step, version, by, as_of))


def _check_directed(directed: Directed, school: School | None, child: Child, as_of: date) -> None:
    refuse(
        [
            *objections_to_direction(directed, school=school, born_on=child.born_on, as_of=as_of),
            *objections_to_first_day("first_on", "First day", directed.destination_school, directed.first_on),
        ]
    )


def school_of_days(case: Case, direction: OffsiteDirection) -> School:
    """By whose calendar a day off site is a school day: nobody keeps the days of a provider."""
    return direction.destination_school or cast(School, case.school)


def _check_doubts_that_are_new(directed: Directed, before: OffsiteDirection, case: Case, by: User, as_of: date) -> None:
    """What stands in the row was confirmed when it was recorded, and is not asked again."""
    if directed.is_confirmed:
        return
    school, born_on = cast(School, case.school), case.child.born_on
    names = (each.name for each in fields(Directed) if hasattr(before, each.name))
    known = Directed(**{name: getattr(before, name) for name in names})
    stood = doubts_about_direction(known, school, born_on)
    days, days_before = Days(directed.first_on, directed.until_on), Days(before.first_on, before.until_on)
    entered = Entered(OFFSITE_DIRECTION, school, days, follows=case, stood=days_before)
    refuse(
        [
            *(doubt for doubt in doubts_about_direction(directed, school, born_on) if doubt not in stood),
            *doubts_about_same_days(case.child, entered, by, as_of),
        ]
    )


def check_end(
    case: Case, direction: OffsiteDirection, ended_on: date, how: str, as_of: date, *, is_confirmed: bool
) -> None:
    """Refuse an end that cannot be; a last day without school, but the one that stands, until it is confirmed."""
    check_day(ended_on, "Last day off site", "ended_on", earliest=direction.decided_on, latest=as_of)
    if how not in DirectionEnd.values:
        raise ExclusionRefused("How it ended: choose one of the list.", field="how")
    refuse(list(objections_to_last_day(direction.first_on, ended_on, how)))
    if not (is_confirmed or is_to_be_dropped(direction, ended_on, how)):
        refuse(doubts_about_day("Last day off site", school_of_days(case, direction), ended_on, direction.ended_on))


def _check_before_the_end(directed: Directed, before: OffsiteDirection) -> None:
    """A corrected first day, or day of the decision, cannot lie after the end that is recorded."""
    ended_on = before.ended_on
    if ended_on is None:
        return
    if directed.decided_on > ended_on or list(objections_to_last_day(directed.first_on, ended_on, before.how_ended)):
        raise ExclusionRefused(
            f"First day must be on or before {spelled_date(ended_on)}, the last day off site. Correct how it ended "
            "first if that is wrong.",
            field="first_on",
        )


def check_only_one(child: Child, school: School) -> None:
    """Refuse a second direction of the child by this school beside an open one."""
    open_ones = Case.objects.filter(child=child, school=school, kind=OFFSITE_DIRECTION, closed_on__isnull=True)
    known = open_ones.first()
    if known is not None:
        raise ExclusionRefused(
            f"This child is already directed off site by this school, case {known.reference}. Open that case instead."
        )
