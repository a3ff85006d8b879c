"""Addresses of the exclusions cohort."""

from django.urls import include, path

from exclusions.leaving.urls import urlpatterns as leaving
from exclusions.money.urls import urlpatterns as money
from exclusions.panels.urls import urlpatterns as panel_urls
from exclusions.prompts import urls as prompts
from exclusions.review.urls import urlpatterns as review_urls
from exclusions.views import day_six, home, progress, recording, suspensions

urlpatterns = [
    path("exclusions/", home.home, name="exclusions"),
    *review_urls,
    *panel_urls,
    path("", include("exclusions.governors.urls")),
    path("", include("exclusions.home_authority.urls")),
    path("", include("exclusions.support.urls")),
    path("", include("exclusions.public_place.urls")),
    path("exclusions/day-six/", day_six.board, name="exclusions_day_six"),
    path("children/<uuid:child_uuid>/permanent-exclusion/", recording.record, name="exclusion_record"),
    path("cases/<str:reference>/check/", progress.check, name="exclusion_check"),
    path("cases/<str:reference>/told/", progress.told, name="exclusion_told"),
    path("cases/<str:reference>/correct/", progress.correct, name="exclusion_correct"),
    path("cases/<str:reference>/governors-meeting/", progress.governors_listed, name="exclusion_governors_listed"),
    path("cases/<str:reference>/governors-decision/", progress.governors_decide, name="exclusion_governors_decide"),
    path(
        "cases/<str:reference>/governors-decision/correct/",
        progress.governors_decision_corrected,
        name="exclusion_governors_correct",
    ),
    path("cases/<str:reference>/written-decision/", progress.refusal_notice, name="exclusion_refusal_notice"),
    path("cases/<str:reference>/cancel/", progress.cancel, name="exclusion_cancel"),
    path("children/<uuid:child_uuid>/suspension/", suspensions.record, name="suspension_record"),
    path("cases/<str:suspension_reference>/suspension/told/", suspensions.told, name="suspension_told"),
    path("cases/<str:suspension_reference>/suspension/correct/", suspensions.correct, name="suspension_correct"),
    path("cases/<str:suspension_reference>/suspension/return/", suspensions.back_in_school, name="suspension_return"),
    path("cases/<str:suspension_reference>/suspension/close/", suspensions.close, name="suspension_close"),
    path("cases/<str:suspension_reference>/suspension/cancel/", suspensions.cancel, name="suspension_cancel"),
    *prompts.urlpatterns,
    path("", include("exclusions.separations.urls")),
    path("", include("exclusions.offsite.urls")),
    path("", include("exclusions.moves.urls")),
    path("", include("exclusions.suspensions.urls")),
    *leaving,
    *money,
]
