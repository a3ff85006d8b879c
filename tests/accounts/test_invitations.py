"""Invitations: the e-mail with its link, the first password, and links that no longer work."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.actions.invitations import change_person, invite, invite_again
from accounts.actions.users import disable_user
from accounts.models import Invitation, User
from accounts.refusals import AccountRefused
from accounts.roles import Role
from ledger import outbox
from ledger.models import AdministrativeEvent, OutboxMessage
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 16)
GOOD = {"password": "three words together", "password_again": "three words together"}


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def newcomer(administrator: User) -> User:
    return invite(email="new@example.org", name="New Person", by=administrator, as_of=TODAY)


def sent_link() -> str:
    """Let the outbox send what waits; gives the path in the last e-mail."""
    for message in OutboxMessage.objects.filter(done_recorded_at__isnull=True):
        outbox.perform(message.pk)
    return re.search(r"http://testserver(/account/invitation/\S+/)", mail.outbox[-1].body).group(1)


def says_no(link: str, answers: dict[str, str] | None = None) -> bool:
    page = Client().post(link, answers) if answers else Client().get(link)
    text = page.content.decode()
    assert "new@example.org" not in text
    assert "New Person" not in text
    return "This link no longer works" in text


def test_the_link_sets_the_password_and_signs_in(newcomer: User) -> None:
    assert not newcomer.has_usable_password()
    link = sent_link()
    assert mail.outbox[-1].to == ["new@example.org"]
    browser = Client()
    assert "Choose a password" in browser.get(link).content.decode()
    answer = browser.post(link, GOOD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert browser.get("/").status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(GOOD["password"])
    assert newcomer.last_login is not None
    assert Invitation.objects.get().used_recorded_at
    event = AdministrativeEvent.objects.get(code="accounts.invitation_used")
    assert (event.by_user_id, event.subject) == (newcomer.pk, f"accounts.User:{newcomer.pk}")


def test_the_token_is_nowhere_but_in_the_e_mail(newcomer: User) -> None:
    message = OutboxMessage.objects.get()
    assert set(message.arguments) == {"invitation_id", "key"}
    assert Invitation.objects.get().token_hash == ""
    link = sent_link()
    token = link.split("/")[-2]
    invitation = Invitation.objects.get()
    assert len(invitation.token_hash) == 64
    assert invitation.token_hash not in link
    message.refresh_from_db()
    for kept in (str(message.arguments), str(vars(invitation)), str(list(AdministrativeEvent.objects.values()))):
        assert token not in kept


def test_it_works_once(newcomer: User) -> None:
    link = sent_link()
    assert Client().post(link, GOOD).status_code == 302
    assert says_no(link)
    assert says_no(link, {"password": "another three words", "password_again": "another three words"})
    newcomer.refresh_from_db()
    assert newcomer.check_password(GOOD["password"])


@pytest.mark.parametrize(("age", "works"), [(timedelta(hours=71, minutes=59), True), (timedelta(hours=72), False)])
def test_it_works_for_72_hours_from_when_it_was_sent(newcomer: User, age: timedelta, works: bool) -> None:
    link = sent_link()
    Invitation.objects.update(sent_recorded_at=timezone.now() - age, invited_at=timezone.now() - timedelta(days=30))
    assert says_no(link) is not works
    assert (Client().post(link, GOOD).status_code == 302) is works


def test_a_newer_invitation_ends_the_older(newcomer: User, administrator: User) -> None:
    older = sent_link()
    invite_again(user=newcomer, by=administrator, as_of=TODAY)
    assert says_no(older)
    assert not says_no(sent_link())
    older_one, newer_one = Invitation.objects.order_by("pk")
    assert older_one.superseded_recorded_at is not None
    assert newer_one.superseded_recorded_at is None


def test_an_invitation_that_is_superseded_before_it_is_sent_is_not_sent(newcomer: User, administrator: User) -> None:
    invite_again(user=newcomer, by=administrator, as_of=TODAY)
    sent_link()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("token", ["abc", "1.abc:def", "%00", "é"])
def test_a_forged_link_is_refused(token: str) -> None:
    assert "This link no longer works" in Client().get(f"/account/invitation/{token}/").content.decode()


def test_a_disabled_persons_link_is_dead_and_none_is_sent(newcomer: User, administrator: User) -> None:
    link = sent_link()
    disable_user(user=newcomer, by=administrator, as_of=TODAY)
    assert says_no(link)
    with pytest.raises(AccountRefused, match="Enable the account first"):
        invite_again(user=newcomer, by=administrator, as_of=TODAY)


def test_who_has_a_password_needs_no_invitation(newcomer: User, administrator: User) -> None:
    link = sent_link()
    newcomer.set_password(PASSWORD)
    newcomer.save()
    assert says_no(link)
    with pytest.raises(AccountRefused, match="has set a password already"):
        invite_again(user=newcomer, by=administrator, as_of=TODAY)


def test_another_address_gets_a_link_of_its_own(newcomer: User, administrator: User) -> None:
    older = sent_link()
    change_person(user=newcomer, version=1, email="Right@example.org", by=administrator, as_of=TODAY)
    assert says_no(older)
    sent_link()
    assert mail.outbox[-1].to == ["right@example.org"]


def test_a_new_address_of_somebody_who_signs_in_sends_nothing(administrator: User) -> None:
    user = make_user()
    change_person(user=user, version=1, email="elsewhere@example.org", by=administrator, as_of=TODAY)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"password": "", "password_again": ""}, "Enter a password"),
        ({"password": "short", "password_again": "short"}, "at least 12 characters"),
        ({"password": "three words together", "password_again": "three words apart"}, "are not the same"),
        ({"password": "new@example.org!", "password_again": "new@example.org!"}, "too similar"),
        ({"password": "1qaz2wsx3edc", "password_again": "1qaz2wsx3edc"}, "too common"),
    ],
)
def test_a_poor_password_is_refused_and_the_link_still_works(
    newcomer: User, answers: dict[str, str], said: str
) -> None:
    link = sent_link()
    assert said in Client().post(link, answers).content.decode()
    assert Client().post(link, GOOD).status_code == 302


def test_only_an_administrator_invites() -> None:
    with pytest.raises(PermissionDenied):
        invite(email="new@example.org", name="New", by=make_user(Role.TEAM_MANAGER), as_of=TODAY)
    assert not Invitation.objects.exists()
