"""What this room's events, and its pages in the view log, are called."""

from __future__ import annotations

from cases.kinds import register_event_labels
from ledger.viewlog import register_pages

EVENTS = {
    "portal.submission_accepted": "School’s form accepted",
    "portal.question_asked": "School was asked a question",
    "portal.question_answered": "School answered a question",
    "portal.correction_accepted": "School’s correction accepted",
    "portal.correction_declined": "School’s correction not accepted",
    "portal.submission_withdrawn": "School withdrew its form",
}
RECORDS = {
    "submission": "What a school sent, beside the record",
    "submission_create": "School’s form, to create a record",
    "submission_find": "School’s form, search for a child",
    "submission_return": "School’s form, to return it",
    "submission_reject": "School’s form, to refuse it",
    "submission_ask": "School’s form, to ask a question",
    "submission_answer_take": "School’s answer taken into the case",
    "submission_correction": "School’s correction",
    "submission_file": "File of a school opened",
}
LISTS = {"from_schools": "List of what schools sent"}


def register() -> None:
    """Called once, when the app is ready."""
    register_event_labels(EVENTS)
    register_pages(RECORDS, lists=LISTS)
