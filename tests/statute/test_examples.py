"""Every worked example in examples/*.jsonl."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from statute import SchoolCalendar, StatuteError, calculate

EXAMPLES = Path(__file__).parent / "examples"
CALENDARS = json.loads((EXAMPLES / "calendars.json").read_text("utf-8"))

LINES = [json.loads(line) for path in sorted(EXAMPLES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]


def _ask(example):
    calendar = example.get("calendar")
    return calculate(
        example["rule"],
        facts=example["facts"],
        calendar=CALENDARS[calendar] if isinstance(calendar, str) else calendar,
        policy=example.get("policy"),
        pauses=example.get("pauses", ()),
    ).to_json()


def _holds(expected, found):
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(
            key in found and _holds(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(_holds, expected, found))
    # True is not 1: JSON tells them apart, Python does not.
    return expected is found if isinstance(expected, bool) else expected == found


@pytest.mark.parametrize("example", LINES, ids=[line["name"] for line in LINES])
def test_example(example):
    expected = example["expect"]
    if "error" in expected:
        with pytest.raises(StatuteError) as wrong:
            _ask(example)
        assert str(wrong.value).startswith(expected["error"])
        return
    found = _ask(example)
    wrong_keys = {key: found.get(key) for key, value in expected.items() if not _holds({key: value}, found)}
    assert not wrong_keys, f"expected {expected}"


def test_cal_k_has_the_190_school_days_the_law_pack_counts():
    calendar = SchoolCalendar.from_json(CALENDARS["CAL-K"])
    days = calendar.count_between(date(2026, 8, 31), date(2027, 7, 21)).counted
    assert Counter(calendar.term_of(day) for day, _ in days) == {"autumn": 71, "spring": 54, "summer": 65}
    assert len(calendar.count_between(date(2025, 9, 2), date(2026, 8, 30)).counted) == 190


def test_names_are_used_once():
    names = [line["name"] for line in LINES]
    assert len(names) == len(set(names))
