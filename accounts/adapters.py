"""What allauth may do here: sign people in by e-mail address. Nobody signs up; an administrator invites."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import SignInFailure, User


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up; a refused sign-in leaves a row."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is wrong. Check both and try again.",
        "too_many_login_attempts": "Too many tries that failed. Wait a few minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The demonstration's people have a printed password: refuse them where others can reach the server."""
        super().pre_authenticate(request, **credentials)
        typed = str(credentials.get("email", "")).strip()
        if not settings.ARE_DEMO_SIGN_INS_ALLOWED and User.objects.filter(email__iexact=typed, is_demonstration=True):
            raise self.validation_error("email_password_mismatch")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        typed = str(credentials.get("email", "")).strip().lower()
        SignInFailure.objects.create(
            email_hash=hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest(),
            network_address=self.get_client_ip(request),
            failed_at=timezone.now(),
        )
