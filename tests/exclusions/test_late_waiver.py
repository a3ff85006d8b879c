"""A waiver of a review that came in time and became known when the parents' time was over, and a name that had left the
roll because of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline, Event, Task
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.review_asking import record_waiver
from exclusions.facts import gather
from exclusions.models import Review
from exclusions.policies import reasons_against
from exclusions.presenters import present
from tests.exclusions.test_pages import send, signed_in
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import off_roll
from tests.factories.reviews import ReviewDesk, expire, make_review_at

# X1: the written decision by hand on 7 October, the last day to ask on 5 November 2026.
NOTIFIED_ON, GIVEN_ON, LAST_DAY = date(2026, 10, 7), date(2026, 10, 19), date(2026, 11, 5)
OFF_ON, LATER = date(2026, 10, 20), date(2026, 11, 30)


@pytest.fixture
def expired(desk: Desk) -> Case:
    return expire(make_case_at(desk, "review_window"))


def waive(desk: Desk, case: Case, on: date = GIVEN_ON) -> Case:
    return record_waiver(case=case, waived_on=on, version=desk.version(case), by=desk.officer, as_of=LATER)


def refused(desk: Desk, case: Case, on: date) -> ExclusionRefused:
    with pytest.raises(ExclusionRefused) as refusal:
        waive(desk, case, on)
    return refusal.value


def lawful_on(case: Case) -> date | None:
    return Deadline.objects.exclude(state="superseded").get(case=case, code="exclusions.roll_deletion").due_on


def challenges(case: Case) -> list[str]:
    tasks = Task.objects.filter(case=case, code="exclusions.challenge_deletion").order_by("pk")
    return list(tasks.values_list("state", flat=True))


def test_it_is_recorded_with_the_day_on_which_it_came_and_the_first_lawful_day_is_that_one(
    desk: Desk, expired: Case
) -> None:
    assert lawful_on(expired) == date(2026, 11, 6)
    case = waive(desk, expired)
    assert (case.state, Review.objects.get().waived_on) == ("review_waived", GIVEN_ON)
    assert lawful_on(case) == GIVEN_ON
    event = Event.objects.get(case=case, code="exclusions.review_waived")
    assert (event.happened_on, event.recorded_at is not None) == (GIVEN_ON, True)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 10, 6), "Received on must be on or after 7 October 2026"),
        (date(2026, 11, 6), "Received on must be on or before 5 November 2026, the last day to ask for a review"),
    ],
)
def test_only_in_the_parents_time(desk: Desk, expired: Case, on: date, words: str) -> None:
    refusal = refused(desk, expired, on)
    assert (refusal.field, words in str(refusal)) == ("waived_on", True)
    assert not Review.objects.filter(waived_on__isnull=False).exists()


@pytest.mark.parametrize("on", [NOTIFIED_ON, LAST_DAY])
def test_on_the_first_and_on_the_last_day(desk: Desk, expired: Case, on: date) -> None:
    assert waive(desk, expired, on).state == "review_waived"


def test_before_the_night_has_closed_the_time_it_is_over_all_the_same(desk: Desk) -> None:
    assert refused(desk, make_case_at(desk, "review_window"), date(2026, 11, 6)).field == "waived_on"


def test_a_correction_keeps_to_their_time_too(desk: Desk, expired: Case) -> None:
    case = waive(desk, expired)
    with pytest.raises(ExclusionRefused, match="on or before 5 November 2026"):
        ReviewDesk(desk).correct_waiver(case, date(2026, 11, 6), as_of=LATER)


class TestDeletion:
    """A name that left the roll before the end of the parents' time, and in law on its day."""

    def test_what_looked_too_early_is_lawful_and_nobody_challenges_it(self, desk: Desk, expired: Case) -> None:
        case = off_roll(desk, expired, off_on=OFF_ON, is_confirmed=True)
        assert (case.state, challenges(case)) == ("off_roll", ["open"])
        assert "Taken off the roll too early" in present(case, desk.officer, LATER).lozenges
        case = waive(desk, case)
        assert case.state == "off_roll", "the case has gone on"
        assert (lawful_on(case), challenges(case)) == (GIVEN_ON, ["cancelled"])
        assert "Taken off the roll too early" not in present(case, desk.officer, LATER).lozenges

    def test_a_name_that_left_before_the_waiver_stays_too_early(self, desk: Desk, expired: Case) -> None:
        case = off_roll(desk, expired, off_on=date(2026, 10, 16), is_confirmed=True)
        case = waive(desk, case)
        assert challenges(case) == ["open"]

    def test_a_waiver_that_is_put_right_puts_the_deletion_right(self, desk: Desk) -> None:
        acts = ReviewDesk(desk)
        case = acts.waive(make_case_at(desk, "review_window"), GIVEN_ON)
        case = off_roll(desk, case, off_on=OFF_ON)
        assert challenges(case) == []
        case = acts.correct_waiver(case, date(2026, 10, 22), as_of=LATER)
        assert challenges(case) == ["open"]
        case = acts.correct_waiver(case, OFF_ON, as_of=LATER)
        assert challenges(case) == ["cancelled"]

    def test_a_waiver_that_is_taken_back_makes_the_deletion_too_early_again(self, desk: Desk) -> None:
        acts, case = ReviewDesk(desk), make_case_at(desk, "review_window")
        case = off_roll(desk, case, off_on=OFF_ON, as_of=OFF_ON, is_confirmed=True)
        assert challenges(case) == ["open"]
        case = record_waiver(
            case=case, waived_on=GIVEN_ON, version=desk.version(case), by=desk.officer, as_of=date(2026, 10, 21)
        )
        assert (case.state, challenges(case)) == ("review_waived", ["cancelled"])
        case = acts.take_back_waiver(case, date(2026, 10, 22))
        assert challenges(case) == ["cancelled", "open"]


class TestNone:
    """Where no waiver decides anything."""

    def test_a_second_one(self, desk: Desk, expired: Case) -> None:
        case = off_roll(desk, waive(desk, expired), off_on=OFF_ON)
        with pytest.raises(ExclusionRefused, match="A waiver of a review is recorded already"):
            waive(desk, case)

    def test_after_an_application_in_time(self, desk: Desk) -> None:
        case = off_roll(desk, make_review_at(desk, "review_upheld"), off_on=date(2026, 11, 20))
        reasons = reasons_against("review_waived_late", gather(case), LATER)
        assert reasons == [
            "The parents asked for a review in time, so no waiver decides when the name may leave the roll."
        ]


class TestPage:
    """The case page leads to it, and the page keeps it."""

    @pytest.fixture(autouse=True)
    def _today(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)

    @pytest.mark.parametrize("has_left", [False, True])
    def test_recording(self, desk: Desk, expired: Case, *, has_left: bool) -> None:
        case = off_roll(desk, expired, off_on=OFF_ON, is_confirmed=True) if has_left else expired
        address = reverse("exclusion_review_waived", args=[case.reference])
        shown = present(case, desk.officer, LATER)
        group = next(each for each in shown.groups if each.title == "Review")
        assert (address, "Record a waiver that came in time") in group.links
        assert address not in [step.address for step in shown.steps], "nobody waits for it"
        client = signed_in(desk.officer)
        assert "on or before 5 November 2026" in send(client, address, {"waived_on": "2026-11-06"}).content.decode()
        assert send(client, address, {"waived_on": "2026-10-19"}).status_code == 302
        assert Review.objects.get().waived_on == GIVEN_ON
