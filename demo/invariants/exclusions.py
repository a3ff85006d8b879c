"""Permanent exclusions: the facts of each agree with the state of its case."""

from __future__ import annotations

from collections.abc import Iterator

from cases.models import Case
from demo.invariants.invariant import Invariant
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import Exclusion, GovernorsDecision
from exclusions.policies import is_reinstatement
from exclusions.states import (
    BEFORE_GOVERNORS,
    CANCELLED,
    DECLINED,
    ENDS_THE_TRACKS,
    GOVERNORS_LISTED,
    NOTIFIED,
    REINSTATED,
)
from exclusions.track_states import FUNDING_ENDED, FUNDING_REPAID, FUNDING_TO_REPAY, NEXT_ADMITTED

Named = Iterator[str]


def without_their_facts() -> Named:
    """Cases of this kind without an exclusion's row, and exclusions that hang on a case of another kind."""
    cases = Case.objects.filter(kind=PERMANENT_EXCLUSION, exclusion__isnull=True)
    yield from cases.values_list("reference", flat=True)
    others = Exclusion.objects.exclude(case__kind=PERMANENT_EXCLUSION)
    yield from others.values_list("case__reference", flat=True)


def against_their_state() -> Named:
    """Exclusions whose facts say something else than the state of their case."""
    for exclusion in Exclusion.objects.select_related("case").order_by("pk"):
        if not all(agrees(exclusion) for agrees in _AGREEMENTS):
            yield exclusion.case.reference


def _checked(exclusion: Exclusion) -> bool:
    """Checked exactly when the case is past being notified; a cancelled one may be either."""
    state = exclusion.case.state
    return state == CANCELLED or (exclusion.checked_on is None) == (state == NOTIFIED)


def _listed(exclusion: Exclusion) -> bool:
    """A meeting is listed from the state of that name on."""
    state = exclusion.case.state
    if state in BEFORE_GOVERNORS:
        return (exclusion.governors_meeting_on is not None) == (state == GOVERNORS_LISTED)
    return state == CANCELLED or exclusion.governors_meeting_on is not None


def _decided(exclusion: Exclusion) -> bool:
    """Undecided before the governors and when cancelled; then the decision is the one that led to the state."""
    state, decision = exclusion.case.state, exclusion.governors_decision
    if state in BEFORE_GOVERNORS or state == CANCELLED:
        return decision == ""
    return is_reinstatement(decision) if state == REINSTATED else decision != ""


def _reinstated(exclusion: Exclusion) -> bool:
    """A day of return belongs to a reinstatement, and to no other decision."""
    return is_reinstatement(exclusion.governors_decision) == (exclusion.reinstated_on is not None)


def _sent(exclusion: Exclusion) -> bool:
    """A written decision is sent only where the governors declined, and not yet in the state before it."""
    if exclusion.governors_decision != GovernorsDecision.DECLINE or exclusion.case.state == DECLINED:
        return exclusion.refusal_notice_sent_on is None
    return exclusion.refusal_notice_sent_on is not None


def _cancelled(exclusion: Exclusion) -> bool:
    """The day of the cancellation is there exactly when the case is cancelled."""
    return (exclusion.cancelled_on is not None) == (exclusion.case.state == CANCELLED)


def _tracks_ended(exclusion: Exclusion) -> bool:
    """Cancellation and reinstatement end all three tracks; money that was deducted is paid back first, and education
    goes on until the day from which the child is reinstated, which may lie ahead."""
    if exclusion.case.state not in ENDS_THE_TRACKS:
        return True
    decided_on, back_on = exclusion.governors_decided_on, exclusion.reinstated_on
    is_back_at_once = back_on is None or back_on == decided_on
    states = {exclusion.next_school_state, *([exclusion.day_six_state] if is_back_at_once else [])}
    has_ended = states <= {"ended", NEXT_ADMITTED}
    return has_ended and exclusion.funding_state in (FUNDING_ENDED, FUNDING_TO_REPAY, FUNDING_REPAID)


_AGREEMENTS = (_checked, _listed, _decided, _reinstated, _sent, _cancelled, _tracks_ended)

EXCLUSIONS = (
    Invariant("Every permanent exclusion has its facts", without_their_facts),
    Invariant("The facts of every exclusion agree with its state", against_their_state),
)
