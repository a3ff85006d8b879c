"""Addresses of the API: each form that has columns, what was sent, and the schema. accounts.middleware lets exactly
these through to the key in their header."""

from django.urls import path

from portal.api.schema import schema_view, send_view_of, submission_view
from portal.rows import columns_of
from portal.webforms import webforms

urlpatterns = [
    *(
        path(f"submissions/{columns_of(webform).path}/", send_view_of(webform), name=f"api_send_{webform.columns.path}")
        for webform in webforms()
        if webform.columns
    ),
    path("submissions/<str:submission_reference>/", submission_view, name="api_submission"),
    path("schema/", schema_view, name="api_schema"),
]
