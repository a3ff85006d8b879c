"""Addresses of the exclusions cohort."""

from django.urls import path

from exclusions.views import progress, recording

urlpatterns = [
    path("children/<uuid:child_uuid>/permanent-exclusion/", recording.record, name="exclusion_record"),
    path("cases/<str:reference>/check/", progress.check, name="exclusion_check"),
    path("cases/<str:reference>/told/", progress.told, name="exclusion_told"),
    path("cases/<str:reference>/correct/", progress.correct, name="exclusion_correct"),
    path("cases/<str:reference>/governors-meeting/", progress.governors_listed, name="exclusion_governors_listed"),
    path("cases/<str:reference>/governors-decision/", progress.governors_decide, name="exclusion_governors_decide"),
    path("cases/<str:reference>/written-decision/", progress.refusal_notice, name="exclusion_refusal_notice"),
    path("cases/<str:reference>/cancel/", progress.cancel, name="exclusion_cancel"),
]
