"""The pool of panel members: the acts, the list, who sees it."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from exclusions.actions.panel_members import Interests, MemberFacts, add_panel_member, change_panel_member
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import PanelMember
from exclusions.panels.choosing import training_counts_until
from exclusions.permissions import panel_members_visible_to
from ledger.models import AdministrativeEvent
from ledger.versions import StaleEdit
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_team, make_user
from tests.factories.reviews import HEARING_ON, make_member, make_pool
from tests.support.posts import post_form

TODAY = date(2026, 9, 15)
LIST = "/exclusions/panel-members/"
FORM = {
    "name": "Hetty Pool",
    "kind": "lay",
    "may_chair": "on",
    "trained_on": "2026-3-2",
    "email": "hetty@example.org",
    "schools": "",
    "authorities": "331",
    "free_on": "12 November 2026\n3/12/2026\n\n",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def facts(**more: object) -> MemberFacts:
    given: dict[str, object] = {"name": "Hetty Pool", "kind": "lay", "may_chair": True, "trained_on": TODAY, **more}
    return MemberFacts(**given)  # type: ignore[arg-type]


def names(client: Client, query: str = "") -> list[str]:
    text = client.get(LIST + query).content.decode()
    return [name for name in PanelMember.objects.values_list("name", flat=True) if name in text]


def test_a_member_is_added_and_changed(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answer = post_form(client, reverse("panel_member_add"), {**FORM, "schools": str(desk.school.urn)})
    assert answer.headers["Location"] == LIST
    member = PanelMember.objects.get()
    assert member.free_on == [date(2026, 11, 12), date(2026, 12, 3)]
    assert {str(each) for each in member.interests.all()} == {desk.school.name, "Coventry (331)"}
    address = reverse("panel_member_change", args=[member.uuid])
    page = unescape(client.get(address).content.decode())
    assert str(desk.school.urn) in page
    assert "12 November 2026\n3 December 2026" in page
    answer = post_form(
        client, address, {**FORM, "version": "1", "kind": "governor", "may_chair": "", "left_on": "2026-9-15"}
    )
    assert answer.status_code == 302
    member.refresh_from_db()
    assert (member.kind, member.left_on, member.version) == ("governor", TODAY, 2)
    assert [str(each) for each in member.interests.all()] == ["Coventry (331)"]
    codes = list(
        AdministrativeEvent.objects.filter(subject=f"panel_member:{member.uuid}").values_list("code", flat=True)
    )
    assert sorted(codes) == ["exclusions.panel_member_added", "exclusions.panel_member_changed"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter the name"),
        ({"kind": "head_teacher"}, "Only a lay member may chair a panel."),
        ({"trained_on": "2026-09-16"}, "Trained on must be on or before 15 September 2026"),
        ({"schools": "123 abc"}, "No school of the schools list has this URN: abc, 123"),
        ({"authorities": "331, 999"}, "No authority has this code: 999"),
        ({"free_on": "12 November 2026\n31 2 2026"}, "Check: 31 2 2026"),
    ],
)
def test_a_wrong_answer_names_the_field_and_keeps_what_was_typed(desk: Desk, wrong: dict, words: str) -> None:
    answer = post_form(signed_in(desk.officer), reverse("panel_member_add"), {**FORM, **wrong})
    assert answer.status_code == 200
    text = unescape(answer.content.decode())
    assert words in text
    assert "hetty@example.org" in text
    assert not PanelMember.objects.exists()


def test_both_versions_are_shown_after_a_stale_edit(desk: Desk) -> None:
    member = make_member(desk.officer, name="Hetty Pool")
    client, address = signed_in(desk.officer), reverse("panel_member_change", args=[member.uuid])
    PanelMember.objects.update(version=5, telephone="01632 960999", left_on=TODAY)
    text = unescape(post_form(client, address, {**FORM, "version": "1"}).content.decode())
    assert "Nothing was overwritten" in text
    for shown in ("01632 960999", "Nothing", "3 December 2026"):
        assert shown in text


def test_the_action_refuses_by_itself_with_all_reasons(desk: Desk) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        add_panel_member(
            facts=facts(name="", kind="judge", trained_on=date(2026, 9, 16)),
            interests=Interests(),
            by=desk.officer,
            as_of=TODAY,
        )
    assert len(refusal.value.reasons) == 3
    member = make_member(desk.officer)
    more = {"interests": Interests(), "by": desk.officer, "as_of": TODAY}
    with pytest.raises(ExclusionRefused, match="Left on must be today or earlier"):
        change_panel_member(member=member, facts=facts(), left_on=date(2026, 9, 16), version=1, **more)
    with pytest.raises(StaleEdit):
        change_panel_member(member=member, facts=facts(), left_on=None, version=7, **more)


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.EDUCATION_OFFICER, Role.ADMINISTRATOR])
def test_only_the_team_changes_the_pool(desk: Desk, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        add_panel_member(facts=facts(), interests=Interests(), by=make_user(role), as_of=TODAY)


@pytest.mark.parametrize("role", [Role.EXCLUSIONS_OFFICER, Role.TEAM_MANAGER])
def test_a_team_that_works_no_exclusions_does_not_see_the_pool(desk: Desk, role: Role) -> None:
    make_member(desk.officer)
    other = make_user(role, team=make_team("errand"))
    assert signed_in(other).get(LIST).status_code == 403
    assert signed_in(other).get("/exclusions/amounts/").status_code == 403
    assert not panel_members_visible_to(other).exists()


def test_an_officer_of_suspensions_looks_and_does_not_change(desk: Desk) -> None:
    member = make_member(desk.officer)
    other = make_user(Role.EXCLUSIONS_OFFICER, team=make_team("suspension"))
    client = signed_in(other)
    text = client.get(LIST).content.decode()
    assert member.name in text
    assert "Add a panel member" not in text
    for address in (reverse("panel_member_add"), reverse("panel_member_change", args=[member.uuid])):
        assert client.get(address).status_code == 403
    assert signed_in(make_school_user(desk.school)).get(LIST).status_code == 404
    absent = "11111111-1111-4111-8111-111111111111"
    assert signed_in(desk.officer).get(reverse("panel_member_change", args=[absent])).status_code == 404


def test_the_list_is_filtered_by_kind_and_by_who_is_trained_and_free(desk: Desk) -> None:
    lay, governor, _head = make_pool(desk.officer)
    late = make_member(desk.officer, trained_on=date(2024, 10, 1))
    busy = make_member(desk.officer, "governor", free_on=())
    left = make_member(desk.officer, "governor")
    PanelMember.objects.filter(pk=left.pk).update(left_on=TODAY)
    client = signed_in(desk.officer)
    assert len(names(client)) == 6
    assert set(names(client, "?kind=governor")) == {governor.name, busy.name, left.name}
    day = f"{HEARING_ON.day}/{HEARING_ON.month}/{HEARING_ON.year}"
    assert training_counts_until(late) < HEARING_ON
    found = names(client, f"?free_on={day}&kind=lay")
    assert found == [lay.name]
    assert left.name not in names(client, f"?free_on={day}")
    assert "Nobody fits" in client.get(f"{LIST}?free_on=1/1/2027").content.decode()
    assert len(names(client, "?free_on=nonsense")) == 6, "a filter that makes no sense is left out"


@pytest.mark.parametrize("sort", ["name", "-name", "kind", "trained", "-trained", "nonsense"])
def test_the_list_is_sorted_as_a_whole(desk: Desk, sort: str) -> None:
    make_member(desk.officer, name="Alba", trained_on=date(2026, 1, 1))
    make_member(desk.officer, "governor", name="Zed", trained_on=date(2025, 1, 1))
    text = signed_in(desk.officer).get(f"{LIST}?sort={sort}").content.decode()
    is_turned = sort in ("-name", "kind", "trained")
    assert (text.index("Zed") < text.index("Alba")) == is_turned


def test_an_empty_pool_and_a_training_that_ran_out_say_so(desk: Desk) -> None:
    client = signed_in(desk.officer)
    assert "The pool is empty" in client.get(LIST).content.decode()
    make_member(desk.officer, trained_on=date(2024, 9, 1))
    text = client.get(LIST).content.decode()
    assert "Counts until 31 August 2026" in text
    assert "Run out" in text


def test_the_queries_do_not_grow_with_the_pool(desk: Desk) -> None:
    client = signed_in(desk.officer)
    counts = []
    client.get(LIST)
    for _ in range(2):
        for _ in range(5):
            make_member(desk.officer, schools=(desk.school,))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
