"""The list of cases: filtered, sorted over all pages, counted, with the next date of each.

`CaseFilter` is the only definition of what “overdue”, “unallocated” or “no next action” means: the list, the numbers of
the managers' page and the addresses between them are all made from it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from cases.due import after_working_days
from cases.models import Case, Deadline, Task
from cases.permissions import cases_visible_to
from cases.queries.work import WORK_PURPOSES, duties_without_a_date
from schools.queries import bank_holiday_days

OPEN, CLOSED, ALL = "open", "closed", "all"
MINE, NOBODY = "me", "nobody"
DEFAULT_SORT = "next"
# “Due soon” is today or one of this many working days after it, so that a Friday shows what Monday brings.
SOON_WORKING_DAYS = 2

_SORTS: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference",),
    "child": ("child__sort_key", "child_id"),
    "kind": ("kind",),
    "state": ("state",),
    "school": ("school__name_sort_key",),
    "owner": ("owner__name",),
    "opened": ("opened_on",),
    "next": ("next_due_on",),
}


@dataclass(frozen=True)
class CaseFilter:
    """What of the list is asked for. `owner` is a user's UUID, MINE, NOBODY or empty; both days of a span are in it.

    Closed cases are asked for by `standing`, or by the days between which they were closed.
    """

    kind: str = ""
    state: str = ""
    owner: str = ""
    is_overdue: bool = False
    is_due_soon: bool = False
    has_no_next_action: bool = False
    opened_from: date | None = None
    opened_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    standing: str = OPEN
    sort: str = DEFAULT_SORT


def known_sort(sort: str) -> str:
    """The order asked for when there is one of that name, else the default."""
    return sort if sort.removeprefix("-") in _SORTS else DEFAULT_SORT


def dates_to_watch(as_of: date) -> QuerySet[Deadline]:
    """Dates worth looking at: what must or should be done, windows and first days that lie ahead, and duties of ours
    without a date. `pressing_on` puts the last before every date."""
    running = Q(state=Deadline.State.RUNNING) & (Q(purpose__in=WORK_PURPOSES) | Q(due_on__gte=as_of))
    watched = Deadline.objects.filter(running | duties_without_a_date())
    return watched.annotate(pressing_on=Coalesce("due_on", Value(date.min)))


def end_of_soon(as_of: date) -> date:
    """The last day that counts as “due soon”: two working days after `as_of`, bank holidays and weekends left out."""
    return after_working_days(as_of, SOON_WORKING_DAYS, frozenset(bank_holiday_days(as_of)))


def find_cases(user: User, wanted: CaseFilter, as_of: date) -> QuerySet[Case]:
    """The cases of the list, sorted; those without a value in the sorted column come last either way."""
    cases = cases_visible_to(user).filter(_conditions(user, wanted, as_of))
    sort = known_sort(wanted.sort)
    if sort.endswith("next"):
        soonest = dates_to_watch(as_of).filter(case=OuterRef("pk")).order_by("-is_ours", "pressing_on")
        cases = cases.annotate(next_due_on=Subquery(soonest.values("pressing_on")[:1]))
    return cases.select_related("child", "school", "owner").order_by(*_order(sort))


def count_cases(user: User, wanted: Mapping[str, CaseFilter], as_of: date) -> dict[str, int]:
    """How many rows each of these lists has, by its name, in one query."""
    return cases_visible_to(user).aggregate(**_counts(user, wanted, as_of))


def count_cases_by(user: User, column: str, wanted: Mapping[str, CaseFilter], as_of: date) -> dict[Any, dict[str, int]]:
    """The same numbers for each value of a column of the case (its kind, its owner), in one query."""
    grouped = cases_visible_to(user).order_by().values(column).annotate(**_counts(user, wanted, as_of))
    return {row[column]: {name: row[name] for name in wanted} for row in grouped}


def _counts(user: User, wanted: Mapping[str, CaseFilter], as_of: date) -> dict[str, Count]:
    return {name: Count("pk", filter=_conditions(user, each, as_of)) for name, each in wanted.items()}


def _conditions(user: User, wanted: CaseFilter, as_of: date) -> Q:
    conditions = _by_owner(user, wanted) & _by_days(wanted) & _by_dates(wanted, as_of)
    if wanted.kind:
        conditions &= Q(kind=wanted.kind)
    if wanted.state:
        conditions &= Q(state=wanted.state)
    return conditions


def _by_owner(user: User, wanted: CaseFilter) -> Q:
    if wanted.owner == MINE:
        return Q(owner=user)
    if wanted.owner == NOBODY:
        return Q(owner__isnull=True)
    return Q(owner__uuid=wanted.owner) if wanted.owner else Q()


def _by_days(wanted: CaseFilter) -> Q:
    spans = {
        "opened_on__gte": wanted.opened_from,
        "opened_on__lte": wanted.opened_to,
        "closed_on__gte": wanted.closed_from,
        "closed_on__lte": wanted.closed_to,
    }
    conditions = Q(**{name: day for name, day in spans.items() if day is not None})
    asks_for_closed = wanted.closed_from is not None or wanted.closed_to is not None
    if wanted.standing == ALL or (wanted.standing == OPEN and asks_for_closed):
        return conditions
    return conditions & Q(closed_on__isnull=wanted.standing == OPEN)


def _by_dates(wanted: CaseFilter, as_of: date) -> Q:
    """Late, near or missing dates of ours. Another's duty is never among them (house rules, settled decisions)."""
    conditions, ours = Q(), dates_to_watch(as_of).filter(is_ours=True)
    if wanted.is_overdue:
        conditions &= Q(pk__in=ours.filter(pressing_on__lt=as_of).values("case"))
    if wanted.is_due_soon:
        near = ours.filter(purpose__in=WORK_PURPOSES, due_on__range=(as_of, end_of_soon(as_of)))
        conditions &= Q(pk__in=near.values("case"))
    if wanted.has_no_next_action:
        open_tasks = Task.objects.filter(state=Task.State.OPEN, case__isnull=False)
        conditions &= ~Q(pk__in=ours.values("case")) & ~Q(pk__in=open_tasks.values("case"))
    return conditions


def _order(sort: str) -> list:
    is_descending = sort.startswith("-")
    columns = [F(name) for name in _SORTS[sort.removeprefix("-")]]
    ordered = [column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True) for column in columns]
    # The last key makes the order the same on every page.
    return [*ordered, F("pk").desc() if is_descending else F("pk").asc()]


def next_deadlines(cases: Iterable[Case], as_of: date) -> dict[int, Deadline]:
    """The most pressing date of each case, ours before another's, by the case's id, in one query."""
    running = dates_to_watch(as_of).filter(case__in=[case.pk for case in cases])
    soonest = running.order_by("case_id", "-is_ours", "pressing_on", "pk")
    return {deadline.case_id: deadline for deadline in soonest.distinct("case_id")}


def owners(user: User, also: str = "") -> list[tuple[str, str]]:
    """People who own a case that the user may see, by name, as (UUID, name).

    `also` is the UUID of one more person who is in a team, so that the list of an officer without cases is empty and
    not everybody's; any other text is left out.
    """
    wanted = Q(pk__in=cases_visible_to(user).filter(owner__isnull=False).values("owner"))
    if (one_more := read_uuid(also)) is not None:
        wanted |= Q(uuid=one_more, team_memberships__isnull=False)
    people = User.objects.filter(wanted).distinct().order_by("name", "pk")
    return [(str(each.uuid), each.name) for each in people]


def read_uuid(text: str) -> uuid.UUID | None:
    """The UUID in an address, or None for any other text."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
