"""A little of what comes after a permanent exclusion: money, the next school, a return, a name off too early."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from functools import partial

from accounts.models import User
from demo.generator.exclusion_acts import Act, Work
from exclusions.actions.funding import change_amounts, record_deduction
from exclusions.actions.next_school import accept_for_fair_access, record_application
from exclusions.actions.per_pupil import add_amount
from exclusions.actions.returns import pass_safeguarding_file, plan_return
from exclusions.actions.roll import record_off_roll
from exclusions.models import AgeBand, Funding
from exclusions.money.financial_years import financial_year_of

# After the other acts of the day.
AT, ORDER = time(15, 55), 80
AMOUNTS = {
    AgeBand.PRIMARY: Decimal("4015.00"),
    AgeBand.KEY_STAGE_3: Decimal("5646.00"),
    AgeBand.KEY_STAGE_4: Decimal("6365.00"),
}
OWN_AMOUNT = Decimal("5480.00")
SOURCE = "Invented for the demonstration"


def enter_amounts(by: User, opened_on: date, as_of: date) -> None:
    """The amounts for each pupil of every funding period that the demonstration touches."""
    for year in range(financial_year_of(opened_on), financial_year_of(as_of) + 2):
        for band, amount in AMOUNTS.items():
            add_amount(financial_year=year, band=band, amount=amount, source=SOURCE, by=by, as_of=opened_on)


def leaving_acts(works: Mapping[str, Work]) -> Iterator[Act]:
    """Each as an act of its case's officer, so many school days after the exclusion."""
    steps: tuple[tuple[str, int, Callable[[Work, date], object]], ...] = (
        ("reinstated_later", 8, _deduct),
        ("by_post", 9, _enter_own_amount),
        ("by_post", 10, _deduct),
        ("by_hand", 17, _take_off_too_early),
        ("by_post", 14, _apply),
        ("by_post", 16, _accept),
        ("reinstated", 11, _plan_return),
        ("other_11", 5, _pass_file),
    )
    for key, after, perform in steps:
        work = works[key]
        day = work.dated.day(after)
        yield Act(day, AT, ORDER, work.officer, partial(perform, work, day))


def _enter_own_amount(work: Work, day: date) -> None:
    """The school is another authority's, for which our table of amounts does not hold."""
    authority = work.dated.school.local_authority.name
    work.case = change_amounts(
        case=work.case,
        own_per_pupil=OWN_AMOUNT,
        own_per_pupil_because=f"The amount of {authority}, invented for the demonstration",
        is_leavers_year=None,
        is_reserved_place=False,
        adjustment=Decimal(0),
        version=work.version,
        by=work.officer,
        as_of=day,
    )


def _deduct(work: Work, day: date) -> None:
    work.case = record_deduction(
        case=work.case,
        deducted_on=day,
        amount=Funding.objects.get(case=work.case).amount or Decimal(0),
        reference=f"J-{work.case.reference}",
        version=work.version,
        by=work.officer,
        as_of=day,
    )


def _take_off_too_early(work: Work, day: date) -> None:
    """The parents' time still runs: the school has done it all the same."""
    work.case = record_off_roll(
        case=work.case, off_on=day, is_confirmed=True, version=work.version, by=work.officer, as_of=day
    )


def _apply(work: Work, day: date) -> None:
    work.case = record_application(
        case=work.case,
        applied_on=day,
        applied_to=work.dated.school.local_authority,
        asked_for=None,
        version=work.version,
        by=work.officer,
        as_of=day,
    )


def _accept(work: Work, day: date) -> None:
    work.case = accept_for_fair_access(
        case=work.case, accepted_on=day, version=work.version, by=work.officer, as_of=day
    )


def _plan_return(work: Work, day: date) -> None:
    plan_return(
        case=work.case,
        meeting_on=day,
        took_part=["child", "parents", "school"],
        aims="To be in every lesson, and to know whom to go to before leaving one.",
        support="A mentor each morning, and a place to go at break.",
        is_full_time=True,
        review_on=work.dated.day(14),
        version=work.version,
        by=work.officer,
        as_of=day,
    )


def _pass_file(work: Work, day: date) -> None:
    """To the provider of the education meanwhile; the receipt is not confirmed yet."""
    placement = work.case.placements.select_related("provider").order_by("pk").first()
    pass_safeguarding_file(
        case=work.case,
        from_school=work.dated.school,
        to_school=None,
        to_provider=placement.provider,
        method="secure_transfer",
        passed_on=day,
        confirmed_on=None,
        version=work.version,
        by=work.officer,
        as_of=day,
    )
