"""One act of allocating, as it stands now: which cases it gave to whom, and what became of each since."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.permissions import kinds_worked_by
from cases.allocation import ALLOCATED, Why, last_allocations, why_not_back
from cases.models import Case, Event
from cases.permissions import cases_visible_to
from ledger.models import AdministrativeEvent

CASES_ALLOCATED = "cases_allocated"


@dataclass(frozen=True)
class Given:
    """A case of the act: the event that gave it, the newest event that gave it to anybody, who had it before.

    `why_not_back` is empty while it can be given back.
    """

    case: Case
    event: Event
    newest: Event
    former: User | None
    why_not_back: Why | None


@dataclass(frozen=True)
class Allocation:
    """An act of allocating. Cases that its manager may no longer see are left out."""

    uuid: uuid.UUID
    to: User
    given: Sequence[Given]
    refused: Sequence[tuple[Case, Why]]
    unknown_count: int

    @property
    def can_be_undone(self) -> bool:
        """True while at least one case can be given back."""
        return any(row.why_not_back is None for row in self.given)


def find_allocation(by: User, allocation_uuid: uuid.UUID, as_of: date, *, lock: bool = False) -> Allocation | None:
    """An act of this person's own, or None. `lock` keeps its cases for the caller's transaction."""
    act = AdministrativeEvent.objects.filter(uuid=allocation_uuid, code=CASES_ALLOCATED, by_user_id=by.pk).first()
    if act is None:
        return None
    refused = dict(act.facts["refused"])
    rows = cases_visible_to(by).filter(pk__in=[*act.facts["cases"], *refused])
    rows = rows.select_related("child", "owner").order_by("pk")
    cases = {case.pk: case for case in (rows.select_for_update(of=("self",)) if lock else rows)}
    return Allocation(
        uuid=act.uuid,
        to=User.objects.get(pk=act.facts["to"]),
        given=_given(act, cases, kinds_worked_by(by, as_of)),
        refused=[(cases[pk], Why(why)) for pk, why in refused.items() if pk in cases],
        unknown_count=act.facts["unknown_count"],
    )


def _given(act: AdministrativeEvent, cases: Mapping[int, Case], kinds: frozenset[str]) -> list[Given]:
    pks = [pk for pk in act.facts["cases"] if pk in cases]
    newest = last_allocations(pks)
    own = Event.objects.filter(case__in=pks, code=ALLOCATED, facts__allocation=str(act.uuid)).select_related("by")
    events = {event.case_id: event for event in own}
    people = User.objects.in_bulk({event.facts["was"] for event in events.values() if event.facts["was"]})
    return [
        Given(
            case=cases[pk],
            event=events[pk],
            newest=newest[pk],
            former=people.get(events[pk].facts["was"]),
            why_not_back=why_not_back(cases[pk], newest[pk], act.uuid, people.get(events[pk].facts["was"]), kinds),
        )
        for pk in pks
    ]
