"""The pages of a direction off site: each POST signed out, by an outsider, without the right, well, and badly; and
what the case page says."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.kinds import Presentation
from cases.models import Case, Event, Plan
from exclusions.models import OffsiteDirection
from exclusions.offsite.presenters import present
from schools.models import School
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories.children import make_child, make_school
from tests.factories.directions import (
    ask,
    end,
    give_notice,
    hold,
    list_it,
    make_direction,
    make_direction_at,
    other_school,
)
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_user
from tests.factories.provision import make_provider

TODAY = date(2026, 12, 1)
DIRECTION = {
    "decided_on": "2026-10-19",
    "is_for_behaviour": "yes",
    "destination": "school",
    "first_on": "2026-11-02",
    "days_count": "30",
    "until_on": "2027-09-17",
    "reasons": "Disruption.",
    "objectives": "A way back.",
    "home_authority": "331",
}
CIRCUMSTANCES = {"is_looked_after": "no", "has_plan": "no", "has_social_worker": "no"}
# Page, state of the case, a good answer, a bad answer and the words of its refusal, the state afterwards.
STEPS = [
    (
        "direction_told",
        "directed",
        {"social_worker_told_on": "2026-10-20"},
        {"social_worker_told_on": "2026-10-16"},
        "Social worker told on must be on or after 19 October 2026",
        "directed",
    ),
    (
        "direction_correct",
        "directed",
        {**DIRECTION, **CIRCUMSTANCES, "destination": "provider"},
        {**DIRECTION, **CIRCUMSTANCES, "destination_urn": "5"},
        "Enter the URN of a school",
        "directed",
    ),
    (
        "direction_notice",
        "directed",
        {"sent_on": "2026-10-21", "items": ["address", "days"]},
        {"sent_on": "2026-10-16"},
        "Notice sent on must be on or after 19 October 2026",
        "directed",
    ),
    (
        "direction_ask_review",
        "directed",
        {"requested_on": "2026-11-16", "requested_by": "parents"},
        {"requested_on": "2026-11-16", "requested_by": "authority"},
        "An authority can ask only where it maintains an EHC plan",
        "review_owed",
    ),
    (
        "direction_list_review",
        "review_owed",
        {"review_on": "2026-12-14", "invited_on": "2026-11-30"},
        {"review_on": "2026-10-16"},
        "Review on must be on or after 19 October 2026",
        "review_listed",
    ),
    (
        "direction_record_review",
        "review_listed",
        {"participants": ["head_teacher", "parents"], "outcome": "ends"},
        {"participants": ["parents"], "outcome": "ends", "until_on": "2027-01-29"},
        "Take this date out, or choose that the direction goes on",
        "to_end",
    ),
    (
        "direction_invite",
        "to_end",
        {"invited_on": "2026-11-23"},
        {"invited_on": "2026-12-01"},
        "Invited on must be on or before 30 November 2026, the day of the review",
        "to_end",
    ),
    (
        "direction_send_outcome",
        "to_end",
        {"outcome_sent_on": "2026-12-01"},
        {"outcome_sent_on": "2026-11-27"},
        "Outcome sent in writing on must be on or after 30 November 2026",
        "to_end",
    ),
    (
        "direction_end",
        "directed",
        {"ended_on": "2026-11-27", "how": "excluded"},
        {"ended_on": "2026-10-16", "how": "excluded"},
        "Last day off site must be on or after 19 October 2026",
        "closed",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def record_address(desk: Desk) -> str:
    return reverse("direction_record", args=[desk.child.uuid])


def answers(desk: Desk, **more: object) -> dict[str, object]:
    place = {"destination_urn": str(other_school().urn), "council_told_on": "2026-10-20"}
    return {**DIRECTION, **place, "school": str(desk.school.urn), **more}


def with_provider(answers: dict) -> dict:
    """A good answer that names a provider needs one."""
    if answers.get("destination") == "provider":
        return {**answers, "destination_provider": str(make_provider("The Mill (invented)").uuid)}
    return answers


def test_recording_opens_the_case(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answer = send(client, record_address(desk), answers(desk))
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("case", args=[case.reference])
    page = client.get(answer.headers["Location"]).content.decode()
    for words in (
        "21 October 2026",
        "Birchfield Unit",
        "17 September 2027",
        "The regulations bind maintained schools.",
    ):
        assert words in page, words
    assert "Directed off site" in client.get(reverse("child", args=[desk.child.uuid])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"is_for_behaviour": "no"}, "A direction off site is to improve behaviour and for nothing else"),
        ({"destination_urn": ""}, "Enter the URN of a school"),
        ({"destination_urn": "x"}, "URN of that school must be six digits, for example 136126"),
        ({"destination": "provider"}, "Choose the provider"),
        ({"first_on": "2026-10-16"}, "First day must be on or after the day of the decision"),
        ({"reasons": ""}, "Enter reasons"),
        ({"council_told_on": "2026-10-16"}, "The school told us on must be from the day of the decision to today"),
    ],
)
def test_a_wrong_answer_names_the_field_and_keeps_what_was_typed(desk: Desk, wrong: dict, words: str) -> None:
    answer = send(signed_in(desk.officer), record_address(desk), answers(desk, **wrong))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "A way back." in page
    assert not Case.objects.exists()


def test_recording_signed_out_outsider_and_without_the_right(desk: Desk) -> None:
    address = record_address(desk)
    assert Client().post(address, DIRECTION).headers["Location"].startswith(reverse("account_login"))
    assert signed_in(make_school_user(desk.school)).post(address, DIRECTION).status_code == 404
    assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, DIRECTION).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize(("page", "state", "good", "bad", "words", "after"), STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_direction_at(desk, state)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), with_provider(good))
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        case.refresh_from_db()
        assert case.state == after

    def test_invalid(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_direction_at(desk, state)
        events = Event.objects.count()
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), bad)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Event.objects.count() == events

    def test_refused(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        address = reverse(page, args=[make_direction_at(desk, state).reference])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403

    def test_stale(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        client, address = signed_in(desk.officer), reverse(page, args=[make_direction_at(desk, state).reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        OffsiteDirection.objects.update(version=99)
        assert "Both versions" in client.post(address, {**with_provider(good), **hidden}).content.decode()

    def test_a_case_of_another_kind_is_not_found(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        assert signed_in(desk.officer).get(reverse(page, args=[desk.record().reference])).status_code == 404


class TestSettling:
    """A doubt shows until an officer has answered it."""

    def doubtful(self, desk: Desk) -> Case:
        school = make_school("Elmtree Academy (invented)", legal_type=School.LegalType.ACADEMY)
        day = date(2026, 5, 11)
        return make_direction(desk, school=school, decided_on=day, first_on=day, as_of=TODAY)

    def test_success(self, desk: Desk) -> None:
        case, client = self.doubtful(desk), signed_in(desk.officer)
        page = client.get(reverse("case", args=[case.reference])).content.decode()
        assert "Transitional rules: check." in page
        address = reverse("direction_settle", args=[case.reference])
        assert send(client, address, {"answer": "not_bound"}).status_code == 302
        page = client.get(reverse("case", args=[case.reference])).content.decode()
        assert "They do not bind this direction" in page
        assert "until it is settled" not in page

    def test_where_there_is_no_doubt_the_page_says_so(self, desk: Desk) -> None:
        address = reverse("direction_settle", args=[make_direction(desk).reference])
        page = signed_in(desk.officer).get(address).content.decode()
        assert "There is no doubt to settle" in page

    def test_nothing_chosen(self, desk: Desk) -> None:
        address = reverse("direction_settle", args=[self.doubtful(desk).reference])
        page = send(signed_in(desk.officer), address, {"answer": ""}).content.decode()
        assert "Do the regulations bind this direction" in page
        assert OffsiteDirection.objects.get().binding_answer == ""


def shown(desk: Desk, case: Case, as_of: date = TODAY) -> Presentation:
    return present(Case.objects.select_related("child", "school").get(pk=case.pk), desk.officer, as_of)


def rows(presentation: Presentation, title: str) -> dict[str, str]:
    group = next(each for each in presentation.groups if each.title == title)
    return {row.label: row.needs or row.value for row in group.rows}


class TestWhatThePageSays:
    """Values in words, and what is missing."""

    def test_of_a_direction_as_it_was_recorded(self, desk: Desk) -> None:
        page = shown(desk, make_direction(desk, until_on=date(2026, 11, 27)))
        direction = rows(page, "The direction")
        assert direction["Until"].startswith("The last day has passed.")
        assert direction["Registered at both schools"] == "Yes, from 2 November 2026 to 27 November 2026"
        assert rows(page, "The notice") == {
            "To be sent by": "21 October 2026",
            "Whose duty": "The governing board",
            "Sent to the parents on": "That the notice went to the parents is not recorded.",
        }
        assert rows(page, "Reviews")["Next review, fixed by the board"].startswith("The board has not fixed the day")
        assert [step.label for step in page.steps if step.is_main] == ["List a review"]

    def test_of_a_provider(self, desk: Desk) -> None:
        page = shown(desk, make_direction(desk, destination_provider=make_provider("The Mill (invented)")))
        assert rows(page, "The direction")["Registered at both schools"] == "No: the pupil goes to a provider"

    def test_of_a_notice_that_lacks_something(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
        case = give_notice(desk, make_direction(desk), items=["address"])
        notice = rows(shown(desk, case), "The notice")
        assert notice["The address where the pupil goes"] == "Yes"
        assert notice["The person to report to"] == "The notice does not give this: the person to report to."
        assert notice["Sent to the authority of the plan on"].startswith("That it went to the authority")

    def test_of_a_notice_that_was_not_owed(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
        day, academy = date(2026, 5, 11), make_school(legal_type=School.LegalType.ACADEMY)
        case = make_direction(desk, school=academy, decided_on=day, first_on=day, as_of=TODAY)
        (group,) = (each for each in shown(desk, case).groups if each.title == "The notice")
        assert not [row for row in group.rows if row.needs]
        assert group.rows[-1].value == "No: on the first day the regulations did not bind this school"
        (group,) = (
            each for each in shown(desk, give_notice(desk, case, items=[])).groups if each.title == "The notice"
        )
        assert not [row for row in group.rows if row.needs]

    def test_of_reviews(self, desk: Desk) -> None:
        case = ask(desk, make_direction(desk, next_review_on=date(2026, 11, 23)))
        assert rows(shown(desk, case), "Reviews")["Must be held"] == "A review must be held, and none is listed."
        case = list_it(desk, case)
        listed = rows(shown(desk, case), "Reviews")
        assert listed["Review on"] == "The day of the review has passed. Record how it went."
        assert (listed["Invitation by"], listed["Invited on"]) == ("24 November 2026", "Not recorded")
        case = hold(desk, case)
        held = rows(shown(desk, case), "Reviews")
        assert held["Review of 30 November 2026"] == "The direction goes on. Took part: Head teacher, Parents"
        assert held["Outcome in writing by"] == "6 December 2026"
        case = ask(desk, case, TODAY)
        assert "Not owed" in rows(shown(desk, case), "Reviews")["Asked for on 1 December 2026"]

    def test_of_a_review_that_was_fixed_and_passed(self, desk: Desk) -> None:
        page = shown(desk, make_direction(desk, next_review_on=date(2026, 11, 23)))
        assert rows(page, "Reviews")["Next review, fixed by the board"].startswith("The day that the board fixed")

    def test_of_an_academys_review_without_the_nominee(self, desk: Desk) -> None:
        school = make_school(legal_type=School.LegalType.ACADEMY)
        case = hold(desk, list_it(desk, make_direction(desk, school=school)))
        assert "nominee of the trust" in rows(shown(desk, case), "Reviews")["Review of 30 November 2026"]

    def test_a_review_ahead_is_no_step_yet(self, desk: Desk) -> None:
        page = shown(desk, list_it(desk, make_direction(desk)), date(2026, 11, 20))
        (step,) = (each for each in page.steps if each.label == "Record the review")
        assert (step.address, step.reasons) == ("", ("The review is on 30 November 2026.",))

    def test_of_one_that_is_to_become_a_move(self, desk: Desk) -> None:
        case = hold(desk, list_it(desk, make_direction(desk)), "managed_move")
        assert rows(shown(desk, case), "The end")["Managed move"] == "Record the managed move that it is to become."
        case = end(desk, case, "managed_move")
        page = shown(desk, case)
        (group,) = (each for each in page.groups if each.title == "The end")
        assert group.change_url.endswith(f"/managed-move/?from={case.reference}")
        assert "Record how it ended" not in [step.label for step in page.steps]

    def test_of_one_that_is_over_only_what_is_owed_is_asked(self, desk: Desk) -> None:
        case = end(desk, hold(desk, list_it(desk, give_notice(desk, make_direction(desk))), "ends"))
        page = shown(desk, case)
        assert [row.needs for group in page.groups for row in group.rows if row.needs] == [
            "When people were invited to the review of 30 November 2026 is not recorded.",
            "That the outcome was sent in writing is not recorded.",
        ]
        addresses = [reverse(name, args=[case.reference]) for name in ("direction_invite", "direction_send_outcome")]
        assert [step.address for step in page.steps] == addresses
        client = signed_in(desk.officer)
        assert addresses[1] in client.get(reverse("case", args=[case.reference])).content.decode()
        assert send(client, addresses[0], {"invited_on": "2026-11-23"}).status_code == 302
        assert send(client, addresses[1], {"outcome_sent_on": "2026-12-01"}).status_code == 302
        page = shown(desk, case)
        assert not [row for group in page.groups for row in group.rows if row.needs]
        assert page.steps == ()

    def test_of_one_that_is_over_the_notice_is_asked(self, desk: Desk) -> None:
        case = make_direction_at(desk, "closed")
        page = shown(desk, case)
        (group,) = (each for each in page.groups if each.title == "The notice")
        assert group.change_url == reverse("direction_notice", args=[case.reference])
        assert [step.label for step in page.steps] == ["Record the notice"]
        assert rows(page, "The notice")["Sent to the parents on"].startswith("That the notice went")
        give_notice(desk, case, items=["address"], as_of=TODAY)
        page = shown(desk, case)
        assert [step.label for step in page.steps] == ["Record the notice"], "what lacks something is no notice yet"
        assert rows(page, "The notice")["The number of days"].startswith("The notice does not give this")
        give_notice(desk, case, as_of=TODAY)
        page = shown(desk, case)
        assert page.steps == ()
        assert not [row for group in page.groups for row in group.rows if row.needs]

    def test_of_one_that_ended_with_a_review_ahead_or_asked_for(self, desk: Desk) -> None:
        for case in (ask(desk, make_direction(desk)), list_it(desk, make_direction(desk, child=make_child()))):
            page = shown(desk, end(desk, case, "recorded_in_error"))
            assert not [row for group in page.groups for row in group.rows if row.needs]
            # Only what puts right is left.
            links = {group.title for group in page.groups if group.change_url}
            assert links == {"The direction", "Who was told", "The end"}

    def test_of_a_review_whose_invitation_alone_is_missing(self, desk: Desk) -> None:
        case = hold(desk, list_it(desk, make_direction(desk)), outcome_sent_on=date(2026, 11, 30))
        (group,) = (each for each in shown(desk, case).groups if each.title == "Reviews")
        assert group.change_url == reverse("direction_invite", args=[case.reference])
