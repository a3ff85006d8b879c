"""What a school's pages ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from cases.files import FileRefused, content_type_of
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
    """The school's answer to a question of the council's: words, files, or both."""

    marks_optional: ClassVar[bool] = False
    error_names: ClassVar[dict[str, str]] = {"text": "your answer"}

    text = forms.CharField(label="Your answer", max_length=4000, required=False, widget=forms.Textarea)
    files = SeveralFilesField(
        label="Files",
        required=False,
        max_length=160,
        help_text=(
            "A file alone is an answer too. PDF, JPG, PNG, DOCX, XLSX or TXT, each up to 25 MB. You can choose several."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Words or at least one file."""
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("files") and not self.errors:
            self.add_error("text", "Enter your answer or add a file")
        return cleaned

    def ask_for_files_again(self) -> None:
        """Nothing is kept of an answer that was not sent: an error names each file that was in order itself, since
        nobody would miss it beside the errors of others."""
        names = [str(upload.name) for upload in self._uploads() if self._is_in_order(upload)]
        if names:
            self.add_error(
                "files", f"Choose {' and '.join(names)} again: files are not kept when the answer is not sent."
            )

    def _uploads(self) -> list[UploadedFile[bytes]]:
        return [upload for upload in self.files.getlist(self.add_prefix("files")) if upload.name]

    def _is_in_order(self, upload: UploadedFile[bytes]) -> bool:
        try:
            self.fields["files"].clean([upload])
            content_type_of(upload)
        except (forms.ValidationError, FileRefused):
            return False
        return True


class BatchForm(GovukForm):
    """A file of many forms."""

    error_names: ClassVar[dict[str, str]] = {"file": "the file"}

    file = forms.FileField(label="CSV file", help_text="Up to 500 rows, saved from Excel as CSV.", max_length=160)


class KeyForm(GovukForm):
    """A key of the API."""

    error_names: ClassVar[dict[str, str]] = {"label": "what the key is for"}

    label = forms.CharField(
        label="What is the key for?", max_length=80, help_text="For example: our management information system"
    )


class SentFilterForm(GovukForm):
    """Which of what the school sent is listed."""

    marks_optional: ClassVar[bool] = False

    status = forms.ChoiceField(label="Status", required=False, choices=[("", "All"), *SubmissionStatus.Status.choices])
