"""An excluded child who was seen in a public place: recording it, what statute says, and what is decided. X23."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event
from exclusions.actions.refusals import ExclusionRefused
from exclusions.gathering import gather_any
from exclusions.models import PublicPlaceSighting, Suspension
from exclusions.presenters import present as present_permanent
from exclusions.public_place.presenters import (
    ASK_THE_PARENTS,
    LUNCHTIMES,
    public_place_group,
    said_by_statute,
    sighting_steps,
)
from exclusions.suspensions.presenters import present as present_suspension
from schools.models import CalendarEntry
from tests.exclusions.test_pages import send, signed_in
from tests.factories.children import enrol, make_child
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_school_user, make_user
from tests.factories.public_place import SEEN_ON, correct, decide, see
from tests.factories.suspensions import make_suspension

RECEIVED_ON = date(2026, 9, 21)


def told(desk: Desk, **more: object) -> Case:
    """X1: a permanent exclusion of 15 September, the parents told on the day."""
    return desk.record(told={"parents": EXCLUDED_ON}, **more)


def shown(case: Case, as_of: date = RECEIVED_ON) -> list[tuple[str, str]]:
    group = public_place_group(gather_any(case), as_of)
    return [(row.label, row.value or row.needs) for row in group.rows]


def words(case: Case, as_of: date = RECEIVED_ON) -> str:
    return " | ".join(f"{label}: {value}" for label, value in shown(case, as_of))


def test_x23_the_penalty_notice_and_until_when_which_amount_is_paid(desk: Desk) -> None:
    """Received on Monday 21 September 2026: £60 to Sunday 11 October, £120 to Sunday 18 October."""
    case = told(desk)
    sighting = decide(desk, see(desk, case), received_on=RECEIVED_ON)
    assert (sighting.decision, sighting.notice_received_on) == ("notice", RECEIVED_ON)
    text = words(case)
    assert "Seen: 16 September 2026, morning: Memorial Park. Told by: the police." in text
    assert "Section 103: It applied, and a penalty notice may be given. Wed 16 Sep 2026 is one of the first" in text
    assert "£60 within 21 days beginning with the day of receipt. That is until Sunday 11 October 2026." in text
    assert "£120 within 28 days beginning with the day of receipt. That is until Sunday 18 October 2026." in text
    assert "from knowledge, not verified" in text, "the doubt of the law pack is seen"
    events = list(Event.objects.filter(case=case).order_by("pk").values_list("code", "happened_on"))[-2:]
    assert events == [
        ("exclusions.seen_in_public_place", SEEN_ON),
        ("exclusions.public_place_decided", date(2026, 9, 18)),
    ]


def test_nothing_is_recorded_until_somebody_tells(desk: Desk) -> None:
    assert shown(told(desk)) == [("Section 103", "No sighting is recorded")]


def test_a_sighting_waits_for_a_decision_and_a_notice_for_its_receipt(desk: Desk) -> None:
    case = told(desk)
    sighting = see(desk, case, is_justified=False)
    assert shown(case)[-1] == ("What follows", "Seen on 16 September 2026: decide what follows.")
    assert [step.label for step in sighting_steps(gather_any(case))] == [
        "Decide what follows from the sighting of 16 September 2026",
        "Correct the sighting of 16 September 2026",
    ]
    decide(desk, sighting)
    assert shown(case)[-1][1].startswith("Record when the parents received the notice")
    step, _ = sighting_steps(gather_any(case))
    assert step.label.startswith("Change what follows")
    decide(desk, sighting, "warning")
    assert shown(case)[-1] == ("What follows", "The parents are warned, decided on 18 September 2026")


@pytest.mark.parametrize(
    ("seen", "field", "reason"),
    [
        ({"seen_on": date(2026, 9, 14)}, "seen_on", "on or after 15 September 2026"),
        ({"as_of": date(2026, 9, 15)}, "seen_on", "today or earlier"),
        ({"session": "night"}, "session", "choose one of the list"),
        ({"told_by": "neighbour"}, "told_by", "choose one of the list"),
        ({"place": " "}, "place", "in brief"),
        ({"is_justified": True}, "justification", "Enter the justification"),
    ],
)
def test_what_cannot_be_names_the_field(desk: Desk, seen: dict, field: str, reason: str) -> None:
    case = told(desk)
    with pytest.raises(ExclusionRefused, match=reason) as refused:
        see(desk, case, **seen)
    assert refused.value.field == field
    assert not PublicPlaceSighting.objects.exists()


@pytest.mark.parametrize(
    ("decision", "decided_on", "received_on", "field"),
    [
        ("prison", date(2026, 9, 18), None, "decision"),
        ("warning", date(2026, 9, 15), None, "decided_on"),
        ("warning", date(2026, 9, 22), None, "decided_on"),
        ("warning", date(2026, 9, 18), RECEIVED_ON, "notice_received_on"),
        ("notice", date(2026, 9, 18), date(2026, 9, 17), "notice_received_on"),
        ("notice", date(2026, 9, 18), date(2026, 9, 22), "notice_received_on"),
    ],
)
def test_a_decision_that_cannot_be_names_the_field(
    desk: Desk, decision: str, decided_on: date, received_on: date | None, field: str
) -> None:
    sighting = see(desk, told(desk))
    with pytest.raises(ExclusionRefused) as refused:
        decide(desk, sighting, decision, decided_on, received_on=received_on)
    assert refused.value.field == field
    assert not PublicPlaceSighting.objects.get().decision


@pytest.mark.parametrize(
    ("recorded", "seen", "reason"),
    [
        ({}, {"seen_on": date(2026, 9, 22)}, "none of the days of the duty"),
        ({}, {"is_justified": True, "justification": "A dentist"}, "a reasonable justification, which is a defence"),
        ({"told": {}}, {}, "not recorded that the parents were given the notice"),
    ],
)
def test_no_notice_is_given_without_the_law_but_another_decision_is_kept(
    desk: Desk, recorded: dict, seen: dict, reason: str
) -> None:
    case = desk.record(**{"told": {"parents": EXCLUDED_ON}, **recorded})
    sighting = see(desk, case, **seen)
    assert reason in words(case)
    day = date(2026, 9, 23)
    with pytest.raises(ExclusionRefused, match=reason) as refused:
        decide(desk, sighting, decided_on=day, as_of=day)
    assert refused.value.field == "decision"
    assert refused.value.reasons[0] == "No penalty notice may be given."
    assert decide(desk, sighting, "nothing", decided_on=day, as_of=day).decision == "nothing"


def test_a_child_over_the_age_is_under_no_duty(desk: Desk) -> None:
    child = make_child(born_on=date(2009, 3, 14))
    enrol(child, desk.school)
    case = told(desk, child=child)
    assert "not of compulsory school age" in said_by_statute(gather_any(case), see(desk, case))


def test_until_the_parents_were_asked_no_notice_is_given(desk: Desk) -> None:
    case = told(desk)
    sighting = see(desk, case, is_justified=None)
    assert ("Justification", "Not known yet") in shown(case)
    assert f"It applied. {ASK_THE_PARENTS}" in words(case)
    with pytest.raises(ExclusionRefused, match="Ask the parents first"):
        decide(desk, sighting)
    correct(desk, sighting)
    assert ("Justification", "None given") in shown(case)
    assert decide(desk, sighting).decision == "notice"
    assert Event.objects.filter(case=case, code="exclusions.sighting_corrected").count() == 1


def test_a_correction_leaves_no_decision_before_it_and_no_notice_without_the_law(desk: Desk) -> None:
    case = told(desk)
    sighting = decide(desk, see(desk, case))
    assert correct(desk, sighting, place="A bridge").decision == "notice", "still lawful"
    with pytest.raises(ExclusionRefused, match="on or before the day on which it was decided") as refused:
        correct(desk, sighting, date(2026, 9, 21))
    assert refused.value.field == "seen_on"
    with pytest.raises(ExclusionRefused, match="which is a defence") as refused:
        correct(desk, sighting, is_justified=True, justification="A dentist")
    assert refused.value.reasons[-1].startswith("A penalty notice is decided. Change first what follows")
    decide(desk, sighting, "nothing")
    assert correct(desk, sighting, is_justified=True, justification="A dentist").justification == "A dentist"
    assert correct(desk, sighting, place="A bench").place == "A bench"


def test_where_the_calendar_does_not_say_nothing_is_guessed(desk: Desk) -> None:
    case = told(desk)
    sighting = see(desk, case)
    CalendarEntry.objects.all().delete()
    assert said_by_statute(gather_any(case), sighting).startswith("It cannot be said whether it applied.")
    with pytest.raises(ExclusionRefused, match="No penalty notice"):
        decide(desk, sighting)


class TestSuspension:
    """The same of a suspension, as its days really were; also when it has closed by itself."""

    def test_only_the_days_of_the_suspension(self, desk: Desk) -> None:
        case = make_suspension(desk, date(2026, 9, 15), date(2026, 9, 16), told={"parents": EXCLUDED_ON})
        sighting = see(desk, case)
        assert decide(desk, sighting).decision == "notice"
        late = see(desk, case, date(2026, 9, 17))
        case = Case.objects.select_related("child", "school").get(pk=case.pk)
        assert "none of the days of the duty: Tue 15 Sep 2026, Wed 16 Sep 2026." in said_by_statute(
            gather_any(case), late
        )
        assert case.state == "closed", "it was opened for it and has closed again"
        page = present_suspension(case, desk.officer, RECEIVED_ON)
        assert [step.label for step in page.steps if "sighting" in step.label] == [
            "Change what follows from the sighting of 16 September 2026",
            "Correct the sighting of 16 September 2026",
            "Decide what follows from the sighting of 17 September 2026",
            "Correct the sighting of 17 September 2026",
        ]

    def test_of_lunchtimes_alone_nobody_says_what_is_not_settled(self, desk: Desk) -> None:
        case = make_suspension(desk, date(2026, 9, 15), lunchtimes=True, told={"parents": EXCLUDED_ON})
        assert Suspension.objects.get().is_lunchtime_only
        sighting = see(desk, case, EXCLUDED_ON, as_of=EXCLUDED_ON)
        assert said_by_statute(gather_any(case), sighting) == LUNCHTIMES
        with pytest.raises(ExclusionRefused, match="Ask legal services"):
            decide(desk, sighting)


def test_the_case_page_has_it(desk: Desk) -> None:
    case = told(desk)
    see(desk, case)
    page = present_permanent(case, desk.officer, RECEIVED_ON)
    group = next(each for each in page.groups if each.title == "Seen in a public place")
    assert group.change_url == reverse("public_place_add", args=[case.reference])
    assert any(step.label.startswith("Decide what follows") for step in page.steps)


def test_only_the_team_records(desk: Desk) -> None:
    case = told(desk)
    desk.officer = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        see(desk, case)


SEEN = {
    "seen_on": "2026-09-16",
    "session": "am",
    "place": "Memorial Park",
    "told_by": "police",
    "is_justified": "no",
}
DECIDED = {"decision": "notice", "decided_on": "2026-09-18", "notice_received_on": "2026-09-21"}


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: RECEIVED_ON)


@pytest.mark.usefixtures("_today")
class TestPages:
    """Each POST: signed out, by an outsider, without the right, well, badly."""

    def addresses(self, desk: Desk) -> dict[str, tuple[str, dict[str, str]]]:
        case = told(desk)
        sighting = see(desk, case)
        return {
            "add": (reverse("public_place_add", args=[case.reference]), SEEN),
            "correct": (reverse("public_place_correct", args=[sighting.uuid]), {**SEEN, "place": "A bench"}),
            "decide": (reverse("public_place_decide", args=[sighting.uuid]), DECIDED),
        }

    @pytest.mark.parametrize("page", ["add", "correct", "decide"])
    def test_success(self, desk: Desk, page: str) -> None:
        address, answers = self.addresses(desk)[page]
        answer = send(signed_in(desk.officer), address, answers)
        assert answer.headers["Location"] == reverse("case", args=[Case.objects.get().reference])
        assert PublicPlaceSighting.objects.filter(decision="notice").count() == (page == "decide")
        assert PublicPlaceSighting.objects.count() == (2 if page == "add" else 1)
        assert PublicPlaceSighting.objects.filter(place="A bench").count() == (page == "correct")

    @pytest.mark.parametrize(
        ("page", "wrong", "text"),
        [
            ("add", {"seen_on": "2026-09-14"}, "Seen on must be on or after 15 September 2026"),
            ("correct", {"seen_on": "2026-09-14"}, "Seen on must be on or after 15 September 2026"),
            ("decide", {"decision": "warning"}, "Take this date out, or choose that a penalty notice is issued"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
        self, desk: Desk, page: str, wrong: dict, text: str
    ) -> None:
        address, answers = self.addresses(desk)[page]
        shown = send(signed_in(desk.officer), address, {**answers, **wrong}).content.decode()
        assert text in shown
        assert ("A bench" if page == "correct" else "Memorial Park") in shown
        assert PublicPlaceSighting.objects.count() == 1

    def test_the_page_to_decide_says_what_the_law_says_of_that_day(self, desk: Desk) -> None:
        address, _ = self.addresses(desk)["decide"]
        page = signed_in(desk.officer).get(address).content.decode()
        assert "It applied, and a penalty notice may be given." in page

    @pytest.mark.parametrize("page", ["add", "correct", "decide"])
    def test_who_may_not(self, desk: Desk, page: str) -> None:
        address, answers = self.addresses(desk)[page]
        assert Client().post(address, answers).status_code == 302
        assert signed_in(make_school_user(desk.school)).post(address, answers).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, answers).status_code == 403
        assert not PublicPlaceSighting.objects.exclude(decision="").exists()

    def test_one_that_is_not_there(self, desk: Desk) -> None:
        nobody = reverse("public_place_decide", args=["00000000-0000-4000-8000-000000000000"])
        assert signed_in(desk.officer).get(nobody).status_code == 404
