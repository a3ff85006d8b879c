"""Times of day as people type them."""

from __future__ import annotations

from datetime import time

import pytest
from django import forms

from cases.forms import NoteForm
from components.fields import TimeField
from components.forms import GovukForm
from components.times import NotATime, parse_time
from exclusions.governors.forms import MeetingForm
from exclusions.review.arranging_forms import HearingForm
from exclusions.suspensions.forms import EducationForm
from provision.forms import BookingForm
from tests.components.support import render


class Form(GovukForm):
    starts_at = TimeField(label="Starts at", required=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("17:00", time(17)),
        ("17.00", time(17)),
        ("17h00", time(17)),
        ("1700", time(17)),
        ("17:00:00", time(17)),
        ("9:30", time(9, 30)),
        ("930", time(9, 30)),
        ("5pm", time(17)),
        ("5 PM", time(17)),
        ("5p.m.", time(17)),
        ("5.30pm", time(17, 30)),
        ("5:30 pm", time(17, 30)),
        ("5:30 p.m", time(17, 30)),
        ("17:30pm", time(17, 30)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12 noon", time(12)),
        ("midday", time(12)),
        ("midnight", time(0)),
    ],
)
def test_it_is_read_and_shown_as_the_house_shows_times(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant
    form = Form({"starts_at": f" {typed} "})
    assert form.is_valid()
    assert form.cleaned_data == {"starts_at": meant}
    shown = render("{% field form.starts_at %}", form=Form(initial=form.cleaned_data))
    assert shown.find("input").attributes["value"] == f"{meant:%H:%M}"


@pytest.mark.parametrize(
    "typed", ["5", "17", "25:00", "9:60", "17am", "0pm", "13 am", "soon", "9-30", "5pm 6pm", ":30"]
)
def test_nonsense_names_the_field_and_the_fix_and_keeps_what_was_typed(typed: str) -> None:
    with pytest.raises(NotATime):
        parse_time(typed)
    form = Form({"starts_at": typed})
    assert form.errors == {"starts_at": ["Starts at must be a time, for example 9:30am or 17:00"]}
    assert render("{% field form.starts_at %}", form=form).find("input").attributes["value"] == typed


def test_empty_is_nothing() -> None:
    form = Form({"starts_at": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"starts_at": None}


def test_a_time_is_taken_as_it_is() -> None:
    assert TimeField().to_python(time(9, 5)) == time(9, 5)


@pytest.mark.parametrize(
    "form", [NoteForm, MeetingForm, HearingForm, EducationForm, BookingForm], ids=lambda form: form.__name__
)
def test_every_time_field_of_the_house_is_this_one(form: type[GovukForm]) -> None:
    times = [field for field in form.base_fields.values() if isinstance(field, forms.TimeField)]
    assert times
    assert all(isinstance(field, TimeField) for field in times)
