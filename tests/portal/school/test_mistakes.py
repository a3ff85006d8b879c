"""The errors that are counted: the same words whatever was typed."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.http import QueryDict

from components.fields import DateField
from components.forms import GovukForm
from portal.mistakes import errors_without_values


class DayForm(GovukForm):
    """A day, and a rule of the form's own that puts in what was typed and what was computed."""

    day = DateField(label="Day", example=date(2026, 9, 15), latest=date(2026, 9, 15))
    name = forms.CharField(label="Name", required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        name = cleaned.get("name")
        if name:
            self.add_error("name", f"{name} must be after Monday 14 {cleaned['day']:%B} 2026")
        if name == "Example":
            self.add_error(None, "Give 12 words, for example 15 9 2026")
        return cleaned


def found(day: str, month: str, year: str, name: str = "") -> list[tuple[str, str]]:
    data = QueryDict(mutable=True)
    data.update({"day_day": day, "day_month": month, "day_year": year, "name": name})
    return errors_without_values(DayForm(data))


def test_placeholders_are_worded_out() -> None:
    assert found("16", "9", "2026") == [("day", "Day must be on or before …")]


@pytest.mark.parametrize("typed", [("31", "9", "2026"), ("40", "9", "2025"), ("15 9 2026", "9", "2026")])
def test_typed_numbers_leave_the_forms_example_whole(typed: tuple[str, str, str]) -> None:
    assert found(*typed) == [("day", "Day must be a real date, for example 15 9 2026")]


def test_typed_and_computed_values_do_not_split_an_error() -> None:
    assert found("1", "9", "2026", "Amira") == found("3", "8", "2026", "Noah") == [("name", "… must be after …")]


def test_a_forms_own_message_keeps_its_example() -> None:
    assert ("", "Give … words, for example 15 9 2026") in found("1", "9", "2026", "Example")
