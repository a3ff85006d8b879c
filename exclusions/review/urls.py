"""Addresses of the independent review."""

from django.urls import path

from exclusions.views import review, review_arranging, reviews_board

_CASE = "cases/<str:reference>/review/"

urlpatterns = [
    path("exclusions/reviews/", reviews_board.board, name="exclusion_reviews"),
    path(_CASE, review_arranging.arrangements, name="exclusion_review"),
    path(f"{_CASE}waiver/", review.waived, name="exclusion_review_waived"),
    path(f"{_CASE}waiver/correct/", review.waiver_corrected, name="exclusion_review_waiver_correct"),
    path(f"{_CASE}application/", review.applied, name="exclusion_review_applied"),
    path(f"{_CASE}claim/", review.claim, name="exclusion_review_claim"),
    path(f"{_CASE}withdrawal/", review.withdrawn, name="exclusion_review_withdrawn"),
    path(f"{_CASE}hearing/", review_arranging.hearing, name="exclusion_review_hearing"),
    path(f"{_CASE}record/", review_arranging.record, name="exclusion_review_record"),
    path(f"{_CASE}clerk/", review_arranging.arranged, name="exclusion_review_arranged"),
    path(f"{_CASE}panel/", review_arranging.panel, name="exclusion_review_panel"),
    path(f"{_CASE}panel/<int:seat_id>/", review_arranging.answer, name="exclusion_review_answer"),
    path(f"{_CASE}papers/add/", review_arranging.paper_add, name="exclusion_review_paper_add"),
    path(f"{_CASE}papers/sent/", review_arranging.papers_sent, name="exclusion_review_papers_sent"),
    path(f"{_CASE}papers/<int:paper_id>/", review_arranging.paper_change, name="exclusion_review_paper_change"),
    path(f"{_CASE}costs/add/", review_arranging.cost_add, name="exclusion_review_cost_add"),
    path(f"{_CASE}costs/<int:cost_id>/", review_arranging.cost_change, name="exclusion_review_cost_change"),
    path(f"{_CASE}decision/", review.decided, name="exclusion_review_decided"),
    path(f"{_CASE}told/", review.told, name="exclusion_review_told"),
    path(f"{_CASE}second-decision/", review.reconsidered, name="exclusion_reconsidered"),
    path(f"{_CASE}second-decision/correct/", review.second_decision_corrected, name="exclusion_reconsidered_correct"),
    path(f"{_CASE}adjustment/", review.adjustment, name="exclusion_review_adjustment"),
]
