"""The money of a permanent exclusion: what it is worked out from, the deduction, what follows the pupil, the
repayment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import finish_open_tasks, open_task
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.next_school import check_is_another_school
from exclusions.actions.recording import DAY_ZERO_TASKS
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.steps import finish
from exclusions.actions.tracks import begin_track, keep
from exclusions.doubts import CONFIRM
from exclusions.facts import Facts
from exclusions.leaving.records import leaving_of
from exclusions.models import Funding
from exclusions.money.entries import recorded
from exclusions.money.states import reasons_against
from exclusions.money.working import share
from schools.models import School

START_ROW = "exclusions.start_finance_row"


def _begin(case: Case, step: str, version: int, by: User, as_of: date) -> tuple[Facts, Funding]:
    facts = begin_track(case, step, version, by, as_of, reasons_against)
    return facts, Funding.objects.get(case=case)


@transaction.atomic
def change_amounts(
    *,
    case: Case,
    own_per_pupil: Decimal | None,
    own_per_pupil_because: str,
    is_leavers_year: bool | None,
    is_reserved_place: bool,
    adjustment: Decimal,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Change what the amount is worked out from: an amount of its own with the reason, the leaving year, a reserved
    place, and a financial adjustment."""
    _begin(case, "funding_amounts", version, by, as_of)
    because = own_per_pupil_because.strip()
    if own_per_pupil is not None and not because:
        raise ExclusionRefused("Say why this exclusion has an amount of its own.", field="own_per_pupil_because")
    if own_per_pupil is None and because:
        raise ExclusionRefused("Enter the amount, or take the reason out.", field="own_per_pupil")
    if (own_per_pupil is not None and own_per_pupil <= 0) or adjustment < 0:
        field = "adjustment" if adjustment < 0 else "own_per_pupil"
        raise ExclusionRefused("Enter an amount of more than nothing.", field=field)
    keep(
        Funding,
        case,
        own_per_pupil=own_per_pupil,
        own_per_pupil_because=because,
        is_leavers_year=is_leavers_year,
        is_reserved_place=is_reserved_place,
        adjustment=adjustment,
    )
    return finish(case, "exclusions.funding_changed", by, as_of, as_of)


@transaction.atomic
def record_deduction(
    *,
    case: Case,
    deducted_on: date,
    amount: Decimal,
    reference: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record what was deducted from the school's budget, or recovered from its trust, and in which journal: not more
    than what is worked out, and less only where `is_confirmed` says that it is right. Again while nothing was passed on
    or repaid: to put it right."""
    facts, funding = _begin(case, "funding_deduct", version, by, as_of)
    earliest = funding.relevant_on or facts.exclusion.excluded_on
    check_day(deducted_on, "Deducted on", "deducted_on", earliest=earliest, latest=as_of)
    _check_least(amount, Decimal(0))
    most = funding.amount or Decimal("0.00")
    what = "that is what is worked out. If more was deducted, change what it is worked out from first"
    _check_most(amount, most, what)
    if not is_confirmed:
        _ask_about(amount, most, funding.deducted_amount)
    was = recorded("funding_deduct", funding)
    keep(Funding, case, deducted_on=deducted_on, deducted_amount=amount, deducted_reference=reference.strip())
    if was is not None:
        return finish(case, "exclusions.funding_deduction_corrected", by, as_of, deducted_on, **was.for_event())
    finish_open_tasks(case=case, codes={START_ROW}, by=by, as_of=as_of)
    return finish(case, "exclusions.funding_deducted", by, as_of, deducted_on)


@transaction.atomic
def pass_on(
    *,
    case: Case,
    school: School,
    from_on: date,
    passed_on: date,
    amount: Decimal,
    reference: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record what went to the school that admitted the child: at least the share that statute gives from its day of
    admission, more only where `is_confirmed` says that it is right, and not more than what was deducted. Where the
    admission is recorded, the payment goes by it. Again afterwards, also when the exclusion no longer stands: to put it
    right."""
    facts, funding = _begin(case, "funding_pass_on", version, by, as_of)
    check_day(from_on, "Admitted on", "from_on", earliest=facts.exclusion.excluded_on, latest=as_of)
    check_day(passed_on, "Paid on", "passed_on", earliest=funding.deducted_on or from_on, latest=as_of)
    check_is_another_school(case, school)
    _check_admission(case, school, from_on)
    least = share(facts, funding, from_on)
    _check_least(amount, least)
    _check_most(amount, *_deducted(funding))
    if not is_confirmed:
        _ask_about(amount, least, funding.passed_amount)
    was = recorded("funding_pass_on", funding)
    before: dict[str, object] = {"was_school": funding.passed_to.urn} if funding.passed_to else {}
    keep(
        Funding,
        case,
        passed_to=school,
        passed_on=passed_on,
        passed_amount=amount,
        passed_reference=reference.strip(),
    )
    if was is not None:
        before |= was.for_event()
        return finish(case, "exclusions.funding_payment_corrected", by, as_of, passed_on, school=school.urn, **before)
    return finish(case, "exclusions.funding_passed_on", by, as_of, passed_on, school=school.urn)


@transaction.atomic
def repay(
    *,
    case: Case,
    repaid_on: date,
    amount: Decimal,
    reference: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record what the school got back after the exclusion ended: at least the share from the day the child was back,
    more only where `is_confirmed` says that it is right, and not more than what was deducted. Again afterwards: to put
    it right."""
    facts, funding = _begin(case, "funding_repay", version, by, as_of)
    back = facts.back_on or as_of
    check_day(repaid_on, "Repaid on", "repaid_on", earliest=funding.deducted_on or back, latest=as_of)
    least = share(facts, funding, back)
    _check_least(amount, least)
    _check_most(amount, *_deducted(funding))
    if not is_confirmed:
        _ask_about(amount, least, funding.repaid_amount)
    was = recorded("funding_repay", funding)
    keep(Funding, case, repaid_on=repaid_on, repaid_amount=amount, repaid_reference=reference.strip())
    if was is not None:
        return finish(case, "exclusions.funding_repayment_corrected", by, as_of, repaid_on, **was.for_event())
    return finish(case, "exclusions.funding_repaid", by, as_of, repaid_on)


@transaction.atomic
def end_funding(*, case: Case, ended_on: date, because: str, version: int, by: User, as_of: date) -> Case:
    """End the money without more: nobody to pass it on to, or another authority settles it. Again while that stands:
    to put it right."""
    facts, funding = _begin(case, "funding_end", version, by, as_of)
    check_day(ended_on, "Ended on", "ended_on", earliest=facts.exclusion.excluded_on, latest=as_of)
    if because not in Funding.EndedBecause.values:
        raise ExclusionRefused("Why? Choose one of the list.", field="because")
    keep(Funding, case, ended_on=ended_on, ended_because=because)
    if funding.ended_on is not None:
        before = {"was_on": funding.ended_on.isoformat(), "was": funding.ended_because}
        return finish(case, "exclusions.funding_end_corrected", by, as_of, ended_on, because=because, **before)
    finish_open_tasks(case=case, codes={START_ROW}, by=by, as_of=as_of)
    return finish(case, "exclusions.funding_ended", by, as_of, ended_on, because=because)


@transaction.atomic
def take_back_end(*, case: Case, version: int, by: User, as_of: date) -> Case:
    """Take back an end that was recorded by mistake: the money is where it was, and is worked out with the dates. While
    nothing was deducted, its task is open again."""
    _, funding = _begin(case, "funding_end", version, by, as_of)
    if funding.ended_on is None:
        raise ExclusionRefused("No end of the money is recorded.", field="is_mistake")
    if not case.is_open:
        raise ExclusionRefused(
            "The case is closed, and it was closed because the money had ended. Correct the reason instead.",
            field="is_mistake",
        )
    keep(Funding, case, ended_on=None, ended_because="")
    if funding.deducted_on is None and funding.standing != Funding.Standing.NOT_APPLICABLE:
        open_task(case=case, code=START_ROW, title=DAY_ZERO_TASKS[START_ROW], due_on=as_of, by=by, as_of=as_of)
    before = {"was_on": funding.ended_on.isoformat(), "was": funding.ended_because}
    return finish(case, "exclusions.funding_end_taken_back", by, as_of, as_of, **before)


def _check_admission(case: Case, school: School, from_on: date) -> None:
    """The payment goes to the school of the recorded admission, and its weeks run from that day."""
    way = leaving_of(case).next_school
    if way.admitted_on is None:
        return
    # An admission is to the agreed school, so there is one.
    admitted_to = cast(School, way.school)
    if school != admitted_to:
        raise ExclusionRefused(
            f"URN: the child was admitted to {admitted_to}. Enter its URN, {admitted_to.urn}.", field="school"
        )
    if from_on != way.admitted_on:
        raise ExclusionRefused(
            f"Admitted on must be {spelled_date(way.admitted_on)}, as the admission is recorded.", field="from_on"
        )


def _check_least(amount: Decimal, least: Decimal) -> None:
    if amount < least:
        raise ExclusionRefused(
            f"Amount must be at least £{least:,}, as it is worked out from the complete weeks left.", field="amount"
        )


def _check_most(amount: Decimal, most: Decimal, what: str) -> None:
    if amount > most:
        raise ExclusionRefused(f"Amount must be £{most:,} or less: {what}.", field="amount")


def _ask_about(amount: Decimal, worked_out: Decimal, stood: Decimal | None) -> None:
    """Refuse, until it is confirmed, another amount than the one that is worked out; what stands in the row was."""
    if amount not in (worked_out, stood):
        raise ExclusionRefused(
            f"Amount is £{amount:,}, and £{worked_out:,} is worked out. Check it, or tick that it is right.",
            field=CONFIRM,
        )


def _deducted(funding: Funding) -> tuple[Decimal, str]:
    """The most that can be passed on or repaid, in figures and in words. Their states say that there is a deduction."""
    what = "that is what was deducted. If it was more, correct the deduction first"
    return cast(Decimal, funding.deducted_amount), what
