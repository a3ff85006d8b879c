"""The date field inside a form: what it accepts, what it says, what it shows again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from components.fields import DateField, typed_parts
from components.forms import GovukForm
from tests.components.support import render

EXCLUDED_ON = date(2026, 9, 15)


class ExclusionForm(GovukForm):
    excluded_on = DateField(label="Excluded on", earliest=date(2020, 1, 1), latest=date(2026, 12, 31))
    told_on = DateField(label="Told on", required=False, is_single=True)


class NamedForm(GovukForm):
    error_names = {"began_on": "the date when it began"}

    began_on = DateField(label="When did it start?")


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    return {"excluded_on_day": day, "excluded_on_month": month, "excluded_on_year": year}


@pytest.mark.parametrize(
    "data",
    [
        boxes("15", "9", "2026"),
        boxes(" 15 ", "September", "26"),
        boxes("15 Sep 2026", "", ""),
        {"excluded_on": "15/9/2026"},
        {"excluded_on": "2026-09-15"},
        {"excluded_on": "Tuesday 15 September 2026"},
    ],
)
def test_accepts_boxes_and_one_text(data: dict[str, str]) -> None:
    form = ExclusionForm(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"excluded_on": EXCLUDED_ON, "told_on": None}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Enter a date for “Excluded on”, for example 15 9 2026"),
        (boxes("", "", ""), "Enter a date for “Excluded on”, for example 15 9 2026"),
        (boxes("15", "", "2026"), "Excluded on must include a month"),
        (boxes("", "9", ""), "Excluded on must include a day and a year"),
        (boxes("31", "2", "2026"), "Excluded on must be a real date, for example 15 9 2026"),
        (boxes("15", "9", "206"), "Excluded on must be a real date, for example 15 9 2026"),
        ({"excluded_on": "soon"}, "Excluded on must be a real date, for example 15 9 2026"),
        (
            {"excluded_on": "Mon 15 Sep 2026"},
            "Excluded on: 15 September 2026 is a Tuesday, not a Monday. Check the date",
        ),
        (boxes("31", "12", "2019"), "Excluded on must be on or after 1 January 2020"),
        (boxes("1", "1", "2027"), "Excluded on must be on or before 31 December 2026"),
    ],
)
def test_says_which_field_and_how_to_put_it_right(data: dict[str, str], message: str) -> None:
    form = ExclusionForm(data)
    assert not form.is_valid()
    assert form.errors["excluded_on"] == [message]


def test_a_name_for_the_date_is_used_in_sentences() -> None:
    form = NamedForm({})
    assert form.errors["began_on"] == ["Enter the date when it began, for example 15 9 2026"]
    form = NamedForm({"began_on": "x"})
    assert form.errors["began_on"] == ["The date when it began must be a real date, for example 15 9 2026"]


def test_boxes_show_what_was_typed_exactly_and_mark_the_one_at_fault() -> None:
    form = ExclusionForm(boxes("03", "Smarch", " 26"))
    shown = render("{% field form.excluded_on %}", form=form)
    values = {box.attributes["name"]: box.attributes["value"] for box in shown.find_all("input")}
    assert values == boxes("03", "Smarch", " 26")
    faulty = [box.attributes["name"] for box in shown.find_all("input", aria_invalid="true")]
    assert faulty == ["excluded_on_month"]
    assert form.errors_for_summary[0]["target"] == "id_excluded_on_month"


def test_boxes_are_a_labelled_group_described_by_the_error() -> None:
    shown = render("{% field form.excluded_on hint='As in the letter' %}", form=ExclusionForm({}))
    group = shown.find("fieldset")
    assert group.find("legend").text == "Excluded on"
    assert group.attributes["aria-describedby"] == "id_excluded_on-hint id_excluded_on-error"
    assert shown.find("p", id="id_excluded_on-error").text.startswith("Error: Enter a date")
    for box in shown.find_all("input"):
        assert shown.find("label", for_=box.attributes["id"]).text in ("Day", "Month", "Year")


def test_a_text_is_shown_again_as_a_text() -> None:
    form = ExclusionForm({"excluded_on": "31 Febuary", "told_on": "3/9"})
    assert render("{% field form.excluded_on %}", form=form).find("input").attributes["value"] == "31 Febuary"
    shown = render("{% field form.told_on %}", form=form)
    assert shown.find("label", for_="id_told_on").text == "Told on (optional)"
    assert shown.find("input", name="told_on").attributes["value"] == "3/9"


@pytest.mark.parametrize(
    ("initial", "expected"),
    [(EXCLUDED_ON, ["15", "9", "2026"]), (None, ["", "", ""]), ("2026", ["2026", "", ""])],
)
def test_shows_an_initial_date(initial: Any, expected: list[str]) -> None:
    shown = render("{% field form.excluded_on %}", form=ExclusionForm(initial={"excluded_on": initial}))
    assert [box.attributes["value"] for box in shown.find_all("input")] == expected


def test_one_box_shows_an_initial_date_with_slashes() -> None:
    shown = render("{% field form.told_on %}", form=ExclusionForm(initial={"told_on": EXCLUDED_ON}))
    assert shown.find("input").attributes["value"] == "15/9/2026"


def test_one_box_shows_parts_that_came_in_three() -> None:
    form = ExclusionForm({"told_on_day": "3", "told_on_month": "9", "told_on_year": ""})
    assert render("{% field form.told_on %}", form=form).find("input").attributes["value"] == "3/9"


@pytest.mark.parametrize(
    ("initial", "data", "has_changed"),
    [
        (EXCLUDED_ON, ["15", "09", "2026"], False),
        (EXCLUDED_ON, ["16", "9", "2026"], True),
        (EXCLUDED_ON, ["x", "9", "2026"], True),
        (None, ["", "", ""], False),
        (datetime(2026, 9, 15, 10, tzinfo=UTC), "15 Sep 2026", False),
    ],
)
def test_knows_whether_the_date_changed(initial: Any, data: Any, has_changed: bool) -> None:
    assert DateField().has_changed(initial, data) is has_changed


def test_a_disabled_date_never_changes() -> None:
    assert DateField(disabled=True).has_changed(EXCLUDED_ON, "x") is False


def test_without_a_form_the_error_still_reads() -> None:
    with pytest.raises(Exception, match="The date must be a real date, for example 15 9 2026"):
        DateField().clean("x")


def test_boxes_at_fault_are_those_missing_or_all() -> None:
    field = DateField()
    assert field.parts_at_fault(["15", "", ""]) == ("month", "year")
    assert field.parts_at_fault(["31", "2", "2026"]) == ("day", "month", "year")
    assert field.parts_at_fault(["1", "1", "2026"]) == ("day", "month", "year")
    assert field.parts_at_fault("x") == ("day", "month", "year")


def test_nothing_typed_is_an_empty_text() -> None:
    assert typed_parts(None) == ""
