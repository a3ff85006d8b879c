"""Addresses of help before an exclusion."""

from django.urls import path

from exclusions.support import corrections, views

urlpatterns = [
    path("exclusions/support/", views.listed, name="exclusions_support"),
    path("children/<uuid:child_uuid>/exclusion-support/", views.record, name="support_record"),
    path("cases/<str:support_reference>/support/correct/", views.correct, name="support_correct"),
    path("cases/<str:support_reference>/support/consider/", views.consider, name="support_consider"),
    path("cases/<str:support_reference>/support/decline/", views.decline, name="support_decline"),
    path("cases/<str:support_reference>/support/agree/", views.agree, name="support_agree"),
    path("cases/<str:support_reference>/support/meeting/", views.meeting, name="support_meeting"),
    path("cases/<str:support_reference>/support/review/", views.review, name="support_review"),
    path("cases/<str:support_reference>/support/close/", views.close, name="support_close"),
    path(
        "cases/<str:support_reference>/support/meeting/correct/",
        corrections.correct_meeting,
        name="support_correct_meeting",
    ),
    path(
        "cases/<str:support_reference>/support/close/correct/", corrections.correct_close, name="support_correct_close"
    ),
    path("support-lines/<uuid:support_line_uuid>/correct/", corrections.correct_line, name="support_correct_line"),
    path("support-lines/<uuid:support_line_uuid>/", views.line, name="support_line"),
    path("support-lines/<uuid:support_line_uuid>/review-day/", views.review_day, name="support_review_day"),
]
