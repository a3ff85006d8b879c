"""School years, months and entries of calendars as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from components.words import spelled_date
from schools.calendar_rules import span_words
from schools.calendars import Entries, build_year
from schools.models import CalendarEntry, School
from schools.school_years import SchoolYear, days_of_month
from statute.calendars import SCHOOL_HOLIDAY, SchoolCalendar
from statute.days import BANK_HOLIDAY, WEEKEND, spoken

_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_STATES = {WEEKEND: "weekend", BANK_HOLIDAY: "bank-holiday", SCHOOL_HOLIDAY: "holiday"}
# A school year has three terms, or six; fewer are not the whole year.
TERMS_OF_A_YEAR = 3
_MARKS = {"bank-holiday": "bank", "inset": "INSET", "closure": "shut"}


@dataclass(frozen=True)
class CalendarDay:
    """A day of the year's picture: what it is to the school, a short mark, and the whole in words."""

    number: int
    state: str
    mark: str
    spoken: str
    is_today: bool = False


@dataclass(frozen=True)
class CalendarMonth:
    """A month: its weeks of seven days (None outside the month) and how many school days it has."""

    name: str
    weeks: list[list[CalendarDay | None]]
    school_days: str


def school_days_in_month(calendar: SchoolCalendar | None, month: date, today: date) -> CalendarMonth:
    """The month that begins on `month`. Without a calendar every weekday is shown as not entered."""
    shown = [_day(calendar, day, today) for day in days_of_month(month)]
    cells: list[CalendarDay | None] = [*[None] * month.weekday(), *shown]
    cells += [None] * (-len(cells) % 7)
    open_days = sum(day.state in ("school", "half") for day in shown)
    return CalendarMonth(
        name=f"{_MONTH_NAMES[month.month - 1]} {month.year}",
        weeks=[cells[start : start + 7] for start in range(0, len(cells), 7)],
        school_days="" if calendar is None else _count_words(open_days, "school day"),
    )


def year_page(entries: Entries, year: SchoolYear, today: date) -> dict[str, Any]:
    """Terms with their number of school days, and the twelve months, of one school year."""
    json = build_year(entries, year)
    calendar = SchoolCalendar.from_json(json) if json else None
    terms = [_term(calendar, entry) for entry in _terms(entries, year)] if calendar else []
    return {
        "terms": terms,
        "total": sum(term["count"] for term in terms),
        "months": [school_days_in_month(calendar, month, today) for month in year.months()],
        "is_entered": calendar is not None,
    }


def year_tabs(years: list[SchoolYear], shown: SchoolYear) -> list[dict[str, Any]]:
    """The picker of school years, for components/sub_navigation.html."""
    return [{"label": year.label, "url": f"?year={year.begins_in}", "current": year == shown} for year in years]


def entry_rows(entries: Entries, year: SchoolYear, school: School | None, *, may_change: bool) -> list[dict[str, Any]]:
    """The entries in force in a year, for the list under the picture; a school's page shows the default's too."""
    rows = []
    for entry in sorted(entries.in_force(year), key=lambda each: (each.starts_on, each.kind)):
        is_own = entry.school_id == (school.pk if school else None)
        rows.append(
            {
                "entry": entry,
                "kind": short_kind(entry),
                "days": span_words(entry),
                "session": entry.get_open_session_display(),
                "is_default": school is not None and not is_own,
                "may_change": may_change and is_own,
            }
        )
    return rows


def short_kind(entry: CalendarEntry) -> str:
    """The kind of entry in a word or two."""
    return {"term": "Term", "half_term": "Half-term", "inset": "INSET", "closure": "Closure", "half_day": "Half day"}[
        entry.kind
    ]


def calendar_url(school: School | None, year: SchoolYear | None = None) -> str:
    """The page of a school's calendar or of the default one."""
    url = reverse("school_calendar", args=[school.urn]) if school else reverse("calendar")
    return f"{url}?year={year.begins_in}" if year else url


def add_url(school: School | None) -> str:
    """Where days are added to a school's calendar or to the default one."""
    url = reverse("calendar_entry_add")
    return f"{url}?school={school.urn}" if school else url


def school_facts(school: School) -> list[dict[str, Any]]:
    """A school as the register has it, for components/summary_card.html."""
    kind = f"{school.get_legal_type_display()}{', special' if school.is_special else ''}"
    ages = f"{school.lowest_age} to {school.highest_age}" if school.lowest_age and school.highest_age else ""
    address = [school.street, school.locality, school.town, school.county, school.postcode]
    facts = [
        ("URN", str(school.urn)),
        ("Establishment number", school.establishment_number),
        ("Local authority", str(school.local_authority)),
        ("Status", school.get_status_display()),
        ("Phase", school.get_phase_display()),
        ("Kind", kind),
        ("Ages", ages),
        ("Address", "\n".join(line for line in address if line)),
        ("Telephone", school.telephone),
        ("Opened", spoken(school.opened_on) if school.opened_on else ""),
    ]
    if school.closed_on:
        facts.append(("Closed", spoken(school.closed_on)))
    return [{"key": key, "value": value} for key, value in facts]


def entry_fields(entry: CalendarEntry) -> dict[str, Any]:
    """An entry as the form shows it."""
    return {
        "kind": entry.kind,
        "starts_on": entry.starts_on,
        "ends_on": entry.ends_on,
        "open_session": entry.open_session,
        "note": entry.note,
    }


def stale_rows(form: Any, current: CalendarEntry) -> list[dict[str, Any]]:
    """What was typed beside what is saved, field by field, for components/stale_edit.html."""
    rows = []
    for name, theirs in entry_fields(current).items():
        yours = form.cleaned_data[name]
        rows.append(
            {
                "name": name,
                "label": form.fields[name].label,
                "yours": _worded(name, yours),
                "theirs": _worded(name, theirs),
                "is_different": yours != theirs,
                "choice": "yours",
            }
        )
    return rows


def leaving_default_words(notice: dict[str, Any]) -> dict[str, Any]:
    """What a file of term dates does to a school that followed the default calendar, for the page of the file."""
    count, year = notice["terms"], notice["year"]
    terms = "1 term" if count == 1 else f"{count} terms"
    is_warning = count < TERMS_OF_A_YEAR
    words = (
        f"{notice['school']} ({notice['urn']}) leaves the default calendar in {year}; the file brings {terms} for it"
    )
    if is_warning:
        words += ", fewer than three. Dates of that year outside them will not be known"
    return {"text": f"{words}.", "is_warning": is_warning}


def moment_words(moment: datetime | None) -> str:
    """A moment as people in London read it: 22 September 2026, 14:05."""
    if moment is None:
        return "some time"
    local = timezone.localtime(moment)
    return f"{spelled_date(local.date())}, {local:%H:%M}"


def _worded(name: str, value: Any) -> str:
    if isinstance(value, date):
        return spoken(value)
    choices = {"kind": CalendarEntry.Kind, "open_session": CalendarEntry.Session}.get(name)
    return str(choices(value).label) if choices and value else str(value)


def _day(calendar: SchoolCalendar | None, day: date, today: date) -> CalendarDay:
    state, words, mark = _state(calendar, day)
    return CalendarDay(
        number=day.day,
        state=state,
        mark=mark,
        spoken=f"{_WEEKDAY_NAMES[day.weekday()]} {day.day} {_MONTH_NAMES[day.month - 1]}: {words}",
        is_today=day == today,
    )


def _state(calendar: SchoolCalendar | None, day: date) -> tuple[str, str, str]:
    """What a day is: the name of its look, the words, and the short mark in the cell."""
    if calendar is None:
        return ("weekend", WEEKEND, "") if day.weekday() > 4 else ("unknown", "not entered", "")
    reason = calendar.closed_because(day)
    if reason is None:
        return _open_state(dict(calendar.half_days).get(day))
    state = _STATES.get(reason) or ("inset" if reason.startswith("INSET") else "closure")
    return state, reason, _MARKS.get(state, "")


def _open_state(session: str | None) -> tuple[str, str, str]:
    if session is None:
        return "school", "school day", ""
    return "half", f"half day, {CalendarEntry.Session(session).label.lower()} only", session


def _terms(entries: Entries, year: SchoolYear) -> list[CalendarEntry]:
    terms = [entry for entry in entries.in_force(year) if entry.kind == CalendarEntry.Kind.TERM]
    return sorted(terms, key=lambda entry: entry.starts_on)


def _term(calendar: SchoolCalendar, entry: CalendarEntry) -> dict[str, Any]:
    count = len(calendar.count_between(entry.starts_on, entry.ends_on).counted)
    name = entry.note or f"{calendar.term_of(entry.starts_on).capitalize()} term"
    return {"name": name, "days": span_words(entry), "count": count, "words": _count_words(count, "school day")}


def _count_words(count: int, noun: str) -> str:
    if not count:
        return f"no {noun}s"
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
