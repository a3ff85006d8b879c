"""Money that follows a permanently excluded pupil, and the rate a report gives."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from statute.days import every_day, spoken, whole_weeks
from statute.errors import StatuteError
from statute.exclusions.regimes import (
    ACADEMY,
    DISCIPLINE_REGULATIONS,
    EXCLUDED_ON,
    FROM_KNOWLEDGE,
    PM_BEGAN,
    PRU,
    REGULATIONS_2012,
    SCHOOL_TYPE,
    VERIFIED,
    school_days,
)
from statute.facts import DATE, FLAG, MONEY, POSITIVE, WHOLE, choice, optional, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Citation, due, not_applicable, refused, value

_PENCE = Decimal("0.01")
# The last day of a funding period (month, day) and the months of a school year in which the next has begun.
_FUNDING_PERIOD_ENDS = (3, 31)
_SUMMER_MONTHS = range(4, 9)
_LEAVERS_YEAR = optional("leavers_year", FLAG, "whether it is the pupil's normal leaving year", False)
_SCHOOL_YEAR_END = optional(
    "school_year_end", DATE, "the last day of the school year; needed in a leaving year from 1 April"
)
_CHECK_THE_YEAR = "Finance regulations are made every year: check this number in those of the year."


def _funding_period_end(day: date) -> date:
    this_year = date(day.year, *_FUNDING_PERIOD_ENDS)
    return this_year if day <= this_year else date(day.year + 1, *_FUNDING_PERIOD_ENDS)


def _weeks_run_to(question: Question, excluded_on: date, relevant_on: date) -> date:
    """The end of the funding period; for a leaver excluded from 1 April on, the end of the school year."""
    if not question.flag("leavers_year") or excluded_on.month not in _SUMMER_MONTHS:
        return _funding_period_end(relevant_on)
    school_year_end = question.day_if_given("school_year_end")
    if school_year_end is None:
        raise StatuteError("school_year_end", "is missing: in a leaving year from 1 April the weeks run to it")
    return school_year_end


def _pounds(amount: Decimal) -> str:
    return str(amount.quantize(_PENCE, ROUND_HALF_UP))


@rule(
    "exclusions.funding_deduction",
    title="Budget taken back after a permanent exclusion",
    row="exclusions §7; §2 budget_redetermine; X1",
    facts=(
        EXCLUDED_ON,
        PM_BEGAN,
        required("per_pupil", MONEY, "A: the amount for a pupil of that age for the whole period"),
        optional("adjustment", MONEY, "C: a financial adjustment order", "0.00"),
        _LEAVERS_YEAR,
        _SCHOOL_YEAR_END,
    ),
    versions=(
        Version(
            date(2024, 4, 1),
            Citation(
                "School and Early Years Finance (England) Regulations 2024 (SI 2024/66) and later years'",
                "reg 39",
                FROM_KNOWLEDGE,
            ),
            (
                school_days(6, "budget_redetermine", FROM_KNOWLEDGE),
                Limit("weeks_in_period", 52, "weeks", "exclusions §7", VERIFIED),
            ),
        ),
    ),
    trigger="excluded_on",
    needs_calendar=True,
)
def funding_deduction(question: Question) -> Answer:
    """The relevant date, the complete weeks left from it (B), and A x (B/52) + C, rounded half up.

    The relevant date is the 6th school day after the day of exclusion, whatever the time of day.
    """
    excluded_on = question.day("excluded_on")
    n = question.limits["school_days"]
    relevant = question.after(excluded_on, n)
    ends = _weeks_run_to(question, excluded_on, relevant.due_on)
    weeks = whole_weeks(relevant.due_on, ends)
    amount = question.money("per_pupil") * weeks / question.limits["weeks_in_period"] + question.money("adjustment")
    return value(
        {"relevant_date": relevant.due_on, "weeks": weeks, "amount": _pounds(amount)},
        f"{weeks} complete weeks from the {n}th school day after the exclusion to {spoken(ends)}.",
        counted=relevant.counted,
        skipped=relevant.skipped,
        owner="local authority",
        warnings=(_CHECK_THE_YEAR,),
    )


@rule(
    "exclusions.funding_weeks",
    title="Complete weeks left of the period that a deduction is for",
    row="exclusions §7 E and G",
    facts=(
        required("from_on", DATE, "the day of the admission or of the reinstatement"),
        EXCLUDED_ON,
        required("relevant_on", DATE, "the relevant date of the deduction"),
        _LEAVERS_YEAR,
        _SCHOOL_YEAR_END,
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation(
                "School Finance (England) Regulations; SI 2012/1033 Sch 2",
                "complete weeks left; which period they are counted to after 31 March",
                FROM_KNOWLEDGE,
            ),
        ),
    ),
    trigger="excluded_on",
)
def funding_weeks(question: Question) -> Answer:
    """The complete weeks from a day to the end of the deduction's own period: none after it, and never more than
    there were from the relevant date."""
    relevant_on = question.day("relevant_on")
    ends = _weeks_run_to(question, question.day("excluded_on"), relevant_on)
    begins = max(question.day("from_on"), relevant_on)
    weeks = whole_weeks(begins, ends)
    return value(weeks, f"{weeks} complete weeks from {spoken(begins)} to {spoken(ends)}.", warnings=(_CHECK_THE_YEAR,))


@rule(
    "exclusions.funding_share",
    title="Share of a deduction that follows the pupil or is paid back",
    row="exclusions §7 D x (E/F), F x (G/H)",
    facts=(
        required("amount", MONEY, "the amount that was deducted"),
        required("weeks_left", WHOLE, "complete weeks left from the admission or the reinstatement"),
        required("weeks_from_relevant_date", POSITIVE, "complete weeks that were left from the relevant date"),
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation(
                "School Finance (England) Regulations; SI 2012/1033 Sch 2",
                "admitting school; reinstatement",
                VERIFIED,
            ),
        ),
    ),
    trigger=None,
)
def funding_share(question: Question) -> Answer:
    """The least that an admitting school gains, or a reinstating school gets back, in pounds and pence."""
    left, whole = question.whole("weeks_left"), question.whole("weeks_from_relevant_date")
    if left > whole:
        return refused(f"{left} weeks left are more than the {whole} that were left from the relevant date.")
    because = f"The amount times {left} of {whole} complete weeks, rounded half up to the penny."
    return value(_pounds(question.money("amount") * left / whole), because, warnings=(_CHECK_THE_YEAR,))


_ADJUSTMENT = Limit("pounds", 4000, "pounds", "exclusions §2 adj_4000", FROM_KNOWLEDGE)


@rule(
    "exclusions.adjustment_amount",
    title="The financial adjustment after a quashed exclusion",
    row="exclusions §2 adj_4000",
    facts=(
        required("decided_on", DATE, "the day of the panel's decision"),
        required("school_type", SCHOOL_TYPE, "the kind of school"),
    ),
    versions=(
        Version(REGULATIONS_2012, Citation(DISCIPLINE_REGULATIONS, "regs 7, 25", FROM_KNOWLEDGE), (_ADJUSTMENT,)),
    ),
    trigger="decided_on",
)
def adjustment_amount(question: Question) -> Answer:
    """The amount in pounds and pence where the panel quashed and directed; a pupil referral unit has none."""
    if question.word("school_type") == PRU:
        return not_applicable("There is no financial adjustment for a pupil referral unit.")
    return value(f"{question.limits['pounds']}.00", "The fixed amount of a financial adjustment.")


@rule(
    "exclusions.adjustment_payment",
    title="An academy pays a financial adjustment",
    row="exclusions §2 adj_4000",
    facts=(
        required(
            "ordered_on",
            DATE,
            "the day after which the payment runs: the ten school days ended without an offer",
        ),
        required("school_type", SCHOOL_TYPE, "the kind of school"),
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation(DISCIPLINE_REGULATIONS, "regs 7, 25", FROM_KNOWLEDGE),
            (
                Limit("days", 28, "calendar days", "exclusions §2 adj_4000", FROM_KNOWLEDGE),
                _ADJUSTMENT,
            ),
        ),
    ),
    trigger="ordered_on",
)
def adjustment_payment(question: Question) -> Answer:
    """The 28th day after the order, for an academy; other schools pay nothing to the authority."""
    if question.word("school_type") != ACADEMY:
        return not_applicable(
            "Only an academy pays: a maintained school's budget is cut, a pupil referral unit's is not."
        )
    ordered_on, days = question.day("ordered_on"), question.limits["days"]
    count = every_day(ordered_on + timedelta(1), ordered_on + timedelta(days))
    return due(
        count,
        f"£{question.limits['pounds']:,} within {days} days after the order.",
        owner="academy proprietor",
    )


@rule(
    "exclusions.rate",
    title="Exclusions for every hundred pupils",
    row="exclusions §8.3",
    facts=(
        required("exclusions", WHOLE, "suspensions or permanent exclusions in the period"),
        required("pupils", WHOLE, "pupils at the census the report uses"),
        optional("decimals", choice("2", "3"), "how many decimals the rate is rounded to", "3"),
    ),
    versions=(
        Version(
            REGULATIONS_2012,
            Citation("DfE statistics: suspensions and permanent exclusions in England", "methodology", VERIFIED),
        ),
    ),
    trigger=None,
)
def rate(question: Question) -> Answer:
    """Exclusions for every hundred pupils, rounded half up once; null where there are no pupils."""
    pupils = question.whole("pupils")
    if pupils == 0:
        return value(None, "There are no pupils to compare with.")
    percent = (Decimal(100 * question.whole("exclusions")) / pupils).quantize(
        Decimal(1).scaleb(-int(question.word("decimals"))), ROUND_HALF_UP
    )
    return value(str(percent), "Exclusions divided by pupils, times 100; a rate, not a share of pupils.")
