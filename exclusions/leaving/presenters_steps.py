"""The next steps of leaving: off the roll, the school's return, the next school, placing and closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from cases.kinds import Step
from exclusions import policies
from exclusions.facts import CaseFacts, Facts
from exclusions.governors.steps import OUTCOME_TOLD
from exclusions.governors.telling import still_to_tell
from exclusions.leaving import next_school
from exclusions.leaving.closing import open_tasks_of
from exclusions.leaving.records import files_of, leaving_of, reintegrations_of
from exclusions.states import transition

# These stand here, and not among the steps that the table gives in its order.
CODES = frozenset({"off_roll", "placed", "close"})


def leaving_steps(facts: Facts, as_of: date) -> Iterator[Step]:
    """What leads the case on first, then the tracks beside it."""
    for code in ("off_roll", "placed", "close"):
        row = transition(code)
        if facts.case.state in row.from_states:
            reasons = tuple(policies.reasons_against(code, facts, as_of))
            yield Step(row.label, "" if reasons else _address(row.url_name, facts), reasons)
            if code == "close":
                yield from _to_tell(facts)
                yield from _open_tasks(facts)
    if not policies.reasons_against(policies.REOPEN, facts, as_of):
        yield Step(policies.REOPEN_LABEL, _address("exclusion_reopen", facts))
    yield from _of_the_return(facts)
    if facts.exclusion.refusal_notice_sent_on is not None:
        yield from _of_the_next_school(facts, as_of)
    yield from rows_to_finish(facts)


def _to_tell(facts: Facts) -> Iterator[Step]:
    """Closing waits until everybody was told of the governors' decision."""
    if still_to_tell(facts):
        row = transition(OUTCOME_TOLD)
        yield Step(row.label, _address(row.url_name, facts))


def _open_tasks(facts: Facts) -> Iterator[Step]:
    """Closing waits for every open task, so they are what is to be done next: each ends where it stands on the page."""
    titles = [task.title for task in open_tasks_of(facts.case)]
    if titles:
        what, them = (f"open task “{titles[0]}”", "it") if len(titles) == 1 else (f"{len(titles)} open tasks", "them")
        label = f"Do the {what}, or mark {them} as no longer needed"
        yield Step(label, f"{_address('case', facts)}#tasks")


def rows_to_finish(facts: CaseFacts) -> Iterator[Step]:
    """Files whose receipt is open, and plans that were not looked at again."""
    if not facts.case.is_open:
        return
    for file in files_of(facts.case):
        if file.confirmed_on is None:
            label = f"Confirm the receipt of the file by {file.to_school or file.to_provider}"
            yield Step(label, reverse("safeguarding_file_confirm", args=[file.uuid]))
    for plan in reintegrations_of(facts.case):
        if not plan.outcome:
            yield Step("Record how the return went", reverse("reintegration_outcome", args=[plan.uuid]))


def _of_the_return(facts: Facts) -> Iterator[Step]:
    deletion = leaving_of(facts.case).deletion
    is_complete = deletion.return_received_on and deletion.transfer_file_sent_on
    if facts.case.is_open and (deletion.off_on or deletion.return_received_on) and not is_complete:
        row = transition("deletion_return")
        yield Step(row.label, _address(row.url_name, facts))


def _of_the_next_school(facts: Facts, as_of: date) -> Iterator[Step]:
    for code, row in next_school.STEPS.items():
        # What only puts right stands as a link at its group.
        is_correction = code == next_school.CORRECTION
        if row.url_name and not is_correction and facts.exclusion.next_school_state in row.from_states:
            reasons = tuple(next_school.reasons_against(code, facts, as_of))
            # For whom a way is not stands in the group; a step that can never be taken is not offered.
            if not reasons:
                yield Step(row.label, _address(row.url_name, facts))


def _address(url_name: str, facts: Facts) -> str:
    return reverse(url_name, args=[facts.case.reference])
