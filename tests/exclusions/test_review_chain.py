"""The worked examples of the law pack that go over the review: X1, X15 and X20, through the application."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Deadline, Event
from exclusions.facts import gather
from exclusions.models import Exclusion, Review
from exclusions.review.arranger import Arranger, arranger_of
from tests.factories.children import make_local_authority
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.reviews import ReviewDesk, expire, other_authority


@pytest.fixture
def acts(desk: Desk) -> ReviewDesk:
    return ReviewDesk(desk)


def due(case: Case, code: str) -> date | None:
    """The date of a running or ended deadline; the code is without its room."""
    live = Deadline.objects.exclude(state=Deadline.State.SUPERSEDED)
    return live.get(case=case, code=f"exclusions.{code}").due_on


def refused_case(desk: Desk, *, sent_on: date, method: str, declined_on: date | None = None) -> Case:
    """Declined, and the written decision sent. The meeting is that of X1 unless said otherwise."""
    case = desk.list_meeting(desk.tell_governors(desk.check(desk.record())))
    case = desk.decide(case, "decline_reinstatement", as_of=declined_on or date(2026, 10, 6))
    return desk.send_notice(case, sent_on=sent_on, method=method)


def test_x1_the_window_passes_and_the_name_may_leave_the_roll(desk: Desk) -> None:
    case = make_case_at(desk, "review_window")
    assert due(case, "review_application") == date(2026, 11, 5)
    assert due(case, "roll_deletion") == date(2026, 11, 6)
    assert due(case, "equality_claim") == date(2027, 3, 14)
    assert expire(case, date(2026, 11, 5)).state == "review_window"
    assert expire(case, date(2026, 11, 6)).state == "review_expired"


def test_x1_an_application_on_19_october(desk: Desk, acts: ReviewDesk) -> None:
    case = acts.apply(make_case_at(desk, "review_window"), date(2026, 10, 19))
    assert case.state == "review_applied"
    assert due(case, "review_hearing") == date(2026, 11, 17)
    hearing = Deadline.objects.get(case=case, code="exclusions.review_hearing")
    assert (hearing.is_ours, hearing.duty_owner, hearing.state) == (True, "authority", "running")
    roll = Deadline.objects.get(case=case, code="exclusions.roll_deletion")
    assert (roll.due_on, roll.state) == (None, "no_date")
    assert "review is not determined" in roll.explanation
    applied = Deadline.objects.get(case=case, code="exclusions.review_application")
    assert (applied.state, applied.met_on) == ("met", date(2026, 10, 19))


def test_x15_every_date(desk: Desk, acts: ReviewDesk) -> None:
    """Posted on 12 November, applied by hand on 27 November, the panel's notice by hand on 11 January."""
    case = refused_case(desk, sent_on=date(2026, 11, 12), method="first_class_post")
    assert due(case, "review_application") == date(2026, 12, 8)
    assert due(case, "roll_deletion") == date(2026, 12, 9)
    case = acts.apply(case, date(2026, 11, 27))
    assert due(case, "review_hearing") == date(2027, 1, 4)
    case = acts.list_hearing(case, date(2027, 1, 4), as_of=date(2026, 11, 30))
    assert due(case, "review_papers") == date(2026, 12, 14)
    case = acts.hold(case, as_of=date(2027, 1, 4))
    case = acts.decide(case, "quash_direct", on=date(2027, 1, 8), orders=True)
    case = acts.tell(case, on=date(2027, 1, 11))
    assert due(case, "governors_reconsider") == date(2027, 1, 25)
    assert Deadline.objects.get(case=case, code="exclusions.governors_reconsider").duty_owner == "governors"
    # The same notice by post on 8 January counts as given on the 12th.
    case = acts.tell(case, on=date(2027, 1, 8), method="first_class_post", as_of=date(2027, 1, 11))
    assert due(case, "governors_reconsider") == date(2027, 1, 26)
    case = acts.reconsider(case, "declined", on=date(2027, 1, 25))
    assert due(case, "roll_deletion") == date(2027, 1, 25)


def test_x15_a_waiver_lets_the_name_leave_that_day(desk: Desk, acts: ReviewDesk) -> None:
    case = refused_case(desk, sent_on=date(2026, 11, 12), method="first_class_post")
    case = acts.waive(case, date(2026, 11, 18))
    assert due(case, "roll_deletion") == date(2026, 11, 18)
    window = Deadline.objects.get(case=case, code="exclusions.review_application")
    assert window.state == "waived"
    assert "18 November 2026" in window.explanation
    assert expire(case, date(2027, 1, 4)).state == "review_waived"


def test_x15_a_letter_before_christmas(desk: Desk) -> None:
    case = refused_case(desk, sent_on=date(2026, 12, 23), method="first_class_post")
    assert due(case, "review_application") == date(2027, 1, 22)
    assert expire(case, date(2027, 1, 22)).state == "review_window"


@pytest.mark.parametrize(
    ("legal_type", "ours", "arranger", "owner", "is_ours"),
    [
        ("maintained", True, Arranger.US, "authority", True),
        ("pru", True, Arranger.US, "authority", True),
        ("academy", True, Arranger.TRUST, "trust", False),
        ("maintained", False, Arranger.OTHER_AUTHORITY, "authority", False),
        ("academy", False, Arranger.TRUST, "trust", False),
    ],
)
@pytest.mark.parametrize("home", ["331", "937"])
def test_x20_who_arranges_follows_the_school_and_never_the_home(
    desk: Desk, acts: ReviewDesk, legal_type: str, ours: bool, arranger: Arranger, owner: str, is_ours: bool, home: str
) -> None:
    case = make_case_at(desk, "review_window")
    Exclusion.objects.update(legal_type_then=legal_type, home_authority=make_local_authority(home))
    if not ours:
        other_authority(desk.school)
    case = acts.apply(Case.objects.select_related("child", "school").get(pk=case.pk))
    assert arranger_of(gather(case)) is arranger
    hearing = Deadline.objects.get(case=case, code="exclusions.review_hearing")
    assert (hearing.duty_owner, hearing.is_ours, hearing.due_on) == (owner, is_ours, date(2026, 11, 17))


def test_every_step_leaves_one_event_of_its_own(desk: Desk, acts: ReviewDesk) -> None:
    case = acts.apply(make_case_at(desk, "review_window"))
    case = acts.hold(acts.list_hearing(case))
    case = acts.tell(acts.decide(case, "recommend"))
    case = acts.reconsider(case, "reinstated")
    codes = list(Event.objects.filter(case=case, code__startswith="exclusions.re").values_list("code", flat=True))
    assert sorted(code.removeprefix("exclusions.") for code in codes if code != "exclusions.recorded") == [
        "reconsidered",
        "refusal_notice_sent",
        "review_applied",
        "review_decided",
        "review_hearing_recorded",
        "review_listed",
        "review_told",
    ]
    assert Review.objects.get(case=case).reinstated_on == date(2026, 11, 24)
