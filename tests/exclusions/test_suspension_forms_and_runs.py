"""The school's form and runs: what it says while it is filled in, and a form about one that closed by itself."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.recompute import recompute_case
from cases.actions.tasks import finish_task
from cases.models import Case, Event, Task
from exclusions.models import Notification, Prompt, Suspension
from exclusions.suspensions.presenters import present
from exclusions.webforms import FORM
from portal.webforms import NotAccepted
from tests.exclusions.test_webform_accepting import accept
from tests.exclusions.test_webform_meaning import rows, span
from tests.factories.children import make_school
from tests.factories.exclusions import Desk
from tests.factories.school_forms import receive, suspension
from tests.factories.suspensions import cancel, correct, make_suspension

FIRST, SECOND = (date(2026, 11, 11), date(2026, 11, 13)), (date(2026, 11, 16), date(2026, 11, 19))
MUST_START = "Full-time education elsewhere must start by"
FOLLOWS = "It follows directly on your suspension from"
CLOSED_DAY, LATER = date(2026, 11, 2), date(2026, 11, 5)


def test_x8_the_form_counts_the_run_while_it_is_filled_in(desk: Desk) -> None:
    make_suspension(desk, *FIRST)
    shown = rows(desk, span(desk, *SECOND))
    assert shown[FOLLOWS] == "Wednesday 11 November 2026: the days count on"
    assert shown[MUST_START] == "Wednesday 18 November 2026"
    assert shown["Whose duty that is"] == "The school’s (its governing body)"


def test_x8_after_a_day_at_school_there_is_no_day_six(desk: Desk) -> None:
    make_suspension(desk, *FIRST)
    shown = rows(desk, span(desk, date(2026, 11, 17), date(2026, 11, 20)))
    assert not {FOLLOWS, MUST_START} & shown.keys()


def test_what_another_school_or_nobody_any_more_counts_is_not_in_it(desk: Desk) -> None:
    make_suspension(desk, *FIRST, school=make_school())
    cancel(desk, make_suspension(desk, *FIRST), FIRST[0])
    assert MUST_START not in rows(desk, span(desk, *SECOND))


def test_the_same_one_sent_again_is_no_run_with_itself(desk: Desk) -> None:
    make_suspension(desk, *SECOND)
    assert FOLLOWS not in rows(desk, span(desk, *SECOND))


def test_day_six_that_has_come_goes_on(desk: Desk) -> None:
    make_suspension(desk)
    shown = rows(desk, span(desk, date(2026, 11, 19), date(2026, 11, 20)))
    assert MUST_START not in shown
    assert shown["Full-time education elsewhere goes on. It was due from"] == "Monday 16 November 2026"


def test_a_form_about_one_that_closed_by_itself_is_attached_and_it_closes_again(desk: Desk) -> None:
    case = make_suspension(desk, CLOSED_DAY, as_of=date(2026, 11, 4))
    assert case.state == "closed"
    other_days = make_suspension(desk, date(2026, 9, 7), as_of=date(2026, 11, 4))
    payload = suspension(desk.child, CLOSED_DAY, CLOSED_DAY, told={"governors_told_on": "2026-11-02"})
    submission = receive(desk.school, payload, LATER)
    assert list(FORM.cases_to_attach(desk.child, submission)) == [case]
    accept(desk, payload, Case.objects.get(pk=case.pk), as_of=LATER)
    assert Notification.objects.filter(case=case, recipient="governors").exists()
    assert Case.objects.get(pk=case.pk).state == "closed"
    assert Event.objects.filter(case=case, code="case_reopened").count() == 1
    with pytest.raises(NotAccepted, match="cannot take the form"):
        accept(desk, payload, other_days, as_of=LATER)


def test_a_form_that_comes_late_opens_a_case_that_is_closed_and_counts(desk: Desk) -> None:
    told = {"parents_told_on": CLOSED_DAY.isoformat()}
    case = accept(desk, suspension(desk.child, CLOSED_DAY, CLOSED_DAY, told=told), as_of=LATER)
    assert Case.objects.get(pk=case.pk).state == "closed"
    assert Suspension.objects.get(case=case).sessions_count == 2


def test_a_suspension_of_other_days_is_not_offered_to_take_the_form(desk: Desk) -> None:
    other = make_suspension(desk, date(2026, 11, 25), decided_on=date(2026, 11, 25))
    mistyped = make_suspension(desk, date(2026, 10, 8), decided_on=date(2026, 10, 5), told={})
    submission = receive(desk.school, suspension(desk.child, date(2026, 10, 5), date(2026, 10, 7)), date(2026, 11, 26))
    assert (other.is_open, mistyped.is_open) == (True, True)
    assert list(FORM.cases_to_attach(desk.child, submission)) == [mistyped], "decided on the same day"


class TestStatedOtherwise:
    """What only the school says of care, a social worker or a plan keeps it open until somebody looked into it."""

    def payload(self, desk: Desk, **stated: str) -> dict[str, object]:
        told = {"parents_told_on": CLOSED_DAY.isoformat()}
        return suspension(desk.child, CLOSED_DAY, CLOSED_DAY, told=told, circumstances=stated)

    def prompts(self, case: Case) -> set[str]:
        return set(Prompt.objects.filter(case=case, state=Prompt.State.OPEN).values_list("code", flat=True))

    def test_a_new_case_stays_open_with_a_task_and_a_prompt_each(self, desk: Desk) -> None:
        case = accept(desk, self.payload(desk, is_looked_after="yes", has_plan="yes"), as_of=LATER)
        assert Case.objects.get(pk=case.pk).state == "notified"
        assert {"looked_after", "plan"} <= self.prompts(case)
        tasks = Task.objects.filter(case=case, code__startswith="exclusions.look_into_").order_by("pk")
        names = [task.code.removeprefix("exclusions.look_into_") for task in tasks]
        assert names == ["is_looked_after", "has_plan"]
        for task in tasks:
            finish_task(task=task, version=task.version, by=desk.officer, as_of=LATER)
        recompute_case(case=case, by=None, as_of=LATER)
        assert Case.objects.get(pk=case.pk).state == "closed"
        assert not {"looked_after", "plan"} & self.prompts(case)

    def test_what_agrees_asks_nobody(self, desk: Desk) -> None:
        case = accept(desk, self.payload(desk, is_looked_after="no", has_plan="no"), as_of=LATER)
        assert not Task.objects.filter(case=case, code__startswith="exclusions.look_into_").exists()
        assert Case.objects.get(pk=case.pk).state == "closed"

    def test_taking_the_schools_word_in_a_correction_settles_it(self, desk: Desk) -> None:
        case = accept(desk, self.payload(desk, has_social_worker="yes", has_plan="yes"), as_of=LATER)
        correct(desk, case, as_of=LATER, has_plan=True)
        task = Task.objects.get(case=case, code="exclusions.look_into_has_plan")
        assert task.state == Task.State.DONE
        other = Task.objects.get(case=case, code="exclusions.look_into_has_social_worker")
        assert other.state == Task.State.OPEN
        row = Suspension.objects.get(case=case)
        assert (row.has_plan_then, row.has_social_worker_then) == (True, False)

    @pytest.mark.parametrize("told", [{}, {"governors_told_on": "2026-11-02"}])
    def test_a_form_attached_to_a_closed_one_opens_it_again(self, desk: Desk, told: dict[str, str]) -> None:
        case = make_suspension(desk, CLOSED_DAY, as_of=date(2026, 11, 4))
        payload = suspension(desk.child, CLOSED_DAY, CLOSED_DAY, told=told, circumstances={"has_social_worker": "yes"})
        accept(desk, payload, Case.objects.get(pk=case.pk), as_of=LATER)
        assert Case.objects.get(pk=case.pk).state == "notified"
        assert Event.objects.filter(case=case, code="case_reopened").count() == 1
        page = present(Case.objects.get(pk=case.pk), desk.officer, LATER)
        rows = {row.label: row.value for group in page.groups for row in group.rows}
        assert rows["Stays open because"].endswith("nobody looked into it: has a social worker.")

    def test_a_form_attached_to_an_open_one_asks_and_leaves_it_open(self, desk: Desk) -> None:
        case = make_suspension(desk, CLOSED_DAY, told={})
        accept(desk, self.payload(desk, has_plan="yes"), case, as_of=LATER)
        assert Case.objects.get(pk=case.pk).state == "notified"
        assert not Event.objects.filter(case=case, code="case_reopened").exists()
        assert Task.objects.filter(case=case, code="exclusions.look_into_has_plan", state="open").exists()
