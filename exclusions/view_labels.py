"""What this kind's pages are called in the view log."""

from __future__ import annotations

from exclusions.governors.view_labels import GOVERNORS_PAGES
from exclusions.leaving.view_labels import LEAVING
from exclusions.money.view_labels import FINANCE, MONEY
from exclusions.review.view_labels import REVIEW_PAGES
from ledger.viewlog import register_pages

RECORDS = {
    **GOVERNORS_PAGES,
    "exclusion_record": "Page to record an exclusion",
    "exclusion_check": "Exclusion: check of the notices",
    "exclusion_told": "Exclusion: who was told",
    "exclusion_correct": "Exclusion: correction",
    "exclusion_governors_listed": "Exclusion: governors’ meeting",
    "exclusion_governors_decide": "Exclusion: governors’ decision",
    "exclusion_governors_correct": "Exclusion: correction of the governors’ decision",
    "exclusion_refusal_notice_sent": "Exclusion: notice of the decision",
    "exclusion_cancel": "Exclusion: withdrawal",
    "exclusion_home_authority": "Exclusion: what went between the authorities",
    "public_place_add": "Seen in a public place: recording",
    "public_place_correct": "Seen in a public place: correcting",
    "public_place_decide": "Seen in a public place: what follows",
    "support_record": "Page to record a request for help",
    "support_correct": "Request for help: correction",
    "support_consider": "Request for help: considering",
    "support_decline": "Request for help: not taken up",
    "support_agree": "Request for help: support",
    "support_line": "Request for help: how support went",
    "support_review_day": "Request for help: day of review",
    "support_meeting": "Request for help: meeting",
    "support_review": "Request for help: review",
    "support_close": "Request for help: closing",
    "support_correct_line": "Request for help: correction of support",
    "support_correct_meeting": "Request for help: correction of a meeting",
    "support_correct_close": "Request for help: correction of how it ended",
    **REVIEW_PAGES,
    "suspension_record": "Page to record a suspension",
    "suspension_told": "Suspension: who was told",
    "suspension_correct": "Suspension: correction",
    "suspension_return": "Suspension: return",
    "suspension_close": "Suspension: closing",
    "suspension_cancel": "Suspension: cancellation",
    "exclusions_prompt": "Exclusions: prompt",
    "separation_record": "Page to record a separation",
    "separation_told": "Separation: who was told",
    "separation_correct": "Separation: correction",
    "separation_review": "Separation: review",
    "separation_end": "Separation: end",
    "separation_correct_end": "Separation: correction of its end",
    "direction_record": "Page to record a direction off site",
    "direction_told": "Direction off site: who was told",
    "direction_correct": "Direction off site: correction",
    "direction_notice": "Direction off site: notice",
    "direction_settle": "Direction off site: whether the regulations bind",
    "direction_ask_review": "Direction off site: review asked for",
    "direction_list_review": "Direction off site: review listed",
    "direction_record_review": "Direction off site: review held",
    "direction_invite": "Direction off site: invitation",
    "direction_send_outcome": "Direction off site: outcome sent",
    "direction_correct_review": "Direction off site: correction of the review",
    "direction_end": "Direction off site: end",
    "direction_correct_end": "Direction off site: correction of its end",
    "move_record": "Page to propose a managed move",
    "move_told": "Managed move: who was told",
    "move_correct": "Managed move: correction",
    "move_agree": "Managed move: who agrees",
    "move_start": "Managed move: start",
    "move_file": "Managed move: safeguarding file",
    "move_review": "Managed move: how it goes",
    "move_refuse": "Managed move: declined or withdrawn",
    "move_correct_start": "Managed move: correction of the first day",
    "move_correct_review": "Managed move: correction of how it goes",
    "move_correct_refusal": "Managed move: correction of the refusal",
    "suspension_keep_open": "Suspension: kept open",
    "suspension_let_go": "Suspension: let go",
    "suspension_reopen": "Suspension: opened again",
    "suspension_education": "Suspension: education",
    **LEAVING,
    **MONEY,
}

LISTS = {
    "exclusions_day_six": "Day six in the next school days",
    "exclusions_prompts": "Prompts about exclusions",
    "exclusions_reviews": "Reviews to arrange",
    "exclusions_support": "Help before an exclusion",
    "exclusions_home_authority": "Exclusions that two authorities share",
    **FINANCE,
}


def register() -> None:
    """Called once, when the app is ready."""
    register_pages(RECORDS, lists=LISTS)
