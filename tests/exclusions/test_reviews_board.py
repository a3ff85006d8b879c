"""The list of reviews that the council must arrange."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from exclusions.models import Exclusion
from exclusions.review.board import present_rows, reviews_to_arrange
from ledger.models import ViewRecord
from schools.models import CalendarEntry
from tests.factories.children import enrol, make_child
from tests.factories.exclusions import Desk
from tests.factories.people import make_team, make_user
from tests.factories.reviews import ReviewDesk, decline, expire, make_member, make_pool

ADDRESS = "/exclusions/reviews/"
TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


@pytest.fixture
def acts(desk: Desk) -> ReviewDesk:
    return ReviewDesk(desk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def applied(desk: Desk, on: date = date(2026, 10, 19)) -> Case:
    child = make_child()
    enrol(child, desk.school)
    return ReviewDesk(desk).apply(decline(desk, desk.check(desk.record(child=child))), on)


def listed(user: User) -> list[Case]:
    return [row.case for row in reviews_to_arrange(user)]


def cells(desk: Desk) -> list[dict]:
    return present_rows(reviews_to_arrange(desk.officer), TODAY)[0]["cells"]


def test_ours_stand_there_soonest_first_and_nobody_elses(desk: Desk, acts: ReviewDesk) -> None:
    later, sooner = applied(desk, date(2026, 10, 22)), applied(desk)
    trusts, over = applied(desk), applied(desk)
    Exclusion.objects.filter(case=trusts).update(legal_type_then="academy")
    expire(trusts)
    acts.withdraw(over)
    assert listed(desk.officer) == [sooner, later]


def test_a_review_without_a_date_stands_first(desk: Desk) -> None:
    with_date, without = applied(desk), applied(desk)
    CalendarEntry.objects.all().delete()
    expire(without)
    assert listed(desk.officer) == [without, with_date]
    due = cells(desk)[2]
    assert due["lozenge"]["text"] == "No date"
    assert due["note"]


def test_the_row_says_what_is_still_to_arrange(desk: Desk, acts: ReviewDesk) -> None:
    case = applied(desk)
    row = cells(desk)
    assert (row[3]["text"], row[4]["lozenge"]["text"], row[5]["text"]) == ("Not listed", "Not chosen", "Ada Okafor")
    case = acts.list_hearing(case)
    assert (cells(desk)[3]["text"], cells(desk)[4]["lozenge"]["text"]) == ("12 November 2026", "Not chosen")
    members = make_pool(desk.officer)
    case = acts.invite(case, members[0], is_chair=True)
    assert cells(desk)[4]["lozenge"]["text"] == "Not complete"
    for member in members[1:]:
        case = acts.invite(case, member)
    assert (cells(desk)[4]["lozenge"]["text"], cells(desk)[4]["note"]) == ("Answers missing", "3")
    for member in members:
        case = acts.answer(case, member)
    assert cells(desk)[4]["lozenge"]["text"] == "Complete"
    acts.hold(case)
    assert cells(desk)[3]["text"] == "Held"
    assert cells(desk)[2]["lozenge"] == {"text": "Met", "kind": "done"}


def test_a_hearing_after_the_last_day_is_marked_until_it_has_begun(desk: Desk, acts: ReviewDesk) -> None:
    case = acts.list_hearing(applied(desk))
    assert "lozenge" not in cells(desk)[3]
    case = acts.list_hearing(case, date(2026, 11, 18), why_moved="Nobody is free", is_confirmed=True)
    assert cells(desk)[3]["lozenge"] == {"text": "After the last day", "kind": "attention"}
    acts.list_hearing(case, date(2026, 11, 12), why_moved="They are")
    more = {"course": "adjourned", "why_not_held": "A witness", "next_on": date(2026, 11, 18)}
    acts.hold(case, **more)
    assert "lozenge" not in cells(desk)[3]


def test_the_page_and_the_view_log(desk: Desk) -> None:
    case = applied(desk)
    client = signed_in(desk.officer)
    text = client.get(ADDRESS).content.decode()
    assert case.reference in text
    assert "Tue 17 Nov 2026" in text
    look = ViewRecord.objects.filter(what="exclusions_reviews").latest("pk")
    assert (look.child_ids, look.case_ids) == ([case.child_id], [case.pk])


def test_who_sees_it(desk: Desk) -> None:
    case = applied(desk)
    Case.objects.filter(pk=case.pk).update(owner=None)
    assert case.reference in signed_in(make_user(Role.HEAD_OF_SERVICE)).get(ADDRESS).content.decode()
    other = make_user(Role.EDUCATION_OFFICER, team=make_team("errand"))
    assert signed_in(other).get(ADDRESS).status_code == 403
    assert "Nobody yet" in signed_in(desk.officer).get(ADDRESS).content.decode()
    type(case.child).objects.filter(pk=case.child_id).update(is_hidden=True)
    assert "No review is to be arranged" in signed_in(desk.officer).get(ADDRESS).content.decode()


def test_the_queries_do_not_grow_with_the_rows(desk: Desk, acts: ReviewDesk) -> None:
    client, counts = signed_in(desk.officer), []
    client.get(ADDRESS)
    for _ in range(2):
        for _ in range(2):
            case = acts.list_hearing(applied(desk))
            acts.invite(case, make_member(desk.officer, schools=()))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
