"""Which of the chosen cases can be given to an officer, and why not the others. Reads only."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from accounts.models import User
from accounts.permissions import has_permission, kinds_worked_by
from cases.models import Case, Event
from cases.permissions import Permission, cases_visible_to

# More at once would not fit into an address, which is what makes the choice survive Back and reload.
MOST_AT_ONCE = 100
ALLOCATED = "case_allocated"
# The events after which a case has another owner.
_MOVES = (ALLOCATED, "case_handed_over")
_CHOSEN = re.compile(r"([A-Z]{1,6}-[0-9]{4}-[0-9]{1,9})\.([0-9]{1,9})")


class Why(StrEnum):
    """Why a case is not given, or not given back."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    ANOTHER_TEAM = "another_team"
    TAKEN = "taken"
    CHANGED = "changed"
    NOT_THEIR_KIND = "not_their_kind"
    HAS_IT_ALREADY = "has_it_already"
    CANNOT_HAVE_IT_BACK = "cannot_have_it_back"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True)
class Chosen:
    """A case as the list showed it: its reference and the version of its row."""

    reference: str
    version: int

    def __str__(self) -> str:
        return f"{self.reference}.{self.version}"


@dataclass(frozen=True)
class Refusal:
    """A case that stays where it is. `case` is None when there is none that the manager may see.

    For TAKEN, `at` says when it was given to the owner that it has now.
    """

    chosen: Chosen
    why: Why
    case: Case | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Sorted:
    """The chosen cases: those that can be given, and those that stay."""

    possible: Sequence[Case]
    refused: Sequence[Refusal]

    @property
    def cases(self) -> list[Case]:
        """All of them, but for those that the manager may not see."""
        return [*self.possible, *(refusal.case for refusal in self.refused if refusal.case)]


def read_chosen(texts: Iterable[str]) -> list[Chosen]:
    """The choice from an address or a form, each case once; a text that no list of ours sent is left out."""
    read = (_CHOSEN.fullmatch(text) for text in texts)
    return list({found[1]: Chosen(found[1], int(found[2])) for found in read if found}.values())


def sort_out(chosen: Sequence[Chosen], *, by: User, as_of: date, to: User | None = None, lock: bool = False) -> Sorted:
    """Which of these `by` can give away, or give to `to` when an officer is named.

    `lock` keeps the rows for the caller's transaction.
    """
    cases = cases_visible_to(by).filter(reference__in=[each.reference for each in chosen])
    cases = cases.select_related("child", "owner").order_by("pk")
    if lock:
        cases = cases.select_for_update(of=("self",))
    by_reference = {case.reference: case for case in cases}
    versions = {each.reference: each.version for each in chosen}
    stale = [case for case in by_reference.values() if case.version != versions[case.reference]]
    given = last_allocations(case.pk for case in stale) if stale else {}
    own, theirs = kinds_worked_by(by, as_of), _kinds_given_to(to, as_of)
    possible, refused = [], []
    for each in chosen:
        case = by_reference.get(each.reference)
        if case is None:
            refused.append(Refusal(each, Why.UNKNOWN))
            continue
        why = _why_not(case, own) or _why_stale(case, each, given.get(case.pk)) or _why_not_to(case, to, theirs)
        if why is None:
            possible.append(case)
        else:
            refused.append(Refusal(each, why, case, given[case.pk].recorded_at if why is Why.TAKEN else None))
    return Sorted(possible, refused)


def _kinds_given_to(to: User | None, as_of: date) -> frozenset[str]:
    """The kinds of which this officer can have a case: none for who does not work cases."""
    if to is None or not has_permission(to, Permission.WORK_CASES):
        return frozenset()
    return kinds_worked_by(to, as_of)


def _why_not(case: Case, own_kinds: frozenset[str]) -> Why | None:
    if case.kind not in own_kinds:
        return Why.ANOTHER_TEAM
    return None if case.is_open else Why.CLOSED


def _why_stale(case: Case, chosen: Chosen, given: Event | None) -> Why | None:
    """Nothing that somebody did since the list was shown is written over."""
    if case.version == chosen.version:
        return None
    was_given_since = given is not None and given.facts.get("case_version", 0) > chosen.version
    return Why.TAKEN if was_given_since else Why.CHANGED


def _why_not_to(case: Case, to: User | None, kinds: frozenset[str]) -> Why | None:
    if to is None:
        return None
    if case.owner_id == to.pk:
        return Why.HAS_IT_ALREADY
    return None if case.kind in kinds else Why.NOT_THEIR_KIND


def last_allocations(case_ids: Iterable[int]) -> Mapping[int, Event]:
    """The newest event that gave each case to another owner, by the case's id, in one query."""
    events = Event.objects.filter(case__in=list(case_ids), code__in=_MOVES).select_related("by")
    newest = events.order_by("case_id", "-recorded_at", "-pk").distinct("case_id")
    return {event.case_id: event for event in newest}


def why_not_back(
    case: Case, newest: Event, allocation: uuid.UUID, former: User | None, own_kinds: frozenset[str]
) -> Why | None:
    """Why a case that the act `allocation` gave away cannot go back to who had it; None when it can."""
    if newest.facts.get("undoes") == str(allocation):
        return Why.GIVEN_BACK
    if newest.facts.get("allocation") != str(allocation) or case.owner_id != newest.facts["to"]:
        return Why.TAKEN
    if former is not None and not former.is_active:
        return Why.CANNOT_HAVE_IT_BACK
    return _why_not(case, own_kinds)
