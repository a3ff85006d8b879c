"""Whether a name left the roll in its time: the day against the earliest lawful one, as statute gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.models import Deadline
from components.words import spelled_date
from exclusions.facts import Facts
from exclusions.models import GovernorsDecision
from exclusions.states import ENDS_THE_TRACKS

ROLL_DELETION = "exclusions.roll_deletion"
TOO_EARLY = "Taken off the roll too early"
NOT_CERTAIN = "Deletion from the roll to check"


@dataclass(frozen=True)
class Doubt:
    """Why a deletion on that day is not known to be lawful. `is_early`: it is known not to be."""

    reason: str
    is_early: bool
    lawful_on: date | None = None

    @property
    def lozenge(self) -> str:
        """What everybody who opens the case sees."""
        return TOO_EARLY if self.is_early else NOT_CERTAIN


def doubt_about(off_on: date, facts: Facts, deadlines: Mapping[str, Deadline]) -> Doubt | None:
    """The doubt about a name that is taken off on `off_on`; None when the lawful day had come."""
    if facts.case.state in ENDS_THE_TRACKS or facts.back_on is not None:
        return Doubt("The exclusion no longer stands, so the child is a pupil of the school.", is_early=True)
    lawful = deadlines.get(ROLL_DELETION)
    if facts.exclusion.governors_decision != GovernorsDecision.DECLINE or lawful is None:
        return Doubt("The governors have not declined to reinstate the child.", is_early=True)
    if lawful.due_on is None:
        return _without_a_day(lawful)
    if off_on >= lawful.due_on:
        return None
    reason = f"The name may leave the roll from {spelled_date(lawful.due_on)}. {lawful.explanation}"
    return Doubt(reason, is_early=True, lawful_on=lawful.due_on)


def _without_a_day(lawful: Deadline) -> Doubt:
    if lawful.state == Deadline.State.NOT_STARTED:
        words = "The governors’ written decision is not recorded as sent, so the parents’ time has not begun."
        return Doubt(words, is_early=True)
    return Doubt(lawful.explanation, is_early=lawful.outcome == "refused")
