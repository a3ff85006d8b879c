"""“How this was counted”: sentence, months, days passed over, steps, source and the other reading, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import statute
from cases.explain import unit_of_step
from cases.models import Deadline
from cases.presenters.words import full_date, moment, plain_date
from components.calendar import Day, DayState, months
from schools.models import School
from schools.school_years import SchoolYear

# A lozenge for how far a provision was confirmed.
_CHECKED = {
    "verified": ("Verified in a named source", "done"),
    "from knowledge": ("From knowledge: check it before you rely on it", "attention"),
    "policy": ("A policy of this authority", "information"),
    "seed": ("From a local paper", "information"),
}
_READINGS = {"of_the_exclusion": "counted from the first day", "after_the_first_day": "counted after the first day"}


def date_sentence(deadline: Deadline, due_on: date | None) -> str:
    """“Must be done by Tuesday 22 September 2026”."""
    if due_on is None:
        return deadline.get_state_display()
    words = deadline.get_purpose_display()
    return f"{words[:1].upper()}{words[1:]} {full_date(due_on)}"


def present_result(result: statute.Result, *, unit: str, trigger: date | None, about: str) -> dict[str, Any]:
    """A result as the page shows it, the stored count and a trial alike."""
    steps = result.steps or ()
    return {
        "because": [result.because] if isinstance(result.because, str) else list(result.because),
        "due": full_date(result.due_on),
        "due_on": result.due_on,
        "summary": _summary(result, unit_of_step(steps[-1]) if steps else unit),
        "months": [] if steps else months(_days(result, unit, trigger)),
        "about": about,
        "skipped": skipped_words(result.skipped),
        "steps": [_step(step, about) for step in steps],
        "warnings": list(result.warnings),
        "also": [_other_reading(also) for also in result.also],
        "owner": result.owner or "",
        "citation": _citation(result.citation),
        "version": result.version,
    }


def _summary(result: statute.Result, unit: str) -> str:
    if not result.counted:
        return ""
    first, last = result.counted[0], result.counted[-1]
    count = f"{len(result.counted)} {unit}{'s' if len(result.counted) != 1 else ''} counted"
    passed = len(result.skipped)
    over = "no day passed over" if not passed else f"{passed} {'day' if passed == 1 else 'days'} passed over"
    start, end = sorted((first.day, last.day))
    return f"{count}, from {full_date(start)} to {full_date(end)}; {over}."


def _days(counted: statute.Result | statute.Step, unit: str, trigger: date | None = None) -> list[Day]:
    days = {
        each.day: Day(each.day, DayState.COUNTED, f"day {each.number}", full_text=f"{unit} {each.number}")
        for each in counted.counted
    }
    days |= {each.day: Day(each.day, DayState.SKIPPED, reason=each.reason) for each in counted.skipped}
    if trigger is not None and trigger not in days:
        days[trigger] = Day(trigger, DayState.OUTSIDE, "start", full_text="the day that starts the count, not counted")
    if counted.due_on is not None:
        number = next((each.number for each in counted.counted if each.day == counted.due_on), None)
        text = f"day {number}" if number else "the date"
        full = f"{unit} {number}, the date itself" if number else "the date itself"
        days[counted.due_on] = Day(counted.due_on, DayState.DUE, text, full_text=full)
    return list(days.values()) if counted.counted or counted.skipped else []


def _step(step: statute.Step, about: str) -> dict[str, Any]:
    return {
        "because": step.because,
        "due": full_date(step.due_on),
        "months": months(_days(step, unit_of_step(step))),
        "about": about,
        "skipped": skipped_words(step.skipped),
    }


def skipped_words(skipped: Sequence[statute.SkippedDay]) -> list[dict[str, str]]:
    """The days passed over, by reason: “Weekend: Saturday 19 and Sunday 20 September”."""
    reasons = list(dict.fromkeys(each.reason for each in skipped))
    return [
        {
            "reason": reason[:1].upper() + reason[1:],
            "days": _spans(sorted(each.day for each in skipped if each.reason == reason)),
        }
        for reason in reasons
    ]


def _spans(days: Iterable[date]) -> str:
    spans = []
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1].toordinal() - pair[0]):
        span = [day for _, day in group]
        spans.append(_span(span))
    return "; ".join(spans)


def _span(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return f"{first:%a} {first.day} {first:%B}"
    joint = "and" if len(days) == 2 else "to"
    if first.month == last.month:
        return f"{first:%a} {first.day} {joint} {last:%a} {last.day} {last:%B}"
    return f"{first:%a} {first.day} {first:%B} {joint} {last:%a} {last.day} {last:%B}"


def _other_reading(also: statute.AlsoReading) -> dict[str, str]:
    name = _READINGS.get(also.reading, also.reading.replace("_", " "))
    return {"reading": name, "due": full_date(also.due_on) or "no date", "because": also.because}


def _citation(citation: statute.Citation) -> dict[str, Any]:
    text, kind = _CHECKED.get(str(citation.checked), (str(citation.checked), "neutral"))
    return {
        "instrument": citation.instrument,
        "provision": citation.provision,
        "checked": {"text": text, "kind": kind},
    }


def present_facts(facts: Mapping[str, object], rule: statute.Rule | None) -> list[dict[str, str]]:
    """The facts that the date was counted from, in the rule's own words, as rows of a summary list."""
    meanings = {fact.name: fact.meaning for fact in rule.facts if fact.name in facts} if rule else {}
    names = [*meanings, *(name for name in facts if name not in meanings)]
    return [
        {"key": _capital(meanings.get(name, name.replace("_", " "))), "value": fact_words(facts[name])}
        for name in names
    ]


def fact_words(value: object) -> str:
    """A fact as a person reads it."""
    if value is None:
        return "Not given"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return full_date(value)
    if isinstance(value, str):
        return _text_words(value)
    if isinstance(value, list | tuple):
        return "; ".join(fact_words(each) for each in value)
    return str(value)


def _text_words(value: str) -> str:
    try:
        return full_date(date.fromisoformat(value))
    except ValueError:
        return value.replace("_", " ")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def calendar_words(deadline: Deadline, school: School | None, changed_at: Any) -> list[dict[str, str]]:
    """Which calendar was used, and when a line of it was last changed, as rows of a summary list."""
    if deadline.snapshot is None:
        return [{"key": "Calendar", "value": "Working days of England, with the published bank holidays"}]
    name = school.name if school else "The authority's default calendar"
    year = SchoolYear.containing(deadline.due_on or deadline.computed_recorded_at.date()).label
    return [
        {"key": "Calendar", "value": f"{name}, {year}"},
        {"key": "Calendar last changed", "value": moment(changed_at) or "Never"},
    ]


def disagreement(deadline: Deadline, result: statute.Result) -> str:
    """What the page says, loudly, when the stored date is not what the count gives now."""
    stored = full_date(deadline.due_on) or "no date"
    now = full_date(result.due_on) or "no date"
    return (
        f"The date kept in this case is {stored}. Counted again just now it comes to {now}. "
        f"Act on the earlier one and tell the person who manages this system. "
        f"The stored date was worked out on {plain_date(deadline.computed_recorded_at.date())}."
    )


def owner_in_law(deadline: Deadline, result: statute.Result) -> str:
    """The engine's word for whose duty it is, where it says more than the deadline's own."""
    word = result.owner or ""
    return "" if word.lower() in str(deadline.get_duty_owner_display()).lower() else word
