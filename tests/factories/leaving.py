"""Permanent exclusions on their way off the roll, to the next school and back, by the real actions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cases.actions.cases import move_case
from cases.actions.tasks import finish_task
from cases.models import Case, Task
from exclusions.actions import ending, funding, next_school, returns, roll
from exclusions.actions.per_pupil import add_amount
from exclusions.facts import gather
from exclusions.governors.telling import still_to_tell
from exclusions.kind_code import SUSPENSION
from exclusions.models import Exclusion, PerPupilAmount, Suspension
from exclusions.states import PLACED, REVIEW_WINDOW
from schools.models import School
from tests.factories.children import make_school
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.governors import tell_outcome
from tests.factories.people import make_user

# X1: the parents' time ends on Thursday 5 November 2026, so the name may leave the roll from the Friday.
LAWFUL_ON = date(2026, 11, 6)
LATER = date(2026, 11, 30)
PER_PUPIL = Decimal("6000.00")


def window(desk: Desk) -> Case:
    """X1 with the governors' refusal by hand on 7 October."""
    return make_case_at(desk, REVIEW_WINDOW)


def expired(desk: Desk) -> Case:
    """X1 after the parents' time has ended without an application."""
    case = window(desk)
    return move_case(case=case, transition="review_window_ends", to_state="review_expired", by=None, as_of=LAWFUL_ON)


def off_roll(
    desk: Desk, case: Case, *, off_on: date = LAWFUL_ON, as_of: date = LATER, is_confirmed: bool = False
) -> Case:
    """The school takes the name off."""
    return roll.record_off_roll(
        case=case,
        off_on=off_on,
        is_confirmed=is_confirmed,
        version=desk.version(case),
        by=desk.officer,
        as_of=as_of,
    )


def another_school(name: str = "Birchwood School (invented)") -> School:
    """A school that may admit the child."""
    return make_school(name)


def agree(desk: Desk, case: Case, school: School, *, on: date = date(2026, 11, 23), **more: object) -> Case:
    """A place is agreed, from a week later."""
    facts: dict[str, object] = {"starts_on": LATER, **more}
    return next_school.agree_place(
        case=case,
        school=school,
        agreed_on=on,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
        **facts,  # type: ignore[arg-type]
    )


def admit(desk: Desk, case: Case, *, on: date = LATER, is_confirmed: bool = False) -> Case:
    """The agreed school admits the child."""
    return next_school.admit(
        case=case,
        admitted_on=on,
        is_confirmed=is_confirmed,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
    )


def placed(desk: Desk) -> Case:
    """Off the roll, admitted elsewhere, and recorded as placed."""
    case = off_roll(desk, expired(desk))
    case = admit(desk, agree(desk, case, another_school()))
    case = ending.record_placed(
        case=case,
        destination="school",
        placed_on=LATER,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
    )
    assert case.state == PLACED
    return case


def enter_amount(band: str = "key_stage_3", amount: Decimal = PER_PUPIL, year: int = 2026) -> PerPupilAmount:
    """The amount for a band, entered by finance."""
    return add_amount(
        financial_year=year,
        band=band,
        amount=amount,
        source="Formula 2026/27",
        by=make_user("finance_officer", name="Fay Finance"),
        as_of=date(2026, 9, 1),
    )


def own_amount(desk: Desk, case: Case, **more: object) -> Case:
    """This exclusion has an amount of its own."""
    facts: dict[str, object] = {
        "own_per_pupil": PER_PUPIL,
        "own_per_pupil_because": "Agreed with finance",
        "is_leavers_year": None,
        "is_reserved_place": False,
        "adjustment": Decimal(0),
        **more,
    }
    return funding.change_amounts(
        case=case,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
        **facts,  # type: ignore[arg-type]
    )


def deduct(
    desk: Desk,
    case: Case,
    *,
    on: date = date(2026, 10, 1),
    amount: Decimal = Decimal("3115.38"),
    is_confirmed: bool = True,
) -> Case:
    """The money is taken from the school's budget. What is unlikely is confirmed."""
    return funding.record_deduction(
        case=case,
        deducted_on=on,
        amount=amount,
        reference="J1001",
        is_confirmed=is_confirmed,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
    )


def plan_return(desk: Desk, case: Case, **more: object) -> object:
    """A plan for the return with a meeting."""
    facts: dict[str, object] = {
        "meeting_on": date(2026, 10, 8),
        "took_part": ["parents", "child"],
        "aims": "Every lesson",
        "support": "A mentor",
        "is_full_time": True,
        "review_on": date(2026, 10, 30),
        "as_of": date(2026, 10, 9),
        **more,
    }
    return returns.plan_return(
        case=case,
        version=version_of(case),
        by=desk.officer,
        **facts,  # type: ignore[arg-type]
    )


def pass_file(desk: Desk, case: Case, **more: object) -> object:
    """The safeguarding file goes to another school."""
    facts: dict[str, object] = {
        "from_school": case.school,
        "to_school": None,
        "to_provider": None,
        "method": "secure_transfer",
        "passed_on": date(2026, 9, 22),
        "confirmed_on": None,
        "as_of": LATER,
        **more,
    }
    return returns.pass_safeguarding_file(
        case=case,
        version=version_of(case),
        by=desk.officer,
        **facts,  # type: ignore[arg-type]
    )


def version_of(case: Case) -> int:
    """The version of the decision's row, of either kind."""
    kind = Suspension if case.kind == SUSPENSION else Exclusion
    return kind.objects.get(case=case).version


def finish_all(desk: Desk, case: Case) -> None:
    """Every open task of the case is done, and everybody was told of the governors' decision."""
    recipients = still_to_tell(gather(case))
    if recipients:
        tell_outcome(desk, case, LATER, *recipients)
    for task in Task.objects.filter(case=case, state=Task.State.OPEN):
        finish_task(task=task, version=task.version, by=desk.officer, as_of=LATER)


def calculated(desk: Desk) -> Case:
    """The amount is worked out."""
    enter_amount()
    return window(desk)


def deducted(desk: Desk) -> Case:
    """It is deducted."""
    return deduct(desk, calculated(desk))


def to_repay(desk: Desk) -> Case:
    """It was deducted, and the governors reinstated."""
    enter_amount()
    return desk.decide(deduct(desk, make_case_at(desk, "governors_listed")), "reinstate_immediately")
