"""Policies: what is shipped, what may be overridden, and what a floor refuses."""

import pytest

from statute import Policy, StatuteError, rules
from statute.policy import SHIPPED, statutory_settings

PAPERS = "exclusions.governors_papers_school_days"
READING = "exclusions.sixth_day_reading"
# Each number of days that a policy may set starts from the number in the rule's own version.
RULE_OF_KEY = {
    PAPERS: "exclusions.governors_papers",
    "exclusions.review_papers_school_days": "exclusions.review_papers",
    "exclusions.fair_access_school_days": "exclusions.fair_access_placement",
    "exclusions.offsite_notice_school_days": "exclusions.offsite_direction_notice",
    "exclusions.support_outcome_months": "exclusions.support_outcome",
}


@pytest.mark.parametrize("name", [path.stem for path in sorted(SHIPPED.glob("*.toml"))])
def test_every_shipped_policy_loads(name):
    assert set(Policy.load(name).values) == set(statutory_settings())
    assert Policy.load(name).name == name


def test_coventry_quotes_the_later_reading():
    assert Policy.load("coventry").word(READING) == "after_the_first_day"
    assert Policy.load("coventry").has_changed(READING)
    assert not Policy.load("statutory").has_changed(READING)


def test_defaults_are_the_numbers_of_the_rules():
    numbers = {key for key, setting in statutory_settings().items() if isinstance(setting.value, int)}
    assert numbers == set(RULE_OF_KEY)
    limits = {rule.code: rule.versions[-1].limits[0].number for rule in rules() if rule.versions[-1].limits}
    for key, code in RULE_OF_KEY.items():
        setting = statutory_settings()[key]
        assert setting.value == limits[code]
        assert setting.value in (setting.at_least, setting.at_most)


def test_every_key_says_what_it_means_and_where_it_comes_from():
    assert all(setting.meaning and setting.source for setting in statutory_settings().values())


def test_a_file_under_a_floor_is_refused_with_file_key_and_floor(tmp_path):
    (tmp_path / "hasty.toml").write_text("[exclusions.governors_papers_school_days]\nvalue = 3\n")
    with pytest.raises(StatuteError) as wrong:
        Policy.load("hasty", folder=tmp_path)
    assert wrong.value.field == PAPERS
    assert str(wrong.value).startswith(f"{PAPERS}: hasty.toml: 3 is under the floor of 5 (papers at least 5")


def test_a_file_may_give_more_than_the_floor(tmp_path):
    (tmp_path / "patient.toml").write_text("[exclusions.governors_papers_school_days]\nvalue = 7\n")
    policy = Policy.load("patient", folder=tmp_path)
    assert policy.number(PAPERS) == 7
    assert policy.has_changed(PAPERS)


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("[exclusions\n", "policy", "broken.toml: is not a policy file"),
        ("exclusions = 3\n", "policy", "broken.toml: is not a policy file"),
        (
            "[exclusions.governors_papers_school_days]\nsource = 'x'\n",
            "policy",
            "broken.toml: is not a policy file",
        ),
    ],
)
def test_a_malformed_file_is_refused(tmp_path, text, field, message):
    (tmp_path / "broken.toml").write_text(text)
    with pytest.raises(StatuteError) as wrong:
        Policy.load("broken", folder=tmp_path)
    assert wrong.value.field == field
    assert message in str(wrong.value)


@pytest.mark.parametrize(
    ("overrides", "field", "message"),
    [
        ({"exclusions.nothing": 3}, "exclusions.nothing", "is not a policy key"),
        ({"exclusions": 3}, "exclusions", "is not a policy key"),
        ({READING: "both"}, READING, "must be one of of_the_exclusion, after_the_first_day"),
        ({READING: ["of_the_exclusion"]}, READING, "must be one of"),
        ({PAPERS: 4}, PAPERS, "4 is under the floor of 5"),
        ({PAPERS: "6"}, PAPERS, "must be a whole number"),
        ({PAPERS: True}, PAPERS, "must be a whole number"),
        (
            {"exclusions": {"fair_access_school_days": 21}},
            "exclusions.fair_access_school_days",
            "over the most of 20",
        ),
        (
            {"exclusions.fair_access_school_days": 0},
            "exclusions.fair_access_school_days",
            "whole number from 1",
        ),
    ],
)
def test_overrides_that_are_refused(overrides, field, message):
    with pytest.raises(StatuteError) as wrong:
        Policy.from_mapping(overrides)
    assert wrong.value.field == field
    assert message in str(wrong.value)


def test_a_value_at_its_floor_or_its_most_stands():
    at_the_edge = {PAPERS: 5, "exclusions.fair_access_school_days": 20}
    assert Policy.from_mapping(at_the_edge).values == Policy.load("statutory").values
    assert (
        Policy.from_mapping({"exclusions.fair_access_school_days": 1}).number("exclusions.fair_access_school_days") == 1
    )


@pytest.mark.parametrize("name", ["nowhere", "../statutory", ""])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(StatuteError, match="there is no policy"):
        Policy.load(name)
