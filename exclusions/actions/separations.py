"""Recording a safeguarding separation and its steps: told, correct, review, end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, open_case
from cases.actions.events import record_event
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, open_task
from cases.models import Case, Child
from components.words import spelled_date
from exclusions.actions.circumstances import open_care_tasks
from exclusions.actions.following import ask_to_follow
from exclusions.actions.refusals import ExclusionRefused, check_day, refuse
from exclusions.actions.steps import begin, finish, keep_told, tell
from exclusions.decisions import objections_to_told
from exclusions.doubts import doubts_about_roll
from exclusions.kind_code import SAFEGUARDING_SEPARATION
from exclusions.models import Separation, SeparationEnd, SeparationReview
from exclusions.models.separation import LONGEST_TOLD_BEFORE, told_from
from exclusions.permissions import check_user_can_record
from exclusions.queries import as_it_was
from exclusions.same_days import Days, Entered, doubts_about_same_days
from exclusions.separations.decisions import objections_to_separation
from exclusions.separations.facts import SeparationFacts
from exclusions.separations.refreshing import refresh
from exclusions.separations.states import CLOSED
from ledger.versions import update_at_version
from schools.models import LocalAuthority, School

# What a separation may become, which is then recorded as a case of its own.
_BECOMES = (SeparationEnd.SUSPENSION, SeparationEnd.PERMANENT_EXCLUSION)


@transaction.atomic
def record_separation(
    *,
    child: Child,
    school: School,
    began_on: date,
    by: User,
    as_of: date,
    home_authority: LocalAuthority | None = None,
    expected_until_on: date | None = None,
    next_review_on: date | None = None,
    is_designated_officer_told: bool = False,
    told: Mapping[str, date] | None = None,
    is_confirmed: bool = False,
) -> Case:
    """Record that a school forbids a pupil the premises over an allegation of harm. What is alleged is not recorded.

    Opens the case and the section 19 task. Without `is_confirmed` another case on the same days is asked about. Raises
    ExclusionRefused naming the field, PermissionDenied.
    """
    check_user_can_record(by)
    told = told or {}
    Child.objects.select_for_update().get(pk=child.pk)
    _check(child, began_on, expected_until_on, next_review_on, as_of)
    since = f"{LONGEST_TOLD_BEFORE.days} days before the separation began"
    refuse(objections_to_told(told, told_from(began_on), as_of, since=since))
    check_only_one(child, school)
    if not is_confirmed:
        entered = Entered(SAFEGUARDING_SEPARATION, school, Days(began_on, expected_until_on))
        roll = doubts_about_roll(child, school, began_on)
        refuse([*roll, *doubts_about_same_days(child, entered, by, as_of)])
    case = open_case(child=child, kind=SAFEGUARDING_SEPARATION, school=school, by=by, as_of=as_of)
    separation = Separation.objects.create(
        case=case,
        began_on=began_on,
        expected_until_on=expected_until_on,
        next_review_on=next_review_on,
        is_designated_officer_told=is_designated_officer_told,
        home_authority=home_authority,
        **as_it_was(child, school, began_on),
    )
    told = keep_told(case, told, as_of)
    open_care_tasks(case, separation, by, as_of)
    remind_of_review(case, next_review_on, by, as_of)
    refresh(case=case, by=by, as_of=as_of)
    record_event(
        child=child,
        case=case,
        code="exclusions.separation_recorded",
        by=by,
        happened_on=began_on,
        school=school.urn,
        told=sorted(told),
    )
    return case


@transaction.atomic
def tell_of_separation(
    *,
    case: Case,
    told: Mapping[str, date | None],
    is_designated_officer_told: bool,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record or correct who was told on which day, and whether the designated officer was."""
    facts = begin_separation(case, "told", version, by, as_of)
    if not told and is_designated_officer_told == facts.separation.is_designated_officer_told:
        raise ExclusionRefused("Enter at least one day on which somebody was told.")
    update_at_version(facts.separation, version=version, is_designated_officer_told=is_designated_officer_told)
    tell(facts, told, as_of)
    happened_on = max((day for day in told.values() if day), default=as_of)
    return finish(case, "exclusions.told", by, as_of, happened_on, told=sorted(told))


@transaction.atomic
def correct_separation(
    *,
    case: Case,
    began_on: date,
    expected_until_on: date | None,
    home_authority: LocalAuthority | None,
    is_looked_after: bool,
    has_plan: bool,
    has_social_worker: bool,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what was recorded wrongly, or has changed. Whose duty the education is follows from where the child
    lives; the history keeps what stood there before. Without `is_confirmed` another case on days that are new is asked
    about."""
    facts = begin_separation(case, "correct", version, by, as_of)
    _check(case.child, began_on, expected_until_on, facts.separation.next_review_on, as_of)
    _check_told_within_reason(began_on, facts)
    ended_on = facts.separation.ended_on
    if ended_on is not None and began_on > ended_on:
        raise ExclusionRefused(
            f"Began on must be on or before {spelled_date(ended_on)}, the last day of the separation.", field="began_on"
        )
    if any(each.held_on < began_on for each in facts.reviews):
        raise ExclusionRefused("Began on must be on or before the first review that was held.", field="began_on")
    if not is_confirmed:
        stood = Days(facts.separation.began_on, ended_on or facts.separation.expected_until_on)
        school, days = cast(School, case.school), Days(began_on, ended_on or expected_until_on)
        entered = Entered(SAFEGUARDING_SEPARATION, school, days, follows=case, stood=stood)
        refuse(doubts_about_same_days(case.child, entered, by, as_of))
    separation = update_at_version(
        facts.separation,
        version=version,
        began_on=began_on,
        expected_until_on=expected_until_on,
        home_authority=home_authority,
        is_looked_after_then=is_looked_after,
        has_plan_then=has_plan,
        has_social_worker_then=has_social_worker,
    )
    open_care_tasks(case, separation, by, as_of)
    return finish(case, "exclusions.corrected", by, as_of, as_of, began_on=began_on.isoformat())


@transaction.atomic
def review_separation(
    *,
    case: Case,
    held_on: date,
    outcome: str,
    next_review_on: date | None,
    expected_until_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record a review that was held, and the day of the next. Its outcome ends nothing by itself: the end has a day."""
    facts = begin_separation(case, "review", version, by, as_of)
    separation = facts.separation
    check_day(held_on, "Held on", "held_on", earliest=separation.began_on, latest=as_of)
    if outcome not in SeparationReview.Outcome.values:
        raise ExclusionRefused("Outcome: choose one of the list.", field="outcome")
    if any(each.held_on == held_on for each in facts.reviews):
        raise ExclusionRefused("A review of that day is recorded already.", field="held_on")
    if next_review_on is not None and next_review_on <= held_on:
        raise ExclusionRefused("Next review on must be after the review that was held.", field="next_review_on")
    _check(case.child, separation.began_on, expected_until_on, next_review_on, as_of)
    SeparationReview.objects.create(case=case, held_on=held_on, outcome=outcome)
    _forget_review(case, separation.next_review_on, by, as_of, is_held=True)
    update_at_version(separation, version=version, next_review_on=next_review_on, expected_until_on=expected_until_on)
    remind_of_review(case, next_review_on, by, as_of)
    return finish(case, "exclusions.separation_reviewed", by, as_of, held_on, outcome=outcome)


@transaction.atomic
def end_separation(*, case: Case, ended_on: date, how: str, version: int, by: User, as_of: date) -> Case:
    """Record the last day of the separation and how it ended. Where it became an exclusion, the task to record that is
    opened: its own dates run from its own notices. Education that is booked is not ended in silence."""
    facts = begin_separation(case, "end", version, by, as_of)
    check_end(facts, ended_on, how, as_of)
    update_at_version(facts.separation, version=version, ended_on=ended_on, how_ended=how)
    _forget_review(case, facts.separation.next_review_on, by, as_of)
    case = move_case(case=case, transition="end", to_state=CLOSED, by=by, as_of=as_of)
    if how in _BECOMES:
        ask_to_follow(case=case, kind=how, by=by, as_of=as_of)
    return finish(case, "exclusions.separation_ended", by, as_of, ended_on, how=how)


def begin_separation(case: Case, step: str, version: int, by: User, as_of: date) -> SeparationFacts:
    """Permission, version and state, as every step begins; gives the facts of the separation."""
    return cast(SeparationFacts, begin(case, step, version, by, as_of))


def _check(
    child: Child, began_on: date, expected_until_on: date | None, next_review_on: date | None, as_of: date
) -> None:
    refuse(
        objections_to_separation(
            born_on=child.born_on,
            began_on=began_on,
            expected_until_on=expected_until_on,
            next_review_on=next_review_on,
            as_of=as_of,
        )
    )


def _check_told_within_reason(began_on: date, facts: SeparationFacts) -> None:
    """A corrected first day cannot lie long after the day on which somebody was told of it."""
    earliest_told = min(facts.told.values(), default=began_on)
    if earliest_told < told_from(began_on):
        latest = spelled_date(earliest_told + LONGEST_TOLD_BEFORE)
        raise ExclusionRefused(
            f"Began on must be on or before {latest}: somebody was told on {spelled_date(earliest_told)}, and nobody "
            f"is told more than {LONGEST_TOLD_BEFORE.days} days before. Correct who was told first if that is wrong.",
            field="began_on",
        )


def check_end(facts: SeparationFacts, ended_on: date, how: str, as_of: date) -> None:
    """Refuse a last day before the first one or ahead, and a way that is none of the list."""
    check_day(ended_on, "Last day of the separation", "ended_on", earliest=facts.separation.began_on, latest=as_of)
    if how not in SeparationEnd.values:
        raise ExclusionRefused("How it ended: choose one of the list.", field="how")


def check_only_one(child: Child, school: School) -> None:
    """Refuse a second separation of the child from this school beside an open one."""
    open_ones = Case.objects.filter(child=child, school=school, kind=SAFEGUARDING_SEPARATION, closed_on__isnull=True)
    known = open_ones.first()
    if known is not None:
        raise ExclusionRefused(
            f"This child is already recorded as separated from this school, case {known.reference}. Open that case "
            "instead."
        )


def _review_task(day: date) -> str:
    return f"exclusions.separation_review.{day.isoformat()}"


def remind_of_review(case: Case, day: date | None, by: User, as_of: date) -> None:
    """The task for the day of the next review, when one is set."""
    if day is not None:
        title = "Ask how the review of the separation went"
        open_task(case=case, code=_review_task(day), title=title, due_on=day, by=by, as_of=as_of)


def _forget_review(case: Case, day: date | None, by: User, as_of: date, *, is_held: bool = False) -> None:
    if day is not None:
        end = finish_open_tasks if is_held else cancel_open_tasks
        end(case=case, codes={_review_task(day)}, by=by, as_of=as_of)
