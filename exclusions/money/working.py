"""How the money of a permanent exclusion is worked out: by statute, from the school, the age, and what was typed.

Nothing here writes: `exclusions.actions.funding` keeps what this gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import statute
from exclusions.facts import Facts
from exclusions.home_authority.owners import is_elsewhere
from exclusions.models import AgeBand, Funding, PerPupilAmount
from exclusions.money.financial_years import financial_year_of, in_words
from schools.models import School
from schools.school_years import SchoolYear

Standing = Funding.Standing
LegalType = School.LegalType

# Year groups of each band: Reception is 0. Outside them no amount of the table fits.
_BANDS = ((range(7), AgeBand.PRIMARY), (range(7, 10), AgeBand.KEY_STAGE_3), (range(10, 12), AgeBand.KEY_STAGE_4))
# A pupil of this year group leaves a school with this highest age at the end of it (Year 11 at 16).
_YEARS_BEFORE_THE_AGE = 5
_END_OF_COMPULSORY_AGE = 11


@dataclass(frozen=True)
class Worked:
    """What an exclusion costs the school's budget, or why that cannot be said."""

    standing: str
    explanation: str
    financial_year: int
    relevant_on: date | None = None
    weeks: int | None = None
    per_pupil: Decimal | None = None
    amount: Decimal | None = None
    rule_version: str = ""


def work_out(facts: Facts, funding: Funding) -> Worked:
    """A x (B/52) + C on the facts as they stand: the relevant date, the weeks, the amount for the pupil, the sum."""
    year = financial_year_of(facts.exclusion.excluded_on)
    why_not = _why_not_applicable(facts, funding)
    if why_not:
        return Worked(Standing.NOT_APPLICABLE, why_not, year)
    dated = _ask(facts, funding, Decimal(0))
    if dated is None or dated.outcome != statute.Outcome.VALUE:
        words = "The school’s calendar does not reach far enough to count the relevant date. Enter its terms."
        return Worked(Standing.NO_CALENDAR, words, year)
    relevant_on, weeks = _day(dated.value["relevant_date"]), dated.value["weeks"]
    year = financial_year_of(relevant_on)
    per_pupil = funding.own_per_pupil or _amount_for(facts, year)
    if per_pupil is None:
        return Worked(Standing.NO_AMOUNT, _missing(facts, year), year, relevant_on, weeks, None, None, dated.version)
    result = _deduction(facts, funding, per_pupil)
    amount = Decimal(result.value["amount"])
    return Worked(Standing.WORKED_OUT, str(result.because), year, relevant_on, weeks, per_pupil, amount, result.version)


def band_of(year_group: int | None) -> str:
    """The band of a year group; empty where the table has none."""
    return next((band for years, band in _BANDS if year_group in years), "")


def is_leavers_year(facts: Facts, funding: Funding) -> bool:
    """Whether the pupil would normally leave the school at the end of the year: as was typed, else by the last year
    group of the school, and Year 11 everywhere."""
    if funding.is_leavers_year is not None:
        return funding.is_leavers_year
    year_group, school = facts.exclusion.year_group_then, facts.case.school
    last = school.highest_age - _YEARS_BEFORE_THE_AGE if school and school.highest_age else _END_OF_COMPULSORY_AGE
    return year_group is not None and year_group in (last, _END_OF_COMPULSORY_AGE)


def weeks_left(facts: Facts, funding: Funding, from_on: date) -> int:
    """Complete weeks from an admission or a reinstatement to the end of the deduction's own period (E or G)."""
    result = facts.ask(
        "exclusions.funding_weeks", from_on=from_on, relevant_on=funding.relevant_on, **_of_a_leaver(facts, funding)
    )
    return int(result.value)


def share(facts: Facts, funding: Funding, from_on: date) -> Decimal:
    """The part of the deducted amount that follows the pupil from that day, or is paid back: D x (E/F), F x (G/H)."""
    if not funding.weeks:
        return Decimal("0.00")
    result = facts.ask(
        "exclusions.funding_share",
        amount=str(funding.deducted_amount),
        weeks_left=weeks_left(facts, funding, from_on),
        weeks_from_relevant_date=funding.weeks,
    )
    return Decimal(result.value)


def _ask(facts: Facts, funding: Funding, per_pupil: Decimal) -> statute.Result | None:
    """None where the last day of the school year is needed and not known."""
    try:
        return _deduction(facts, funding, per_pupil)
    except statute.StatuteError:
        return None


def _deduction(facts: Facts, funding: Funding, per_pupil: Decimal) -> statute.Result:
    return facts.ask(
        "exclusions.funding_deduction",
        pm_began=facts.exclusion.pm_began,
        per_pupil=str(per_pupil),
        adjustment=str(funding.adjustment),
        **_of_a_leaver(facts, funding),
    )


def _of_a_leaver(facts: Facts, funding: Funding) -> dict[str, object]:
    excluded_on = facts.exclusion.excluded_on
    if not is_leavers_year(facts, funding):
        return {"excluded_on": excluded_on}
    end = _school_year_end(facts, excluded_on)
    return {"excluded_on": excluded_on, "leavers_year": True, **({"school_year_end": end} if end else {})}


def _school_year_end(facts: Facts, day: date) -> date | None:
    """The last day of the last term of the school year of a day, when a term of its summer is entered."""
    year = SchoolYear.containing(day)
    ends = [date.fromisoformat(str(span[1])) for span in facts.calendar["open"]]  # type: ignore[attr-defined]
    return max((end for end in ends if day <= end <= year.last_day), default=None)


def _why_not_applicable(facts: Facts, funding: Funding) -> str:
    school, legal_type = facts.case.school, facts.exclusion.legal_type_then
    if school is not None and school.is_special:
        return "A special school: its budget is not cut for a permanent exclusion."
    if legal_type == LegalType.PUPIL_REFERRAL_UNIT:
        return "A pupil referral unit: its budget is not cut for a permanent exclusion."
    if legal_type not in (LegalType.MAINTAINED, LegalType.ACADEMY):
        return "Not a maintained school or an academy: no public budget follows the pupil."
    if funding.is_reserved_place:
        return "The place was reserved for special educational needs: the budget is not cut for it."
    return ""


def _amount_for(facts: Facts, year: int) -> Decimal | None:
    """The amount of our own table, which holds for the schools of our own formula alone."""
    if is_elsewhere(facts.case.school, facts.our_code):
        return None
    band = band_of(facts.exclusion.year_group_then)
    return PerPupilAmount.objects.filter(financial_year=year, band=band).values_list("amount", flat=True).first()


def _missing(facts: Facts, year: int) -> str:
    school = facts.case.school
    if school is not None and is_elsewhere(school, facts.our_code):
        authority = school.local_authority.name
        return f"The school is in {authority}: enter that authority’s amount for this exclusion."
    band = band_of(facts.exclusion.year_group_then)
    if not band:
        return "The year group is not known, or has no amount of its own. Enter an amount for this exclusion."
    return f"The amount for {AgeBand(band).label} in {in_words(year)} is not entered yet."


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
