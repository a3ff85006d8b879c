"""How security codes (TOTP) are kept and shown: secrets encrypted with a key of the environment, the QR code as SVG."""

from __future__ import annotations

from typing import ClassVar

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

# Four modules of white around the code, as the standard asks.
_BORDER = 4


class TotpAdapter(DefaultMFAAdapter):
    """Encrypts what allauth keeps; words its errors; draws the QR code without an inline style."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "The security code is wrong or was used already. Wait until your app shows the next one, then type that."
        ),
        "cannot_generate_recovery_codes": "Set up security codes first. Recovery codes stand in for them.",
    }

    def get_totp_issuer(self) -> str:
        return "OnRoll"

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        code = qrcode.QRCode(border=_BORDER)
        code.add_data(url)
        rows = code.get_matrix()
        squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
        return format_html(
            '<svg class="onroll-qr" viewBox="0 0 {0} {0}" role="img" aria-label="QR code with the key below">'
            '<path fill="#ffffff" d="M0 0h{0}v{0}h-{0}z"/><path fill="#000000" d="{1}"/></svg>',
            len(rows),
            squares,
        )


def _fernet() -> MultiFernet:
    """The first key encrypts; every key decrypts, so that a key can be replaced."""
    return MultiFernet([Fernet(key) for key in settings.TOTP_KEYS])
