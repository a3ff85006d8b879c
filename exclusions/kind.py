"""How the permanent exclusion plugs into the kernel."""

from __future__ import annotations

from cases.kinds import CaseKind
from exclusions.clocks import DEADLINE_LABELS
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.presenters import present
from exclusions.refreshing import refresh
from exclusions.states import STATES, TRACKS, TRANSITIONS

EVENT_LABELS = {
    "exclusions.recorded": "Permanent exclusion recorded",
    "exclusions.checked": "Exclusion checked",
    "exclusions.governors_told": "Governors told",
    "exclusions.governors_listed": "Governors’ meeting listed",
    "exclusions.governors_decided": "Governors decided",
    "exclusions.refusal_notice_sent": "Governors’ written decision sent",
    "exclusions.cancelled": "Cancelled by the head teacher",
}

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
    open_label="Record a permanent exclusion",
    open_url_name="exclusion_record",
    tracks=TRACKS,
)
