"""Handing over a leaver's work: numbers only for the administrator, events on each case, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from cases.actions.cases import move_case
from cases.actions.handing_over import HandOverRefused, hand_over
from cases.actions.tasks import finish_task, open_task
from cases.models import Case, Event, Task
from cases.queries.open_work import WITHOUT_CASE, open_work_counts, open_work_of
from ledger.models import AdministrativeEvent
from tests.factories.cases import AS_OF, ERRAND, ErrandDesk
from tests.factories.children import make_child
from tests.factories.people import make_team, make_user
from tests.support.posts import post_form

SignIn = Callable[[User], Client]


@pytest.fixture
def full(desk: ErrandDesk) -> ErrandDesk:
    """The owner has two open cases, a closed one, a task in each open one, a done task and a task without a case."""
    desk.open_case(make_child(), clock=False)
    closed = desk.open_case(make_child(), clock=False)
    move_case(case=closed, transition="finish", to_state="over", by=desk.owner, as_of=AS_OF)
    for case in Case.objects.filter(closed_on__isnull=True):
        open_task(case=case, title="Ring", due_on=AS_OF, by=desk.owner, as_of=AS_OF)
    done = open_task(case=desk.case, title="Done", due_on=AS_OF, by=desk.owner, as_of=AS_OF)
    finish_task(task=done, version=1, by=desk.owner, as_of=AS_OF)
    Task.objects.create(
        child=desk.child, title="Alone", due_on=AS_OF, owner=desk.owner, opened_at=timezone.now(), opened_by=desk.owner
    )
    return desk


def page_of(person: User) -> str:
    return f"/authority/people/{person.uuid}/hand-over/"


def test_counts_are_by_kind_of_what_is_open(full: ErrandDesk) -> None:
    assert [(work.kind, work.cases_count, work.tasks_count) for work in open_work_of(full.owner, AS_OF)] == [
        (ERRAND, 2, 2),
        (WITHOUT_CASE, 0, 1),
    ]
    assert open_work_counts([full.owner.pk, full.colleague.pk]) == {full.owner.pk: 5}


def test_only_people_whose_team_works_the_kind_can_receive(full: ErrandDesk) -> None:
    gone = make_user(Role.EXCLUSIONS_OFFICER, team=make_team(ERRAND))
    User.objects.filter(pk=gone.pk).update(is_active=False)
    errand, alone = open_work_of(full.owner, AS_OF)
    assert errand.receivers == [full.colleague]
    assert alone.receivers == [full.colleague, full.other_team]
    with pytest.raises(HandOverRefused) as refusal:
        hand_over(person=full.owner, receivers={ERRAND: full.other_team}, by=full.administrator, as_of=AS_OF)
    assert refusal.value.field == "to_errand"


def test_who_kept_the_team_and_lost_the_role_can_receive_nothing(full: ErrandDesk) -> None:
    team = full.owner.team_memberships.get().team
    reader = make_user(Role.HEAD_OF_SERVICE, team=team)
    full.colleague.role_holdings.update(ends_on=AS_OF - timedelta(days=1))
    errand, alone = open_work_of(full.owner, AS_OF)
    assert errand.receivers == []
    assert alone.receivers == [full.other_team]
    for kind, receiver in ((ERRAND, full.colleague), (ERRAND, reader), (WITHOUT_CASE, full.colleague)):
        with pytest.raises(HandOverRefused, match="needs a role that works cases") as refusal:
            hand_over(person=full.owner, receivers={kind: receiver}, by=full.administrator, as_of=AS_OF)
        assert refusal.value.field == f"to_{kind}"


def test_work_moves_with_an_event_on_each_case(full: ErrandDesk) -> None:
    versions = dict(Case.objects.values_list("pk", "version"))
    receivers = {ERRAND: full.colleague, WITHOUT_CASE: None}
    assert hand_over(person=full.owner, receivers=receivers, by=full.administrator, as_of=AS_OF) == 5
    assert open_work_counts([full.owner.pk, full.colleague.pk]) == {full.colleague.pk: 4}
    moved = Case.objects.filter(closed_on__isnull=True)
    assert all(case.owner == full.colleague and case.version == versions[case.pk] + 1 for case in moved)
    assert Case.objects.get(closed_on__isnull=False).owner == full.owner
    assert Task.objects.get(title="Alone").owner is None
    assert Task.objects.get(title="Done").owner == full.owner
    events = Event.objects.filter(code__in=["case_handed_over", "task_handed_over"]).order_by("pk")
    assert [(event.code, event.case_id is None, event.facts["to"], event.facts["tasks"]) for event in events] == [
        ("case_handed_over", False, full.colleague.pk, 1),
        ("case_handed_over", False, full.colleague.pk, 1),
        ("task_handed_over", True, None, 1),
    ]
    assert {event.by_id for event in events} == {full.administrator.pk}
    told = AdministrativeEvent.objects.get(code="cases.work_handed_over")
    assert told.facts == {"cases": 2, "tasks": 3, "to": {ERRAND: full.colleague.pk, WITHOUT_CASE: None}}
    assert told.subject == f"accounts.User:{full.owner.pk}"


def test_a_task_in_somebody_elses_case_moves_alone(full: ErrandDesk) -> None:
    Case.objects.update(owner=full.colleague)
    hand_over(person=full.owner, receivers={ERRAND: full.colleague}, by=full.administrator, as_of=AS_OF)
    events = Event.objects.filter(code__endswith="_handed_over")
    assert {event.code for event in events} == {"task_handed_over"}
    assert all(event.case_id for event in events)


def test_to_the_team_leaves_no_owner(full: ErrandDesk) -> None:
    hand_over(person=full.owner, receivers={ERRAND: None}, by=full.administrator, as_of=AS_OF)
    moved = Case.objects.filter(closed_on__isnull=True)
    assert {case.owner for case in moved} == {None}
    assert all(case.team for case in moved)
    assert open_work_counts([full.owner.pk]) == {full.owner.pk: 1}


def test_refused_whole_when_one_kind_is(full: ErrandDesk) -> None:
    receivers = {ERRAND: full.colleague, WITHOUT_CASE: full.head}
    with pytest.raises(HandOverRefused):
        hand_over(person=full.owner, receivers=receivers, by=full.administrator, as_of=AS_OF)
    assert open_work_counts([full.owner.pk]) == {full.owner.pk: 5}


def test_nothing_left_is_said(full: ErrandDesk) -> None:
    with pytest.raises(HandOverRefused, match="Somebody did it meanwhile"):
        hand_over(person=full.head, receivers={ERRAND: full.colleague}, by=full.administrator, as_of=AS_OF)
    assert not AdministrativeEvent.objects.filter(code="cases.work_handed_over").exists()


def test_only_an_administrator_hands_over(full: ErrandDesk) -> None:
    for by in (full.colleague, full.head, full.owner):
        with pytest.raises(PermissionDenied):
            hand_over(person=full.owner, receivers={ERRAND: None}, by=by, as_of=AS_OF)


def test_as_many_statements_for_much_work_as_for_little(desk: ErrandDesk) -> None:
    def statements(count: int) -> int:
        for _ in range(count):
            case = desk.open_case(make_child(), clock=False)
            open_task(case=case, title="Ring", due_on=AS_OF, by=desk.owner, as_of=AS_OF)
        with CaptureQueriesContext(connection) as captured:
            hand_over(person=desk.owner, receivers={ERRAND: desk.colleague}, by=desk.administrator, as_of=AS_OF)
        return len(captured)

    # Who the administrator is, is read once and remembered.
    statements(1)
    assert statements(1) == statements(12)


def test_the_page_shows_numbers_and_no_child(full: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(full.administrator).get(page_of(full.owner)).content.decode()
    assert "Errand: 2 cases and 2 tasks" in page
    assert "Tasks that belong to no case: 1 task" in page
    for secret in (full.child.surname, full.case.reference, str(full.case.uuid), "Ring", "Alone"):
        assert secret not in page


def test_handing_over_on_the_page(full: ErrandDesk, sign_in: SignIn) -> None:
    browser = sign_in(full.administrator)
    page = page_of(full.owner)
    assert "Choose who takes over: Errand" in post_form(browser, page, {}).content.decode()
    stays = post_form(browser, page, {"to_errand": "stays", "to_without_case": "stays"})
    assert "for at least one kind of work" in stays.content.decode()
    wrong = post_form(browser, page, {"to_errand": str(full.head.pk), "to_without_case": "stays"})
    assert "must be one of the choices listed" in wrong.content.decode()
    answers = {"to_errand": str(full.colleague.pk), "to_without_case": "team"}
    done = post_form(browser, page, answers)
    assert done.headers["Location"] == f"/authority/people/{full.owner.uuid}/"
    assert open_work_counts([full.owner.pk]) == {}
    assert "Work handed over" in browser.get(done.headers["Location"]).content.decode()
    assert "No open work" in browser.get(page).content.decode()
    assert browser.post(page, answers).status_code == 200
    told = sign_in(full.colleague).get(f"/cases/{full.case.reference}/").content.decode()
    assert "From Olive Owner to Cara Colleague." in told


def test_a_receiver_who_left_the_team_meanwhile_is_refused(
    full: ErrandDesk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.actions.handing_over.receivers_of", lambda *_: [])
    answers = {"to_errand": str(full.colleague.pk), "to_without_case": "stays"}
    page = post_form(sign_in(full.administrator), page_of(full.owner), answers)
    assert "does not work this kind of case" in page.content.decode()


@pytest.mark.parametrize("who", ["owner", "colleague", "head", "governance"])
def test_for_everybody_else_the_page_is_not_there(full: ErrandDesk, who: str, sign_in: SignIn) -> None:
    browser = sign_in(getattr(full, who))
    assert browser.get(page_of(full.owner)).status_code == 404
    assert browser.post(page_of(full.owner), {"to_errand": "team"}).status_code == 404
    assert Client().post(page_of(full.owner)).headers["Location"].startswith("/account/sign-in/")
    absent = "/authority/people/11111111-1111-4111-8111-111111111111/hand-over/"
    assert sign_in(full.administrator).get(absent).status_code == 404
