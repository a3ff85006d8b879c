"""One place for the question that information governance must answer before a record or a list opens."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.access import ReasonNeeded


class ReasonNeededMiddleware:
    """Sends who must give a reason to the page that asks for it, and back to where they were going."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers ReasonNeeded alone; every other exception goes its way."""
        if not isinstance(exception, ReasonNeeded):
            return None
        child = exception.child
        page = reverse("child_reason", args=[child.uuid]) if child else reverse("list_reason")
        onward = request.get_full_path() if request.method == "GET" else ""
        return redirect(f"{page}?{urlencode({'next': onward})}")
