"""What a head teacher's decision must satisfy to be possible at all: asked by the officer's actions, which refuse, and
by the school's form, which sends the school back. One set for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from exclusions.models import Notification
from exclusions.reasons import MOST_REASONS, Reason
from exclusions.suspensions.bands import cap_reasons
from exclusions.suspensions.counting import Lost, Span
from exclusions.suspensions.totals import Totals

Recipient = Notification.Recipient

# No limit of the law: a start or a meeting further away than this is a slip of the pen.
LONGEST_TO_THE_START = timedelta(days=366)


@dataclass(frozen=True)
class Objection:
    """Why a decision cannot be as it was given: the field at fault, the fix in words, and the other case that it is
    about, where there is one."""

    field: str
    text: str
    reference: str = ""


def objections_to_permanent(
    *, born_on: date, decided_on: date, excluded_on: date, reasons: Sequence[str], exam_on: date | None, as_of: date
) -> list[Objection]:
    """Everything that cannot be true of a permanent exclusion."""
    return [
        *_to_the_start("excluded_on", "Excluded from", born_on, decided_on, excluded_on, as_of),
        *_to_the_exam(excluded_on, exam_on),
        *_to_the_reasons(reasons),
    ]


def objections_to_suspension(
    *,
    span: Span,
    born_on: date,
    decided_on: date,
    reasons: Sequence[str],
    exam_on: date | None,
    lost: Lost,
    others: Totals,
    policy: str,
    as_of: date,
    taken: Lost | None = None,
) -> list[Objection]:
    """Everything that cannot be true of a suspension, or that the law forbids; `lost` and `others` as they were counted
    (of a span that cannot be counted nothing is), and `taken`, what the governors left of it where they ended it."""
    return [
        *_to_the_start("first_on", "First day", born_on, decided_on, span.first_on, as_of),
        *_to_the_span(span, lost),
        *_to_the_exam(span.first_on, exam_on),
        *_to_the_reasons(reasons),
        *(Objection("last_on", text) for text in cap_reasons(lost if taken is None else taken, others, policy)),
    ]


def told_label(recipient: str) -> str:
    """What the field is called in which the day stands on which this one was told."""
    if recipient == Recipient.COUNCIL:
        return "The school told us on"
    return f"{Recipient(recipient).label} told on"


def objections_to_told(
    told: Mapping[str, date], decided_on: date, as_of: date, *, since: str = "the day of the decision"
) -> list[Objection]:
    """Nobody can be told before the decision, or tomorrow. `since` is what the first day is called."""
    return [
        Objection(
            f"{recipient}_told_on",
            f"{told_label(recipient)} must be from {since} to today.",
        )
        for recipient, told_on in told.items()
        if not decided_on <= told_on <= as_of
    ]


def _to_the_start(
    field: str, label: str, born_on: date, decided_on: date, starts_on: date, as_of: date
) -> Iterator[Objection]:
    """The first thing that is wrong with the days: the others often follow from it."""
    if decided_on > as_of:
        yield Objection("decided_on", "Decided on must be today or earlier.")
    elif starts_on < decided_on:
        yield Objection(field, f"{label} must be on or after the day of the decision.")
    elif starts_on > decided_on + LONGEST_TO_THE_START:
        yield Objection(field, f"{label} must be within a year of the decision. Check the year.")
    elif starts_on < born_on:
        yield Objection(field, f"{label} must be after the child’s date of birth.")


def _to_the_span(span: Span, lost: Lost) -> Iterator[Objection]:
    if span.runs_backwards:
        yield Objection("last_on", "Last day must be on or after the first day, and its session not before the first.")
    elif span.is_too_long:
        yield Objection("last_on", "Last day must be within a year of the first day. Check the year.")
    elif lost.count == 0:
        yield Objection(
            "first_on",
            f"There is no school session {span.days_in_words} in the school’s calendar. Check the days, or have "
            "the calendar corrected.",
        )


def _to_the_exam(starts_on: date, exam_on: date | None) -> Iterator[Objection]:
    if exam_on is not None and exam_on < starts_on:
        yield Objection("exam_on", "Exam on must be on or after the first day of the exclusion.")


def _to_the_reasons(reasons: Sequence[str]) -> Iterator[Objection]:
    unknown = set(reasons) - set(Reason.values)
    if not reasons or unknown or len(set(reasons)) != len(reasons) or len(reasons) > MOST_REASONS:
        yield Objection("reasons", f"Reasons: choose from one to {MOST_REASONS} of the list.")
