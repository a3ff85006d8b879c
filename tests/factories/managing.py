"""A world for the managers' page: two kinds, hidden children, other people's duties, closed cases. All invented."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accounts.models import Team, User
from accounts.roles import Role
from cases.actions.tasks import open_task
from cases.kinds import CaseKind
from cases.models import Case, Child, Deadline
from schools.models import School
from tests.factories.cases import AS_OF, ERRAND, KIND, set_clock
from tests.factories.children import make_authority, make_calendar, make_child, make_school
from tests.factories.people import make_team, make_user

PARCEL = "parcel"
PARCEL_KIND = replace(KIND, code=PARCEL, label="Parcel", reference_prefix="PA", lozenge="Has a parcel")
KINDS: tuple[CaseKind, ...] = (KIND, PARCEL_KIND)


@dataclass
class ManagedWorld:
    """Two teams, each with a kind of its own; the manager of the first; everybody else who may look."""

    errands: Team = field(init=False)
    manager: User = field(init=False)
    officer: User = field(init=False)
    second: User = field(init=False)
    stranger: User = field(init=False)
    head: User = field(init=False)
    governance: User = field(init=False)
    administrator: User = field(init=False)
    school: School = field(init=False)

    def __post_init__(self) -> None:
        make_authority()
        make_calendar()
        self.errands = make_team(ERRAND)
        parcels = make_team(PARCEL)
        self.manager = make_user(Role.TEAM_MANAGER, team=self.errands, name="Mona Manager", is_manager=True)
        self.officer = make_user(Role.EXCLUSIONS_OFFICER, team=self.errands, name="Ola Officer")
        self.second = make_user(Role.EXCLUSIONS_OFFICER, team=self.errands, name="Sam Second")
        self.stranger = make_user(Role.EXCLUSIONS_OFFICER, team=parcels, name="Sara Stranger")
        self.head = make_user(Role.HEAD_OF_SERVICE, name="Hetty Head")
        self.governance = make_user(Role.INFORMATION_GOVERNANCE, name="Ines Governance")
        self.administrator = make_user(Role.ADMINISTRATOR, name="Adam Administrator")
        self.school = make_school("Ashgrove Academy (invented)")

    def open_case(
        self,
        *,
        owner: User | None = None,
        kind: str = ERRAND,
        days_ago: int = 0,
        child: Child | None = None,
        is_hidden: bool = False,
        closed_days_ago: int | None = None,
    ) -> Case:
        """A case as a row, at any age: the actions that make such rows have tests of their own."""
        number = Case.objects.count() + 1
        is_closed = closed_days_ago is not None
        return Case.objects.create(
            reference=f"{'ER' if kind == ERRAND else 'PA'}-2026-{number:04d}",
            kind=kind,
            state="over" if is_closed else "open",
            child=child or make_child(is_hidden=is_hidden),
            school=self.school,
            owner=owner,
            opened_on=AS_OF - timedelta(days=days_ago),
            closed_on=AS_OF - timedelta(days=closed_days_ago) if closed_days_ago is not None else None,
        )

    def due(self, case: Case, in_days: int, *, is_ours: bool = True, purpose: str = "limit") -> Deadline:
        """The case's date, moved to where the test wants it."""
        deadline = set_clock(case, is_ours=is_ours)
        Deadline.objects.filter(pk=deadline.pk).update(due_on=AS_OF + timedelta(days=in_days), purpose=purpose)
        return deadline

    def task(self, case: Case, owner: User | None, due_on: date = AS_OF) -> None:
        """An open task."""
        task = open_task(case=case, title="Ring the school", due_on=due_on, by=None, as_of=AS_OF, owner=owner)
        type(task).objects.filter(pk=task.pk).update(owner=owner)

    def fill(self) -> ManagedWorld:
        """Something of everything, the same for cases in sight, of another team and of hidden children."""
        for kind, owner, is_hidden in (
            (ERRAND, self.officer, False),
            (ERRAND, self.second, False),
            (ERRAND, None, False),
            (ERRAND, self.officer, True),
            (PARCEL, self.stranger, False),
            (PARCEL, None, True),
        ):
            self._fill_one(kind, owner, is_hidden=is_hidden)
        return self

    def _fill_one(self, kind: str, owner: User | None, *, is_hidden: bool) -> None:
        def case(**more: int) -> Case:
            return self.open_case(kind=kind, owner=owner, is_hidden=is_hidden, **more)

        self.due(case(days_ago=40), -3)
        self.due(case(days_ago=12), 1)
        self.due(case(days_ago=1), 20)
        # Late, but the duty is the school's; a task keeps it from being forgotten.
        others = case(days_ago=9)
        self.due(others, -5, is_ours=False)
        self.task(others, owner)
        self.task(others, owner, AS_OF - timedelta(days=2))
        # The same without a task, and one with nothing at all: nobody is reminded of either.
        self.due(case(days_ago=10), -5, is_ours=False)
        case(days_ago=2)
        # Closed with a date that had passed: it is late no more.
        self.due(case(days_ago=30, closed_days_ago=1), -2)
        case(days_ago=60, closed_days_ago=20)
