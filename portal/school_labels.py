"""What the pages of a school are called in the view log, by the `what` that each writes."""

from __future__ import annotations

from ledger.viewlog import register_pages

RECORDS = {
    "api_look": "By a school’s system: what a form would mean",
    "api_send": "By a school’s system: sent",
    "api_submission": "By a school’s system: what became of it",
    "send_draft": "School’s draft",
    "send_step": "School’s draft, one page",
    "send_meaning": "School’s draft, what it means",
    "send_doubt": "School’s draft, probable mistake",
    "send_check": "School’s draft, check answers",
    "send_add_pupil": "School’s draft, to add a pupil of the incident",
    "send_discard": "School’s draft, to discard it",
    "send_file": "File of a school’s draft opened",
    "sent": "What the school sent",
    "sent_copy": "Copy of what the school sent",
    "sent_file": "File that the school sent opened",
    "sent_correct": "What the school sent, to correct it",
    "sent_add_pupil": "What the school sent, to add a pupil of the incident",
    "sent_withdraw": "What the school sent, to withdraw it",
    "sent_question": "Question to the school",
}
LISTS = {
    "send_many": "Rows of a school’s file",
    "school_home": "List of what the school sent",
    "school_pupils": "Pupils found on the school’s roll",
}


def register() -> None:
    """Called once, when the app is ready."""
    register_pages(RECORDS, lists=LISTS)
