"""How the direction off site plugs into the kernel."""

from __future__ import annotations

from cases.kinds import CaseKind
from exclusions.event_labels import EVENT_LABELS
from exclusions.kind_code import OFFSITE_DIRECTION
from exclusions.kind_steps import KindSteps
from exclusions.offsite.clocks import DEADLINE_LABELS
from exclusions.offsite.facts import gather_direction
from exclusions.offsite.policies import reasons_against
from exclusions.offsite.presenters import present
from exclusions.offsite.refreshing import refresh
from exclusions.offsite.states import STATES, TRANSITIONS
from exclusions.reopening import REOPEN_REASONS

KIND = CaseKind(
    code=OFFSITE_DIRECTION,
    label="Direction off site",
    reference_prefix="OD",
    states=STATES,
    transitions=TRANSITIONS,
    event_labels=EVENT_LABELS,
    deadline_labels=DEADLINE_LABELS,
    refresh=refresh,
    present=present,
    lozenge="Directed off site",
    open_label="Record a direction off site",
    open_url_name="direction_record",
    reopen_reasons=REOPEN_REASONS,
)
STEPS = KindSteps(gather_direction, reasons_against)
