"""A day on which somebody was told is taken out again: then nobody was told, and the page never says “done” in vain."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline
from exclusions.models import Notification, OutcomeTold
from tests.exclusions.test_pages import send, signed_in
from tests.factories import directions, moves
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at
from tests.factories.governors import tell_outcome
from tests.factories.separations import make_separation
from tests.factories.suspensions import make_suspension

TODAY = date(2026, 11, 9)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def is_assumed(case: Case) -> bool:
    """Whether the governors' clock runs from a day that nobody has confirmed."""
    clock = Deadline.objects.exclude(state="superseded").get(case=case, code="exclusions.governors_meet")
    return bool(clock.assumption)


def test_the_governors_clock_is_assumed_again_when_they_were_not_told(desk: Desk) -> None:
    case = desk.tell_governors(desk.record())
    assert not is_assumed(case)
    address = reverse("exclusion_told", args=[case.reference])
    answers = {"council_told_on": "2026-09-15", "parents_told_on": "2026-09-15", "governors_told_on": ""}
    assert send(signed_in(desk.officer), address, answers).status_code == 302
    assert not Notification.objects.filter(case=case, recipient="governors").exists()
    assert is_assumed(case)


def test_the_day_on_which_the_council_heard_is_never_taken_out(desk: Desk) -> None:
    case = desk.record()
    page = send(signed_in(desk.officer), reverse("exclusion_told", args=[case.reference]), {"council_told_on": ""})
    assert "The school told us on: enter the day." in page.content.decode()
    assert Notification.objects.get(case=case, recipient="council").told_on == EXCLUDED_ON


@pytest.mark.parametrize("kind", ["suspension", "separation", "direction", "move"])
def test_of_every_kind(desk: Desk, kind: str) -> None:
    if kind == "suspension":
        case = make_suspension(desk, TODAY, date(2026, 11, 20))
    elif kind == "separation":
        case = make_separation(desk)
    elif kind == "direction":
        case = directions.make_direction(desk)
    else:
        case = moves.make_move(desk)
    Notification.objects.update_or_create(case=case, recipient="social_worker", defaults={"told_on": date(2026, 11, 9)})
    Notification.objects.filter(case=case).exclude(recipient="social_worker").delete()
    page = "suspension_told" if kind == "suspension" else f"{kind}_told"
    answers = {"social_worker_told_on": "", "designated_officer": "yes"}
    assert send(signed_in(desk.officer), reverse(page, args=[case.reference]), answers).status_code == 302
    assert not Notification.objects.filter(case=case).exists()


def test_of_the_governors_decision(desk: Desk) -> None:
    case = make_case_at(desk, "reinstated")
    tell_outcome(desk, case, date(2026, 10, 7), "parents")
    assert OutcomeTold.objects.filter(case=case, recipient="parents").exists()
    address = reverse("governors_outcome_told", args=[case.reference])
    assert send(signed_in(desk.officer), address, {"parents_told_on": ""}).status_code == 302
    assert not OutcomeTold.objects.filter(case=case, recipient="parents").exists()


def test_a_box_that_was_not_sent_takes_nothing_out(desk: Desk) -> None:
    case = desk.tell_governors(desk.record())
    address = reverse("exclusion_told", args=[case.reference])
    assert send(signed_in(desk.officer), address, {"parents_told_on": "2026-09-15"}).status_code == 302
    assert Notification.objects.filter(case=case, recipient="governors").exists()
