"""Refusals of the API in one shape: `errors`, each with the field at fault and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler


def refuse(status: int, message: str, field: str = "") -> Response:
    """An answer with one error."""
    return Response({"errors": [{"field": field, "message": message}]}, status=status)


def as_errors(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer what the framework refuses in our shape; None for a fault of our own, which is logged without a text."""
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    detail = getattr(error, "detail", None)
    text = str(detail) if detail is not None else _WORDS.get(response.status_code, "This was refused.")
    response.data = {"errors": [{"field": "", "message": text}]}
    return response


_WORDS = {403: "You may not do this.", 404: "There is nothing of this reference that your school has sent."}
