"""The pages of providers and placements: signed out, outsider, without the right, well, badly, twice, stale."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.models import Address, Case
from provision.models import Placement, Provider
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_team, make_user
from tests.factories.provision import SIXTH_DAY, book, make_provider, start

pytestmark = pytest.mark.usefixtures("_today")

PROVIDER = {"kind": "tutor", "name": "Maple Tuition (invented)", "registration": "unknown", "reports_to": "Ms Maple"}
BOOKING = {
    "starts_on": "2026-09-22",
    "extent": "full_time",
    "hours_a_week": "25",
    "sessions": ["1am", "2am", "3am", "4am", "5am", "1pm", "2pm", "3pm", "4pm", "5pm"],
    "morning_from": "09:00",
    "morning_until": "12:00",
    "afternoon_from": "13:00",
    "afternoon_until": "15:00",
    "venue": "provider",
    "legal_basis": "section_19_excluded",
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden_inputs(page: str) -> dict[str, str]:
    main = page.split("<main", 1)[1]
    return dict(re.findall(r'type="hidden" name="(form_key|version)" value="([^"]*)"', main))


def send(client: Client, address: str, answers: dict[str, object]) -> object:
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, {**hidden_inputs(page.content.decode()), **answers})


# Page of a placement, whether the child has started, a good answer, a bad answer, words of its refusal, state after.
STEPS = [
    ("placement_started", False, {"started_on": "23 9 2026"}, {"started_on": "31 2 2026"}, "real date", "started"),
    (
        "placement_started",
        False,
        {"started_on": "22 9 2026"},
        {"started_on": "21 9 2026"},
        "booked to start",
        "started",
    ),
    ("placement_not_started", False, {"reason": "transport"}, {"reason": ""}, "Select", "cancelled"),
    (
        "placement_end",
        True,
        {"ended_on": "24 9 2026", "reason": "at_school"},
        {"ended_on": "1 9 2026"},
        "on or after the day the child started",
        "ended",
    ),
    ("placement_change", False, BOOKING, {"hours_a_week": "80"}, "must be 50 or less", "booked"),
    ("placement_change", True, BOOKING, {"hours_a_week": "26"}, "more than the sessions hold (25)", "started"),
]


@pytest.fixture
def placement(desk: Desk, case: Case) -> Placement:
    return book(case, desk.officer)


@pytest.mark.parametrize(("page", "is_started", "good", "bad", "words", "after"), STEPS)
class TestSteps:
    """Every page of a placement."""

    def prepare(self, desk: Desk, placement: Placement, is_started: bool, good: dict) -> tuple[Placement, dict]:
        if is_started:
            placement = start(placement, desk.officer)
        return placement, {**good, "provider": str(placement.provider.uuid), "reports_to": "Ms Reception"}

    def test_success(
        self,
        desk: Desk,
        placement: Placement,
        page: str,
        is_started: bool,
        good: dict,
        bad: dict,
        words: str,
        after: str,
    ) -> None:
        placement, good = self.prepare(desk, placement, is_started, good)
        answer = send(signed_in(desk.officer), reverse(page, args=[placement.uuid]), good)
        assert answer.headers["Location"] == reverse("case", args=[placement.case.reference])
        assert Placement.objects.get().state == after

    def test_invalid(
        self,
        desk: Desk,
        placement: Placement,
        page: str,
        is_started: bool,
        good: dict,
        bad: dict,
        words: str,
        after: str,
    ) -> None:
        placement, good = self.prepare(desk, placement, is_started, good)
        answer = send(signed_in(desk.officer), reverse(page, args=[placement.uuid]), {**good, **bad})
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Placement.objects.get().version == placement.version

    def test_stale(
        self,
        desk: Desk,
        placement: Placement,
        page: str,
        is_started: bool,
        good: dict,
        bad: dict,
        words: str,
        after: str,
    ) -> None:
        placement, good = self.prepare(desk, placement, is_started, good)
        client, address = signed_in(desk.officer), reverse(page, args=[placement.uuid])
        hidden = hidden_inputs(client.get(address).content.decode())
        Placement.objects.update(version=99, hours_a_week=7)
        text = client.post(address, {**good, **hidden}).content.decode()
        assert "Nothing was overwritten" in text
        assert hidden_inputs(text)["version"] == "99"
        if page == "placement_change":
            assert "Both versions" in text

    def test_refused(
        self,
        desk: Desk,
        placement: Placement,
        page: str,
        is_started: bool,
        good: dict,
        bad: dict,
        words: str,
        after: str,
    ) -> None:
        address = reverse(page, args=[placement.uuid])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.ADMINISTRATOR)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403
        stranger = make_user(Role.EXCLUSIONS_OFFICER, team=make_team("another_kind"))
        assert signed_in(stranger).post(address, good).status_code == 403
        assert Placement.objects.get().version == placement.version


def booking_answers(provider: Provider) -> dict[str, object]:
    return {**BOOKING, "provider": str(provider.uuid)}


def test_booking_shows_on_the_case_and_twice_is_once(desk: Desk, case: Case) -> None:
    client, address = signed_in(desk.officer), reverse("placement_book", args=[case.reference])
    answers = booking_answers(make_provider(name="The Mill (invented)"))
    answers |= hidden_inputs(client.get(address).content.decode())
    first, second = client.post(address, answers), client.post(address, answers)
    assert first.headers["Location"] == second.headers["Location"] == reverse("case", args=[case.reference])
    placement = Placement.objects.get()
    assert (placement.reports_to, placement.sessions.count()) == ("Reception", 10)
    page = client.get(first.headers["Location"]).content.decode()
    for words in ("The Mill (invented)", "25 hours", "Monday to Friday 09:00 to 12:00", "1 Mill Lane, Coventry"):
        assert words in page
    assert "Education booked" in page, "the timeline says so"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"provider": ""}, "Select a provider"),
        ({"morning_from": ""}, "Enter when mornings begin, for example 09:00"),
        ({"morning_from": "9 o'clock"}, "must be a time"),
        ({"sessions": ["1am"], "hours_a_week": "3"}, "Tick the afternoons"),
        ({"starts_on": "14 9 2026"}, "Starts on must be on or after 15 September 2026"),
        ({"attends_at": "Somewhere"}, "Take the other address out"),
    ],
)
def test_a_wrong_answer_names_the_field(desk: Desk, case: Case, wrong: dict, words: str) -> None:
    answers = {**booking_answers(make_provider()), **wrong}
    answer = send(signed_in(desk.officer), reverse("placement_book", args=[case.reference]), answers)
    assert words in answer.content.decode()
    assert not Placement.objects.exists()


def test_somebody_to_report_to_is_needed(desk: Desk, case: Case) -> None:
    answers = booking_answers(make_provider(reports_to=""))
    answer = send(signed_in(desk.officer), reverse("placement_book", args=[case.reference]), answers)
    assert "Enter whom the child reports to on the first day" in answer.content.decode()


def test_an_unregistered_provider_is_asked_about_and_then_booked(desk: Desk, case: Case) -> None:
    client, address = signed_in(desk.officer), reverse("placement_book", args=[case.reference])
    assert "I have checked" not in client.get(address).content.decode()
    answers = booking_answers(make_provider(registration="unknown"))
    warned = send(client, address, answers).content.decode()
    assert "may not be registered as a school" in warned
    assert "I have checked" in warned
    answers |= {**hidden_inputs(warned), "is_registration_checked": "on"}
    assert client.post(address, answers).status_code == 302
    assert "not known to be registered" in client.get(reverse("placements", args=[case.reference])).content.decode()


def test_a_case_without_the_duty_says_why_nothing_can_be_booked(desk: Desk, case: Case) -> None:
    desk.check(case, home="937")
    client = signed_in(desk.officer)
    for name in ("placement_book", "placements"):
        assert "home authority and provides" in client.get(reverse(name, args=[case.reference])).content.decode()
    answers = booking_answers(make_provider())
    page = client.post(reverse("placement_book", args=[case.reference]), answers)
    assert page.status_code == 200
    assert not Placement.objects.exists()


def test_what_is_booked_is_read_by_those_who_may_not_change_it(desk: Desk, case: Case, placement: Placement) -> None:
    address = reverse("placements", args=[case.reference])
    assert "It started" in signed_in(desk.officer).get(address).content.decode()
    page = signed_in(make_user(Role.HEAD_OF_SERVICE)).get(address).content.decode()
    assert str(placement.provider) in page
    assert "It started" not in page


def test_no_page_of_education_shows_a_home(desk: Desk, case: Case) -> None:
    Address.objects.create(child=desk.child, line_1="7 Elm Close", postcode="CV1 2AB", starts_on=date(2020, 1, 1))
    placement = book(case, desk.officer, venue="home")
    client = signed_in(desk.officer)
    pages = [reverse("placements", args=[case.reference]), reverse("case", args=[case.reference])]
    pages += [reverse("placement_started", args=[placement.uuid]), reverse("exclusions_day_six")]
    for address in pages:
        page = client.get(address).content.decode()
        assert "7 Elm Close" not in page
    assert "The child’s home" in client.get(pages[0]).content.decode()


def test_the_same_sessions_in_another_order_are_no_difference(desk: Desk, case: Case) -> None:
    placement = book(case, desk.officer)
    client, address = signed_in(desk.officer), reverse("placement_change", args=[placement.uuid])
    hidden = hidden_inputs(client.get(address).content.decode())
    Placement.objects.update(version=99, hours_a_week=7)
    answers = {**BOOKING, **hidden, "provider": placement.provider.uuid, "reports_to": placement.reports_to}
    answer = client.post(address, answers)
    assert [row["label"] for row in answer.context["stale"]] == ["Hours a week"]
    answer = client.post(address, {**answers, "sessions": BOOKING["sessions"][:9]})
    assert {row["label"] for row in answer.context["stale"]} == {"Hours a week", "Sessions"}


def test_the_child_page_says_what_there_is_how_much_and_on_which_days_nothing(desk: Desk, case: Case) -> None:
    two = [each for each in booking_sessions() if each.weekday < 3]
    first = book(
        case, desk.officer, provider=make_provider("The Mill"), extent="combined", sessions=two, hours_a_week=9
    )
    book(case, desk.officer, provider=make_provider("The Oak"), extent="combined", ends_on=date(2026, 12, 18))
    client, address = signed_in(desk.officer), reverse("child", args=[desk.child.uuid])
    page = client.get(address).content.decode()
    assert "The Mill, 9 hours a week, booked from 22 September 2026 (" in page
    assert "Nothing on" not in page
    start(first, desk.officer)
    page = client.get(address).content.decode()
    assert "The Mill, 9 hours a week, since 22 September 2026 (" in page
    assert "Nothing on Wednesday, Thursday, Friday." in page
    assert "last day 18 December 2026" in page


def booking_sessions() -> list:
    from tests.factories.provision import EVERY_SESSION  # beside its only use

    return list(EVERY_SESSION)


def test_two_that_go_on_are_added_up_and_unknown_sessions_claim_nothing(desk: Desk, case: Case) -> None:
    for name, sessions in (("The Mill", booking_sessions()), ("The Oak", [])):
        placement = book(
            case, desk.officer, provider=make_provider(name), extent="combined", sessions=sessions, hours_a_week=12
        )
        start(placement, desk.officer, SIXTH_DAY)
    page = signed_in(desk.officer).get(reverse("child", args=[desk.child.uuid])).content.decode()
    assert "Together 24 hours a week." in page
    assert "Nothing on" not in page


def test_providers_are_added_changed_and_taken_out_of_use(desk: Desk) -> None:
    client = signed_in(desk.officer)
    assert "No providers yet" in client.get(reverse("providers")).content.decode()
    assert send(client, reverse("provider_add"), PROVIDER).status_code == 302
    assert "already a provider" in send(client, reverse("provider_add"), PROVIDER).content.decode()
    provider = Provider.objects.get()
    change = reverse("provider_change", args=[provider.uuid])
    assert change in client.get(reverse("providers")).content.decode()
    answer = send(client, change, {**PROVIDER, "registration": "no", "is_active": "no"})
    assert answer.status_code == 302
    assert "No provider was found" in client.get(reverse("providers") + "?q=maple").content.decode()
    page = client.get(reverse("providers") + "?q=maple&unused=yes").content.decode()
    assert "No longer in use" in page
    assert "Not registered as a school" in page


def test_a_provider_by_urn_and_by_a_wrong_one(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answers = {"kind": "school", "registration": "unknown"}
    wrong = send(client, reverse("provider_add"), {**answers, "urn": "123"}).content.decode()
    assert "Enter the URN of a school in the schools list" in wrong
    assert send(client, reverse("provider_add"), {**answers, "urn": str(desk.school.urn)}).status_code == 302
    assert Provider.objects.get().school == desk.school


def test_a_stale_provider_shows_both_versions(desk: Desk) -> None:
    provider = make_provider()
    client, address = signed_in(desk.officer), reverse("provider_change", args=[provider.uuid])
    hidden = hidden_inputs(client.get(address).content.decode())
    Provider.objects.update(version=5, telephone="024 7600 2222")
    text = client.post(address, {**PROVIDER, "is_active": "yes", **hidden}).content.decode()
    assert "Both versions" in text
    assert "024 7600 2222" in text


@pytest.mark.parametrize("name", ["provider_add", "provider_change"])
def test_changing_providers_signed_out_outsider_and_without_the_right(desk: Desk, name: str) -> None:
    provider = make_provider()
    address = reverse(name, args=[provider.uuid] if name == "provider_change" else [])
    assert Client().post(address, PROVIDER).headers["Location"].startswith(reverse("account_login"))
    assert signed_in(make_school_user(desk.school)).post(address, PROVIDER).status_code == 404
    assert signed_in(make_user(Role.EDUCATION_OFFICER)).post(address, PROVIDER).status_code == 404
    assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, PROVIDER).status_code == 403
    assert Provider.objects.get().version == 1


def test_25_and_100_providers_cost_the_same_queries(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    client, address = signed_in(desk.officer), reverse("providers")
    counts = []
    for more in (25, 75):
        for _ in range(more):
            make_provider()
        client.get(address)
        monkeypatch.setattr("cases.views.desk.page_of.__defaults__", (100,))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
