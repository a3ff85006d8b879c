"""What schools write and send, and what was decided on it."""

from portal.models.api import ApiAnswer, SchoolApiKey
from portal.models.batches import Batch, BatchRow
from portal.models.incidents import Incident
from portal.models.submissions import (
    Draft,
    DraftFile,
    FormMistake,
    KeptFile,
    Question,
    Submission,
    SubmissionFile,
    SubmissionStatus,
)

__all__ = [
    "ApiAnswer",
    "Batch",
    "BatchRow",
    "Draft",
    "DraftFile",
    "FormMistake",
    "Incident",
    "KeptFile",
    "Question",
    "SchoolApiKey",
    "Submission",
    "SubmissionFile",
    "SubmissionStatus",
]
