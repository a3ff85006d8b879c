"""The pages of a managed move: each POST signed out, by an outsider, without the right, well, and badly; and what the
case page says."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.kinds import Presentation
from cases.models import Case, Event
from exclusions.models import ManagedMove
from exclusions.moves.presenters import present
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories import directions
from tests.factories.exclusions import Desk
from tests.factories.moves import agree, look_at, make_move, make_move_at, new_school
from tests.factories.people import make_school_user, make_user

TODAY = date(2027, 1, 26)
MOVE = {
    "proposed_on": "2026-10-05",
    "starts_on": "2026-11-02",
    "has_trial": "no",
    "home_authority": "331",
}
CIRCUMSTANCES = {"is_looked_after": "no", "has_plan": "yes", "has_social_worker": "no"}
EVERYBODY = {f"{party}_agreed_on": "2026-10-12" for party in ("parents", "old_school", "new_school")}
# Page, state of the case, a good answer, a bad answer and the words of its refusal, the state afterwards.
STEPS = [
    (
        "move_told",
        "proposed",
        {"social_worker_told_on": "2026-10-06"},
        {"social_worker_told_on": "2026-10-02"},
        "Social worker told on must be on or after 5 October 2026",
        "proposed",
    ),
    (
        "move_correct",
        "agreed",
        {**MOVE, **CIRCUMSTANCES},
        {**MOVE, **CIRCUMSTANCES, "has_trial": "yes"},
        "From 26 July 2026 a managed move has no trial period",
        "proposed",
    ),
    (
        "move_agree",
        "proposed",
        {**EVERYBODY, "pupils_view": "wants_it", "mentioned": "no"},
        {**EVERYBODY, "parents_agreed_on": "2026-10-02"},
        "Parents agreed on must be on or after 5 October 2026",
        "agreed",
    ),
    (
        "move_start",
        "agreed",
        {"moved_on": "2026-11-02"},
        {"moved_on": "2026-10-09"},
        "First day at the new school must be on or after 12 October 2026",
        "moved",
    ),
    (
        "move_file",
        "moved",
        {"sent_on": "2026-11-06"},
        {"sent_on": "2026-10-02"},
        "Safeguarding file passed on must be on or after 5 October 2026",
        "moved",
    ),
    (
        "move_review",
        "moved",
        {"reviewed_on": "2027-01-25", "is_settled": "yes"},
        {"reviewed_on": "2026-10-30", "is_settled": "yes"},
        "Looked at on must be on or after 2 November 2026",
        "closed",
    ),
    (
        "move_refuse",
        "proposed",
        {"refused_on": "2026-10-12", "refusal": "new_school"},
        {"refused_on": "2026-10-02", "refusal": "new_school"},
        "Declined or withdrawn on must be on or after 5 October 2026",
        "refused",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def record_address(desk: Desk) -> str:
    return reverse("move_record", args=[desk.child.uuid])


def answers(desk: Desk, **more: object) -> dict[str, object]:
    return {**MOVE, "school": str(desk.school.urn), "new_urn": str(new_school().urn), **more}


def completed(page: str, answers: dict) -> dict:
    return {"new_urn": str(new_school().urn), **answers} if page == "move_correct" else answers


def test_recording_opens_the_case(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answer = send(client, record_address(desk), answers(desk))
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("case", args=[case.reference])
    page = client.get(answer.headers["Location"]).content.decode()
    for words in ("Cedar Park School", "For good, without a trial", "Parents: no agreement is recorded."):
        assert words in page, words


def test_recording_from_a_direction_says_and_keeps_where_it_comes_from(desk: Desk) -> None:
    direction = directions.make_direction(desk)
    client, address = signed_in(desk.officer), f"{record_address(desk)}?from={direction.reference}"
    assert f"It follows from {direction.reference}." in client.get(address).content.decode()
    send(client, address, answers(desk))
    case = Case.objects.get(kind="managed_move")
    assert case.opened_from == direction
    assert direction.reference in client.get(reverse("case", args=[case.reference])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"has_trial": "yes"}, "From 26 July 2026 a managed move has no trial period"),
        ({"ends_on": "2027-07-21"}, "A managed move is permanent, so it has no last day"),
        ({"new_urn": "5"}, "Enter the URN of a school"),
        ({"new_urn": "x"}, "URN of the new school must be six digits, for example 136126"),
        ({"proposed_on": "2027-01-27"}, "Proposed on must be on or before 26 January 2027"),
    ],
)
def test_a_wrong_answer_names_the_field(desk: Desk, wrong: dict, words: str) -> None:
    answer = send(signed_in(desk.officer), record_address(desk), answers(desk, **wrong))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Case.objects.exists()


def test_recording_signed_out_outsider_and_without_the_right(desk: Desk) -> None:
    address = record_address(desk)
    assert Client().post(address, MOVE).headers["Location"].startswith(reverse("account_login"))
    assert signed_in(make_school_user(desk.school)).post(address, MOVE).status_code == 404
    assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, MOVE).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize(("page", "state", "good", "bad", "words", "after"), STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_move_at(desk, state)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), completed(page, good))
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        case.refresh_from_db()
        assert case.state == after

    def test_invalid(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_move_at(desk, state)
        events = Event.objects.count()
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), completed(page, bad))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Event.objects.count() == events

    def test_refused(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        address = reverse(page, args=[make_move_at(desk, state).reference])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403

    def test_stale(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        client, address = signed_in(desk.officer), reverse(page, args=[make_move_at(desk, state).reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        ManagedMove.objects.update(version=99)
        assert "Both versions" in client.post(address, {**completed(page, good), **hidden}).content.decode()

    def test_a_case_of_another_kind_is_not_found(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        assert signed_in(desk.officer).get(reverse(page, args=[desk.record().reference])).status_code == 404


def test_the_start_page_says_everything_that_is_missing(desk: Desk) -> None:
    page = signed_in(desk.officer).get(reverse("move_start", args=[make_move(desk).reference])).content.decode()
    for words in (
        "Parents: no agreement is recorded.",
        "New school: no agreement",
        "The pupil’s view is not recorded.",
    ):
        assert words in page, words


def test_the_page_that_closes_the_case_says_that_the_file_is_not_recorded(desk: Desk) -> None:
    case, client = make_move_at(desk, "moved"), signed_in(desk.officer)
    words = "It is not recorded that the old school passed the safeguarding file on."
    address = reverse("move_review", args=[case.reference])
    assert words in client.get(address).content.decode()
    send(client, reverse("move_file", args=[case.reference]), {"sent_on": "2026-11-06"})
    assert words not in client.get(address).content.decode()


def test_the_form_of_agreements_shows_what_stands(desk: Desk) -> None:
    case = agree(desk, make_move(desk), "parents", was_exclusion_mentioned=True)
    page = signed_in(desk.officer).get(reverse("move_agree", args=[case.reference])).content.decode()
    assert 'value="wants_it" checked' in page
    assert 'value="yes" checked' in page


def shown(desk: Desk, case: Case, as_of: date = TODAY) -> Presentation:
    return present(Case.objects.select_related("child", "school").get(pk=case.pk), desk.officer, as_of)


def rows(presentation: Presentation, title: str) -> dict[str, str]:
    group = next(each for each in presentation.groups if each.title == title)
    return {row.label: row.needs or row.value for row in group.rows}


class TestWhatThePageSays:
    """Values in words, and what is missing."""

    def test_of_a_mention_of_permanent_exclusion(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk), was_exclusion_mentioned=True, pupils_view="against_it")
        page = shown(desk, case)
        assert "Permanent exclusion was mentioned" in page.lozenges
        agreements = rows(page, "Who agrees")
        assert agreements["Was permanent exclusion mentioned?"].endswith(
            "whether the parents agreed freely, and end the task."
        )
        assert agreements["The pupil’s view"].startswith("The pupil is against the move.")
        (step,) = (each for each in page.steps if each.label == "Record that the pupil moved")
        assert not step.address
        assert "never made under a threat" in step.reasons[0]

    def test_of_a_planned_day_that_has_passed(self, desk: Desk) -> None:
        page = shown(desk, agree(desk, make_move(desk)))
        assert rows(page, "The move")["Planned to start on"].startswith("The planned day has passed.")
        assert [step.label for step in page.steps if step.is_main] == ["Record that the pupil moved"]

    def test_of_one_that_moved(self, desk: Desk) -> None:
        case = make_move_at(desk, "moved")
        page = shown(desk, case)
        assert rows(page, "What the new school has")["Safeguarding file passed on"].startswith("That the old school")
        assert rows(page, "How it goes") == {"To be looked at by": "25 January 2027"}
        assert [step.label for step in page.steps] == ["Record how the move goes"]
        page = shown(desk, look_at(desk, case, is_settled=False))
        assert rows(page, "How it goes")["Looked at on"] == "25 January 2027. The pupil has not settled"
        assert page.steps == ()
        (group,) = (each for each in page.groups if each.title == "What the new school has")
        assert group.change_url == reverse("move_file", args=[case.reference])
        assert group.rows[0].needs.startswith("That the old school passed")
        assert send(signed_in(desk.officer), group.change_url, {"sent_on": "2026-11-06"}).status_code == 302
        assert not [row for group in shown(desk, case).groups for row in group.rows if row.needs]

    def test_of_one_that_did_not_come_about(self, desk: Desk) -> None:
        page = shown(desk, make_move_at(desk, "refused"))
        assert rows(page, "Declined or withdrawn")["Why"] == "The parents do not agree"
        assert not [row for group in page.groups for row in group.rows if row.needs]

    @pytest.mark.parametrize(
        ("terms", "words"),
        [
            ({"has_trial": True}, "For good, with a trial period, as moves before 26 July 2026 could have"),
            ({"ends_on": date(2026, 9, 30)}, "Until 30 September 2026"),
            (
                {"has_trial": True, "ends_on": date(2026, 9, 30)},
                "Until 30 September 2026, with a trial period, as moves before 26 July 2026 could have",
            ),
        ],
    )
    def test_of_the_terms_of_old(self, desk: Desk, terms: dict, words: str) -> None:
        case = make_move(desk, proposed_on=date(2026, 6, 1), starts_on=date(2026, 7, 13), **terms)
        assert rows(shown(desk, case), "The move")["For how long"] == words
