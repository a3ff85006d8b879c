"""A rule names the policy keys that it reads, so that a page can show those alone."""

from datetime import date

import pytest

from statute import Policy, SchoolCalendar, calculate, rules
from statute.policy import statutory_settings
from statute.registry import Question


def test_every_key_that_a_rule_names_is_a_setting_and_every_setting_is_read_by_a_rule() -> None:
    named = {key for rule in rules() for key in rule.policy_keys}
    assert named == set(statutory_settings())


def test_a_rule_cannot_read_a_policy_that_it_does_not_name() -> None:
    calendar = SchoolCalendar.from_json({"open": [["2026-09-02", "2026-12-18"]]})
    question = Question({"excluded_on": date(2026, 9, 15)}, calendar, Policy.load("coventry"), ())
    with pytest.raises(ValueError, match="without naming it"):
        question.policy_word("exclusions.sixth_day_reading")
    with pytest.raises(ValueError, match="without naming it"):
        question.policy_number("exclusions.fair_access_school_days")


def test_the_keys_of_the_sixth_day() -> None:
    rule = next(each for each in rules() if each.code == "exclusions.sixth_day_permanent")
    assert rule.policy_keys == ("exclusions.sixth_day_reading",)
    assert calculate(
        rule.code,
        facts={"excluded_on": "2026-09-15", "pm_began": False},
        calendar={"open": [["2026-09-02", "2026-12-18"]]},
    ).due_on == date(2026, 9, 22)
