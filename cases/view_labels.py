"""What the kernel's pages are called in the view log, by the `what` that each writes."""

from __future__ import annotations

from ledger.viewlog import register_pages

RECORDS = {
    "child": "Overview",
    "child_cases": "Cases of the child",
    "child_timeline": "Timeline",
    "child_family": "Family and addresses",
    "child_documents": "List of documents",
    "child_change": "Page to change details",
    "child_looked": "Who has looked",
    "enrolment_add": "Page to add a school",
    "enrolment_end": "Page to end a school place",
    "note_add": "Page to add a note",
    "note_correct": "Page to correct a note",
    "document_add": "Page to add a document",
    "document_download": "Document opened",
    "child_letters": "Letters of the child",
    "letters": "Letters of the case",
    "letter_choose": "Page to choose a letter",
    "letter_preview": "Letter before it was issued",
    "letter_copy_add": "Page to record how a letter went",
    "letter_download": "Letter opened",
    "safe_address": "Safe address, in a letter to who lives there",
    "case": "Case",
    "case_of_form": "Case, to add something to it",
    "task_add": "Page to add a task",
    "task_end": "Task ticked off",
    "deadline": "How a date was counted",
}
LISTS = {
    "work": "My work",
    "cases": "List of cases",
    "cases_allocate": "Cases chosen to be allocated",
    "cases_allocated": "Result of allocating cases",
    "children": "Results of a search",
}


def register() -> None:
    """Called once, when the app is ready."""
    register_pages(RECORDS, lists=LISTS)
