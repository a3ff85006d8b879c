"""What the pages of a review are called in the view log."""

from __future__ import annotations

REVIEW_PAGES = {
    "exclusion_review": "Review: what is arranged",
    "exclusion_review_waived": "Review: waiver",
    "exclusion_review_waiver_correct": "Review: correction of the waiver",
    "exclusion_review_applied": "Review: application",
    "exclusion_review_claim": "Review: discrimination claim",
    "exclusion_review_withdrawn": "Review: withdrawal",
    "exclusion_review_hearing": "Review: listing the hearing",
    "exclusion_review_record": "Review: record of the hearing",
    "exclusion_review_arranged": "Review: clerk and SEN expert",
    "exclusion_review_panel": "Review: panel",
    "exclusion_review_paper_add": "Review: paper",
    "exclusion_review_papers_sent": "Review: papers sent",
    "exclusion_review_cost_add": "Review: cost",
    "exclusion_review_decided": "Review: panel’s decision",
    "exclusion_review_told": "Review: who was told",
    "exclusion_reconsidered": "Review: governors’ second decision",
    "exclusion_reconsidered_correct": "Review: correction of the second decision",
    "exclusion_review_adjustment": "Review: financial adjustment",
}
