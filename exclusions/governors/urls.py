"""Addresses of the governors' part. Those with `reference` are of a case of either kind."""

from django.urls import path

from exclusions.governors import views

BOARD = "cases/<str:reference>/governors/"
SUSPENSION = "cases/<str:suspension_reference>/suspension/"

urlpatterns = [
    path(f"{BOARD}representations/", views.representations, name="governors_representations"),
    path(f"{BOARD}remote-meeting/", views.remote, name="governors_remote"),
    path(f"{BOARD}papers/", views.papers, name="governors_papers"),
    path(f"{BOARD}invitations/", views.invitations, name="governors_invite"),
    path(f"{BOARD}representative/", views.representative, name="governors_council"),
    path(f"{BOARD}report/", views.report, name="governors_report"),
    path(f"{BOARD}told/", views.outcome_told, name="governors_outcome_told"),
    path(f"{SUSPENSION}governors-meeting/", views.listed, name="suspension_governors_listed"),
    path(f"{SUSPENSION}governors-decision/", views.decide, name="suspension_governors_decide"),
]
