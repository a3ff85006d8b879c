"""Closing a permanent exclusion: everything that is still open, and what closing leaves as it was."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.actions.tasks import cancel_task, open_task
from cases.models import Case, Deadline, Event, Note, Task
from exclusions.actions import ending
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import gather
from exclusions.models import Exclusion, NextSchool
from exclusions.presenters import present
from tests.exclusions.test_pages import send, signed_in
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
from tests.factories.reviews import ReviewDesk, make_review_at


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


# --- where the child was placed, put right


def correct_placed(desk: Desk, case: Case, destination: str = "fair_access", **more: object) -> Case:
    facts: dict[str, object] = {"placed_on": LATER, "because": "The panel named it", **more}
    return ending.correct_placed(
        case=case,
        destination=destination,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
        **facts,  # type: ignore[arg-type]
    )


def test_where_the_child_was_placed_is_corrected_with_a_reason(desk: Desk) -> None:
    case = correct_placed(desk, placed(desk))
    row = NextSchool.objects.get(case=case)
    assert (case.state, row.destination, row.placed_on) == ("placed", "fair_access", LATER)
    facts = Event.objects.get(code="exclusions.placed_corrected").facts
    assert facts == {"destination": "fair_access", "was": "school", "was_on": "2026-11-30"}
    assert Note.objects.get(case=case).text == "Where the child was placed was corrected. The panel named it"


@pytest.mark.parametrize(
    ("destination", "more", "field"),
    [
        ("the moon", {}, "destination"),
        ("home", {}, "destination"),
        ("school", {"placed_on": date(2026, 11, 29)}, "placed_on"),
        ("school", {"because": " "}, "because"),
    ],
)
def test_a_correction_that_cannot_be(desk: Desk, destination: str, more: dict[str, object], field: str) -> None:
    case = placed(desk)
    with pytest.raises(ExclusionRefused) as refused:
        correct_placed(desk, case, destination, **more)
    assert refused.value.field == field
    assert NextSchool.objects.get().destination == "school"


def test_one_that_was_recorded_by_mistake_is_taken_back_and_recorded_again(desk: Desk) -> None:
    case = placed(desk)
    address = reverse("exclusion_placed_correct", args=[case.reference])
    page = present(case, desk.officer, LATER)
    assert (address, "Correct where the child was placed") in [link for group in page.groups for link in group.links]
    assert address not in {step.address for step in page.steps}
    act_by = {"version": desk.version(case), "by": desk.officer, "as_of": LATER}
    case = ending.take_back_placed(case=case, because="Another child’s", **act_by)
    row = NextSchool.objects.get(case=case)
    assert (case.state, row.destination, row.placed_on, row.admitted_on) == ("off_roll", "", None, LATER)
    assert Event.objects.get(code="exclusions.placed_taken_back").facts == {"was": "school", "was_on": "2026-11-30"}
    act_by["version"] = desk.version(case)
    case = ending.record_placed(case=case, destination="special", placed_on=LATER, **act_by)
    assert case.state == "placed"


def test_it_is_taken_back_on_its_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    case, client = placed(desk), signed_in(desk.officer)
    answers = {"placed_on_day": "", "is_mistake": "on", "because": "Another child’s"}
    answer = send(client, reverse("exclusion_placed_correct", args=[case.reference]), answers)
    assert answer.status_code == 302
    assert Case.objects.get(pk=case.pk).state == "off_roll"


# --- opened again


def closed(desk: Desk, case: Case) -> Case:
    finish_all(desk, case)
    Exclusion.objects.filter(case=case).exclude(funding_state="ended").update(funding_state="not_applicable")
    return ending.close_exclusion(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)


def open_again(desk: Desk, case: Case, reason: str = "review") -> Case:
    return ending.reopen_exclusion(case=case, reason=reason, version=desk.version(case), by=desk.officer, as_of=LATER)


def test_a_late_application_opens_a_closed_case_again(desk: Desk) -> None:
    case = open_again(desk, closed(desk, placed(desk)))
    assert (case.state, case.is_open, case.closed_on) == ("placed", True, None)
    assert Event.objects.get(code="case_reopened").facts["why"] == "review"
    assert Event.objects.get(code="exclusions.opened_again").facts == {"reason": "review"}
    assert Deadline.objects.get(case=case, code="exclusions.equality_claim").state == "running"
    acts = ReviewDesk(desk)
    acts.claim(case, date(2026, 10, 20), as_of=LATER)
    assert acts.apply(case, LATER).state == "review_applied"


@pytest.mark.parametrize("state", ["reinstated", "reconsidered_reinstated"])
def test_it_is_open_again_in_the_state_from_which_it_was_closed(desk: Desk, state: str) -> None:
    case = make_case_at(desk, state) if state == "reinstated" else make_review_at(desk, state)
    case = open_again(desk, closed(desk, case), "to_record")
    assert case.state == state
    row = Exclusion.objects.get()
    assert (row.day_six_state, row.next_school_state) == ("ended", "ended")


def test_what_cannot_be_opened_again(desk: Desk) -> None:
    case = closed(desk, make_case_at(desk, "reinstated"))
    with pytest.raises(ExclusionRefused) as refused:
        open_again(desk, case, "because")
    assert refused.value.field == "reason"
    case = open_again(desk, case)
    with pytest.raises(ExclusionRefused, match="Only a closed case"):
        open_again(desk, case)


def test_its_page_offers_it_and_never_as_the_main_step(desk: Desk) -> None:
    case = closed(desk, placed(desk))
    (step,) = [each for each in present(case, desk.officer, LATER).steps if each.label == "Open the case again"]
    assert (step.address, step.is_main) == (reverse("exclusion_reopen", args=[case.reference]), False)
    steps = present(open_again(desk, case), desk.officer, LATER).steps
    assert "Open the case again" not in {each.label for each in steps}
