"""The steps of a permanent exclusion: check, correct, governors listed, decide, written decision, cancel.

Each asks permission, then policy, writes, works the dates out again, and leaves its event, in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, open_task
from cases.models import Case, Task
from components.words import spelled_date
from exclusions.actions.circumstances import (
    TASK_FOR_A_PLAN,
    TASK_FOR_LOOKED_AFTER,
    TASKS_TO_LOOK_INTO,
    open_care_tasks,
    settle_stated,
)
from exclusions.actions.governors_meeting import Listing, keep_meeting
from exclusions.actions.governors_outcome import keep_outcome
from exclusions.actions.next_school import REFER_TO_PLAN_COORDINATOR
from exclusions.actions.recording import CHECKED_TASKS, DAY_ZERO_TASKS
from exclusions.actions.refusal_notice import record_refusal_notice
from exclusions.actions.refusals import ExclusionRefused, check_cancelling, check_day, refuse
from exclusions.actions.reinstating import check_back_from_exclusion
from exclusions.actions.steps import begin, check_decided_before_told, finish, tell
from exclusions.ages import year_group_on
from exclusions.decisions import Objection, objections_to_permanent
from exclusions.doubts import doubts_about_exams, doubts_about_start
from exclusions.facts import Facts
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import GovernorsDecision, GovernorsOutcome
from exclusions.policies import is_reinstatement, reasons_against_cancelling
from exclusions.same_days import Days, Entered, doubts_about_same_days
from exclusions.states import CANCELLED, CHECKED, DECLINED, GOVERNORS_LISTED, REINSTATED
from exclusions.suspensions.overlaps import Away, back_on_of, suspensions_within
from exclusions.track_states import DAY_SIX_TO_BOOK, FUNDING_TO_CALCULATE, NEXT_TO_FIND
from ledger.versions import update_at_version
from schools.models import LocalAuthority, School


def _begin(case: Case, step: str, version: int, by: User, as_of: date) -> Facts:
    return cast(Facts, begin(case, step, version, by, as_of))


@transaction.atomic
def check_exclusion(
    *,
    case: Case,
    home_authority: LocalAuthority,
    is_looked_after: bool,
    has_plan: bool,
    has_social_worker: bool,
    told: Mapping[str, date],
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record that the notices, the home authority, care and plan were checked. Who owns day six follows from it."""
    facts = _begin(case, "check", version, by, as_of)
    exclusion = facts.exclusion
    tell(facts, told, as_of)
    exclusion = update_at_version(
        exclusion,
        version=version,
        home_authority=home_authority,
        is_looked_after_then=is_looked_after,
        has_plan_then=has_plan,
        has_social_worker_then=has_social_worker,
        checked_on=as_of,
    )
    open_care_tasks(case, exclusion, by, as_of)
    finish_open_tasks(case=case, codes=CHECKED_TASKS | TASKS_TO_LOOK_INTO, by=by, as_of=as_of)
    case = move_case(case=case, transition="check", to_state=CHECKED, by=by, as_of=as_of)
    return finish(case, "exclusions.checked", by, as_of, as_of, home_authority=home_authority.code, told=sorted(told))


@transaction.atomic
def correct_exclusion(
    *,
    case: Case,
    decided_on: date,
    excluded_on: date,
    pm_began: bool,
    reasons: Sequence[str],
    exam_on: date | None,
    has_finished_exams: bool,
    home_authority: LocalAuthority | None,
    is_looked_after: bool,
    has_plan: bool,
    has_social_worker: bool,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what was recorded wrongly. Every date is worked out again; the history keeps what stood there before. A
    new start while a suspension from the same school lasts is refused until `is_confirmed` says that it is right."""
    facts = _begin(case, "correct", version, by, as_of)
    refuse(
        objections_to_permanent(
            born_on=case.child.born_on,
            decided_on=decided_on,
            excluded_on=excluded_on,
            reasons=reasons,
            exam_on=exam_on,
            as_of=as_of,
        )
    )
    check_decided_before_told(decided_on, facts)
    _check_before_the_governors(facts, decided_on, excluded_on)
    if not is_confirmed:
        stood = Days(facts.exclusion.excluded_on)
        entered = Entered(PERMANENT_EXCLUSION, cast(School, case.school), Days(excluded_on), follows=case, stood=stood)
        beside = _doubts_beside_suspensions(facts, excluded_on, pm_began)
        if has_finished_exams and not facts.exclusion.has_finished_exams:
            beside += doubts_about_exams(case.child.born_on, excluded_on)
        refuse([*beside, *doubts_about_same_days(case.child, entered, by, as_of)])
    stands = {"is_looked_after": is_looked_after, "has_plan": has_plan, "has_social_worker": has_social_worker}
    settle_stated(facts, stands, by, as_of)
    exclusion = update_at_version(
        facts.exclusion,
        version=version,
        decided_on=decided_on,
        excluded_on=excluded_on,
        pm_began=pm_began,
        reasons=list(reasons),
        misses_exam=exam_on is not None,
        exam_on=exam_on,
        has_finished_exams=has_finished_exams,
        home_authority=home_authority,
        is_looked_after_then=is_looked_after,
        has_plan_then=has_plan,
        has_social_worker_then=has_social_worker,
        year_group_then=year_group_on(case.child.born_on, excluded_on),
    )
    open_care_tasks(case, exclusion, by, as_of)
    return finish(case, "exclusions.corrected", by, as_of, as_of, excluded_on=excluded_on.isoformat())


def _check_before_the_governors(facts: Facts, decided_on: date, excluded_on: date) -> None:
    """A day that is corrected cannot go behind what the governors decided of it, and wrote to the parents."""
    exclusion = facts.exclusion
    moved = [
        Objection(field, label)
        for field, label, day, stood in (
            ("decided_on", "Decided on", decided_on, exclusion.decided_on),
            ("excluded_on", "Excluded from", excluded_on, exclusion.excluded_on),
        )
        if day != stood and exclusion.governors_decided_on is not None and day > exclusion.governors_decided_on
    ]
    if not moved:
        return
    sent_on = exclusion.refusal_notice_sent_on
    wrote = f" and wrote to the parents on {spelled_date(sent_on)}" if sent_on else ""
    what = f"when the governors decided of it{wrote}. If that day is wrong, correct the governors’ decision first."
    by_then = spelled_date(cast(date, exclusion.governors_decided_on))
    refuse([Objection(each.field, f"{each.text} must be on or before {by_then}, {what}") for each in moved])


def _doubts_beside_suspensions(facts: Facts, excluded_on: date, pm_began: bool) -> list[Objection]:
    """Suspensions that it lay beside already are not asked about again."""
    case, exclusion = facts.case, facts.exclusion
    back_on = back_on_of(exclusion)
    stood = Away(exclusion.excluded_on, exclusion.pm_began, back_on)
    within = suspensions_within(case.child, case.school, Away(excluded_on, pm_began, back_on))
    return doubts_about_start([each for each in within if not stood.is_reached_by(each.served)])


@transaction.atomic
def list_governors_meeting(
    *, case: Case, meeting_on: date, version: int, by: User, as_of: date, listing: Listing | None = None
) -> Case:
    """Record the day of the governors' meeting and how it is held, or another day for it. A day past the limit is kept:
    the duty goes on."""
    facts = _begin(case, "governors_listed", version, by, as_of)
    keep_meeting(facts, meeting_on, listing or Listing(), by, as_of)
    update_at_version(facts.exclusion, version=version, governors_meeting_on=meeting_on)
    case = move_case(case=case, transition="governors_listed", to_state=GOVERNORS_LISTED, by=by, as_of=as_of)
    return finish(case, "exclusions.governors_listed", by, as_of, as_of, meeting_on=meeting_on.isoformat())


@transaction.atomic
def record_governors_decision(
    *,
    case: Case,
    decision: str,
    decided_on: date,
    version: int,
    by: User,
    as_of: date,
    reinstate_on: date | None = None,
    notice_sent_on: date | None = None,
    notice_method: str = "",
    decided_by: str = GovernorsOutcome.DecidedBy.BOARD,
    has_written_reasons: bool | None = None,
) -> Case:
    """Record what the governors decided. Reinstatement ends day six, funding and next school; a refusal opens the
    parents' window as soon as the written decision is recorded as sent (here, or later)."""
    facts = _begin(case, "governors_decide", version, by, as_of)
    exclusion = facts.exclusion
    earliest = facts.governors_told_on or exclusion.decided_on
    check_day(decided_on, "Decided on", "decided_on", earliest=earliest, latest=as_of)
    check_reinstatement(facts, decision, decided_on, reinstate_on)
    _check_notice(decision, notice_sent_on)
    reinstated = is_reinstatement(decision)
    keep_outcome(facts, decided_by, has_written_reasons, decided_on)
    update_at_version(
        exclusion,
        version=version,
        governors_decision=decision,
        governors_decided_on=decided_on,
        reinstated_on=(reinstate_on or decided_on) if reinstated else None,
        **(ended_tracks() if reinstated else {}),
    )
    to_state = REINSTATED if reinstated else DECLINED
    case = move_case(case=case, transition="governors_decide", to_state=to_state, by=by, as_of=as_of)
    # A correction opens them again.
    ended = {"cancelled_tasks": cancel_open_work(case, by, as_of)} if reinstated else {}
    case = finish(case, "exclusions.governors_decided", by, as_of, decided_on, decision=decision, **ended)
    if not reinstated and notice_sent_on is not None:
        case = record_refusal_notice(
            case=case, sent_on=notice_sent_on, method=notice_method, version=version + 1, by=by, as_of=as_of
        )
    return case


@transaction.atomic
def cancel_exclusion(
    *,
    case: Case,
    cancelled_on: date,
    reason: str,
    version: int,
    by: User,
    as_of: date,
    was_before_meeting: bool | None = None,
) -> Case:
    """Record that the head teacher cancelled the exclusion; on the day of the governors' meeting, whether before it
    began. Every clock and open day-0 task ends; the days lost stay lost. Raises ExclusionRefused with all reasons when
    the law bars it."""
    facts = _begin(case, "cancel", version, by, as_of)
    check_cancelling(facts, reasons_against_cancelling, cancelled_on, reason, was_before_meeting, as_of)
    update_at_version(
        facts.exclusion,
        version=version,
        cancelled_on=cancelled_on,
        cancellation_reason=reason,
        **ended_tracks(),
    )
    case = move_case(case=case, transition="cancel", to_state=CANCELLED, by=by, as_of=as_of)
    ended = cancel_open_work(case, by, as_of)
    return finish(case, "exclusions.cancelled", by, as_of, cancelled_on, reason=reason, cancelled_tasks=ended)


def check_reinstatement(facts: Facts, decision: str, decided_on: date, reinstate_on: date | None) -> None:
    """Refuse a day of reinstatement that cannot be, and a decision that lacks it."""
    if reinstate_on is not None and decision != GovernorsDecision.REINSTATE_ON:
        raise ExclusionRefused(
            "Back in school from is only for “Reinstate on a date”. Take the date out, or choose that answer.",
            field="reinstate_on",
        )
    if decision == GovernorsDecision.REINSTATE_ON and reinstate_on is None:
        raise ExclusionRefused("Back in school from: enter the day from which the child is back.", field="reinstate_on")
    if reinstate_on is not None:
        check_back_from_exclusion(facts, reinstate_on, decided_on, "Back in school from")


def _check_notice(decision: str, notice_sent_on: date | None) -> None:
    """Nothing that was typed is dropped in silence: an answer that does not fit the decision is refused."""
    if notice_sent_on is not None and decision != GovernorsDecision.DECLINE:
        raise ExclusionRefused(
            "Written decision sent on is only for “Decline to reinstate”. Take the date out, or choose that answer.",
            field="notice_sent_on",
        )


def ended_tracks() -> dict[str, str]:
    """Where the three tracks go when the exclusion no longer stands."""
    return {"day_six_state": "ended", "funding_state": "ended", "next_school_state": "ended"}


def started_tracks() -> dict[str, str]:
    """Where the three tracks begin; each is then worked out from what is recorded."""
    return {
        "day_six_state": DAY_SIX_TO_BOOK,
        "funding_state": FUNDING_TO_CALCULATE,
        "next_school_state": NEXT_TO_FIND,
    }


_OWN_TASKS = {**DAY_ZERO_TASKS, **dict((TASK_FOR_A_PLAN, TASK_FOR_LOOKED_AFTER, REFER_TO_PLAN_COORDINATOR))}


def cancel_open_work(case: Case, by: User, as_of: date) -> list[str]:
    """Cancel the tasks that the exclusion or suspension itself opened and nobody has done; gives their codes."""
    open_tasks = Task.objects.filter(case=case, code__in=_OWN_TASKS, state=Task.State.OPEN)
    codes = sorted(open_tasks.values_list("code", flat=True))
    cancel_open_tasks(case=case, codes=set(_OWN_TASKS), by=by, as_of=as_of)
    return codes


def open_work_again(case: Case, codes: Sequence[str], by: User, as_of: date) -> None:
    """Open tasks of the exclusion or suspension again that were cancelled when it no longer seemed to stand."""
    for code in codes:
        open_task(case=case, code=code, title=_OWN_TASKS[code], due_on=as_of, by=by, as_of=as_of)
