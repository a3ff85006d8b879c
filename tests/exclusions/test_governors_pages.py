"""The pages of the governors' part: each POST signed out, by an outsider, without the right, well, and badly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event
from exclusions.models import (
    CouncilsPart,
    Exclusion,
    GovernorsInvitation,
    GovernorsMeeting,
    GovernorsOutcome,
    OutcomeTold,
    RemoteRequest,
    Representations,
    Suspension,
)
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories.exclusions import Desk
from tests.factories.governors import (
    ask_for_remote,
    decide,
    list_meeting,
    name,
    report,
    represent,
    send_papers,
    tell_board,
)
from tests.factories.people import make_school_user, make_user
from tests.factories.suspensions import FIRST_ON, make_suspension

TODAY = date(2026, 12, 3)
ASKED_ON, MEETING_ON = date(2026, 11, 12), date(2026, 12, 1)


def asked(desk: Desk) -> Case:
    """X7, the board told, the parents asking."""
    return represent(desk, tell_board(desk, make_suspension(desk), FIRST_ON), ASKED_ON)


def listed(desk: Desk) -> Case:
    return list_meeting(desk, asked(desk), MEETING_ON, date(2026, 11, 20))


def decided(desk: Desk) -> Case:
    return decide(desk, listed(desk), "decline_reinstatement", MEETING_ON)


def permanent(desk: Desk) -> Case:
    case = desk.tell_governors(desk.check(desk.record()))
    return list_meeting(desk, case, date(2026, 10, 6), date(2026, 9, 16))


SAID = {"standing": "made", "received_on": "2026-11-13", "made_by": "parent", "method": "email"}
# Page, how the case stands, a good answer, a bad one and the words of its refusal, the table that then has a row.
STEPS = [
    (
        "governors_representations",
        asked,
        SAID,
        {**SAID, "made_by": "pupil"},
        "only a pupil of 18 or over",
        Representations,
    ),
    ("governors_representations", permanent, SAID, {"standing": ""}, "Select an answer to", Representations),
    (
        "suspension_governors_listed",
        asked,
        {"meeting_on": "2026-12-10", "from_time": "17:00", "mode": "in_person", "place": "School library"},
        {"meeting_on": "2026-12-10", "mode": "remote", "are_conditions_met": "on"},
        "Why remotely: choose one of the list.",
        GovernorsMeeting,
    ),
    (
        "governors_remote",
        asked,
        {
            "requested_on": "2026-11-13",
            "can_all_connect": "yes",
            "can_all_take_part": "",
            "is_fair_and_transparent": "no",
        },
        {"requested_on": "2026-11-06"},
        "Asked on must be on or after 9 November 2026",
        RemoteRequest,
    ),
    (
        "governors_papers",
        listed,
        {"sent_on": "2026-11-24"},
        {"sent_on": "2026-12-04"},
        "Papers sent on must be on or before 3 December 2026",
        GovernorsMeeting,
    ),
    (
        "governors_invite",
        listed,
        {"head_invited_on": "24/11/2026", "head_attends": "nominee", "head_nominee": "Jo Deputy"},
        {"head_attends": "yes"},
        "Enter the day on which this person was invited: head teacher",
        GovernorsInvitation,
    ),
    (
        "governors_council",
        listed,
        {"representative": "", "attended": ""},
        {"representative": "", "attended": "yes"},
        "Name the representative first",
        CouncilsPart,
    ),
    ("governors_report", asked, {"text": "We helped."}, {"text": " "}, "Enter report", CouncilsPart),
    (
        "suspension_governors_decide",
        listed,
        {"decision": "reinstate_immediately", "decided_on": "2026-12-01"},
        {"decision": "reinstate_on", "decided_on": "2026-12-01"},
        "Enter the day from which the child is back",
        GovernorsOutcome,
    ),
    (
        "governors_outcome_told",
        decided,
        {"parents_told_on": "2026-12-02"},
        {},
        "Enter at least one day on which somebody was told.",
        OutcomeTold,
    ),
]
IDS = [f"{page} {make.__name__}" for page, make, *_ in STEPS]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


@pytest.mark.parametrize(("page", "make", "good", "bad", "words", "table"), STEPS, ids=IDS)
class TestSteps:
    """Every page."""

    def test_success(
        self, desk: Desk, page: str, make: Callable, good: dict, bad: dict, words: str, table: type
    ) -> None:
        case = make(desk)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), good)
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        assert table.objects.filter(case=case).exists()

    def test_invalid(
        self, desk: Desk, page: str, make: Callable, good: dict, bad: dict, words: str, table: type
    ) -> None:
        case = make(desk)
        events = Event.objects.count()
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), bad)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Event.objects.count() == events

    def test_refused(
        self, desk: Desk, page: str, make: Callable, good: dict, bad: dict, words: str, table: type
    ) -> None:
        address = reverse(page, args=[make(desk).reference])
        events = Event.objects.count()
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403
        assert Event.objects.count() == events

    def test_stale(self, desk: Desk, page: str, make: Callable, good: dict, bad: dict, words: str, table: type) -> None:
        address = reverse(page, args=[make(desk).reference])
        client = signed_in(desk.officer)
        hidden = hidden_inputs(client.get(address).content.decode())
        Suspension.objects.update(version=99)
        Exclusion.objects.update(version=99)
        text = client.post(address, {**good, **hidden}).content.decode()
        assert "Somebody else changed this" in text
        # Nobody is named, as before: nothing differs, so there is nothing to compare.
        assert ("Both versions" in text) == (page != "governors_council")


def test_what_is_known_stands_in_the_boxes(desk: Desk) -> None:
    case = listed(desk)
    name(desk, case, TODAY, attended=True)
    report(desk, case, TODAY)
    ask_for_remote(desk, case, TODAY, met=False)
    send_papers(desk, case, TODAY)
    client = signed_in(desk.officer)
    for page, words in (
        ("governors_council", "Ada Okafor"),
        ("governors_report", "The council supports the family."),
        ("governors_papers", 'value="2026"'),
        ("governors_remote", 'value="no" checked'),
        ("governors_representations", 'value="made" checked'),
        ("suspension_governors_listed", 'value="in_person" checked'),
    ):
        assert words in client.get(reverse(page, args=[case.reference])).content.decode(), page
    decide(desk, case, "reinstate_immediately", date(2026, 12, 1))
    text = client.get(reverse("suspension_governors_decide", args=[case.reference])).content.decode()
    assert 'value="reinstate_immediately" checked' in text


def test_a_page_says_why_it_is_not_possible_now(desk: Desk) -> None:
    case = make_suspension(desk)
    text = signed_in(desk.officer).get(reverse("suspension_governors_decide", args=[case.reference])).content.decode()
    assert "No meeting is due unless the parents make representations." in text
    assert "Record first when the governors were told." in text


def test_both_versions_show_what_stands_now(desk: Desk) -> None:
    case = asked(desk)
    address, client = reverse("governors_representations", args=[case.reference]), signed_in(desk.officer)
    hidden = hidden_inputs(client.get(address).content.decode())
    represent(desk, case, date(2026, 11, 16))
    text = client.post(address, {**SAID, **hidden}).content.decode()
    assert "13 November 2026" in text
    assert "16 November 2026" in text


def test_the_pages_of_a_suspension_are_of_no_permanent_exclusion(desk: Desk) -> None:
    case, client = permanent(desk), signed_in(desk.officer)
    for page in ("suspension_governors_listed", "suspension_governors_decide"):
        assert client.get(reverse(page, args=[case.reference])).status_code == 404


def test_a_permanent_exclusion_is_listed_with_the_hour_and_decided_with_the_reasons(desk: Desk) -> None:
    case = desk.tell_governors(desk.check(desk.record()))
    client = signed_in(desk.officer)
    how = {"meeting_on": "2026-10-06", "from_time": "9:30", "mode": "in_person", "place": "Library"}
    send(client, reverse("exclusion_governors_listed", args=[case.reference]), how)
    assert GovernorsMeeting.objects.get(case=case).place == "Library"
    answer = {"decision": "decline_reinstatement", "decided_on": "2026-10-06", "has_written_reasons": "yes"}
    send(client, reverse("exclusion_governors_decide", args=[case.reference]), answer)
    assert GovernorsOutcome.objects.get(case=case).has_written_reasons is True


def test_cancelling_on_the_day_of_the_meeting_asks_which_came_first(desk: Desk) -> None:
    case, client = listed(desk), signed_in(desk.officer)
    address = reverse("suspension_cancel", args=[case.reference])
    cancelled = {"cancelled_on": "2026-12-01", "reason": "procedure"}
    page = send(client, address, cancelled).content.decode()
    assert "Say whether the head teacher cancelled before it began." in page
    assert "Only if it was cancelled on 1 December 2026, the day of the meeting." in page
    send(client, address, {**cancelled, "was_before_meeting": "yes"})
    case.refresh_from_db()
    assert case.state == "cancelled"


def test_without_a_meeting_cancelling_asks_nothing_about_it(desk: Desk) -> None:
    address = reverse("suspension_cancel", args=[make_suspension(desk).reference])
    assert "before the governors’ meeting began" not in signed_in(desk.officer).get(address).content.decode()


def test_the_chair_is_offered_where_an_exam_would_be_missed(desk: Desk) -> None:
    case = make_suspension(desk, FIRST_ON, FIRST_ON, exam_on=FIRST_ON, told={"governors": FIRST_ON})
    client = signed_in(desk.officer)
    address = reverse("suspension_governors_decide", args=[case.reference])
    assert "The chair alone, before an exam" in client.get(address).content.decode()
    answer = {"decision": "decline_reinstatement", "decided_on": "2026-11-09", "decided_by": "chair"}
    send(client, address, answer)
    assert GovernorsOutcome.objects.get().decided_by == "chair"
