"""E-mails to people who sign in. Each carries a reference and a link, and nothing else about anybody.

A message is registered once, with a subject and a text in which only `{reference}` and `{address}` may stand; what is
sent is an outbox row, so it is sent after commit, tried again for ever, and sent once. A reminder is such a row with a
later `due_at` and the name of a condition that is asked again just before it goes.
"""

from __future__ import annotations

import re
import string
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from accounts.models import User
from ledger import outbox
from ledger.models import OutboxMessage

TASK = "accounts.send_message"
_FIELDS = frozenset({"reference", "address"})
# What a reference and the path of a link may consist of: no text that somebody typed fits.
_REFERENCE = re.compile(r"[A-Z]{2,4}(-[A-Z])?-\d{4}-\d{4,}(-[A-Z]\d+)?")
_PATH = re.compile(r"/[A-Za-z0-9/_:.=-]*")

Condition = Callable[[int], bool]


class MailRefused(Exception):
    """A message is unknown, registered twice, or would carry more than a reference and a link."""


@dataclass(frozen=True)
class MailMessage:
    """One sort of e-mail: its code, subject and text. Raises MailRefused for any field but reference and address."""

    code: str
    subject: str
    text: str

    def __post_init__(self) -> None:
        for template in (self.subject, self.text):
            named = {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
            if named - _FIELDS:
                raise MailRefused(f"{self.code}: an e-mail carries a reference and a link only.")


@dataclass(frozen=True)
class MailFields:
    """All that an e-mail can say. Raises MailRefused for what is no reference or no path of ours."""

    path: str
    reference: str = ""

    def __post_init__(self) -> None:
        if not _PATH.fullmatch(self.path):
            raise MailRefused("The link of an e-mail is a path of this product without a query.")
        if self.reference and not _REFERENCE.fullmatch(self.reference):
            raise MailRefused("The reference of an e-mail is one that this product gave.")

    @property
    def address(self) -> str:
        """The link, with the host."""
        return f"{settings.BASE_URL}{self.path}"


_messages: dict[str, MailMessage] = {}
_conditions: dict[str, Condition] = {}


def register_message(message: MailMessage) -> None:
    """Register a sort of e-mail. Raises MailRefused when the code is taken by another."""
    if _messages.setdefault(message.code, message) != message:
        raise MailRefused(f"The message {message.code} is registered twice.")


def register_condition(name: str, still_needed: Condition) -> None:
    """Register what a reminder asks before it goes: `still_needed(about)` with the id it was enqueued with."""
    if _conditions.setdefault(name, still_needed) != still_needed:
        raise MailRefused(f"The condition {name} is registered twice.")


def messages() -> list[MailMessage]:
    """Every sort of e-mail, by code."""
    return [_messages[code] for code in sorted(_messages)]


def send_later(
    code: str,
    *,
    to: User,
    path: str,
    reference: str = "",
    by: User | None = None,
    due_at: datetime | None = None,
    only_if: str = "",
    about: int | None = None,
) -> OutboxMessage:
    """Enqueue an e-mail in the transaction that needs it. With `due_at` it waits; with `only_if` the condition of that
    name is asked about `about` when it is due, and the e-mail is dropped when it is no longer needed.

    Raises MailRefused for an unknown code or condition, or for more than a reference and a link.
    """
    MailFields(path, reference)
    if code not in _messages:
        raise MailRefused(f"Nobody has registered the message {code}.")
    if only_if and (only_if not in _conditions or about is None):
        raise MailRefused(f"Nobody has registered the condition {only_if}, or it is asked about nothing.")
    return outbox.enqueue(
        TASK,
        due_at=due_at,
        by_user_id=by.pk if by else None,
        code=code,
        user_id=to.pk,
        path=path,
        reference=reference,
        only_if=only_if,
        about=about,
        key=str(uuid.uuid4()),
    )


def deliver(*, code: str, user_id: int, fields: MailFields, key: str) -> None:
    """Send now; for handlers of the outbox only. A person who was disabled meanwhile gets nothing.

    The Message-ID is made from `key`, so that a receiver can tell a repeat after a crash.
    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    message = _messages[code]
    values = {"reference": fields.reference, "address": fields.address}
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    EmailMessage(
        subject=message.subject.format(**values),
        body=message.text.format(**values),
        to=[user.email],
        headers={"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"},
    ).send()


def send_message(
    *,
    code: str,
    user_id: int,
    path: str,
    reference: str,
    key: str,
    as_of: date,
    only_if: str = "",
    about: int | None = None,
    **_: object,
) -> None:
    """The outbox's handler: asks the condition, then sends."""
    if only_if and not _conditions[only_if](about or 0):
        return
    deliver(code=code, user_id=user_id, fields=MailFields(path, reference), key=key)


def register() -> None:
    """Tell the outbox who sends e-mails."""
    outbox.register(TASK, send_message)
