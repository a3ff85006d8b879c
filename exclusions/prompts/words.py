"""Prompts in words: what each sort means, and what one says of its child."""

from __future__ import annotations

from exclusions.models import Prompt
from exclusions.suspensions.counting import in_days, term_name
from exclusions.suspensions.totals import ChildTotals
from schools.school_years import SchoolYear
from statute.policy import read_policy

Code = Prompt.Code
_KEYS = {
    Code.TERM_FIRST: "exclusions.prompt_term_first_school_days",
    Code.TERM_SECOND: "exclusions.prompt_term_second_school_days",
    Code.YEAR_FIRST: "exclusions.prompt_year_first_school_days",
    Code.YEAR_SECOND: "exclusions.prompt_year_second_school_days",
    Code.REPEAT: "exclusions.prompt_repeat_suspensions",
}
_OF_A_CASE = {
    Code.LOOKED_AFTER: "A looked-after child was suspended or excluded. Ask whether the personal education plan is "
    "reviewed early and education began on the day after.",
    Code.PLAN: "A child with an EHC plan was suspended or excluded. Ask whether an early review of the plan is needed.",
    Code.NO_EDUCATION: "The sixth day has passed and no education is recorded: the register would show code E after "
    "day five.",
    Code.TOLD_LATE: "The school told the council more than a school day after the decision.",
}


def label_of(code: str, policy: str) -> str:
    """The name of a sort, with the authority's own mark: “10 school days in the term”."""
    mark = _mark(code, policy)
    if code in (Code.TERM_FIRST, Code.TERM_SECOND):
        return f"{mark} school days in the term"
    if code in (Code.YEAR_FIRST, Code.YEAR_SECOND):
        return f"{mark} school days in the year"
    return str(Code(code).label)


def _mark(code: str, policy: str) -> int | None:
    key = _KEYS.get(Code(code))
    return read_policy(policy).number(key) if key else None


def sentence_of(prompt: Prompt, totals: ChildTotals) -> str:
    """What it says about its child now, with the numbers as they stand today."""
    code = Code(prompt.code)
    if code in _OF_A_CASE:
        return _OF_A_CASE[code]
    begins_in, _, term = prompt.period.partition(" ")
    year = int(begins_in)
    if not term:
        days = in_days(totals.in_year(year))
        suspended = f"{days} school days by suspensions in {SchoolYear(year).label}, over all schools."
        return f"{suspended} Days lost to a cancelled permanent exclusion count too."
    key = (year, term)
    days, number = in_days(totals.standing.get(key, 0)), totals.numbers.get(key, 0)
    words = "1 suspension" if number == 1 else f"{number} suspensions"
    return f"{words}, {days} school days in {term_name(key)}, over all schools."
