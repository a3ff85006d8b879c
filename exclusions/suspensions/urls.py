"""Addresses of what an officer does beside the steps of a suspension."""

from django.urls import path

from exclusions.views import suspension_beside as beside

urlpatterns = [
    path("cases/<str:suspension_reference>/suspension/keep-open/", beside.keep_open, name="suspension_keep_open"),
    path("cases/<str:suspension_reference>/suspension/let-go/", beside.let_go, name="suspension_let_go"),
    path("cases/<str:closed_suspension_reference>/suspension/open-again/", beside.reopen, name="suspension_reopen"),
    path("cases/<str:suspension_reference>/suspension/education/", beside.education, name="suspension_education"),
]
