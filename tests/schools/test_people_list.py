"""The list of people: search, filters, states, paging, the number of queries; and who may open any of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions.invitations import invite
from accounts.models import Invitation, User
from accounts.roles import Role
from cases.models import Case
from schools import open_work
from schools.models import School, SchoolStaff
from tests.factories.children import make_child
from tests.factories.people import LONG_AGO, make_team, make_user
from tests.schools.conftest import TODAY

pytestmark = pytest.mark.django_db
PEOPLE = "/authority/people/"


@pytest.fixture
def browser(administrator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(administrator)


def names(browser: Client, query: str = "") -> list[str]:
    return [row["name"] for row in browser.get(f"{PEOPLE}{query}").context["rows"]]


def row_of(browser: Client, user: User) -> dict:
    return next(row for row in browser.get(PEOPLE).context["rows"] if row["email"] == user.email)


def test_by_name_or_address_and_every_word_counts(browser: Client) -> None:
    first, _ = make_user(name="Ada Okafor"), make_user(name="Ada Lewis")
    assert names(browser, "?q=okafor+ada") == ["Ada Okafor"]
    assert names(browser, f"?q={first.email.upper()}") == ["Ada Okafor"]
    page = browser.get(f"{PEOPLE}?q=nobody+such").content.decode()
    assert "Nobody fits these filters" in page


def test_by_role_team_and_school_in_force_today(browser: Client, school: School) -> None:
    team = make_team("x", name="North team")
    make_user(Role.TEAM_MANAGER, team=team, is_manager=True, name="Ada North")
    gone = make_user(Role.TEAM_MANAGER, team=team, name="Gone Person")
    gone.role_holdings.update(ends_on=TODAY - timedelta(days=1))
    gone.team_memberships.update(ends_on=TODAY - timedelta(days=1))
    of_school = make_user(Role.SCHOOL_OFFICE, name="Sami School")
    SchoolStaff.objects.create(user=of_school, school=school, starts_on=LONG_AGO)
    assert names(browser, "?role=team_manager") == ["Ada North"]
    assert names(browser, f"?team={team.pk}") == ["Ada North"]
    assert names(browser, f"?school={school.urn}") == ["Sami School"]
    page = browser.get(f"{PEOPLE}?team={team.pk}&role=team_manager").content.decode()
    assert page.count("Remove filter") == 2
    assert "North team (manager)" in page


@pytest.mark.parametrize("query", ["?role=x", "?team=x", "?school=x", "?state=x", "?page=99", "?q=%00"])
def test_a_filter_that_makes_no_sense_is_left_out(browser: Client, query: str) -> None:
    assert names(browser, query) == ["Administrator"]


def test_states_and_the_last_sign_in(browser: Client, administrator: User) -> None:
    here = make_user(Role.HEAD_OF_SERVICE, name="Here Person")
    User.objects.filter(pk=here.pk).update(last_login=timezone.now())
    never = make_user(name="Never Person")
    disabled = make_user(name="Disabled Person")
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    invited = invite(email="i@example.org", name="Invited Person", by=administrator, as_of=TODAY)
    assert row_of(browser, here)["last_sign_in"] != "never"
    assert row_of(browser, never)["last_sign_in"] == "never"
    assert row_of(browser, disabled)["state"]["text"] == "Disabled"
    assert row_of(browser, invited)["state"]["text"] == "Invited"
    Invitation.objects.update(sent_recorded_at=timezone.now() - timedelta(hours=73))
    assert row_of(browser, invited)["state"]["text"] == "Invitation expired"
    assert names(browser, "?state=disabled") == ["Disabled Person"]
    assert names(browser, "?state=invited") == ["Invited Person"]
    assert "Here Person" not in names(browser, "?state=never")
    assert "Here Person" in names(browser, "?state=active")
    assert "Disabled Person" not in names(browser, "?state=active")


def test_a_disabled_person_with_open_work_is_tagged(browser: Client, make_school: object) -> None:
    leaver, other = make_user(name="Leaver Person"), make_user(name="Other Person")
    User.objects.filter(pk__in=[leaver.pk, other.pk]).update(is_active=False)
    Case.objects.create(reference="X-1", kind="x", state="x", child=make_child(), owner=leaver, opened_on=TODAY)
    assert row_of(browser, leaver)["open_work"] == "1 open piece of work"
    assert row_of(browser, other)["open_work"] == ""
    assert names(browser, "?state=cannot_work_it") == ["Leaver Person"]


def test_open_work_of_who_holds_no_role_that_works_it_is_tagged_and_found(browser: Client, make_school: object) -> None:
    reader = make_user(Role.HEAD_OF_SERVICE, name="Abe Reader")
    ended = make_user(Role.EDUCATION_OFFICER, name="Bea Ended")
    ended.role_holdings.update(ends_on=TODAY - timedelta(days=1))
    later = make_user(Role.EDUCATION_OFFICER, name="Cy Later")
    later.role_holdings.update(starts_on=TODAY + timedelta(days=1))
    works = make_user(Role.EDUCATION_OFFICER, name="Dee Works")
    works.role_holdings.update(ends_on=TODAY)
    make_user(name="Eve Without")
    for number, owner in enumerate((reader, ended, later, works)):
        Case.objects.create(
            reference=f"X-{number}", kind="x", state="x", child=make_child(), owner=owner, opened_on=TODAY
        )
    stuck = ["Abe Reader", "Bea Ended", "Cy Later"]
    assert names(browser, "?state=cannot_work_it") == stuck
    assert [row["name"] for row in browser.get(PEOPLE).context["rows"] if row["open_work"]] == stuck
    page = browser.get(f"{PEOPLE}?q=Abe").content.decode()
    # Among the choices of the filter, and as the tag of the one row.
    assert page.count("Open work, but cannot work it") == 2
    assert "1 open piece of work" in page
    warning = "holds no role today that lets them work it"
    assert warning in browser.get(f"{PEOPLE}{reader.uuid}/").content.decode()
    assert warning not in browser.get(f"{PEOPLE}{works.uuid}/").content.decode()


def test_the_list_costs_the_same_for_25_and_100_people(browser: Client, administrator: User, school: School) -> None:
    team = make_team("x")
    child = make_child()

    def add(count: int) -> None:
        for number in range(count):
            user = make_user(Role.SCHOOL_OFFICE, team=team)
            SchoolStaff.objects.create(user=user, school=school, starts_on=LONG_AGO)
            User.objects.filter(pk=user.pk).update(is_active=bool(number % 3))
            Case.objects.create(reference=f"X-{user.pk}", kind="x", state="x", child=child, owner=user, opened_on=TODAY)

    def queries() -> list[int]:
        counts = []
        for address in (PEOPLE, f"{PEOPLE}?state=cannot_work_it"):
            with CaptureQueriesContext(connection) as captured:
                browser.get(address)
            counts.append(len(captured))
        return counts

    browser.get(PEOPLE)
    add(25)
    few = queries()
    add(75)
    assert queries() == few
    assert max(few) < 25
    assert len(names(browser)) == 25
    assert len(names(browser, "?page=5")) == 1


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE, Role.SCHOOL_OFFICE, None])
def test_for_everybody_else_the_pages_are_not_there(role: Role | None, sign_in: Callable[[User], Client]) -> None:
    person = make_user(role)
    browser = sign_in(person)
    absent = browser.get("/authority/people/11111111-1111-4111-8111-111111111111/")
    there = browser.get(f"{PEOPLE}{person.uuid}/")
    assert (absent.status_code, there.status_code) == (404, 404)
    assert absent.content == there.content
    assert browser.get(PEOPLE).status_code == 404
    assert "People" not in browser.get("/").content.decode()


def test_an_administrators_navigation_has_people(browser: Client) -> None:
    assert f'href="{PEOPLE}"' in browser.get("/").content.decode()


def test_open_work_is_counted_by_one_room(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(open_work.CounterTaken):
        open_work.register_open_work(lambda _ids: {}, "elsewhere", ())
    monkeypatch.setattr(open_work, "_counters", [])
    assert open_work.open_work_counts([1]) == {}
    assert open_work.hand_over_url_name() == ""
    assert open_work.working_roles() == ()
