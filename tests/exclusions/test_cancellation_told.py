"""Whom the school told that the head teacher cancelled."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Event, Plan, Task
from exclusions.actions import ending
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.suspensions import cancel_suspension
from exclusions.models import CancellationNotice
from exclusions.presenters import present
from exclusions.suspensions.presenters import present as present_suspension
from tests.exclusions.test_next_school import groups
from tests.factories.exclusions import Desk
from tests.factories.leaving import LATER, version_of
from tests.factories.suspensions import make_suspension


def cancel(desk: Desk, case: Case) -> Case:
    """The head teacher cancels a suspension."""
    return cancel_suspension(
        case=case,
        cancelled_on=date(2026, 10, 5),
        reason="new_evidence",
        version=version_of(case),
        by=desk.officer,
        as_of=LATER,
    )


class TestCancellation:
    """Whom the school told that the head teacher cancelled."""

    def told(self, desk: Desk, case: Case, version: int, **days: date) -> Case:
        return ending.record_cancellation_told(case=case, days=days, version=version, by=desk.officer, as_of=LATER)

    def test_the_page_asks_for_each_until_their_day_is_recorded(self, desk: Desk) -> None:
        case = desk.check(desk.record(), has_social_worker=True, is_looked_after=True)
        case = desk.cancel(case)
        shown = groups(desk, case)["Cancelled"]
        everybody = "without delay: parents, governing board, council, social worker, virtual school head."
        assert everybody in shown["Still to be told"].needs
        assert "offers the parents a meeting" in shown["Meeting offered to the parents"].needs
        day = date(2026, 9, 16)
        self.told(desk, case, desk.version(case), parents_told_on=day, meeting_offered_on=day)
        self.told(desk, case, desk.version(case), counted_to_governors_on=LATER)
        shown = groups(desk, case)["Cancelled"]
        assert shown["Parents told of the cancelling"].value == "16 September 2026"
        assert "parents" not in shown["Still to be told"].needs
        assert shown["Counted for the governors"].value == "In the report of 30 November 2026"
        assert Event.objects.filter(case=case, code="exclusions.cancellation_told").count() == 2

    def test_it_is_the_next_step_until_everybody_is_told(self, desk: Desk) -> None:
        case = desk.cancel(desk.check(desk.record(), is_looked_after=True))
        (step,) = present(case, desk.officer, LATER).steps
        assert (step.label, step.is_main) == ("Record who was told of it", True)
        assert step.address == reverse("exclusion_cancellation_told", args=[case.reference])
        day = date(2026, 9, 16)
        told = {f"{who}_told_on": day for who in ("parents", "governors", "council", "virtual_school_head")}
        self.told(desk, case, desk.version(case), **told)
        assert len(present(case, desk.officer, LATER).steps) == 1, "the parents were offered no meeting yet"
        self.told(desk, case, desk.version(case), **told, meeting_offered_on=day)
        assert present(case, desk.officer, LATER).steps == ()

    def test_a_suspension_has_the_same_page(self, desk: Desk) -> None:
        case = cancel(desk, make_suspension(desk, date(2026, 10, 5)))
        (step,) = present_suspension(case, desk.officer, LATER).steps
        assert step.label == "Record who was told of it"
        self.told(desk, case, version_of(case), governors_told_on=LATER)
        assert CancellationNotice.objects.get(case=case).governors_told_on == LATER

    def test_the_tasks_of_a_cancelled_suspension_are_no_longer_needed(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
        case = make_suspension(desk, date(2026, 10, 5))
        assert Task.objects.filter(case=case, state=Task.State.OPEN).exists()
        cancel(desk, case)
        assert not Task.objects.filter(case=case, state=Task.State.OPEN).exists()

    def test_no_day_at_all_and_a_day_before_it_are_refused(self, desk: Desk) -> None:
        case = desk.cancel(desk.record())
        with pytest.raises(ExclusionRefused, match="at least one day"):
            self.told(desk, case, desk.version(case))
        with pytest.raises(ExclusionRefused, match="on or after 15 September 2026"):
            self.told(desk, case, desk.version(case), parents_told_on=date(2026, 9, 14))
