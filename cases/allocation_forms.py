"""The form that asks who takes the chosen cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.models import User
from components.forms import GovukForm


class AllocateForm(GovukForm):
    """The officer who takes the chosen cases, with each one's load as the hint."""

    to = forms.ChoiceField(label="Who takes these cases?", widget=forms.RadioSelect)
    error_names = {"to": "the officer who takes these cases"}

    def __init__(self, data: Mapping[str, Any] | None, officers: Iterable[User], loads: Mapping[int, str]) -> None:
        super().__init__(data)
        self._officers = {str(officer.uuid): officer for officer in officers}
        self.fields["to"].choices = [(key, officer.name) for key, officer in self._officers.items()]
        self.option_hints = {"to": {key: loads[officer.pk] for key, officer in self._officers.items()}}

    @property
    def officer(self) -> User | None:
        """The officer that was chosen; None before somebody has been, or when the choice is none of the officers."""
        return self._officers.get(self.data.get("to", "")) if self.is_bound else None


class NothingToFillIn(GovukForm):
    """A form of one button: what it does is in its address."""
