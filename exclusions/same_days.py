"""What else the child has on the same days: a suspension, a permanent exclusion, a separation, a direction off site or
a managed move. Two of them can stand beside each other, but seldom do: the officer is asked whether both are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from cases.kinds import get_kind
from cases.models import Case, Child
from cases.permissions import cases_visible_to
from components.words import lower_first, spelled_date
from exclusions.decisions import Objection
from exclusions.doubts import CONFIRM
from exclusions.kind_code import (
    MANAGED_MOVE,
    OFFSITE_DIRECTION,
    PERMANENT_EXCLUSION,
    RECORDED_BY_MISTAKE,
    SAFEGUARDING_SEPARATION,
    SUSPENSION,
)
from exclusions.models import DirectionEnd, Exclusion, ManagedMove, OffsiteDirection, SeparationEnd
from exclusions.suspensions.counting import served_of
from schools.models import School

# The row of each kind, as its case has it.
_ROWS = {
    SUSPENSION: "suspension",
    PERMANENT_EXCLUSION: "exclusion",
    SAFEGUARDING_SEPARATION: "separation",
    OFFSITE_DIRECTION: "offsitedirection",
    MANAGED_MOVE: "managedmove",
}
_BY_SESSIONS = {SUSPENSION, PERMANENT_EXCLUSION}
# Why two kinds do not go together, by the one that is recorded and the one that is there.
_WHY_NOT = {
    (OFFSITE_DIRECTION, SAFEGUARDING_SEPARATION): "A direction off site is to improve behaviour and for nothing else.",
}
_EXCLUDED_AND_DIRECTED = "A pupil who is excluded cannot be directed elsewhere meanwhile."


@dataclass(frozen=True)
class Days:
    """From which day to which; without a last day it goes on."""

    first_on: date
    last_on: date | None = None

    def meet(self, other: Days) -> bool:
        """True when one day at least lies in both."""
        begins_in_time = other.last_on is None or self.first_on <= other.last_on
        return begins_in_time and (self.last_on is None or other.first_on <= self.last_on)

    @property
    def in_words(self) -> str:
        """“on 9 November 2026”, “from 9 to …”, or “from 9 November 2026 on”."""
        if self.last_on is None:
            return f"from {spelled_date(self.first_on)} on"
        if self.last_on == self.first_on:
            return f"on {spelled_date(self.first_on)}"
        return f"from {spelled_date(self.first_on)} to {spelled_date(self.last_on)}"


@dataclass(frozen=True)
class Entered:
    """What is being recorded or corrected: its kind, the school whose case it is, its days, the school to which a move
    leads, and the case that is no surprise: from which it follows, or which is corrected. `stood` are its days before
    a correction: what shared those already is not asked about again."""

    kind: str
    school: School
    days: Days
    new_school: School | None = None
    follows: Case | None = None
    stood: Days | None = None


def doubts_about_same_days(child: Child, entered: Entered, by: User, as_of: date) -> list[Objection]:
    """Every other case of the child that stands on the days entered, as far as this person may open it: of a case that
    is hidden from them not even that it is there is said."""
    return [
        Objection(CONFIRM, f"{words} Check both, or tick that it is right.", case.reference)
        for case, words in _on_same_days(child, entered, by, as_of)
    ]


def sentences_about_same_days(child: Child, entered: Entered, by: User, as_of: date) -> list[str]:
    """The same in words, where nobody can be asked to tick."""
    return [words for _, words in _on_same_days(child, entered, by, as_of)]


def _on_same_days(child: Child, entered: Entered, by: User, as_of: date) -> Iterator[tuple[Case, str]]:
    for case in _cases_of(child, by):
        again = _recorded_again(entered, case)
        if again:
            yield case, again
        days = _days_of(case, as_of)
        if days is None or not days.meet(entered.days) or _goes_without_saying(entered, case):
            continue
        if entered.stood is None or not days.meet(entered.stood):
            yield case, _words(entered, case, days)


def _recorded_again(entered: Entered, other: Case) -> str:
    """That a suspension or permanent exclusion of the same school was recorded for these days before and cancelled:
    what was lost before its cancelling counts on, so the same days would count twice. Empty when it is not so."""
    if other.kind != entered.kind or other.school != entered.school or other == entered.follows:
        return ""
    days = _cancelled_days(other)
    # Of a permanent exclusion the day on which it starts says whether it is the same one.
    first_on, starts_alone = entered.days.first_on, entered.kind == PERMANENT_EXCLUSION
    now = Days(first_on, first_on) if starts_alone else entered.days
    stood = entered.stood and (Days(entered.stood.first_on, entered.stood.first_on) if starts_alone else entered.stood)
    if days is None or not days.meet(now) or (stood is not None and days.meet(stood)):
        return ""
    cancelled_on = getattr(other, _ROWS[other.kind]).cancelled_on
    return (
        f"These days were recorded before and cancelled on {spelled_date(cancelled_on)}, case {other.reference}. If "
        "the cancelling was recorded by mistake, take it back there instead of recording the days again."
    )


def _cancelled_days(case: Case) -> Days | None:
    """The days for which a suspension was recorded that the head teacher cancelled, and those that a permanent
    exclusion took before; None for any other case."""
    if case.kind not in _BY_SESSIONS or case.state == RECORDED_BY_MISTAKE:
        return None
    row: Any = getattr(case, _ROWS[case.kind])
    if row.cancelled_on is None:
        return None
    if case.kind == SUSPENSION:
        return Days(row.first_on, row.last_on)
    return Days(row.excluded_on, max(row.excluded_on, row.cancelled_on - timedelta(days=1)))


def _cases_of(child: Child, by: User) -> Iterator[Case]:
    cases = cases_visible_to(by).filter(child=child, kind__in=_ROWS)
    rows = ("school", "managedmove__new_school", "roll_deletion", "review", "governors_outcome", *_ROWS.values())
    yield from cases.select_related(*rows).order_by("opened_on", "pk")


def _goes_without_saying(entered: Entered, other: Case) -> bool:
    """What follows from a case; what the school has to say of a pupil who came to it by the move; and suspensions and
    permanent exclusions from one school, which the actions compare by their sessions."""
    if other == entered.follows or (other.school == entered.school and {entered.kind, other.kind} <= _BY_SESSIONS):
        return True
    came_by = other.managedmove.new_school if other.kind == MANAGED_MOVE else None
    return entered.school == came_by or (entered.new_school is not None and other.school == entered.new_school)


def _words(entered: Entered, other: Case, days: Days) -> str:
    label = lower_first(get_kind(other.kind).label)
    why = _WHY_NOT.get((entered.kind, other.kind), "")
    if entered.kind == OFFSITE_DIRECTION and other.kind in (SUSPENSION, PERMANENT_EXCLUSION):
        why = _EXCLUDED_AND_DIRECTED
    at = f", {other.school}" if other.school else ""
    also = f"The child has another case on these days: {other.reference}, {label}{at}, {days.in_words}."
    return f"{also} {why}" if why else also


def _days_of(case: Case, as_of: date) -> Days | None:
    """The days on which a case stands, closed or not; None when it does not: it was cancelled, refused or recorded by
    mistake."""
    row: Any = getattr(case, _ROWS[case.kind])
    if case.state == RECORDED_BY_MISTAKE:
        return None
    if case.kind == SUSPENSION:
        served = None if row.cancelled_on else served_of(row)
        return Days(served.first_on, served.last_on) if served else None
    if case.kind == PERMANENT_EXCLUSION:
        return _days_of_exclusion(case, row)
    if case.kind == MANAGED_MOVE:
        return _days_of_move(case, row)
    return _days_away(case, row, as_of)


def _days_of_exclusion(case: Case, exclusion: Exclusion) -> Days | None:
    """Until the child is back in school or off its roll, or the case is closed."""
    if exclusion.cancelled_on is not None:
        return None
    deletion = getattr(case, "roll_deletion", None)
    review = getattr(case, "review", None)
    after_review = review.reinstated_on if review else None
    ends = [exclusion.reinstated_on, after_review, deletion.off_on if deletion else None]
    last_days = [day - timedelta(days=1) for day in ends if day is not None]
    last_on = min(last_days, default=case.closed_on)
    return None if last_on is not None and last_on < exclusion.excluded_on else Days(exclusion.excluded_on, last_on)


def _days_of_move(case: Case, move: ManagedMove) -> Days | None:
    """From the first day at the new school, while the case is open: before it the pupil is where they were."""
    return Days(move.starts_on) if case.is_open else None


def _days_away(case: Case, row: Any, as_of: date) -> Days | None:
    """A separation or a direction: an end that was expected and has passed is none while the case is open."""
    if row.how_ended in (SeparationEnd.RECORDED_IN_ERROR, DirectionEnd.RECORDED_IN_ERROR):
        return None
    is_direction = isinstance(row, OffsiteDirection)
    first_on = row.first_on if is_direction else row.began_on
    expected_on = row.until_on if is_direction else row.expected_until_on
    last_on = row.ended_on or (expected_on if expected_on is not None and expected_on >= as_of else None)
    return None if last_on is not None and last_on < first_on else Days(first_on, last_on)
