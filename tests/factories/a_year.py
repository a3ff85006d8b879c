"""A school year of suspensions, written by COPY: many rows at once, as the actions leave them. All invented."""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Child, Enrolment
from cases.names import sort_key
from demo.generator.copying import Collection
from exclusions.kind_code import SUSPENSION
from exclusions.models import Notification, Suspension, SuspensionTerm
from tests.factories.exclusions import Desk

# Seeded: the same rows in every run.
SEED = 12
_FIRST_DAY, _DAYS = date(2025, 9, 2), 320
_REASONS = ("DB", "PP", "VA", "PA", "OW")
_SUSPENSIONS_OF_A_CHILD = 3
_OPEN_IN = 20


@transaction.atomic
def write_suspensions(desk: Desk, number: int, *, first: int = 1) -> None:
    """That many suspensions of the school year 2025/26, three for a child, one in twenty still open.

    `first` is the number of the first reference, so that a second call goes on after an earlier one.
    """
    rows, draw = Collection(), random.Random(SEED + first)  # noqa: S311 - tests, not secrets
    child = None
    for place in range(first, first + number):
        if child is None or place % _SUSPENSIONS_OF_A_CHILD == 0:
            child = _add_child(rows, desk, place)
        _add_suspension(rows, desk, child, place, draw)
    rows.write()


def _add_child(rows: Collection, desk: Desk, place: int) -> Child:
    surname = f"Yearling{place:05}"
    child = rows.add(
        Child(
            surname=surname,
            given_names="Robin",
            sort_key=sort_key(surname, "Robin"),
            born_on=date(2012, 3, 14),
            is_invented=True,
        )
    )
    rows.add(
        Enrolment(
            child=child,
            school=desk.school,
            kind=Enrolment.Kind.MAIN,
            year_group=9,
            starts_on=date(2024, 9, 2),
        )
    )
    return child


def _add_suspension(rows: Collection, desk: Desk, child: Child, place: int, draw: random.Random) -> None:
    first_on = _FIRST_DAY + timedelta(days=draw.randrange(_DAYS))
    sessions = draw.randint(1, 10)
    is_open = place % _OPEN_IN == 0
    case = rows.add(
        Case(
            reference=f"SU-2025-{place:05}",
            kind=SUSPENSION,
            state="notified" if is_open else "closed",
            child=child,
            school=desk.school,
            owner=desk.officer,
            team=desk.team,
            opened_on=first_on,
            closed_on=None if is_open else first_on + timedelta(days=7),
            close_reason="" if is_open else "closed",
            opened_recorded_at=timezone.now(),
        )
    )
    suspension = rows.add(
        Suspension(
            case=case,
            decided_on=first_on,
            reasons=[draw.choice(_REASONS)],
            legal_type_then=desk.school.legal_type,
            year_group_then=9,
            first_on=first_on,
            first_session="am",
            last_on=first_on + timedelta(days=(sessions - 1) // 2),
            last_session="pm" if sessions % 2 == 0 else "am",
            sessions_count=sessions,
            sessions_rule_version="exclusions.sessions@2012-09-01",
            returned_on=None if is_open else first_on + timedelta(days=7),
        )
    )
    rows.add(
        SuspensionTerm(
            suspension=suspension,
            school_year=2025,
            term="autumn" if first_on.month >= 8 else "spring" if first_on.month < 4 else "summer",
            sessions=sessions,
        )
    )
    rows.add(Notification(case=case, recipient="council", told_on=first_on))
