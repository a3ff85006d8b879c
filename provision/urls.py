"""Addresses of providers and placements."""

from django.urls import path

from provision.views import placements, providers

urlpatterns = [
    path("providers/", providers.providers, name="providers"),
    path("providers/add/", providers.add, name="provider_add"),
    path("providers/<uuid:provider_uuid>/change/", providers.change, name="provider_change"),
    path("cases/<str:reference>/placements/", placements.placements, name="placements"),
    path("cases/<str:reference>/placements/book/", placements.book, name="placement_book"),
    path("placements/<uuid:placement_uuid>/change/", placements.change, name="placement_change"),
    path("placements/<uuid:placement_uuid>/started/", placements.started, name="placement_started"),
    path("placements/<uuid:placement_uuid>/not-started/", placements.not_started, name="placement_not_started"),
    path("placements/<uuid:placement_uuid>/end/", placements.end, name="placement_end"),
]
