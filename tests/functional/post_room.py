"""The e-mails that the stack has sent: files in its folder."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy

from tests.support.live_stack import LiveStack

# What Django's file backend writes after each message.
_END = b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    """One e-mail as it went."""

    message_id: str
    to: str
    subject: str
    text: str

    @property
    def path(self) -> str:
        """The path of the link that it carries."""
        found = re.search(r"https?://[^/\s]+(/\S*)", self.text)
        assert found, self.text
        return found.group(1)


def letters_of(live_stack: LiveStack) -> list[Letter]:
    """Every e-mail so far, in no order; a repeat after a crash is there twice with one Message-ID."""
    folder = live_stack.stack.data / "mail"
    files = sorted(folder.iterdir()) if folder.exists() else []
    parts = [part for file in files for part in file.read_bytes().split(_END)]
    return [_read(part) for part in parts if part.strip()]


def letters_to(live_stack: LiveStack, address: str) -> list[Letter]:
    """Every e-mail to this person so far."""
    return [letter for letter in letters_of(live_stack) if letter.to == address]


def wait_for_letter(live_stack: LiveStack, address: str, subject: str) -> Letter:
    """The one e-mail to this person with these words in its subject."""

    def found() -> list[Letter]:
        return [letter for letter in letters_to(live_stack, address) if subject in letter.subject]

    live_stack.wait_for(lambda: bool(found()), f"an e-mail to {address}: {subject}")
    live_stack.wait_for_outbox()
    letters = found()
    assert len(letters) == 1, letters
    return letters[0]


def _read(part: bytes) -> Letter:
    message = email.message_from_bytes(part, policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return Letter(str(message["Message-ID"]), str(message["To"]), str(message["Subject"]), text)
