"""What a school's pages ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from components.fields import SeveralFilesField
from components.forms import GovukForm
from portal.models import SubmissionStatus
from schools.models import School


class SchoolForm(GovukForm):
    """Which school to work for."""

    school = forms.ChoiceField(label="Which school are you working for now?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].choices = [(str(school.urn), school.name) for school in schools]


class WithdrawForm(GovukForm):
    """Why something that was sent is withdrawn."""

    reason = forms.CharField(
        label="Why do you withdraw it?",
        max_length=1000,
        widget=forms.Textarea,
        help_text="The council reads this. For example: sent for the wrong pupil.",
    )
    error_names: ClassVar[dict[str, str]] = {"reason": "the reason"}


class AnswerForm(GovukForm):
    """The school's answer to a question of the council's."""

    error_names: ClassVar[dict[str, str]] = {"text": "your answer"}

    text = forms.CharField(label="Your answer", max_length=4000, widget=forms.Textarea)
    files = SeveralFilesField(
        label="Files",
        required=False,
        max_length=160,
        help_text="PDF, JPG, PNG, DOCX, XLSX or TXT, each up to 25 MB. You can choose several.",
    )


class SentFilterForm(GovukForm):
    """Which of what the school sent is listed."""

    marks_optional: ClassVar[bool] = False

    status = forms.ChoiceField(label="Status", required=False, choices=[("", "All"), *SubmissionStatus.Status.choices])
