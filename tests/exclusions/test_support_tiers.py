"""Which help belongs to which step of the graduated model, and reviews within the support."""

from __future__ import annotations

from datetime import date

import pytest

from exclusions.actions.refusals import ExclusionRefused
from exclusions.support.codes import SupportKind, Tier, kinds_of
from exclusions.support.facts import gather_support
from exclusions.support.forms import AgreeForm
from tests.factories.exclusions import Desk
from tests.factories.support import ASKED_ON, agree, ask, consider

LATER = date(2026, 10, 9)


def test_what_does_not_belong_to_a_step_names_the_steps_to_which_it_does(desk: Desk) -> None:
    case = consider(desk, ask(desk))
    words = "“Managed move” does not belong to “Universal support”. Choose other help, or “Targeted support” or"
    with pytest.raises(ExclusionRefused, match=words):
        agree(desk, case, tier="universal", kind="managed_move")
    assert agree(desk, case, ends_on=LATER, review_on=LATER).review_on == LATER, "on the last day itself"


def test_the_last_step_of_an_authority_takes_what_has_none_of_its_own() -> None:
    two, four = ["universal", "targeted"], list(Tier)
    assert set(kinds_of("targeted", two)) == set(SupportKind)
    assert kinds_of("universal", two) == ["advice", "outreach", "multi_service_meeting"]
    assert kinds_of("transitional", two) == []
    assert {kind for tier in four for kind in kinds_of(tier, four)} == set(SupportKind)


def test_the_page_says_what_each_step_can_be(desk: Desk) -> None:
    form = AgreeForm(facts=gather_support(consider(desk, ask(desk))), as_of=ASKED_ON)
    assert form.option_hints["tier"]["universal"] == "Advice; Outreach into the school; Meeting of several services"
    assert "Managed move" in form.option_hints["tier"]["targeted"]


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (None, "Last day is empty. A time-limited placement has a timeline"),
        (date(2027, 9, 23), "Last day is more than a year after the day it starts."),
    ],
)
def test_a_placement_that_is_hardly_time_limited_is_asked_about(desk: Desk, ends_on: date | None, words: str) -> None:
    case = consider(desk, ask(desk))
    placement = {"tier": "time_limited", "kind": "time_limited_placement", "ends_on": ends_on}
    with pytest.raises(ExclusionRefused, match=words) as refused:
        agree(desk, case, is_confirmed=False, **placement)
    assert refused.value.field == "is_confirmed"
    assert "No longest time is known to us." in str(refused.value), "and none is guessed"
    assert agree(desk, case, is_confirmed=True, **placement).ends_on == ends_on


@pytest.mark.parametrize(
    "line",
    [
        {"tier": "time_limited", "kind": "time_limited_placement", "ends_on": date(2027, 9, 22)},
        {"tier": "targeted", "kind": "outreach"},
    ],
)
def test_a_year_and_other_help_are_no_doubt(desk: Desk, line: dict) -> None:
    assert agree(desk, consider(desk, ask(desk)), is_confirmed=False, **line).pk
