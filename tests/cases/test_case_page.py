"""The page of one case, its tasks, and how a date was counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

import statute
from cases import kinds
from cases.actions.tasks import finish_task, open_task
from cases.explain import unit_of_step
from cases.kinds import Presentation, Step
from cases.models import CalendarSnapshot, Deadline, Event, Task
from cases.presenters.explanation import present_result
from ledger.models import ViewRecord
from schools.models import CalendarEntry
from tests.factories.cases import AS_OF, KIND, ErrandDesk, set_clock
from tests.support.posts import post_form

SignIn = Callable[..., Client]


@pytest.fixture
def task(desk: ErrandDesk) -> Task:
    return open_task(case=desk.case, title="Ring the school", due_on=AS_OF, by=desk.owner, as_of=AS_OF)


def page_of(client: Client, desk: ErrandDesk) -> str:
    return client.get(f"/cases/{desk.case.reference}/").content.decode()


def count_page(client: Client, desk: ErrandDesk, query: str = "") -> str:
    deadline = Deadline.objects.exclude(state="superseded").get(case=desk.case)
    return client.get(f"/deadlines/{deadline.uuid}/{query}").content.decode()


def test_the_case_page_shows_facts_needs_steps_and_dates(desk: ErrandDesk, sign_in: SignIn, task: Task) -> None:
    page = page_of(sign_in(desk.owner), desk)
    for words in (
        "Fetch the register",
        "The parents have not been told.",
        "Run the errand",
        "Nobody agreed.",
        "Sixth day",
        "Due in 6 days",
        "Ring the school",
        "Due today",
        "Case opened",
    ):
        assert words in page, words


def test_who_may_only_read_gets_no_steps_and_no_forms(desk: ErrandDesk, sign_in: SignIn, task: Task) -> None:
    page = page_of(sign_in(desk.head), desk)
    assert "Fetch the register" in page
    for words in ("Run the errand", "Keep note", "No longer needed", "Add a task"):
        assert words not in page


def test_a_date_that_has_not_started_says_what_will_start_it(desk: ErrandDesk, sign_in: SignIn) -> None:
    set_clock(desk.case, excluded_on=None)
    client = sign_in(desk.owner)
    assert "Starts when the errand begins." in page_of(client, desk)
    assert "Starts when the errand begins." in count_page(client, desk)


def test_opening_a_case_is_logged(desk: ErrandDesk, sign_in: SignIn) -> None:
    page_of(sign_in(desk.owner), desk)
    row = ViewRecord.objects.get()
    assert (row.what, row.child_ids, row.case_ids) == ("case", [desk.child.pk], [desk.case.pk])


def test_a_task_is_added(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = f"/cases/{desk.case.reference}/tasks/add/"
    due = {"due_on_day": "1", "due_on_month": "10", "due_on_year": "2026"}
    answer = post_form(sign_in(desk.owner), page, {"title": "Write the letter", **due})
    assert answer["Location"] == f"/cases/{desk.case.reference}/"
    assert Task.objects.get().due_on == date(2026, 10, 1)


def test_a_task_in_the_past_is_an_error_and_keeps_what_was_typed(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = f"/cases/{desk.case.reference}/tasks/add/"
    due = {"due_on_day": "1", "due_on_month": "9", "due_on_year": "2026"}
    answer = post_form(sign_in(desk.owner), page, {"title": "Write the letter", **due})
    assert answer.status_code == 200
    assert "must be on or after 16 September 2026" in answer.content.decode()
    assert 'value="Write the letter"' in answer.content.decode()
    assert not Task.objects.exists()


@pytest.mark.parametrize(("act", "state"), [("done", "done"), ("no-longer-needed", "cancelled")])
def test_a_task_ends_from_the_case_page(desk: ErrandDesk, sign_in: SignIn, task: Task, act: str, state: str) -> None:
    client = sign_in(desk.owner)
    form = re.search(rf"/tasks/{task.uuid}/done/.*?</form>", page_of(client, desk), re.DOTALL)
    key = re.search(r'name="form_key" value="([^"]+)"', form[0])[1]
    data = {"form_key": key, "version": "1"}
    assert client.post(f"/tasks/{task.uuid}/{act}/", data).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.done_by) == (state, desk.owner)
    # The same click again changes nothing and is no error.
    assert client.post(f"/tasks/{task.uuid}/{act}/", data).status_code == 302
    assert Event.objects.filter(code=f"task_{state}").count() == 1


def test_a_task_that_somebody_else_ended_says_so(desk: ErrandDesk, sign_in: SignIn, task: Task) -> None:
    client = sign_in(desk.colleague)
    form = re.search(rf"/tasks/{task.uuid}/done/.*?</form>", page_of(client, desk), re.DOTALL)
    key = re.search(r'name="form_key" value="([^"]+)"', form[0])[1]
    finish_task(task=task, version=1, by=desk.owner, as_of=AS_OF)
    answer = client.post(f"/tasks/{task.uuid}/done/", {"form_key": key, "version": "1"}, follow=True)
    assert "This task is already marked “Done”." in answer.content.decode()


def test_a_task_without_a_key_is_refused_in_words(desk: ErrandDesk, sign_in: SignIn, task: Task) -> None:
    answer = sign_in(desk.owner).post(f"/tasks/{task.uuid}/done/", {"version": "1"}, follow=True)
    assert "This page was open too long" in answer.content.decode()
    task.refresh_from_db()
    assert task.state == "open"


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("other_team", 403), ("administrator", 404)])
def test_who_may_not_end_a_task(desk: ErrandDesk, sign_in: SignIn, task: Task, who: str, status: int) -> None:
    client = sign_in(getattr(desk, who))
    assert client.post(f"/tasks/{task.uuid}/done/", {}).status_code == status
    assert client.get(f"/cases/{desk.case.reference}/tasks/add/").status_code == status


def test_a_signed_out_person_is_sent_to_sign_in(desk: ErrandDesk, task: Task) -> None:
    for address in (
        f"/cases/{desk.case.reference}/",
        f"/tasks/{task.uuid}/done/",
        "/deadlines/" + str(task.uuid) + "/",
    ):
        assert Client().post(address)["Location"].startswith("/account/sign-in/")


def test_the_count_numbers_or_strikes_out_every_day(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = count_page(sign_in(desk.owner), desk)
    assert "Must be done by Tuesday 22 September 2026" in page
    for number, day in enumerate(("Tuesday 15", "Wednesday 16", "Thursday 17", "Friday 18", "Monday 21"), start=1):
        assert f"{day} September, school day {number}" in page
    assert "Tuesday 22 September, school day 6, the date itself" in page
    assert "Saturday 19 September, weekend" in page
    assert "Sat 19 and Sun 20 September" in page


def test_the_count_names_its_source_its_calendar_and_the_other_reading(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = count_page(sign_in(desk.owner), desk)
    assert "SI 2007/1870" in page
    assert "Verified in a named source" in page
    assert "Ashgrove Academy (invented), 2026/27" in page
    assert "Another reading gives Wednesday 23 September 2026" in page
    assert "Coventry" in page
    assert "After the first day" in page


def test_a_stored_date_that_the_count_does_not_give_is_said_loudly(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert "do not agree" not in count_page(sign_in(desk.owner), desk)
    Deadline.objects.filter(case=desk.case).update(due_on=date(2026, 9, 25))
    page = count_page(sign_in(desk.owner), desk)
    assert "The stored date and the count do not agree" in page
    assert "Friday 25 September 2026" in page
    assert "Tuesday 22 September 2026" in page


def test_the_count_is_made_on_the_calendar_of_its_time(desk: ErrandDesk, sign_in: SignIn) -> None:
    day = date(2026, 9, 17)
    CalendarEntry.objects.create(kind="inset", starts_on=day, ends_on=day)
    assert "school day 3" in count_page(sign_in(desk.owner), desk)
    set_clock(desk.case)
    page = count_page(sign_in(desk.owner), desk)
    assert "Thursday 17 September, INSET" in page
    assert "Must be done by Wednesday 23 September 2026" in page


def test_a_trial_shows_another_date_and_keeps_nothing(desk: ErrandDesk, sign_in: SignIn) -> None:
    before = (Deadline.objects.values().get(case=desk.case), CalendarSnapshot.objects.count(), Event.objects.count())
    page = count_page(sign_in(desk.owner), desk, "?try_excluded_on=18/9/2026&try_pm_began=yes")
    assert "Must be done by Monday 28 September 2026" in page
    assert "Must be done by Tuesday 22 September 2026" in page
    assert "Nothing has been changed." in page
    assert before == (
        Deadline.objects.values().get(case=desk.case),
        CalendarSnapshot.objects.count(),
        Event.objects.count(),
    )


def test_a_trial_of_one_fact_takes_the_rest_as_stored(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = count_page(sign_in(desk.owner), desk, "?try_excluded_on=16/9/2026")
    assert "Must be done by Wednesday 23 September 2026" in page


def test_a_trial_of_no_date_is_a_field_error(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = count_page(sign_in(desk.owner), desk, "?try_excluded_on=31/2/2026")
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert 'value="31/2/2026"' in page


def test_a_trial_beyond_the_calendar_says_so(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = count_page(sign_in(desk.owner), desk, "?try_excluded_on=2028-09-12")
    assert "Trial" in page
    assert page.count("Must be done by") == 1


def test_another_teams_date_is_not_explained(desk: ErrandDesk, sign_in: SignIn) -> None:
    deadline = Deadline.objects.get(case=desk.case)
    assert sign_in(desk.other_team).get(f"/deadlines/{deadline.uuid}/").status_code == 403
    assert sign_in(desk.administrator).get(f"/deadlines/{deadline.uuid}/").status_code == 404


def test_the_main_step_is_first_and_the_only_green_one(
    desk: ErrandDesk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (Step("Told again", "/told/"), Step("Decide", "/decide/", is_main=True), Step("Drop it", "/drop/"))
    kind = replace(KIND, present=lambda case, user, as_of: Presentation(steps=steps))
    monkeypatch.setitem(kinds._kinds, KIND.code, kind)
    page = page_of(sign_in(desk.owner), desk)
    drawn = re.findall(r'<a href="(/\w+/)" role="button"[^>]*class="([^"]*)"', page)
    assert drawn == [
        ("/decide/", "govuk-button"),
        ("/told/", "govuk-button govuk-button--secondary"),
        ("/drop/", "govuk-button govuk-button--secondary"),
    ]


def roll_deletion(method: str) -> statute.Result:
    """A rule of several counts, each of its own unit, that ends on a Saturday when the notice was handed over."""
    facts = {"notice_sent_on": date(2026, 9, 11), "method": method}
    calendar = Deadline.objects.get().snapshot.calendar
    return statute.calculate("exclusions.roll_deletion", facts=facts, calendar=calendar, policy="coventry")


def test_a_step_of_calendar_days_is_not_called_a_school_day(desk: ErrandDesk) -> None:
    """The day after the parents' window may be a Saturday, and is counted as a day."""
    result = roll_deletion("hand")
    shown = present_result(result, unit="school day", trigger=None, about="Roll")
    assert shown["summary"].startswith("1 day counted, from Saturday 3 October 2026")
    window, last = shown["steps"][-2:]
    assert "school day 15" in repr(window["months"])
    assert "school day" not in repr(last["months"])


@pytest.mark.parametrize(("method", "unit"), [("hand", "day"), ("first_class_post", "working day")])
def test_each_step_counts_what_its_sentence_says(desk: ErrandDesk, method: str, unit: str) -> None:
    assert [unit_of_step(step) for step in roll_deletion(method).steps] == [unit, "school day", "day"]
