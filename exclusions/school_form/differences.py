"""Where what a school sent and what the case has say something else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from components.words import spelled_date
from exclusions.facts import Facts, Recipient
from exclusions.reasons import Reason
from exclusions.school_form.reading import Reported
from exclusions.stated import LABELS
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.presenters import span_in_words


def differences(reported: Reported, facts: Facts | SuspensionFacts) -> list[str]:
    """Every difference in a sentence: what the school says, and what the case has."""
    return [
        f"{label}: the school says {theirs}, the case has {ours}."
        for label, theirs, ours in _pairs(reported, facts)
        if theirs and theirs != ours
    ]


def _pairs(reported: Reported, facts: Facts | SuspensionFacts) -> Iterator[tuple[str, str, str]]:
    decision = facts.decision
    yield "Decided on", _day(reported.decided_on), _day(decision.decided_on)
    if isinstance(facts, Facts):
        yield (
            "Excluded from",
            _start(reported.excluded_on, reported.pm_began),
            _start(facts.exclusion.excluded_on, facts.exclusion.pm_began),
        )
    elif reported.span:
        yield "When", span_in_words(reported.span), span_in_words(Span.of(facts.suspension))
    yield "Reasons", _reasons(reported.reasons), _reasons(decision.reasons)
    yield "Exam that would be missed", _day(reported.exam_on), _day(decision.exam_on) or "none"
    for recipient, told_on in reported.told.items():
        if recipient in facts.told:
            yield f"{Recipient(recipient).label} told on", _day(told_on), _day(facts.told[recipient])
    yield from circumstances(reported, facts)


def circumstances(reported: Reported, facts: Facts | SuspensionFacts) -> Iterator[tuple[str, str, str]]:
    """Care, plan and social worker, as far as the school knows."""
    for name, known in reported.circumstances.items():
        yield LABELS[name], _yes_no(known), _yes_no(getattr(facts.decision, f"{name}_then"))


def circumstances_that_differ(reported: Reported, facts: Facts | SuspensionFacts) -> list[str]:
    """The same as sentences, where the child's record says something else."""
    return [
        f"{label}: the school says {theirs}, our record says {ours}."
        for label, theirs, ours in circumstances(reported, facts)
        if theirs != ours
    ]


def _day(value: date | None) -> str:
    return spelled_date(value) if value else ""


def _start(starts_on: date | None, pm_began: bool | None) -> str:
    if starts_on is None or pm_began is None:
        return ""
    return f"{spelled_date(starts_on)}, {'after' if pm_began else 'before'} afternoon school began"


def _reasons(codes: list[str] | tuple[str, ...]) -> str:
    return "; ".join(Reason(code).label for code in sorted(codes))


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
