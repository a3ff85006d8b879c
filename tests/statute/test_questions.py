"""Wrong facts, calendars, pauses and policies: each error names the field and the fix."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from statute import Outcome, Policy, SchoolCalendar, StatuteError, calculate, rule_version, rules
from statute.facts import LONDON

OPEN = {"open": [["2026-09-02", "2026-10-22"], ["2026-11-02", "2026-12-18"]]}
MEET = "exclusions.governors_meet_15"


def _refused(rule, facts, **more):
    with pytest.raises(StatuteError) as wrong:
        calculate(rule, facts=facts, **more)
    return wrong.value


@pytest.mark.parametrize(
    ("rule", "facts", "field", "message"),
    [
        (MEET, {"notified_on": "2026-02-30"}, "notified_on", "there is no such day as 2026-02-30"),
        (MEET, {"notified_on": "20260915"}, "notified_on", "must be a date"),
        (MEET, {"notified_on": "１２３４-01-01"}, "notified_on", "must be a date"),
        (MEET, {"notified_on": None}, "notified_on", "must be a date such as 2026-09-15, not null"),
        (MEET, {"notified_on": "x" * 500}, "notified_on", "..."),
        (MEET, {"notified_on": datetime(2026, 9, 15, tzinfo=UTC)}, "notified_on", "must be a date"),
        (MEET, {"notified_on": "1066-10-14"}, "notified_on", "must be between 1900-01-01 and 2199-12-31"),
        (MEET, {"notified_on": "9999-12-31"}, "notified_on", "must be between"),
        (MEET, [], "facts", "must be an object"),
        (MEET, {3: 4}, "3", "is not a fact"),
        ("exclusions.day_one", {"excluded_on": "2026-09-15", "pm_began": 1}, "pm_began", "true or false"),
        ("exclusions.year_cap", {"sessions_this_year": -1, "sessions": 1}, "sessions_this_year", "0 or more"),
        (
            "exclusions.year_cap",
            {"sessions_this_year": True, "sessions": 1},
            "sessions_this_year",
            "whole number",
        ),
        (
            "exclusions.year_cap",
            {"sessions_this_year": 1.0, "sessions": 1},
            "sessions_this_year",
            "whole number",
        ),
        (
            "letters.deemed_service",
            {"sent_on": "2026-09-15", "method": "pigeon"},
            "method",
            "must be one of hand, ",
        ),
        ("letters.deemed_service", {"sent_on": "2026-09-15", "method": ["hand"]}, "method", "must be one of"),
        ("people.upn_valid", {"upn": 3}, "upn", "must be text"),
        (
            "exclusions.public_place_days",
            {"excluded_on": "2026-09-15", "pm_began": False, "days": 0},
            "days",
            "must be 1 or more",
        ),
        (
            "exclusions.sixth_day_permanent",
            {"excluded_on": "2026-09-15", "pm_began": False, "compulsory_age": None},
            "compulsory_age",
            "must be true or false, not null",
        ),
        ("exclusions.sixth_day_suspension", {"spans": []}, "spans", "one or more"),
        ("exclusions.sixth_day_suspension", {"spans": "2026"}, "spans", "one or more"),
        ("exclusions.sixth_day_suspension", {"spans": [["2026-09-15"]]}, "spans[0]", "two dates"),
        ("exclusions.sixth_day_suspension", {"spans": [["2026-09-15", 3]]}, "spans[0][1]", "must be a date"),
        (
            "exclusions.sixth_day_suspension",
            {"spans": [["2026-09-16", "2026-09-15"]]},
            "spans[0]",
            "put the earlier date first",
        ),
        (
            "exclusions.provision_notice",
            {"provision_starts_at": "2026-11-16"},
            "provision_starts_at",
            "date and time",
        ),
        (
            "exclusions.provision_notice",
            {"provision_starts_at": "2026-11-16T25:00"},
            "provision_starts_at",
            "there is no such moment",
        ),
        ("exclusions.provision_notice", {"provision_starts_at": 3}, "provision_starts_at", "date and time"),
        (
            "exclusions.governor_duty",
            {"sessions_before_by_term": [], "sessions_by_term": {"autumn": 1}},
            "sessions_before_by_term",
            "must be sessions by term",
        ),
        (
            "exclusions.governor_duty",
            {"sessions_before_by_term": {}, "sessions_by_term": {"autumn": -1}},
            "sessions_by_term.autumn",
            "whole number",
        ),
        (
            "exclusions.governor_duty",
            {"sessions_before_by_term": {}, "sessions_by_term": {" ": 1}},
            "sessions_by_term (a term)",
            "not blank",
        ),
        (
            "exclusions.funding_deduction",
            {"excluded_on": "2026-09-15", "pm_began": False, "per_pupil": 6000.0},
            "per_pupil",
            "pounds and pence",
        ),
        (
            "exclusions.funding_deduction",
            {"excluded_on": "2026-09-15", "pm_began": False, "per_pupil": "6,000"},
            "per_pupil",
            "pounds and pence",
        ),
        (
            "exclusions.sessions",
            {"from_on": "2026-09-16", "from_session": "am", "to_on": "2026-09-15", "to_session": "pm"},
            "to_on",
            "is before from_on",
        ),
        (
            "exclusions.sessions",
            {"from_on": "2026-09-15", "from_session": "pm", "to_on": "2026-09-15", "to_session": "am"},
            "to_session",
            "is before from_session",
        ),
    ],
)
def test_wrong_facts(rule, facts, field, message):
    wrong = _refused(rule, facts, calendar=OPEN)
    assert wrong.field == field
    assert message in str(wrong)
    assert len(str(wrong)) < 300


@pytest.mark.parametrize(
    ("calendar", "field", "message"),
    [
        ([], "calendar", 'must be an object with "open"'),
        ({}, "calendar.open", "one or more"),
        ({"open": []}, "calendar.open", "one or more"),
        ({"open": [["2026-09-02"]]}, "calendar.open[0]", "two dates"),
        ({**OPEN, "opened": []}, "calendar.opened", "is not known"),
        ({"open": [["2026-09-02", "2026-10-22"], ["2026-10-22", "2026-12-18"]]}, "calendar.open", "overlap"),
        ({**OPEN, "closed": ["2026-09-07"]}, "calendar.closed", "keys are dates"),
        ({**OPEN, "closed": {"2026-09-07": ""}}, "calendar.closed.2026-09-07", "not blank"),
        ({**OPEN, "closed": {"Monday": "INSET"}}, "calendar.closed", "must be a date"),
        ({**OPEN, "half_days": "2026-12-18"}, "calendar.half_days", "list of dates"),
        ({**OPEN, "half_days": {"2026-12-18": "noon"}}, "calendar.half_days.2026-12-18", '"am" or "pm"'),
        ({**OPEN, "bank_holidays": {"2026-12-25": "x"}}, "calendar.bank_holidays", "list of dates"),
        ({**OPEN, "loaded_until": "soon"}, "calendar.loaded_until", "must be a date"),
        ({**OPEN, "loaded_until": "2026-09-01"}, "calendar.loaded_until", "before the first open day"),
        ({**OPEN, "loaded_until": "2070-09-01"}, "calendar", "more than 30 years"),
        ({**OPEN, "terms": []}, "calendar.terms", "must be an object"),
        ({**OPEN, "terms": {"autumn": "2026"}}, "calendar.terms.autumn", "two dates"),
        ({**OPEN, "terms": {"": ["2026-09-01", "2026-12-31"]}}, "calendar.terms", "not blank"),
    ],
)
def test_wrong_calendars(calendar, field, message):
    wrong = _refused(MEET, {"notified_on": "2026-09-15"}, calendar=calendar)
    assert wrong.field == field
    assert message in str(wrong)


@pytest.mark.parametrize(
    ("pauses", "field"),
    [
        ("2026-09-15", "pauses"),
        ([["2026-09-15", "2026-09-16"]], "pauses[0]"),
        ([["2026-09-15", "2026-09-16", ""]], "pauses[0]"),
        ([["2026-09-17", "2026-09-16", "strike"]], "pauses[0]"),
        ([["soon", "2026-09-16", "strike"]], "pauses[0]"),
    ],
)
def test_wrong_pauses(pauses, field):
    wrong = _refused(MEET, {"notified_on": "2026-09-15"}, calendar=OPEN, pauses=pauses)
    assert wrong.field == field


def test_wrong_policy_and_wrong_rule():
    assert _refused(MEET, {"notified_on": "2026-09-15"}, calendar=OPEN, policy=3).field == "policy"
    assert _refused(["list"], {}).field == "rule"
    with pytest.raises(StatuteError, match="there is no rule"):
        rule_version("exclusions.nothing", "2026-09-15")


def test_a_calendar_may_be_loaded_to_its_first_day_only():
    calendar = SchoolCalendar.from_json({**OPEN, "loaded_until": "2026-09-02"})
    assert calendar.known_from == calendar.known_until == date(2026, 9, 2)


def test_an_incomplete_count_says_where_knowledge_ends():
    def because(notified_on, calendar):
        return calculate(MEET, facts={"notified_on": notified_on}, calendar=calendar).because

    assert because("2026-12-01", OPEN) == (
        "The school-day count reaches Sat 19 Dec 2026; the calendar is known from Wed 2 Sep 2026 to Fri 18 Dec 2026: "
        "load more of it."
    )
    assert because("2028-12-20", {"open": [["2028-09-04", "2029-07-20"]]}) == (
        "The school-day count reaches Mon 1 Jan 2029; the calendar is known until Sun 31 Dec 2028, where England's "
        "published bank holidays end."
    )


def test_a_day_in_no_term_of_its_own():
    calendar = {**OPEN, "terms": {"autumn": ["2026-09-02", "2026-10-22"]}}
    facts = {"from_on": "2026-11-02", "from_session": "am", "to_on": "2026-11-02", "to_session": "pm"}
    wrong = _refused("exclusions.sessions", facts, calendar=calendar)
    assert wrong.field == "calendar.terms"


def test_a_calendar_with_terms_survives_its_own_json():
    given = {**OPEN, "terms": {"spring": ["2027-01-01", "2027-03-31"], "autumn": ["2026-09-01", "2026-12-31"]}}
    calendar = SchoolCalendar.from_json(given)
    assert list(calendar.to_json()["terms"]) == ["autumn", "spring"]
    assert SchoolCalendar.from_json(calendar.to_json()) == calendar


def test_python_values_are_taken_as_they_are():
    facts = {
        "excluded_on": date(2026, 9, 15),
        "pm_began": False,
        "per_pupil": Decimal("6000.00"),
        "school_year_end": None,
    }
    calendar = SchoolCalendar.from_json(OPEN)
    result = calculate("exclusions.funding_deduction", facts=facts, calendar=calendar, policy=Policy.load("coventry"))
    assert result.value == {"relevant_date": date(2026, 9, 23), "weeks": 27, "amount": "3115.38"}
    starts_at = datetime(2026, 11, 16, 9, 0, tzinfo=LONDON)
    result = calculate("exclusions.provision_notice", facts={"provision_starts_at": starts_at})
    assert starts_at - result.due_at == timedelta(hours=48)


def test_a_calendar_answers_for_single_days():
    calendar = SchoolCalendar.from_json({**OPEN, "half_days": ["2026-12-18"]})
    assert calendar.sessions(date(2026, 12, 18)) == 1
    assert calendar.open_sessions(date(2026, 12, 18)) == ("am",)
    assert calendar.sessions(date(2026, 12, 17)) == 2
    assert calendar.sessions(date(2026, 12, 5)) == 0
    assert calendar.is_school_day(date(2026, 12, 4))


def test_versions_are_chosen_by_the_trigger_date():
    assert rule_version(MEET, "2026-07-25") == f"{MEET}@2012-09-01"
    assert rule_version(MEET, date(2026, 7, 26)) == f"{MEET}@2026-07-26"
    assert rule_version(MEET, "2012-08-31") is None


def test_before_the_first_version_no_date_is_given():
    result = calculate(MEET, facts={"notified_on": "2011-09-15"}, calendar=OPEN)
    assert result.outcome is Outcome.LIMIT_NOT_KNOWN
    assert result.due_on is None
    assert result.version == f"{MEET}@not held on 2011-09-15"
    assert "is held from Sat 1 Sep 2012" in result.because


def test_every_rule_is_documented():
    for rule in rules():
        assert rule.answer.__doc__, rule.code
        assert rule.title
        assert rule.row
        assert rule.in_force_from <= rule.versions[-1].in_force_from
        assert rule.in_force_to is None
        assert rule.citation.instrument
        assert rule.citation.provision
        assert all(fact.meaning for fact in rule.facts)
        assert all(limit.row and limit.number > 0 for version in rule.versions for limit in version.limits)
