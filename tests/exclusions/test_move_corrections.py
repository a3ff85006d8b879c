"""A managed move is put right: the first day with both rolls, the look at it, and its refusal."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.actions.children import ChildRefused
from cases.actions.enrolments import correct_leaving
from cases.models import Case, Deadline, Enrolment, Event, Note, Task
from exclusions.actions import move_corrections
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import ManagedMove, OffsiteDirection
from schools.models import School
from tests.exclusions.test_moves import mentions, rolls, tasks
from tests.exclusions.test_pages import send, signed_in, tick
from tests.factories import directions
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.moves import (
    AGREED_ON,
    REVIEWED_ON,
    STARTS_ON,
    agree,
    correct,
    look_at,
    make_move,
    make_move_at,
    new_school,
    refuse,
    start,
    version,
)
from tests.factories.people import make_school_user, make_team, make_user

BECAUSE = "The new school’s letter"
TODAY = date(2027, 1, 26)
SINCE = date(2024, 9, 2)
END_DIRECTION = "exclusions.end_direction_after_move"
FILE = "exclusions.move_safeguarding_file"
REVIEW = "exclusions.managed_move_review"


def act(desk: Desk, case: Case, action: str, **answers: object) -> Case:
    """One of the corrections, with its reason."""
    answers = {"because": BECAUSE, "as_of": TODAY, **answers}
    return getattr(move_corrections, action)(case=case, version=version(case), by=desk.officer, **answers)


class TestTheFirstDay:
    """Corrected or taken back, both rolls follow."""

    @pytest.mark.parametrize(
        ("moved_on", "last_day"),
        [
            (date(2026, 11, 9), date(2026, 11, 8)),
            (date(2026, 10, 20), date(2026, 10, 19)),
            (STARTS_ON, date(2026, 11, 1)),
        ],
        ids=["later", "earlier", "the same"],
    )
    def test_both_rolls_and_the_day_of_our_look_follow(self, desk: Desk, moved_on: date, last_day: date) -> None:
        case = act(desk, make_move_at(desk, "moved"), "correct_start", moved_on=moved_on)
        assert rolls(case) == [
            (desk.school.name, "main", SINCE, last_day),
            (new_school().name, "main", moved_on, None),
        ]
        move = ManagedMove.objects.get()
        assert (case.state, move.moved_on, move.starts_on) == ("moved", moved_on, moved_on)
        look = Deadline.objects.exclude(state="superseded").get(case=case, code=REVIEW)
        assert (look.due_on - moved_on).days == 84
        assert Event.objects.get(code="exclusions.move_start_corrected").facts == {"was_on": "2026-11-02"}
        assert Note.objects.get(case=case).text == f"The first day of the managed move was corrected. {BECAUSE}"

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"moved_on": date(2026, 10, 9)}, "moved_on"),
            ({"moved_on": date(2027, 1, 27)}, "moved_on"),
            ({"moved_on": date(2026, 11, 8)}, "moved_on"),
            ({"moved_on": date(2026, 11, 9), "because": " "}, "because"),
        ],
        ids=["before everybody agreed", "ahead", "a Sunday", "without a reason"],
    )
    def test_what_cannot_be(self, desk: Desk, answers: dict, field: str) -> None:
        case = make_move_at(desk, "moved")
        with pytest.raises(ExclusionRefused) as refused:
            act(desk, case, "correct_start", **answers)
        assert refused.value.field == field
        assert rolls(case)[1][2] == STARTS_ON

    def test_not_after_the_look(self, desk: Desk) -> None:
        case = look_at(desk, make_move_at(desk, "moved"), reviewed_on=date(2026, 11, 20))
        with pytest.raises(ExclusionRefused, match="on or before 20 November 2026, when the move was looked at"):
            act(desk, case, "correct_start", moved_on=date(2026, 11, 23))
        case = act(desk, case, "correct_start", moved_on=date(2026, 11, 9))
        assert (case.state, ManagedMove.objects.get().moved_on) == ("closed", date(2026, 11, 9))
        with pytest.raises(ExclusionRefused, match="Take that back first") as refused:
            act(desk, case, "take_back_start")
        assert refused.value.field == "is_mistake"

    def test_taken_back_the_move_is_agreed_and_still_to_start(self, desk: Desk) -> None:
        case = make_move_at(desk, "moved")
        assert tasks(case)[FILE] == "open"
        case = act(desk, case, "take_back_start")
        assert rolls(case) == [(desk.school.name, "main", SINCE, None)]
        assert (case.state, ManagedMove.objects.get().moved_on, tasks(case)[FILE]) == ("agreed", None, "cancelled")
        assert not Deadline.objects.filter(case=case, code=REVIEW).exclude(state="superseded").exists()
        case = start(desk, case, date(2026, 11, 9), as_of=TODAY)
        assert (case.state, rolls(case)[1][2]) == ("moved", date(2026, 11, 9))

    def test_rolls_that_have_changed_since_are_said(self, desk: Desk) -> None:
        case = make_move_at(desk, "moved")
        new = Enrolment.objects.filter(school=new_school())
        new.update(ends_on=date(2026, 12, 18))
        with pytest.raises(ExclusionRefused, match=r"left Cedar Park School .* again") as refused:
            act(desk, case, "take_back_start")
        assert refused.value.field == "is_mistake"
        new.update(starts_on=date(2026, 11, 3))
        for action in ("take_back_start", "correct_start"):
            more = {"moved_on": date(2026, 11, 9)} if action == "correct_start" else {}
            with pytest.raises(ExclusionRefused, match="the rolls have changed since"):
                act(desk, case, action, **more)
        assert ManagedMove.objects.get().moved_on == STARTS_ON

    def test_a_direction_to_that_school_follows(self, desk: Desk) -> None:
        direction = directions.make_direction(desk, destination_school=new_school(), until_on=date(2026, 12, 18))
        day = date(2026, 12, 7)
        case = make_move(desk, proposed_on=directions.REVIEW_ON, starts_on=day, is_confirmed=True)
        case = start(desk, agree(desk, case, as_of=directions.REVIEW_ON), day)
        case = act(desk, case, "correct_start", moved_on=date(2026, 12, 9))
        dual = OffsiteDirection.objects.get().dual_registration
        assert dual.ends_on == date(2026, 12, 8)
        asked = Task.objects.get(case=direction, code=END_DIRECTION, state="open")
        assert asked.title == "End the direction off site: the pupil moved on 9 December 2026"
        case = act(desk, case, "take_back_start")
        dual.refresh_from_db()
        assert dual.ends_on == date(2026, 12, 18)
        assert not Task.objects.filter(case=direction, code=END_DIRECTION, state="open").exists()

    def test_another_registration_there_ends_the_day_before(self, desk: Desk) -> None:
        case = make_move(desk)
        Enrolment.objects.create(child=desk.child, school=new_school(), starts_on=date(2026, 10, 1), kind="dual")
        case = start(desk, agree(desk, case))
        case = act(desk, case, "correct_start", moved_on=date(2026, 11, 9))
        assert Enrolment.objects.get(kind="dual").ends_on == date(2026, 11, 8)

    def test_a_direction_that_others_work_keeps_its_task(self, desk: Desk) -> None:
        direction = directions.make_direction(desk)
        case = start(desk, agree(desk, make_move(desk, is_confirmed=True)))
        desk.officer = make_user(Role.EXCLUSIONS_OFFICER, team=make_team("managed_move", name="Moves"))
        act(desk, case, "take_back_start")
        assert Task.objects.get(case=direction, code=END_DIRECTION).state == "open"


class TestTheOldRoll:
    """The last day on a main roll, corrected or taken back."""

    def leave(self, desk: Desk, ends_on: date | None, since: date = SINCE) -> Enrolment:
        row = Enrolment.objects.get(child=desk.child, school=desk.school, starts_on=since)
        return correct_leaving(enrolment=row, ends_on=ends_on, by=desk.officer, as_of=AGREED_ON)

    def test_what_does_not_fit_is_refused(self, desk: Desk) -> None:
        for day, words in ((date(2024, 9, 1), "on or after the first day"), (date(2026, 10, 13), "today or earlier")):
            with pytest.raises(ChildRefused, match=words):
                self.leave(desk, day)
        assert self.leave(desk, None).ends_on is None
        assert self.leave(desk, AGREED_ON).ends_on == AGREED_ON
        Enrolment.objects.create(child=desk.child, school=new_school(), starts_on=date(2026, 10, 13))
        with pytest.raises(ChildRefused, match="on the main roll of Cedar Park School"):
            self.leave(desk, None)


class TestTheLook:
    """“How it goes”, too soon, wrong or taken back."""

    def test_too_soon_is_asked_about(self, desk: Desk) -> None:
        case = make_move_at(desk, "moved")
        with pytest.raises(ExclusionRefused, match="is to be looked at on 25 January 2027") as refused:
            look_at(desk, case, reviewed_on=date(2026, 11, 4), is_confirmed=False)
        assert refused.value.field == "is_confirmed"
        assert look_at(desk, case, reviewed_on=date(2026, 11, 4)).state == "closed"

    def test_it_is_corrected_and_the_case_stays_closed(self, desk: Desk) -> None:
        case = look_at(desk, make_move_at(desk, "moved"), reviewed_on=date(2026, 11, 4))
        case = act(desk, case, "correct_review", reviewed_on=date(2026, 11, 4), is_settled=False)
        assert (case.state, ManagedMove.objects.get().is_settled) == ("closed", False)
        with pytest.raises(ExclusionRefused, match="Looked at on is 5 November 2026"):
            act(desk, case, "correct_review", reviewed_on=date(2026, 11, 5), is_settled=False)
        act(desk, case, "correct_review", reviewed_on=date(2026, 11, 5), is_settled=False, is_confirmed=True)
        facts = Event.objects.filter(code="exclusions.move_review_corrected").first().facts
        assert facts == {"is_settled": False, "was_on": "2026-11-04", "was_settled": True}

    def test_taken_back_it_is_looked_at_on_its_day(self, desk: Desk) -> None:
        case = act(desk, look_at(desk, make_move_at(desk, "moved")), "take_back_review")
        move = ManagedMove.objects.get()
        assert (case.state, case.closed_on, move.reviewed_on, move.is_settled) == ("moved", None, None, None)
        look = Deadline.objects.exclude(state="superseded").get(case=case, code=REVIEW)
        assert (look.due_on, look.met_on) == (REVIEWED_ON, None)
        assert look_at(desk, case).state == "closed"

    def test_not_beside_an_open_move(self, desk: Desk) -> None:
        case = make_move_at(desk, "closed")
        other = make_move(
            desk,
            school=new_school(),
            new_school=make_school(),
            proposed_on=REVIEWED_ON,
            starts_on=date(2027, 2, 1),
            is_confirmed=True,
        )
        with pytest.raises(ExclusionRefused, match=other.reference):
            act(desk, case, "take_back_review")


class TestTheRefusal:
    """A refusal, wrong or taken back."""

    def test_it_is_corrected_and_the_case_stays_closed(self, desk: Desk) -> None:
        case = act(
            desk, make_move_at(desk, "refused"), "correct_refusal", refused_on=date(2026, 10, 13), refusal="old_school"
        )
        move = ManagedMove.objects.get()
        assert (case.state, move.refused_on, move.refusal) == ("refused", date(2026, 10, 13), "old_school")
        for answers, field in (
            ({"refused_on": date(2026, 10, 4), "refusal": "parents"}, "refused_on"),
            ({"refused_on": AGREED_ON, "refusal": "nobody"}, "refusal"),
        ):
            with pytest.raises(ExclusionRefused) as refused:
                act(desk, case, "correct_refusal", **answers)
            assert refused.value.field == field

    @pytest.mark.parametrize("state", ["proposed", "agreed"])
    def test_taken_back_the_move_goes_on_as_the_agreements_have_it(self, desk: Desk, state: str) -> None:
        case = act(desk, refuse(desk, make_move_at(desk, state)), "take_back_refusal")
        move = ManagedMove.objects.get()
        assert (case.state, case.closed_on, move.refused_on, move.refusal) == (state, None, None, "")
        assert Task.objects.filter(case=case, code__startswith="exclusions.next.move", state="open").exists()
        assert mentions(case) == []

    @pytest.mark.parametrize("is_done", [False, True])
    def test_a_mention_that_was_left_open_is_looked_into(self, desk: Desk, *, is_done: bool) -> None:
        case = agree(desk, make_move(desk), was_exclusion_mentioned=True)
        if is_done:
            Task.objects.filter(case=case, code="exclusions.move_exclusion_mentioned").update(
                state="done", done_at="2026-10-12T12:00Z", done_by=desk.officer
            )
        case = act(desk, refuse(desk, case), "take_back_refusal")
        assert mentions(case) == (["done"] if is_done else ["cancelled", "open"])

    def test_not_beside_an_open_move(self, desk: Desk) -> None:
        case = make_move_at(desk, "refused")
        other = make_move(desk, is_confirmed=True)
        with pytest.raises(ExclusionRefused, match=other.reference):
            act(desk, case, "take_back_refusal")


def test_a_move_to_a_pupil_referral_unit_is_asked_about(desk: Desk) -> None:
    unit = make_school("Birchfield Unit (invented)", legal_type=School.LegalType.PUPIL_REFERRAL_UNIT)
    with pytest.raises(
        ExclusionRefused, match="is a pupil referral unit, and a managed move is a permanent"
    ) as refused:
        make_move(desk, new_school=unit)
    assert refused.value.field == "is_confirmed"
    case = make_move(desk)
    with pytest.raises(ExclusionRefused, match="record a direction off site instead"):
        correct(desk, case, new_school=unit)
    case = correct(desk, case, new_school=unit, is_confirmed=True)
    correct(desk, case, starts_on=date(2026, 11, 3))


# Page, state, a good answer, a bad answer and the words of its refusal, the state afterwards, and taken back.
PAGES = [
    (
        "move_correct_start",
        "moved",
        {"moved_on": "2026-11-09"},
        {"moved_on": "2026-10-09"},
        "First day at the new school must be on or after 12 October 2026",
        "moved",
        "agreed",
    ),
    (
        "move_correct_review",
        "closed",
        {"reviewed_on": "2027-01-26", "is_settled": "no"},
        {"reviewed_on": "2026-10-30", "is_settled": "no"},
        "Looked at on must be on or after 2 November 2026",
        "closed",
        "moved",
    ),
    (
        "move_correct_refusal",
        "refused",
        {"refused_on": "2026-10-13", "refusal": "old_school"},
        {"refused_on": "2026-10-02", "refusal": "old_school"},
        "Declined or withdrawn on must be on or after 5 October 2026",
        "refused",
        "proposed",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


@pytest.mark.parametrize(
    ("page", "state", "good", "bad", "words", "after", "back"), PAGES, ids=[each[0] for each in PAGES]
)
class TestPages:
    """The page of each correction."""

    def test_success(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str, back: str
    ) -> None:
        case = make_move_at(desk, state)
        client, address = signed_in(desk.officer), reverse(page, args=[case.reference])
        assert address in client.get(reverse("case", args=[case.reference])).content.decode()
        for answers, expected in ((good, after), ({"is_mistake": "on"}, back)):
            assert send(client, address, {**answers, "because": BECAUSE}).status_code == 302
            case.refresh_from_db()
            assert case.state == expected
        assert "this is for" in client.get(address).content.decode()

    def test_invalid_and_refused(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str, back: str
    ) -> None:
        address = reverse(page, args=[make_move_at(desk, state).reference])
        assert words in send(signed_in(desk.officer), address, {**bad, "because": BECAUSE}).content.decode()
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403


def test_a_look_too_soon_is_ticked_on_its_page(desk: Desk) -> None:
    case = make_move_at(desk, "moved")
    client, address = signed_in(desk.officer), reverse("move_review", args=[case.reference])
    answers = {"reviewed_on": "2026-11-04", "is_settled": "no"}
    asked = send(client, address, answers).content.decode()
    assert "is to be looked at on 25 January 2027" in asked
    assert send(client, address, {**answers, **tick(asked)}).status_code == 302


def test_a_unit_is_ticked_on_the_page(desk: Desk) -> None:
    unit = make_school("Birchfield Unit (invented)", legal_type=School.LegalType.PUPIL_REFERRAL_UNIT)
    child = make_child()
    enrol(child, desk.school)
    answers = {
        "school": str(desk.school.urn),
        "proposed_on": "2027-01-25",
        "new_urn": str(unit.urn),
        "starts_on": "2027-02-01",
        "has_trial": "no",
    }
    client, address = signed_in(desk.officer), reverse("move_record", args=[child.uuid])
    asked = send(client, address, answers).content.decode()
    assert "is a pupil referral unit" in asked
    assert send(client, address, {**answers, **tick(asked)}).status_code == 302
