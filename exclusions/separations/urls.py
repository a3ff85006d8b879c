"""Addresses of the separations."""

from django.urls import path

from exclusions.separations import views

urlpatterns = [
    path("children/<uuid:child_uuid>/safeguarding-separation/", views.record, name="separation_record"),
    path("cases/<str:separation_reference>/separation/told/", views.told, name="separation_told"),
    path("cases/<str:separation_reference>/separation/correct/", views.correct, name="separation_correct"),
    path("cases/<str:separation_reference>/separation/review/", views.review, name="separation_review"),
    path("cases/<str:separation_reference>/separation/end/", views.end, name="separation_end"),
    path("cases/<str:separation_reference>/separation/end/correct/", views.correct_end, name="separation_correct_end"),
]
