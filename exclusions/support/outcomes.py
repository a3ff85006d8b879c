"""What came of requests for help: whether a permanent exclusion, and apart from it a suspension, began within the time
that the authority looks at. Always worked out from the records; nobody enters it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from components.words import spelled_date
from exclusions.decisions import Objection
from exclusions.doubts import CONFIRM
from exclusions.models import Exclusion, Suspension
from exclusions.support.codes import SupportOutcome
from exclusions.support.facts import outcome_until


class Answer(StrEnum):
    """Whether it happened."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class Asking:
    """What is needed of a request: its child, and the day."""

    child_id: int
    requested_on: date


@dataclass(frozen=True)
class Happened:
    """Whether an exclusion began from the day of the request to `until`, and the references of those that did."""

    until: date
    references: tuple[str, ...]
    as_of: date

    @property
    def answer(self) -> Answer:
        """Yes as soon as one began; no only once the last day has passed."""
        if self.references:
            return Answer.YES
        return Answer.NO if self.as_of > self.until else Answer.NOT_YET


@dataclass(frozen=True)
class Outcome:
    """What came of one request."""

    permanent: Happened
    suspension: Happened


class Outcomes:
    """The outcomes of many requests: two queries, however many."""

    def __init__(self, asking: Iterable[Asking], policy: str, as_of: date) -> None:
        self.policy, self.as_of = policy, as_of
        self._until: dict[date, date] = {}
        children = {each.child_id for each in asking}
        self._permanent = _begun(Exclusion.objects.filter(case__child__in=children), "excluded_on")
        self._suspensions = _begun(Suspension.objects.filter(case__child__in=children), "first_on")

    def of(self, asking: Asking) -> Outcome:
        """What came of this request."""
        return Outcome(self._happened(self._permanent, asking), self._happened(self._suspensions, asking))

    def _happened(self, begun: dict[int, list[tuple[date, str]]], asking: Asking) -> Happened:
        until = self._until_of(asking.requested_on)
        references = tuple(
            reference for day, reference in begun[asking.child_id] if asking.requested_on <= day <= until
        )
        return Happened(until, references, self.as_of)

    def _until_of(self, requested_on: date) -> date:
        if requested_on not in self._until:
            self._until[requested_on] = outcome_until(requested_on, self.policy)
        return self._until[requested_on]


def doubts_about_outcome(outcome: str, child_id: int, requested_on: date) -> list[Objection]:
    """Whether another outcome can be right where our records have a permanent exclusion that began since the request:
    it can where the pupil was reinstated."""
    if outcome == SupportOutcome.EXCLUDED:
        return []
    begun = _begun(Exclusion.objects.filter(case__child=child_id, excluded_on__gte=requested_on), "excluded_on")
    return [
        Objection(
            CONFIRM,
            f"What came of it? Our records have a permanent exclusion of this pupil from {spelled_date(day)}, case "
            f"{reference}. Choose “{SupportOutcome.EXCLUDED.label}”, or tick that your answer is right.",
            reference,
        )
        for day, reference in begun[child_id]
    ]


def _begun(rows: QuerySet[Any], field: str) -> dict[int, list[tuple[date, str]]]:
    """Begun, by child, earliest first. One that the head teacher cancelled did not stand and is left out; one after
    which the pupil was reinstated did begin."""
    begun: dict[int, list[tuple[date, str]]] = defaultdict(list)
    standing = rows.filter(cancelled_on__isnull=True).order_by(field, "pk")
    for child_id, day, reference in standing.values_list("case__child_id", field, "case__reference"):
        begun[child_id].append((day, reference))
    return begun
