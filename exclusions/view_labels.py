"""What this kind's pages are called in the view log."""

from __future__ import annotations

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
    "exclusion_home_authority": "Exclusion: what went between the authorities",
    "support_record": "Page to record a request for help",
    "support_correct": "Request for help: correction",
    "support_consider": "Request for help: considering",
    "support_decline": "Request for help: not taken up",
    "support_agree": "Request for help: support",
    "support_line": "Request for help: how support went",
    "support_meeting": "Request for help: meeting",
    "support_review": "Request for help: review",
    "support_close": "Request for help: closing",
    "suspension_record": "Page to record a suspension",
    "suspension_told": "Suspension: who was told",
    "suspension_correct": "Suspension: correction",
    "suspension_return": "Suspension: return",
    "suspension_close": "Suspension: closing",
    "suspension_cancel": "Suspension: cancellation",
}

LISTS = {
    "exclusions_day_six": "Day six in the next school days",
    "exclusions_support": "Help before an exclusion",
    "exclusions_home_authority": "Exclusions that two authorities share",
}


def register() -> None:
    """Called once, when the app is ready."""
    register_pages(RECORDS, lists=LISTS)
