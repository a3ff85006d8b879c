"""My work: numbers equal the lists that they open, and each sort of person has a first page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions.cases import move_case
from cases.actions.tasks import open_task
from cases.models import Deadline
from cases.queries.work import SELECTIONS, work_count, work_counts, work_rows
from ledger.models import ViewRecord
from tests.factories.cases import AS_OF, CUT_SHORT, ErrandDesk, set_clock
from tests.factories.children import make_child
from tests.factories.people import make_user

SignIn = Callable[..., Client]


def spread(desk: ErrandDesk) -> None:
    """Something overdue, due today, later this week, later still, and something of another's."""
    days = {1: date(2026, 9, 15), 2: AS_OF, 3: date(2026, 9, 18), 4: date(2026, 9, 20), 5: date(2026, 9, 21)}
    for number, due_on in days.items():
        open_task(case=desk.case, title=f"Task {number}", due_on=due_on, by=desk.owner, as_of=AS_OF)
    other = desk.open_case(make_child(), clock=False)
    set_clock(other, is_ours=False)


def test_each_number_equals_its_list(desk: ErrandDesk) -> None:
    spread(desk)
    counts = work_counts(desk.owner, AS_OF)
    assert (counts.no_date, counts.overdue, counts.today, counts.week, counts.waiting) == (0, 1, 1, 2, 1)
    for name in SELECTIONS:
        assert len(work_rows(desk.owner, AS_OF, name)) == getattr(counts, name)
    assert work_count(desk.owner, AS_OF) == len(work_rows(desk.owner, AS_OF)) == 6


def test_the_list_is_soonest_first_with_tasks_and_dates_together(desk: ErrandDesk) -> None:
    spread(desk)
    days = [row[0] for row in work_rows(desk.owner, AS_OF)]
    assert days == sorted(days)


def test_a_tile_opens_exactly_its_rows(desk: ErrandDesk, sign_in: SignIn) -> None:
    spread(desk)
    client = sign_in(desk.owner)
    page = client.get("/work/?due=week").content.decode()
    assert "Task 3" in page
    assert "Task 4" in page
    assert "Task 2" not in page
    assert "Showing 1 to 2 of 2 pieces of work" in page


def test_a_row_says_in_words_what_is_due_and_how_it_was_counted(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.owner).get("/").content.decode()
    deadline = Deadline.objects.get(case=desk.case)
    assert "The council must do this by Tuesday 22 September 2026." in page
    assert "Hughes, Amira" in page
    assert "Year 9, Ashgrove Academy (invented)" in page
    assert f"/deadlines/{deadline.uuid}/" in page
    assert "Due in 6 days" in page


def tiles_of(page: str) -> list[tuple[str, str]]:
    """Number and label of each tile."""
    links = re.findall(r'<a class="onroll-tile__link".*?</a>', page, re.DOTALL)
    words = [re.sub(r"<[^>]+>", " ", link).split(maxsplit=1) for link in links]
    return [(count, label.strip()) for count, label in words]


def test_a_duty_that_has_lost_its_date_stands_first(desk: ErrandDesk, sign_in: SignIn) -> None:
    spread(desk)
    lost = set_clock(desk.case, calendar=CUT_SHORT)
    assert (lost.state, lost.due_on) == ("no_date", None)
    client = sign_in(desk.owner)
    page = client.get("/work/").content.decode()
    first = re.search(r'<li class="onroll-work">.*?</li>', page, re.DOTALL)
    assert first is not None
    assert re.search(r"onroll-lozenge--overdue.*?No date", first[0], re.DOTALL)
    assert html.escape(lost.explanation) in first[0]
    assert f"/deadlines/{lost.uuid}/" in first[0]
    assert "How this was counted" in first[0]
    assert tiles_of(page)[0] == ("1", "No date")
    narrowed = client.get("/work/?due=no_date").content.decode()
    assert narrowed.count('<li class="onroll-work">') == 1
    assert "Sixth day" in narrowed


@pytest.mark.parametrize("who", ["owner", "colleague", "head"])
def test_a_lost_date_is_counted_wherever_work_is_counted(desk: ErrandDesk, who: str) -> None:
    set_clock(desk.case, calendar=CUT_SHORT)
    user = getattr(desk, who)
    assert work_counts(user, AS_OF).no_date == len(work_rows(user, AS_OF, "no_date")) == 1
    assert work_count(user, AS_OF) == len(work_rows(user, AS_OF)) == 1


def test_a_lost_date_of_anothers_or_of_a_closed_case_is_no_work(desk: ErrandDesk, sign_in: SignIn) -> None:
    set_clock(desk.case, calendar=CUT_SHORT, is_ours=False)
    set_clock(desk.open_case(make_child()), calendar=CUT_SHORT, purpose=Deadline.Purpose.WINDOW)
    over = desk.open_case(make_child())
    set_clock(over, calendar=CUT_SHORT)
    move_case(case=over, transition="finish", to_state="over", by=desk.owner, as_of=AS_OF)
    assert work_count(desk.owner, AS_OF) == 0
    page = sign_in(desk.owner).get("/work/").content.decode()
    assert "No date" not in [label for _, label in tiles_of(page)]


def test_25_rows_and_100_rows_of_work_cost_the_same_queries(
    desk: ErrandDesk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(desk.owner)

    def queries(rows: int) -> int:
        for number in range(Deadline.objects.count(), rows):
            set_clock(desk.open_case(make_child(), clock=False), calendar=CUT_SHORT if number % 2 else None)
        client.get("/work/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/work/").content.decode()
        assert f"Showing 1 to {rows} of {rows} pieces of work" in page
        return len(captured)

    few = queries(25)
    monkeypatch.setattr("cases.views.desk.page_of.__defaults__", (100,))
    assert queries(100) == few


def test_a_colleague_sees_only_their_own_a_manager_all(desk: ErrandDesk) -> None:
    assert work_count(desk.owner, AS_OF) == 1
    assert work_count(desk.colleague, AS_OF) == 1
    assert work_count(desk.head, AS_OF) == 1
    assert work_count(desk.other_team, AS_OF) == 0


def test_a_hidden_child_has_no_work(desk: ErrandDesk) -> None:
    type(desk.child).objects.filter(pk=desk.child.pk).update(is_hidden=True)
    assert work_count(desk.owner, AS_OF) == 0


def test_a_day_with_nothing_is_calm(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert "Nothing to do just now" in sign_in(desk.other_team).get("/").content.decode()


def test_looking_at_work_is_logged_without_a_name(desk: ErrandDesk, sign_in: SignIn) -> None:
    sign_in(desk.owner).get("/")
    row = ViewRecord.objects.get(what="work")
    assert (row.user_id, row.child_ids, row.case_ids) == (desk.owner.pk, [desk.child.pk], [desk.case.pk])


def test_the_shell_shows_what_this_person_may_open(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.owner).get("/").content.decode()
    labels = re.findall(r'class="govuk-service-navigation__link".*?>(?:<strong[^>]*>)?([A-Z][a-z ]+)', page)
    assert labels[:3] == ["My work", "Cases", "Children"]


def test_an_administrator_has_a_plain_page_and_no_children(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.administrator)
    page = client.get("/").content.decode()
    assert "Your role does not work with children" in page
    for address in ("/work/", "/cases/", "/children/"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_signed_out_person_is_sent_to_sign_in() -> None:
    answer = Client().get("/work/")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/sign-in/?next=/work/"


@pytest.mark.django_db
def test_a_person_without_a_role_is_told_whom_to_ask(sign_in: SignIn) -> None:
    page = sign_in(make_user()).get("/").content.decode()
    assert "No page is open to you yet" in page
