"""Security codes: whether somebody has them, and that each is used once."""

from __future__ import annotations

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from accounts.models import User


def has_security_codes(user: User) -> bool:
    """True when the person signs in with codes from an app."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes the person can still use."""
    kept = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(kept.wrap().get_unused_codes()) if kept else 0


def use_code(user: User, code: str) -> bool:
    """Mark a code as used for as long as it could be accepted; False when it was used before.

    allauth remembers a code for one step only, and with tolerance it is accepted for longer.
    """
    seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
    return cache.add(f"accounts.used_code:{user.pk}:{normalize_user_code(code)}", "y", timeout=seconds)
