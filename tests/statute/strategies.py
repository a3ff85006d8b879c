"""Random calendars and dates for the property tests."""

from datetime import date, timedelta

from hypothesis import strategies as st

from statute import SchoolCalendar

START = date(2026, 9, 1)
LENGTH = 330


def day_of_year(first=0, last=LENGTH):
    """A day near the school year 2026/27, by its distance from the start."""
    return st.integers(first, last).map(lambda n: START + timedelta(n))


@st.composite
def calendars(draw):
    """A school calendar of one year: one to six spans, some closures and half days, its own bank holidays or not."""
    edges = sorted(draw(st.sets(st.integers(0, LENGTH), min_size=2, max_size=12)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    spans = [[(START + timedelta(a)).isoformat(), (START + timedelta(b)).isoformat()] for a, b in pairs]
    closed = draw(st.dictionaries(day_of_year(), st.sampled_from(["INSET", "snow"]), max_size=6))
    half_days = draw(st.dictionaries(day_of_year(), st.sampled_from(["am", "pm"]), max_size=4))
    given = {
        "open": spans,
        "closed": {day.isoformat(): reason for day, reason in closed.items()},
        "half_days": {day.isoformat(): session for day, session in half_days.items()},
        "loaded_until": (START + timedelta(LENGTH)).isoformat(),
    }
    holidays = draw(st.none() | st.sets(day_of_year(), max_size=5))
    if holidays is not None:
        given["bank_holidays"] = [day.isoformat() for day in holidays]
    return SchoolCalendar.from_json(given)
