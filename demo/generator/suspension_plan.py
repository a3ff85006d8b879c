"""The three hundred suspensions: whose, from when to when, why. Most are over; a dozen are being worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from cases.models import Child
from demo.generator.authority import ACADEMY, PRIMARY, SPECIAL, UNIT
from demo.generator.cast import STANDINGS, Standing
from demo.generator.children import Children, InventedChild
from demo.generator.exclusion_dates import school_days
from demo.generator.staff import FIRST_OFFICER, SECOND_OFFICER
from demo.generator.suspension_days import Terms, days_needed, span_from, spread
from exclusions.reasons import Reason
from exclusions.suspensions.counting import Span
from exclusions.suspensions.states import CANCELLED, CLOSED, NOTIFIED, RETURNED
from schools.models import LocalAuthority, School
from schools.school_years import SchoolYear

SUSPENSIONS_COUNT = 300
# So many of them come from the schools' forms.
FROM_FORMS = 3
# The school days at the end that the closed ones leave free for the return and the closing.
DAYS_TO_CLOSE = 5
# So many school days of a term must be over for the totals of a term, or of a year, to stand in it.
DAYS_FOR_TOTALS = 26
_SHARES = ((ACADEMY, 62), (UNIT, 16), (PRIMARY, 12), (SPECIAL, 10))
_SESSIONS = ((1, 7), (2, 38), (3, 8), (4, 20), (6, 14), (8, 4), (10, 9))
_HOW_MANY = ((1, 62), (2, 23), (3, 11), (4, 4))
_REASONS = (
    (Reason.DB, 42),
    (Reason.PP, 16),
    (Reason.VA, 15),
    (Reason.PA, 7),
    (Reason.VP, 5),
    (Reason.DM, 4),
    (Reason.DA, 3),
    (Reason.BU, 2),
    (Reason.MT, 2),
    (Reason.TH, 1),
    (Reason.OW, 1),
    (Reason.RA, 1),
    (Reason.SM, 1),
)


@dataclass(frozen=True)
class Live:
    """A suspension that is worked: it began so many school days from the day of the load; `due_in` weekdays are left
    for what its officer set themselves."""

    school: str
    began: int
    sessions: int
    reaches: str
    due_in: int
    task: str = "Ask the school whether the pupil is back"


_CLOSING = "Ask the school how the reintegration meeting went"
LIVE = (
    Live(ACADEMY, 0, 2, NOTIFIED, 1),
    Live(ACADEMY, 0, 6, NOTIFIED, 3),
    Live(ACADEMY, -1, 10, NOTIFIED, 4),
    Live(ACADEMY, -2, 6, NOTIFIED, 1),
    Live(PRIMARY, -1, 3, NOTIFIED, 1),
    Live(SPECIAL, -1, 4, NOTIFIED, 2),
    Live(UNIT, -1, 12, NOTIFIED, 5, "Book education from the sixth day: the unit’s pupils are ours"),
    Live(UNIT, -3, 4, RETURNED, 2, _CLOSING),
    Live(ACADEMY, -4, 4, RETURNED, 3, _CLOSING),
    Live(PRIMARY, -5, 2, RETURNED, 1, _CLOSING),
    Live(SPECIAL, -6, 6, RETURNED, 4, _CLOSING),
    Live(ACADEMY, -4, 8, CANCELLED, 0),
)


# Runs of two suspensions: when the school's education began, in school days from the day of the load. The sixth day of
# the run is the second before it: once the school was in time, once it was late.
RUNS = (-2, -1)


@dataclass(frozen=True)
class PlannedSuspension:
    """One suspension. `returned_on` and `closed_on` None are steps not taken; `live` where an officer works it."""

    child: Child
    school: School
    span: Span
    reasons: tuple[str, ...]
    officer: str
    year_group: int
    home_authority: LocalAuthority
    reaches: str = CLOSED
    returned_on: date | None = None
    has_meeting: bool = True
    closed_on: date | None = None
    cancelled_on: date | None = None
    task: str = ""
    due_in: int = 0
    is_kept_open: bool = False
    education_on: date | None = None

    @property
    def decided_on(self) -> date:
        """The day of the decision, on which the council heard of it too."""
        return self.span.first_on


@dataclass(frozen=True)
class Suspensions:
    """Those that are over, for COPY; and those that the actions make, among them each standing's last one."""

    over: list[PlannedSuspension]
    acted: list[PlannedSuspension]


class _Planner:
    """Plans them, one child after the other."""

    def __init__(self, children: Children, schools: Mapping[str, School], random: Random) -> None:
        self.children, self.schools, self.random = children, schools, random
        self.as_of = children.as_of
        self.days = {key: school_days(school, self.as_of) for key, school in schools.items()}
        self.terms = {key: Terms.until(days, days.at(-DAYS_TO_CLOSE)) for key, days in self.days.items()}
        self.over: list[PlannedSuspension] = []
        self.acted: list[PlannedSuspension] = []

    def plan(self, known: Mapping[str, InventedChild]) -> Suspensions:
        """All of them."""
        for standing in STANDINGS.values():
            self._standing(standing, known[standing.part.key])
        free = {key: self._candidates(key) for key in self.schools}
        for live in LIVE:
            self._live(live, free[live.school].pop())
        for education_began in RUNS:
            self._run_of_two(free[ACADEMY].pop(), education_began)
        self._ordinary(free)
        # As an authority would have heard of them: cases are numbered in the order of their days.
        self.over.sort(key=lambda each: (each.decided_on, each.child.pk))
        return Suspensions(self.over, self.acted)

    def _candidates(self, school: str) -> list[InventedChild]:
        """Children of a school's roll who may be suspended, in a mixed order."""
        at_school = [
            each
            for each in self.children.made
            if each.seat.school == self.schools[school]
            and each.seat.year_group >= 2
            and not (each.seat.exclusion or each.part or each.is_restricted or each.child.is_hidden)
        ]
        self.random.shuffle(at_school)
        return at_school

    def _standing(self, standing: Standing, invented: InventedChild) -> None:
        terms = self.terms[ACADEMY]
        windows = (
            terms.latest_year_with(DAYS_FOR_TOTALS) if standing.is_of_year else [terms.latest_with(DAYS_FOR_TOTALS)]
        )
        spans = [
            span
            for sessions, days in zip(standing.sessions_by_term, windows, strict=True)
            for span in spread(sessions, days, self.random)
        ]
        moves_at = len(spans) if standing.elsewhere_from is None else standing.elsewhere_from
        planned = [
            self._over(invented, UNIT if place >= moves_at else ACADEMY, span) for place, span in enumerate(spans)
        ]
        self.over += planned[:-1]
        last = planned[-1]
        is_current = SchoolYear.containing(last.span.first_on) == SchoolYear.containing(self.as_of)
        self.acted.append(self._still_open(last) if is_current else last)

    def _still_open(self, last: PlannedSuspension) -> PlannedSuspension:
        due_in = self.random.randint(2, 7)
        return replace(last, reaches=RETURNED, closed_on=None, task=_CLOSING, due_in=due_in)

    def _live(self, live: Live, invented: InventedChild) -> None:
        days = self.days[live.school]
        first = days.at(live.began)
        span = span_from([days.after(first, count) for count in range(live.sessions)], live.sessions)
        planned = self._over(invented, live.school, span)
        back = planned.returned_on if live.reaches == RETURNED else None
        self.acted.append(
            replace(
                planned,
                reaches=live.reaches,
                returned_on=back,
                closed_on=None,
                cancelled_on=days.after(first, 1) if live.reaches == CANCELLED else None,
                task="" if live.reaches == CANCELLED else live.task,
                is_kept_open=live.reaches == RETURNED,
                due_in=live.due_in,
            )
        )

    def _run_of_two(self, invented: InventedChild, education_began: int) -> None:
        """Three days and then six, with nothing between them: one run, whose sixth day lies in the second."""
        days = self.days[ACADEMY]
        for began, sessions, educated in ((-7, 6, None), (-4, 14, education_began)):
            first = days.at(began)
            span = span_from([days.after(first, count) for count in range(sessions)], sessions)
            planned = self._over(invented, ACADEMY, span)
            education_on = days.at(educated) if educated is not None else None
            self.acted.append(
                replace(planned, reaches=NOTIFIED, returned_on=None, closed_on=None, education_on=education_on)
            )

    @property
    def _left(self) -> int:
        return SUSPENSIONS_COUNT - FROM_FORMS - len(self.over) - len(self.acted)

    def _ordinary(self, free: Mapping[str, list[InventedChild]]) -> None:
        while self._left:
            school = self._one_of(_SHARES)
            self._of_one_child(school, free[school].pop())

    def _of_one_child(self, school: str, invented: InventedChild) -> None:
        sessions = [self._one_of(_SESSIONS) for _ in range(min(self._one_of(_HOW_MANY), self._left))]
        joined_on = self.children.main_roll(invented).starts_on
        windows = self.terms[school].recent(joined_on, days_needed(sessions))
        if windows:
            spans = spread(sessions, self.random.choice(windows[-4:]), self.random)
            self.over += [self._over(invented, school, span) for span in spans]

    def _over(self, invented: InventedChild, school: str, span: Span) -> PlannedSuspension:
        """A suspension that is over: back on the next school day, or on the last; closed days later."""
        days = self.days[school]
        returned_on = span.last_on if span.last_session == "am" else days.after(span.last_on, 1)
        # The year group of the roll is today's.
        years_ago = SchoolYear.containing(self.as_of).begins_in - SchoolYear.containing(span.first_on).begins_in
        return PlannedSuspension(
            child=invented.child,
            school=self.schools[school],
            span=span,
            reasons=self._reasons(),
            officer=self.random.choice((FIRST_OFFICER, SECOND_OFFICER)),
            year_group=invented.seat.year_group - years_ago,
            home_authority=invented.household.local_authority,
            returned_on=returned_on,
            has_meeting=self.random.random() < 0.8,
            closed_on=days.after(returned_on, self.random.randint(1, 3)),
        )

    def _reasons(self) -> tuple[str, ...]:
        first = self._one_of(_REASONS)
        second = self._one_of(_REASONS)
        return (first, second) if second != first and self.random.random() < 0.2 else (first,)

    def _one_of(self, weighted: Sequence[tuple[object, int]]) -> object:
        values, weights = zip(*weighted, strict=True)
        return self.random.choices(values, weights)[0]


def plan_suspensions(
    children: Children, schools: Mapping[str, School], known: Mapping[str, InventedChild], random: Random
) -> Suspensions:
    """All suspensions of the demonstration. Raises DemonstrationRefused when a school's calendar leaves no room for the
    totals."""
    return _Planner(children, schools, random).plan(known)
