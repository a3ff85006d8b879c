"""The page behind the link of an invitation: the first password, then signed in."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.invitations import InvitationRefused, PasswordRefused, find_invitation, use_invitation
from accounts.forms import FirstPasswordForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, invitation_token: str) -> HttpResponse:
    """Set the first password. A link that is used, too old or replaced says what to do, and nothing about whose it is.

    Opening the page uses nothing up: a mail scanner may follow the link first.
    """
    form = FirstPasswordForm(request.POST or None)
    try:
        find_invitation(invitation_token)
        if request.method == "POST" and form.is_valid():
            password = form.cleaned_data["password"]
            user = use_invitation(token=invitation_token, password=password, as_of=request.as_of)
            return perform_password_login(request, {"email": user.email}, Login(user=user))
    except InvitationRefused:
        return render(request, "accounts/invitation_refused.html")
    except PasswordRefused as refusal:
        form.add_error("password", refusal.reasons)
    return render(request, "accounts/invitation.html", {"form": form})
