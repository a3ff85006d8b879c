"""What this kind's pages are called in the view log."""

from __future__ import annotations

from exclusions.leaving.view_labels import LEAVING
from exclusions.money.view_labels import FINANCE, MONEY
from ledger.viewlog import register_pages

RECORDS = {
    "exclusion_record": "Page to record an exclusion",
    "exclusion_check": "Exclusion: check of the notices",
    "exclusion_told": "Exclusion: who was told",
    "exclusion_correct": "Exclusion: correction",
    "exclusion_governors_listed": "Exclusion: governors’ meeting",
    "exclusion_governors_decide": "Exclusion: governors’ decision",
    "exclusion_refusal_notice_sent": "Exclusion: notice of the decision",
    "exclusion_cancel": "Exclusion: withdrawal",
    "suspension_record": "Page to record a suspension",
    "suspension_told": "Suspension: who was told",
    "suspension_correct": "Suspension: correction",
    "suspension_return": "Suspension: return",
    "suspension_close": "Suspension: closing",
    "suspension_cancel": "Suspension: cancellation",
    **LEAVING,
    **MONEY,
}

LISTS = {"exclusions_day_six": "Day six in the next school days", **FINANCE}


def register() -> None:
    """Called once, when the app is ready."""
    register_pages(RECORDS, lists=LISTS)
