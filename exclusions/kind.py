"""How the permanent exclusion plugs into the kernel."""

from __future__ import annotations

from cases.kinds import CaseKind
from exclusions.clocks import DEADLINE_LABELS
from exclusions.event_labels import EVENT_LABELS
from exclusions.facts import gather
from exclusions.kind_code import PERMANENT_EXCLUSION, RECORDED_BY_MISTAKE
from exclusions.kind_steps import KindSteps
from exclusions.policies import reasons_against
from exclusions.presenters import present
from exclusions.refreshing import refresh
from exclusions.states import (
    CANCELLED,
    CLOSED,
    PUT_RIGHT_REASONS,
    RECONSIDERED_REINSTATED,
    REINSTATED,
    REOPEN_REASONS,
    STATES,
    TRANSITIONS,
)
from exclusions.track_states import TRACK_STEPS, TRACKS

# States in which the exclusion no longer stands.
_NOT_EXCLUDED = frozenset({REINSTATED, RECONSIDERED_REINSTATED, CLOSED, CANCELLED, RECORDED_BY_MISTAKE})

KIND = CaseKind(
    code=PERMANENT_EXCLUSION,
    label="Permanent exclusion",
    reference_prefix="EX",
    states=STATES,
    transitions=TRANSITIONS,
    event_labels=EVENT_LABELS,
    deadline_labels=DEADLINE_LABELS,
    refresh=refresh,
    present=present,
    lozenge="Permanently excluded",
    lozenge_states=frozenset(state.code for state in STATES) - _NOT_EXCLUDED,
    open_label="Record a permanent exclusion",
    open_url_name="exclusion_record",
    reopen_reasons={**REOPEN_REASONS, **PUT_RIGHT_REASONS},
    tracks=TRACKS,
    track_steps=TRACK_STEPS,
)
STEPS = KindSteps(gather, reasons_against)
