"""Suspensions and permanent exclusions in numbers: rows without names, written in bulk. All invented."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Team, User
from accounts.roles import Role
from cases.models import Case, Child
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import Exclusion, Suspension
from reports.models import ComparisonFigure, Headcount
from schools.models import School
from tests.factories.children import make_authority, make_local_authority, make_school
from tests.factories.people import make_team, make_user

_numbers = itertools.count(1)
ROWS_A_STATEMENT = 2000


@dataclass
class FiguresWorld:
    """A council with a school of each phase, one child to whom everything happens, and the people who look."""

    team: Team = field(init=False)
    manager: User = field(init=False)
    schools: dict[str, School] = field(init=False)
    child: Child = field(init=False)

    def __post_init__(self) -> None:
        make_authority("statutory")
        self.team = make_team(PERMANENT_EXCLUSION, SUSPENSION, name="Exclusions team")
        self.manager = make_user(Role.TEAM_MANAGER, team=self.team, name="Mona Manager", is_manager=True)
        self.schools = {
            "primary": make_school("Primary (invented)", phase=School.Phase.PRIMARY),
            "secondary": make_school("Secondary (invented)", phase=School.Phase.SECONDARY),
            "special": make_school("Special (invented)", is_special=True),
        }
        self.child = make_children(1)[0]

    def head(self) -> User:
        """Who sees every case that is not hidden."""
        return make_user(Role.HEAD_OF_SERVICE, name="Hetty Head")

    def suspend(
        self,
        number: int,
        day: date,
        phase: str = "secondary",
        *,
        sessions: int | None = 2,
        total: int | None = None,
        reasons: Iterable[Sequence[str]] = (),
        school: School | None = None,
        children: Sequence[Child] = (),
        **more: object,
    ) -> list[Suspension]:
        """So many suspensions that start on a day, the children in turn; `total` sessions in all when it is given.

        `reasons` are those of the first rows; the others have disruptive behaviour.
        """
        given = list(reasons)
        each, rest = divmod(total, number) if total is not None else (sessions, 0)
        rows = [
            Suspension(
                case=case,
                decided_on=day,
                first_on=day,
                first_session="am",
                last_on=day + timedelta(days=30),
                last_session="pm",
                sessions_count=each + 1 if place < rest and each is not None else each,
                reasons=list(given[place]) if place < len(given) else ["DB"],
                **{"legal_type_then": School.LegalType.MAINTAINED, "year_group_then": 9, **more},
            )
            for place, case in enumerate(self._cases(number, SUSPENSION, day, school or self.schools[phase], children))
        ]
        return Suspension.objects.bulk_create(rows, batch_size=ROWS_A_STATEMENT)

    def exclude(
        self,
        number: int,
        day: date,
        phase: str = "secondary",
        *,
        reasons: Iterable[Sequence[str]] = (),
        school: School | None = None,
        children: Sequence[Child] = (),
        **more: object,
    ) -> list[Exclusion]:
        """So many permanent exclusions that start on a day."""
        given = list(reasons)
        rows = [
            Exclusion(
                case=case,
                decided_on=day,
                excluded_on=day,
                pm_began=False,
                day_six_state="to_book",
                funding_state="to_calculate",
                next_school_state="to_find",
                reasons=list(given[place]) if place < len(given) else ["DB"],
                **{"legal_type_then": School.LegalType.MAINTAINED, "year_group_then": 9, **more},
            )
            for place, case in enumerate(
                self._cases(number, PERMANENT_EXCLUSION, day, school or self.schools[phase], children)
            )
        ]
        return Exclusion.objects.bulk_create(rows, batch_size=ROWS_A_STATEMENT)

    def _cases(self, number: int, kind: str, day: date, school: School | None, children: Sequence[Child]) -> list[Case]:
        in_turn = itertools.cycle(children or [self.child])
        cases = [
            Case(
                reference=f"FI-2020-{next(_numbers):06d}",
                kind=kind,
                state="closed",
                child=next(in_turn),
                school=school,
                opened_on=day,
                closed_on=day,
            )
            for _ in range(number)
        ]
        return Case.objects.bulk_create(cases, batch_size=ROWS_A_STATEMENT)

    def compare(
        self, measure: str, area_kind: str, year: int, value: str, phase: str = "all", **more: object
    ) -> ComparisonFigure:
        """A figure as if it had been brought in."""
        number = Decimal(value)
        return ComparisonFigure.objects.create(
            measure=measure,
            area_kind=area_kind,
            academic_year=year,
            phase=phase,
            value=number,
            decimal_places=-int(number.as_tuple().exponent),
            recorded_at=timezone.now(),
            by=self.manager,
            **{"source": "DfE statistics", **more},
        )

    def count_heads(self, year: int, pupils: int, phase: str = "all", census: str = "spring") -> Headcount:
        """A headcount as if it had been brought in."""
        return Headcount.objects.create(
            census=census,
            academic_year=year,
            phase=phase,
            pupils=pupils,
            source=f"School census {year}",
            recorded_at=timezone.now(),
            by=self.manager,
        )

    def fill(self) -> None:
        """Something of everything that a table counts, leaves out or tells apart."""
        pupils = make_children(3)
        both = make_school("Both (invented)", phase=School.Phase.ALL_THROUGH)
        unit = make_school("Unit (invented)", phase=School.Phase.NOT_APPLICABLE)
        reasons = [["PP", "DB", "VA"], ["PA"], ["PP"]]
        for phase in ("primary", "secondary", "special"):
            self.suspend(4, date(2026, 3, 3), phase, reasons=reasons, children=pupils, total=9)
            self.suspend(3, date(2026, 2, 3), phase, children=pupils)
            self.suspend(2, date(2025, 9, 1), phase)
            self.suspend(2, date(2025, 8, 31), phase)
            self.suspend(1, date(2025, 3, 3), phase)
            self.exclude(2, date(2026, 3, 31), phase, reasons=reasons)
            self.exclude(1, date(2026, 4, 1), phase, reasons=[["TH"]])
            self.exclude(1, date(2024, 10, 1), phase)
        self.suspend(2, date(2026, 3, 4), school=both, year_group_then=6)
        self.suspend(3, date(2026, 3, 4), school=both, year_group_then=7, sessions=None)
        self.suspend(1, date(2026, 3, 4), school=both, year_group_then=None)
        self.suspend(5, date(2026, 3, 5), school=unit, legal_type_then=School.LegalType.PUPIL_REFERRAL_UNIT)
        gone = {"cancelled_on": date(2026, 3, 20), "cancellation_reason": "procedure"}
        self.suspend(2, date(2026, 3, 10), sessions=3, **gone)
        self.exclude(1, date(2026, 3, 10), **gone)
        self.exclude(1, date(2025, 11, 10), reinstated_on=date(2025, 12, 1))
        elsewhere = make_school_elsewhere()
        self.suspend(6, date(2026, 3, 6), school=elsewhere)
        self.exclude(1, date(2026, 3, 6), school=elsewhere)
        self.suspend(7, date(2026, 3, 7), children=make_children(1, is_hidden=True))


def make_children(number: int, *, is_hidden: bool = False) -> list[Child]:
    """Children who are a number, no more."""
    children = [
        Child(
            surname=f"Pupil{each}",
            given_names="A",
            sort_key=f"pupil{each}",
            born_on=date(2010, 1, 1),
            is_invented=True,
            is_hidden=is_hidden,
        )
        for each in itertools.islice(_numbers, number)
    ]
    return Child.objects.bulk_create(children, batch_size=ROWS_A_STATEMENT)


def make_school_elsewhere() -> School:
    """A secondary school of another authority."""
    school = make_school("Elsewhere (invented)", phase=School.Phase.SECONDARY)
    school.local_authority = make_local_authority("333", "Sandwell")
    school.save()
    return school
