"""Reminders of our own statutory dates, as outbox rows: enqueued when a date is set or moves, asked again when due.

How long before is a service level of ours, not law. The e-mail says a reference and a link, no more.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.utils import timezone

from accounts.mail import MailFields, MailMessage, deliver, register_message
from accounts.models import DatedHolding, User
from cases.due import before_working_days
from cases.models import Case, Deadline
from cases.queries.officers import people_working
from ledger import outbox
from ledger.models import OutboxMessage
from schools.queries import bank_holiday_days

TASK = "cases.remind_of_deadline"
REMINDED_WORKING_DAYS_BEFORE = 2
REMINDED_AT = time(8, 0)
NEAR = MailMessage(
    "cases.deadline_near",
    "OnRoll: a date of {reference} is near",
    "A statutory date of {reference} is near or has passed, and it is not recorded as met.\n\n"
    "Sign in to see it, and how it was counted:\n{address}\n",
)
# Under this name every reminder's own Message-ID is made: the same reminder always has the same.
_KEYS = uuid.UUID("5d6b1f0e-3c7d-4a55-9d1b-6a4a3a0c2f11")


def remind_of(deadline: Deadline, *, as_of: date, by: User | None) -> OutboxMessage | None:
    """Enqueue the reminder of a date of ours that runs; None when it is another's, is near already, or is enqueued."""
    if not _is_ours_to_meet(deadline) or deadline.due_on is None:
        return None
    holidays = frozenset(bank_holiday_days(as_of))
    remind_on = before_working_days(deadline.due_on, REMINDED_WORKING_DAYS_BEFORE, holidays)
    if remind_on <= as_of:
        return None
    arguments = {"deadline_id": deadline.pk, "due_on": deadline.due_on.isoformat()}
    if OutboxMessage.objects.filter(task_name=TASK, arguments=arguments, done_recorded_at__isnull=True).exists():
        return None
    due_at = datetime.combine(remind_on, REMINDED_AT, tzinfo=timezone.get_default_timezone())
    return outbox.enqueue(TASK, due_at=due_at, by_user_id=by.pk if by else None, **arguments)


def send_reminder(*, deadline_id: int, due_on: str, as_of: date, **_: object) -> None:
    """The outbox's handler: reminds the owner, or without one who can work the case the team's managers, if the date
    still stands."""
    deadline = Deadline.objects.select_related("case__owner", "case__team").get(pk=deadline_id)
    stands = deadline.due_on == date.fromisoformat(due_on) and _is_ours_to_meet(deadline)
    if not stands or deadline.case.closed_on is not None:
        return
    fields = MailFields(path=f"/deadlines/{deadline.uuid}/", reference=deadline.case.reference)
    for user in _whom(deadline.case, as_of):
        key = uuid.uuid5(_KEYS, f"{deadline_id} {due_on} {user.pk}")
        deliver(code=NEAR.code, user_id=user.pk, fields=fields, key=str(key))


def _is_ours_to_meet(deadline: Deadline) -> bool:
    return (
        deadline.is_ours
        and deadline.state == Deadline.State.RUNNING
        and deadline.purpose in (Deadline.Purpose.LIMIT, Deadline.Purpose.TARGET)
    )


def _whom(case: Case, as_of: date) -> list[User]:
    # An owner who left, or whose role ended, cannot open the case any more.
    if case.owner is not None and people_working(as_of).filter(pk=case.owner.pk).exists():
        return [case.owner]
    if case.team is None:
        return []
    in_force = DatedHolding.in_force(as_of, "team_memberships__")
    managers = User.objects.filter(
        in_force, team_memberships__team=case.team, team_memberships__is_manager=True, is_active=True
    )
    return list(managers.distinct().order_by("pk"))


def register() -> None:
    """Tell the outbox and the mail about the reminder."""
    register_message(NEAR)
    outbox.register(TASK, send_reminder)
