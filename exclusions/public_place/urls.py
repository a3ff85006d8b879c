"""Addresses of a child who was seen in a public place."""

from django.urls import path

from exclusions.public_place import views

urlpatterns = [
    path("cases/<str:reference>/public-place/", views.record, name="public_place_add"),
    path("public-place/<uuid:sighting_uuid>/", views.decide, name="public_place_decide"),
    path("public-place/<uuid:sighting_uuid>/correct/", views.correct, name="public_place_correct"),
]
