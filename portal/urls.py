"""Addresses of a school's pages. Its home is `/`."""

from django.urls import path

from portal import views

urlpatterns = [
    path("school/", views.school_choose, name="school_choose"),
]
