"""Asking for an approval, and deciding it: never the same person."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import check_permission
from cases.actions.events import record_event
from cases.models import Approval, Case
from cases.permissions import Permission, check_user_can_see_case, check_user_can_work_case
from ledger.versions import update_at_version


class ApprovalRefused(Exception):
    """The approval cannot be asked for or decided; the text says why."""


@transaction.atomic
def ask_approval(*, case: Case, what: str, reason: str, by: User, as_of: date) -> Approval:
    """Ask somebody who may approve to decide `what` (a code)."""
    check_user_can_work_case(by, case)
    approval = Approval.objects.create(case=case, what=what, reason=reason, asked_by=by, asked_at=timezone.now())
    record_event(
        child=case.child,
        case=case,
        code="approval_asked",
        by=by,
        happened_on=as_of,
        approval=str(approval.uuid),
        what=what,
    )
    return approval


@transaction.atomic
def decide_approval(
    *, approval: Approval, is_approved: bool, reason: str, version: int, by: User, as_of: date
) -> Approval:
    """Decide an approval that another person asked for. Raises ApprovalRefused, StaleEdit, PermissionDenied."""
    check_user_can_see_case(by, approval.case)
    check_permission(by, Permission.APPROVE, "Only a head of service can decide an approval.")
    if approval.asked_by_id == by.pk:
        raise ApprovalRefused("You asked for this approval. Somebody else must decide it.")
    if approval.decision != Approval.Decision.WAITING:
        raise ApprovalRefused(f"This was already decided: {approval.get_decision_display().lower()}.")
    decision = Approval.Decision.APPROVED if is_approved else Approval.Decision.REFUSED
    approval = update_at_version(
        approval,
        version=version,
        decision=decision,
        decided_by=by,
        decided_at=timezone.now(),
        decision_reason=reason,
    )
    record_event(
        child=approval.case.child,
        case=approval.case,
        code="approval_decided",
        by=by,
        happened_on=as_of,
        approval=str(approval.uuid),
        decision=decision,
    )
    return approval
