"""What the school's form says while it is filled in: the worked examples of the law pack, on CAL-K."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.models import Child
from exclusions.school_form.meaning import meaning
from exclusions.school_form.reading import read
from portal.contexts import context_for
from portal.webforms import FormContext, Meaning
from schools.models import Authority, CalendarEntry
from tests.factories.children import make_local_authority, make_school
from tests.factories.exclusions import Desk
from tests.factories.school_forms import permanent, suspension
from tests.factories.suspensions import make_suspension

ASSUMED = ", if they are told on the day of the decision"
LOOKED_AFTER = "Education from the first day following, for a looked-after pupil"


def context(desk: Desk, payload: dict[str, Any], as_of: date) -> FormContext:
    return context_for(desk.school, payload, as_of)


def said(desk: Desk, payload: dict[str, Any], as_of: date) -> Meaning:
    found = meaning(context(desk, payload, as_of))
    assert found is not None
    return found


def rows(desk: Desk, payload: dict[str, Any], as_of: date | None = None) -> dict[str, str]:
    as_of = as_of or read(payload).decided_on or date(2026, 9, 15)
    return dict(said(desk, payload, as_of).rows)


def span(
    desk: Desk, starts: date, ends: date | None = None, *, child: Child | None = None, **more: Any
) -> dict[str, Any]:
    return suspension(child or desk.child, starts, ends, **more)


def test_x1_a_permanent_exclusion(desk: Desk) -> None:
    shown = rows(desk, permanent(desk.child))
    assert shown["Day 1"] == "Tuesday 15 September 2026"
    assert shown["You set and mark work until"] == "Monday 21 September 2026"
    assert shown["The council provides education from"] == "Tuesday 22 September 2026"
    assert shown["Governors must meet by"] == f"Tuesday 6 October 2026{ASSUMED}"
    assert shown["Not in a public place"] == "Tuesday 15 September 2026 to Monday 21 September 2026, in school hours"
    assert shown["Tell the parents in writing"] == (
        "Without delay, by the end of the afternoon session of Tuesday 15 September 2026"
    )
    assert shown["Tell without delay"] == (
        "the council (this form tells it); the council of the area where the pupil lives, if that is another one; "
        "the governing board; the social worker, if the pupil has one; the virtual school head, if the pupil is looked "
        "after"
    )


def test_x2_after_afternoon_school_began(desk: Desk) -> None:
    day = date(2026, 9, 18)
    shown = rows(desk, permanent(desk.child, decided_on=day, excluded_on=day, pm_began="yes"))
    assert shown["Day 1"] == "Monday 21 September 2026"
    assert shown["The council provides education from"] == "Monday 28 September 2026"
    assert shown["Governors must meet by"] == f"Friday 9 October 2026{ASSUMED}"


def test_the_governors_clock_runs_from_their_being_told(desk: Desk) -> None:
    payload = permanent(desk.child, told={"governors_told_on": "2026-09-16"})
    assert rows(desk, payload, date(2026, 9, 16))["Governors must meet by"] == "Wednesday 7 October 2026"


def test_a_sixth_former_is_owed_no_day_six(desk: Desk) -> None:
    payload = permanent(desk.child)
    payload["pupil"]["born_on"] = "2009-03-14"
    shown = rows(desk, payload)
    assert "not of compulsory school age" in shown["The council provides education from"]
    assert shown["Tell the parents in writing"] == "Without delay"
    assert "Not in a public place" not in shown


def test_care_and_a_social_worker_say_whom_to_tell(desk: Desk) -> None:
    known = {"is_looked_after": "no", "has_social_worker": "yes", "has_plan": "no", "sen_status": "N"}
    shown = rows(desk, permanent(desk.child, circumstances=known))
    assert shown["Tell without delay"].endswith("; the governing board; the social worker")


def test_a_school_of_another_council_must_tell_that_one_too(desk: Desk) -> None:
    desk.school.local_authority = make_local_authority("334", "Solihull")
    short = rows(desk, span(desk, date(2026, 11, 9)))["Tell without delay"]
    assert short.startswith("the council (this form tells it); the school’s own council (Solihull); the social worker")
    assert "where the pupil lives" not in short, "of a suspension the home area’s council need not be told"
    for_good = rows(desk, permanent(desk.child))["Tell without delay"]
    assert "; the school’s own council (Solihull); the council of the area where the pupil lives, if" in for_good
    Authority.objects.all().delete()
    assert "own council" not in rows(desk, permanent(desk.child))["Tell without delay"], "before the set-up"


def test_a_looked_after_pupil_should_have_education_from_the_first_day_following(desk: Desk) -> None:
    known = {"circumstances": {"is_looked_after": "yes"}}
    words = "It should start on Wednesday 16 September 2026, says the guidance"
    assert rows(desk, permanent(desk.child, **known))[LOOKED_AFTER] == words
    longer = span(desk, date(2026, 11, 9), date(2026, 11, 10), **known)
    assert rows(desk, longer)[LOOKED_AFTER].startswith("It should start on Tuesday 10 November 2026")
    assert LOOKED_AFTER not in rows(desk, span(desk, date(2026, 11, 9), **known)), "back on the day following"
    assert LOOKED_AFTER not in rows(desk, permanent(desk.child, circumstances={"is_looked_after": "no"}))
    assert LOOKED_AFTER not in rows(desk, permanent(desk.child))
    older = permanent(desk.child, **known)
    older["pupil"]["born_on"] = "2009-03-14"
    assert LOOKED_AFTER not in rows(desk, older)
    CalendarEntry.objects.all().delete()
    assert "cannot be worked out" in rows(desk, permanent(desk.child, **known))[LOOKED_AFTER]


def test_nothing_is_said_before_the_dates_are_there(desk: Desk) -> None:
    for payload in ({}, {"what": {"kind": "suspension"}}, {"what": {"kind": "permanent_exclusion"}}):
        assert meaning(context(desk, payload, date(2026, 9, 15))) is None


def test_without_a_calendar_no_date_is_guessed(desk: Desk) -> None:
    CalendarEntry.objects.filter(starts_on__gte=date(2026, 9, 1)).delete()
    day = date(2026, 7, 16)
    shown = rows(desk, permanent(desk.child, decided_on=day, excluded_on=day))
    assert "cannot be worked out" in shown["The council provides education from"]
    assert "cannot be worked out" in shown["Governors must meet by"]
    found = said(desk, span(desk, date(2026, 11, 9)), date(2026, 11, 9))
    assert "cannot be worked out" in found.warnings[0]
    assert not found.rows


def test_x6_half_a_day_and_lunchtimes(desk: Desk) -> None:
    shown = rows(desk, span(desk, date(2026, 10, 7), first="pm"))
    assert shown["This suspension"] == "0.5 school days"
    assert shown["Governors"].startswith("5 school days or fewer in the term.")
    assert shown["Not in a public place"] == "Wednesday 7 October 2026, in school hours"
    assert shown["Tell the governing board"].startswith("At least once a term")
    assert "Full-time education elsewhere must start by" not in shown
    shown = rows(desk, span(desk, date(2026, 9, 7), date(2026, 9, 18), lunchtimes=True))
    assert shown["This suspension"] == "5.0 school days"
    assert "You set and mark work until" not in shown


def test_x7_more_than_five_days(desk: Desk) -> None:
    shown = rows(desk, span(desk, date(2026, 11, 9), date(2026, 11, 18)))
    assert shown["This suspension"] == "8.0 school days"
    assert shown["Full-time education elsewhere must start by"] == "Monday 16 November 2026"
    assert shown["Whose duty that is"] == "The school’s (its governing body)"
    assert shown["If the parents make representations, governors must meet by"] == f"Tuesday 2 February 2027{ASSUMED}"
    assert shown["You set and mark work until"] == "Friday 13 November 2026"
    assert "the governing board" in shown["Tell without delay"]


def test_x9_over_the_half_term(desk: Desk) -> None:
    shown = rows(desk, span(desk, date(2026, 10, 19), date(2026, 11, 4)))
    assert shown["This suspension"] == "7.0 school days"
    assert shown["Full-time education elsewhere must start by"] == "Tuesday 3 November 2026"


def test_x10_and_x11_with_what_came_before(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 8))
    make_suspension(desk, date(2026, 10, 5), date(2026, 10, 7))
    shown = rows(desk, span(desk, date(2026, 11, 25), first="pm"))
    assert shown["In autumn 2026/27, with earlier ones"] == "5.5 school days"
    assert shown["In the school year 2026/27, at all schools"] == "5.5 of at most 45 school days"
    assert shown["If the parents make representations, governors must meet by"] == f"Thursday 25 February 2027{ASSUMED}"
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 20))
    shown = rows(desk, span(desk, date(2026, 12, 7), first="pm"))
    assert shown["Governors"].startswith("More than 15 school days in the term.")
    assert shown["Governors must meet by"] == f"Monday 11 January 2027{ASSUMED}"


def test_x12_split_over_two_terms(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 10))
    shown = rows(desk, span(desk, date(2026, 12, 17), date(2027, 1, 5)))
    assert shown["In autumn 2026/27, with earlier ones"] == "6.0 school days"
    assert shown["In spring 2026/27, with earlier ones"] == "2.0 school days"
    assert shown["Governors"].startswith("More than 5 school days")


def test_x14_an_exam(desk: Desk) -> None:
    exams = {"misses_exam": "yes", "exam_on": "2027-05-18"}
    shown = rows(desk, span(desk, date(2027, 5, 17), date(2027, 5, 18), exams=exams))
    assert shown["Governors"].startswith("A public exam")
    assert shown["Governors must meet by"] == f"Wednesday 16 June 2027{ASSUMED}"
    assert shown["Before the exam, if they can, by"] == "Monday 17 May 2027"


def test_x25_a_start_at_noon(desk: Desk) -> None:
    shown = rows(desk, span(desk, date(2026, 11, 9), date(2026, 11, 16), first="pm"))
    assert shown["This suspension"] == "5.5 school days"
    assert shown["Full-time education elsewhere must start by"] == "Monday 16 November 2026"


@pytest.mark.parametrize(("legal_type", "words"), [("pru", "The council’s"), ("academy", "The academy trust’s")])
def test_whose_duty_day_six_is(desk: Desk, legal_type: str, words: str) -> None:
    desk.school.legal_type = legal_type
    shown = rows(desk, span(desk, date(2026, 11, 9), date(2026, 11, 18)))
    assert shown["Whose duty that is"] == words


def test_a_pupil_who_was_typed_in_has_no_totals(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 11))
    payload = span(desk, date(2026, 11, 9))
    payload["pupil"]["child"] = ""
    found = said(desk, payload, date(2026, 11, 9))
    assert "In autumn 2026/27, with earlier ones" not in dict(found.rows)
    assert "was not chosen from your list" in found.warnings[0]
    split = span(desk, date(2026, 12, 17), date(2027, 1, 5))
    split["pupil"]["child"] = ""
    assert rows(desk, split)["In spring 2026/27"] == "2.0 school days"


def test_an_earlier_one_that_is_not_counted_is_said(desk: Desk) -> None:
    elsewhere = make_suspension(desk, date(2026, 9, 7))
    type(elsewhere.suspension).objects.update(sessions_count=None)
    found = said(desk, span(desk, date(2026, 11, 9)), date(2026, 11, 9))
    assert "not counted" in found.warnings[0]
    assert "Governors" not in dict(found.rows)


def test_the_cap_is_said_while_the_form_is_filled_in(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 2), date(2026, 11, 2))
    found = said(desk, span(desk, date(2026, 11, 9), date(2026, 11, 20)), date(2026, 11, 9))
    assert any("more than 45 school days is unlawful" in warning for warning in found.warnings)


def test_only_numbers_of_what_other_schools_did_are_shown(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), school=make_school("Secret School (invented)"))
    found = said(desk, span(desk, date(2026, 11, 9)), date(2026, 11, 9))
    assert "Secret School" not in repr(found)
    assert "SU-" not in repr(found)


def test_a_pupil_of_eighteen_is_told_and_makes_the_representations(desk: Desk) -> None:
    payload = span(desk, date(2026, 9, 14), date(2026, 9, 22))
    payload["pupil"]["born_on"] = "2008-03-14"
    shown = rows(desk, payload)
    assert "Tell the pupil in writing" in shown
    assert "if the pupil makes representations" in shown["Governors"]
    assert "If the pupil makes representations, governors must meet by" in shown
    assert not any("parents" in label for label in shown)
    payload["pupil"]["born_on"] = "2009-03-14"
    assert "Tell the parents in writing" in rows(desk, payload)
