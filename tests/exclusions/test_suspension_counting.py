"""The worked examples of the law pack for suspensions: sessions, terms, bands, the cap, day six."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Deadline
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Suspension, SuspensionTerm
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from schools.models import CalendarEntry
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.suspensions import cancel, correct, make_suspension


def facts_of(case: Case) -> SuspensionFacts:
    return gather_suspension(case)


def band_of(case: Case) -> str | None:
    band = facts_of(case).band
    return band.value if band else None


def due(case: Case, code: str) -> date | None:
    return Deadline.objects.get(case=case, code=f"exclusions.{code}").due_on


def codes(case: Case) -> set[str]:
    running = Deadline.objects.filter(case=case).exclude(state=Deadline.State.SUPERSEDED)
    return {code.removeprefix("exclusions.") for code in running.values_list("code", flat=True)}


def terms_of(case: Case) -> dict[tuple[int, str], int]:
    rows = SuspensionTerm.objects.filter(suspension__case=case)
    return {(row.school_year, row.term): row.sessions for row in rows}


def sessions_of(case: Case) -> int | None:
    return Suspension.objects.get(case=case).sessions_count


def test_x6_half_a_day(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 10, 7), first="pm")
    assert sessions_of(case) == 1
    assert due(case, "parents_notice") == date(2026, 10, 7)
    assert codes(case) == {"parents_notice", "suspension_return"}
    assert band_of(case) == "LE5"


def test_x6_ten_lunchtimes_are_five_days_and_the_eleventh_crosses(desk: Desk) -> None:
    ten = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 18), lunchtimes=True)
    assert (sessions_of(ten), band_of(ten)) == (10, "LE5")
    assert "suspension_sixth_day" not in codes(ten)
    eleventh = make_suspension(desk, date(2026, 9, 21), lunchtimes=True)
    assert (sessions_of(eleventh), band_of(eleventh)) == (1, "GB50_IF_REPS")


def test_x7_more_than_five_days(desk: Desk) -> None:
    case = make_suspension(desk)
    assert sessions_of(case) == 16
    assert terms_of(case) == {(2026, "autumn"): 16}
    assert band_of(case) == "GB50_IF_REPS"
    assert due(case, "suspension_sixth_day") == date(2026, 11, 16)
    assert due(case, "governors_meet_if_asked") == date(2027, 2, 2)


def test_nothing_of_it_stands_in_our_late_figures(desk: Desk) -> None:
    case = make_suspension(desk, exam_on=date(2026, 11, 12))
    owners = dict(Deadline.objects.filter(case=case).values_list("code", "duty_owner"))
    assert not Deadline.objects.filter(case=case, is_ours=True).exists()
    assert owners["exclusions.suspension_sixth_day"] == "governors"
    assert owners["exclusions.governors_meet"] == "governors"


def test_x24_the_sixth_day_of_a_pupil_referral_unit_is_ours(desk: Desk) -> None:
    unit = make_school(legal_type="pru")
    deadline = Deadline.objects.get(case=make_suspension(desk, school=unit), code="exclusions.suspension_sixth_day")
    assert (deadline.duty_owner, deadline.is_ours) == ("authority", True)


def test_x9_over_the_half_term(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 10, 19), date(2026, 11, 4))
    assert sessions_of(case) == 14
    assert due(case, "suspension_sixth_day") == date(2026, 11, 3)


def test_x10_crossing_five_days(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 8))
    third = make_suspension(desk, date(2026, 10, 5), date(2026, 10, 7))
    assert band_of(third) == "LE5", "5.0 is not more than 5"
    case = make_suspension(desk, date(2026, 11, 25), first="pm")
    assert band_of(case) == "GB50_IF_REPS"
    deadline = Deadline.objects.get(case=case, code="exclusions.governors_meet_if_asked")
    assert deadline.due_on == date(2027, 2, 25)
    assert deadline.assumption.startswith("It binds only if the parents make representations.")


def test_x11_crossing_fifteen_days(desk: Desk) -> None:
    before = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 25))
    assert (sessions_of(before), band_of(before)) == (30, "GB50_IF_REPS")
    case = make_suspension(desk, date(2026, 12, 7), first="pm")
    assert band_of(case) == "GB15"
    assert due(case, "governors_meet") == date(2027, 1, 11)


@pytest.mark.parametrize(("days_before", "band"), [(10, "GB50_IF_REPS"), (9, "LE5")])
def test_x12_split_over_two_terms(desk: Desk, days_before: int, band: str) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, days_before))
    case = make_suspension(desk, date(2026, 12, 17), date(2027, 1, 5))
    assert terms_of(case) == {(2026, "autumn"): 4, (2026, "spring"): 4}
    assert band_of(case) == band
    assert "suspension_sixth_day" not in codes(case)


@pytest.fixture
def near_the_cap(desk: Desk) -> Desk:
    """X13: 42.5 school days this year, 10.0 of them at another school."""
    elsewhere = make_school("Birchwood (invented)")
    make_suspension(desk, date(2026, 9, 2), date(2026, 9, 15), school=elsewhere)
    make_suspension(desk, date(2026, 9, 16), date(2026, 11, 6))
    case = make_suspension(desk, date(2026, 11, 16), last="am")
    assert facts_of(case).others.by_year[2026] + (sessions_of(case) or 0) == 85
    return desk


def test_x13_forty_five_days_are_allowed(near_the_cap: Desk) -> None:
    case = make_suspension(near_the_cap, date(2027, 1, 4), date(2027, 1, 6), last="am")
    assert sessions_of(case) == 5


def test_x13_more_is_refused_with_every_reason(near_the_cap: Desk) -> None:
    with pytest.raises(ExclusionRefused) as refused:
        make_suspension(near_the_cap, date(2027, 1, 4), date(2027, 1, 6), reasons=["OT"], exam_on=date(2027, 1, 1))
    text = str(refused.value)
    assert "91 sessions (45.5 school days) in the school year" in text
    assert "42.5 school days are already lost in 2026/27, over all schools, and this suspension takes 3.0" in text
    assert "Exam on must be on or after" in text
    assert "Reasons: choose from one to 3" in text
    assert len(refused.value.reasons) == 3


def test_x13_a_cancelled_day_still_counts_in_the_year_but_not_in_the_term(near_the_cap: Desk) -> None:
    lost = make_suspension(near_the_cap, date(2026, 12, 10), date(2026, 12, 11))
    cancel(near_the_cap, lost, date(2026, 12, 10))
    assert sessions_of(lost) == 2
    facts = facts_of(make_suspension(near_the_cap, date(2027, 1, 4), first="pm"))
    assert facts.others.by_year[2026] == 87
    assert (2026, "autumn") in facts.others.by_term
    assert facts.others.by_term[2026, "autumn"] == 85


def test_a_permanent_exclusion_that_was_cancelled_counts_in_the_year(desk: Desk) -> None:
    exclusion = desk.record()
    desk.cancel(exclusion, as_of=date(2026, 9, 16))
    case = make_suspension(desk)
    assert facts_of(case).others.by_year == {2026: 4}
    assert facts_of(case).others.by_term == {}


def test_x14_an_exam(desk: Desk) -> None:
    case = make_suspension(desk, date(2027, 5, 17), date(2027, 5, 18), exam_on=date(2027, 5, 18))
    assert band_of(case) == "GB15_EXAM"
    assert due(case, "exam_meeting") == date(2027, 5, 17)
    assert due(case, "governors_meet") == date(2027, 6, 16)


def test_x25_a_start_at_noon_is_a_day_of_the_run(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 11, 9), date(2026, 11, 16), first="pm")
    assert sessions_of(case) == 11
    assert due(case, "suspension_sixth_day") == date(2026, 11, 16)
    assert band_of(case) == "GB50_IF_REPS"


def test_a_suspension_over_the_summer_is_split_over_two_years(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 7, 16), date(2026, 9, 2))
    assert terms_of(case) == {(2025, "summer"): 4, (2026, "autumn"): 2}


def test_without_a_calendar_nothing_is_counted_and_nothing_guessed(desk: Desk) -> None:
    CalendarEntry.objects.filter(starts_on__gte=date(2026, 9, 1)).delete()
    case = make_suspension(desk)
    assert sessions_of(case) is None
    assert terms_of(case) == {}
    assert band_of(case) is None
    deadline = Deadline.objects.get(case=case, code="exclusions.suspension_sixth_day")
    assert (deadline.state, deadline.due_on) == ("no_date", None)
    later = make_suspension(desk, date(2026, 12, 7))
    assert not facts_of(later).others.is_complete


def test_an_uncounted_one_of_another_year_does_not_matter(desk: Desk) -> None:
    CalendarEntry.objects.filter(starts_on__lt=date(2026, 8, 1)).delete()
    assert sessions_of(make_suspension(desk, date(2026, 6, 15))) is None
    assert facts_of(make_suspension(desk)).others.is_complete


def test_totals_are_over_two_schools_and_of_one_child(desk: Desk) -> None:
    elsewhere = make_school()
    other_child = make_child()
    enrol(other_child, desk.school)
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 8), school=elsewhere)
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 11), child=other_child)
    case = make_suspension(desk, date(2026, 9, 14), date(2026, 9, 16))
    assert facts_of(case).others.by_term == {(2026, "autumn"): 4}


def test_an_earlier_one_recorded_later_moves_the_band_of_the_open_one(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 11, 25), first="pm")
    assert "governors_meet_if_asked" not in codes(case)
    earlier = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 11), as_of=date(2026, 11, 25))
    assert "governors_meet_if_asked" in codes(case)
    correct(desk, earlier, as_of=date(2026, 11, 25), span=Span(date(2026, 9, 7), date(2026, 9, 7)))
    assert "governors_meet_if_asked" not in codes(case)


def test_cancelling_moves_the_band_of_the_open_one(desk: Desk) -> None:
    earlier = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 11))
    case = make_suspension(desk, date(2026, 9, 14), first="pm")
    assert "governors_meet_if_asked" in codes(case)
    earlier.refresh_from_db()
    assert earlier.state == "closed", "it closed by itself when the next one was recorded"
    cancel(desk, earlier, date(2026, 9, 14))
    assert Case.objects.get(pk=earlier.pk).state == "cancelled"
    assert "governors_meet_if_asked" not in codes(case)


def test_a_looked_after_child_should_be_taught_from_the_day_after(desk: Desk) -> None:
    case = correct(desk, make_suspension(desk), is_looked_after=True)
    deadline = Deadline.objects.get(case=case, code="exclusions.looked_after_provision")
    assert (deadline.due_on, deadline.purpose, deadline.is_ours) == (date(2026, 11, 10), "target", False)


def test_a_sixth_former_has_no_day_six_and_no_notice_under_section_104(desk: Desk) -> None:
    case = make_suspension(desk, child=make_child(born_on=date(2009, 3, 14)))
    assert codes(case) == {"governors_meet_if_asked", "suspension_return"}
