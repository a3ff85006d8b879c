"""Runs: consecutive suspensions are one, day six falls once in a run, and whose duty it is. X7 to X9 and X25."""

from __future__ import annotations

from datetime import date, time

import pytest

from cases.actions.recompute import recompute_case
from cases.models import Case, Deadline, Event
from cases.panels import child_cards
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.schools_education import record_schools_education
from exclusions.models import Suspension
from exclusions.suspensions.counting import Span
from exclusions.suspensions.day_six import reasons_against_booking
from exclusions.suspensions.facts import gather_suspension
from exclusions.suspensions.policies import reasons_against
from exclusions.suspensions.presenters import present
from provision.refusals import ProvisionRefused
from schools.models import CalendarEntry
from tests.factories.children import make_child, make_local_authority, make_school
from tests.factories.exclusions import Desk
from tests.factories.letters import place
from tests.factories.provision import book, start
from tests.factories.suspensions import cancel, correct, make_suspension, version

SIXTH_DAY = "exclusions.suspension_sixth_day"
# X8 of the law pack: two suspensions with only a weekend between them.
FIRST, SECOND = (date(2026, 11, 11), date(2026, 11, 13)), (date(2026, 11, 16), date(2026, 11, 19))
X8 = date(2026, 11, 18)


def sixth_day(case: Case) -> Deadline | None:
    return Deadline.objects.filter(case=case, code=SIXTH_DAY).exclude(state="superseded").first()


def due(case: Case) -> date | None:
    deadline = sixth_day(case)
    return deadline.due_on if deadline else None


def rows(desk: Desk, case: Case, as_of: date = X8) -> dict[str, str]:
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    group = next(each for each in present(case, desk.officer, as_of).groups if each.title == "Education meanwhile")
    return {row.label: row.value or row.needs for row in group.rows}


def educate(desk: Desk, case: Case, started_on: date, as_of: date | None = None, **more: object) -> Case:
    facts: dict[str, object] = {
        "is_full_time": True,
        "at": "Elmwood Centre",
        "first_session_at": time(9),
        "told_on": None,
        **more,
    }
    return record_schools_education(
        case=Case.objects.get(pk=case.pk),
        started_on=started_on,
        version=version(case),
        by=desk.officer,
        as_of=as_of or started_on,
        **facts,  # type: ignore[arg-type]
    )


def test_x7_one_suspension_is_a_run_of_its_own(desk: Desk) -> None:
    assert due(make_suspension(desk)) == date(2026, 11, 16)


def test_x8_two_suspensions_are_one_run_and_its_sixth_day_falls_in_the_second(desk: Desk) -> None:
    first = make_suspension(desk, *FIRST)
    second = make_suspension(desk, *SECOND)
    assert (due(first), due(second)) == (None, X8)
    deadline = sixth_day(second)
    assert deadline.facts["spans"] == [["2026-11-11", "2026-11-13"], ["2026-11-16", "2026-11-19"]]
    assert rows(desk, second)["Follows directly on"] == f"{first.reference}, 11 November 2026 to 13 November 2026"
    assert rows(desk, first)["Followed directly by"] == f"{second.reference}, 16 November 2026 to 19 November 2026"


def test_x8_a_day_at_school_makes_two_runs_and_the_term_still_adds_up(desk: Desk) -> None:
    make_suspension(desk, *FIRST)
    second = make_suspension(desk, date(2026, 11, 17), date(2026, 11, 20))
    assert due(second) is None
    assert gather_suspension(second).band.value == "GB50_IF_REPS"


def test_x9_the_half_term_breaks_no_run_of_one_or_of_two(desk: Desk) -> None:
    assert due(make_suspension(desk, date(2026, 10, 19), date(2026, 11, 4))) == date(2026, 11, 3)
    other = make_child()
    make_suspension(desk, date(2026, 10, 19), date(2026, 10, 22), child=other)
    assert due(make_suspension(desk, date(2026, 11, 2), date(2026, 11, 4), child=other)) == date(2026, 11, 3)


def test_an_inset_day_breaks_no_run(desk: Desk) -> None:
    make_suspension(desk, date(2026, 12, 1), date(2026, 12, 3))
    assert due(make_suspension(desk, date(2026, 12, 7), date(2026, 12, 9))) == date(2026, 12, 9)


def test_x25_half_a_day_at_the_start_is_a_day_of_the_run_also_of_two(desk: Desk) -> None:
    assert due(make_suspension(desk, date(2026, 11, 9), date(2026, 11, 16), first="pm")) == date(2026, 11, 16)
    other = make_child()
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 11), first="pm", last="am", child=other)
    second = make_suspension(desk, date(2026, 11, 12), date(2026, 11, 16), child=other)
    assert due(second) == date(2026, 11, 16), "the afternoon of the 11th at school breaks no run: the strict reading"


def test_two_halves_of_one_day_count_it_once(desk: Desk) -> None:
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 11), last="am")
    second = make_suspension(desk, date(2026, 11, 11), date(2026, 11, 16), first="pm")
    assert due(second) == date(2026, 11, 16)


def test_lunchtimes_are_no_days_of_a_run(desk: Desk) -> None:
    make_suspension(desk, *FIRST, lunchtimes=True)
    assert due(make_suspension(desk, *SECOND)) is None
    third = make_suspension(desk, date(2026, 11, 20), lunchtimes=True)
    assert "Follows directly on" not in rows(desk, third)


def test_another_school_and_a_cancelled_one_are_no_part_of_it(desk: Desk) -> None:
    make_suspension(desk, *FIRST, school=make_school())
    second = make_suspension(desk, *SECOND)
    assert due(second) is None
    gone = make_suspension(desk, *FIRST, as_of=SECOND[0])
    assert due(second) == X8
    cancel(desk, Case.objects.get(pk=gone.pk), SECOND[0])
    assert due(second) is None


def test_the_sixth_day_is_owed_once_in_a_run(desk: Desk) -> None:
    first = make_suspension(desk)
    second = make_suspension(desk, date(2026, 11, 19), date(2026, 11, 27))
    assert (due(first), due(second)) == (date(2026, 11, 16), None)
    assert rows(desk, second)["Day six of the run"] == "16 November 2026, in the suspension before"


def test_three_in_a_row(desk: Desk) -> None:
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 10))
    make_suspension(desk, date(2026, 11, 11), date(2026, 11, 12))
    third = make_suspension(desk, date(2026, 11, 13), date(2026, 11, 17))
    assert due(third) == date(2026, 11, 16)


def test_an_earlier_one_that_is_recorded_or_corrected_later_moves_it(desk: Desk) -> None:
    second = make_suspension(desk, *SECOND)
    assert due(second) is None
    first = make_suspension(desk, *FIRST, as_of=SECOND[0])
    assert due(second) == X8
    longer = {"span": Span(date(2026, 11, 10), FIRST[1]), "decided_on": date(2026, 11, 10)}
    correct(desk, Case.objects.get(pk=first.pk), as_of=SECOND[0], **longer)
    assert due(second) == date(2026, 11, 17)
    correct(desk, Case.objects.get(pk=first.pk), as_of=SECOND[0], span=Span(date(2026, 11, 11), date(2026, 11, 12)))
    assert due(second) is None
    was = list(Deadline.objects.values().order_by("pk")), Event.objects.count()
    recompute_case(case=Case.objects.get(pk=second.pk), by=None, as_of=SECOND[0])
    assert was == (list(Deadline.objects.values().order_by("pk")), Event.objects.count()), "again changes nothing"


def test_a_calendar_that_does_not_say_gives_no_date(desk: Desk) -> None:
    make_suspension(desk, *FIRST)
    CalendarEntry.objects.filter(starts_on__gt=FIRST[1]).delete()
    CalendarEntry.objects.filter(kind="term", starts_on=date(2026, 9, 2)).update(ends_on=FIRST[1])
    second = make_suspension(desk, *SECOND)
    assert sixth_day(second).state == "no_date"
    far = make_suspension(desk, date(2026, 7, 17), child=make_child())
    assert due(far) is None


@pytest.mark.parametrize(
    ("legal_type", "home", "owner", "is_ours"),
    [
        ("maintained", "331", "governors", False),
        ("academy", "331", "trust", False),
        ("pru", "331", "authority", True),
        ("pru", "332", "home_authority", False),
    ],
)
def test_whose_duty_it_is(desk: Desk, legal_type: str, home: str, owner: str, is_ours: bool) -> None:
    school = make_school(legal_type=legal_type)
    case = make_suspension(desk, school=school, home_authority=make_local_authority(home, f"Authority {home}"))
    deadline = sixth_day(case)
    assert (deadline.duty_owner, deadline.is_ours) == (owner, is_ours)


def test_a_permanent_exclusion_that_follows_stays_a_second_decision(desk: Desk) -> None:
    case = make_suspension(desk, *FIRST)
    exclusion = desk.record(decided_on=SECOND[0], excluded_on=SECOND[0], as_of=SECOND[0])
    words = rows(desk, case, SECOND[0])["Followed directly by"]
    assert words.startswith(f"Permanent exclusion {exclusion.reference} from 16 November 2026. They stay two decisions")
    day_six = Deadline.objects.get(case=exclusion, code="exclusions.sixth_day")
    assert day_six.due_on == date(2026, 11, 23), "counted from its own day one"
    desk.cancel(exclusion, as_of=SECOND[0])
    assert "Followed directly by" not in rows(desk, case, SECOND[0])


def test_a_permanent_exclusion_after_a_day_at_school_does_not_follow(desk: Desk) -> None:
    case = make_suspension(desk, *FIRST)
    desk.record(decided_on=SECOND[0], excluded_on=SECOND[0], pm_began=True, as_of=SECOND[0])
    assert "Followed directly by" not in rows(desk, case, SECOND[0])


# --- what the school gives


def test_education_in_time_meets_day_six_and_late_stays_late(desk: Desk) -> None:
    case = make_suspension(desk)
    educate(desk, case, date(2026, 11, 16), told_on=date(2026, 11, 12))
    assert sixth_day(case).state == "met"
    assert Event.objects.filter(case=case).latest("pk").code == "exclusions.schools_education"
    shown = rows(desk, case)
    assert shown["Education started on"] == "16 November 2026, full-time"
    assert shown["Parents must have the details by"] == "Saturday 14 November 2026 at 09:00"
    assert shown["Parents told of it on"] == "12 November 2026"
    educate(desk, case, date(2026, 11, 17))
    assert (sixth_day(case).state, sixth_day(case).met_on) == ("met_late", date(2026, 11, 17))


def test_less_than_full_time_meets_nothing(desk: Desk) -> None:
    case = make_suspension(desk)
    educate(desk, case, date(2026, 11, 16), is_full_time=False)
    assert sixth_day(case).state == "running"
    assert "less than full-time, which meets no duty" in rows(desk, case)["Education started on"]


def test_before_anything_is_recorded_the_page_says_when_and_what(desk: Desk) -> None:
    case = make_suspension(desk)
    before, on_the_day = rows(desk, case, date(2026, 11, 13)), rows(desk, case, date(2026, 11, 16))
    assert before["Education started on"] == "Not recorded yet"
    assert before["Parents must have the details by"].endswith("Before 14 November 2026 begins is always in time.")
    assert on_the_day["Education started on"].startswith("The sixth school day has come. Ask the school")


def test_education_that_began_in_the_suspension_before_meets_the_sixth_day_of_the_run(desk: Desk) -> None:
    first = make_suspension(desk, *FIRST)
    second = make_suspension(desk, *SECOND)
    assert Case.objects.get(pk=first.pk).state == "closed"
    educate(desk, first, date(2026, 11, 12), as_of=date(2026, 11, 16))
    assert (sixth_day(second).state, sixth_day(second).met_on) == ("met", date(2026, 11, 12))
    assert Case.objects.get(pk=first.pk).state == "closed", "opened to record it, and closed again"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"started_on": date(2026, 11, 6)}, "started_on"),
        ({"started_on": date(2026, 11, 19)}, "started_on"),
        ({"at": ""}, "at"),
        ({"told_on": date(2026, 11, 6)}, "told_on"),
        ({"told_on": date(2026, 11, 30)}, "told_on"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, wrong: dict, field: str) -> None:
    case = make_suspension(desk)
    with pytest.raises(ExclusionRefused) as refused:
        educate(desk, case, **{"started_on": date(2026, 11, 16), "as_of": date(2026, 11, 20), **wrong})
    assert refused.value.field == field
    assert Suspension.objects.get(case=case).education_started_on is None


def test_no_address_of_the_family_is_written_as_the_place_of_education(desk: Desk) -> None:
    place("4 Harbour Row", "CV9 4AA", child=desk.child)
    case = make_suspension(desk)
    with pytest.raises(ExclusionRefused, match="never written here") as refused:
        educate(desk, case, started_on=date(2026, 11, 16), as_of=date(2026, 11, 16), at="4 Harbour Row, CV9 4AA")
    assert refused.value.field == "at"


def test_it_is_recorded_once_the_suspension_has_begun_and_for_a_school_only(desk: Desk) -> None:
    ahead = make_suspension(desk, decided_on=date(2026, 11, 6), as_of=date(2026, 11, 6))
    assert reasons_against("education", gather_suspension(ahead), date(2026, 11, 6)) == [
        "The suspension has not begun."
    ]
    unit = make_suspension(desk, school=make_school(legal_type="pru"), child=make_child())
    assert reasons_against("education", gather_suspension(unit), X8)[0].startswith("The council provides")


# --- what the council books


def test_for_a_unit_the_council_books_and_the_start_meets_the_day(desk: Desk) -> None:
    case = make_suspension(desk, school=make_school(legal_type="pru"))
    assert "No provider is booked." in rows(desk, case)["Provider"]
    placement = book(case, desk.officer, as_of=date(2026, 11, 12), starts_on=date(2026, 11, 16))
    booked = rows(desk, case)
    assert "booked from 16 November 2026, 25 hours a week" in booked["Provider"]
    assert booked["Parents must have the details by"] == "Saturday 14 November 2026 at 09:00"
    start(placement, desk.officer, date(2026, 11, 16))
    assert sixth_day(case).state == "met"
    assert "started 16 November 2026" in rows(desk, case)["Provider"]


def test_where_the_council_books_nothing(desk: Desk) -> None:
    school_has_it = make_suspension(desk)
    with pytest.raises(ProvisionRefused, match="The school’s governing body or trust provides"):
        book(school_has_it, desk.officer, as_of=X8, starts_on=X8)
    unit = make_school(legal_type="pru")
    elsewhere = make_suspension(desk, school=unit, home_authority=make_local_authority("332", "Solihull"))
    theirs = f"{elsewhere.suspension.home_authority} is the child’s home authority and provides the education."
    assert reasons_against_booking(elsewhere, X8) == [theirs]
    young = make_suspension(desk, school=unit, child=make_child(born_on=date(2009, 3, 14)))
    assert reasons_against_booking(young, X8) == ["The child is not of compulsory school age."]
    closed = make_suspension(desk, date(2026, 9, 7), school=unit, child=make_child(), as_of=X8)
    assert reasons_against_booking(closed, X8) == ["The case is closed."]
    cancelled = cancel(desk, make_suspension(desk, school=unit, child=make_child()))
    assert "was cancelled" in reasons_against_booking(cancelled, X8)[0]


def test_the_card_is_on_the_childs_page() -> None:
    assert [card.label for card in child_cards()] == ["Suspensions"]
