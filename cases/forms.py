"""What the kernel's pages ask for. Forms check and word; they never save."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from cases.models import Case, Document, Enrolment, Note
from cases.models.child import Sex
from cases.presenters.words import year_group_words
from components.fields import DateField, TimeField
from components.forms import GovukForm

YEAR_GROUPS = [("", "Not known"), *((str(group), year_group_words(group)) for group in range(-1, 15))]


class NoteForm(GovukForm):
    """A note about a child, perhaps in a case."""

    error_names: ClassVar[Mapping[str, str]] = {"happened_on": "the day it happened", "text": "the note"}

    kind = forms.ChoiceField(label="Kind of note", choices=Note.Kind.choices)
    text = forms.CharField(label="Note", max_length=4000, widget=forms.Textarea)
    happened_on = DateField(label="Happened on", is_single=True)
    happened_time = TimeField(label="At what time", required=False, help_text="For example 9:30am or 17:00")
    case = forms.ChoiceField(label="About", required=False)

    def __init__(self, *args: Any, cases: Iterable[Case] = (), as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = case_choices(cases)
        self.fields["happened_on"].latest = as_of


class DocumentForm(GovukForm):
    """A file about a child, perhaps of a case."""

    upload = forms.FileField(label="File", max_length=160, help_text="PDF, JPG, PNG, DOCX, XLSX or TXT, up to 25 MB.")
    title = forms.CharField(
        label="Title", max_length=160, required=False, help_text="Leave empty to use the name of the file."
    )
    classification = forms.ChoiceField(
        label="What it holds", choices=Document.Classification.choices, widget=forms.RadioSelect
    )
    case = forms.ChoiceField(label="About", required=False)

    def __init__(self, *args: Any, cases: Iterable[Case] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = case_choices(cases)


def case_choices(cases: Iterable[Case]) -> list[tuple[str, str]]:
    """The child in general, or one of these cases."""
    return [("", "The child in general"), *((case.reference, f"Case {case.reference}") for case in cases)]


class TaskForm(GovukForm):
    """Something to do in a case, by a day."""

    title = forms.CharField(label="What is to be done?", max_length=160)
    due_on = DateField(label="By when?")

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].earliest = as_of


class ChildForm(GovukForm):
    """A child's names, date of birth, sex and UPN."""

    error_names: ClassVar[Mapping[str, str]] = {"born_on": "the date of birth"}

    surname = forms.CharField(label="Surname", max_length=120)
    given_names = forms.CharField(label="Given names", max_length=120)
    preferred_name = forms.CharField(label="Preferred name", max_length=120, required=False)
    born_on = DateField(label="Date of birth", example=date(2013, 3, 14))
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect)
    upn = forms.CharField(
        label="UPN", max_length=20, required=False, help_text="13 characters, for example X331000114001."
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["born_on"].latest = as_of


class NewChildForm(ChildForm):
    """A new record: the same without a preferred name, which is added later."""

    preferred_name = None


def kept_values(form: ChildForm, posted: Mapping[str, str], current: object) -> dict[str, Any]:
    """What to save: what was typed, but for the fields where the other person's version was chosen."""
    return {
        name: getattr(current, name) if posted.get(f"keep_{name}") == "theirs" else value
        for name, value in form.cleaned_data.items()
    }


class EnrolmentForm(GovukForm):
    """A child's name in a school's admission register."""

    error_names: ClassVar[Mapping[str, str]] = {"starts_on": "the first day", "ends_on": "the last day"}

    school = forms.CharField(label="School", max_length=200, help_text="The name or the URN of the school.")
    kind = forms.ChoiceField(
        label="Registration",
        help_text="A child at two schools has one main registration, and a subsidiary one at the other.",
        choices=Enrolment.Kind.choices,
        widget=forms.RadioSelect,
    )
    year_group = forms.ChoiceField(label="Year group", choices=YEAR_GROUPS, required=False)
    starts_on = DateField(label="Enrolled from")
    ends_on = DateField(label="Enrolled to", required=False)

    def clean_year_group(self) -> int | None:
        """The year group as a number, Reception 0."""
        value = self.cleaned_data["year_group"]
        return int(value) if value else None


class LeavingForm(GovukForm):
    """The last day of a child on a school's roll."""

    ends_on = DateField(label="Last day on the roll")


class ReasonForm(GovukForm):
    """Why somebody of information governance opens a record."""

    reason = forms.CharField(
        label="Why do you need to open this record?",
        min_length=10,
        max_length=300,
        widget=forms.Textarea,
        help_text="A few words are enough. Your reason is kept in the view log.",
    )


class ListReasonForm(ReasonForm):
    """Why somebody of information governance looks at lists of children and cases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why do you need to see lists of children and cases?"
        self.word_errors()


class PupilsFileForm(GovukForm):
    """A CSV file of pupils."""

    upload = forms.FileField(label="CSV file of pupils", max_length=200)
