"""One id for each request, and the context that every history row carries."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class RequestContextMiddleware:
    """Runs the request inside pghistory's context: who asked, and under which request id. No address, no data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4()
        # The one place where a request reads the day: everything below takes it as `as_of`.
        request.as_of = timezone.localdate()
        with pghistory.context(user=getattr(request.user, "pk", None), request=str(request.request_id)):
            response = self.get_response(request)
        response["X-Request-Id"] = str(request.request_id)
        # Pages about children stay in no cache; what may be kept says so itself.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
