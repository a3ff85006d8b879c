"""Reminders of our own statutory dates: once each, only while they are needed, however long the machine stood still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from django.core import mail

from accounts.models import User
from cases.actions.reminders import TASK
from cases.models import Case
from ledger import outbox
from ledger.models import OutboxMessage
from schools.models import BankHoliday
from tests.factories.cases import AS_OF, ErrandDesk, set_clock

pytestmark = pytest.mark.django_db
# The sixth day of an exclusion on 15 September 2026 is the 22nd (X1): reminded two working days before, at eight.
REMINDED = datetime(2026, 9, 18, 7, 0, tzinfo=UTC)
A_MONTH_LATER = datetime(2026, 10, 22, 7, 0, tzinfo=UTC)


@pytest.fixture
def errands() -> Iterator[ErrandDesk]:
    with mock.patch("ledger.outbox.ring"):
        yield ErrandDesk()


def reminders() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(task_name=TASK).order_by("pk"))


def perform(at: datetime) -> list[str]:
    """What a worker does that comes back at this moment; gives whom it wrote to."""
    for message in OutboxMessage.objects.filter(task_name=TASK, due_at__lte=at, done_recorded_at__isnull=True):
        outbox.perform(message.pk, as_of=at)
    return sorted(sent.to[0] for sent in mail.outbox)


def test_it_waits_as_a_row_and_says_a_reference_and_a_link(errands: ErrandDesk) -> None:
    (reminder,) = reminders()
    assert reminder.due_at == REMINDED
    assert perform(REMINDED) == [errands.owner.email]
    sent = mail.outbox[0]
    assert sent.subject == f"OnRoll: a date of {errands.case.reference} is near"
    deadline = errands.case.deadlines.get()
    assert f"/deadlines/{deadline.uuid}/" in sent.body
    assert "Hughes" not in sent.subject + sent.body


def test_stopped_for_a_month_it_goes_once(errands: ErrandDesk) -> None:
    assert perform(A_MONTH_LATER) == [errands.owner.email]
    assert perform(A_MONTH_LATER) == [errands.owner.email]


def test_working_the_same_date_out_again_enqueues_nothing(errands: ErrandDesk) -> None:
    set_clock(errands.case)
    assert len(reminders()) == 1


def test_a_date_that_moves_there_and_back_is_reminded_once(errands: ErrandDesk) -> None:
    set_clock(errands.case, excluded_on=date(2026, 9, 16))
    set_clock(errands.case)
    assert [row.arguments["due_on"] for row in reminders()] == ["2026-09-22", "2026-09-23"]
    assert perform(A_MONTH_LATER) == [errands.owner.email]


def test_a_bank_holiday_before_the_date_moves_the_reminder_to_an_earlier_day(errands: ErrandDesk) -> None:
    OutboxMessage.objects.all().delete()
    BankHoliday.objects.create(day=date(2026, 9, 21), name="Holiday of a day")
    due_on = set_clock(errands.open_case(clock=False)).due_on
    (reminder,) = reminders()
    assert (due_on, reminder.due_at.date()) == (date(2026, 9, 23), date(2026, 9, 18))


def test_what_was_met_or_closed_meanwhile_is_not_reminded(errands: ErrandDesk) -> None:
    set_clock(errands.case, met_on=date(2026, 9, 18))
    assert perform(A_MONTH_LATER) == []
    other = errands.open_case()
    Case.objects.filter(pk=other.pk).update(closed_on=AS_OF, close_reason="over")
    assert perform(A_MONTH_LATER) == []


def test_anothers_duty_is_not_reminded(errands: ErrandDesk) -> None:
    OutboxMessage.objects.all().delete()
    set_clock(errands.open_case(clock=False), is_ours=False)
    assert reminders() == []


def test_a_date_that_is_near_already_is_not_reminded(errands: ErrandDesk) -> None:
    OutboxMessage.objects.all().delete()
    set_clock(errands.open_case(clock=False), as_of=date(2026, 9, 18))
    assert reminders() == []


def test_without_an_owner_the_teams_managers_are_reminded(errands: ErrandDesk) -> None:
    Case.objects.filter(pk=errands.case.pk).update(owner=None)
    assert perform(REMINDED) == [errands.colleague.email]


def test_an_owner_who_left_is_not_written_to_but_the_manager_is(errands: ErrandDesk) -> None:
    User.objects.filter(pk=errands.owner.pk).update(is_active=False)
    assert perform(REMINDED) == [errands.colleague.email]


def test_an_owner_whose_role_ended_is_like_one_who_left(errands: ErrandDesk) -> None:
    errands.owner.role_holdings.update(ends_on=AS_OF - timedelta(days=1))
    assert perform(REMINDED) == [errands.colleague.email]


def test_an_owner_is_reminded_on_the_last_day_of_the_role(errands: ErrandDesk) -> None:
    errands.owner.role_holdings.update(ends_on=AS_OF)
    assert perform(REMINDED) == [errands.owner.email]


def test_without_owner_and_team_nobody_can_be_reminded(errands: ErrandDesk) -> None:
    Case.objects.filter(pk=errands.case.pk).update(owner=None, team=None)
    assert perform(REMINDED) == []
