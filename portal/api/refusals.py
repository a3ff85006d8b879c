"""Refusals of the API in one shape: `errors`, each with the field at fault and how to put it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import exceptions
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
    response.data = {"errors": [{"field": "", "message": _message(error, response.status_code)}]}
    return response


def _message(error: Exception, status: int) -> str:
    """Our own words where the framework has some of its own; what we raised ourselves has them already."""
    for kind, words in _WORDS_FOR.items():
        if isinstance(error, kind):
            return words
    detail = getattr(error, "detail", None)
    return str(detail) if detail is not None else _WORDS.get(status, "This was refused.")


_WORDS = {403: "You may not do this.", 404: "There is nothing of this reference that your school has sent."}
_WORDS_FOR: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "Send your school’s key with the request, in the header “Authorization: Bearer …”.",
    exceptions.Throttled: (
        "Too many requests of this key in a minute. Wait as many seconds as the header Retry-After says, and send it "
        "again."
    ),
    exceptions.MethodNotAllowed: "This address does not take this method. The header Allow says which it takes.",
    exceptions.UnsupportedMediaType: "Send the request as JSON, with the header “Content-Type: application/json”.",
    exceptions.NotAcceptable: "The answer is JSON. Ask for application/json, or leave the header Accept out.",
}
