"""The deadlines of a case, worked out again from its facts. Nothing counts nightly: a date is a function of facts,
calendar, policy and rule version, and all of these are stored with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

import statute
from accounts.models import User
from cases.actions.events import record_event
from cases.actions.reminders import remind_of
from cases.clocks import Clock
from cases.models import CalendarSnapshot, Case, Deadline

# What makes two computations of one deadline the same: when none of these changed, the row is left alone.
_COMPARED = (
    "label",
    "rule",
    "rule_version",
    "policy",
    "policy_version",
    "facts",
    "pauses",
    "snapshot_id",
    "outcome",
    "explanation",
    "due_on",
    "due_at",
    "state",
    "purpose",
    "duty_owner",
    "is_ours",
    "assumption",
    "met_on",
)


def take_snapshot(calendar: Mapping[str, object]) -> CalendarSnapshot:
    """The calendar under its hash: the same calendar is kept once for all deadlines."""
    text = json.dumps(calendar, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = CalendarSnapshot.objects.filter(sha256=digest).first()
    if known is not None:
        return known
    CalendarSnapshot.objects.bulk_create(
        [CalendarSnapshot(sha256=digest, calendar=calendar, taken_recorded_at=timezone.now())], ignore_conflicts=True
    )
    return CalendarSnapshot.objects.get(sha256=digest)


@transaction.atomic
def refresh_deadlines(
    *,
    case: Case,
    clocks: Sequence[Clock],
    calendar: Mapping[str, object],
    policy: str,
    by: User | None,
    as_of: date,
) -> list[Deadline]:
    """Bring the case's deadlines into agreement with `clocks`; gives those whose date moved or began.

    Clocks that are no longer there are superseded: the row stays, with its last date. The case's row is locked, so
    that two recomputations follow each other.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    stored = {
        deadline.code: deadline
        for deadline in Deadline.objects.filter(case=case).exclude(state=Deadline.State.SUPERSEDED).order_by("pk")
    }
    snapshot = take_snapshot(calendar)
    moved = []
    for clock in clocks:
        values = compute(clock, calendar=calendar, snapshot=snapshot, policy=policy)
        if _store(case, clock, stored.pop(clock.code, None), values, by=by, as_of=as_of):
            moved.append(clock.code)
    for deadline in stored.values():
        Deadline.objects.filter(pk=deadline.pk).update(
            state=Deadline.State.SUPERSEDED, computed_recorded_at=timezone.now(), version=F("version") + 1
        )
        record_event(
            child=case.child,
            case=case,
            code="deadline_superseded",
            by=by,
            happened_on=as_of,
            deadline=str(deadline.uuid),
            deadline_code=deadline.code,
            was=_iso(deadline.due_on),
        )
    return list(Deadline.objects.filter(case=case, code__in=moved).exclude(state=Deadline.State.SUPERSEDED))


def policy_version(policy: str) -> str:
    """A hash of every value of the policy in force: it changes when any of them does."""
    values = statute.Policy.load(policy).values
    return hashlib.sha256(json.dumps(dict(values), sort_keys=True).encode()).hexdigest()[:16]


def compute(clock: Clock, *, calendar: Mapping[str, object], snapshot: CalendarSnapshot, policy: str) -> dict[str, Any]:
    """Ask statute once and give the values of the deadline's row. Writes nothing."""
    values: dict[str, Any] = {
        "label": clock.label,
        "rule": clock.rule,
        "rule_version": "",
        "policy": policy,
        "policy_version": policy_version(policy),
        "facts": _plain(clock.facts or {}),
        "pauses": _plain([list(pause) for pause in clock.pauses]),
        "snapshot_id": snapshot.pk if clock.needs_calendar else None,
        "outcome": "",
        "explanation": clock.starts_when,
        "due_on": None,
        "due_at": None,
        "state": Deadline.State.NOT_STARTED,
        "purpose": clock.purpose,
        "duty_owner": clock.duty_owner,
        "is_ours": clock.is_ours,
        "assumption": clock.assumption,
        "met_on": None,
    }
    if clock.facts is None:
        return values
    result = statute.calculate(
        clock.rule,
        facts=clock.facts,
        calendar=calendar if clock.needs_calendar else None,
        policy=policy,
        pauses=clock.pauses,
    )
    values |= {
        "rule_version": result.version,
        "outcome": str(result.outcome),
        "due_on": result.due_on,
        "due_at": result.due_at,
        "explanation": _words(result.because),
    }
    return values | _standing(clock, result.due_on, str(result.outcome))


def _standing(clock: Clock, due_on: date | None, outcome: str) -> dict[str, Any]:
    """Where the clock stands: running, met, met late, waived, not owed, or without a date."""
    if clock.waived_because:
        return {"state": Deadline.State.WAIVED, "explanation": clock.waived_because}
    if outcome == "not_applicable":
        return {"state": Deadline.State.NOT_OWED}
    if due_on is None:
        return {"state": Deadline.State.NO_DATE}
    if clock.met_on is not None:
        state = Deadline.State.MET if clock.met_on <= due_on else Deadline.State.MET_LATE
        return {"state": state, "met_on": clock.met_on}
    return {"state": Deadline.State.RUNNING}


def _store(
    case: Case, clock: Clock, stored: Deadline | None, values: dict[str, Any], *, by: User | None, as_of: date
) -> bool:
    """Write the row if anything changed, with its event. True when the date began or moved."""
    if stored is not None and all(getattr(stored, name) == values[name] for name in _COMPARED):
        return False
    was_met = stored is not None and stored.state in (Deadline.State.MET, Deadline.State.MET_LATE)
    if was_met and clock.met_on is not None and values["state"] == Deadline.State.NO_DATE:
        # What was done by its date stays done, whatever the calendar has lost since.
        return False
    now = timezone.now()
    before = stored.due_on if stored is not None else None
    if stored is None:
        stored = Deadline.objects.create(
            case=case, child_id=case.child_id, code=clock.code, computed_recorded_at=now, **values
        )
    else:
        Deadline.objects.filter(pk=stored.pk).update(computed_recorded_at=now, version=F("version") + 1, **values)
        if values["met_on"] and not was_met:
            _record_change(case, stored, "deadline_met", by, as_of, met_on=_iso(values["met_on"]))
    if values["due_on"] == before:
        return False
    was, is_now = _iso(before), _iso(values["due_on"])
    if is_now is not None:
        event = "deadline_set" if was is None else "deadline_moved"
        _record_change(case, stored, event, by, as_of, was=was, now=is_now)
        stored.refresh_from_db()
        remind_of(stored, as_of=as_of, by=by)
    else:
        is_lost = values["state"] == Deadline.State.NO_DATE
        _record_change(case, stored, "deadline_without_date" if is_lost else "deadline_superseded", by, as_of, was=was)
    return True


def _record_change(case: Case, deadline: Deadline, code: str, by: User | None, as_of: date, **facts: object) -> None:
    record_event(
        child=case.child,
        case=case,
        code=code,
        by=by,
        happened_on=as_of,
        deadline=str(deadline.uuid),
        deadline_code=deadline.code,
        **facts,
    )


def _plain(value: Any) -> Any:
    """The value as JSON holds it: dates as ISO text, tuples as lists."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _words(because: str | Sequence[str]) -> str:
    return because if isinstance(because, str) else " ".join(because)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
