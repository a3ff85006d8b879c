"""“Suspensions” on the child's page: this term and this school year over all schools, and the last ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

import statute
from accounts.models import User
from cases.models import Case, Child
from cases.panels import ChildCard, PanelLine
from cases.permissions import cases_visible_to
from cases.presenters.words import plural
from components.words import spelled_date, upper_first
from exclusions.kind_code import SUSPENSION
from exclusions.models import Suspension
from exclusions.suspensions.bands import most_sessions_a_year
from exclusions.suspensions.counting import TermKey, in_days, term_name
from exclusions.suspensions.states import STATES
from exclusions.suspensions.totals import (
    ChildTotals,
    lost_to_cancelled_exclusions,
    sessions_in,
    totals_of_children,
)
from schools.calendars import statute_calendar
from schools.school_years import SchoolYear

LAST_ONES = 5
_LABELS = {state.code: state.label for state in STATES}


def suspension_lines(child: Child, user: User, as_of: date) -> Sequence[PanelLine]:
    """The card's lines; none for a child without a suspension, or for who may not open all of them: a total would tell
    what they may not see. The number of queries does not grow with that of suspensions."""
    known = Case.objects.filter(child=child, kind=SUSPENSION)
    if known.exclude(pk__in=cases_visible_to(user).values("pk")).exists():
        return ()
    totals = totals_of_children([child.pk]).get(child.pk)
    return () if totals is None else tuple(_lines(child, totals, as_of))


def _lines(child: Child, totals: ChildTotals, as_of: date) -> Iterator[PanelLine]:
    term = _term_of(as_of)
    year = SchoolYear(term[0])
    lost = sessions_in(totals, term)
    cancelled = sum(sessions for (begins_in, _), sessions in totals.cancelled.items() if begins_in == year.begins_in)
    of_exclusions = lost_to_cancelled_exclusions(child, year.begins_in)
    in_year, most = lost.in_year + (of_exclusions or 0), most_sessions_a_year()
    number = _number_in(child, year)
    yield PanelLine(f"{upper_first(term_name(term))}: {_days(lost.in_term)}", note="Over all schools.")
    yield PanelLine(
        f"School year {year.label}: {in_days(in_year)} of at most {in_days(most)} school days",
        note=f"{plural(number, 'suspension', 'suspensions')} began in it, over all schools.",
    )
    if cancelled or of_exclusions:
        yield PanelLine(f"Of these {_days(cancelled + (of_exclusions or 0))} were lost to what was later cancelled")
    if year.begins_in in totals.uncounted_years or of_exclusions is None:
        yield PanelLine(
            "The totals are too small: not all days are counted",
            note="A school’s calendar is missing for a suspension or exclusion of this year.",
            status="Calendar missing",
            shape="attention",
        )
    yield from _last_ones(child)


def _term_of(as_of: date) -> TermKey:
    """The term of the day by the authority's default calendar."""
    calendar = statute_calendar(None, as_of)
    name = statute.calculate("exclusions.term", facts={"on": as_of}, calendar=calendar).value
    return SchoolYear.containing(as_of).begins_in, str(name)


def _number_in(child: Child, year: SchoolYear) -> int:
    began = Q(first_on__range=(year.first_day, year.last_day), cancelled_on__isnull=True)
    return Suspension.objects.filter(case__child=child).aggregate(number=Count("pk", filter=began))["number"]


def _last_ones(child: Child) -> Iterator[PanelLine]:
    rows = Suspension.objects.filter(case__child=child).select_related("case__school").order_by("-first_on", "-pk")
    for row in rows[:LAST_ONES]:
        days = "not counted" if row.sessions_count is None else _days(row.sessions_count)
        last_on = f" to {spelled_date(row.last_on)}" if row.last_on != row.first_on else ""
        yield PanelLine(
            f"{row.case.reference}: {spelled_date(row.first_on)}{last_on}, {days}",
            url=reverse("case", args=[row.case.reference]),
            note=row.case.school.name,
            status=_LABELS.get(row.case.state, row.case.state),
        )


def _days(sessions: int) -> str:
    return f"{in_days(sessions)} school days"


CARD = ChildCard("exclusions.suspensions", "Suspensions", suspension_lines)
