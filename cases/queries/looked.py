"""Who has looked at one child: the view log's rows, newest first, by key."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import DatedHolding, RoleHolding, TeamMembership, User
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
    """What the ids of a page's looks stand for. Of roles, teams and schools it is the history, oldest row first."""

    people: dict[int, User] = field(default_factory=dict)
    roles: dict[int, list[Any]] = field(default_factory=dict)
    teams: dict[int, list[Any]] = field(default_factory=dict)
    schools: dict[int, list[Any]] = field(default_factory=dict)
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
    return Named(
        people=User.objects.in_bulk(users),
        roles=_by_user(_history_of(RoleHolding, users)),
        teams=_by_user(_history_of(TeamMembership, users).select_related("team")),
        schools=_by_user(_history_of(SchoolStaff, users).select_related("school")),
        cases=Case.objects.filter(child=child).in_bulk(case_ids),
        documents=Document.objects.filter(child=child).in_bulk(document_ids),
    )


def _history_of(held: type[DatedHolding], users: Iterable[int]) -> QuerySet[Any]:
    """Every state that these people's holdings ever had, oldest first: an end "now" changes the row, or deletes it."""
    history = apps.get_model(held._meta.app_label, f"{held.__name__}History").objects
    return history.filter(user__in=users).order_by("pgh_created_at", "pgh_id")


def _by_user(rows: Iterable[Any]) -> dict[int, list[Any]]:
    by_user: dict[int, list[Any]] = {}
    for row in rows:
        by_user.setdefault(row.user_id, []).append(row)
    return by_user


def held_at(moment: datetime, history: Iterable[Any]) -> list[Any]:
    """What was held at the moment, from the rows of the history (oldest first), each as it stood then."""
    states: dict[int, list[Any]] = {}
    for row in history:
        states.setdefault(row.pgh_obj_id, []).append(row)
    day = timezone.localtime(moment).date()
    stood = [row for rows in states.values() if (row := _stood_at(moment, rows)) is not None]
    return [row for row in stood if row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)]


def _stood_at(moment: datetime, states: list[Any]) -> Any:
    """The newest state of one holding at the moment; None when it was not given yet, or taken away."""
    known = [row for row in states if row.pgh_created_at <= moment]
    if not known:
        # Given with effect from that day at the earliest: not held before. What was entered with a first day in the
        # past is believed as it stands now.
        if timezone.localtime(states[0].pgh_created_at).date() <= states[0].starts_on:
            return None
        known = states
    return known[-1] if known[-1].pgh_label != "delete" else None
