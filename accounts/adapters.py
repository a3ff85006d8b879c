"""What allauth may do here: sign people in by e-mail address. Nobody signs up; an administrator invites."""

from __future__ import annotations

import hashlib
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
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
        "rate_limited": "Too many tries that failed. Wait a few minutes, then try again.",
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
        self.record_failure(str(credentials.get("email", "")))

    def record_failure(self, email: str) -> None:
        """Leave the row of a sign-in that was refused: a wrong password or a wrong security code."""
        SignInFailure.objects.create(
            email_hash=hashlib.sha256(email.strip().lower().encode("utf-8", "surrogatepass")).hexdigest(),
            network_address=self.get_client_ip(self.request),
            failed_at=timezone.now(),
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in within the last minutes sets up security codes without typing the password again."""
        records = get_authentication_records(self.request, self.request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not (app == "allauth.mfa" and is_fresh)
