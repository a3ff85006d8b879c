"""Why a closed case of a kind with an end of its own is opened again: its end was recorded by mistake."""

from __future__ import annotations

END_TAKEN_BACK = "end_taken_back"
REOPEN_REASONS = {END_TAKEN_BACK: "How it ended was recorded by mistake"}
