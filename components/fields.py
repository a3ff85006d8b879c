"""Form fields that Django does not have: a date and a time as people type them, and several files at once."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from components.dates import PART_NAMES, DateParts, NotADate, WrongWeekday, parse_parts, parse_text
from components.times import NotATime, parse_time
from components.words import spelled_date

DEFAULT_EXAMPLE = date(2026, 9, 15)


class DateBoxes(forms.MultiWidget):
    """Three boxes named `<name>_day`, `<name>_month`, `<name>_year`; a single value under `<name>` is read too.

    With `is_single` it is one box, named `<name>`.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, is_single: bool = False) -> None:
        self.is_single = is_single
        super().__init__({part: forms.TextInput(attrs=attrs) for part in PART_NAMES})

    def decompress(self, value: Any) -> list[str]:
        """The day, month and year to show for a date; a text that is not a date stays whole in the first box."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return [str(value), "", ""] if value else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was typed, exactly: a list of three texts, one text, or None when the form did not have the field."""
        if name in data:
            return data[name]
        if self.value_omitted_from_data(data, files, name):
            return None
        return [data.get(f"{name}_{part}", "") for part in PART_NAMES]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """True when neither the single value nor any box was sent."""
        return name not in data and all(f"{name}_{part}" not in data for part in PART_NAMES)


class DateField(forms.Field):
    """A calendar date. Cleans to `datetime.date`, or None when it is optional and empty.

    Accepts three boxes, or one text (3/9/2026, 03 Sep 2026, 3 September 2026, 2026-09-03); a whole date typed into the
    first box is understood as well. `is_single` shows one box in place of three. `earliest` and `latest` are dates,
    both allowed themselves; a form may set them after it was made, for example from its `as_of`.
    """

    widget = DateBoxes
    default_error_messages = {
        "required": "%(label)s must have a date, for example %(example)s",
        "incomplete": "%(label)s must include %(missing)s",
        "invalid": "%(label)s must be a real date, for example %(example)s",
        "weekday": "%(label)s: %(date)s is a %(weekday)s, not a %(typed)s. Check the date",
        "earliest": "%(label)s must be on or after %(earliest)s",
        "latest": "%(label)s must be on or before %(latest)s",
    }

    def __init__(
        self,
        *,
        is_single: bool = False,
        earliest: date | None = None,
        latest: date | None = None,
        example: date = DEFAULT_EXAMPLE,
        **kwargs: Any,
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        self.example = example
        kwargs.setdefault("widget", DateBoxes(is_single=is_single))
        super().__init__(**kwargs)

    @property
    def example_text(self) -> str:
        """The example date in the form in which this field's boxes take it."""
        separator = "/" if getattr(self.widget, "is_single", False) else " "
        return separator.join((str(self.example.day), str(self.example.month), str(self.example.year)))

    def to_python(self, value: Any) -> date | None:
        """The date that was typed. Raises ValidationError, worded with the field's label."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        typed = typed_parts(value)
        try:
            if isinstance(typed, str):
                return parse_text(typed) if typed.strip() else None
            missing = typed.missing()
            if len(missing) == len(PART_NAMES):
                return None
            if missing:
                raise self._error("incomplete", missing=_listed(missing))
            return parse_parts(typed)
        except WrongWeekday as error:
            raise self._error(
                "weekday",
                date=spelled_date(error.value),
                weekday=f"{error.value:%A}",
                typed=error.typed.capitalize(),
            ) from error
        except NotADate as error:
            raise self._error("invalid") from error

    def validate(self, value: date | None) -> None:
        """Refuses an empty required date and one outside `earliest` to `latest`."""
        if value is None:
            if self.required:
                raise self._error("required")
            return
        if self.earliest and value < self.earliest:
            raise self._error("earliest", earliest=spelled_date(self.earliest))
        if self.latest and value > self.latest:
            raise self._error("latest", latest=spelled_date(self.latest))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """True when the typed date differs from the initial one, however each is written."""
        if self.disabled:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def parts_at_fault(self, value: Any) -> tuple[str, ...]:
        """Which of day, month and year to mark for what was typed; all three when the date as a whole is wrong."""
        typed = typed_parts(value)
        if isinstance(typed, str):
            return PART_NAMES
        missing = typed.missing()
        if missing:
            return missing
        try:
            parse_parts(typed)
        except NotADate as error:
            return (error.part,) if error.part in ("month", "year") else PART_NAMES
        return PART_NAMES

    def _error(self, code: str, **params: str) -> ValidationError:
        label = str(self.label) if self.label else "The date"
        return ValidationError(
            self.error_messages[code], code=code, params={"label": label, "example": self.example_text, **params}
        )


def typed_parts(value: Any) -> DateParts | str:
    """What was typed into a date field: its parts, or one text when it was typed as one."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        parts = DateParts(*(str(part) for part in value))
        if parts.missing() == ("month", "year") and not parts.day.strip().isdigit():
            return parts.day
        return parts
    return str(value)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"a {name}" for name in names)


class TimeField(forms.TimeField):
    """A time of day as people type it: 17:00, 17.00, 5pm, 5.30pm, 5:30 pm. It is shown as 17:00.

    Cleans to `datetime.time`, or None when it is optional and empty.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        """The time that was typed. Raises ValidationError, worded with the field's label."""
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        try:
            return parse_time(str(value))
        except NotATime as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class SeveralFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files chosen at once. Cleans to a list, empty when the field is optional and nothing was chosen."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Checks each file as `FileField` does. Raises ValidationError with one error for each refused file."""
        chosen = data if isinstance(data, list | tuple) else [data]
        cleaned: list[Any] = []
        errors: list[ValidationError] = []
        for one in chosen or [None]:
            try:
                cleaned.append(super().clean(one, initial))
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return [one for one in cleaned if one]


class UrnField(forms.IntegerField):
    """The number of a school in the national list. Whether it is there, the form asks."""

    form_text = "six digits, for example 136126"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Six digits, from the schools list.")
        super().__init__(min_value=1, **kwargs)
