"""One person's page, inviting, changing, giving and ending, and the acts on the account: each POST in its cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.actions.invitations import invite
from accounts.models import Invitation, RoleHolding, TeamMembership, User
from accounts.refusals import AccountRefused
from accounts.roles import Role
from ledger.models import AdministrativeEvent, OutboxMessage
from schools.actions.staff import end_place, give_place, invite_person
from schools.models import School, SchoolStaff
from tests.factories.people import LONG_AGO, make_team, make_user
from tests.schools.conftest import TODAY
from tests.schools.page_forms import errors, posted

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def browser(administrator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(administrator)


def page_of(person: User, part: str = "") -> str:
    return f"/authority/people/{person.uuid}/{part}"


def day(name: str, value: date | None) -> dict[str, str]:
    return {name: f"{value.day}/{value.month}/{value.year}" if value else ""}


def codes() -> list[str]:
    return list(AdministrativeEvent.objects.order_by("pk").values_list("code", flat=True))


INVITED = {"name": "New Person", "email": "new@example.org", "job_title": "Clerk", "telephone": "", "team": ""}


def test_inviting_gives_everything_at_once(browser: Client, school: School) -> None:
    team = make_team("x")
    fields = {**INVITED, "roles": ["school_office", "head_teacher"], "team": team.pk, "is_manager": "on"}
    answer = posted(browser, "/authority/people/invite/", **fields, schools=f"{school.urn}\n\n")
    person = User.objects.get(email="new@example.org")
    assert answer.headers["Location"] == page_of(person)
    assert not person.has_usable_password()
    assert {held.role for held in person.role_holdings.all()} == {"school_office", "head_teacher"}
    assert person.team_memberships.get().is_manager
    assert person.school_places.get().job == "Clerk"
    assert codes() == [
        "accounts.user_created",
        "accounts.invited",
        "accounts.role_given",
        "accounts.role_given",
        "accounts.team_joined",
        "schools.staff_placed",
    ]
    assert OutboxMessage.objects.get().task_name == "accounts.send_invitation"
    page = browser.get(page_of(person)).content.decode()
    for words in ("Invited", "the e-mail is on its way", "Place at a school given", "Send a new invitation"):
        assert words in page, words


def test_somebody_of_the_council_without_a_team(administrator: User) -> None:
    person = invite_person(email="n@example.org", name="N", roles=[Role.HEAD_OF_SERVICE], by=administrator, as_of=TODAY)
    assert person.role_holdings.get().role == Role.HEAD_OF_SERVICE
    assert not person.team_memberships.exists()
    assert not person.school_places.exists()


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": ""}, "name", "Enter the person’s name"),
        ({"email": "nobody"}, "email", "must be an e-mail address"),
        ({"email": "ADMINISTRATOR@example.org"}, "email", "already has an account"),
        ({"roles": []}, "roles", "Select at least one role"),
        ({"roles": ["school_office"]}, "schools", "Enter the school"),
        ({"schools": "900001"}, "roles", "needs a school’s role"),
        ({"roles": ["school_office"], "schools": "nowhere"}, "schools", "No open school is “nowhere”"),
        ({"roles": ["school_office"], "schools": "invented"}, "schools", "More than one school fits"),
        ({"schools": "a\n" * 21}, "schools", "20 lines or fewer"),
        ({"is_manager": "on"}, "team", "Select the team"),
    ],
)
def test_a_refused_invitation_writes_nothing(
    browser: Client, make_school: Callable[..., School], changes: dict[str, Any], field: str, said: str
) -> None:
    make_school()
    make_school("Beechwood Academy (invented)")
    fields = {**INVITED, "roles": ["team_manager"], "schools": "", **changes}
    page = posted(browser, "/authority/people/invite/", **fields)
    assert page.status_code == 200
    assert said in " ".join(errors(page)[field])
    assert not User.objects.filter(name="New Person").exists()
    assert codes() == []


def test_without_a_role_nobody_is_invited(administrator: User) -> None:
    with pytest.raises(AccountRefused) as refusal:
        invite_person(email="n@example.org", name="N", by=administrator, as_of=TODAY)
    assert refusal.value.field == "roles"


def test_changing_details_and_both_versions_of_a_stale_edit(browser: Client) -> None:
    person = make_user(name="Old Name")
    answers = {"name": "New Name", "email": person.email, "job_title": "Clerk", "telephone": ""}
    assert posted(browser, page_of(person, "change/"), **answers).headers["Location"] == page_of(person)
    stale = browser.get(page_of(person, "change/"))
    hidden = {"form_key": stale.context["form_key"], "version": "1"}
    page = browser.post(page_of(person, "change/"), {**answers, **hidden, "name": "Third Name"})
    assert "Somebody else has changed this" in page.content.decode()
    assert page.context["version"] == 2
    again = {**answers, "form_key": hidden["form_key"], "version": "2", "name": "Third Name", "keep_name": "theirs"}
    browser.post(page_of(person, "change/"), {**again, "job_title": "Head clerk", "keep_job_title": "yours"})
    person.refresh_from_db()
    assert (person.name, person.job_title, person.version) == ("New Name", "Head clerk", 3)
    assert "Details changed: name, job title" in browser.get(page_of(person)).content.decode()
    assert errors(posted(browser, page_of(person, "change/"), **{**answers, "email": "x"}))["email"]
    taken = posted(browser, page_of(person, "change/"), **{**answers, "email": "administrator@example.org"})
    assert "already has an account" in errors(taken)["email"][0]


def test_giving_and_ending_a_role(browser: Client) -> None:
    person = make_user(Role.TEAM_MANAGER)
    page = browser.get(page_of(person, "roles/add/"))
    assert "team_manager" not in dict(page.context["form"].fields["role"].choices)
    fields = {"role": "head_of_service", **day("starts_on", TODAY + DAY), "ends_on": ""}
    assert posted(browser, page_of(person, "roles/add/"), **fields).status_code == 302
    assert "from 23 September 2026" in browser.get(page_of(person)).content.decode()
    fields |= {"role": "administrator", **day("starts_on", TODAY - DAY)}
    past = posted(browser, page_of(person, "roles/add/"), **fields)
    assert "today or later" in errors(past)["starts_on"][0]
    held = RoleHolding.objects.get(user=person, role="team_manager")
    end = page_of(person, f"roles/{held.pk}/end/")
    assert errors(posted(browser, end, when="later", last_day=""))["last_day"]
    assert errors(posted(browser, end, when="", last_day=""))["when"]
    assert "today or later" in errors(posted(browser, end, when="later", **day("last_day", TODAY - DAY)))["last_day"][0]
    assert posted(browser, end, when="later", **day("last_day", TODAY)).status_code == 302
    assert "until 22 September 2026" in browser.get(page_of(person)).content.decode()
    assert posted(browser, end, when="now", last_day="").status_code == 302
    held.refresh_from_db()
    assert held.ends_on == TODAY - DAY


def test_the_last_administrator_keeps_the_role_on_the_page_too(browser: Client, administrator: User) -> None:
    end = page_of(administrator, f"roles/{administrator.role_holdings.get().pk}/end/")
    assert "only administrator" in errors(posted(browser, end, when="now", last_day=""))["__all__"][0]
    assert "own account" in errors(posted(browser, page_of(administrator, "disable/"), reason="left"))["__all__"][0]
    assert "Disable this account" not in browser.get(page_of(administrator)).content.decode()


def test_teams_and_schools(browser: Client, school: School) -> None:
    person, team = make_user(Role.SCHOOL_OFFICE), make_team("x", name="North team")
    days = {**day("starts_on", TODAY), "ends_on": ""}
    assert posted(browser, page_of(person, "teams/add/"), team=team.pk, is_manager="on", **days).status_code == 302
    assert "already" in errors(posted(browser, page_of(person, "teams/add/"), team=team.pk, **days))["team"][0]
    place = {"school": school.name.upper(), "job": "Clerk", "is_champion": "on", **days}
    assert posted(browser, page_of(person, "schools/add/"), **place).status_code == 302
    assert "already" in errors(posted(browser, page_of(person, "schools/add/"), **place))["school"][0]
    page = browser.get(page_of(person)).content.decode()
    assert "North team (manager)" in page
    assert f"{school.name}, Clerk, senior attendance champion" in page
    membership, placed = TeamMembership.objects.get(), SchoolStaff.objects.get()
    for end in (f"teams/{membership.pk}/end/", f"schools/{placed.pk}/end/"):
        opened = browser.get(page_of(person, end))
        answers = {"form_key": opened.context["form_key"], "when": "now", "last_day": ""}
        assert browser.post(page_of(person, end), answers).headers["Location"] == page_of(person)
        # Sent a second time: the first one's answer, not a 404.
        assert browser.post(page_of(person, end), answers).headers["Location"] == page_of(person)
        assert browser.get(page_of(person, end)).status_code == 404
    assert not TeamMembership.objects.exists()
    assert not SchoolStaff.objects.exists()
    given, ended = ["accounts.team_joined", "schools.staff_placed"], ["accounts.team_left", "schools.staff_place_ended"]
    assert codes() == given + ended


def test_where_an_invitation_stands(browser: Client, administrator: User) -> None:
    person = invite(email="new@example.org", name="New Person", by=administrator, as_of=TODAY)
    waiting = Invitation.objects.get()
    for sent, said in ((0, "works until"), (73, "not used in time")):
        waiting.sent_recorded_at = timezone.now() - timedelta(hours=sent)
        waiting.save()
        assert said in browser.get(page_of(person)).content.decode()
    Invitation.objects.update(superseded_recorded_at=timezone.now())
    assert "None waits" in browser.get(page_of(person)).content.decode()


def test_who_is_not_there_is_not_found(browser: Client) -> None:
    assert browser.get("/authority/people/11111111-1111-4111-8111-111111111111/").status_code == 404


def test_what_another_person_holds_is_not_ended_here(browser: Client) -> None:
    person, other = make_user(), make_user(Role.TEAM_MANAGER)
    assert browser.get(page_of(person, f"roles/{other.role_holdings.get().pk}/end/")).status_code == 404
    end = page_of(person, f"roles/{other.role_holdings.get().pk}/end/")
    assert browser.post(end).status_code == 404
    holding = RoleHolding.objects.create(user=person, role="partner", starts_on=TODAY)
    end = page_of(person, f"roles/{holding.pk}/end/")
    key = browser.get(end).context["form_key"]
    holding.delete()
    assert browser.post(end, {"form_key": key, "when": "now"}).status_code == 404


def test_a_school_place_that_ends_closes_the_school(browser: Client, administrator: User, school: School) -> None:
    person = make_user(Role.SCHOOL_OFFICE)
    place = SchoolStaff.objects.create(user=person, school=school, starts_on=LONG_AGO)
    end_place(place=place, last_day=TODAY + DAY, by=administrator, as_of=TODAY)
    assert SchoolStaff.objects.get().ends_on == TODAY + DAY
    for act in (
        lambda: give_place(user=person, school=school, by=person, as_of=TODAY),
        lambda: end_place(place=place, by=person, as_of=TODAY),
        lambda: invite_person(email="n@example.org", name="N", roles=[Role.PARTNER], by=person, as_of=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_disabling_and_enabling(browser: Client) -> None:
    person = make_user(Role.TEAM_MANAGER)
    assert errors(posted(browser, page_of(person, "disable/"), reason=""))["reason"]
    assert posted(browser, page_of(person, "disable/"), reason="security").status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    page = browser.get(page_of(person)).content.decode()
    assert "somebody else’s hands" in page
    assert "Enable this account" in page
    assert posted(browser, page_of(person, "enable/")).status_code == 302
    person.refresh_from_db()
    assert person.is_active


def test_signing_out_resetting_codes_and_inviting_again(browser: Client) -> None:
    person = make_user(Role.TEAM_MANAGER)
    assert posted(browser, page_of(person, "sign-out/")).status_code == 302
    assert "has no security codes" in errors(posted(browser, page_of(person, "security-codes/reset/")))["__all__"][0]
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    assert "Reset security codes" in browser.get(page_of(person)).content.decode()
    assert posted(browser, page_of(person, "security-codes/reset/")).status_code == 302
    assert "set a password already" in errors(posted(browser, page_of(person, "invite-again/")))["__all__"][0]
    person.set_unusable_password()
    person.save()
    assert posted(browser, page_of(person, "invite-again/")).status_code == 302
    assert codes() == ["accounts.sessions_ended", "accounts.security_codes_reset", "accounts.invited"]


PARTS = ("change/", "roles/add/", "teams/add/", "schools/add/", "disable/", "enable/", "sign-out/", "invite-again/")


@pytest.mark.parametrize("part", [*PARTS, "security-codes/reset/", "hand-over/"])
def test_a_post_of_anybody_else_is_refused(part: str, sign_in: Callable[[User], Client]) -> None:
    person = make_user(Role.TEAM_MANAGER)
    assert Client().post(page_of(person, part)).headers["Location"].startswith("/account/sign-in/")
    for role in (Role.TEAM_MANAGER, Role.SCHOOL_OFFICE):
        assert sign_in(make_user(role)).post(page_of(person, part)).status_code == 404
    assert codes() == []


@pytest.mark.parametrize("part", [*PARTS, "security-codes/reset/"])
def test_without_its_key_a_form_does_nothing(part: str, browser: Client) -> None:
    person = make_user(Role.TEAM_MANAGER)
    everything = {"name": "N", "email": "n@example.org", "role": "partner", "reason": "left", **day("starts_on", TODAY)}
    assert browser.post(page_of(person, part), {**everything, "version": "1"}).status_code == 200
    assert codes() == []
