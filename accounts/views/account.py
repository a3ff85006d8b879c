"""A person's own account: who they are here, where they are signed in, and changing the password."""

from __future__ import annotations

from allauth.account.views import logout
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import roles_of
from accounts.queries import teams_of
from accounts.second_step import has_security_codes, recovery_codes_left
from accounts.sessions import end_others, sessions_of
from ledger.keys import KeyRefused
from ledger.posts import answer_once, form_key

FORM = "end_other_sessions"


def account(request: HttpRequest) -> HttpResponse:
    """Name, roles, teams and sessions; the way to a new password."""
    user = request.user
    context = {
        "roles": sorted(role.label for role in roles_of(user)),
        "teams": teams_of(user, request.as_of),
        "has_codes": has_security_codes(user),
        "recovery_codes_left": recovery_codes_left(user),
        "sessions": sessions_of(user, request.session.session_key),
        "form_key": form_key(request, FORM),
    }
    return render(request, "accounts/account.html", context)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, after asking. The browser then throws away what it kept of our pages."""
    response = logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""

    def perform() -> str:
        end_others(user=request.user, present_key=request.session.session_key, as_of=request.as_of)
        return reverse("account")

    try:
        return answer_once(request, FORM, perform, done="You are signed out everywhere else.")
    except KeyRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("account")
