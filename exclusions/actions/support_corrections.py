"""Putting right what was agreed, when services met, and how a request for help ended."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, reopen_case
from cases.models import Case, Child, Event
from components.words import spelled_date
from exclusions.actions.corrections import keep_reason
from exclusions.actions.refusals import ExclusionRefused, check_choice, check_day, refuse
from exclusions.actions.support import begin_line, begin_support, check_only_one, finish_support
from exclusions.models import MultiServiceMeeting, SupportLine
from exclusions.reopening import END_TAKEN_BACK
from exclusions.support.asked import Line, doubts_about_line, objections_to_line, objections_to_outcome
from exclusions.support.codes import NotTakenUp, SupportOutcome
from exclusions.support.facts import SupportFacts, tiers_of
from exclusions.support.outcomes import doubts_about_outcome
from exclusions.support.states import AGREED, CLOSED, CONSIDERING, NOT_TAKEN_UP, REQUESTED, REVIEWING
from ledger.versions import update_at_version
from provision.models import OPEN_PLACEMENTS
from schools.models import School

_WHAT = "How the request for help ended"
_AFTER = {"exclusions.support_agreed": AGREED, "exclusions.support_reviewed": REVIEWING}


@transaction.atomic
def correct_line(
    *,
    line: SupportLine,
    corrected: Line,
    because: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct one line of support: step, kind, by whom, from when to when. `version` is the line's. What is unlikely
    and new is refused until `is_confirmed` says that it is right."""
    facts = begin_line(line, "correct_line", version, by, as_of)
    request, case = facts.request, line.request.case
    refuse(
        objections_to_line(
            corrected, request.requested_on, tiers_of(facts.policy), do_parents_agree=request.do_parents_agree
        )
    )
    _check_its_outcome(line, corrected, as_of)
    if not is_confirmed:
        stood = doubts_about_line(Line(**{name: getattr(line, name) for name in vars(corrected)}))
        refuse([doubt for doubt in doubts_about_line(corrected) if doubt not in stood])
    keep_reason(case, f"The support “{line.get_kind_display()}”", because, by, as_of)
    update_at_version(line, version=version, **vars(corrected))
    was = {"was_tier": line.tier, "was_kind": line.kind, "was_on": line.starts_on.isoformat()}
    return finish_support(case, "exclusions.support_line_corrected", by, as_of, as_of, line=str(line.uuid), **was)


@transaction.atomic
def take_back_line(*, line: SupportLine, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a line of support that was never agreed; the history keeps it. `version` is the line's. Without any
    other line the help is to be decided again."""
    facts = begin_line(line, "correct_line", version, by, as_of)
    case, is_last = line.request.case, len(facts.lines) == 1
    if is_last and any(each.state in OPEN_PLACEMENTS for each in facts.placements):
        raise ExclusionRefused(
            "Education is booked in this case, and no other support is agreed. Cancel or end it first.",
            field="is_mistake",
        )
    keep_reason(case, f"The support “{line.get_kind_display()}”", because, by, as_of)
    was = {"was_tier": line.tier, "was_kind": line.kind, "was_on": line.starts_on.isoformat()}
    line_uuid = str(line.uuid)
    line.delete()
    if is_last:
        case = move_case(case=case, transition="line_taken_back", to_state=CONSIDERING, by=by, as_of=as_of)
    return finish_support(case, "exclusions.support_line_taken_back", by, as_of, as_of, line=line_uuid, **was)


@transaction.atomic
def correct_meeting(
    *, case: Case, meeting: date, met_on: date, because: str, version: int, by: User, as_of: date
) -> Case:
    """Correct the day of the meeting that is recorded for the day `meeting`."""
    facts = begin_support(case, "correct_meeting", version, by, as_of)
    row = _meeting_on(facts, meeting)
    check_day(met_on, "Met on", "met_on", earliest=facts.request.requested_on, latest=as_of)
    if any(each.met_on == met_on for each in facts.meetings if each != row):
        raise ExclusionRefused(f"A meeting on {spelled_date(met_on)} is recorded already.", field="met_on")
    keep_reason(case, "The meeting of several services", because, by, as_of)
    update_at_version(facts.request, version=version)
    MultiServiceMeeting.objects.filter(pk=row.pk).update(met_on=met_on)
    was_on = meeting.isoformat()
    return finish_support(case, "exclusions.support_meeting_corrected", by, as_of, met_on, was_on=was_on)


@transaction.atomic
def take_back_meeting(*, case: Case, meeting: date, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back the meeting of the day `meeting`, which never was; the history keeps it."""
    facts = begin_support(case, "correct_meeting", version, by, as_of)
    row = _meeting_on(facts, meeting)
    keep_reason(case, "The meeting of several services", because, by, as_of)
    update_at_version(facts.request, version=version)
    row.delete()
    was_on = meeting.isoformat()
    return finish_support(case, "exclusions.support_meeting_taken_back", by, as_of, as_of, was_on=was_on)


@transaction.atomic
def correct_outcome(
    *, case: Case, outcome: str, because: str, is_confirmed: bool = False, version: int, by: User, as_of: date
) -> Case:
    """Correct what came of the help; the case stays closed. Another outcome while the child was excluded since is
    refused until `is_confirmed` says that it is right."""
    facts = begin_support(case, "correct_close", version, by, as_of)
    request = facts.request
    if case.state != CLOSED:
        raise ExclusionRefused("The help was not taken up, so nothing came of it. Correct why, or take that back.")
    check_choice(outcome, SupportOutcome, "What came of it?", "outcome")
    if not is_confirmed and outcome != request.outcome:
        refuse(doubts_about_outcome(outcome, case.child_id, request.requested_on))
    keep_reason(case, _WHAT, because, by, as_of)
    update_at_version(request, version=version, outcome=outcome)
    facts_of_event = {"outcome": outcome, "was_outcome": request.outcome}
    return finish_support(case, "exclusions.support_end_corrected", by, as_of, as_of, **facts_of_event)


@transaction.atomic
def correct_not_taken_up(
    *, case: Case, not_taken_up_because: str, because: str, version: int, by: User, as_of: date
) -> Case:
    """Correct why the help is not taken up; the case stays closed."""
    facts = begin_support(case, "correct_close", version, by, as_of)
    request = facts.request
    if case.state != NOT_TAKEN_UP:
        raise ExclusionRefused("The help was taken up. Correct what came of it, or take that back.")
    check_choice(not_taken_up_because, NotTakenUp, "Why is it not taken up?", "not_taken_up_because")
    keep_reason(case, _WHAT, because, by, as_of)
    update_at_version(request, version=version, not_taken_up_because=not_taken_up_because)
    facts_of_event = {"because": not_taken_up_because, "was_because": request.not_taken_up_because}
    return finish_support(case, "exclusions.support_end_corrected", by, as_of, as_of, **facts_of_event)


@transaction.atomic
def take_back_close(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back an end that never was: the case is open again in the state it had, with its tasks."""
    facts = begin_support(case, "correct_close", version, by, as_of)
    request = facts.request
    Child.objects.select_for_update().get(pk=case.child_id)
    check_only_one(case.child, cast(School, case.school))
    keep_reason(case, _WHAT, because, by, as_of)
    update_at_version(request, version=version, outcome="", not_taken_up_because="")
    to_state = _state_before(case)
    case = reopen_case(case=case, to_state=to_state, reason=END_TAKEN_BACK, by=by, as_of=as_of)
    was = {"was_outcome": request.outcome, "was_because": request.not_taken_up_because}
    return finish_support(case, "exclusions.support_end_taken_back", by, as_of, as_of, **was)


def _check_its_outcome(line: SupportLine, corrected: Line, as_of: date) -> None:
    """What is recorded of how it went needs a last day that has been."""
    if not line.outcome:
        return
    if corrected.ends_on is None:
        raise ExclusionRefused("Last day: enter it, since it is recorded how this support went.", field="ends_on")
    refuse(objections_to_outcome(line.outcome, corrected.ends_on, corrected.starts_on, as_of))


def _meeting_on(facts: SupportFacts, day: date) -> MultiServiceMeeting:
    row = next((each for each in facts.meetings if each.met_on == day), None)
    if row is None:
        raise ExclusionRefused(f"No meeting on {spelled_date(day)} is recorded.", field="meeting")
    return row


def _state_before(case: Case) -> str:
    """The state in which the case was closed: what was not taken up had been considered or not, other help had been
    agreed or reviewed last."""
    events = Event.objects.filter(case=case)
    if case.state == NOT_TAKEN_UP:
        was_considered = events.filter(code="exclusions.support_considered").exists()
        return CONSIDERING if was_considered else REQUESTED
    return _AFTER[events.filter(code__in=_AFTER).latest("pk").code]
