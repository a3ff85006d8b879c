"""Rules about a child's age, year group and pupil number."""

import re
from datetime import date, timedelta

from statute.days import months_later, spoken
from statute.errors import StatuteError
from statute.facts import DATE, WRITTEN, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Checked, Citation, refused, value

_FIFTH_BIRTHDAY = Limit("starts_at", 5, "years", "cme_ehe §0 Compulsory school age", Checked.VERIFIED)
_LEAVES_AT = Limit("ends_at", 16, "years", "cme_ehe §0 Compulsory school age", Checked.VERIFIED)
# The prescribed days (month, day) on which compulsory school age starts. Law pack, cme_ehe §0 [verified: E6].
_PRESCRIBED_DAYS = ((3, 31), (8, 31), (12, 31))
_BORN_ON = required("born_on", DATE, "the child's date of birth")
_RECEPTION_AGE = Limit("reception_age", 4, "years at 31 August", "interface: people.year_group", Checked.FROM_KNOWLEDGE)
_LAST_YEAR_GROUP = 13


def _fifth_birthday(question: Question) -> date:
    return months_later(question.day("born_on"), 12 * _FIFTH_BIRTHDAY.number)


def _school_year_ending(day: date) -> int:
    # A school year runs from 1 September to 31 August and is named by the year it ends in.
    return day.year + (day.month >= 9)


def _last_friday_of_june(year: int) -> date:
    last = date(year, 6, 30)
    return last - timedelta((last.weekday() - 4) % 7)


@rule(
    "people.compulsory_school_age",
    title="Compulsory school age",
    row="cme_ehe §0 Compulsory school age",
    facts=(_BORN_ON,),
    versions=(
        Version(
            date(1998, 9, 1),
            Citation(
                "Education Act 1996",
                "s8, with the prescribed days and the school leaving date",
                Checked.VERIFIED,
            ),
            (_FIFTH_BIRTHDAY, _LEAVES_AT),
        ),
    ),
    trigger=_fifth_birthday,
)
def compulsory_school_age(question: Question) -> Answer:
    """The day compulsory school age starts and its last day.

    It starts on the first prescribed day on or after the fifth birthday and ends on the last Friday of June
    in the school year in which the child turns 16.
    """
    five = _fifth_birthday(question)
    days = (date(five.year, month, day) for month, day in _PRESCRIBED_DAYS)
    starts = next(day for day in days if day >= five)
    ends = _last_friday_of_june(_school_year_ending(months_later(question.day("born_on"), 12 * _LEAVES_AT.number)))
    return value(
        {"starts": starts, "ends": ends},
        f"It starts on the first of 31 March, 31 August and 31 December on or after the fifth birthday "
        f"({spoken(five)}), and ends on the last Friday of June in the school year of turning 16.",
    )


@rule(
    "people.year_group",
    title="National Curriculum year group",
    row="–",
    facts=(_BORN_ON, required("on", DATE, "the day for which the year group is asked")),
    versions=(
        Version(
            date(1998, 9, 1),
            Citation("School year by age at 31 August", "–", Checked.FROM_KNOWLEDGE),
            (_RECEPTION_AGE,),
        ),
    ),
    trigger=None,
)
def year_group(question: Question) -> Answer:
    """The year group by age: Reception is 0, years before it are negative, after Year 13 there is none."""
    born_on, on = question.day("born_on"), question.day("on")
    if on < born_on:
        raise StatuteError("on", f"is before the date of birth, {born_on}: give a later day")
    years = _school_year_ending(on) - _school_year_ending(born_on) - 1
    group = years - _RECEPTION_AGE.number
    because = f"Aged {years} on the 31 August before the school year."
    return value(None if group > _LAST_YEAR_GROUP else group, because)


# Law pack, attendance §4.2 S86: no I, O or S; a letter's value is its place, from 0.
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_LENGTH = 13
_WEIGHTS = range(2, UPN_LENGTH + 1)


def _upn_faults(upn: str) -> list[str]:
    faults = []
    if len(upn) != UPN_LENGTH:
        faults.append(f"It has {len(upn)} characters; a UPN has {UPN_LENGTH}.")
    if upn[:1] not in UPN_LETTERS or not upn:
        faults.append("It does not start with a check letter (A to Z without I, O and S).")
    if not re.fullmatch("[0-9]*", upn[1 : UPN_LENGTH - 1]):
        faults.append("Its 2nd to 12th characters are not all digits.")
    if not re.fullmatch(f"[0-9{UPN_LETTERS}]?", upn[UPN_LENGTH - 1 : UPN_LENGTH]):
        faults.append("Its last character is neither a digit nor a letter of a temporary UPN (A to Z without I, O, S).")
    return faults


def _check_letter(upn: str) -> str:
    values = [UPN_LETTERS.index(sign) if sign in UPN_LETTERS else int(sign) for sign in upn[1:]]
    total = sum(weight * each for weight, each in zip(_WEIGHTS, values, strict=True))
    return UPN_LETTERS[total % len(UPN_LETTERS)]


@rule(
    "people.upn_valid",
    title="Whether a unique pupil number is well formed",
    row="attendance §4.2 S85–S89",
    facts=(required("upn", WRITTEN, "the number as written; case and outer spaces do not matter"),),
    versions=(
        Version(
            date(1999, 1, 1),
            Citation(
                "Unique pupil number: a guide for schools and local authorities",
                "check letter",
                Checked.VERIFIED,
            ),
            (Limit("characters", UPN_LENGTH, "characters", "attendance §4.2 S85", Checked.VERIFIED),),
        ),
    ),
    trigger=None,
)
def upn_valid(question: Question) -> Answer:
    """True for a well-formed UPN, permanent or temporary; refused with every fault otherwise."""
    upn = question.word("upn").strip().upper()
    faults = _upn_faults(upn)
    if faults:
        return refused(*faults)
    expected = _check_letter(upn)
    if upn[0] != expected:
        return refused(f"Its check letter is {upn[0]}; the other characters give {expected}.")
    kind = "temporary" if upn[-1] in UPN_LETTERS else "permanent"
    return value(True, f"A well-formed {kind} UPN: the check letter {expected} agrees with the other characters.")
