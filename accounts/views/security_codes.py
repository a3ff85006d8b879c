"""Setting up security codes: allauth's view, which leads to our own pages."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.second_step import has_security_codes


class SetUpView(ActivateTOTPView):
    """The key as a QR code and as text, and the first code. Who has codes already is sent to their account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if has_security_codes(request.user):
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the key in groups of four, as people type it, and whether there is a way round."""
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        in_groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return {**context, "key_in_groups": in_groups, "is_required": settings.REQUIRE_TOTP}


set_up = SetUpView.as_view()
