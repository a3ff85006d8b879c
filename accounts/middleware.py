"""Sessions end when they should, and every page asks who you are unless it says that it need not."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse

from accounts.second_step import has_security_codes

# URL names that answer without a signed-in person.
OPEN_URL_NAMES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_invitation",
        "mfa_authenticate",
        "health",
        "accessibility_statement",
        "brand_stylesheet",
    }
)

# URL names of the API, which asks for the key in the request's header itself (portal.api). It takes no account of who
# is signed in, but for the schema, which signed-in people may read as well.
KEY_URL_NAMES = frozenset({"api_send_exclusions", "api_submission", "api_schema"})

# URL names that answer a signed-in person who has to set up security codes first.
SET_UP_URL_NAMES = OPEN_URL_NAMES | {
    "mfa_activate_totp",
    "account_reauthenticate",
    "account_session",
}
_HAS_CODES = "has_security_codes"


class SessionLimitsMiddleware:
    """Ends a session that was idle too long, or is too old in all.

    Settings: SESSION_IDLE_SECONDS, SESSION_ABSOLUTE_SECONDS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            began = request.session.setdefault("began_at", now)
            seen = request.session.get("seen_at", now)
            too_old = now - began > settings.SESSION_ABSOLUTE_SECONDS
            too_idle = now - seen > settings.SESSION_IDLE_SECONDS
            is_out_of_place = request.user.is_demonstration and not settings.ARE_DEMO_SIGN_INS_ALLOWED
            if too_old or too_idle or is_out_of_place:
                logout(request)
            # Written once a minute at most: a session row a request would be a write on every page.
            elif now - seen > 60 or "seen_at" not in request.session:
                request.session["seen_at"] = now
        return self.get_response(request)


class SignInRequiredMiddleware:
    """Sends a signed-out person to the sign-in page from everywhere but the open pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match or resolve(request.path_info)
        if request.user.is_authenticated or match.url_name in OPEN_URL_NAMES | KEY_URL_NAMES:
            return None
        if request.method == "POST":
            messages.warning(request, "You were signed out. Sign in and send it again: nothing was saved.")
        return redirect_to_login(request.get_full_path(), reverse("account_login"))


class SecurityCodesMiddleware:
    """Where codes are required (REQUIRE_TOTP), lets a signed-in person without them reach the set-up pages alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match or resolve(request.path_info)
        if not settings.REQUIRE_TOTP or not request.user.is_authenticated or match.url_name in SET_UP_URL_NAMES:
            return None
        # Remembered in the session: codes are taken away by a reset only, and that ends every session.
        if request.session.get(_HAS_CODES) or has_security_codes(request.user):
            request.session.setdefault(_HAS_CODES, True)
            return None
        return redirect("mfa_activate_totp")
