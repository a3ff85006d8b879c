"""Keeping the tracks of the money and of the next school in agreement with what is recorded, and the begin of their
steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TypeVar

from django.db import models, transaction

from accounts.models import User
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import Facts, gather
from exclusions.leaving import next_school as way
from exclusions.leaving.records import leaving_of
from exclusions.models import Exclusion, Funding
from exclusions.money.states import state_of as funding_state_of
from exclusions.money.working import work_out
from exclusions.permissions import check_user_can_work
from ledger.versions import StaleEdit, update_at_version

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def settle_leaving(*, facts: Facts) -> None:
    """Work the money out again and keep both states. May run on any day, any number of times."""
    funding = _worked_out(facts)
    states = {
        "funding_state": funding_state_of(facts, funding),
        "next_school_state": way.state_of(facts, leaving_of(facts.case).next_school),
    }
    exclusion = facts.exclusion
    changed = {name: state for name, state in states.items() if getattr(exclusion, name) != state}
    if changed:
        # Derived, so the version that people's forms carry stays as it is.
        Exclusion.with_mistakes.filter(pk=exclusion.pk).update(**changed)
        for name, state in changed.items():
            setattr(exclusion, name, state)


def _worked_out(facts: Facts) -> Funding:
    """The row of the money as it is worked out today; made when it is first asked for."""
    stored = Funding.objects.filter(case=facts.case).first()
    worked = asdict(work_out(facts, stored or Funding(case=facts.case)))
    if stored is None:
        return Funding.objects.create(case=facts.case, **worked)
    changed = {name: value for name, value in worked.items() if getattr(stored, name) != value}
    if changed:
        Funding.objects.filter(pk=stored.pk).update(**changed)
        for name, value in changed.items():
            setattr(stored, name, value)
    return stored


def begin_track(
    case: Case, step: str, version: int, by: User, as_of: date, reasons_against: Callable[[str, Facts, date], list[str]]
) -> Facts:
    """Begin a step of a track: permission, the version that was shown, then what the state of the track allows.

    The exclusion's version goes up, so that of two people who act at once the second one sees what the first did.
    Raises PermissionDenied, StaleEdit, ExclusionRefused with all reasons.
    """
    check_user_can_work(by, case)
    facts = gather(case)
    if facts.exclusion.version != version:
        raise StaleEdit(facts.exclusion)
    reasons = reasons_against(step, facts, as_of)
    if reasons:
        raise ExclusionRefused(*reasons)
    update_at_version(facts.exclusion, version=version)
    return facts


def keep(model: type[Row], case: Case, **changes: object) -> Row:
    """Change the one row that a case has in a table, or make it. The caller has checked the exclusion's version."""
    row = model._default_manager.filter(case=case).first()
    if row is None:
        return model._default_manager.create(case=case, **changes)
    return update_at_version(row, version=row.version, **changes)  # type: ignore[attr-defined]
