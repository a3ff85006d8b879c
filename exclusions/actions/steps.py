"""How every step of a case of any kind begins and ends, and the one step that is the same for all: who was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import reopen_case
from cases.actions.events import record_event
from cases.actions.recompute import recompute_case
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.self_closing import close_if_over
from exclusions.decisions import told_label
from exclusions.facts import CaseFacts, GovernedFacts, Recipient
from exclusions.kind_code import SUSPENSION
from exclusions.kind_steps import steps_of
from exclusions.models import Notification
from exclusions.permissions import check_user_can_work
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.refreshing import work_out
from exclusions.suspensions.states import CLOSED, TO_RECORD, state_when_open
from ledger.versions import StaleEdit, update_at_version


def begin(case: Case, step: str, version: int, by: User, as_of: date) -> CaseFacts:
    """Permission first, then the version that was shown, then what the state allows. A suspension that closed by itself
    is opened again for what its table still allows then; `finish` closes it again unless something now keeps it open.

    Raises PermissionDenied, StaleEdit, ExclusionRefused with all reasons.
    """
    check_user_can_work(by, case)
    steps = steps_of(case)
    facts = steps.gather(case)
    if facts.decision.version != version:
        raise StaleEdit(facts.decision)
    reasons = steps.reasons_against(step, facts, as_of)
    if reasons:
        raise ExclusionRefused(*reasons)
    if isinstance(facts, SuspensionFacts) and case.state == CLOSED:
        open_again(facts, TO_RECORD, by, as_of)
    return facts


def begin_governed(case: Case, step: str, version: int, by: User, as_of: date) -> GovernedFacts:
    """The same for a step of a permanent exclusion or a suspension, which a head teacher decided."""
    return cast(GovernedFacts, begin(case, step, version, by, as_of))


def open_again(facts: SuspensionFacts, reason: str, by: User, as_of: date) -> None:
    """Open the closed case of a suspension; the case that was given stands open afterwards."""
    case = facts.case
    reopen_case(case=case, to_state=state_when_open(facts.suspension), reason=reason, by=by, as_of=as_of)
    case.refresh_from_db(fields=["state", "closed_on", "close_reason", "version"])


def finish(case: Case, code: str, by: User, as_of: date, happened_on: date, **facts: object) -> Case:
    """Work the dates out again and leave the event; then a suspension whose return date has come closes by itself when
    nothing keeps it open any more."""
    known = None
    if case.kind == SUSPENSION:
        known = work_out(case=case, by=by, as_of=as_of)
    else:
        recompute_case(case=case, by=by, as_of=as_of)
    record_event(child=case.child, case=case, code=code, by=by, happened_on=happened_on, **facts)
    if known is not None:
        close_if_over(facts=known, as_of=as_of)
    return case


def keep_told(case: Case, told: Mapping[str, date], heard_on: date) -> dict[str, date]:
    """Keep who was told on which day when a case is recorded; gives it with the council, which heard of it on
    `heard_on` unless another day was given."""
    told = dict(told)
    told.setdefault(Recipient.COUNCIL, heard_on)
    for recipient, told_on in told.items():
        Notification.objects.create(case=case, recipient=recipient, told_on=told_on)
    return told


def tell(facts: CaseFacts, told: Mapping[str, date | None], as_of: date) -> None:
    """Record or correct who was told when, or take it back (None): then nobody was told. The history keeps what stood
    there before."""
    for recipient, told_on in told.items():
        label = told_label(recipient)
        if told_on is None:
            _take_back_told(facts, recipient, label)
            continue
        earliest = facts.decision.told_from
        check_day(told_on, label, f"{recipient}_told_on", earliest=earliest, latest=as_of)
        Notification.objects.update_or_create(case=facts.case, recipient=recipient, defaults={"told_on": told_on})


def _take_back_told(facts: CaseFacts, recipient: str, label: str) -> None:
    if recipient == Recipient.COUNCIL:
        raise ExclusionRefused(
            f"{label}: enter the day. The case is here because the school told us, or somebody else did.",
            field=f"{recipient}_told_on",
        )
    Notification.objects.filter(case=facts.case, recipient=recipient).delete()


@transaction.atomic
def record_told(*, case: Case, told: Mapping[str, date | None], version: int, by: User, as_of: date) -> Case:
    """Record, correct or take back (None) who was told on which day. The governors' clock runs from the day the notice
    reached them."""
    facts = begin(case, "told", version, by, as_of)
    if not told:
        raise ExclusionRefused("Enter at least one day on which somebody was told.")
    update_at_version(facts.decision, version=version)
    tell(facts, told, as_of)
    happened_on = max((day for day in told.values() if day), default=as_of)
    return finish(case, "exclusions.told", by, as_of, happened_on, told=sorted(told))


def check_decided_before_told(
    decided_on: date, facts: CaseFacts, *, label: str = "Decided on", field: str = "decided_on"
) -> None:
    """A corrected day of the decision cannot lie after the day on which somebody was told of it."""
    earliest_told = min(facts.told.values(), default=decided_on)
    if decided_on > earliest_told:
        raise ExclusionRefused(
            f"{label} must be on or before {earliest_told.day} {earliest_told:%B %Y}, when somebody was told of it.",
            field=field,
        )
