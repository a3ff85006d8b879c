"""Rules about letters."""

from datetime import date

from statute.facts import DATE, required
from statute.registry import Limit, Question, Version, rule
from statute.result import Answer, Checked, Citation, due_by_steps
from statute.service import FIRST_CLASS, METHOD, SECOND_CLASS, WORKING_DAYS_IN_THE_POST, deemed_service

_POST = "cme_ehe §0 Deemed service"


@rule(
    "letters.deemed_service",
    title="The day a letter counts as given",
    row=_POST,
    facts=(required("sent_on", DATE, "the day the letter was sent or handed over"), METHOD),
    versions=(
        Version(
            date(2007, 1, 1),
            Citation("Education Act 1996; Interpretation Act 1978", "s572; s7", Checked.FROM_KNOWLEDGE),
            (
                Limit(
                    "first_class",
                    WORKING_DAYS_IN_THE_POST[FIRST_CLASS],
                    "working days",
                    _POST,
                    Checked.VERIFIED,
                ),
                Limit(
                    "second_class",
                    WORKING_DAYS_IN_THE_POST[SECOND_CLASS],
                    "working days",
                    _POST,
                    Checked.FROM_KNOWLEDGE,
                ),
            ),
        ),
    ),
    trigger="sent_on",
)
def letter_deemed_service(question: Question) -> Answer:
    """The day a letter counts as given, from the day it was sent and how."""
    given = deemed_service(question, question.day("sent_on"), question.word("method"))
    return due_by_steps((given,))
