"""Suspensions that the school sent and nobody has decided on: the next form counts them."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from exclusions.school_form.reckoning import reckon
from exclusions.webforms import FORM
from portal.contexts import context_for
from portal.models import Submission
from portal.webforms import Accepting
from tests.exclusions.test_webform_meaning import rows
from tests.factories.children import make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.school_forms import receive, suspension
from tests.factories.suspensions import make_suspension

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
NEXT, AFTER = date(2026, 11, 23), date(2026, 11, 24)
TODAY = date(2026, 11, 25)
IN_THE_TERM = "In autumn 2026/27, with earlier ones"
TOO = "In these numbers too, not decided on by the council yet"


@pytest.fixture
def waiting(desk: Desk) -> Submission:
    """Five days that wait at the council."""
    return receive(desk.school, suspension(desk.child, MONDAY, FRIDAY), FRIDAY)


def shown(desk: Desk, first_on: date, last_on: date) -> dict[str, str]:
    payload = suspension(desk.child, first_on, last_on)
    return rows(desk, payload)


def test_they_count_in_the_term_the_year_and_the_band(desk: Desk, waiting: Submission) -> None:
    page = shown(desk, AFTER, TODAY)
    assert page[IN_THE_TERM] == "7.0 school days"
    assert page["In the school year 2026/27, at all schools"] == "7.0 of at most 45 school days"
    assert page[TOO] == waiting.reference
    assert reckon(context_for(desk.school, suspension(desk.child, AFTER, TODAY), TODAY)).band == "GB50_IF_REPS"


def test_they_make_a_run(desk: Desk, waiting: Submission) -> None:
    page = shown(desk, NEXT, AFTER)
    assert page["Full-time education elsewhere must start by"] == "Monday 23 November 2026"


def test_one_that_comes_later_counts_in_the_year_alone(desk: Desk, waiting: Submission) -> None:
    page = shown(desk, date(2026, 11, 9), date(2026, 11, 10))
    assert page[IN_THE_TERM] == "2.0 school days"
    assert page["In the school year 2026/27, at all schools"] == "7.0 of at most 45 school days"


def test_the_same_one_sent_again_does_not_count_twice(desk: Desk, waiting: Submission) -> None:
    page = shown(desk, MONDAY, FRIDAY)
    assert page[IN_THE_TERM] == "5.0 school days"
    assert TOO not in page


def test_of_another_pupil_or_school_none_counts(desk: Desk) -> None:
    receive(desk.school, suspension(make_child("Tully", "Ben"), MONDAY, FRIDAY), FRIDAY)
    receive(make_school(), suspension(desk.child, MONDAY, FRIDAY), FRIDAY)
    assert shown(desk, AFTER, TODAY)[IN_THE_TERM] == "2.0 school days"


def test_once_accepted_it_counts_from_the_record(desk: Desk, waiting: Submission) -> None:
    accepting = Accepting(submission=waiting, child=desk.child, by=desk.officer, as_of=TODAY, case=None)
    case: Case = FORM.open_case(accepting)
    waiting.statuses.create(status="accepted", at=waiting.received_at, by=desk.officer, child=desk.child, case=case)
    page = shown(desk, AFTER, TODAY)
    assert page[IN_THE_TERM] == "7.0 school days"
    assert TOO not in page


def test_a_correction_leaves_what_it_corrects_out(desk: Desk, waiting: Submission) -> None:
    moved = suspension(desk.child, AFTER, TODAY)
    context = context_for(desk.school, moved, TODAY, corrects=waiting.reference)
    assert reckon(context).others.terms_by_name() == {}


def test_an_officer_counts_what_is_recorded_alone(desk: Desk, waiting: Submission) -> None:
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 10))
    context = context_for(desk.school, suspension(desk.child, AFTER, TODAY), TODAY)
    assert reckon(context, counts_waiting=False).others.terms_by_name() == {"autumn 2026/27": 4}
    assert reckon(context).others.terms_by_name() == {"autumn 2026/27": 14}
