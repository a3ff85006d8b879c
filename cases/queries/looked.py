"""Who has looked at one child: the view log's rows, newest first, by key."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import RoleHolding, TeamMembership, User
from cases.models import Case, Child, Document
from ledger.models import ViewRecord
from schools.models import SchoolStaff

LOOKS_A_PAGE = 25


@dataclass(frozen=True)
class LookFilter:
    """What of the log is asked for: one person, and days in London, both included."""

    person: uuid.UUID | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class LookPage:
    """One page of looks. `older` and `newer` are the ids to go on from; None where there is nothing more."""

    looks: list[ViewRecord]
    total: int
    older: int | None = None
    newer: int | None = None


@dataclass(frozen=True)
class Named:
    """What the ids of a page's looks stand for."""

    people: dict[int, User] = field(default_factory=dict)
    roles: dict[int, list[RoleHolding]] = field(default_factory=dict)
    teams: dict[int, list[TeamMembership]] = field(default_factory=dict)
    schools: dict[int, list[SchoolStaff]] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    documents: dict[int, Document] = field(default_factory=dict)


def looks_at(child: Child, wanted: LookFilter) -> QuerySet[ViewRecord]:
    """Every time that this child was shown, on its own or in a list."""
    looks = ViewRecord.objects.filter(child_ids__contains=[child.pk])
    if wanted.person:
        # The id, not a join: an unknown person has looked at nothing.
        looks = looks.filter(user_id__in=list(User.objects.filter(uuid=wanted.person).values_list("pk", flat=True)))
    if wanted.from_on:
        looks = looks.filter(seen_at__gte=_midnight(wanted.from_on))
    if wanted.to_on:
        looks = looks.filter(seen_at__lt=_midnight(wanted.to_on + timedelta(days=1)))
    return looks


def _midnight(day: date) -> datetime:
    """The first moment of the day in London."""
    return timezone.make_aware(datetime.combine(day, time.min))


def page_of_looks(child: Child, wanted: LookFilter, *, before: int | None = None, after: int | None = None) -> LookPage:
    """The looks older than the look `before`, or newer than the look `after`, or the newest. A key that is not among
    the looks at this child is passed over."""
    looks = looks_at(child, wanted)
    total = looks.count()
    if after is not None and (key := _key(looks, after)):
        newer = Q(seen_at__gt=key[0]) | Q(seen_at=key[0], pk__gt=key[1])
        found = list(looks.filter(newer).order_by("seen_at", "pk")[: LOOKS_A_PAGE + 1])
        shown = found[:LOOKS_A_PAGE][::-1]
        if shown:
            return LookPage(shown, total, shown[-1].pk, shown[0].pk if len(found) > LOOKS_A_PAGE else None)
    key = _key(looks, before) if before is not None else None
    if key:
        looks = looks.filter(Q(seen_at__lt=key[0]) | Q(seen_at=key[0], pk__lt=key[1]))
    # By moment first, not by id alone: PostgreSQL would else walk the whole log backwards by its primary key.
    found = list(looks.order_by("-seen_at", "-pk")[: LOOKS_A_PAGE + 1])
    shown = found[:LOOKS_A_PAGE]
    return LookPage(
        shown, total, shown[-1].pk if len(found) > LOOKS_A_PAGE else None, shown[0].pk if key and shown else None
    )


def _key(looks: QuerySet[ViewRecord], pk: int) -> tuple[datetime, int] | None:
    return looks.filter(pk=pk).values_list("seen_at", "pk").first()


def people_who_looked(child: Child) -> list[tuple[uuid.UUID, str]]:
    """Everybody who has looked at the child, by name."""
    looked = looks_at(child, LookFilter()).values_list("user_id", flat=True).order_by().distinct()
    return list(User.objects.filter(pk__in=list(looked)).order_by("name", "pk").values_list("uuid", "name"))


def named_in(looks: Iterable[ViewRecord], child: Child) -> Named:
    """The people, and this child's cases and documents, that these looks name. A fixed number of queries."""
    looks = list(looks)
    users = {look.user_id for look in looks}
    case_ids = {case_id for look in looks if len(look.child_ids) == 1 for case_id in look.case_ids}
    document_ids = {look.document_id for look in looks if look.document_id}
    teams = TeamMembership.objects.filter(user__in=users).select_related("team").order_by("pk")
    places = SchoolStaff.objects.filter(user__in=users).select_related("school").order_by("pk")
    return Named(
        people=User.objects.in_bulk(users),
        roles=_by_user(RoleHolding.objects.filter(user__in=users).order_by("pk")),
        teams=_by_user(teams),
        schools=_by_user(places),
        cases=Case.objects.filter(child=child).in_bulk(case_ids),
        documents=Document.objects.filter(child=child).in_bulk(document_ids),
    )


def _by_user(holdings: Iterable) -> dict[int, list]:
    by_user: dict[int, list] = {}
    for holding in holdings:
        by_user.setdefault(holding.user_id, []).append(holding)
    return by_user
