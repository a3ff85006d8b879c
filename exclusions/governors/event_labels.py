"""What happened in the governors' part, in words."""

from __future__ import annotations

GOVERNORS_EVENTS = {
    "exclusions.representations_recorded": "What the parents said to the governors recorded",
    "exclusions.remote_meeting_asked": "Remote meeting asked for",
    "exclusions.governors_papers_sent": "Papers for the governors’ meeting sent",
    "exclusions.governors_invited": "Recorded who is invited to the governors’ meeting",
    "exclusions.representative_named": "Council’s representative recorded",
    "exclusions.council_report_written": "Council’s report for the governors written",
    "exclusions.governors_decision_corrected": "Governors’ decision corrected",
    "exclusions.outcome_told": "Recorded who was told of the governors’ decision",
}
