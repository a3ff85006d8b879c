"""What the outbox may ask of the kernel: explicit names, ids only, one action each."""

from __future__ import annotations

from datetime import date

from cases.actions import recompute, reminders
from ledger import outbox


def recompute_calendar(*, school_id: int | None = None, as_of: date, **_: object) -> None:
    """A school's calendar (or, without a school, the default or a bank holiday) changed."""
    recompute.recompute_calendar(school_id=school_id, by_user_id=None, as_of=as_of)


def recompute_cases(*, case_ids: list[int], as_of: date, **_: object) -> None:
    """Work these cases' dates out again."""
    recompute.recompute_cases(case_ids=case_ids, by=None, as_of=as_of)


def recount_closed(*, kind: str, case_ids: list[int], as_of: date, **_: object) -> None:
    """Count again what these closed cases still count for."""
    recompute.recount_closed(kind=kind, case_ids=case_ids, as_of=as_of)


def register() -> None:
    """Tell the outbox which tasks the kernel does."""
    outbox.register("cases.recompute_calendar", recompute_calendar)
    outbox.register("cases.recompute_cases", recompute_cases)
    outbox.register("cases.recount_closed", recount_closed)
    reminders.register()
