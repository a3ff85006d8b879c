"""What a school's pages ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from components.forms import GovukForm
from schools.models import School


class SchoolForm(GovukForm):
    """Which school to work for."""

    school = forms.ChoiceField(label="Which school are you working for now?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [(str(school.urn), school.name) for school in schools]
