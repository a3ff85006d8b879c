"""What happened to a request for help, in words."""

from __future__ import annotations

EVENT_LABELS = {
    "exclusions.support_requested": "Help with a pupil at risk asked for",
    "exclusions.support_corrected": "Request for help corrected",
    "exclusions.support_considered": "Request for help being considered",
    "exclusions.support_agreed": "Support agreed",
    "exclusions.support_line_ended": "Recorded how support went",
    "exclusions.support_review_day_set": "Day of review set",
    "exclusions.support_line_corrected": "Support that was agreed corrected",
    "exclusions.support_line_taken_back": "Support taken back: it was recorded by mistake",
    "exclusions.support_meeting_corrected": "Day of a meeting of several services corrected",
    "exclusions.support_meeting_taken_back": "Meeting of several services taken back",
    "exclusions.support_end_corrected": "How the request for help ended was corrected",
    "exclusions.support_end_taken_back": "End of the request for help taken back: it goes on",
    "exclusions.support_meeting": "Meeting of several services",
    "exclusions.support_reviewed": "Support reviewed",
    "exclusions.support_closed": "Request for help closed",
    "exclusions.support_not_taken_up": "Help not taken up",
    "exclusions.support_form_attached": "School’s request for help attached",
    "exclusions.support_form_withdrawn": "School withdrew its request for help",
}
