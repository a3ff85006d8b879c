"""How the managed move plugs into the kernel."""

from __future__ import annotations

from cases.kinds import CaseKind
from exclusions.event_labels import EVENT_LABELS
from exclusions.kind_code import MANAGED_MOVE
from exclusions.kind_steps import KindSteps
from exclusions.moves.clocks import DEADLINE_LABELS
from exclusions.moves.facts import gather_move
from exclusions.moves.policies import reasons_against
from exclusions.moves.presenters import present
from exclusions.moves.refreshing import refresh
from exclusions.moves.states import STATES, TRANSITIONS
from exclusions.reopening import REOPEN_REASONS

KIND = CaseKind(
    code=MANAGED_MOVE,
    label="Managed move",
    reference_prefix="MM",
    states=STATES,
    transitions=TRANSITIONS,
    event_labels=EVENT_LABELS,
    deadline_labels=DEADLINE_LABELS,
    refresh=refresh,
    present=present,
    open_label="Propose a managed move",
    open_url_name="move_record",
    reopen_reasons=REOPEN_REASONS,
)
STEPS = KindSteps(gather_move, reasons_against)
