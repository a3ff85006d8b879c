"""The forms of prompts. They validate; they never save."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from components.forms import GovukForm
from exclusions.models import Prompt


class DealForm(GovukForm):
    """What somebody did about a prompt."""

    outcome = forms.ChoiceField(label="What was done?", choices=Prompt.Outcome, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Note for the case", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    error_names: ClassVar[dict[str, str]] = {"outcome": "what was done"}
