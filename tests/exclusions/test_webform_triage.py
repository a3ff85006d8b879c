"""What an officer sees of a school's form before it is accepted: the days over all schools, and the governors' duty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Plan
from exclusions.school_form.officers_meaning import officers_meaning
from portal.contexts import context_about
from tests.exclusions.test_pages import signed_in
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.school_forms import permanent, receive, suspension
from tests.factories.suspensions import make_suspension
from tests.portal.desk.reading import text_of, triage_page

TODAY = date(2026, 11, 12)
FIRST_ON, LAST_ON = date(2026, 11, 9), date(2026, 11, 11)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def test_the_totals_over_all_schools_and_the_band(desk: Desk) -> None:
    """X10: 5.0 days before at another school and 3.0 now, more than five in the term."""
    elsewhere = make_school()
    make_suspension(
        desk, school=elsewhere, first_on=date(2026, 9, 14), last_on=date(2026, 9, 18), as_of=date(2026, 9, 18)
    )
    sent = receive(desk.school, suspension(desk.child, FIRST_ON, LAST_ON), TODAY)
    text = text_of(triage_page(signed_in(desk.officer), sent))
    assert "What this means for Hughes, Amira" in text
    assert "This suspension 3.0 school days" in text
    assert "In autumn 2026/27, with earlier ones 8.0 school days" in text
    assert "In the school year 2026/27, at all schools 8.0 of at most 45 school days" in text
    assert "If the parents make representations, governors must meet by" in text
    assert elsewhere.name not in text


def test_they_are_of_the_child_that_is_compared(desk: Desk) -> None:
    make_suspension(desk, first_on=date(2026, 9, 14), last_on=date(2026, 9, 18), as_of=date(2026, 9, 18))
    other = make_child("Hughes", "Amira")
    enrol(other, desk.school)
    sent = receive(desk.school, suspension(desk.child, FIRST_ON, LAST_ON), TODAY)
    client: Client = signed_in(desk.officer)
    assert "with earlier ones 8.0 school days" in text_of(triage_page(client, sent))
    assert "with earlier ones 3.0 school days" in text_of(triage_page(client, sent, other))


def test_a_permanent_exclusion_says_by_when_who_must_act(desk: Desk) -> None:
    sent = receive(desk.school, permanent(desk.child), date(2026, 9, 15))
    text = text_of(triage_page(signed_in(desk.officer), sent))
    assert "Education is due from Tuesday 22 September 2026" in text
    assert "Governors must meet by Tuesday 6 October 2026" in text


def nobody(payload: dict[str, Any], **pupil: str) -> dict[str, Any]:
    """The same about a pupil whom nobody has on record."""
    unknown = {"child": "", "given_names": "Maribel", "surname": "Stonecroft", "upn": "", "born_on": "2013-03-14"}
    return {**payload, "pupil": {**payload["pupil"], **unknown, **pupil}}


def test_without_a_child_the_dates_of_a_permanent_exclusion_are_shown_all_the_same(desk: Desk) -> None:
    sent = receive(desk.school, nobody(permanent(desk.child)), date(2026, 9, 15))
    text = text_of(triage_page(signed_in(desk.officer), sent))
    assert "Nobody on record fits" in text
    assert "Education is due from Tuesday 22 September 2026" in text
    assert "Governors must meet by Tuesday 6 October 2026" in text
    assert "from the form alone: the date of birth is the one that the school gave. It is not known where" in text
    assert "Earlier suspensions" not in text


def test_without_a_child_the_days_of_a_suspension_are_shown_with_what_is_not_known(desk: Desk) -> None:
    payload = nobody(suspension(desk.child, FIRST_ON, date(2026, 11, 18)), born_on="")
    text = text_of(triage_page(signed_in(desk.officer), receive(desk.school, payload, TODAY)))
    assert "This suspension 8.0 school days" in text
    assert "If the parents make representations, governors must meet by" in text
    assert "Education is due from Monday 16 November 2026" in text
    assert "the pupil is taken to be of compulsory school age. Earlier suspensions are not in the numbers" in text
    assert "your list" not in text, "that is for the school"


def test_day_six_of_a_suspension_is_of_the_child_that_is_compared(desk: Desk) -> None:
    make_suspension(desk, first_on=date(2026, 11, 5), last_on=date(2026, 11, 6), as_of=date(2026, 11, 6))
    sent = receive(desk.school, suspension(desk.child, FIRST_ON, date(2026, 11, 12)), TODAY)
    text = text_of(triage_page(signed_in(desk.officer), sent))
    assert "It follows directly on the suspension from Thursday 5 November 2026: the days count on" in text
    assert "Education is due from Thursday 12 November 2026 Whose duty that is The school’s" in text
    assert "No child on record is found" not in text


def test_what_cannot_be_worked_out_says_so_or_nothing(desk: Desk) -> None:
    unknown = suspension(desk.child, date(2031, 11, 10), date(2031, 11, 11))
    sent = receive(desk.school, unknown, TODAY)
    found = officers_meaning(context_about(sent, unknown, desk.child, desk.officer, TODAY))
    assert found is not None
    assert "the school’s calendar is not entered that far" in found.warnings[0]
    for step, payload in (("dates", suspension(desk.child, FIRST_ON, LAST_ON)), ("start", permanent(desk.child))):
        del payload[step]
        assert officers_meaning(context_about(sent, payload, desk.child, desk.officer, TODAY)) is None


def test_one_earlier_suspension_and_ten_cost_the_same_queries(desk: Desk) -> None:
    sent = receive(desk.school, suspension(desk.child, FIRST_ON, LAST_ON), TODAY)
    client = signed_in(desk.officer)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            triage_page(client, sent)
        return len(captured)

    days = [date(2026, 9, day) for day in (7, 9, 11, 15, 17, 21, 23)]
    make_suspension(desk, first_on=days[0], last_on=days[0], as_of=days[0])
    queries()
    few = queries()
    for day in days[1:]:
        make_suspension(desk, first_on=day, last_on=day, as_of=day)
    assert queries() == few


def test_care_and_plan_as_the_school_states_them_stand_beside_the_record(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    for payload in (
        suspension(desk.child, FIRST_ON, LAST_ON, circumstances={"is_looked_after": "yes", "has_plan": "yes"}),
        permanent(desk.child, circumstances={"is_looked_after": "yes", "has_plan": "yes"}),
    ):
        text = text_of(triage_page(signed_in(desk.officer), receive(desk.school, payload, TODAY)))
        assert "Looked after The school says yes, our record says no" in text
        assert "Has a social worker The school does not say; our record says no" in text
        assert "Has an EHC plan Yes: the school and our record agree" in text


def test_another_case_on_the_same_days_is_said_before_the_form_is_accepted(desk: Desk) -> None:
    elsewhere = make_school("Rowan School (invented)")
    other = make_suspension(desk, FIRST_ON, LAST_ON, school=elsewhere, as_of=LAST_ON)
    for payload in (suspension(desk.child, FIRST_ON, LAST_ON), permanent(desk.child, excluded_on=FIRST_ON)):
        text = text_of(triage_page(signed_in(desk.officer), receive(desk.school, payload, TODAY)))
        assert f"The child has another case on these days: {other.reference}, suspension, Rowan School" in text
        assert "Ask the school before you accept." in text
    before = receive(desk.school, suspension(desk.child, date(2026, 11, 4)), TODAY)
    assert other.reference not in text_of(triage_page(signed_in(desk.officer), before))
