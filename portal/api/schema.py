"""The OpenAPI schema of the API, made from the same columns as the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view

from portal.api.requests import LONGEST_KEY
from portal.api.views import SchemaView, SendView, SubmissionView
from portal.columns import CONFIRMED, INCIDENT, INCIDENT_HELP, Column, Columns, choices_of, is_several
from portal.rows import columns_of
from portal.webforms import WebForm

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_ERRORS: Schema = {
    "type": "object",
    "properties": {
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": _TEXT, "message": _TEXT},
                "required": ["field", "message"],
            },
        }
    },
    "required": ["errors"],
}
_DOUBTS: Schema = {
    "type": "array",
    "description": "What is probably a mistake. Correct it, or send the form again with the code in `confirm_in`.",
    "items": {
        "type": "object",
        "properties": {
            "code": _TEXT,
            "title": _TEXT,
            "text": _TEXT,
            "confirm_in": {**_TEXT, "description": "The field of the request that names this code if it is right."},
        },
    },
}
_ROWS: Schema = {"type": "array", "items": {"type": "object", "properties": {"label": _TEXT, "value": _TEXT}}}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_MEANING: Schema = {
    "type": "object",
    "nullable": True,
    "properties": {"title": _TEXT, "lines": _TEXTS, "rows": _ROWS, "warnings": _TEXTS},
}
_SENT: Schema = {
    "type": "object",
    "properties": {
        "reference": _TEXT,
        "status": _TEXT,
        "status_address": _TEXT,
        "incident": {"type": "string", "nullable": True},
        "meaning": _MEANING,
    },
}
_LOOK: Schema = {
    "type": "object",
    "properties": {
        "errors": _ERRORS["properties"]["errors"],
        "doubts": _DOUBTS,
        "already_sent_as": {"type": "string", "nullable": True},
        "meaning": _MEANING,
    },
}
_REFUSED: Schema = {"type": "object", "properties": {"errors": _ERRORS["properties"]["errors"], "doubts": _DOUBTS}}
_STATUS: Schema = {
    "type": "object",
    "properties": {
        "reference": _TEXT,
        "received_at": {"type": "string", "format": "date-time"},
        "status": {"type": "string", "enum": ["received", "accepted", "returned", "rejected", "withdrawn"]},
        "decision": {
            "type": "object",
            "nullable": True,
            "properties": {"decided_at": {"type": "string", "format": "date-time"}, "reason": _TEXT},
        },
        "open_question_count": {"type": "integer"},
        "page": _TEXT,
    },
}


class SchoolKeyScheme(OpenApiAuthenticationExtension):
    """The header with the key."""

    target_class = "portal.api.authentication.SchoolKeyAuthentication"
    name = "schoolKey"

    def get_security_definition(self, auto_schema: object) -> Schema:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}


def form_schema(webform: WebForm) -> Schema:
    """The object that is posted: the columns of the file by their keys."""
    columns = columns_of(webform).columns
    steps = {step.code: step for step in webform.steps}
    properties = {column.key: _property(column, steps) for column in columns}
    properties[INCIDENT] = {"type": "string", "nullable": True, "description": INCIDENT_HELP}
    properties[CONFIRMED] = {**_TEXTS, "description": _about_confirming(columns_of(webform))}
    needed = [column.key for column in columns if column.is_needed]
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": needed}


def _about_confirming(columns: Columns) -> str:
    """How doubts are confirmed, and which are raised by everything that is sent so."""
    always = " ".join(f"Always asked: `{code}`. {why}" for code, why in columns.always_asked.items())
    return f"Codes of the doubts that are right. A form with another doubt is not sent. {always}".strip()


def _property(column: Column, steps: Any) -> Schema:
    choices = choices_of(column, steps)
    words = " ".join(f"{code}: {label}." for code, label in choices.items())
    description = " ".join(part for part in (column.help, words) if part)
    if is_several(column, steps):
        return {"oneOf": [_TEXT, _TEXTS], "description": description, "nullable": True}
    return {**_TEXT, "nullable": True, "description": description, "example": column.example}


def send_view_of(webform: WebForm) -> Callable[..., Any]:
    """The view that takes one form, described in the schema."""
    view = type(f"Send{webform.code.title()}", (SendView,), {"form_code": webform.code, "__doc__": SendView.__doc__})
    described = extend_schema(
        operation_id=f"send_{columns_of(webform).path}",
        summary=webform.label,
        description=webform.description,
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                str,
                OpenApiParameter.HEADER,
                required=False,
                description=f"Yours, another for each form, at most {LONGEST_KEY} characters. Required unless dry_run.",
            ),
            OpenApiParameter("dry_run", bool, description="Say what would come of it, and send nothing."),
        ],
        request={"application/json": form_schema(webform)},
        responses={
            200: _LOOK,
            201: _SENT,
            400: _ERRORS,
            401: _ERRORS,
            409: _ERRORS,
            411: _ERRORS,
            413: _ERRORS,
            422: _REFUSED,
            429: _ERRORS,
        },
    )
    return extend_schema_view(post=described)(view).as_view()


submission_view = extend_schema_view(
    get=extend_schema(
        operation_id="submission",
        summary="What became of something that was sent",
        responses={200: _STATUS, 401: _ERRORS, 404: _ERRORS, 429: _ERRORS},
    )
)(SubmissionView).as_view()
schema_view = extend_schema_view(get=extend_schema(exclude=True))(SchemaView).as_view()
