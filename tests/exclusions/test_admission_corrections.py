"""An admission to the next school that was recorded wrongly: the child's record, the money and the state follow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import Case, Enrolment, Event, Note
from exclusions.actions import admission
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Exclusion, NextSchool
from exclusions.presenters import present
from tests.exclusions.test_money import money, pass_on, track
from tests.exclusions.test_pages import send, signed_in
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import (
    LATER,
    admit,
    agree,
    another_school,
    deduct,
    enter_amount,
    expired,
    off_roll,
    placed,
)

EARLIER = date(2026, 11, 25)


def admitted(desk: Desk) -> Case:
    return admit(desk, agree(desk, off_roll(desk, expired(desk)), another_school()))


def correct(desk: Desk, case: Case, on: date = EARLIER, *, because: str = "The school’s own form") -> Case:
    return admission.correct_admission(
        case=case, admitted_on=on, because=because, version=desk.version(case), by=desk.officer, as_of=LATER
    )


def take_back(desk: Desk, case: Case, *, because: str = "The place fell through") -> Case:
    return admission.take_back_admission(
        case=case, because=because, version=desk.version(case), by=desk.officer, as_of=LATER
    )


def enrolments(case: Case) -> list[date]:
    rows = Enrolment.objects.filter(child=case.child, school=NextSchool.objects.get(case=case).school)
    return list(rows.values_list("starts_on", flat=True))


def way(case: Case) -> str:
    return Exclusion.objects.get(case=case).next_school_state


def test_the_day_is_corrected_in_the_case_and_in_the_childs_record(desk: Desk) -> None:
    case = correct(desk, admitted(desk))
    assert NextSchool.objects.get(case=case).admitted_on == EARLIER
    assert enrolments(case) == [EARLIER]
    facts = Event.objects.get(code="exclusions.admission_corrected").facts
    assert facts == {"school": NextSchool.objects.get(case=case).school.urn, "was_on": "2026-11-30"}
    assert Note.objects.get(case=case).text == ("The admission to the next school was corrected. The school’s own form")
    assert way(case) == "admitted"


@pytest.mark.parametrize(
    ("on", "because", "field"),
    [
        (date(2026, 11, 20), "A slip", "admitted_on"),
        (date(2026, 12, 1), "A slip", "admitted_on"),
        (EARLIER, " ", "because"),
    ],
    ids=["before the place was agreed", "tomorrow", "without a reason"],
)
def test_a_correction_that_cannot_be(desk: Desk, on: date, because: str, field: str) -> None:
    case = admitted(desk)
    with pytest.raises(ExclusionRefused) as refused:
        correct(desk, case, on, because=because)
    assert refused.value.field == field
    assert enrolments(case) == [LATER]


def test_an_admission_before_the_place_was_agreed_is_refused(desk: Desk) -> None:
    case = agree(desk, off_roll(desk, expired(desk)), another_school())
    with pytest.raises(ExclusionRefused, match="on or after 23 November 2026, when the place was agreed") as refused:
        admit(desk, case, on=date(2026, 11, 20))
    assert refused.value.field == "admitted_on"


def test_one_that_never_was_leaves_the_place_agreed(desk: Desk) -> None:
    case = take_back(desk, admitted(desk))
    assert (way(case), case.state, enrolments(case)) == ("agreed", "off_roll", [])
    assert Event.objects.filter(case=case, code="exclusions.admission_taken_back").exists()
    elm = another_school("Elm School (invented)")
    case = admit(desk, agree(desk, case, elm))
    assert Enrolment.objects.filter(child=case.child, school=elm, ends_on=None).exists()


def test_a_case_that_was_placed_by_it_is_placed_no_more(desk: Desk) -> None:
    case = placed(desk)
    with pytest.raises(ExclusionRefused) as refused:
        NextSchool.objects.update(placed_on=date(2026, 11, 29))
        correct(desk, case, LATER)
    assert "29 November 2026, since when the child is recorded as placed" in refused.value.reasons[0]
    case = take_back(desk, case)
    row = NextSchool.objects.get(case=case)
    assert (case.state, row.destination, row.placed_on, row.admitted_on) == ("off_roll", "", None, None)


def test_placed_elsewhere_stays_so(desk: Desk) -> None:
    case = placed(desk)
    NextSchool.objects.update(destination="alternative")
    case = take_back(desk, case)
    assert (case.state, NextSchool.objects.get().destination) == ("placed", "alternative")


def test_of_an_exclusion_that_no_longer_stands_the_way_ends(desk: Desk) -> None:
    case = agree(desk, make_case_at(desk, "governors_listed"), another_school(), on=date(2026, 9, 28))
    case = desk.decide(case, "reinstate_immediately")
    NextSchool.objects.update(admitted_on=LATER)
    Exclusion.objects.update(next_school_state="admitted")
    assert way(take_back(desk, case)) == "ended"


def test_the_childs_record_may_say_otherwise(desk: Desk) -> None:
    case = admitted(desk)
    Enrolment.objects.filter(child=case.child, starts_on=LATER).update(ends_on=LATER)
    with pytest.raises(ExclusionRefused, match=r"left Birchwood School .* again") as refused:
        take_back(desk, case)
    assert refused.value.field == "is_mistake"
    Enrolment.objects.filter(child=case.child, starts_on=LATER).delete()
    assert enrolments(correct(desk, case)) == []
    assert way(take_back(desk, case)) == "agreed"


def test_the_day_must_fit_the_childs_record(desk: Desk) -> None:
    case = admitted(desk)
    Enrolment.objects.filter(child=case.child, school=case.school).update(ends_on=date(2026, 11, 25))
    with pytest.raises(ExclusionRefused, match="on the main roll of") as refused:
        correct(desk, case)
    assert refused.value.field == "admitted_on"


def test_the_money_follows_and_a_payment_stays_and_asks_for_attention(desk: Desk) -> None:
    enter_amount()
    case = admitted(desk)
    school = NextSchool.objects.get(case=case).school
    case = deduct(desk, case)
    assert "from 30 November 2026 = £1,961.54" in money(desk, case)["Follows the pupil, at least"].value
    case = pass_on(desk, case, school)
    assert money(desk, case)["Passed on"].needs == ""
    case = correct(desk, case, date(2026, 11, 23))
    shown = money(desk, case)
    assert track(case) == "passed_on"
    assert "£1,961.54" in shown["Passed on"].value
    assert shown["Passed on"].needs.startswith("The payment on is £115.38 less than what follows the pupil")
    assert "from 23 November 2026 = £2,076.92" in shown["Follows the pupil, at least"].value
    case = take_back(desk, case)
    assert "no admission is" in money(desk, case)["Passed on"].needs
    elm = another_school("Elm School (invented)")
    case = admit(desk, agree(desk, case, elm))
    assert "and the child was admitted to Elm School" in money(desk, case)["Passed on"].needs
    case = pass_on(desk, case, elm, amount=Decimal("1961.54"))
    assert money(desk, case)["Passed on"].needs == ""


def test_the_case_page_links_to_it_and_the_page_takes_it_back(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    case = admitted(desk)
    address = reverse("next_school_admission_correct", args=[case.reference])
    page = present(case, desk.officer, LATER)
    links = [link for group in page.groups for link in group.links]
    assert (address, "Correct the admission") in links
    assert address not in {step.address for step in page.steps}
    client = signed_in(desk.officer)
    assert 'value="30"' in client.get(address).content.decode()
    answers = {"admitted_on_day": "", "is_mistake": "on", "because": "Another child’s"}
    assert send(client, address, answers).status_code == 302
    assert way(case) == "agreed"
