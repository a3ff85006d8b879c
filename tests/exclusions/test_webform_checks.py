"""What the school's form asks about as a probable mistake, and what it does not let through."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from exclusions.school_form.doubts import doubts
from exclusions.school_form.notice import Content
from exclusions.school_form.pages import DatesPage, ExamsPage, NoticePage, ReasonsPage, StartPage, ToldPage
from exclusions.school_form.problems import problems
from exclusions.school_form.reading import Reported, read
from exclusions.webforms import FORM, headline, kind_of
from portal.actions.drafts import start_correction
from portal.contexts import context_for, draft_context
from portal.submission_rows import rows_of
from portal.webforms import FormContext, get_webform
from schools.models import CalendarEntry
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.school_forms import permanent, receive, suspension
from tests.factories.suspensions import make_suspension

ALL_TOLD = {"parents_told_on": "2026-09-15", "governors_told_on": "2026-09-15"}


def context(desk: Desk, payload: dict[str, Any], as_of: date = EXCLUDED_ON) -> FormContext:
    return context_for(desk.school, payload, as_of)


def doubt_codes(desk: Desk, payload: dict[str, Any], as_of: date = EXCLUDED_ON) -> set[str]:
    return {doubt.code for doubt in doubts(context(desk, payload, as_of))}


def problems_of(desk: Desk, payload: dict[str, Any], as_of: date = EXCLUDED_ON) -> set[tuple[str, str]]:
    return {(problem.step, problem.field) for problem in problems(context(desk, payload, as_of))}


def test_a_form_without_fault_raises_nothing(desk: Desk) -> None:
    payload = permanent(desk.child, told=ALL_TOLD)
    assert doubt_codes(desk, payload) == set()
    assert problems_of(desk, payload) == set()


def test_nothing_is_doubted_before_the_dates_are_there(desk: Desk) -> None:
    assert doubt_codes(desk, {"what": {"kind": "suspension"}}) == set()
    assert problems_of(desk, {"what": {"kind": "suspension"}}) == set()


def test_a_start_in_the_future_and_one_long_ago(desk: Desk) -> None:
    soon = permanent(desk.child, told=ALL_TOLD, excluded_on=date(2026, 9, 16))
    assert doubt_codes(desk, soon) == {"starts_in_future"}
    payload = permanent(desk.child, told=ALL_TOLD)
    assert doubt_codes(desk, payload, date(2026, 9, 29)) == set(), "ten school days"
    assert doubt_codes(desk, payload, date(2026, 9, 30)) == {"started_long_ago"}


def test_a_suspension_that_begins_long_after_the_decision(desk: Desk) -> None:
    def found(first_on: date, as_of: date = EXCLUDED_ON) -> set[str]:
        payload = suspension(desk.child, first_on, told=ALL_TOLD)
        payload["dates"]["decided_on"] = EXCLUDED_ON.isoformat()
        return doubt_codes(desk, payload, as_of)

    last, next_day = date(2026, 10, 13), date(2026, 10, 14)
    assert found(last) == {"starts_in_future"}, "four weeks"
    assert found(next_day) == {"starts_long_after_decision"}, "one question about the day, not two"
    assert found(next_day, next_day) == {"starts_long_after_decision"}, "also once it has begun"
    assert found(next_day, date(2026, 11, 30)) == {"starts_long_after_decision", "started_long_ago"}


def test_an_end_that_is_no_school_day(desk: Desk) -> None:
    payload = suspension(desk.child, date(2026, 9, 11), date(2026, 9, 12), told=ALL_TOLD)
    assert doubt_codes(desk, payload, date(2026, 9, 11)) == {"no_school_day_2026-09-12"}
    CalendarEntry.objects.all().delete()
    assert doubt_codes(desk, payload, date(2026, 9, 11)) == set(), "an unknown day is not doubted"


def test_what_the_notice_lacks(desk: Desk) -> None:
    payload = permanent(desk.child, told=ALL_TOLD, notice={"contents": ["reasons", "period"]}, documents={})
    found = {doubt.code: doubt.text for doubt in doubts(context(desk, payload))}
    assert set(found) == {"notice_lacks", "no_notice_file"}
    assert "the right to make representations" in found["notice_lacks"]
    assert "public place" in found["notice_lacks"]


def test_the_list_of_contents_is_what_applies(desk: Desk) -> None:
    def offered(payload: dict[str, Any]) -> set[str]:
        return {code for code, _ in NoticePage(context=context(desk, payload)).fields["contents"].choices}

    assert offered(permanent(desk.child)) == set(Content.values)
    assert offered(suspension(desk.child, EXCLUDED_ON)) == set(Content.values) - {"meeting", "provision"}
    older = permanent(desk.child)
    older["pupil"]["born_on"] = "2009-03-14"
    assert "public_place" not in offered(older)


def test_who_was_not_told(desk: Desk) -> None:
    known = {"is_looked_after": "yes", "has_social_worker": "yes", "has_plan": "no", "sen_status": "N"}
    payload = permanent(desk.child, circumstances=known)
    assert doubt_codes(desk, payload) == {
        "not_told_parents",
        "not_told_governors",
        "not_told_social_worker",
        "not_told_virtual_school_head",
    }
    short = suspension(desk.child, EXCLUDED_ON, told={"parents_told_on": "2026-09-15"})
    assert doubt_codes(desk, short) == set(), "the governors need not be told at once"


@pytest.mark.parametrize(
    ("has_plan", "needs", "is_doubtful"),
    [
        ("yes", "N", True),
        ("no", "E", True),
        ("yes", "E", False),
        ("yes", "unknown", False),
        ("unknown", "N", False),
        ("no", "K", False),
    ],
)
def test_a_plan_without_needs_is_asked_about(desk: Desk, has_plan: str, needs: str, *, is_doubtful: bool) -> None:
    known = {"is_looked_after": "no", "has_social_worker": "no", "has_plan": has_plan, "sen_status": needs}
    found = doubts(context(desk, permanent(desk.child, told=ALL_TOLD, circumstances=known)))
    assert [(each.code, each.step) for each in found] == [("plan_without_needs", "circumstances")] * is_doubtful


def test_other_doubts(desk: Desk) -> None:
    desk.school.lowest_age, desk.school.highest_age = 4, 11
    payload = suspension(
        desk.child,
        EXCLUDED_ON,
        told=ALL_TOLD,
        reasons={"reasons": ["PH"]},
        exams={"misses_exam": "yes", "exam_on": "2026-09-21"},
    )
    assert doubt_codes(desk, payload) == {"age", "reason_public_health", "exam_after_the_end"}
    desk.school.highest_age = 16
    assert "age" not in doubt_codes(desk, payload)


def test_what_is_on_record_already_is_asked_about(desk: Desk) -> None:
    case = desk.record()
    [doubt] = doubts(context(desk, permanent(desk.child, told=ALL_TOLD)))
    assert (doubt.code, case.reference in doubt.text) == ("already_recorded", True)
    day_before = date(2026, 9, 14)
    assert doubt_codes(desk, suspension(desk.child, day_before, told=ALL_TOLD)) == set()
    make_suspension(desk, day_before, reasons=["DB"])
    assert doubt_codes(desk, suspension(desk.child, day_before, told=ALL_TOLD)) == {"already_recorded"}
    typed = permanent(desk.child, told=ALL_TOLD)
    typed["pupil"]["child"] = ""
    assert doubt_codes(desk, typed) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"decided_on": date(2026, 9, 16)}, ("start", "decided_on")),
        ({"excluded_on": date(2026, 9, 14)}, ("start", "excluded_on")),
        ({"exams": {"misses_exam": "yes", "exam_on": "2026-09-01"}}, ("exams", "exam_on")),
        ({"told": {"parents_told_on": "2026-09-14"}}, ("told", "parents_told_on")),
        ({"told": {"parents_told_on": "2026-09-16"}}, ("told", "parents_told_on")),
    ],
)
def test_problems_of_a_permanent_exclusion(desk: Desk, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert problems_of(desk, permanent(desk.child, **changes)) == {expected}


def test_problems_of_a_suspension(desk: Desk) -> None:
    def found(starts: date, ends: date, **more: Any) -> set[tuple[str, str]]:
        return problems_of(desk, suspension(desk.child, starts, ends, **more), date(2026, 11, 9))

    assert found(date(2026, 11, 9), date(2026, 11, 8)) == {("dates", "last_on")}
    assert found(date(2026, 11, 9), date(2028, 11, 8)) == {("dates", "last_on")}
    assert found(date(2026, 10, 26), date(2026, 10, 30)) == {("dates", "first_on")}, "half-term"
    assert found(date(2026, 11, 9), date(2026, 11, 9), first="pm", last="am") == {("dates", "last_on")}
    assert found(date(2026, 11, 9), date(2026, 11, 9)) == set()


def test_the_cap_is_a_problem_with_the_sum(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 2), date(2026, 11, 2))
    payload = suspension(desk.child, date(2026, 11, 9), date(2026, 11, 20))
    [problem] = problems(context(desk, payload, date(2026, 11, 9)))
    assert (problem.step, problem.field) == ("dates", "last_on")
    assert "over all schools" in problem.text


def test_a_correction_is_not_counted_twice_against_the_cap(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 2), date(2026, 11, 2))
    payload = suspension(desk.child, date(2026, 9, 2), date(2026, 11, 3))
    assert problems_of(desk, payload, date(2026, 11, 9)) == set()


def test_a_correction_to_other_days_leaves_out_the_case_that_it_corrects(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 9, 2), date(2026, 11, 2))
    payload = suspension(desk.child, date(2026, 11, 9), date(2026, 11, 20))
    as_of = date(2026, 11, 20)
    assert problems(context(desk, payload, as_of))
    corrects = context_for(desk.school, payload, as_of, case)
    assert problems(corrects) == []
    again = suspension(desk.child, date(2026, 9, 2), date(2026, 11, 2))
    assert "already_recorded" in {each.code for each in doubts(context(desk, again, as_of))}
    assert "already_recorded" not in {each.code for each in doubts(context_for(desk.school, again, as_of, case))}


def test_a_school_that_corrects_what_was_accepted_is_not_asked_whether_it_was_reported(desk: Desk) -> None:
    payload = permanent(desk.child, told=ALL_TOLD)
    sent = receive(desk.school, payload, EXCLUDED_ON, status="accepted", child=desk.child, case=desk.record())
    draft = start_correction(submission=sent, by=sent.by, as_of=EXCLUDED_ON)
    assert "already_recorded" not in {each.code for each in doubts(draft_context(draft, EXCLUDED_ON))}
    assert doubt_codes(desk, payload) == {"already_recorded"}, "sent once more it is asked about"


def test_answers_of_an_older_form_are_read_without_guessing(desk: Desk) -> None:
    odd: dict[str, Any] = {
        "what": {"kind": "fixed_period"},
        "dates": {"first_on": "soon", "last_on": 7, "decided_on": "2026-13-01"},
        "reasons": {"reasons": "DB"},
        "told": ["parents"],
        "circumstances": {"is_looked_after": True, "has_plan": "unknown"},
        "notice": {"contents": ["reasons", "something", 3]},
    }
    reported = read(odd)
    assert reported == Reported(contents=frozenset({"reasons"}))
    assert kind_of(odd) == "permanent_exclusion"
    assert headline(odd) == "Suspension or permanent exclusion"
    half = suspension(desk.child, EXCLUDED_ON)
    half["dates"]["last_session"] = ""
    assert read(half).span is None


def test_the_form_is_registered() -> None:
    assert get_webform("exclusion") is FORM
    assert FORM.kinds == {"permanent_exclusion", "suspension"}
    assert "cancels nothing" in FORM.after_withdrawal


def page_errors(page: type, desk: Desk, payload: dict[str, Any], data: dict[str, Any]) -> dict[str, list[str]]:
    form = page(data, context=context(desk, payload))
    form.is_valid()
    return dict(form.errors)


def test_the_pages_refuse_by_field(desk: Desk) -> None:
    days = {"decided_on": "2026-09-15", "first_on": "2026-09-15", "last_on": "2026-09-14", "is_lunchtime_only": "no"}
    assert set(page_errors(DatesPage, desk, {}, days)) == {"first_session", "last_session"}
    whole = {**days, "first_session": "am", "last_session": "pm"}
    assert set(page_errors(DatesPage, desk, {}, whole)) == {"last_on"}
    lunch = {**days, "last_on": "2026-09-16", "is_lunchtime_only": "yes"}
    assert page_errors(DatesPage, desk, {}, lunch) == {}
    late = {**whole, "last_on": "2026-09-15", "decided_on": "2026-09-16"}
    assert set(page_errors(DatesPage, desk, {}, late)) == {"decided_on"}
    assert set(page_errors(ReasonsPage, desk, {}, {"reasons": ["DB", "PP", "PA", "VA"]})) == {"reasons"}
    assert set(page_errors(ReasonsPage, desk, {}, {})) == {"reasons"}
    short = suspension(desk.child, EXCLUDED_ON)
    assert set(page_errors(ExamsPage, desk, short, {"misses_exam": "yes"})) == {"exam_on"}
    assert set(page_errors(ExamsPage, desk, short, {"misses_exam": "no", "exam_on": "2026-09-20"})) == {"exam_on"}
    of_year_11 = permanent(desk.child)
    of_year_11["pupil"]["year_group"] = "11"
    assert set(page_errors(ExamsPage, desk, of_year_11, {"misses_exam": "no"})) == {"has_finished_exams"}


@pytest.mark.parametrize(
    ("year_group", "is_asked"), [("9", False), ("-1", False), ("12", False), ("", True), ("x", True)]
)
def test_finished_exams_are_asked_about_in_year_11_or_where_the_year_is_not_known(
    desk: Desk, year_group: str, is_asked: bool
) -> None:
    payload = permanent(desk.child)
    payload["pupil"]["year_group"] = year_group
    assert ("has_finished_exams" in ExamsPage(context=context(desk, payload)).fields) is is_asked


def test_only_who_may_have_to_be_told_is_asked(desk: Desk) -> None:
    def asked(**known: str) -> set[str]:
        payload = permanent(desk.child, circumstances=known)
        return set(ToldPage(context=context(desk, payload)).fields)

    assert "social_worker_told_on" not in asked(has_social_worker="no")
    assert "virtual_school_head_told_on" not in asked(is_looked_after="no")
    assert len(asked(is_looked_after="unknown")) == 5
    short = ToldPage(context=context(desk, suspension(desk.child, EXCLUDED_ON)))
    assert "home_authority_told_on" not in short.fields


def test_the_home_areas_council_is_told_of_a_permanent_exclusion_alone(desk: Desk) -> None:
    days = {"home_authority_told_on": "2026-09-15"}
    assert read(permanent(desk.child, told=days)).told == {"home_authority": EXCLUDED_ON}
    assert read(suspension(desk.child, EXCLUDED_ON, told=days)).told == {}


def test_a_start_before_the_decision_is_refused_on_its_page(desk: Desk) -> None:
    def errors(decided_on: str, excluded_on: str) -> dict[str, list[str]]:
        answers = {"decided_on": decided_on, "excluded_on": excluded_on, "pm_began": "no"}
        return page_errors(StartPage, desk, {}, answers)

    decision = "the day on which the head teacher decided"
    assert errors("2026-09-15", "2026-09-14") == {"excluded_on": [f"It must start on or after {decision}"]}
    far_off = f"It must start within a year of {decision}. Check the year"
    assert errors("2026-09-15", "2027-09-17") == {"excluded_on": [far_off]}
    assert errors("2026-09-15", "2027-09-16") == {}
    assert errors("2026-09-15", "2026-09-15") == {}
    assert set(errors("", "2026-09-14")) == {"decided_on"}
    span = {"decided_on": "2026-09-15", "is_lunchtime_only": "no", "first_session": "am", "last_session": "pm"}
    early = {**span, "first_on": "2026-09-14", "last_on": "2026-09-15"}
    assert page_errors(DatesPage, desk, {}, early) == {
        "first_on": [f"The suspension must start on or after {decision}"]
    }
    endless = {**span, "first_on": "2026-09-15", "last_on": "2028-09-15"}
    assert page_errors(DatesPage, desk, {}, endless) == {
        "last_on": ["Last day must be within a year of the first day. Check the year"]
    }


@pytest.mark.parametrize(
    ("field", "who"),
    [
        ("parents", "the parents were"),
        ("governors", "the governing board was"),
        ("social_worker", "the social worker was"),
        ("virtual_school_head", "the virtual school head was"),
        ("home_authority", "the council of the pupil’s home area was"),
    ],
)
def test_nobody_is_told_before_the_decision_or_tomorrow(desk: Desk, field: str, who: str) -> None:
    def errors(told_on: str, payload: dict[str, Any]) -> dict[str, list[str]]:
        return page_errors(ToldPage, desk, payload, {f"{field}_told_on": told_on})

    payload, subject = permanent(desk.child), f"The day on which {who} told must be on or"
    before = f"{subject} after 15 September 2026, when the head teacher decided"
    assert errors("2026-09-14", payload) == {f"{field}_told_on": [before]}
    assert errors("2026-09-16", payload) == {f"{field}_told_on": [f"{subject} before 15 September 2026"]}
    assert errors("2026-09-15", payload) == {}
    payload["start"]["decided_on"] = ""
    assert errors("2026-09-14", payload) == {}


def test_a_page_is_asked_only_for_its_kind(desk: Desk) -> None:
    codes = [step.code for step in FORM.asked(context(desk, permanent(desk.child)))]
    assert ("start" in codes, "dates" in codes) == (True, False)
    codes = [step.code for step in FORM.asked(context(desk, suspension(desk.child, EXCLUDED_ON)))]
    assert ("start" in codes, "dates" in codes) == (False, True)
    assert len(codes) == 11


def test_what_the_notice_says_keeps_its_words_when_the_dates_are_shortened(desk: Desk) -> None:
    payload = suspension(desk.child, date(2026, 9, 15), told=ALL_TOLD)
    payload["notice"] = {"contents": list(Content.values)}
    step = next(each for each in FORM.steps if each.code == "notice")
    [(_, words)] = rows_of(step, context(desk, payload))
    lines = words.split("\n")
    assert len(lines) == len(Content.values)
    assert not set(lines) & set(Content.values)
    marked = [line for line in lines if "no longer asked for" in line]
    assert [line.split(" ")[0] for line in marked] == ["If", "Education"], "the meeting, and education from day six"


def test_a_pupil_of_eighteen_is_told_in_place_of_the_parents(desk: Desk) -> None:
    payload = permanent(desk.child, told={"governors_told_on": "2026-09-15"})
    payload["pupil"]["born_on"] = "2008-09-15"
    payload["notice"], payload["documents"] = {"contents": []}, {}
    texts = {each.code: f"{each.title} {each.text}" for each in doubts(context(desk, payload))}
    assert texts["not_told_parents"] == (
        "Pupil: not told yet? The pupil is 18 or over, and must be told without delay, and in writing, in place of the "
        "parents. Nothing says that this happened."
    )
    assert texts["notice_lacks"].startswith("Does the notice to the pupil say everything?")
    assert "notice to the pupil" in texts["no_notice_file"]
    assert ToldPage(None, context=context(desk, payload)).fields["parents_told_on"].label == "When was the pupil told?"
    payload["pupil"]["born_on"] = "2008-09-16"
    younger = {each.code: each.text for each in doubts(context(desk, payload))}
    assert younger["not_told_parents"].startswith("The parents must be told")
