"""Addresses of leaving: off the roll, the next school, reintegration, the safeguarding file, the end."""

from django.urls import path

from exclusions.views import leaving, mistakes, next_school, returns

urlpatterns = [
    path("cases/<str:reference>/off-roll/", leaving.off_roll, name="exclusion_off_roll"),
    path("cases/<str:reference>/deletion-return/", leaving.deletion_return, name="exclusion_deletion_return"),
    path("cases/<str:reference>/placed/", leaving.placed, name="exclusion_placed"),
    path("cases/<str:reference>/placed/correct/", leaving.placed_corrected, name="exclusion_placed_correct"),
    path("cases/<str:reference>/close/", leaving.close, name="exclusion_close"),
    path("cases/<str:reference>/open-again/", leaving.reopen, name="exclusion_reopen"),
    path(
        "cases/<str:reference>/cancellation/told/",
        leaving.cancellation_told,
        name="exclusion_cancellation_told",
    ),
    path(
        "cases/<str:reference>/cancellation/correct/",
        mistakes.cancellation_corrected,
        name="exclusion_cancellation_correct",
    ),
    path("cases/<str:reference>/recorded-by-mistake/", mistakes.mistake, name="exclusion_mistake"),
    path("cases/<str:reference>/next-school/application/", next_school.apply, name="next_school_apply"),
    path("cases/<str:reference>/next-school/fair-access/", next_school.fair_access, name="next_school_fair_access"),
    path("cases/<str:reference>/next-school/panel/", next_school.panel, name="next_school_panel"),
    path("cases/<str:reference>/next-school/plan/", next_school.special, name="next_school_special"),
    path("cases/<str:reference>/next-school/place/", next_school.agree, name="next_school_agree"),
    path("cases/<str:reference>/next-school/admission/", next_school.admit, name="next_school_admit"),
    path(
        "cases/<str:reference>/next-school/admission/correct/",
        next_school.admission_corrected,
        name="next_school_admission_correct",
    ),
    path("cases/<str:reference>/reintegration/", returns.plan, name="reintegration_add"),
    path("reintegration/<uuid:reintegration_uuid>/", returns.outcome, name="reintegration_outcome"),
    path("cases/<str:reference>/safeguarding-file/", returns.pass_file, name="safeguarding_file_add"),
    path("safeguarding-files/<uuid:file_uuid>/correct/", returns.correct_file, name="safeguarding_file_correct"),
    path("safeguarding-files/<uuid:file_uuid>/", returns.confirm_file, name="safeguarding_file_confirm"),
]
