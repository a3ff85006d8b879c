"""The same days recorded again after the head teacher cancelled: they would count twice, so it is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.suspensions.counting import Span
from tests.exclusions.test_pages import send, signed_in, tick
from tests.exclusions.test_progress import correct as correct_exclusion
from tests.factories.children import enrol, make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.school_forms import receive, suspension
from tests.factories.suspensions import FIRST_ON, LAST_ON, cancel, correct, make_suspension
from tests.portal.desk.reading import text_of, triage_page

TODAY = date(2026, 11, 12)
WORDS = "These days were recorded before and cancelled on 11 November 2026, case {}. If the cancelling"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def cancelled(desk: Desk) -> Case:
    """3.0 of 8 days were served."""
    return cancel(desk, make_suspension(desk), date(2026, 11, 11))


def asked(desk: Desk, first_on: date, last_on: date | None = None, **more: object) -> list[str]:
    """What is asked when a suspension of these days is recorded."""
    try:
        make_suspension(desk, first_on, last_on or first_on, is_confirmed=False, as_of=TODAY, **more)
    except ExclusionRefused as refused:
        assert refused.field == "is_confirmed"
        return list(refused.references)
    return []


def test_the_same_days_at_the_same_school(desk: Desk) -> None:
    case = cancelled(desk)
    with pytest.raises(ExclusionRefused) as refused:
        make_suspension(desk, is_confirmed=False, as_of=TODAY)
    assert (refused.value.field, refused.value.references) == ("is_confirmed", [case.reference])
    assert WORDS.format(case.reference) in str(refused.value)
    assert "take it back there" in str(refused.value)
    assert asked(desk, date(2026, 11, 11)) == [case.reference]
    assert make_suspension(desk).is_open, "it is kept once it is confirmed"


def test_other_days_and_another_school_are_not_asked_about(desk: Desk) -> None:
    cancelled(desk)
    assert asked(desk, date(2026, 11, 19), decided_on=TODAY) == []
    elsewhere = make_school("Elm School (invented)")
    enrol(desk.child, elsewhere)
    assert asked(desk, FIRST_ON, LAST_ON, school=elsewhere) == []


def test_with_everything_else_in_one_question(desk: Desk) -> None:
    case = cancelled(desk)
    exclusion = desk.record(decided_on=date(2026, 11, 10), excluded_on=date(2026, 11, 10), as_of=TODAY)
    assert asked(desk, FIRST_ON, date(2026, 11, 10)) == [exclusion.reference, case.reference]


def test_a_correction_asks_only_about_days_that_it_brings(desk: Desk) -> None:
    case = cancelled(desk)
    other = make_suspension(desk, date(2026, 11, 19), as_of=TODAY, decided_on=TODAY)
    with pytest.raises(ExclusionRefused, match=case.reference):
        correct(desk, other, span=Span(date(2026, 11, 18), date(2026, 11, 19)), as_of=TODAY)
    other = correct(desk, other, span=Span(date(2026, 11, 18), date(2026, 11, 19)), as_of=TODAY, is_confirmed=True)
    assert correct(desk, other, span=Span(date(2026, 11, 17), date(2026, 11, 19)), as_of=TODAY)


def test_a_permanent_exclusion_of_the_same_day(desk: Desk) -> None:
    case = desk.cancel(desk.record(), as_of=date(2026, 9, 17))
    for day in (EXCLUDED_ON, date(2026, 9, 16)):
        with pytest.raises(ExclusionRefused, match="recorded before and cancelled on 17 September 2026") as refused:
            desk.record(excluded_on=day, is_confirmed=False, as_of=TODAY)
        assert refused.value.references == [case.reference]
    again = desk.record(excluded_on=date(2026, 9, 17), is_confirmed=False, as_of=TODAY)
    with pytest.raises(ExclusionRefused, match=case.reference):
        correct_exclusion(desk, again, excluded_on=EXCLUDED_ON, as_of=TODAY)


def test_the_officers_page_asks_and_the_tick_keeps_it(desk: Desk) -> None:
    case = cancelled(desk)
    client, address = signed_in(desk.officer), reverse("suspension_record", args=[desk.child.uuid])
    answers = {
        "school": str(desk.school.urn),
        "decided_on": "2026-11-09",
        "first_on": "2026-11-09",
        "first_session": "am",
        "last_on": "2026-11-10",
        "last_session": "pm",
        "is_lunchtime_only": "no",
        "reasons": ["DB"],
        "misses_exam": "no",
        "parents_told_on": "2026-11-09",
    }
    answer = send(client, address, answers)
    page = answer.content.decode()
    assert WORDS.format(case.reference) in page
    assert send(client, address, {**answers, **tick(page)}).status_code == 302


def test_triage_warns_of_it(desk: Desk) -> None:
    case = cancelled(desk)
    sent = receive(desk.school, suspension(desk.child, FIRST_ON, date(2026, 11, 10)), TODAY)
    assert WORDS.format(case.reference) in text_of(triage_page(signed_in(desk.officer), sent))
