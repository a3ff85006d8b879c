"""Recording what went between two authorities: refused with the field at fault, and whole."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case
from exclusions.actions.home_authority import (
    Information,
    Notice,
    Told,
)
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import BetweenAuthorities
from ledger.versions import StaleEdit
from tests.exclusions.test_home_authority import DAY_AFTER, TOLD, exclude, keep, move_home, rows
from tests.factories.children import make_local_authority
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_user


class TestRecording:
    """Refused with the field at fault, and whole."""

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            (Told(date(2026, 9, 14), "post"), "told_on"),
            (Told(date(2026, 9, 17), "post"), "told_on"),
            (Told(EXCLUDED_ON, "pigeon"), "told_method"),
            (Told(DAY_AFTER, "post", acknowledged_on=EXCLUDED_ON), "acknowledged_on"),
            (Told(EXCLUDED_ON, "post", acknowledged_on=date(2026, 9, 17)), "acknowledged_on"),
        ],
    )
    def test_a_telling_that_cannot_be(self, desk: Desk, told: Told, field: str) -> None:
        case = exclude(desk, home="937")
        with pytest.raises(ExclusionRefused) as refused:
            keep(desk, case, told=told)
        assert refused.value.field == field
        assert not BetweenAuthorities.objects.exists()

    @pytest.mark.parametrize(
        ("notice", "field"),
        [
            (Notice(date(2026, 9, 14), "school"), "notice_received_on"),
            (Notice(EXCLUDED_ON, "nobody"), "notice_sender"),
            (Notice(EXCLUDED_ON, "other_authority"), "notice_authority"),
        ],
    )
    def test_a_notice_that_cannot_be(self, desk: Desk, notice: Notice, field: str) -> None:
        case = exclude(desk, home="331", school="937")
        with pytest.raises(ExclusionRefused) as refused:
            keep(desk, case, notice=notice)
        assert refused.value.field == field
        with pytest.raises(ExclusionRefused):
            exclude(desk, home="331", school="937", notice=notice)
        assert Case.objects.count() == 1, "nothing is recorded with a notice that cannot be"

    def test_no_notice_of_a_school_of_ours_and_no_telling_of_a_child_of_ours(self, desk: Desk) -> None:
        with pytest.raises(ExclusionRefused, match="one of ours"):
            keep(desk, exclude(desk, home="937"), notice=Notice(EXCLUDED_ON, "school"))
        with pytest.raises(ExclusionRefused, match="no other authority has a part"):
            keep(desk, exclude(desk, home="331"), information=Information(plan_asked_on=EXCLUDED_ON))
        with pytest.raises(ExclusionRefused, match="lives with us"):
            keep(desk, exclude(desk, home="331", school="937"), told=TOLD)

    @pytest.mark.parametrize(
        ("information", "field"),
        [
            (Information(plan_asked_on=date(2026, 9, 14)), "plan_asked_on"),
            (Information(plan_asked_on=DAY_AFTER, plan_received_on=EXCLUDED_ON), "plan_received_on"),
            (Information(care_asked_on=date(2026, 9, 17)), "care_asked_on"),
            (Information(care_received_on=date(2026, 9, 17)), "care_received_on"),
        ],
    )
    def test_days_of_information_that_cannot_be(self, desk: Desk, information: Information, field: str) -> None:
        with pytest.raises(ExclusionRefused) as refused:
            keep(desk, exclude(desk, home="937"), information=information)
        assert refused.value.field == field

    def test_nothing_at_all_is_refused_until_something_stands_that_can_be_taken_out(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        with pytest.raises(ExclusionRefused, match="at least one day"):
            keep(desk, case)
        keep(desk, case, told=TOLD)
        keep(desk, case)
        assert BetweenAuthorities.objects.get(case=case).told_on is None

    def test_the_notice_that_came_stays_when_the_child_turns_out_to_live_elsewhere(self, desk: Desk) -> None:
        case = exclude(desk, home="331", school="937", notice=Notice(EXCLUDED_ON, "school", reference="B1"))
        moved = move_home(desk, case, "940")
        keep(desk, moved, told=TOLD)
        row = BetweenAuthorities.objects.get(case=case)
        assert (row.notice_reference, row.told_authority.code) == ("B1", "940")

    def test_only_the_team_and_only_the_version_that_was_shown(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        with pytest.raises(PermissionDenied):
            keep(desk, case, told=TOLD, by=make_user(Role.HEAD_OF_SERVICE))
        with pytest.raises(StaleEdit):
            keep(desk, case, told=TOLD, version=99)

    @pytest.mark.parametrize(
        ("notice", "words"),
        [
            (Notice(EXCLUDED_ON, "authority"), "from Warwickshire"),
            (Notice(EXCLUDED_ON, "other_authority", None, "Q"), ""),
        ],
    )
    def test_who_told_us(self, desk: Desk, notice: Notice, words: str) -> None:
        case = exclude(desk, home="331", school="937")
        assert rows(case)["Notice to us"][1] == "It is not recorded who told us, and when."
        third = make_local_authority("940")
        notice = notice if words else Notice(EXCLUDED_ON, "other_authority", third, "Q")
        keep(desk, case, notice=notice)
        expected = words or "from North Northamptonshire, their reference Q"
        assert rows(case)["Notice to us"][0].endswith(expected)
