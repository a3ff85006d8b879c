"""Closing a permanent exclusion: everything that is still open, and what closing leaves as it was."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.actions.tasks import cancel_task, open_task
from cases.models import Deadline, Task
from exclusions.actions import ending
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import gather
from exclusions.models import Exclusion, NextSchool
from exclusions.presenters import present
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import (
    LATER,
    admit,
    agree,
    another_school,
    expired,
    finish_all,
    off_roll,
    placed,
)
from tests.factories.provision import book, make_provider


def test_an_open_task_that_keeps_a_case_from_being_closed_is_the_next_step(desk: Desk) -> None:
    case = make_case_at(desk, "reinstated")
    finish_all(desk, case)
    todo = {"case": case, "due_on": LATER, "by": desk.officer, "as_of": LATER}
    task = open_task(title="Send the file back", **todo)
    page = present(case, desk.officer, LATER)
    closing = next(step for step in page.steps if step.label == "Close the case")
    assert "The task “Send the file back” is open. Do it, or mark it as no longer needed." in closing.reasons
    steps = {step.label: step for step in page.steps if step.address}
    one = steps["Do the open task “Send the file back”, or mark it as no longer needed"]
    assert (one.address, one.is_main) == (f"{reverse('case', args=[case.reference])}#tasks", True)
    open_task(title="Telephone the parents", **todo)
    labels = [step.label for step in present(case, desk.officer, LATER).steps if step.address]
    assert labels[0] == "Do the 2 open tasks, or mark them as no longer needed"
    for each in Task.objects.filter(case=case, state=Task.State.OPEN):
        cancel_task(task=each, version=each.version, by=desk.officer, as_of=LATER)
    labels = [step.label for step in present(case, desk.officer, LATER).steps if step.address]
    assert labels[0] == "Close the case"
    assert task.title not in str(labels)


def test_closing_lists_everything_that_is_open(desk: Desk) -> None:
    case = off_roll(desk, expired(desk))
    case = ending.record_placed(
        case=case, destination="alternative", placed_on=LATER, version=desk.version(case), by=desk.officer, as_of=LATER
    )
    book(case, desk.officer, provider=make_provider("Mill House (invented)"))
    with pytest.raises(ExclusionRefused) as refused:
        ending.close_exclusion(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)
    text = " ".join(refused.value.reasons)
    for words in (
        "No school has admitted",
        "The money is not settled",
        "Mill House (invented)",
        "Telephone the school",
    ):
        assert words in text


def test_a_settled_case_closes(desk: Desk) -> None:
    case = placed(desk)
    finish_all(desk, case)
    Exclusion.objects.filter(case=case).update(funding_state="not_applicable")
    case = ending.close_exclusion(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)
    assert (case.state, case.is_open) == ("closed", False)


def test_nothing_closes_before_everybody_was_told_of_the_governors_decision(desk: Desk) -> None:
    case = make_case_at(desk, "reinstated")
    page = present(case, desk.officer, LATER)
    closing = next(step for step in page.steps if step.label == "Close the case")
    assert "Not recorded as told of the governors’ decision: parents, head teacher, council." in closing.reasons
    addresses = [step.address for step in page.steps]
    assert reverse("governors_outcome_told", args=[case.reference]) in addresses
    finish_all(desk, case)
    case = ending.close_exclusion(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)
    assert case.state == "closed"
    sixth_day = Deadline.objects.filter(case=case, code="exclusions.sixth_day")
    assert not sixth_day.exclude(state=Deadline.State.SUPERSEDED).exists(), "closing does not bring it back"


def test_day_six_is_met_late_when_a_next_school_admits_the_child(desk: Desk) -> None:
    case = off_roll(desk, expired(desk))
    sixth_day = Deadline.objects.filter(case=case, code="exclusions.sixth_day")
    assert sixth_day.get().state == Deadline.State.RUNNING
    case = admit(desk, agree(desk, case, another_school()))
    assert (sixth_day.get().state, sixth_day.get().met_on) == (
        Deadline.State.MET_LATE,
        NextSchool.objects.get(case=case).admitted_on,
    )
    assert gather(case).exclusion.day_six_state == "started"


def test_a_child_educated_at_home_needs_no_school_to_close(desk: Desk) -> None:
    case = off_roll(desk, expired(desk))
    case = ending.record_placed(
        case=case, destination="home", placed_on=LATER, version=desk.version(case), by=desk.officer, as_of=LATER
    )
    with pytest.raises(ExclusionRefused) as refused:
        ending.close_exclusion(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)
    assert "No school has admitted" not in " ".join(refused.value.reasons)
