"""Addresses of what two authorities share."""

from django.urls import path

from exclusions.home_authority import views

urlpatterns = [
    path("exclusions/home-authority/", views.shared, name="exclusions_home_authority"),
    path("cases/<str:reference>/home-authority/", views.between_authorities, name="exclusion_home_authority"),
]
