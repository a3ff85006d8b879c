"""Two cases of a child on the same days: asked about in the officer's form, and never a case that is hidden."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.kind_code import EVERY_KIND
from exclusions.models import OffsiteDirection, RollDeletion
from exclusions.same_days import Days
from exclusions.states import REVIEW_QUASHED
from exclusions.suspensions.counting import Span
from tests.exclusions.test_pages import send, signed_in, tick
from tests.exclusions.test_progress import correct as progress_correct
from tests.factories import directions, moves, separations
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.people import make_team, make_user
from tests.factories.reviews import ReviewDesk, make_review_at
from tests.factories.separations import make_separation
from tests.factories.suspensions import FIRST_ON, cancel, correct, make_suspension

NOVEMBER = date(2026, 11, 10)


def asked(desk: Desk, kind: str, **more: object) -> ExclusionRefused | None:
    """What is asked when a case of this kind is recorded from 10 November; None when nothing is."""
    facts = {"as_of": NOVEMBER, **more}
    try:
        if kind == "suspension":
            make_suspension(desk, NOVEMBER, is_confirmed=False, **facts)
        elif kind == "permanent_exclusion":
            desk.record(decided_on=NOVEMBER, excluded_on=NOVEMBER, is_confirmed=False, **facts)
        elif kind == "safeguarding_separation":
            make_separation(desk, NOVEMBER, is_confirmed=False, **facts)
        elif kind == "offsite_direction":
            directions.make_direction(desk, decided_on=NOVEMBER, first_on=NOVEMBER, is_confirmed=False, **facts)
        else:
            moves.make_move(desk, proposed_on=NOVEMBER, starts_on=NOVEMBER, **facts)
    except ExclusionRefused as refused:
        return refused
    return None


def make(desk: Desk, kind: str) -> Case:
    """A case of this kind that stands on 10 November 2026."""
    if kind == "suspension":
        return make_suspension(desk)
    if kind == "permanent_exclusion":
        return desk.record()
    if kind == "safeguarding_separation":
        return make_separation(desk)
    if kind == "offsite_direction":
        return directions.make_direction(desk)
    return moves.make_move(desk)


KINDS = [kind for kind in EVERY_KIND if kind != "exclusion_support"]
# Of two from one school the second is refused, whatever is confirmed; a suspension and a permanent exclusion are
# compared by their sessions (test_days_beside).
PAIRS = [
    (new, there)
    for new in KINDS
    for there in KINDS
    if new != there and {new, there} != {"suspension", "permanent_exclusion"}
]


@pytest.mark.parametrize(("new", "there"), PAIRS)
def test_each_kind_asks_about_each_other_kind(desk: Desk, new: str, there: str) -> None:
    case = make(desk, there)
    refused = asked(desk, new)
    assert refused is not None
    assert refused.field == "is_confirmed"
    assert refused.references == [case.reference]
    assert f"The child has another case on these days: {case.reference}, " in str(refused)
    assert "Ashgrove Academy (invented), from " in str(refused)
    assert Case.objects.count() == 1, "nothing is left behind"


@pytest.mark.parametrize(
    ("new", "there", "words"),
    [
        (
            "safeguarding_separation",
            "suspension",
            "suspension, Ashgrove Academy (invented), from 9 November 2026 to 18 Nov",
        ),
        ("suspension", "safeguarding_separation", "Ashgrove Academy (invented), from 15 September 2026 on. Check both"),
        ("offsite_direction", "suspension", "A pupil who is excluded cannot be directed elsewhere meanwhile."),
        ("offsite_direction", "permanent_exclusion", "A pupil who is excluded cannot be directed elsewhere meanwhile."),
        ("offsite_direction", "safeguarding_separation", "to improve behaviour and for nothing else"),
    ],
)
def test_it_says_which_days_and_why_they_do_not_go_together(desk: Desk, new: str, there: str, words: str) -> None:
    make(desk, there)
    assert words in str(asked(desk, new))


def test_only_by_the_officers_form_and_until_it_is_confirmed(desk: Desk) -> None:
    make_separation(desk)
    assert make_suspension(desk).is_open
    assert desk.record().is_open
    assert directions.make_direction(desk, is_confirmed=True).is_open
    assert moves.make_move(desk, is_confirmed=True).is_open


def test_every_case_is_named_at_once(desk: Desk) -> None:
    cases = [make_separation(desk), make_suspension(desk)]
    refused = asked(desk, "offsite_direction")
    assert refused is not None
    assert refused.references == [case.reference for case in cases]


@pytest.mark.parametrize("new", ["safeguarding_separation", "offsite_direction", "permanent_exclusion"])
def test_another_school_is_asked_about_for_the_same_kind(desk: Desk, new: str) -> None:
    case = make(desk, new)
    other = make_school("Larch School (invented)")
    refused = asked(desk, new, school=other) if new != "safeguarding_separation" else _separated_by(desk, other)
    assert refused is not None
    assert case.reference in refused.references


def _separated_by(desk: Desk, school: object) -> ExclusionRefused | None:
    desk.school = school
    return asked(desk, "safeguarding_separation")


def test_suspensions_from_two_schools_are_asked_about_and_those_from_one_refused(desk: Desk) -> None:
    case = make_suspension(desk)
    refused = asked(desk, "suspension", school=make_school("Larch School (invented)"))
    assert refused is not None
    assert refused.references == [case.reference]
    refused = asked(desk, "suspension")
    assert refused is not None
    assert refused.field == "first_on"
    assert not refused.references


class TestCorrecting:
    """A correction that brings a case onto the days of another is asked about like a new one; what shared them already
    is not."""

    EARLIER, FIRST = date(2026, 11, 2), date(2026, 11, 3)

    def _corrected(self, desk: Desk, kind: str, case: Case, **more: object) -> Case:
        if kind == "suspension":
            return correct(desk, case, NOVEMBER, span=Span(self.FIRST, self.FIRST), **more)
        if kind == "permanent_exclusion":
            row = {"decided_on": self.EARLIER, "excluded_on": self.FIRST, "is_looked_after": False, "has_plan": False}
            return progress_correct(desk, case, **{**row, **more}, as_of=NOVEMBER)
        if kind == "safeguarding_separation":
            return separations.correct(desk, case, NOVEMBER, began_on=self.FIRST, **more)
        if kind == "offsite_direction":
            return directions.correct(desk, case, NOVEMBER, first_on=self.FIRST, **more)
        return moves.correct(desk, case, NOVEMBER, starts_on=self.FIRST, **more)

    def _recorded(self, desk: Desk, kind: str) -> Case:
        decided = {"decided_on": self.EARLIER, "as_of": NOVEMBER}
        if kind == "suspension":
            return make_suspension(desk, NOVEMBER, **decided)
        if kind == "permanent_exclusion":
            return desk.record(excluded_on=NOVEMBER, **decided)
        if kind == "safeguarding_separation":
            return make_separation(desk, NOVEMBER)
        if kind == "offsite_direction":
            return directions.make_direction(desk, first_on=NOVEMBER, is_confirmed=True, **decided)
        return moves.make_move(desk, proposed_on=self.EARLIER, starts_on=NOVEMBER, as_of=NOVEMBER)

    @pytest.mark.parametrize("kind", KINDS)
    def test_is_asked_once(self, desk: Desk, kind: str) -> None:
        elsewhere = make_school("Larch School (invented)")
        there = make_suspension(desk, self.EARLIER, self.FIRST, school=elsewhere, as_of=self.FIRST)
        case = self._recorded(desk, kind)
        with pytest.raises(ExclusionRefused, match=f"another case on these days: {there.reference}") as refused:
            self._corrected(desk, kind, case)
        assert refused.value.field == "is_confirmed"
        self._corrected(desk, kind, case, is_confirmed=True)
        self._corrected(desk, kind, Case.objects.select_related("child", "school").get(pk=case.pk))


class TestHidden:
    """A case that the officer may not open is not named, and nothing says that it is there."""

    @pytest.mark.parametrize("there", KINDS)
    def test_a_case_of_another_teams_is_never_named(self, desk: Desk, there: str) -> None:
        make(desk, there)
        new = "safeguarding_separation" if there != "safeguarding_separation" else "suspension"
        desk.officer = make_user(Role.EXCLUSIONS_OFFICER, team=make_team(new))
        assert asked(desk, new) is None


class TestDays:
    """Only the days on which a case really stands."""

    @pytest.mark.parametrize(
        ("one", "other", "do_meet"),
        [
            ((1, 5), (5, 9), True),
            ((1, 4), (5, 9), False),
            ((5, 9), (1, 4), False),
            ((1, None), (5, 9), True),
            ((6, None), (1, 5), False),
            ((1, None), (9, None), True),
        ],
    )
    def test_meeting(self, one: tuple, other: tuple, *, do_meet: bool) -> None:
        def days(span: tuple) -> Days:
            return Days(date(2026, 11, span[0]), span[1] and date(2026, 11, span[1]))

        assert days(one).meet(days(other)) is do_meet
        assert days(other).meet(days(one)) is do_meet

    def test_in_words(self) -> None:
        assert Days(NOVEMBER, NOVEMBER).in_words == "on 10 November 2026"

    def test_a_suspension_until_it_was_served(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 11, 2), date(2026, 11, 9))
        assert asked(desk, "safeguarding_separation") is None

    def test_a_suspension_that_was_cancelled_is_none(self, desk: Desk) -> None:
        cancel(desk, make_suspension(desk), FIRST_ON)
        assert asked(desk, "safeguarding_separation") is None

    @pytest.mark.parametrize("state", ["cancelled", "reinstated"])
    def test_an_exclusion_until_it_was_cancelled_or_the_child_was_back(self, desk: Desk, state: str) -> None:
        make_case_at(desk, state)
        assert asked(desk, "safeguarding_separation") is None

    @pytest.mark.parametrize(("off_on", "is_asked"), [(date(2026, 11, 10), False), (date(2026, 11, 11), True)])
    def test_an_exclusion_until_the_name_was_off_the_roll(self, desk: Desk, off_on: date, *, is_asked: bool) -> None:
        case = desk.record()
        RollDeletion.objects.create(case=case, off_on=off_on)
        assert (asked(desk, "safeguarding_separation", expected_until_on=NOVEMBER) is not None) is is_asked

    def test_an_exclusion_that_was_ended_before_it_began_is_none(self, desk: Desk) -> None:
        case = desk.record()
        RollDeletion.objects.create(case=case, off_on=date(2026, 9, 15))
        assert asked(desk, "safeguarding_separation") is None

    @pytest.mark.parametrize(("expected_on", "is_asked"), [(date(2026, 11, 9), True), (date(2026, 11, 10), True)])
    def test_an_open_separation_goes_on_beyond_the_day_that_was_expected(
        self, desk: Desk, expected_on: date, *, is_asked: bool
    ) -> None:
        make_separation(desk, expected_until_on=expected_on)
        assert (asked(desk, "suspension") is not None) is is_asked

    def test_a_separation_that_ends_before_is_not_asked_about(self, desk: Desk) -> None:
        make_separation(desk, date(2026, 11, 9), expected_until_on=date(2026, 11, 20))
        first_on = date(2026, 11, 23)
        directions.make_direction(desk, decided_on=NOVEMBER, first_on=first_on, is_confirmed=False, as_of=NOVEMBER)

    @pytest.mark.parametrize(("how", "ended_on"), [("returned", date(2026, 11, 9)), ("recorded_in_error", NOVEMBER)])
    def test_a_separation_that_ended_or_was_a_mistake(self, desk: Desk, how: str, ended_on: date) -> None:
        separations.end(desk, make_separation(desk), how, ended_on)
        assert asked(desk, "suspension") is None

    def test_a_direction_that_ended_before_it_began_is_none(self, desk: Desk) -> None:
        case = directions.make_direction(desk)
        directions.end(desk, case, "other", date(2026, 10, 30))
        assert asked(desk, "suspension") is None

    def test_before_a_move_the_pupil_is_where_they_were(self, desk: Desk) -> None:
        moves.make_move(desk, starts_on=date(2026, 11, 11))
        assert asked(desk, "suspension") is None

    def test_a_move_that_was_refused_is_none(self, desk: Desk) -> None:
        moves.refuse(desk, moves.make_move(desk))
        assert asked(desk, "suspension") is None


def test_what_follows_from_a_case_is_no_surprise(desk: Desk) -> None:
    case = separations.end(desk, make_separation(desk), "suspension", NOVEMBER)
    assert asked(desk, "suspension", opened_from=case) is None


def test_the_new_school_of_a_move_may_act_on_its_pupil(desk: Desk) -> None:
    moves.make_move(desk)
    enrol(desk.child, moves.new_school())
    assert asked(desk, "suspension", school=moves.new_school()) is None
    other = make_child()
    enrol(other, desk.school)
    make_suspension(desk, child=other, school=moves.new_school())
    assert asked(desk, "managed_move", child=other) is None


class TestPages:
    """Each of the five pages asks, links to the other case, and keeps it once that is ticked."""

    @pytest.fixture(autouse=True)
    def _today(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: NOVEMBER)

    @pytest.mark.parametrize(
        ("page", "typed"),
        [
            (
                "suspension_record",
                {
                    "decided_on": "2026-11-10",
                    "is_lunchtime_only": "no",
                    "first_on": "2026-11-10",
                    "first_session": "am",
                    "last_on": "2026-11-10",
                    "last_session": "pm",
                    "reasons": ["DB"],
                    "misses_exam": "no",
                },
            ),
            (
                "exclusion_record",
                {
                    "decided_on": "2026-11-10",
                    "excluded_on": "2026-11-10",
                    "pm_began": "no",
                    "reasons": ["DB"],
                    "misses_exam": "no",
                    "has_finished_exams": "no",
                },
            ),
            ("separation_record", {"began_on": "2026-11-10", "designated_officer": "yes"}),
            (
                "direction_record",
                {
                    "decided_on": "2026-11-10",
                    "is_for_behaviour": "yes",
                    "reasons": "Disruption.",
                    "objectives": "To come back.",
                    "destination": "school",
                    "first_on": "2026-11-10",
                },
            ),
            ("move_record", {"proposed_on": "2026-11-10", "starts_on": "2026-11-10", "has_trial": "no"}),
        ],
    )
    def test_it_asks_once(self, desk: Desk, page: str, typed: dict) -> None:
        is_excluding = page in ("suspension_record", "exclusion_record")
        there = make_separation(desk) if is_excluding else make_suspension(desk)
        elsewhere = str(moves.new_school().urn)
        answers = {"school": str(desk.school.urn), "new_urn": elsewhere, "destination_urn": elsewhere, **typed}
        client, address = signed_in(desk.officer), reverse(page, args=[desk.child.uuid])
        shown = send(client, address, answers)
        words = shown.content.decode()
        assert shown.status_code == 200
        assert f"The child has another case on these days: {there.reference}" in words
        assert f'href="{reverse("case", args=[there.reference])}"' in words
        assert 'name="is_confirmed"' in words
        assert Case.objects.count() == 1
        assert send(client, address, {**answers, **tick(words)}).status_code == 302
        assert Case.objects.count() == 2

    def test_a_tick_is_for_what_stood_beside_it_alone(self, desk: Desk) -> None:
        client, address = signed_in(desk.officer), reverse("direction_record", args=[desk.child.uuid])
        answers = {
            "school": str(desk.school.urn),
            "decided_on": "2026-11-10",
            "is_for_behaviour": "yes",
            "reasons": "Disruption.",
            "objectives": "To come back.",
            "destination": "school",
            "destination_urn": str(moves.new_school().urn),
            "first_on": "2026-12-07",
            "until_on": "2026-12-11",
            "days_count": "9",
        }
        make_suspension(desk, NOVEMBER, as_of=NOVEMBER)
        page = send(client, address, answers).content.decode()
        assert "another case on these days" not in page
        ticked = {**answers, **tick(page)}
        page = send(client, address, {**ticked, "objectives": ""}).content.decode()
        assert re.search(r'name="is_confirmed" value="[0-9a-f]+"[^>]* checked', page), "what was typed stays"
        page = send(client, address, {**ticked, "first_on": "2026-11-10"}).content.decode()
        assert "another case on these days" in page
        assert not re.search(r'name="is_confirmed"[^>]* checked', page), "nobody has ticked this one yet"
        assert OffsiteDirection.objects.count() == 0
        assert send(client, address, {**ticked, "first_on": "2026-11-10", **tick(page)}).status_code == 302


def test_a_reinstatement_after_a_review_ends_the_days(desk: Desk) -> None:
    case = ReviewDesk(desk).reconsider(make_review_at(desk, REVIEW_QUASHED, orders=False), "reinstated")
    back_on = Case.objects.get(pk=case.pk).review.reinstated_on
    day = date(2026, 12, 7)
    case = directions.make_direction(desk, decided_on=back_on, first_on=day, is_confirmed=False, as_of=back_on)
    assert case.is_open
