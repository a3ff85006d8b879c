"""Which steps of a review the case page offers, and which never as the main one."""

from __future__ import annotations

from exclusions.facts import Facts
from exclusions.governors.steps import CORRECT
from exclusions.states import AFTER_THE_PANEL, AFTER_THE_ROLL, MAY_STILL_CHANGE, REVIEW_APPLIED, REVIEW_WINDOW

# They keep the state and are still what is to be done next; other such steps stand as links at their group.
STEPS_THAT_KEEP_THE_STATE = frozenset({"review_hearing", "review_record", "review_adjustment"})


# They only put right what is recorded, so they stand as links at their group and never as what is to be done.
CORRECTIONS = frozenset({CORRECT, "review_waiver_corrected", "reconsidered_corrected", "placed_corrected"})


def only_puts_right(code: str, facts: Facts) -> bool:
    """True for a step that in this state does nothing but put right what is recorded, or that nobody waits for: a
    waiver, once the parents' time is over."""
    state = facts.case.state
    return code in CORRECTIONS or {
        "refusal_notice_sent": facts.exclusion.refusal_notice_sent_on is not None,
        "review_waived": state != REVIEW_WINDOW,
        "review_applied": state == REVIEW_APPLIED,
        "review_decided": state in AFTER_THE_PANEL,
    }.get(code, False)


def correction_of(record: str, facts: Facts) -> str:
    """Which of its two steps corrects a record: once the name has left the roll, the one that keeps the state."""
    return f"{record}_day_corrected" if facts.case.state in AFTER_THE_ROLL else f"{record}_corrected"


def waiver_step(facts: Facts) -> str:
    """Which of its two steps records a waiver: once the name has left the roll, the one that keeps the state."""
    return "review_waived_late" if facts.case.state in AFTER_THE_ROLL else "review_waived"


def notice_step(facts: Facts) -> str:
    """Which step records the governors' written decision: once the parents have answered it, the one that keeps the
    state."""
    return "refusal_notice_sent" if facts.case.state in MAY_STILL_CHANGE else "refusal_notice_corrected"


def panel_step(facts: Facts) -> str:
    """Which step records the panel's decision: once the case has gone on from it, the one for its day alone."""
    is_open = facts.case.state in AFTER_THE_PANEL or facts.case.state == REVIEW_APPLIED
    return "review_decided" if is_open else "review_decided_day_corrected"


def review_pages_behind(facts: Facts) -> set[str]:
    """Pages that never lead on by themselves: to waive or withdraw is the parents' own, and what is recorded already is
    only put right."""
    behind = {"exclusion_review_waived", "exclusion_review_withdrawn"}
    if facts.case.state != REVIEW_WINDOW:
        behind.add("exclusion_review_applied")
    if facts.review.planned or facts.review.begun_on:
        behind.add("exclusion_review_hearing")
    return behind
