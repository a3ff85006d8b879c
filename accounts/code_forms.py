"""allauth's forms for security codes, with our words; named in MFA_FORMS by the settings. A code is used once."""

from __future__ import annotations

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms

from accounts.adapters import AccountAdapter
from accounts.second_step import use_code
from components.account_forms import AccountForm


class CodeForm(AccountForm):
    """Mixin: one box for a code; a code that was accepted is not accepted again; a wrong one leaves a row."""

    labels = {"code": "Security code"}
    error_names = {"code": "the security code"}

    def clean_code(self) -> str:
        """Raises a ValidationError for a code that is wrong or was used before."""
        code = super().clean_code()
        used_with = getattr(self, "authenticator", None)
        is_recovery = used_with is not None and used_with.type == Authenticator.Type.RECOVERY_CODES
        if not is_recovery and not use_code(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)
        AccountAdapter(context.request).record_failure(self.user.email)


class AuthenticateForm(CodeForm, base_forms.AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""

    hints = {"code": "Six digits from your authenticator app, or one of your recovery codes (eight digits)."}


class ReauthenticateForm(CodeForm, base_forms.ReauthenticateForm):  # type: ignore[misc]
    """A code again, before something that matters."""

    hints = {"code": "Six digits from your authenticator app, or one of your recovery codes (eight digits)."}


class ActivateForm(CodeForm, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """The first code, which shows that the app has the key."""

    hints = {"code": "Six digits that your authenticator app shows now."}


class NewRecoveryCodesForm(AccountForm, recovery_forms.GenerateRecoveryCodesForm):  # type: ignore[misc]
    """Nothing to fill in."""
