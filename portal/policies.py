"""What a submission's status lets the school do with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from portal.models import SubmissionStatus
from portal.webforms import Doubt

Status = SubmissionStatus.Status

CORRECTABLE = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.RETURNED})
WITHDRAWABLE = CORRECTABLE


class NotPossible(Exception):
    """The status does not allow it; the text says why and what to do."""


def can_correct(status: str) -> bool:
    """True while the council reads it, or has taken or returned it."""
    return status in CORRECTABLE


def check_can_correct(status: SubmissionStatus) -> None:
    """Raise NotPossible for what was withdrawn or not accepted."""
    if not can_correct(status.status):
        raise NotPossible(f"It cannot be corrected: it was {_ENDED[Status(status.status)]}. Send a new form.")


def can_withdraw(status: str) -> bool:
    """True until it was withdrawn or not accepted."""
    return status in WITHDRAWABLE


def check_can_withdraw(status: SubmissionStatus) -> None:
    """Raise NotPossible for what has ended."""
    if not can_withdraw(status.status):
        raise NotPossible(f"It cannot be withdrawn: it was {_ENDED[Status(status.status)]}.")


_ENDED = {Status.WITHDRAWN: "withdrawn already", Status.REJECTED: "not accepted"}


def unconfirmed(doubts: Sequence[Doubt], confirmed: Sequence[dict[str, str]]) -> list[Doubt]:
    """The doubts that the school has not said are right, in these very words: other answers raise a new doubt."""
    words = {(each["code"], each["title"], each["text"]) for each in confirmed}
    return [doubt for doubt in doubts if (doubt.code, doubt.title, doubt.text) not in words]


def confirmed_of(doubts: Sequence[Doubt], confirmed: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """What the school has said is right of these doubts, in these very words. The rest was said of other answers."""
    words = {(doubt.code, doubt.title, doubt.text) for doubt in doubts}
    return [each for each in confirmed if (each["code"], each["title"], each["text"]) in words]


def not_named(doubts: Sequence[Doubt], codes: Collection[str]) -> list[Doubt]:
    """The doubts whose codes a school's own system has not named as right."""
    return [doubt for doubt in doubts if doubt.code not in codes]
