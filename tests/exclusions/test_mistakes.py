"""A suspension or permanent exclusion that should never have been recorded: closed for good, and it counts nowhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.models import Case, Deadline, Event, Note, Task
from exclusions.actions.cancellings import take_back_cancelling
from exclusions.actions.funding import repay
from exclusions.actions.mistakes import record_mistake
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.school_forms import withdraw_form
from exclusions.facts import gather
from exclusions.kind_code import RECORDED_BY_MISTAKE, SUSPENSION
from exclusions.leaving.records import exclusions_that_stand
from exclusions.letters import ACKNOWLEDGEMENT
from exclusions.models import Exclusion, Prompt, Suspension
from exclusions.money.finance_list import FinanceFilter, finance_rows, years_of
from exclusions.policies import reasons_against
from exclusions.prompts.queries import open_prompt_count
from exclusions.queries import has_followed
from exclusions.suspensions.child_card import suspension_lines
from exclusions.suspensions.day_six import reasons_against_booking
from exclusions.suspensions.totals import lost_to_cancelled_exclusions, totals_of_children
from reports.exclusion_figures.rows import CANCELLED as AMONG_CANCELLED
from reports.exclusion_figures.rows import KINDS, RowFilter, find_rows
from schools.models import School
from tests.exclusions.test_letters import draft, missing
from tests.exclusions.test_next_school import groups
from tests.exclusions.test_pages import send, signed_in
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at
from tests.factories.leaving import deducted, placed, version_of
from tests.factories.people import make_user
from tests.factories.provision import book, end, start
from tests.factories.separations import make_separation
from tests.factories.suspensions import FIRST_ON, LAST_ON, make_suspension, make_suspension_at

TODAY = date(2026, 11, 20)
WHY = "The school meant another pupil."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def row_of(case: Case) -> Suspension | Exclusion:
    model: type[Suspension] | type[Exclusion] = Suspension if case.kind == SUSPENSION else Exclusion
    return model.with_mistakes.get(case=case)


def mistake(desk: Desk, case: Case, *, because: str = WHY, as_of: date = TODAY) -> Case:
    """The case should never have been recorded."""
    case.refresh_from_db()
    return record_mistake(case=case, because=because, version=row_of(case).version, by=desk.officer, as_of=as_of)


def assert_over(case: Case) -> None:
    """Nothing of the case runs, is to be done, or asks anybody."""
    case.refresh_from_db()
    assert (case.state, case.closed_on) == (RECORDED_BY_MISTAKE, TODAY)
    assert not Deadline.objects.filter(case=case).exclude(state=Deadline.State.SUPERSEDED).exists()
    assert not Task.objects.filter(case=case, state=Task.State.OPEN).exists()
    assert not Prompt.objects.filter(case=case, state=Prompt.State.OPEN).exists()


@pytest.mark.parametrize("state", ["notified", "returned", "closed", "cancelled"])
def test_a_suspension_from_every_state(desk: Desk, state: str) -> None:
    case = mistake(desk, make_suspension_at(desk, state))
    assert_over(case)
    assert totals_of_children([desk.child.pk]) == {}
    assert suspension_lines(desk.child, desk.officer, TODAY) == ()
    assert Note.objects.get(case=case).text == f"The suspension was recorded by mistake. {WHY}"
    assert Event.objects.filter(case=case, code="exclusions.recorded_by_mistake").exists()
    again = make_suspension(desk, is_confirmed=False)
    assert again.is_open, "the same days can be recorded without a question"


@pytest.mark.parametrize(
    "state", ["notified", "checked", "governors_listed", "reinstated", "declined", "review_window", "cancelled"]
)
def test_a_permanent_exclusion_from_every_state(desk: Desk, state: str) -> None:
    case = mistake(desk, make_case_at(desk, state))
    assert_over(case)
    row = Exclusion.with_mistakes.get(case=case)
    assert (row.day_six_state, row.funding_state, row.next_school_state) == ("ended", "ended", "ended")
    assert exclusions_that_stand(desk.child) == []
    assert lost_to_cancelled_exclusions(desk.child, 2026) == 0
    assert desk.record(is_confirmed=False).is_open, "nor is a permanent exclusion asked about"


def test_it_is_in_no_figure(desk: Desk) -> None:
    for case in (make_suspension_at(desk, "cancelled"), make_suspension_at(desk, "notified"), desk.record()):
        mistake(desk, case)
    for kind in KINDS:
        for wanted in (RowFilter(kind), RowFilter(kind, standing=AMONG_CANCELLED)):
            assert not find_rows(desk.officer, wanted).exists()


def test_the_childs_other_suspensions_are_worked_out_without_it(desk: Desk) -> None:
    """The second one reaches the mark of a repeat, which the child then reaches in another of its suspensions."""
    make_suspension(desk, date(2026, 11, 2), as_of=date(2026, 11, 2))
    wrong = make_suspension(desk, date(2026, 11, 4), date(2026, 11, 5), as_of=date(2026, 11, 5))
    third = make_suspension(desk, date(2026, 11, 17), as_of=date(2026, 11, 17))
    repeat = Prompt.objects.get(child=desk.child, code=Prompt.Code.REPEAT)
    assert repeat.case == wrong
    mistake(desk, wrong)
    repeat.refresh_from_db()
    assert (repeat.case, repeat.state) == (third, Prompt.State.OPEN)
    mistake(desk, third)
    assert open_prompt_count(desk.officer) == 0
    assert totals_of_children([desk.child.pk])[desk.child.pk].in_year(2026) == 2


def test_booked_education_is_ended_first(desk: Desk) -> None:
    case = desk.check(desk.record())
    placement = start(book(case, desk.officer), desk.officer)
    with pytest.raises(ExclusionRefused, match="Education is booked because of it"):
        mistake(desk, case)
    placement.refresh_from_db()
    end(placement, desk.officer, date(2026, 11, 13))
    assert_over(mistake(desk, case))


def test_why_is_needed_and_so_is_the_right(desk: Desk) -> None:
    case = desk.record()
    with pytest.raises(ExclusionRefused) as refused:
        mistake(desk, case, because=" ")
    assert refused.value.field == "because"
    with pytest.raises(PermissionDenied):
        record_mistake(case=case, because=WHY, version=version_of(case), by=make_user("education_officer"), as_of=TODAY)
    case.refresh_from_db()
    assert case.is_open


def test_nothing_is_done_about_it_any_more(desk: Desk) -> None:
    case = mistake(desk, desk.cancel(desk.record()))
    for step in ("mistake", "correct", "cancellation_corrected", "cancellation_told"):
        assert reasons_against(step, gather(case), TODAY), step
    with pytest.raises(ExclusionRefused, match="Recorded by mistake"):
        take_back_cancelling(case=case, because=WHY, version=row_of(case).version, by=desk.officer, as_of=TODAY)
    withdraw_form(case, desk.officer, TODAY)
    assert_over(case)
    assert "this one was recorded by mistake" in " ".join(missing(draft(desk, case, ACKNOWLEDGEMENT, "school")))


def test_education_is_owed_by_it_no_more(desk: Desk) -> None:
    desk.school.legal_type = School.LegalType.PUPIL_REFERRAL_UNIT
    desk.school.save()
    case = mistake(desk, make_suspension(desk))
    assert reasons_against_booking(case, TODAY) == [
        "The suspension was recorded by mistake, so no education is owed because of it."
    ]


def test_without_money_that_moved_it_is_not_in_the_finance_list(desk: Desk) -> None:
    case = desk.record()
    assert finance_rows(desk.officer, FinanceFilter()).exists()
    mistake(desk, case)
    assert not finance_rows(desk.officer, FinanceFilter()).exists()
    assert years_of(desk.officer) == []


def test_money_that_moved_goes_back_whole(desk: Desk) -> None:
    case = mistake(desk, deducted(desk))
    assert row_of(case).funding_state == "to_repay"
    assert groups(desk, case)["Money"]["To repay, at least"].value.endswith("= £3,115.38")
    assert [each.case for each in finance_rows(desk.officer, FinanceFilter())] == [case]
    repay(
        case=case,
        repaid_on=TODAY,
        amount=Decimal("3115.38"),
        reference="J1",
        version=row_of(case).version,
        by=desk.officer,
        as_of=TODAY,
    )
    assert row_of(case).funding_state == "repaid"


def test_a_separation_waits_for_the_right_one_to_follow(desk: Desk) -> None:
    separation = make_separation(desk)
    case = desk.record(opened_from=separation)
    assert has_followed(separation, case.kind)
    mistake(desk, case)
    assert not has_followed(separation, case.kind)


@pytest.mark.parametrize("kind", ["suspension", "permanent_exclusion"])
def test_the_page_of_either_kind_closes_the_case(desk: Desk, kind: str) -> None:
    case = make_suspension(desk, FIRST_ON, LAST_ON) if kind == "suspension" else desk.record()
    client = signed_in(desk.officer)
    address = reverse("exclusion_mistake", args=[case.reference])
    shown = client.get(reverse("case", args=[case.reference])).content.decode()
    assert f'href="{address}"' in shown
    assert "There is a problem" in send(client, address, {"because": ""}).content.decode()
    answer = send(client, address, {"because": WHY})
    assert answer.status_code == 302
    assert_over(case)
    shown = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Recorded by mistake" in shown
    assert "In the note of that day" in shown
    assert f'href="{address}"' not in shown
    assert client.get(address).content.decode().count("This is not possible now") == 1


def test_the_page_says_what_the_childs_record_keeps(desk: Desk) -> None:
    case = placed(desk)
    page = signed_in(desk.officer).get(reverse("exclusion_mistake", args=[case.reference])).content.decode()
    assert "the last day on the roll of Ashgrove Academy (invented)" in page
    assert "the admission to Birchwood School (invented): take it back first if it never was" in page
    assert EXCLUDED_ON < TODAY
