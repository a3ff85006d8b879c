"""How the actions of this cohort refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db.models import TextChoices

from cases.actions.children import ChildRefused
from components.words import spelled_date
from exclusions.decisions import Objection
from exclusions.facts import GovernedFacts
from exclusions.models import CancellationReason
from exclusions.policies import SAME_DAY

_ANSWER_AGAIN = (
    "If the head teacher cancelled before it began, answer “Yes” to “Did the head teacher cancel before the governors’ "
    "meeting began?”. If the meeting was put off, list it again first."
)


class ExclusionRefused(Exception):
    """The act is not possible. `reasons` holds every reason; `field` the field at fault where there is one;
    `references` the other cases to look at."""

    def __init__(self, *reasons: str, field: str = "", references: Sequence[str] = ()) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field
        self.references = references


@contextmanager
def refused_at(field: str) -> Iterator[None]:
    """What the child's record does not allow is said at this field of the page."""
    try:
        yield
    except ChildRefused as error:
        raise ExclusionRefused(str(error), field=field) from error


def refuse(objections: Sequence[Objection]) -> None:
    """Raise ExclusionRefused with every objection; it names the field when all are about one."""
    if objections:
        fields = {objection.field for objection in objections}
        field = fields.pop() if len(fields) == 1 else ""
        references = [objection.reference for objection in objections if objection.reference]
        raise ExclusionRefused(*(objection.text for objection in objections), field=field, references=references)


def check_day(day: date, label: str, field: str, *, earliest: date, latest: date | None) -> None:
    """Refuse a day before `earliest` or, where there is one, after `latest`, which is today."""
    if day < earliest:
        raise ExclusionRefused(f"{label} must be on or after {spelled_date(earliest)}.", field=field)
    if latest is not None and day > latest:
        raise ExclusionRefused(f"{label} must be today or earlier.", field=field)


def check_choice(value: str, choices: type[TextChoices], label: str, field: str) -> None:
    """Refuse a value that is none of the choices."""
    if value not in choices.values:
        raise ExclusionRefused(f"{label}: choose one of the list.", field=field)


def check_cancelling(
    facts: GovernedFacts,
    reasons_against: Callable[..., Sequence[str]],
    cancelled_on: date,
    reason: str,
    was_before_meeting: bool | None,
    as_of: date,
) -> None:
    """Refuse a cancelling by the head teacher that cannot be on that day, that the law bars (`reasons_against`, of the
    kind), or that must first say whether the meeting of that day had begun."""
    check_day(cancelled_on, "Cancelled on", "cancelled_on", earliest=facts.decision.decided_on, latest=as_of)
    bars = list(reasons_against(facts, cancelled_on, was_before_meeting))
    if bars and was_before_meeting is False and cancelled_on == facts.governors_meeting_on:
        raise ExclusionRefused(*bars, _ANSWER_AGAIN, field="was_before_meeting")
    if bars:
        raise ExclusionRefused(*bars, field="was_before_meeting" if bars == [SAME_DAY] else "cancelled_on")
    check_choice(reason, CancellationReason, "Reason", "reason")
