"""The gallery's forms: one of each kind of field."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from components.fields import DateField
from components.forms import GovukForm


class EveryField(GovukForm):
    """One of each kind of field."""

    error_names = {"excluded_on": "the date of the exclusion", "reason": "the reason"}
    option_hints = {"kind": {"suspension": "For a fixed number of days, formerly called a fixed-term exclusion"}}

    surname = forms.CharField(max_length=60, help_text="As it is on the school’s roll")
    preferred_name = forms.CharField(required=False)
    email = forms.EmailField(label="E-mail address")
    sessions = forms.IntegerField(label="Sessions missed", min_value=1, max_value=190)
    excluded_on = DateField(label="When did it start?", help_text="For example, 15 9 2026")
    born_on = DateField(label="Date of birth", is_single=True, required=False, help_text="For example, 14/3/2013")
    reason = forms.ChoiceField(
        choices=[
            ("", "Choose a reason"),
            ("a", "Physical assault against a pupil"),
            ("b", "Persistent disruptive behaviour"),
        ]
    )
    kind = forms.ChoiceField(
        label="What kind of exclusion is it?",
        choices=[("suspension", "Suspension"), ("permanent", "Permanent exclusion")],
        widget=forms.RadioSelect,
    )
    when = forms.ChoiceField(
        label="Part of the day",
        choices=[("am", "Before afternoon school began"), ("pm", "After it began")],
        widget=forms.RadioSelect,
    )
    told = forms.MultipleChoiceField(
        label="Who has been told?",
        choices=[("parents", "Parents"), ("governors", "Governors"), ("worker", "Social worker")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    account = forms.CharField(label="What happened", widget=forms.Textarea, max_length=400)
    letter = forms.FileField(label="Letter to parents", help_text="PDF or Word, up to 25 MB")
    certified = forms.BooleanField(label="I certify that this is true")


class FilterSample(GovukForm):
    """Filters of a list of cases."""

    marks_optional = False

    owner = forms.ChoiceField(required=False, choices=[("", "Anybody"), ("me", "Me"), ("none", "Nobody yet")])
    state = forms.ChoiceField(required=False, choices=[("", "Any"), ("open", "Open"), ("closed", "Closed")])
    school = forms.CharField(required=False)
    due_before = DateField(label="Due before", is_single=True, required=False)


def refused_form() -> EveryField:
    """The form as it comes back with an error in every field."""
    typed: dict[str, Any] = {
        "surname": "Wolfeschlegelsteinhausenbergerdorff " * 3,
        "email": "amira at school",
        "sessions": "ten",
        "excluded_on_day": "31",
        "excluded_on_month": "2",
        "excluded_on_year": "2026",
        "born_on": "Mon 14 Mar 2013",
        "account": "She said “no” 🙂 and left. " * 20,
    }
    return EveryField(typed, {"letter": SimpleUploadedFile("letter.pdf", b"")}, prefix=None, auto_id="refused_%s")
