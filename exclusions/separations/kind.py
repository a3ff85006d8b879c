"""How the separation plugs into the kernel. Its very name tells of an allegation, so it is sensitive."""

from __future__ import annotations

from cases.kinds import CaseKind
from exclusions.event_labels import EVENT_LABELS
from exclusions.kind_code import SAFEGUARDING_SEPARATION
from exclusions.kind_steps import KindSteps
from exclusions.reopening import REOPEN_REASONS
from exclusions.separations.clocks import DEADLINE_LABELS
from exclusions.separations.facts import gather_separation
from exclusions.separations.policies import reasons_against
from exclusions.separations.presenters import present
from exclusions.separations.refreshing import refresh
from exclusions.separations.states import STATES, TRANSITIONS

KIND = CaseKind(
    code=SAFEGUARDING_SEPARATION,
    label="Safeguarding separation",
    reference_prefix="SG",
    states=STATES,
    transitions=TRANSITIONS,
    event_labels=EVENT_LABELS,
    deadline_labels=DEADLINE_LABELS,
    refresh=refresh,
    present=present,
    lozenge="Separated from the school",
    open_label="Record a safeguarding separation",
    open_url_name="separation_record",
    reopen_reasons=REOPEN_REASONS,
    is_sensitive=True,
)
STEPS = KindSteps(gather_separation, reasons_against)
