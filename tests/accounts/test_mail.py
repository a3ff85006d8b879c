"""E-mails: a reference and a link, sent once, however long the machine stood still."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from accounts import mail
from accounts.mail import MailFields, MailMessage, MailRefused
from accounts.models import User
from ledger import outbox
from ledger.models import OutboxMessage
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
CODE = "tests.note"


@pytest.fixture(autouse=True)
def note(monkeypatch: pytest.MonkeyPatch) -> dict[int, bool]:
    """A message and a condition of its own, for one test; the bell is not rung."""
    needed: dict[int, bool] = {}
    message = MailMessage(CODE, "OnRoll: a question about {reference}", "There is a question. Sign in: {address}")
    monkeypatch.setitem(mail._messages, CODE, message)
    monkeypatch.setitem(mail._conditions, "tests.needed", lambda about: needed.get(about, True))
    monkeypatch.setattr(outbox, "ring", mock.Mock())
    return needed


def send(to: User, **more: object) -> OutboxMessage:
    return mail.send_later(CODE, to=to, path="/sent/EX-S-2026-0201/", reference="EX-S-2026-0201", **more)


def perform_due(days: int) -> None:
    """What the sweep and the worker do when they come back after that many days."""
    now = timezone.now() + timedelta(days=days)
    for message in OutboxMessage.objects.filter(next_attempt_recorded_at__lte=now).order_by("due_at"):
        outbox.perform(message.pk, as_of=now)


def test_it_carries_a_reference_and_a_link_and_goes_once() -> None:
    user = make_user(name="Mary Shah")
    message = send(user)
    assert outbox.perform(message.pk) is True
    assert outbox.perform(message.pk) is False
    (sent,) = django_mail.outbox
    assert sent.to == [user.email]
    assert sent.subject == "OnRoll: a question about EX-S-2026-0201"
    assert sent.body.endswith("Sign in: http://testserver/sent/EX-S-2026-0201/")
    assert message.arguments["key"] in sent.extra_headers["Message-ID"]


@pytest.mark.parametrize("text", ["Dear {child}", "{0}", "Born {born_on}, see {address}"])
def test_no_message_can_be_registered_that_says_more(text: str) -> None:
    with pytest.raises(MailRefused, match="a reference and a link only"):
        MailMessage("tests.more", "OnRoll", text)


@pytest.mark.parametrize(
    "fields",
    [
        {"path": "https://elsewhere.example/"},
        {"path": "/children/?q=Amira Hughes"},
        {"path": "/ok/", "reference": "Amira Hughes"},
        {"path": "/ok/", "reference": "EX-S-2026-0201\r\nBcc: x@example.org"},
    ],
)
def test_only_a_path_and_a_reference_of_ours_fit(fields: dict[str, str]) -> None:
    with pytest.raises(MailRefused):
        MailFields(**fields)


def test_a_disabled_person_gets_nothing() -> None:
    user = make_user()
    message = send(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    outbox.perform(message.pk)
    assert django_mail.outbox == []


def test_stopped_for_a_month_and_started_again_each_reminder_goes_once(note: dict[int, bool]) -> None:
    user = make_user()
    for about, days in ((1, 3), (2, 7), (3, 7)):
        send(user, due_at=timezone.now() + timedelta(days=days), only_if="tests.needed", about=about)
    note[3] = False
    perform_due(1)
    assert django_mail.outbox == []
    perform_due(31)
    assert len(django_mail.outbox) == 2, "two are still needed, one is not"
    perform_due(62)
    assert len(django_mail.outbox) == 2


def test_an_unknown_message_or_condition_is_refused_at_once() -> None:
    user = make_user()
    with pytest.raises(MailRefused, match=r"tests\.unknown"):
        mail.send_later("tests.unknown", to=user, path="/")
    for more in ({"only_if": "tests.never", "about": 1}, {"only_if": "tests.needed"}):
        with pytest.raises(MailRefused, match="condition"):
            send(user, **more)


def test_two_rooms_cannot_share_a_code_or_a_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MailRefused, match="twice"):
        mail.register_message(MailMessage(CODE, "OnRoll", "Something else"))
    with pytest.raises(MailRefused, match="twice"):
        mail.register_condition("tests.needed", lambda about: True)
    assert CODE in [message.code for message in mail.messages()]
