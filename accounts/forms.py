"""What people type on this room's own pages. Forms validate; they never save."""

from __future__ import annotations

from typing import Any

from django import forms

from components.account_forms import HINT_FOR_A_NEW_ONE
from components.forms import GovukForm


class FirstPasswordForm(GovukForm):
    """A new person's password, twice."""

    error_names = {"password": "a password", "password_again": "the password again"}

    password = forms.CharField(
        label="Password", widget=forms.PasswordInput, strip=False, max_length=1000, help_text=HINT_FOR_A_NEW_ONE
    )
    password_again = forms.CharField(label="Password again", widget=forms.PasswordInput, strip=False, max_length=1000)

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        super().clean()
        typed, again = self.cleaned_data.get("password"), self.cleaned_data.get("password_again")
        if typed and again and typed != again:
            self.add_error("password_again", "The two passwords are not the same. Type both again.")
        return self.cleaned_data
