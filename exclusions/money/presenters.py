"""The money on the case page: how the amount was worked out, who pays, and what was really paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.urls import reverse

from cases.kinds import Group, Row, Step
from exclusions.facts import Facts
from exclusions.leaving.records import leaving_of
from exclusions.models import Funding
from exclusions.money.entries import CORRECTIONS, is_recorded
from exclusions.money.financial_years import in_words
from exclusions.money.queries import funding_of
from exclusions.money.states import STEPS, reasons_against
from exclusions.money.working import is_leavers_year, share, weeks_left
from exclusions.review.adjustment import ordered_amount, stands
from exclusions.rows import spelled
from exclusions.track_states import FUNDING_DEDUCTED, FUNDING_PASSED_ON, FUNDING_STATES, FUNDING_TO_REPAY
from schools.models import School

_STATES = {state.code: state.label for state in FUNDING_STATES}
_CHECK = "Finance regulations are made every year: check the figures in those of the year."


def pounds(amount: Decimal | None) -> str:
    """“£3,115.38”; empty without an amount."""
    return "" if amount is None else f"£{amount:,.2f}"


def money_group(facts: Facts, as_of: date) -> Group:
    """How far the money is, with every amount and how it was worked out."""
    funding, state = funding_of(facts.case), facts.exclusion.funding_state
    if funding is None:
        return Group("Money", (Row("Funding", _STATES[state]),))
    rows = [Row("Funding", _STATES[state]), *_worked_out(facts, funding, as_of)]
    if funding.deducted_on is not None:
        rows += _paid(facts, funding)
    if funding.ended_on is not None:
        rows.append(Row("Ended", f"{funding.get_ended_because_display()}, on {spelled(funding.ended_on)}"))
    links = tuple(_corrections(facts, funding, as_of))
    return Group("Money", tuple(rows), _address("funding_amounts", facts, as_of), "Change the amounts", links)


def _corrections(facts: Facts, funding: Funding, as_of: date) -> Iterator[tuple[str, str]]:
    """The pages on which what was typed is put right, while nothing later rests on it."""
    for step, label in CORRECTIONS.items():
        if is_recorded(step, funding):
            yield _address(step, facts, as_of), label


def _address(step: str, facts: Facts, as_of: date) -> str:
    """The page of a step that can be taken now; empty for another."""
    if reasons_against(step, facts, as_of):
        return ""
    return reverse(STEPS[step].url_name, args=[facts.case.reference])


def _worked_out(facts: Facts, funding: Funding, as_of: date) -> Iterator[Row]:
    standing = Funding.Standing
    if funding.standing == standing.NOT_APPLICABLE:
        yield Row("Why not", funding.explanation)
        return
    yield Row("Who pays", who_pays(facts))
    if funding.relevant_on is not None:
        yield Row("Relevant date", f"{spelled(funding.relevant_on)}, financial year {in_words(funding.financial_year)}")
    if funding.standing != standing.WORKED_OUT:
        yield Row("Amount", needs=funding.explanation)
        return
    own = f" (an amount of its own: {funding.own_per_pupil_because})" if funding.own_per_pupil else ""
    yield Row("Amount for each pupil", f"{pounds(funding.per_pupil)}{own}")
    yield Row("Complete weeks", funding.explanation + (" A leavers’ year." if is_leavers_year(facts, funding) else ""))
    yield Row("Amount to deduct", sum_in_words(funding))
    yield from _adjustment_left_out(facts, funding, as_of)
    yield Row("To check", _CHECK)


def _adjustment_left_out(facts: Facts, funding: Funding, as_of: date) -> Iterator[Row]:
    """An order of the review panel that the sum does not hold yet: an academy trust pays it apart."""
    ordered = ordered_amount(facts) if stands(facts, as_of) else None
    is_of_budget = facts.exclusion.legal_type_then != School.LegalType.ACADEMY
    if ordered is not None and is_of_budget and funding.adjustment != ordered:
        needs = f"The review panel’s adjustment of {pounds(ordered)} is not in the sum. Change the amounts."
        yield Row("Financial adjustment", needs=needs)


def sum_in_words(funding: Funding) -> str:
    """“£6,000.00 × 27/52 + £0.00 = £3,115.38”."""
    parts = f"{pounds(funding.per_pupil)} × {funding.weeks}/52 + {pounds(funding.adjustment)}"
    return f"{parts} = {pounds(funding.amount)}"


def who_pays(facts: Facts) -> str:
    """Whose budget is cut and by whom; from authority to authority where the child lives elsewhere."""
    school = facts.case.school
    of_school, home = school.local_authority, facts.exclusion.home_authority
    if facts.exclusion.legal_type_then == School.LegalType.ACADEMY:
        words = f"{school}: its trust pays {of_school} through the funding agreement"
    else:
        words = f"{school}: {of_school} takes it from its budget share"
    if home is not None and home.code != of_school.code:
        words += f". From authority to authority: {of_school} to {home} (1999 Regulations)"
    return words


def _paid(facts: Facts, funding: Funding) -> Iterator[Row]:
    yield Row("Deducted", _entry(funding.deducted_amount, funding.deducted_on, funding.deducted_reference))
    if funding.deducted_amount != funding.amount:
        now = f"What was deducted is not what is worked out now, {pounds(funding.amount)}."
        nothing = "Nothing is worked out now with which the deduction could be compared."
        yield Row("To compare", needs=nothing if funding.amount is None else now)
    if funding.passed_on is not None:
        paid = _entry(funding.passed_amount, funding.passed_on, funding.passed_reference)
        yield Row("Passed on", f"To {funding.passed_to}: {paid}", needs=_against_payment(facts, funding))
    if funding.repaid_on is not None:
        # A reinstatement that is corrected to none leaves what was repaid because of it.
        stands_after_all = "The exclusion stands after all. Settle with the school what was repaid, and write a note."
        needs = "" if facts.back_on else stands_after_all
        yield Row("Repaid", _entry(funding.repaid_amount, funding.repaid_on, funding.repaid_reference), needs=needs)
    state = facts.exclusion.funding_state
    admitted_on, back = leaving_of(facts.case).next_school.admitted_on, facts.back_on
    if funding.relevant_on is None:
        return
    if state in (FUNDING_DEDUCTED, FUNDING_PASSED_ON) and admitted_on:
        yield Row("Follows the pupil, at least", share_in_words(facts, funding, admitted_on))
    if state == FUNDING_TO_REPAY and back:
        words = share_in_words(facts, funding, back)
        yield Row("To repay, at least", words, needs="The exclusion no longer stands: the school gets its share back.")


def _against_payment(facts: Facts, funding: Funding) -> str:
    """What of the payment on no longer fits the admission, which may have been corrected since: it stays as it was made
    until somebody puts it right."""
    way = leaving_of(facts.case).next_school
    if facts.exclusion.funding_state != FUNDING_PASSED_ON or way.school is None:
        return ""
    if way.admitted_on is None:
        return "A payment on is recorded, and no admission is. Record the admission, or correct the payment on."
    if way.school != funding.passed_to:
        return (
            f"The payment on went to {funding.passed_to}, and the child was admitted to {way.school}. Correct the "
            "payment on."
        )
    paid = funding.passed_amount or Decimal(0)
    if funding.relevant_on is None or paid >= share(facts, funding, way.admitted_on):
        return ""
    missing = pounds(share(facts, funding, way.admitted_on) - paid)
    return f"The payment on is {missing} less than what follows the pupil from the admission. Correct the payment on."


def share_in_words(facts: Facts, funding: Funding, from_on: date) -> str:
    """“£3,115.38 × 9/27 complete weeks from 25 January 2027 = £1,038.46”."""
    weeks = weeks_left(facts, funding, from_on)
    sums = f"{pounds(funding.deducted_amount)} × {weeks}/{funding.weeks} complete weeks from {spelled(from_on)}"
    return f"{sums} = {pounds(share(facts, funding, from_on))}"


def _entry(amount: Decimal | None, day: date | None, reference: str) -> str:
    return f"{pounds(amount)} on {spelled(day)}" + (f", journal {reference}" if reference else "")


def money_steps(facts: Facts, as_of: date) -> Iterator[Step]:
    """The steps of the track that this case may take now; the deduction once its relevant date has come."""
    funding = funding_of(facts.case)
    for code in ("funding_deduct", "funding_pass_on", "funding_repay", "funding_end"):
        if funding is None or reasons_against(code, facts, as_of):
            continue
        # What is recorded can be put right on its group; it is not waiting to be done.
        if is_recorded(code, funding):
            continue
        if code == "funding_deduct" and (funding.relevant_on is None or funding.relevant_on > as_of):
            continue
        if code == "funding_end" and facts.exclusion.funding_state != FUNDING_DEDUCTED and not _is_late(facts):
            continue
        yield Step(STEPS[code].label, reverse(STEPS[code].url_name, args=[facts.case.reference]))


def _is_late(facts: Facts) -> bool:
    """Ending without a deduction is offered once nothing else leads the case on: the child is off the roll."""
    return facts.case.state in ("off_roll", "placed")
