"""Security codes: set up, asked for at sign-in, used once, kept encrypted, never skipped by a reset."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from cryptography.fernet import Fernet
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.actions.invitations import invite
from accounts.actions.second_step import reset_security_codes
from accounts.middleware import OPEN_URL_NAMES, SET_UP_URL_NAMES
from accounts.models import SignInFailure, User
from accounts.refusals import AccountRefused
from accounts.roles import Role
from accounts.second_step import has_security_codes
from accounts.totp_adapter import TotpAdapter
from ledger.models import AdministrativeEvent
from tests.accounts.test_invitations import GOOD, sent_link
from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 16)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP = "/account/security-codes/set-up/"
CODE_PAGE = "/account/sign-in/code/"
RECOVERY = "/account/security-codes/recovery/"


class Clock:
    """The time, standing still in the middle of a half-minute until a test moves it."""

    def __init__(self) -> None:
        self.now = int(time.time()) // 30 * 30 + 15

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Every test's own clock."""
    stopped = Clock()
    monkeypatch.setattr(time, "time", stopped)
    return stopped


def code(steps: int = 0, secret: str = SECRET) -> str:
    """The code of this half-minute, or of one some steps away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_codes(role: Role = Role.HEAD_OF_SERVICE) -> User:
    user = make_user(role)
    TOTP.activate(user, SECRET)
    return user


def password_given(user: User) -> Client:
    client = Client()
    answer = client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REQUIRE_TOTP", True)


def test_setting_up_gives_recovery_codes_once() -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    client = password_given(user)
    page = client.get(SET_UP).content.decode()
    assert '<svg class="onroll-qr"' in page
    assert 'autocomplete="one-time-code"' in page
    secret = re.search(r'onroll-key">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    assert "wrong or was used already" in client.post(SET_UP, {"code": "000000"}).content.decode()
    answer = client.post(SET_UP, {"code": code(secret=secret)})
    assert answer.headers["Location"] == RECOVERY
    codes = re.findall(r'onroll-key">(\d{8})<', client.get(RECOVERY).content.decode())
    assert len(set(codes)) == 10
    again = client.get(RECOVERY).content.decode()
    assert "10 of 10 recovery codes left" in again
    assert not any(each in again for each in codes)
    assert client.get(SET_UP).headers["Location"] == "/account/"
    assert "Set up; 10 recovery codes left" in client.get("/account/").content.decode()


def test_secrets_are_encrypted_and_a_replaced_key_still_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    user = with_codes()
    kept = Authenticator.objects.get(user=user).data["secret"]
    assert SECRET not in kept
    monkeypatch.setattr(settings, "TOTP_KEYS", [Fernet.generate_key().decode(), *settings.TOTP_KEYS])
    assert TotpAdapter().decrypt(kept) == SECRET
    assert is_in_with(user, code())


def is_in_with(user: User, typed: str) -> bool:
    client = password_given(user)
    client.post(CODE_PAGE, {"code": typed})
    return is_in(client)


def test_the_password_alone_opens_nothing() -> None:
    client = password_given(with_codes())
    assert not is_in(client)
    assert client.get("/account/").headers["Location"].startswith("/account/sign-in/")
    page = client.get(CODE_PAGE).content.decode()
    assert 'autocomplete="one-time-code"' in page
    before = client.session.session_key
    assert client.post(CODE_PAGE, {"code": f" {code()[:3]} {code()[3:]} "}).status_code == 302
    assert is_in(client)
    assert client.session.session_key != before


def test_a_code_is_used_once_for_as_long_as_it_could_be_accepted(clock: Clock) -> None:
    user, typed = with_codes(), code(1)
    assert is_in_with(user, typed)
    assert not is_in_with(user, typed)
    # A minute later it would still be accepted, and allauth itself has forgotten it.
    clock.now += 60
    assert typed == code(-1)
    assert not is_in_with(user, typed)
    assert is_in_with(user, code())


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_either_way_is_accepted(steps: int, works: bool) -> None:
    assert is_in_with(with_codes(), code(steps)) is works


def test_a_wrong_code_leaves_a_row_and_five_lock_for_a_while() -> None:
    user = with_codes()
    client = password_given(user)
    for _ in range(5):
        client.post(CODE_PAGE, {"code": "000000"})
    assert SignInFailure.objects.count() == 5
    assert "Too many tries" in client.post(CODE_PAGE, {"code": code()}).content.decode()
    assert not is_in(client)


def test_a_recovery_code_signs_in_once() -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    client = password_given(user)
    client.get(SET_UP)
    client.post(SET_UP, {"code": code(secret=client.session["mfa.totp.secret"])})
    codes = re.findall(r'onroll-key">(\d{8})<', client.get(RECOVERY).content.decode())
    assert is_in_with(user, codes[0])
    assert not is_in_with(user, codes[0])
    new = client.post(f"{RECOVERY}new/", follow=True).content.decode()
    assert codes[1] not in new
    assert not is_in_with(user, codes[1])
    assert "Make new recovery codes?" in client.get(f"{RECOVERY}new/").content.decode()


def test_where_codes_are_required_only_the_set_up_opens(required: None) -> None:
    client = password_given(make_user(Role.ADMINISTRATOR))
    for address in ("/", "/account/", "/authority/people/", "/authority/schools/", RECOVERY, "/help/"):
        assert client.get(address).headers["Location"] == SET_UP, address
    assert client.post("/account/sessions/end-others/").headers["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    assert client.get("/account/sign-out/").status_code == 200
    client.post(SET_UP, {"code": code(secret=client.session["mfa.totp.secret"])})
    assert is_in(client)
    assert is_in(client)


def test_the_list_of_set_up_pages_holds_nothing_that_shows_anything() -> None:
    opened = {"mfa_activate_totp", "account_reauthenticate", "account_session"}
    assert opened == SET_UP_URL_NAMES - OPEN_URL_NAMES


def test_an_invited_person_goes_on_to_the_set_up(required: None) -> None:
    invite(email="new@example.org", name="New", by=make_user(Role.ADMINISTRATOR), as_of=TODAY)
    client = Client()
    answer = client.post(sent_link(), GOOD, follow=True)
    assert answer.redirect_chain[-1][0] == SET_UP
    assert "Set up security codes" in answer.content.decode()


def test_a_password_reset_does_not_skip_the_code() -> None:
    user = with_codes()
    client = Client()
    client.post("/account/password/reset/", {"email": user.email})
    link = re.search(r"http://testserver(/account/password/reset/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    new = "another three words"
    client.post(form, {"password1": new, "password2": new})
    assert not is_in(client)
    user.refresh_from_db()
    assert user.check_password(new)
    client.post("/account/sign-in/", {"login": user.email, "password": new})
    assert not is_in(client)
    client.post(CODE_PAGE, {"code": code()})
    assert is_in(client)


def test_setting_up_long_after_signing_in_asks_for_the_password() -> None:
    client = password_given(make_user(Role.HEAD_OF_SERVICE))
    session = client.session
    session["account_authentication_methods"][0]["at"] -= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1
    session.save()
    assert client.get(SET_UP).headers["Location"].startswith("/account/reauthenticate/")


def test_an_administrator_resets_codes_and_ends_the_sessions(required: None) -> None:
    user, by = with_codes(), make_user(Role.ADMINISTRATOR)
    client = password_given(user)
    client.post(CODE_PAGE, {"code": code()})
    assert is_in(client)
    reset_security_codes(user=user, by=by, as_of=TODAY)
    assert not has_security_codes(user)
    assert client.get("/").headers["Location"].startswith("/account/sign-in/")
    assert password_given(user).get("/").headers["Location"] == SET_UP
    event = AdministrativeEvent.objects.get()
    assert (event.code, event.by_user_id, event.facts) == ("accounts.security_codes_reset", by.pk, {"sessions": 1})


def test_nobody_resets_their_own_codes_nor_those_of_who_has_none() -> None:
    by = with_codes(Role.ADMINISTRATOR)
    with pytest.raises(AccountRefused, match="Ask another administrator"):
        reset_security_codes(user=by, by=by, as_of=TODAY)
    with pytest.raises(AccountRefused, match="has no security codes"):
        reset_security_codes(user=make_user(), by=by, as_of=TODAY)
    with pytest.raises(PermissionDenied):
        reset_security_codes(user=by, by=make_user(Role.HEAD_OF_SERVICE), as_of=TODAY)


def test_a_code_again_before_something_that_matters() -> None:
    user = with_codes()
    client = password_given(user)
    client.post(CODE_PAGE, {"code": code(-1)})
    page = client.get("/account/reauthenticate/code/?next=/account/")
    assert "Enter a security code again" in page.content.decode()
    client.post("/account/reauthenticate/code/", {"code": "000000"})
    assert SignInFailure.objects.count() == 1
    answer = client.post("/account/reauthenticate/code/", {"code": code(), "next": "/account/"})
    assert answer.headers["Location"] == "/account/"
