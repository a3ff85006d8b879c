"""How a separation or a direction off site ended is corrected or taken back: state, tasks and rolls follow."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline, Enrolment, Event, Note, Task
from exclusions.actions import direction_corrections, separation_ends
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import record_told
from exclusions.models import OffsiteDirection, Separation
from provision.models import Placement
from tests.exclusions.test_pages import send, signed_in, tick
from tests.exclusions.test_separations import STARTS_ON, book_from, shown, tasks
from tests.factories import directions, moves, separations
from tests.factories.exclusions import Desk
from tests.factories.provision import start
from tests.factories.separations import ENDED_ON, make_separation
from tests.factories.suspensions import make_suspension

LATER = date(2026, 9, 28)
DECEMBER = date(2026, 12, 10)
BECAUSE = "The school’s letter"
RECORD_SUSPENSION = "exclusions.record_suspension_that_follows"
EDUCATION = "exclusions.separation_education"
RECORD_MOVE = "exclusions.record_managed_move_that_follows"
END_DIRECTION = "exclusions.end_direction_after_move"


def fresh(case: Case) -> Case:
    return Case.objects.select_related("child", "school").get(pk=case.pk)


class TestSeparations:
    """A separation: its duty of education is back when the end is taken back."""

    def correct(self, desk: Desk, case: Case, on: date = ENDED_ON, how: str = "returned", **more: object) -> Case:
        answers = {"because": BECAUSE, "version": separations.version(case), "as_of": LATER, **more}
        return separation_ends.correct_end(case=case, ended_on=on, how=how, by=desk.officer, **answers)  # type: ignore[arg-type]

    def take_back(self, desk: Desk, case: Case) -> Case:
        return separation_ends.take_back_end(
            case=case, because=BECAUSE, version=separations.version(case), by=desk.officer, as_of=LATER
        )

    def test_the_day_and_the_way_are_corrected_and_the_case_stays_closed(self, desk: Desk) -> None:
        case = separations.end(desk, make_separation(desk), "suspension")
        case = self.correct(desk, case, date(2026, 9, 24), "returned")
        row = Separation.objects.get()
        assert (row.ended_on, row.how_ended, fresh(case).state) == (date(2026, 9, 24), "returned", "closed")
        assert tasks(case)[RECORD_SUSPENSION] == "cancelled"
        assert Note.objects.get(case=case).text == f"How the separation ended was corrected. {BECAUSE}"
        facts = Event.objects.get(code="exclusions.separation_end_corrected").facts
        assert facts == {"how": "returned", "was_on": "2026-09-25", "was_how": "suspension"}
        self.correct(desk, case, how="suspension")
        assert Task.objects.filter(case=case, code=RECORD_SUSPENSION, state="open").exists()

    @pytest.mark.parametrize(
        ("on", "how", "because", "field"),
        [
            (date(2026, 9, 14), "returned", BECAUSE, "ended_on"),
            (date(2026, 9, 29), "returned", BECAUSE, "ended_on"),
            (ENDED_ON, "nowhere", BECAUSE, "how"),
            (ENDED_ON, "returned", " ", "because"),
        ],
    )
    def test_what_cannot_be(self, desk: Desk, on: date, how: str, because: str, field: str) -> None:
        case = separations.end(desk, make_separation(desk))
        with pytest.raises(ExclusionRefused) as refused:
            self.correct(desk, case, on, how, because=because)
        assert refused.value.field == field

    def test_taken_back_it_goes_on_with_the_duty_and_the_next_review(self, desk: Desk) -> None:
        review_on = date(2026, 10, 2)
        case = make_separation(desk, next_review_on=review_on)
        placement = book_from(desk, case)
        start(placement, desk.officer, STARTS_ON)
        case = separations.end(desk, case)
        assert tasks(case)["exclusions.end_section_19"] == "open"
        Placement.objects.update(extent="part_time")
        case = self.take_back(desk, case)
        assert (case.state, case.closed_on, case.close_reason) == ("separated", None, "")
        assert (Separation.objects.get().ended_on, Separation.objects.get().how_ended) == (None, "")
        assert tasks(case)["exclusions.end_section_19"] == "cancelled"
        review = Task.objects.get(case=case, code="exclusions.separation_review.2026-10-02", state="open")
        assert review.due_on == review_on
        assert Event.objects.get(case=case, code="case_reopened").facts["why"] == "end_taken_back"
        assert separations.end(desk, case, as_of=LATER).state == "closed"

    def test_taken_back_without_education_section_19_is_owed_again(self, desk: Desk) -> None:
        case = separations.end(desk, make_separation(desk), "permanent_exclusion")
        assert "exclusions.record_permanent_exclusion_that_follows" in tasks(case)
        case = self.take_back(desk, case)
        assert Task.objects.filter(case=case, code="exclusions.section_19", state="open").exists()
        assert Deadline.objects.filter(case=case, code=EDUCATION).exclude(state="superseded").exists()
        assert tasks(case)["exclusions.record_permanent_exclusion_that_follows"] == "cancelled"

    def test_not_beside_another_open_one(self, desk: Desk) -> None:
        case = separations.end(desk, make_separation(desk))
        other = make_separation(desk, LATER)
        with pytest.raises(ExclusionRefused, match=other.reference):
            self.take_back(desk, case)

    def test_an_open_one_has_no_end_to_put_right(self, desk: Desk) -> None:
        with pytest.raises(ExclusionRefused, match="this is for “Ended”"):
            self.take_back(desk, make_separation(desk))


class TestWhatItBecame:
    """The task to record what a separation became is done when that is recorded from the child's page."""

    def test_a_suspension_from_the_end_on_follows(self, desk: Desk) -> None:
        case = separations.end(desk, make_separation(desk), "suspension")
        make_suspension(desk, LATER)
        assert tasks(case)[RECORD_SUSPENSION] == "done"
        (group,) = (each for each in shown(desk, case, LATER).groups if each.title == "The end")
        assert [row.needs for row in group.rows] == ["", ""]
        assert group.change_url.endswith("/separation/end/correct/")

    @pytest.mark.parametrize("first_on", [date(2026, 9, 24), date(2026, 11, 9)], ids=["before", "long after"])
    def test_another_suspension_does_not(self, desk: Desk, first_on: date) -> None:
        case = separations.end(desk, make_separation(desk), "suspension")
        make_suspension(desk, first_on)
        assert tasks(case)[RECORD_SUSPENSION] == "open"
        (group,) = (each for each in shown(desk, case, LATER).groups if each.title == "The end")
        assert [url.rsplit("/", 3)[-3:] for url, _ in group.links] == [["end", "correct", ""]]

    def test_nor_one_after_a_separation_that_ended_otherwise(self, desk: Desk) -> None:
        case = separations.end(desk, make_separation(desk))
        make_suspension(desk, LATER)
        assert RECORD_SUSPENSION not in tasks(case)
        case = TestSeparations().correct(desk, case, how="suspension")
        assert RECORD_SUSPENSION not in tasks(case), "it is recorded already"

    def test_a_permanent_exclusion_follows_too(self, desk: Desk) -> None:
        case = separations.end(desk, make_separation(desk), "permanent_exclusion")
        desk.record(as_of=LATER, decided_on=LATER, excluded_on=LATER)
        assert tasks(case)["exclusions.record_permanent_exclusion_that_follows"] == "done"


class TestDirections:
    """A direction off site: the registration at the other school follows its end."""

    def correct(
        self, desk: Desk, case: Case, on: date = date(2026, 12, 3), how: str = "returned", **more: object
    ) -> Case:
        answers = {"because": BECAUSE, "version": directions.version(case), "as_of": DECEMBER, **more}
        return direction_corrections.correct_end(case=case, ended_on=on, how=how, by=desk.officer, **answers)  # type: ignore[arg-type]

    def take_back(self, desk: Desk, case: Case) -> Case:
        return direction_corrections.take_back_end(
            case=case, because=BECAUSE, version=directions.version(case), by=desk.officer, as_of=DECEMBER
        )

    def dual(self, case: Case) -> Enrolment | None:
        return Enrolment.objects.filter(child=case.child, kind="dual").first()

    def test_the_last_day_is_corrected_on_the_roll_too(self, desk: Desk) -> None:
        case = directions.end(desk, directions.make_direction(desk))
        self.correct(desk, case, date(2026, 12, 2))
        assert self.dual(case).ends_on == date(2026, 12, 2)
        row = OffsiteDirection.objects.get()
        assert (row.ended_on, fresh(case).state) == (date(2026, 12, 2), "closed")
        assert Note.objects.get(case=case).text == f"How the direction off site ended was corrected. {BECAUSE}"

    def test_a_day_without_school_is_asked_about_once(self, desk: Desk) -> None:
        case = directions.end(desk, directions.make_direction(desk))
        sunday = date(2026, 12, 6)
        with pytest.raises(ExclusionRefused, match="no school day") as refused:
            self.correct(desk, case, sunday)
        assert refused.value.field == "is_confirmed"
        self.correct(desk, case, sunday, is_confirmed=True)
        self.correct(desk, case, sunday, "other")

    def test_one_that_was_recorded_by_mistake_was_none_and_may_have_been_one(self, desk: Desk) -> None:
        case = directions.end(desk, directions.make_direction(desk), "recorded_in_error")
        assert self.dual(case) is None
        self.correct(desk, case)
        assert self.dual(case).ends_on == date(2026, 12, 3)
        assert OffsiteDirection.objects.get().dual_registration == self.dual(case)
        self.correct(desk, case, how="recorded_in_error")
        assert (self.dual(case), OffsiteDirection.objects.get().dual_registration) == (None, None)

    @pytest.mark.parametrize("state", ["directed", "review_owed", "review_listed", "to_end"])
    def test_taken_back_it_has_the_state_it_had(self, desk: Desk, state: str) -> None:
        case = directions.make_direction_at(desk, state)
        OffsiteDirection.objects.update(until_on=date(2026, 12, 18))
        case = self.take_back(desk, directions.end(desk, case))
        assert (case.state, case.closed_on, OffsiteDirection.objects.get().ended_on) == (state, None, None)
        assert self.dual(case).ends_on == date(2026, 12, 18)
        asked = Task.objects.filter(case=case, code__endswith="_after_the_end")
        assert set(asked.values_list("state", flat=True)) <= {"cancelled"}
        assert Task.objects.filter(case=case, code__startswith="exclusions.next.", state="open").exists()

    def test_what_was_to_become_a_move_still_is(self, desk: Desk) -> None:
        case = directions.hold(desk, directions.list_it(desk, directions.make_direction(desk)), "managed_move")
        case = directions.end(desk, case, "managed_move")
        self.correct(desk, case, how="managed_move")
        assert tasks(case)[RECORD_MOVE] == "open"
        case = self.take_back(desk, case)
        assert (case.state, tasks(case)[RECORD_MOVE]) == ("to_end", "open")
        case = directions.end(desk, case, "managed_move", as_of=DECEMBER)
        self.correct(desk, case)
        assert tasks(case)[RECORD_MOVE] == "cancelled"

    def test_beside_the_main_roll_of_that_school_the_registration_ends(self, desk: Desk) -> None:
        case = directions.make_direction(desk, destination_school=moves.new_school())
        day = date(2026, 12, 7)
        move = moves.make_move(desk, proposed_on=directions.REVIEW_ON, starts_on=day, is_confirmed=True)
        moves.start(desk, moves.agree(desk, move, as_of=directions.REVIEW_ON), day)
        case = directions.end(desk, case, "managed_move", date(2026, 12, 8))
        self.correct(desk, case, date(2026, 12, 9), "managed_move")
        assert self.dual(case).ends_on == date(2026, 12, 6)
        case = self.take_back(desk, case)
        assert self.dual(case).ends_on == date(2026, 12, 6)
        ended = Task.objects.filter(case=case, code=END_DIRECTION).order_by("pk").values_list("state", flat=True)
        assert list(ended) == ["done", "open"], "the pupil has moved meanwhile"

    def test_not_beside_another_open_one_nor_another_registration(self, desk: Desk) -> None:
        case = directions.end(desk, directions.make_direction(desk), "recorded_in_error")
        Enrolment.objects.create(
            child=case.child, school=directions.other_school(), kind="dual", starts_on=directions.FIRST_DAY
        )
        with pytest.raises(ExclusionRefused, match="already registered at"):
            self.take_back(desk, case)
        Enrolment.objects.filter(kind="dual").delete()
        other = directions.make_direction(desk, is_confirmed=True)
        with pytest.raises(ExclusionRefused, match=other.reference):
            self.take_back(desk, case)

    def test_facts_and_who_was_told_are_corrected_after_the_end(self, desk: Desk) -> None:
        case = directions.end(desk, directions.make_direction(desk))
        directions.correct(desk, case, first_on=date(2026, 11, 3), as_of=DECEMBER)
        assert (self.dual(case).starts_on, self.dual(case).ends_on) == (date(2026, 11, 3), date(2026, 12, 3))
        with pytest.raises(ExclusionRefused, match="on or before 3 December 2026, the last day off site") as refused:
            directions.correct(desk, case, first_on=date(2026, 12, 7), as_of=DECEMBER)
        assert refused.value.field == "first_on"
        told = {"social_worker": date(2026, 10, 20)}
        record_told(case=case, told=told, version=directions.version(case), by=desk.officer, as_of=DECEMBER)
        assert fresh(case).state == "closed"


def test_the_end_of_a_separation_on_its_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    case = separations.end(desk, make_separation(desk))
    client, address = signed_in(desk.officer), reverse("separation_correct_end", args=[case.reference])
    assert address in client.get(reverse("case", args=[case.reference])).content.decode()
    bad = send(client, address, {"ended_on": "2026-09-14", "how": "returned", "because": BECAUSE}).content.decode()
    assert "Last day of the separation must be on or after 15 September 2026" in bad
    assert "Enter" in send(client, address, {"is_mistake": "on"}).content.decode(), "the reason"
    answer = send(client, address, {"ended_on": "2026-09-24", "how": "moved", "because": BECAUSE})
    assert answer.status_code == 302
    assert Separation.objects.get().how_ended == "moved"
    answer = send(client, address, {"is_mistake": "on", "because": BECAUSE})
    assert answer.status_code == 302
    assert fresh(case).state == "separated"
    assert "this is for “Ended”" in client.get(address).content.decode()


def test_the_end_of_a_direction_on_its_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: DECEMBER)
    case = directions.end(desk, directions.make_direction(desk))
    client, address = signed_in(desk.officer), reverse("direction_correct_end", args=[case.reference])
    assert address in client.get(reverse("case", args=[case.reference])).content.decode()
    answers = {"ended_on": "2026-12-06", "how": "returned", "because": BECAUSE}
    asked = send(client, address, answers).content.decode()
    assert "no school day" in asked
    assert send(client, address, {**answers, **tick(asked)}).status_code == 302
    assert OffsiteDirection.objects.get().ended_on == date(2026, 12, 6)
    assert send(client, address, {"is_mistake": "on", "because": BECAUSE}).status_code == 302
    assert fresh(case).state == "directed"


def test_a_case_without_dates_says_where_its_days_stand(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    case = make_separation(desk, next_review_on=date(2026, 10, 2))
    start(book_from(desk, case), desk.officer, STARTS_ON)
    client, address = signed_in(desk.officer), reverse("case", args=[case.reference])
    page = client.get(address).content.decode()
    assert "This case has no dates yet" not in page
    assert "What is to be done by when stands under" in page
    Task.objects.all().update(state="done", done_at="2026-09-28T12:00Z", done_by=desk.officer)
    assert "This case has no dates yet" in client.get(address).content.decode()
