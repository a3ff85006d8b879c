"""What happened, in words: the events of all kinds."""

from __future__ import annotations

from exclusions.governors.event_labels import GOVERNORS_EVENTS
from exclusions.leaving.event_labels import EVENT_LABELS as LEAVING
from exclusions.moves import event_labels as moves
from exclusions.offsite import event_labels as offsite
from exclusions.review.event_labels import EVENT_LABELS as REVIEW
from exclusions.separations import event_labels as separations
from exclusions.support.event_labels import EVENT_LABELS as SUPPORT

EVENT_LABELS = {
    **GOVERNORS_EVENTS,
    **LEAVING,
    **separations.EVENT_LABELS,
    **offsite.EVENT_LABELS,
    **moves.EVENT_LABELS,
    **REVIEW,
    "exclusions.recorded": "Permanent exclusion recorded",
    "exclusions.checked": "Exclusion checked",
    "exclusions.told": "Recorded who was told",
    "exclusions.corrected": "Corrected",
    "exclusions.between_authorities": "Recorded what went between the authorities",
    "exclusions.governors_listed": "Governors’ meeting listed",
    "exclusions.governors_decided": "Governors decided",
    "exclusions.refusal_notice_sent": "Governors’ written decision sent",
    "exclusions.refusal_notice_taken_back": "Governors’ written decision taken back: recorded by mistake",
    "exclusions.cancelled": "Cancelled by the head teacher",
    "exclusions.day_six_late": "The sixth day passed and no education had started",
    "exclusions.suspension_recorded": "Suspension recorded",
    "exclusions.returned": "Back in school",
    "exclusions.suspension_closed": "Suspension closed",
    "exclusions.prompt_raised": "Prompt raised",
    "exclusions.prompt_dealt_with": "Prompt dealt with",
    "exclusions.closed_itself": "Closed by itself: the suspension is over and nothing keeps it open",
    "exclusions.counted_again": "Days lost counted again: the school’s calendar changed",
    "exclusions.kept_open": "Kept open",
    "exclusions.let_go": "Closes by itself again",
    "exclusions.schools_education": "Education during the suspension recorded",
    "exclusions.seen_in_public_place": "Seen in a public place",
    "exclusions.sighting_corrected": "Sighting in a public place corrected",
    "exclusions.public_place_decided": "Decided what follows from a sighting in a public place",
    "exclusions.form_attached": "School’s form attached",
    "exclusions.form_withdrawn": "School withdrew its form",
    **SUPPORT,
}
