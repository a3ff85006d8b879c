"""An officer keeps a suspension open beyond its return date, lets it go again, or opens a closed one again."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import begin, finish, open_again
from exclusions.models import KeptOpen
from exclusions.permissions import check_user_can_work
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from exclusions.suspensions.policies import REOPEN, reasons_against
from ledger.versions import StaleEdit, update_at_version


@transaction.atomic
def keep_open(*, case: Case, reason: str, version: int, by: User, as_of: date) -> Case:
    """Keep the case open beyond the return date, for a reason of the list, until it is let go."""
    facts = cast(SuspensionFacts, begin(case, "keep_open", version, by, as_of))
    _check_reason(reason)
    update_at_version(facts.suspension, version=version, kept_open_because=reason)
    return finish(case, "exclusions.kept_open", by, as_of, as_of, reason=reason)


@transaction.atomic
def let_go(*, case: Case, version: int, by: User, as_of: date) -> Case:
    """No longer keep the case open. When the return date has come and nothing else keeps it open it closes at once."""
    facts = cast(SuspensionFacts, begin(case, "let_go", version, by, as_of))
    was = facts.suspension.kept_open_because
    update_at_version(facts.suspension, version=version, kept_open_because="")
    return finish(case, "exclusions.let_go", by, as_of, as_of, was=was)


@transaction.atomic
def reopen_suspension(*, case: Case, reason: str, version: int, by: User, as_of: date) -> Case:
    """Open a closed case again under its own reference. It is kept open for that reason until it is let go; its dates
    run again."""
    check_user_can_work(by, case)
    facts = gather_suspension(case)
    if facts.suspension.version != version:
        raise StaleEdit(facts.suspension)
    reasons = reasons_against(REOPEN, facts, as_of)
    if reasons:
        raise ExclusionRefused(*reasons)
    _check_reason(reason)
    update_at_version(facts.suspension, version=version, kept_open_because=reason)
    open_again(facts, reason, by, as_of)
    return finish(case, "exclusions.kept_open", by, as_of, as_of, reason=reason)


def _check_reason(reason: str) -> None:
    if reason not in KeptOpen.values:
        raise ExclusionRefused("Reason: choose one of the list.", field="reason")
