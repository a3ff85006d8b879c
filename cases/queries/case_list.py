"""The list of cases: filtered, sorted over all pages, with the next date of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from cases.models import Case, Deadline
from cases.permissions import cases_visible_to
from cases.queries.work import WORK_PURPOSES, duties_without_a_date

OPEN, CLOSED, ALL = "open", "closed", "all"
MINE, NOBODY = "me", "nobody"
DEFAULT_SORT = "next"

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
    """What of the list is asked for. `owner` is a user's id, MINE, NOBODY or empty."""

    kind: str = ""
    state: str = ""
    owner: str = ""
    is_overdue: bool = False
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


def find_cases(user: User, wanted: CaseFilter, as_of: date) -> QuerySet[Case]:
    """The cases of the list, sorted; those without a value in the sorted column come last either way."""
    cases = cases_visible_to(user).filter(_conditions(user, wanted))
    if wanted.is_overdue:
        late = dates_to_watch(as_of).filter(case=OuterRef("pk"), is_ours=True, pressing_on__lt=as_of)
        cases = cases.filter(Exists(late))
    sort = known_sort(wanted.sort)
    if sort.endswith("next"):
        soonest = dates_to_watch(as_of).filter(case=OuterRef("pk")).order_by("-is_ours", "pressing_on")
        cases = cases.annotate(next_due_on=Subquery(soonest.values("pressing_on")[:1]))
    return cases.select_related("child", "school", "owner").order_by(*_order(sort))


def _conditions(user: User, wanted: CaseFilter) -> Q:
    conditions = Q()
    if wanted.kind:
        conditions &= Q(kind=wanted.kind)
    if wanted.state:
        conditions &= Q(state=wanted.state)
    if wanted.owner == MINE:
        conditions &= Q(owner=user)
    elif wanted.owner == NOBODY:
        conditions &= Q(owner__isnull=True)
    elif wanted.owner:
        conditions &= Q(owner=int(wanted.owner))
    if wanted.standing != ALL:
        conditions &= Q(closed_on__isnull=wanted.standing == OPEN)
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


def owners(user: User) -> list[tuple[int, str]]:
    """People who own a case that the user may see, by name."""
    owning = cases_visible_to(user).filter(owner__isnull=False).values("owner")
    return list(User.objects.filter(pk__in=owning).order_by("name").values_list("pk", "name"))
