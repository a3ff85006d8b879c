"""The worked examples of the law pack through the application: recorded by the real actions on the calendar CAL-K,
read from the dates that the product keeps. The same examples are asked of the statute engine in tests/statute."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Child, Deadline
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import GovernorsDecision, Suspension
from exclusions.refreshing import refresh
from exclusions.suspensions.facts import gather_suspension
from schools.actions.calendars import add_entry
from schools.models import CalendarEntry, School
from tests.factories.children import enrol, make_child, make_local_authority, make_school
from tests.factories.exclusions import Desk
from tests.factories.suspensions import cancel, make_suspension

SIXTH, MEET, PAPERS = "exclusions.sixth_day", "exclusions.governors_meet", "exclusions.governors_papers"
SIXTH_OF_SUSPENSION = "exclusions.suspension_sixth_day"
IF_ASKED = "exclusions.governors_meet_if_asked"


def due(case: Case, code: str) -> date | None:
    """The date that stands in the case under this code; None where no such clock runs or it has no date."""
    row = Deadline.objects.filter(case=case, code=code).exclude(state=Deadline.State.SUPERSEDED).first()
    return row.due_on if row else None


def state(case: Case, code: str) -> str:
    return Deadline.objects.exclude(state=Deadline.State.SUPERSEDED).get(case=case, code=code).state


def exclude(desk: Desk, on: date, *, pm_began: bool = False, **more: object) -> Case:
    """A permanent exclusion, everybody told on the day."""
    told = {"parents": on, "governors": on}
    return desk.record(decided_on=on, excluded_on=on, pm_began=pm_began, told=told, as_of=on, **more)


def days(case: Case) -> dict[str, int]:
    """The sessions of a suspension by term."""
    return {row.term: row.sessions for row in Suspension.objects.get(case=case).terms.all()}


def band(case: Case) -> str:
    return gather_suspension(Case.objects.select_related("child", "school").get(pk=case.pk)).band.value


@pytest.mark.parametrize(
    ("name", "on", "pm_began", "sixth", "meet"),
    [
        ("X1", date(2026, 9, 15), False, date(2026, 9, 22), date(2026, 10, 6)),
        ("X2a", date(2026, 9, 18), False, date(2026, 9, 25), date(2026, 10, 9)),
        ("X2b", date(2026, 9, 18), True, date(2026, 9, 28), date(2026, 10, 9)),
        ("X3a", date(2026, 10, 22), False, date(2026, 11, 6), date(2026, 11, 20)),
        ("X3b", date(2026, 10, 22), True, date(2026, 11, 9), date(2026, 11, 20)),
        ("X4", date(2026, 11, 30), False, date(2026, 12, 8), date(2027, 1, 5)),
        ("X5a", date(2026, 7, 16), False, date(2026, 9, 7), date(2026, 9, 21)),
        ("X5b", date(2026, 7, 17), True, date(2026, 9, 9), date(2026, 9, 22)),
        ("X16", date(2027, 4, 29), False, date(2027, 5, 7), date(2027, 5, 21)),
        ("X17", date(2027, 3, 25), False, date(2027, 4, 16), date(2027, 4, 30)),
        ("X17 Christmas am", date(2026, 12, 18), False, date(2027, 1, 8), date(2027, 1, 22)),
        ("X17 Christmas pm", date(2026, 12, 18), True, date(2027, 1, 11), date(2027, 1, 22)),
        ("X19 February", date(2026, 2, 12), False, date(2026, 2, 26), date(2026, 3, 12)),
        ("X19 March", date(2026, 3, 27), False, date(2026, 4, 17), date(2026, 5, 1)),
    ],
)
def test_day_six_and_the_governors(desk: Desk, name: str, on: date, pm_began: bool, sixth: date, meet: date) -> None:
    case = exclude(desk, on, pm_began=pm_began)
    assert (due(case, SIXTH), due(case, MEET)) == (sixth, meet), name


def test_x1_the_whole_chain(desk: Desk) -> None:
    case = exclude(desk, date(2026, 9, 15))
    desk.check(case)
    desk.list_meeting(Case.objects.get(pk=case.pk), date(2026, 10, 6))
    assert due(case, "exclusions.parents_notice") == date(2026, 9, 15)
    assert due(case, PAPERS) == date(2026, 9, 29)
    case = desk.decide(Case.objects.get(pk=case.pk), GovernorsDecision.DECLINE)
    desk.send_notice(case)
    assert due(case, "exclusions.review_application") == date(2026, 11, 5)
    assert due(case, "exclusions.roll_deletion") == date(2026, 11, 6)
    assert due(case, "exclusions.equality_claim") == date(2027, 3, 14)
    assert state(case, MEET) == Deadline.State.MET


def test_x5_each_date_keeps_the_edition_of_its_own_day(desk: Desk) -> None:
    case = exclude(desk, date(2026, 7, 16))
    assert Deadline.objects.get(case=case, code=MEET).rule_version.endswith("@2012-09-01")
    later = exclude(desk, date(2026, 9, 15), child=_another(desk))
    assert Deadline.objects.get(case=later, code=MEET).rule_version.endswith("@2026-07-26")


def test_x5c_without_the_next_year_no_date_is_guessed(desk: Desk) -> None:
    case = exclude(desk, date(2027, 7, 19))
    assert (due(case, SIXTH), state(case, SIXTH)) == (None, Deadline.State.NO_DATE)
    assert state(case, MEET) == Deadline.State.NO_DATE
    for kind, first, last in (("term", date(2027, 9, 2), date(2027, 12, 17)), ("inset", date(2027, 9, 1), None)):
        CalendarEntry.objects.create(kind=kind, starts_on=first, ends_on=last or first, note="2027/28")
    refresh(case=case, by=desk.officer, as_of=date(2027, 7, 20))
    assert (due(case, SIXTH), due(case, MEET)) == (date(2027, 9, 6), date(2027, 9, 20))


def test_x6_a_half_day_and_ten_lunchtimes(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 10, 7), first="pm")
    assert (days(case), band(case), due(case, SIXTH_OF_SUSPENSION)) == ({"autumn": 1}, "LE5", None)
    assert due(case, "exclusions.parents_notice") == date(2026, 10, 7)
    cancel(desk, case, date(2026, 10, 7))
    child = _another(desk)
    tenth = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 18), lunchtimes=True, child=child)
    assert (days(tenth), band(tenth)) == ({"autumn": 10}, "LE5")
    eleventh = make_suspension(desk, date(2026, 9, 21), lunchtimes=True, child=child)
    assert (days(eleventh), band(eleventh)) == ({"autumn": 1}, "GB50_IF_REPS")


def test_x7_a_suspension_of_eight_days(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 11, 9), date(2026, 11, 18), told={"governors": date(2026, 11, 9)})
    assert (days(case), band(case)) == ({"autumn": 16}, "GB50_IF_REPS")
    assert due(case, SIXTH_OF_SUSPENSION) == date(2026, 11, 16)
    assert due(case, IF_ASKED) == date(2027, 2, 2)


def test_x9_over_half_term(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 10, 19), date(2026, 11, 4))
    assert (days(case), due(case, SIXTH_OF_SUSPENSION)) == ({"autumn": 14}, date(2026, 11, 3))


def test_x10_crossing_five_days(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 8))
    before = make_suspension(desk, date(2026, 9, 21), date(2026, 9, 23))
    assert band(before) == "LE5", "5.0 school days are not more than 5"
    on = date(2026, 11, 25)
    case = make_suspension(desk, on, first="pm", told={"governors": on})
    assert (band(case), due(case, IF_ASKED)) == ("GB50_IF_REPS", date(2027, 2, 25))


def test_x11_crossing_fifteen_days(desk: Desk) -> None:
    before = make_suspension(desk, date(2026, 9, 2), date(2026, 9, 22))
    assert (days(before), band(before)) == ({"autumn": 30}, "GB50_IF_REPS")
    assert due(before, MEET) is None, "at exactly 15.0 there is no automatic meeting"
    on = date(2026, 12, 7)
    case = make_suspension(desk, on, first="pm", told={"governors": on})
    assert (band(case), due(case, MEET)) == ("GB15", date(2027, 1, 11))


def test_x12_over_two_terms(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 9))
    case = make_suspension(desk, date(2026, 12, 17), date(2027, 1, 5))
    assert days(case) == {"autumn": 4, "spring": 4}
    assert (band(case), due(case, SIXTH_OF_SUSPENSION)) == ("LE5", None), "5.0 in the autumn"
    more = _another(desk)
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 10), child=more)
    assert band(make_suspension(desk, date(2026, 12, 17), date(2027, 1, 5), child=more)) == "GB50_IF_REPS"


def test_x13_the_cap_of_the_year_over_all_schools(desk: Desk) -> None:
    previous = make_school("Previous (invented)")
    make_suspension(desk, date(2026, 9, 2), date(2026, 9, 15), school=previous)
    make_suspension(desk, date(2026, 9, 16), date(2026, 11, 6))
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 9), first="pm")
    assert _year(desk) == 85, "42.5 school days"
    with pytest.raises(ExclusionRefused) as refused:
        make_suspension(desk, date(2026, 11, 16), date(2026, 11, 18))
    assert refused.value.field == "last_on"
    assert "42.5 school days are already lost" in str(refused.value)
    case = make_suspension(desk, date(2026, 11, 16), date(2026, 11, 18), last="am")
    assert (_year(desk), days(case)) == (90, {"autumn": 5}), "45.0 is allowed"
    assert exclude(desk, date(2026, 12, 1)).is_open, "a permanent exclusion remains possible"


def test_x13_a_cancelled_day_stays_used(desk: Desk) -> None:
    lost = make_suspension(desk, date(2026, 9, 2))
    cancel(desk, lost, date(2026, 9, 2))
    make_suspension(desk, date(2026, 9, 3), date(2026, 11, 11))
    assert _year(desk) == 90, "44.0 and the 1.0 that was cancelled"
    with pytest.raises(ExclusionRefused, match="more than 45 school days"):
        make_suspension(desk, date(2026, 11, 16), last="am")


def test_x14_a_public_exam_would_be_missed(desk: Desk) -> None:
    on = date(2027, 5, 17)
    case = make_suspension(desk, on, date(2027, 5, 18), exam_on=date(2027, 5, 18), told={"governors": on})
    assert (days(case), band(case)) == ({"summer": 4}, "GB15_EXAM")
    assert due(case, "exclusions.exam_meeting") == date(2027, 5, 17)
    assert due(case, MEET) == date(2027, 6, 16)


def test_x18_an_unplanned_closure_moves_the_dates_and_keeps_both(desk: Desk) -> None:
    case = exclude(desk, date(2026, 9, 15))
    add_entry(
        school=desk.school,
        kind="closure",
        starts_on=date(2026, 9, 17),
        ends_on=date(2026, 9, 17),
        note="Boiler",
        by=desk.officer,
        as_of=date(2026, 9, 17),
    )
    refresh(case=case, by=desk.officer, as_of=date(2026, 9, 17))
    assert (due(case, SIXTH), due(case, MEET)) == (date(2026, 9, 23), date(2026, 10, 7))
    moved = (
        case.events.filter(code="deadline_moved", facts__deadline=SIXTH).first()
        or case.events.filter(code="deadline_moved").first()
    )
    assert "2026-09-22" in str(moved.facts)


def test_x20_two_authorities(desk: Desk) -> None:
    academy = make_school("Far (invented)", legal_type=School.LegalType.ACADEMY)
    academy.local_authority = make_local_authority("937", "Warwickshire")
    School.objects.filter(pk=academy.pk).update(local_authority=academy.local_authority)
    child = _another(desk, academy)
    ours = desk.check(exclude(desk, date(2026, 9, 15), child=child, school=academy))
    row = Deadline.objects.get(case=ours, code=SIXTH)
    assert (row.duty_owner, row.is_ours) == (Deadline.DutyOwner.AUTHORITY, True)
    theirs = desk.check(exclude(desk, date(2026, 9, 15)), home="937")
    row = Deadline.objects.get(case=theirs, code=SIXTH)
    assert (row.duty_owner, row.is_ours) == (Deadline.DutyOwner.HOME_AUTHORITY, False)


def test_x21_a_looked_after_child_is_taught_from_the_next_day(desk: Desk) -> None:
    case = exclude(desk, date(2026, 9, 15))
    told = {"social_worker": date(2026, 9, 15), "virtual_school_head": date(2026, 9, 15)}
    desk.check(case, is_looked_after=True, told=told)
    assert due(case, "exclusions.looked_after_provision") == date(2026, 9, 16)
    assert due(case, SIXTH) == date(2026, 9, 22), "the limit of the law stays"


def test_x22_another_calendar(desk: Desk) -> None:
    assert due(exclude(desk, date(2026, 10, 15)), SIXTH) == date(2026, 10, 22)
    early = make_school("Early half-term (invented)")
    for kind, first, last in (
        ("term", date(2026, 9, 2), date(2026, 12, 18)),
        ("half_term", date(2026, 10, 19), date(2026, 10, 23)),
    ):
        CalendarEntry.objects.create(school=early, kind=kind, starts_on=first, ends_on=last)
    case = exclude(desk, date(2026, 10, 15), child=_another(desk, early), school=early)
    assert (due(case, SIXTH), due(case, MEET)) == (date(2026, 10, 29), date(2026, 11, 12))


def test_x24_exempt_and_out_of_scope(desk: Desk) -> None:
    leaver = exclude(desk, date(2027, 6, 21), has_finished_exams=True)
    assert (state(leaver, SIXTH), due(leaver, MEET)) == (Deadline.State.NOT_OWED, date(2027, 7, 12))
    sixth_former = make_child(born_on=date(2009, 3, 1))
    enrol(sixth_former, desk.school, year_group=12)
    older = exclude(desk, date(2026, 9, 15), child=sixth_former)
    assert state(older, SIXTH) == Deadline.State.NOT_OWED
    assert due(older, "exclusions.parents_notice") is None, "no duty about public places"
    unit = make_school("Unit (invented)", legal_type=School.LegalType.PUPIL_REFERRAL_UNIT)
    case = make_suspension(desk, date(2026, 11, 9), date(2026, 11, 17), school=unit, child=_another(desk, unit))
    row = Deadline.objects.get(case=case, code=SIXTH_OF_SUSPENSION)
    assert (row.due_on, row.duty_owner, row.is_ours) == (date(2026, 11, 16), Deadline.DutyOwner.AUTHORITY, True)


def test_x25_a_start_at_noon_and_the_sixth_day(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 11, 9), date(2026, 11, 16), first="pm")
    assert (days(case), band(case)) == ({"autumn": 11}, "GB50_IF_REPS")
    assert due(case, SIXTH_OF_SUSPENSION) == date(2026, 11, 16), "the strict reading"


def _another(desk: Desk, school: School | None = None) -> Child:
    child = make_child()
    enrol(child, school or desk.school)
    return child


def _year(desk: Desk) -> int:
    rows = Suspension.objects.filter(case__child=desk.child)
    return sum(row.sessions for each in rows for row in each.terms.all())
