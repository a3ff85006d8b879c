"""What happened, in words: the events of both kinds."""

from __future__ import annotations

from exclusions.leaving.event_labels import EVENT_LABELS as LEAVING

EVENT_LABELS = {
    **LEAVING,
    "exclusions.recorded": "Permanent exclusion recorded",
    "exclusions.checked": "Exclusion checked",
    "exclusions.told": "Recorded who was told",
    "exclusions.corrected": "Corrected",
    "exclusions.governors_listed": "Governors’ meeting listed",
    "exclusions.governors_decided": "Governors decided",
    "exclusions.refusal_notice_sent": "Governors’ written decision sent",
    "exclusions.cancelled": "Cancelled by the head teacher",
    "exclusions.day_six_late": "The sixth day passed and no education had started",
    "exclusions.suspension_recorded": "Suspension recorded",
    "exclusions.returned": "Back in school",
    "exclusions.suspension_closed": "Suspension closed",
    "exclusions.form_attached": "School’s form attached",
    "exclusions.form_withdrawn": "School withdrew its form",
}
