"""How the suspension plugs into the kernel."""

from __future__ import annotations

from cases.kinds import CaseKind
from exclusions.event_labels import EVENT_LABELS
from exclusions.kind_code import SUSPENSION
from exclusions.kind_steps import KindSteps
from exclusions.suspensions.clocks import DEADLINE_LABELS
from exclusions.suspensions.facts import gather_suspension
from exclusions.suspensions.policies import reasons_against
from exclusions.suspensions.presenters import present
from exclusions.suspensions.refreshing import recount_closed, refresh
from exclusions.suspensions.states import REOPEN_REASONS, STATES, TRANSITIONS

KIND = CaseKind(
    code=SUSPENSION,
    label="Suspension",
    reference_prefix="SU",
    states=STATES,
    transitions=TRANSITIONS,
    event_labels=EVENT_LABELS,
    deadline_labels=DEADLINE_LABELS,
    refresh=refresh,
    present=present,
    open_label="Record a suspension",
    open_url_name="suspension_record",
    reopen_reasons=REOPEN_REASONS,
    recount_closed=recount_closed,
)
STEPS = KindSteps(gather_suspension, reasons_against)
