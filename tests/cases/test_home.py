"""My work: numbers equal the lists that they open, and each sort of person has a first page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cases.actions.tasks import open_task
from cases.models import Deadline
from cases.queries.work import SELECTIONS, work_count, work_counts, work_rows
from ledger.models import ViewRecord
from tests.factories.cases import AS_OF, ErrandDesk, set_clock
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
    assert (counts.overdue, counts.today, counts.week, counts.waiting) == (1, 1, 2, 1)
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
