"""What people type and choose on this room's pages. Forms validate; they never save."""

from __future__ import annotations

from typing import Any

from django import forms

from components.fields import DateField
from components.forms import GovukForm
from schools.actions.import_batches import MOST_BYTES
from schools.models import CalendarEntry
from schools.school_years import SchoolYear


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

    begins_own_year = forms.BooleanField(
        label="This school keeps a calendar of its own",
        required=False,
        help_text=(
            "From then on only the terms and half-terms entered for this school count in that year. "
            "Enter all of them, or bring them in by CSV."
        ),
    )
    # The school year that the question above is about, as people write it; empty until the first day is known.
    own_year = ""

    @property
    def asks_own_year(self) -> bool:
        """True when the answer is wanted, and where it was given, so that it is not lost with another error."""
        return bool(self.own_year) and ("begins_own_year" in self.errors or bool(self["begins_own_year"].value()))

    def clean(self) -> dict[str, Any]:
        """An empty last day is the first day; a yes to a calendar of its own is a yes for the year that was asked."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("ends_on") is None and "ends_on" not in self.errors:
            cleaned["ends_on"] = cleaned["starts_on"]
        if cleaned.get("starts_on"):
            self._name_own_year(SchoolYear.containing(cleaned["starts_on"]).label)
        return cleaned

    def _name_own_year(self, year: str) -> None:
        self.own_year = year
        self["begins_own_year"].label = f"This school keeps a calendar of its own in {year}"
        if self.data.get("own_year", year) != year:
            self.cleaned_data["begins_own_year"] = False
            self.data = self.data.copy()
            self.data.pop("begins_own_year", None)


class BankHolidayForm(GovukForm):
    """A bank holiday to add."""

    error_names = {"day": "the day", "name": "its name"}

    day = DateField(label="Day")
    name = forms.CharField(label="Name", max_length=120, help_text="For example, Coronation of King Charles III")


class ConfirmForm(GovukForm):
    """Nothing to fill in: a page that says what will happen, and a button."""


class FileForm(GovukForm):
    """A CSV file to look through."""

    file = forms.FileField(
        label="CSV file",
        help_text="Up to 25 MB",
        error_messages={
            "required": "Choose the CSV file to bring in",
            "empty": "The CSV file is empty. Choose another",
            "missing": "No file was received. Choose the CSV file again",
            "invalid": "No file was received. Choose the CSV file again",
        },
    )

    def clean_file(self) -> Any:
        """Refuses a file that is too big before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError("The CSV file must be smaller than 25 MB.")
        return upload
