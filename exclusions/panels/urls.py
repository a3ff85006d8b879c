"""Addresses of the pool of panel members."""

from django.urls import path

from exclusions.views import panel_members

urlpatterns = [
    path("exclusions/panel-members/", panel_members.members, name="panel_members"),
    path("exclusions/panel-members/add/", panel_members.add, name="panel_member_add"),
    path("exclusions/panel-members/<uuid:member_uuid>/", panel_members.change, name="panel_member_change"),
]
