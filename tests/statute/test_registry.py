"""Registering rules: once each, with a trigger where there is a choice, and not past their last day."""

from datetime import date

import pytest

from statute import Checked, Citation, Outcome, calculate, registry, rule_version
from statute.facts import DATE, required
from statute.registry import Version, rule
from statute.result import due

CITATION = Citation("An invented Act 2001", "s1", Checked.FROM_KNOWLEDGE)
OLD, NEW = (
    Version(date(2001, 1, 1), CITATION),
    Version(date(2010, 1, 1), CITATION, in_force_to=date(2020, 12, 31)),
)


@pytest.fixture(autouse=True)
def _rules_are_put_back(monkeypatch):
    monkeypatch.setattr(registry, "_RULES", dict(registry._RULES))


def _register(code, versions, trigger="on"):
    declare = rule(code, title="t", row="r", facts=(required("on", DATE, "a day"),), versions=versions, trigger=trigger)
    return declare(lambda question: due(question.day("on"), "that day"))


def test_a_code_is_registered_once():
    _register("invented.rule", (OLD,))
    with pytest.raises(ValueError, match="registered twice"):
        _register("invented.rule", (OLD,))


def test_a_choice_of_versions_needs_a_trigger():
    with pytest.raises(ValueError, match="no trigger date"):
        _register("invented.rule", (OLD, NEW), trigger=None)


def test_a_rule_ends_with_its_last_version():
    _register("invented.rule", (NEW, OLD))
    assert rule_version("invented.rule", "2009-12-31") == "invented.rule@2001-01-01"
    assert rule_version("invented.rule", "2020-12-31") == "invented.rule@2010-01-01"
    assert rule_version("invented.rule", "2021-01-01") is None
    result = calculate("invented.rule", facts={"on": "2021-01-01"})
    assert result.outcome is Outcome.LIMIT_NOT_KNOWN
    assert "from Mon 1 Jan 2001 to Thu 31 Dec 2020" in result.because
