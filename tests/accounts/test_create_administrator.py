"""The command that makes the first administrator."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import RoleHolding, User
from accounts.roles import Role
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


def create(monkeypatch: pytest.MonkeyPatch, *, email: str = "first@example.org", password: str = PASSWORD) -> str:
    """Run the command with the password on its standard input; gives what it said."""
    monkeypatch.setattr("sys.stdin", StringIO(password + "\n"))
    said = StringIO()
    call_command("create_administrator", email=email, name="First Person", stdout=said)
    return said.getvalue()


def test_the_first_administrator_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert create(monkeypatch) == "first@example.org can now sign in as an administrator.\n"
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    assert RoleHolding.objects.get(user=user).role == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"password": "short"}, "Password: .*at least"),
        ({"email": "nobody"}, "is not an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_in_words(monkeypatch: pytest.MonkeyPatch, facts: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        create(monkeypatch, **facts)
    assert not User.objects.exists()


def test_an_address_that_is_taken_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch)
    with pytest.raises(CommandError, match="already has an account"):
        create(monkeypatch, email="FIRST@example.org")
