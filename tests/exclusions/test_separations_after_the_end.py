"""Separations that have ended: who was told is still owed, and what was recorded wrongly is still wrong."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from exclusions.actions import separations
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Notification, Separation
from tests.exclusions.test_separations import shown, tasks
from tests.factories.exclusions import Desk
from tests.factories.separations import ENDED_ON, correct, end, make_separation, version


def test_who_was_told_and_what_was_wrong_is_recorded_after_the_end(desk: Desk) -> None:
    case = end(desk, make_separation(desk))
    links = {group.title: group.change_url for group in shown(desk, case, ENDED_ON).groups}
    assert links["The separation"].endswith("/correct/")
    assert links["Who was told"].endswith("/told/")
    separations.tell_of_separation(
        case=case,
        told={"parents": date(2026, 9, 16)},
        is_designated_officer_told=True,
        version=version(case),
        by=desk.officer,
        as_of=date(2026, 9, 28),
    )
    assert Notification.objects.filter(case=case, recipient="parents").exists()
    with pytest.raises(ExclusionRefused, match="on or before 25 September 2026, the last day") as refused:
        correct(desk, case, began_on=date(2026, 9, 26), as_of=date(2026, 9, 28))
    assert refused.value.field == "began_on"
    correct(desk, case, began_on=date(2026, 9, 14), is_looked_after=True)
    assert Separation.objects.get().began_on == date(2026, 9, 14)
    assert Case.objects.get(pk=case.pk).state == "closed"
    assert tasks(case)["exclusions.section_19"] == "cancelled", "nothing is owed anew"
