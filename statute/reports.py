"""What the figures of every report share: which days a period holds, which numbers are too small to print.

None of it is law. Periods are how the councils' papers count; small numbers and the census are each authority's own.
"""

from datetime import date, timedelta

from statute.days import easter_sunday, months_later
from statute.facts import DATE, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Checked, Citation, value

STARTS_KEY, SUPPRESS_KEY, CENSUS_KEY = (
    "reports.academic_year_starts",
    "reports.suppress_below",
    "reports.rates_census",
)
SEPTEMBER, AUGUST = "1_september", "1_august"
_FIRST_MONTH = {SEPTEMBER: 9, AUGUST: 8}
_SINCE = date(2012, 9, 1)
_ONE_DAY = timedelta(1)


def _reporting(provision: str, *limits: Limit) -> tuple[Version, ...]:
    return (Version(_SINCE, Citation("How councils report", provision, Checked.FROM_KNOWLEDGE), limits),)


def _first_day_of_year(question: Question, day: date) -> date:
    first_month = _FIRST_MONTH[question.policy_word(STARTS_KEY)]
    return date(day.year if day.month >= first_month else day.year - 1, first_month, 1)


def _month_before(first: date) -> date:
    return months_later(first, -1)


@rule(
    "reports.periods",
    title="The periods that a monthly report counts",
    row="exclusions §8.4 ACY, last 12 months",
    facts=(required("month_on", DATE, "a day of the month that is reported"),),
    versions=_reporting(
        "academic year to date; last 12 months",
        Limit("months", 12, "months", "exclusions §8.4 last 12 months", Checked.FROM_KNOWLEDGE),
    ),
    trigger=None,
    policy_keys=(STARTS_KEY,),
)
def periods(question: Question) -> Answer:
    """The month, the month before, the same month a year earlier, the academic year to date, the last 12 months.

    Each as [first day, last day]; all but the second and third end with the month's last day.
    """
    first = question.day("month_on").replace(day=1)
    months = question.limits["months"]
    last = months_later(first, 1) - _ONE_DAY
    a_year_before = months_later(first, -12)
    return value(
        {
            "month": [first, last],
            "month_before": [_month_before(first), first - _ONE_DAY],
            "month_a_year_before": [a_year_before, months_later(a_year_before, 1) - _ONE_DAY],
            "academic_year_to_date": [_first_day_of_year(question, first), last],
            "last_12_months": [months_later(first, 1 - months), last],
        },
        f"The academic year to date and the last {months} months end with the month.",
    )


@rule(
    "reports.academic_year",
    title="The academic year of a day, as reports count it",
    row="exclusions §8.4 ACY; §1 Census term",
    facts=(required("on", DATE, "a day of the year"),),
    versions=_reporting("academic year; terms of the school census"),
    trigger=None,
    policy_keys=(STARTS_KEY,),
)
def academic_year(question: Question) -> Answer:
    """The year's first and last day, the calendar year in which it begins, and the last days of the census's terms.

    The autumn term ends on 31 December, the spring term on Easter Sunday.
    """
    first = _first_day_of_year(question, question.day("on"))
    return value(
        {
            "begins_in": first.year,
            "first_day": first,
            "autumn_ends_on": date(first.year, 12, 31),
            "spring_ends_on": easter_sunday(first.year + 1),
            "last_day": months_later(first, 12) - _ONE_DAY,
        },
        "From 1 September, or from 1 August where the authority counts as the school census does.",
    )


@rule(
    "reports.small_numbers",
    title="Numbers that are too small to publish",
    row="exclusions §8.4 Small numbers under 5",
    facts=(),
    versions=_reporting(
        "small numbers in published reports",
        Limit("below", 5, "cases", "exclusions §8.4 Small numbers under 5", Checked.FROM_KNOWLEDGE),
    ),
    trigger=None,
    policy_keys=(SUPPRESS_KEY,),
)
def small_numbers(question: Question) -> Answer:
    """The number from which a count may be published; from 1 to one less it is hidden."""
    below = question.policy_number(SUPPRESS_KEY)
    return value(below, f"Counts from 1 to {below - 1} are hidden in what is published.")


@rule(
    "reports.headcount",
    title="The school census whose pupils a yearly rate divides by",
    row="exclusions §8.3 Headcount",
    facts=(),
    versions=_reporting("headcount: sole and dual-main registrations at the census used"),
    trigger=None,
    policy_keys=(CENSUS_KEY,),
)
def headcount(question: Question) -> Answer:
    """The census of the year whose sole and dual-main registrations are the pupils of a rate."""
    return value(question.policy_word(CENSUS_KEY), "Sole and dual-main registrations at this census of the year.")
