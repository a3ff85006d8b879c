"""The pages of leaving and of the money: each POST signed out, by an outsider, without the right, well, and badly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event, Plan
from exclusions.actions import ending, next_school
from exclusions.models import Exclusion, Funding, NextSchool, Reintegration, RollDeletion, SafeguardingFile
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories.children import make_school
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import (
    LATER,
    admit,
    agree,
    another_school,
    calculated,
    deducted,
    expired,
    finish_all,
    off_roll,
    pass_file,
    placed,
    plan_return,
    to_repay,
    window,
)
from tests.factories.people import make_school_user, make_user


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' own day: after the last of the worked dates."""
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 11, 30))


def _gone(desk: Desk) -> Case:
    return off_roll(desk, expired(desk))


def _with_panel(desk: Desk) -> Case:
    case = window(desk)
    day = date(2026, 11, 23)
    return next_school.accept_for_fair_access(
        case=case, accepted_on=day, version=desk.version(case), by=desk.officer, as_of=day
    )


def _with_plan(desk: Desk) -> Case:
    Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
    return window(desk)


def _settled(desk: Desk) -> Case:
    case = _gone(desk)
    case = ending.record_placed(
        case=case,
        destination="moved",
        placed_on=date(2026, 11, 30),
        version=desk.version(case),
        by=desk.officer,
        as_of=date(2026, 11, 30),
    )
    finish_all(desk, case)
    Exclusion.objects.filter(case=case).update(funding_state="ended")
    return case


def _planned(desk: Desk) -> Case:
    case = make_case_at(desk, "reinstated")
    plan_return(desk, case)
    return case


def _with_file(desk: Desk) -> Case:
    case = window(desk)
    pass_file(desk, case, to_school=make_school())
    return case


def _closed(desk: Desk) -> Case:
    case = make_case_at(desk, "reinstated")
    finish_all(desk, case)
    return ending.close_exclusion(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)


def _address(page: str, case: Case) -> str:
    if page == "reintegration_outcome":
        return reverse(page, args=[Reintegration.objects.get(case=case).uuid])
    if page == "safeguarding_file_confirm":
        return reverse(page, args=[SafeguardingFile.objects.get(case=case).uuid])
    return reverse(page, args=[case.reference])


def _urn(name: str) -> Callable[[Desk], dict[str, str]]:
    return lambda desk: {name: str(another_school().urn)}


Answers = dict[str, object]
# Page, how the case comes there, a good answer, what of it depends on the desk, a bad answer, the words of its
# refusal, and what shows that it was kept.
STEPS: list[
    tuple[str, Callable[[Desk], Case], Answers, Callable[[Desk], Answers], Answers, str, Callable[[], bool]]
] = [
    (
        "exclusion_off_roll",
        expired,
        {"off_on": "6 11 2026"},
        lambda desk: {},
        {"off_on": "5 11 2026"},
        "The name may leave the roll from 6 November 2026",
        lambda: RollDeletion.objects.filter(off_on=date(2026, 11, 6)).exists(),
    ),
    (
        "exclusion_deletion_return",
        _gone,
        {"received_on": "5 11 2026", "ground": "permanent_exclusion", "items_given": ["name"]},
        lambda desk: {},
        {"received_on": ""},
        "Enter the day of the return",
        lambda: RollDeletion.objects.filter(items_given=["name"]).exists(),
    ),
    (
        "exclusion_placed",
        _gone,
        {"destination": "home", "placed_on": "30 11 2026"},
        lambda desk: {},
        {"destination": "school"},
        "No school has admitted the child yet",
        lambda: Case.objects.get().state == "placed",
    ),
    (
        "next_school_apply",
        window,
        {"applied_on": "9 11 2026", "applied_to": "331"},
        _urn("asked_for"),
        {"asked_for": "123"},
        "enter one that is in the schools list",
        lambda: NextSchool.objects.filter(asked_for__isnull=False).exists(),
    ),
    (
        "next_school_fair_access",
        window,
        {"accepted_on": "23 11 2026"},
        lambda desk: {},
        {"accepted_on": "1 9 2026"},
        "must be on or after 15 September 2026",
        lambda: NextSchool.objects.filter(fair_access_accepted_on=date(2026, 11, 23)).exists(),
    ),
    (
        "next_school_panel",
        _with_panel,
        {"panel_on": "25 11 2026", "outcome": "named"},
        _urn("school"),
        {"panel_on": "20 11 2026"},
        "must be on or after 23 November 2026",
        lambda: NextSchool.objects.filter(panel_outcome="named").exists(),
    ),
    (
        "next_school_special",
        _with_plan,
        {"referred_on": "9 11 2026"},
        lambda desk: {},
        {"referred_on": "31 2 2026"},
        "must be a real date",
        lambda: NextSchool.objects.filter(plan_referred_on=date(2026, 11, 9)).exists(),
    ),
    (
        "next_school_agree",
        window,
        {"agreed_on": "23 11 2026", "starts_on": "4 1 2027"},
        _urn("school"),
        {"starts_on": "4 1 2029"},
        "within a year",
        lambda: NextSchool.objects.filter(starts_on=date(2027, 1, 4)).exists(),
    ),
    (
        "next_school_admit",
        lambda desk: agree(desk, _gone(desk), another_school()),
        {"admitted_on": "30 11 2026"},
        lambda desk: {},
        {"admitted_on": "20 11 2026"},
        "must be on or after 23 November 2026, when the place was agreed",
        lambda: NextSchool.objects.filter(admitted_on=date(2026, 11, 30)).exists(),
    ),
    (
        "next_school_admission_correct",
        lambda desk: admit(desk, agree(desk, _gone(desk), another_school())),
        {"admitted_on": "25 11 2026", "because": "The school’s own form"},
        lambda desk: {},
        {"because": ""},
        "Enter an answer to “Why is it corrected?”",
        lambda: NextSchool.objects.filter(admitted_on=date(2026, 11, 25)).exists(),
    ),
    (
        "exclusion_placed_correct",
        placed,
        {"destination": "fair_access", "placed_on": "30 11 2026", "because": "The panel named it"},
        lambda desk: {},
        {"because": ""},
        "Enter an answer to “Why is it corrected?”",
        lambda: NextSchool.objects.filter(destination="fair_access").exists(),
    ),
    (
        "exclusion_reopen",
        _closed,
        {"reason": "review"},
        lambda desk: {},
        {"reason": ""},
        "Select why the case is opened again",
        lambda: Case.objects.filter(state="reinstated").exists(),
    ),
    (
        "reintegration_add",
        lambda desk: make_case_at(desk, "reinstated"),
        {"meeting_on": "8 10 2026", "took_part": ["parents"], "aims": "Every lesson", "is_full_time": "yes"},
        lambda desk: {},
        {"is_full_time": "no"},
        "A part-time timetable is not a way to manage behaviour",
        lambda: Reintegration.objects.filter(aims="Every lesson").exists(),
    ),
    (
        "reintegration_outcome",
        _planned,
        {"outcome": "settled", "outcome_on": "30 10 2026"},
        lambda desk: {},
        {"outcome_on": "1 10 2026"},
        "must be on or after 8 October 2026",
        lambda: Reintegration.objects.filter(outcome="settled").exists(),
    ),
    (
        "safeguarding_file_add",
        window,
        {"method": "by_hand", "passed_on": "23 11 2026"},
        lambda desk: {"from_school": str(desk.school.urn), **_urn("to_school")(desk)},
        {"to_school": ""},
        "choose a provider, or enter the URN of a school",
        lambda: SafeguardingFile.objects.filter(method="by_hand").exists(),
    ),
    (
        "safeguarding_file_confirm",
        _with_file,
        {"confirmed_on": "24 9 2026"},
        lambda desk: {},
        {"confirmed_on": "1 9 2026"},
        "must be on or after 22 September 2026",
        lambda: SafeguardingFile.objects.filter(confirmed_on=date(2026, 9, 24)).exists(),
    ),
    (
        "exclusion_cancellation_told",
        lambda desk: make_case_at(desk, "cancelled"),
        {"parents_told_on": "16 9 2026"},
        lambda desk: {},
        {"parents_told_on": "14 9 2026"},
        "must be on or after 15 September 2026",
        lambda: Event.objects.filter(code="exclusions.cancellation_told").exists(),
    ),
    (
        "funding_amounts",
        window,
        {
            "own_per_pupil": "£6,000",
            "own_per_pupil_because": "Agreed",
            "is_leavers_year": "no",
            "is_reserved_place": "no",
            "adjustment": "0",
        },
        lambda desk: {},
        {"own_per_pupil_because": ""},
        "Say why this exclusion has an amount of its own",
        lambda: str(Funding.objects.get().amount) == "3115.38",
    ),
    (
        "funding_deduct",
        calculated,
        {"deducted_on": "1 10 2026", "amount": "3115.38", "reference": "J1"},
        lambda desk: {},
        {"deducted_on": "22 9 2026"},
        "must be on or after 23 September 2026",
        lambda: Funding.objects.filter(deducted_reference="J1").exists(),
    ),
    (
        "funding_pass_on",
        deducted,
        {"from_on": "30 11 2026", "passed_on": "30 11 2026", "amount": "1961.54"},
        _urn("school"),
        {"amount": "10"},
        "Amount must be at least £1,961.54",
        lambda: Funding.objects.filter(passed_amount="1961.54").exists(),
    ),
    (
        "funding_repay",
        to_repay,
        {"repaid_on": "30 11 2026", "amount": "2884.61"},
        lambda desk: {},
        {"amount": "10"},
        "Amount must be at least £2,884.61",
        lambda: Funding.objects.filter(repaid_amount="2884.61").exists(),
    ),
    (
        "funding_end",
        calculated,
        {"ended_on": "30 11 2026", "because": "elsewhere"},
        lambda desk: {},
        {"because": ""},
        "Select",
        lambda: Funding.objects.filter(ended_because="elsewhere").exists(),
    ),
]
NAMES = ("page", "come_to", "good", "more", "bad", "words", "is_kept")


@pytest.mark.parametrize(NAMES, STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page, come_to, good, more, bad, words, is_kept) -> None:
        case = come_to(desk)
        answers = {**good, **more(desk)}
        answer = send(signed_in(desk.officer), _address(page, case), answers)
        assert answer.status_code == 302, answer.content.decode()
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        assert is_kept()
        shown = signed_in(desk.officer).get(answer.headers["Location"])
        assert shown.status_code == 200

    def test_invalid(self, desk: Desk, page, come_to, good, more, bad, words, is_kept) -> None:
        case = come_to(desk)
        answer = send(signed_in(desk.officer), _address(page, case), {**good, **more(desk), **bad})
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not is_kept()

    def test_stale(self, desk: Desk, page, come_to, good, more, bad, words, is_kept) -> None:
        case = come_to(desk)
        answers = {**good, **more(desk)}
        client = signed_in(desk.officer)
        hidden = hidden_inputs(client.get(_address(page, case)).content.decode())
        Exclusion.objects.update(version=99)
        text = client.post(_address(page, case), {**answers, **hidden}).content.decode()
        assert "Both versions" in text
        assert "Nothing was overwritten" in text
        assert not is_kept()

    def test_refused(self, desk: Desk, page, come_to, good, more, bad, words, is_kept) -> None:
        case = come_to(desk)
        answers = {**good, **more(desk)}
        address = _address(page, case)
        assert Client().post(address, answers).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, answers).status_code == 404
        assert signed_in(make_user(Role.ADMINISTRATOR)).post(address, answers).status_code == 404
        assert signed_in(make_user(Role.FINANCE_OFFICER)).post(address, answers).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, answers).status_code == 403
        assert signed_in(make_user(Role.EXCLUSIONS_OFFICER)).post(address, answers).status_code == 403
        assert not is_kept()


def test_closing_is_offered_only_when_nothing_is_open_and_then_done(desk: Desk) -> None:
    case = _settled(desk)
    client = signed_in(desk.officer)
    answer = send(client, reverse("exclusion_close", args=[case.reference]), {})
    assert answer.status_code == 302
    assert Case.objects.get().state == "closed"


def test_the_page_of_closing_lists_the_reasons(desk: Desk) -> None:
    case = _settled(desk)
    Exclusion.objects.update(funding_state="calculated")
    client = signed_in(desk.officer)
    text = client.get(reverse("exclusion_close", args=[case.reference])).content.decode()
    assert "The money is not settled" in text
    assert "form_key" not in text.split("<main", 1)[1]
    assert "The money is not settled" in client.get(reverse("case", args=[case.reference])).content.decode()


def test_a_plan_of_another_case_and_none_at_all_are_not_found(desk: Desk) -> None:
    client = signed_in(desk.officer)
    nobody = "00000000-0000-0000-0000-000000000000"
    assert client.get(reverse("reintegration_outcome", args=[nobody])).status_code == 404
    assert client.get(reverse("safeguarding_file_confirm", args=[nobody])).status_code == 404
    case = window(desk)
    Funding.objects.filter(case=case).delete()
    assert client.get(reverse("funding_deduct", args=[case.reference])).status_code == 404
