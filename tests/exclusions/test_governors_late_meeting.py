"""A meeting after the limit, or on a day that is no school day, is asked about, kept, flagged and told to the board."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.gathering import gather_any
from exclusions.governors.policies import doubts_about_day, is_after_limit, meet_by
from exclusions.letters import gather_note_to_governors
from exclusions.meeting_days import doubt_about_day
from exclusions.models import GovernorsDecision, GovernorsMeeting, GovernorsOutcome
from tests.exclusions.test_pages import send, signed_in, tick
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.governors import list_meeting
from tests.factories.suspensions import make_suspension_at

# Fifteen school days after the governors were told on 15 September 2026.
LIMIT, LATE = date(2026, 10, 6), date(2026, 10, 7)
SUNDAY = date(2026, 10, 4)


@pytest.fixture
def case(desk: Desk) -> Case:
    return desk.tell_governors(desk.check(desk.record()))


def test_a_day_in_time_is_not_asked_about(desk: Desk, case: Case) -> None:
    list_meeting(desk, case, LIMIT, EXCLUDED_ON, is_confirmed=False)
    facts = gather_any(case)
    assert (meet_by(facts), is_after_limit(facts)) == (LIMIT, False)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (LATE, "7 October 2026 is after 6 October 2026, by which the governors must meet"),
        (SUNDAY, "Sunday 4 October 2026 is no school day"),
    ],
)
def test_a_doubtful_day_is_refused_until_it_is_confirmed(desk: Desk, case: Case, day: date, words: str) -> None:
    with pytest.raises(ExclusionRefused, match=words) as refused:
        list_meeting(desk, case, day, EXCLUDED_ON, is_confirmed=False)
    assert refused.value.field == "is_confirmed"
    assert not GovernorsMeeting.objects.exists()
    listed = list_meeting(desk, case, day, EXCLUDED_ON)
    # The same day is not asked about again when something else of the meeting changes.
    list_meeting(desk, listed, day, EXCLUDED_ON, is_confirmed=False, place="The library")
    assert GovernorsMeeting.objects.get().place == "The library"


def test_a_day_after_the_exam_that_would_be_missed_is_asked_about(desk: Desk) -> None:
    case = desk.tell_governors(desk.check(desk.record(exam_on=date(2026, 9, 30))))
    with pytest.raises(ExclusionRefused) as refused:
        list_meeting(desk, case, date(2026, 10, 1), EXCLUDED_ON, is_confirmed=False)
    assert refused.value.field == "is_confirmed"
    assert refused.value.reasons == (
        "1 October 2026 is after 29 September 2026, by which the governors should meet because of the exam on 30 "
        "September 2026. Check the date, or tick that it is right.",
    )
    list_meeting(desk, case, date(2026, 9, 29), EXCLUDED_ON, is_confirmed=False)
    both = list(doubts_about_day(gather_any(case), LATE))
    assert len(both) == 2


def test_of_an_exam_after_the_limit_the_limit_alone_is_said(desk: Desk) -> None:
    case = desk.tell_governors(desk.check(desk.record(exam_on=date(2026, 11, 3))))
    (doubt,) = doubts_about_day(gather_any(case), LATE)
    assert "by which the governors must meet" in doubt


def test_a_calendar_that_does_not_reach_so_far_is_no_reproach(desk: Desk, case: Case) -> None:
    assert len(list(doubts_about_day(gather_any(case), date(2029, 10, 3)))) == 1


@pytest.mark.parametrize(
    ("day", "because"),
    [
        (date(2026, 10, 5), ""),
        (date(2026, 10, 4), "it falls on a weekend"),
        (date(2026, 12, 28), "it falls on a bank holiday"),
        (date(2026, 10, 27), "the school is closed in its calendar"),
        (date(2027, 8, 30), "it falls on a bank holiday"),
        (date(2027, 8, 31), ""),
    ],
    ids=["school day", "weekend", "bank holiday", "half-term", "bank holiday not in the calendar", "not known"],
)
def test_why_a_day_is_doubted(day: date, because: str) -> None:
    doubt = doubt_about_day({"open": [["2026-09-02", "2026-10-23"], ["2026-11-02", "2027-07-20"]]}, day)
    assert because in doubt
    assert bool(doubt) == bool(because)


def test_without_a_duty_to_meet_there_is_no_limit(desk: Desk) -> None:
    facts = gather_any(make_suspension_at(desk, "notified"))
    assert (meet_by(facts), is_after_limit(facts)) == (None, False)


def test_the_page_asks_and_the_card_and_the_letter_say_so(
    desk: Desk, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: EXCLUDED_ON)
    client, address = signed_in(desk.officer), reverse("exclusion_governors_listed", args=[case.reference])
    assert "is_confirmed" not in client.get(address).content.decode()
    answers = {"meeting_on": "7/10/2026", "mode": "in_person"}
    page = send(client, address, answers).content.decode()
    assert "by which the governors must meet" in page
    assert "It is right all the same" in page
    assert send(client, address, {**answers, **tick(page)}).status_code == 302
    shown = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "The meeting is listed after the limit of 6 October 2026." in shown
    assert gather_note_to_governors(case, None, EXCLUDED_ON).values.is_meeting_late


def test_the_board_does_not_decide_before_its_meeting(desk: Desk, case: Case) -> None:
    listed = list_meeting(desk, case, LIMIT, EXCLUDED_ON)
    with pytest.raises(ExclusionRefused, match="listed for 6 October 2026") as refused:
        desk.decide(listed, GovernorsDecision.DECLINE, as_of=date(2026, 10, 5))
    assert refused.value.field == "decided_on"
    assert not GovernorsOutcome.objects.exists()
    desk.decide(listed, GovernorsDecision.DECLINE, as_of=LIMIT)
    assert GovernorsOutcome.objects.count() == 1
