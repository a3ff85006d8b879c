"""One small address by which a page that is open keeps its session, or finds it again."""

from __future__ import annotations

import time

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from accounts.sessions import seconds_left


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """POST counts as a click; the twelve hours in all stay as they are. Gives how long the session lasts.

    GET also gives a CSRF token: signing in again in another tab changes it, and a page that stayed open with a form
    half filled in can then still send it. Another site cannot read the answer.
    """
    now = int(time.time())
    if request.method == "POST":
        request.session["seen_at"] = now
    left = seconds_left(request.session, now)
    told = {"seconds": left.seconds, "at_most_seconds": left.at_most_seconds}
    return JsonResponse(told if request.method == "POST" else {**told, "token": get_token(request)})
