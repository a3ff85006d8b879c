"""How a date was counted: the count is made again each time it is shown, from what the deadline was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import statute
from cases.models import Deadline

# What makes days count, by the unit of the rule's limit.
_UNITS = {"school days": "school day", "working days": "working day", "days": "day", "calendar days": "day"}


@dataclass(frozen=True)
class Trial:
    """The same rule asked with other facts. Nothing of it is kept. `problem` says why there is no answer."""

    facts: Mapping[str, object]
    result: statute.Result | None
    problem: str = ""


def recompute(deadline: Deadline) -> statute.Result | None:
    """Ask the rule again with the stored facts, calendar, policy and pauses; None while the clock has not started.

    Raises statute.StatuteError when the rule no longer takes these facts.
    """
    if not deadline.rule_version:
        return None
    return _ask(deadline, deadline.facts)


def try_facts(deadline: Deadline, changed: Mapping[str, object]) -> Trial:
    """Ask the rule with some facts changed; a refusal of the rule's is words, not an error."""
    facts = {**deadline.facts, **changed}
    try:
        return Trial(facts, _ask(deadline, facts))
    except statute.StatuteError as error:
        return Trial(facts, None, str(error))


def _ask(deadline: Deadline, facts: Mapping[str, object]) -> statute.Result:
    return statute.calculate(
        deadline.rule,
        facts=facts,
        calendar=deadline.snapshot.calendar if deadline.snapshot else None,
        policy=deadline.policy,
        pauses=[tuple(pause) for pause in deadline.pauses],
    )


def differs_from_stored(deadline: Deadline, result: statute.Result) -> bool:
    """True when the count made now does not give the date that is stored."""
    return result.due_on != deadline.due_on


def rule_of(deadline: Deadline) -> statute.Rule | None:
    """The deadline's rule, or None when this release has no such rule."""
    return next((rule for rule in statute.rules() if rule.code == deadline.rule), None)


def unit_of(deadline: Deadline) -> str:
    """What the rule counts: “school day”, “working day” or “day”."""
    rule = rule_of(deadline)
    units = [limit.unit for version in rule.versions for limit in version.limits] if rule else []
    return next((_UNITS[unit] for unit in units if unit in _UNITS), "day")


def unit_of_step(step: statute.Step) -> str:
    """What one count of several counts: each step of a rule may count otherwise, and says what in its sentence."""
    return next((unit for unit in ("school day", "working day") if unit in step.because), "day")


def trigger_of(deadline: Deadline, facts: Mapping[str, object]) -> date | None:
    """The day that started the count, where the rule has one fact for it."""
    rule = rule_of(deadline)
    if rule is None or not isinstance(rule.trigger, str):
        return None
    value = facts.get(rule.trigger)
    return date.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, date) else None


@dataclass(frozen=True)
class OwnPolicy:
    """A value that the authority has set otherwise than the statutory policy."""

    meaning: str
    value: str


def own_policies(deadline: Deadline) -> list[OwnPolicy]:
    """What the policy of this deadline has changed of the settings that its rule reads."""
    rule = next(each for each in statute.rules() if each.code == deadline.rule)
    policy = statute.Policy.load(deadline.policy)
    settings = statute.policy.statutory_settings()
    return [
        OwnPolicy(setting.meaning, str(policy.values[key]).replace("_", " "))
        for key, setting in settings.items()
        if key in rule.policy_keys and policy.has_changed(key)
    ]
