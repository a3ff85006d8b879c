"""The numbers of the managers' page. Each is the count of a `CaseFilter`, and its link is made from the same filter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.permissions import has_permission, kinds_worked_by
from cases.due import last_weeks, start_of_week
from cases.kinds import all_kinds
from cases.models import Case, Task
from cases.permissions import Permission, cases_visible_to
from cases.queries.case_list import ALL, NOBODY, CaseFilter, count_cases, count_cases_by, read_uuid
from cases.queries.officers import officers_working

WEEKS = 12
OPEN, NEW, CLOSED, OVERDUE = "open", "new", "closed", "overdue"
SOON, UNALLOCATED, IDLE = "soon", "unallocated", "no_next_action"
KIND_COLUMNS = (OPEN, NEW, CLOSED, OVERDUE)


@dataclass(frozen=True)
class OfficerFigures:
    """One row of the table by officer; without a person, the cases and tasks that nobody has."""

    person: User | None
    counts: Mapping[str, int]
    tasks: int
    late_tasks: int
    oldest: Case | None
    days: int | None


@dataclass(frozen=True)
class WeekFigures:
    """The cases opened and closed from a Monday to its Sunday."""

    monday: date
    sunday: date
    opened: int
    closed: int


def tile_filters(as_of: date) -> dict[str, CaseFilter]:
    """What each tile counts, in the order of the tiles. Weeks begin on Monday."""
    monday = start_of_week(as_of)
    return {
        OPEN: CaseFilter(),
        NEW: CaseFilter(standing=ALL, opened_from=monday),
        CLOSED: CaseFilter(closed_from=monday),
        OVERDUE: CaseFilter(is_overdue=True),
        SOON: CaseFilter(is_due_soon=True),
        UNALLOCATED: CaseFilter(owner=NOBODY),
        IDLE: CaseFilter(has_no_next_action=True),
    }


def officer_filters(person: User | None) -> dict[str, CaseFilter]:
    """What the columns of an officer's row count."""
    owner = str(person.uuid) if person else NOBODY
    wanted = {OPEN: CaseFilter(), OVERDUE: CaseFilter(is_overdue=True), SOON: CaseFilter(is_due_soon=True)}
    return {name: replace(each, owner=owner) for name, each in wanted.items()}


def kind_filters(kind: str, as_of: date) -> dict[str, CaseFilter]:
    """What the columns of a kind's row count."""
    return {name: replace(each, kind=kind) for name, each in tile_filters(as_of).items() if name in KIND_COLUMNS}


def week_filters(monday: date, sunday: date) -> dict[str, CaseFilter]:
    """What the columns of a week's row count."""
    return {
        "opened": CaseFilter(standing=ALL, opened_from=monday, opened_to=sunday),
        "closed": CaseFilter(closed_from=monday, closed_to=sunday),
    }


def tile_figures(user: User, as_of: date) -> dict[str, int]:
    """The numbers of the tiles, in one query."""
    return count_cases(user, tile_filters(as_of), as_of)


def kind_figures(user: User, as_of: date) -> dict[str, dict[str, int]]:
    """The numbers of each kind that this person's teams work or of which they see a case, in one query."""
    wanted = {name: each for name, each in tile_filters(as_of).items() if name in KIND_COLUMNS}
    counted = count_cases_by(user, "kind", wanted, as_of)
    own = _kinds_managed(user, as_of)
    nothing = dict.fromkeys(wanted, 0)
    return {
        kind.code: counted.get(kind.code, nothing) for kind in all_kinds() if kind.code in own or kind.code in counted
    }


def week_figures(user: User, as_of: date) -> list[WeekFigures]:
    """Cases opened and closed in each of the last 12 weeks, the earliest first, in one query."""
    weeks = last_weeks(WEEKS, as_of)
    wanted = {
        f"{name}_{number}": each
        for number, (monday, sunday) in enumerate(weeks)
        for name, each in week_filters(monday, sunday).items()
    }
    counts = count_cases(user, wanted, as_of)
    return [
        WeekFigures(monday, sunday, counts[f"opened_{number}"], counts[f"closed_{number}"])
        for number, (monday, sunday) in enumerate(weeks)
    ]


def officer_figures(user: User, as_of: date) -> list[OfficerFigures]:
    """A row for nobody, then one for each officer of the teams in view and each owner of an open case or task, by name.

    The same five queries whatever the number of officers and cases.
    """
    wanted = {name: replace(each, owner="") for name, each in officer_filters(None).items()}
    counts = count_cases_by(user, "owner", wanted, as_of)
    tasks, late = _task_counts(user, as_of)
    oldest = _oldest_cases(user)
    busy = {pk for pk, row in counts.items() if row[OPEN]} | tasks.keys()
    officers = officers_working(_kinds_managed(user, as_of), as_of)
    people = User.objects.filter(Q(pk__in=officers.order_by().values("pk")) | Q(pk__in=busy - {None}))
    nothing = dict.fromkeys(wanted, 0)

    def row(person: User | None) -> OfficerFigures:
        key = person.pk if person else None
        case = oldest.get(key)
        days = (as_of - case.opened_on).days if case else None
        return OfficerFigures(person, counts.get(key, nothing), tasks.get(key, 0), late.get(key, 0), case, days)

    return [row(None), *(row(person) for person in people.order_by("name", "pk"))]


def _task_counts(user: User, as_of: date) -> tuple[dict[int | None, int], dict[int | None, int]]:
    """How many open and how many overdue tasks each owner has, by the owner's id, in one query."""
    grouped = open_tasks(user).order_by().values("owner")
    counted = list(grouped.annotate(number=Count("pk"), late=Count("pk", filter=_has_passed(as_of))))
    return {row["owner"]: row["number"] for row in counted}, {row["owner"]: row["late"] for row in counted}


def _oldest_cases(user: User) -> dict[int | None, Case]:
    """The open case of each owner that was opened first, by the owner's id."""
    cases = cases_visible_to(user).filter(closed_on__isnull=True)
    return {case.owner_id: case for case in cases.order_by("owner", "opened_on", "pk").distinct("owner")}


def _kinds_managed(user: User, as_of: date) -> frozenset[str]:
    if has_permission(user, Permission.VIEW_ALL_CASES):
        return frozenset(kind.code for kind in all_kinds())
    return kinds_worked_by(user, as_of)


def open_tasks(user: User) -> QuerySet[Task]:
    """Open tasks of the cases that this person may open."""
    return Task.objects.filter(state=Task.State.OPEN, case__in=cases_visible_to(user))


def _has_passed(as_of: date) -> Q:
    """An open task is overdue when its day has passed: the same as in My work."""
    return Q(due_on__lt=as_of)


def find_tasks(user: User, owner: str, as_of: date, state: str = "") -> QuerySet[Task]:
    """The open tasks of one officer (a UUID) or of nobody, soonest first; those of everybody for any other text.

    `state` is OVERDUE for the overdue ones only; any other text is left out.
    """
    tasks = open_tasks(user).select_related("case__child", "owner").order_by("due_on", "pk")
    if state == OVERDUE:
        tasks = tasks.filter(_has_passed(as_of))
    if owner == NOBODY:
        return tasks.filter(owner__isnull=True)
    key = read_uuid(owner)
    return tasks.filter(owner__uuid=key) if key else tasks


def person_with_tasks(owner: str) -> User | None:
    """The officer of this UUID; None for any other text, and for who never was in a team."""
    key = read_uuid(owner)
    return User.objects.filter(uuid=key, team_memberships__isnull=False).distinct().first() if key else None
