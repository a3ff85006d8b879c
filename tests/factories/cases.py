"""A tiny kind of case for the kernel's own tests, and cases of it. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from accounts.roles import Role
from cases.actions.cases import open_case
from cases.actions.deadlines import refresh_deadlines
from cases.clocks import Clock
from cases.kinds import CaseKind, Group, Presentation, Row, State, Step, Transition
from cases.models import Case, Child, Deadline
from schools.calendars import statute_calendar
from schools.models import School
from tests.factories.children import enrol, make_authority, make_calendar, make_child, make_school
from tests.factories.people import make_team, make_user

ERRAND = "errand"
AS_OF = date(2026, 9, 16)
EXCLUDED_ON = date(2026, 9, 15)
# A calendar of which only the first weeks are left: the sixth day cannot be counted on it any more.
CUT_SHORT: Mapping[str, object] = {"open": [["2026-09-02", "2026-09-18"]]}


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """One clock: the sixth school day, from a fact that never changes."""
    set_clock(case, by=by, as_of=as_of)


def present(case: Case, user: User, as_of: date) -> Presentation:
    """One group that needs something, a step that is possible and one that is not."""
    rows = (Row("Errand", "Fetch the register"), Row("Parents", needs="The parents have not been told."))
    return Presentation(
        groups=(Group("The errand", rows),),
        steps=(Step("Run the errand", "/errand/", is_main=True), Step("Forget it", reasons=("Nobody agreed.",))),
    )


KIND = CaseKind(
    code=ERRAND,
    label="Errand",
    reference_prefix="ER",
    states=(State("open", "Being run"), State("over", "Over", is_end=True)),
    transitions=(Transition("finish", "Finish", frozenset({"open"}), frozenset({"over"})),),
    event_labels={"errand.run": "Errand run"},
    deadline_labels={"errand.sixth_day": "Sixth day"},
    refresh=refresh,
    present=present,
    lozenge="On an errand",
    reopen_reasons={"forgot": "Something was forgotten"},
)


def set_clock(
    case: Case,
    *,
    excluded_on: date | None = EXCLUDED_ON,
    by: User | None = None,
    as_of: date = AS_OF,
    is_ours: bool = True,
    calendar: Mapping[str, object] | None = None,
    **more: object,
) -> Deadline:
    """Run the case's one clock; without a day it has not started, on a calendar cut short it has no date."""
    clock = Clock(
        code="errand.sixth_day",
        label="Sixth day",
        rule="exclusions.sixth_day_permanent",
        facts=None if excluded_on is None else {"excluded_on": excluded_on, "pm_began": False},
        is_ours=is_ours,
        starts_when="Starts when the errand begins.",
        duty_owner=Deadline.DutyOwner.AUTHORITY if is_ours else Deadline.DutyOwner.SCHOOL,
        **more,  # type: ignore[arg-type]
    )
    calendar = statute_calendar(case.school, EXCLUDED_ON) if calendar is None else calendar
    refresh_deadlines(case=case, clocks=[clock], calendar=calendar, policy="coventry", by=by, as_of=as_of)
    return Deadline.objects.get(case=case, code="errand.sixth_day")


@dataclass
class ErrandDesk:
    """Three people everywhere: the owner, a colleague who may read, and outsiders; a school, a child, an open case."""

    owner: User = field(init=False)
    colleague: User = field(init=False)
    other_team: User = field(init=False)
    head: User = field(init=False)
    governance: User = field(init=False)
    administrator: User = field(init=False)
    school: School = field(init=False)
    child: Child = field(init=False)
    case: Case = field(init=False)

    def __post_init__(self) -> None:
        make_authority()
        make_calendar()
        team = make_team(ERRAND)
        self.owner = make_user(Role.EXCLUSIONS_OFFICER, team=team, name="Olive Owner")
        self.colleague = make_user(Role.TEAM_MANAGER, team=team, name="Cara Colleague", is_manager=True)
        self.other_team = make_user(Role.EDUCATION_OFFICER, team=make_team("else"), name="Oscar Other")
        self.head = make_user(Role.HEAD_OF_SERVICE, name="Hetty Head")
        self.governance = make_user(Role.INFORMATION_GOVERNANCE, name="Ines Governance")
        self.administrator = make_user(Role.ADMINISTRATOR, name="Adam Administrator")
        self.school = make_school("Ashgrove Academy (invented)")
        self.child = make_child("Hughes", "Amira", upn="X331000114001")
        enrol(self.child, self.school)
        self.case = self.open_case()

    def open_case(self, child: Child | None = None, *, by: User | None = None, clock: bool = True) -> Case:
        """Another errand."""
        case = open_case(child=child or self.child, kind=ERRAND, by=by or self.owner, as_of=AS_OF, school=self.school)
        if clock:
            set_clock(case, by=case.owner)
        return case
