"""What people type and choose on this room's pages. Forms validate; they never save."""

from __future__ import annotations

from typing import Any

from django import forms

from components.fields import DateField
from components.forms import GovukForm
from schools.actions.import_batches import MOST_BYTES
from schools.models import CalendarEntry


class SchoolSearchForm(GovukForm):
    """Finds schools by name, URN, town or postcode."""

    marks_optional = False

    STATUSES = (("open", "Open schools"), ("closed", "Closed and proposed schools"), ("all", "All schools"))

    q = forms.CharField(label="Name, URN, town or postcode", required=False, max_length=100)
    status = forms.ChoiceField(label="Which schools", choices=STATUSES, required=False)


class SchoolFinderForm(GovukForm):
    """Finds the school whose calendar is wanted."""

    marks_optional = False

    q = forms.CharField(label="School’s name or URN", required=False, max_length=100)


class CalendarEntryForm(GovukForm):
    """One entry of a calendar."""

    error_names = {"starts_on": "the first day", "ends_on": "the last day", "kind": "what the days are"}
    option_hints = {
        "kind": {
            CalendarEntry.Kind.TERM: "From the first to the last day on which pupils come",
            CalendarEntry.Kind.HALF_TERM: "Days inside a term on which school is closed",
            CalendarEntry.Kind.INSET: "Staff come, pupils do not",
            CalendarEntry.Kind.CLOSURE: "Snow, a burst pipe, a poll: school should have been open",
            CalendarEntry.Kind.HALF_DAY: "School is open for one session only",
        }
    }

    kind = forms.ChoiceField(label="What are the days?", choices=CalendarEntry.Kind, widget=forms.RadioSelect)
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", required=False, help_text="Leave it empty when it is one day.")
    open_session = forms.ChoiceField(
        label="Which session is open?",
        choices=CalendarEntry.Session,
        widget=forms.RadioSelect,
        required=False,
        help_text="For a half day only.",
    )
    note = forms.CharField(
        label="Note", required=False, max_length=120, help_text="Shown where days are counted, so no names of people."
    )

    def clean(self) -> dict[str, Any]:
        """An empty last day is the first day."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("ends_on") is None and "ends_on" not in self.errors:
            cleaned["ends_on"] = cleaned["starts_on"]
        return cleaned


class BankHolidayForm(GovukForm):
    """A bank holiday to add."""

    error_names = {"day": "the day", "name": "its name"}

    day = DateField(label="Day")
    name = forms.CharField(label="Name", max_length=120, help_text="For example, Coronation of King Charles III")


class ConfirmForm(GovukForm):
    """Nothing to fill in: a page that says what will happen, and a button."""


class FileForm(GovukForm):
    """A CSV file to look through."""

    file = forms.FileField(label="File", help_text="A CSV file of up to 25 MB")

    def clean_file(self) -> Any:
        """Refuses a file that is too big before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError("The file must be smaller than 25 MB.")
        return upload
