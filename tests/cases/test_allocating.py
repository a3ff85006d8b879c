"""The acts of allocating: what is given, what stays and why, and what an undo gives back."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.roles import Role
from cases.actions.allocating import AllocationRefused, allocate_cases, give_back
from cases.actions.cases import allocate_case
from cases.actions.tasks import open_task
from cases.allocation import MOST_AT_ONCE, Chosen, Why, read_chosen, sort_out
from cases.models import Case, Child, Event, Task
from cases.queries.allocations import find_allocation
from ledger.models import AdministrativeEvent
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child
from tests.factories.people import make_team, make_user


def as_chosen(*cases: Case) -> list[Chosen]:
    return [Chosen(case.reference, Case.objects.get(pk=case.pk).version) for case in cases]


@pytest.fixture
def second(desk: ErrandDesk) -> User:
    """Another officer of the team."""
    return make_user(Role.EXCLUSIONS_OFFICER, team=desk.owner.team_memberships.get().team, name="Sam Second")


def allocate(desk: ErrandDesk, to: User, *cases: Case) -> AdministrativeEvent:
    return allocate_cases(chosen=as_chosen(*cases), to=to, by=desk.colleague, as_of=AS_OF)


def why(desk: ErrandDesk, chosen: list[Chosen], to: User | None = None) -> list[Why]:
    return [each.why for each in sort_out(chosen, by=desk.colleague, as_of=AS_OF, to=to).refused]


def undo(desk: ErrandDesk, act: AdministrativeEvent, by: User | None = None) -> None:
    give_back(allocation_uuid=act.uuid, by=by or desk.colleague, as_of=AS_OF)


def owner_of(case: Case) -> User | None:
    return Case.objects.get(pk=case.pk).owner


def test_each_case_gets_its_owner_its_event_and_the_act_one_summary(desk: ErrandDesk, second: User) -> None:
    other = desk.open_case(make_child())
    Case.objects.filter(pk=other.pk).update(owner=None)
    act = allocate(desk, second, desk.case, other)
    assert (owner_of(desk.case), owner_of(other)) == (second, second)
    events = Event.objects.filter(code="case_allocated").order_by("case_id")
    assert [(event.facts["to"], event.facts["was"], event.by) for event in events] == [
        (second.pk, desk.owner.pk, desk.colleague),
        (second.pk, None, desk.colleague),
    ]
    assert {event.facts["allocation"] for event in events} == {str(act.uuid)}
    assert sorted(act.facts["cases"]) == sorted([desk.case.pk, other.pk])


def test_open_tasks_of_the_owner_go_with_the_case(desk: ErrandDesk, second: User) -> None:
    owned, others = (
        open_task(case=desk.case, title="Ring", due_on=AS_OF, by=None, as_of=AS_OF, owner=owner)
        for owner in (desk.owner, desk.colleague)
    )
    nobodys_case = desk.open_case(make_child())
    Case.objects.filter(pk=nobodys_case.pk).update(owner=None)
    nobodys = open_task(case=nobodys_case, title="Ring", due_on=AS_OF, by=None, as_of=AS_OF)
    Task.objects.filter(pk=nobodys.pk).update(owner=None)
    act = allocate(desk, second, desk.case, nobodys_case)
    owners = dict(Task.objects.values_list("pk", "owner"))
    assert owners == {owned.pk: second.pk, others.pk: desk.colleague.pk, nobodys.pk: second.pk}
    undo(desk, act)
    owners = dict(Task.objects.values_list("pk", "owner"))
    assert owners == {owned.pk: desk.owner.pk, others.pk: desk.colleague.pk, nobodys.pk: None}


def test_only_a_team_manager_may(desk: ErrandDesk, second: User) -> None:
    for person in (desk.owner, desk.head, desk.other_team, desk.governance, desk.administrator):
        with pytest.raises(PermissionDenied):
            allocate_cases(chosen=as_chosen(desk.case), to=second, by=person, as_of=AS_OF)
        with pytest.raises(PermissionDenied):
            give_back(allocation_uuid=uuid.uuid4(), by=person, as_of=AS_OF)


def test_a_stale_row_is_refused_named_and_the_rest_is_done(desk: ErrandDesk, second: User) -> None:
    fresh, changed = desk.open_case(make_child()), desk.open_case(make_child())
    chosen = as_chosen(desk.case, fresh, changed)
    allocate_case(case=desk.case, to=desk.colleague, by=desk.colleague, as_of=AS_OF)
    Case.objects.filter(pk=changed.pk).update(version=9)
    act = allocate_cases(chosen=chosen, to=second, by=desk.colleague, as_of=AS_OF)
    assert (owner_of(desk.case), owner_of(fresh), owner_of(changed)) == (desk.colleague, second, desk.owner)
    assert act.facts["refused"] == [[desk.case.pk, "taken"], [changed.pk, "changed"]]
    refused = sort_out(chosen, by=desk.colleague, as_of=AS_OF).refused
    assert refused[0].at == Event.objects.get(case=desk.case, code="case_allocated").recorded_at
    assert refused[-1].at is None


def test_an_older_allocation_is_not_why_a_case_is_stale(desk: ErrandDesk) -> None:
    allocate_case(case=desk.case, to=desk.colleague, by=desk.colleague, as_of=AS_OF)
    chosen = as_chosen(desk.case)
    Case.objects.filter(pk=desk.case.pk).update(version=9)
    assert why(desk, chosen) == [Why.CHANGED]


def test_closed_hidden_and_absent_cases_and_those_of_another_team_stay(desk: ErrandDesk, second: User) -> None:
    closed, hidden, foreign = (desk.open_case(make_child()) for _ in range(3))
    Case.objects.filter(pk=closed.pk).update(closed_on=AS_OF, state="over")
    Child.objects.filter(pk=hidden.child_id).update(is_hidden=True)
    # The manager sees it as its owner; it is still another team's.
    Case.objects.filter(pk=foreign.pk).update(kind="else", owner=desk.colleague)
    chosen = [*as_chosen(closed, hidden, foreign), Chosen("ER-1999-0001", 1)]
    assert why(desk, chosen, second) == [Why.CLOSED, Why.UNKNOWN, Why.ANOTHER_TEAM, Why.UNKNOWN]
    with pytest.raises(AllocationRefused):
        allocate_cases(chosen=chosen, to=second, by=desk.colleague, as_of=AS_OF)
    assert not AdministrativeEvent.objects.filter(code="cases_allocated").exists()


def test_only_an_officer_of_the_kind_can_have_it(desk: ErrandDesk) -> None:
    team = desk.owner.team_memberships.get().team
    reader = make_user(Role.HEAD_OF_SERVICE, team=team)
    chosen = as_chosen(desk.case)
    assert why(desk, chosen, desk.other_team) == [Why.NOT_THEIR_KIND]
    assert why(desk, chosen, reader) == [Why.NOT_THEIR_KIND], "who only reads is given no case"
    assert why(desk, chosen, desk.owner) == [Why.HAS_IT_ALREADY]
    assert why(desk, chosen, desk.colleague) == []


def test_too_many_at_once_are_refused(desk: ErrandDesk, second: User) -> None:
    chosen = [Chosen(f"ER-2026-{number:04d}", 1) for number in range(MOST_AT_ONCE + 1)]
    with pytest.raises(AllocationRefused, match="100 cases or fewer"):
        allocate_cases(chosen=chosen, to=second, by=desk.colleague, as_of=AS_OF)


def test_a_failure_half_way_leaves_nothing(desk: ErrandDesk, second: User, monkeypatch: pytest.MonkeyPatch) -> None:
    other = desk.open_case(make_child())
    calls = []

    def fail_on_second(**more: object) -> None:
        calls.append(more)
        if len(calls) == 2:
            raise RuntimeError("the power went")

    monkeypatch.setattr("cases.actions.allocating.record_event", fail_on_second)
    with pytest.raises(RuntimeError):
        allocate(desk, second, desk.case, other)
    assert owner_of(desk.case) == desk.owner
    assert not AdministrativeEvent.objects.filter(code="cases_allocated").exists()


@pytest.mark.parametrize(
    "text", ["", "ER-2026-0001", "ER-2026-0001.", "er-2026-0001.1", "ER-2026-0001.1 ", "ER-2026-٠١.1", "' OR 1=1.1"]
)
def test_what_no_list_sent_is_left_out(text: str) -> None:
    assert read_chosen([text, "ER-2026-0002.3", "ER-2026-0002.3"]) == [Chosen("ER-2026-0002", 3)]


# --- undo


def test_undo_gives_back_what_nobody_moved_since(desk: ErrandDesk, second: User) -> None:
    nobodys, moved, closed, handed = (desk.open_case(make_child()) for _ in range(4))
    Case.objects.filter(pk=nobodys.pk).update(owner=None)
    act = allocate(desk, second, desk.case, nobodys, moved, closed, handed)
    moved.refresh_from_db()
    allocate_case(case=moved, to=desk.colleague, by=desk.colleague, as_of=AS_OF)
    Case.objects.filter(pk=closed.pk).update(closed_on=AS_OF, state="over")
    # Moved by a way that leaves no allocation: the owner alone tells.
    Case.objects.filter(pk=handed.pk).update(owner=desk.colleague)
    undo(desk, act)
    owners = [owner_of(case) for case in (desk.case, nobodys, moved, closed, handed)]
    assert owners == [desk.owner, None, desk.colleague, second, desk.colleague]
    newest = Event.objects.filter(case=nobodys, code="case_allocated").latest("pk")
    assert (newest.facts["to"], newest.facts["was"], newest.facts["undoes"]) == (None, second.pk, str(act.uuid))
    with pytest.raises(AllocationRefused):
        undo(desk, act)


def test_what_was_done_on_the_case_meanwhile_does_not_stop_an_undo(desk: ErrandDesk, second: User) -> None:
    act = allocate(desk, second, desk.case)
    Case.objects.filter(pk=desk.case.pk).update(version=40)
    undo(desk, act)
    assert owner_of(desk.case) == desk.owner
    assert Case.objects.get(pk=desk.case.pk).version == 41


def test_nobody_gets_back_a_case_who_cannot_sign_in(desk: ErrandDesk, second: User) -> None:
    act = allocate(desk, second, desk.case)
    User.objects.filter(pk=desk.owner.pk).update(is_active=False)
    with pytest.raises(AllocationRefused):
        undo(desk, act)


def test_an_act_of_another_manager_is_not_to_be_found(desk: ErrandDesk, second: User) -> None:
    team = desk.owner.team_memberships.get().team
    other_manager = make_user(Role.TEAM_MANAGER, team=team, is_manager=True)
    act = allocate(desk, second, desk.case)
    assert find_allocation(other_manager, act.uuid, AS_OF) is None
    with pytest.raises(AllocationRefused):
        undo(desk, act, other_manager)


def test_a_manager_who_left_the_team_sees_nothing_of_the_act(desk: ErrandDesk, second: User) -> None:
    act = allocate(desk, second, desk.case)
    desk.colleague.team_memberships.update(team=make_team("else"))
    fresh = User.objects.get(pk=desk.colleague.pk)
    found = find_allocation(fresh, act.uuid, AS_OF)
    assert found is not None
    assert (found.given, found.can_be_undone) == ([], False)


def test_the_day_of_the_act_is_the_day_it_was_given(desk: ErrandDesk, second: User) -> None:
    day = date(2026, 9, 17)
    allocate_cases(chosen=as_chosen(desk.case), to=second, by=desk.colleague, as_of=day)
    assert Event.objects.get(code="case_allocated").happened_on == day
