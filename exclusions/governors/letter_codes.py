"""Codes of the letters to the governing board, for those who ask whether one went."""

from __future__ import annotations

COUNCIL_REPORT = "exclusions.council_report"
GOVERNORS_OVERDUE = "exclusions.governors_overdue"
SUSPENSION_NOTE = "exclusions.suspension_note_to_governors"
