"""allauth's forms with our labels and error words; named in ACCOUNT_FORMS by the settings."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account_forms

from components.forms import WordedErrors

HINT_FOR_A_NEW_ONE = "At least 12 characters. Three words that have nothing to do with each other work well."


class AccountForm(WordedErrors):
    """Mixin: sets labels and hints, then words the errors. The browser's own checks are off."""

    use_required_attribute = False
    marks_optional: ClassVar[bool] = False
    labels: ClassVar[Mapping[str, str]] = {}
    hints: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            self.fields[name].label = label
        for field_name, field in self.fields.items():
            field.help_text = self.hints.get(field_name, "")
        self.word_errors()


class SignInForm(AccountForm, account_forms.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    labels = {"login": "E-mail address", "password": "Password"}
    error_names = {"login": "your e-mail address", "password": "your password"}


class ResetPasswordForm(AccountForm, account_forms.ResetPasswordForm):  # type: ignore[misc]
    """Asks for the address to which a link is sent."""

    labels = {"email": "E-mail address"}
    error_names = {"email": "your e-mail address"}


class ResetPasswordKeyForm(AccountForm, account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""

    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": HINT_FOR_A_NEW_ONE}
    error_names = {"password1": "a new password", "password2": "the new password again"}


class ChangePasswordForm(AccountForm, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password in use, and a new one twice."""

    labels = {
        "oldpassword": "Password that you use now",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": HINT_FOR_A_NEW_ONE}
    error_names = {
        "oldpassword": "the password that you use now",
        "password1": "a new password",
        "password2": "the new password again",
    }


class ReauthenticateForm(AccountForm, account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before something that matters."""

    labels = {"password": "Password"}
    error_names = {"password": "your password"}
