"""Reading times of day the way people in England type them. Pure Python: no Django, no clock."""

import re
from datetime import time

_NAMED = {
    "noon": time(12),
    "midday": time(12),
    "12noon": time(12),
    "12midday": time(12),
    "midnight": time(0),
    "12midnight": time(0),
}
# 17:00, 17.00, 17h00 or 1700; 5pm, 5:30 pm or 5.30 p.m. Seconds are read when they are nought: a browser sends them.
_TIME = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-9]{2})(?::00)?)?([ap]m)?")
_HOURS_OF_HALF_A_DAY = 12


class NotATime(ValueError):
    """What was typed cannot be read as one time of the day."""


def parse_time(text: str) -> time:
    """The time of a text such as 17:00, 17.00, 5pm, 5.30pm, 5:30 p.m. or noon. Raises `NotATime`.

    A lone number such as 5 is no time: it can be the morning or the afternoon.
    """
    typed = "".join(text.lower().split())
    if typed in _NAMED:
        return _NAMED[typed]
    found = _TIME.fullmatch(re.sub(r"([ap])\.m\.?$", r"\1m", typed))
    if found is None or not (found[2] or found[3]):
        raise NotATime(text)
    hour = int(found[1])
    if found[3]:
        hour = _of_the_whole_day(hour, found[3], text)
    try:
        return time(hour, int(found[2] or 0))
    except ValueError as error:
        raise NotATime(text) from error


def _of_the_whole_day(hour: int, half: str, text: str) -> int:
    """12am is midnight and 12pm is noon. 17pm says the same twice; 17am and 0pm say two things."""
    if half == "pm" and hour > _HOURS_OF_HALF_A_DAY:
        return hour
    if not 1 <= hour <= _HOURS_OF_HALF_A_DAY:
        raise NotATime(text)
    return hour % _HOURS_OF_HALF_A_DAY + (_HOURS_OF_HALF_A_DAY if half == "pm" else 0)
