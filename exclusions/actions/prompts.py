"""Raising prompts, withdrawing those whose reason is gone, and dealing with one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.events import record_event
from cases.actions.notes import add_note
from cases.models import Case, Deadline, Note
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import CaseFacts
from exclusions.models import Prompt
from exclusions.permissions import check_user_can_work
from exclusions.prompts.reached import (
    CODES_OF_TOTALS,
    SIXTH_DAYS,
    Due,
    due_by_facts,
    due_by_totals,
    is_of_a_year_that_is_over,
)
from exclusions.suspensions.totals import ChildTotals, lost_to_cancelled_exclusions, totals_of_children
from ledger.versions import update_at_version
from schools.school_years import SchoolYear

State = Prompt.State


@transaction.atomic
def settle_prompts(*, facts: CaseFacts, by: User | None, as_of: date) -> None:
    """Raise what is due about this case and its child, withdraw what is no longer so. May run again on any day.

    What was dealt with stays so: the same mark in the same term prompts once.
    """
    case = facts.case
    sixth_day = Deadline.objects.filter(case=case, code__in=SIXTH_DAYS).exclude(state=Deadline.State.SUPERSEDED)
    about_case = due_by_facts(facts, sixth_day.first(), as_of)
    bring_into_agreement(
        case, Prompt.objects.filter(case=case).exclude(code__in=CODES_OF_TOTALS), about_case, by, as_of
    )
    totals = totals_of_children([case.child_id]).get(case.child_id, ChildTotals())
    about_child = due_by_totals(totals, facts.policy, as_of, _lost_to_exclusions(case, as_of))
    of_totals = Prompt.objects.filter(child=case.child_id, code__in=CODES_OF_TOTALS)
    standing = [each for each in of_totals if not is_of_a_year_that_is_over(each, as_of)]
    bring_into_agreement(case, standing, about_child, by, as_of)


def _lost_to_exclusions(case: Case, as_of: date) -> dict[int, int]:
    """Sessions that cancelled permanent exclusions cost the child this school year; what no calendar tells is nothing,
    which reproaches nobody."""
    year = SchoolYear.containing(as_of).begins_in
    lost = lost_to_cancelled_exclusions(case.child, year)
    return {year: lost} if lost else {}


def bring_into_agreement(
    case: Case, standing: Iterable[Prompt], due: Collection[Due], by: User | None, as_of: date
) -> None:
    """Raise and withdraw prompts of one sort until those that were read are those that are due."""
    known = {Due(each.code, each.period): each for each in standing}
    for each in sorted(due, key=lambda one: (one.code, one.period)):
        prompt = known.pop(each, None)
        if prompt is None:
            # Two acts about one child at once may reach the same mark: the second finds the first one's prompt.
            _, is_new = Prompt.objects.get_or_create(
                child_id=case.child_id,
                code=each.code,
                period=each.period,
                defaults={"case": case, "raised_on": as_of},
            )
            if not is_new:
                continue
        elif prompt.state == State.WITHDRAWN:
            update_at_version(prompt, version=prompt.version, state=State.OPEN, raised_on=as_of, case=case)
        else:
            continue
        record_event(
            child=case.child, case=case, code="exclusions.prompt_raised", by=by, happened_on=as_of, prompt=each.code
        )
    for prompt in known.values():
        if prompt.state == State.OPEN:
            update_at_version(prompt, version=prompt.version, state=State.WITHDRAWN)


@transaction.atomic
def deal_with_prompt(*, prompt: Prompt, outcome: str, note: str, version: int, by: User, as_of: date) -> Prompt:
    """Record what somebody did about it; `note` becomes a note of the case. Raises ExclusionRefused, StaleEdit."""
    case = prompt.case
    check_user_can_work(by, case)
    if prompt.state != State.OPEN:
        raise ExclusionRefused(f"This prompt is already marked “{prompt.get_state_display()}”.")
    if outcome not in Prompt.Outcome.values:
        raise ExclusionRefused("What was done: choose one of the list.", field="outcome")
    prompt = update_at_version(
        prompt,
        version=version,
        state=State.DEALT_WITH,
        outcome=outcome,
        dealt_with_at=timezone.now(),
        dealt_with_by=by,
    )
    if note:
        add_note(
            child=case.child,
            case=case,
            kind=Note.Kind.OBSERVATION,
            text=note,
            happened_on=as_of,
            by=by,
            as_of=as_of,
        )
    facts = {"prompt": prompt.code, "outcome": outcome}
    record_event(child=case.child, case=case, code="exclusions.prompt_dealt_with", by=by, happened_on=as_of, **facts)
    return prompt
