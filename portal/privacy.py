"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from ledger.privacy_classes import Classified

_FILE = "id uuid field stored_name content_type byte_count sha256"

PRIVACY = {
    "ApiAnswer": Classified(
        "case_record",
        none="id key idempotency_key content_sha256 submission answered_recorded_at",
        sensitive="answer",
    ),
    "SchoolApiKey": Classified(
        "technical",
        none="id uuid school label prefix secret_sha256 expires_on made_at revoked_at last_used_on",
        personal="made_by revoked_by",
    ),
    "Batch": Classified(
        "case_record",
        none="id uuid form school uploaded_at sending_at",
        personal="file_name uploaded_by sending_by",
    ),
    "BatchRow": Classified(
        "case_record", none="id batch line state submission", sensitive="written payload findings confirmed"
    ),
    "Incident": Classified("case_record", none="id uuid number form school opened_at", personal="label by"),
    "Draft": Classified(
        "case_record",
        none="id uuid form school incident saved_steps step_versions version started_at saved_at discarded_at",
        personal="started_by saved_by discarded_by",
        sensitive="payload typed confirmed_doubts corrects",
    ),
    "DraftFile": Classified(
        "case_record",
        none=f"{_FILE} draft added_at removed_at",
        personal="file_name added_by removed_by",
    ),
    "Submission": Classified(
        "case_record",
        none="id uuid reference form part school draft answers_to question payload_sha256 received_on received_at",
        personal="by",
        sensitive="payload kind",
    ),
    "SubmissionFile": Classified("case_record", none=f"{_FILE} submission", personal="file_name"),
    "SubmissionStatus": Classified(
        "case_record",
        none="id submission status at",
        personal="by child",
        sensitive="reason case",
    ),
    "Question": Classified("case_record", none="id uuid submission asked_at", personal="by", sensitive="text"),
    "FormMistake": Classified("technical", none="id form step field message school met_recorded_at"),
}
