"""One row of a file, or one object of the API, through a form's own pages: what is wrong, doubtful, and what it means.

The steps of the form are filled in one after the other with what stands in the row's columns, exactly as a browser
would post them, and what the form says together is asked afterwards. Nothing is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from cases.models import Child
from components.forms import GovukForm
from portal.answers import answers_of, clean_text
from portal.asked_of_forms import doubts_of, headline_of, meaning_of, problems_of
from portal.columns import INCIDENT, Column, Columns, places_of, posted_values
from portal.roll import PupilUnclear, Roll
from portal.webforms import PUPIL, Doubt, FormContext, Meaning, Step, WebForm
from schools.models import School

# Answers that say nothing where a question is not asked.
_SAYS_NOTHING = frozenset({"", "no", "unknown"})
_NOT_ASKED = "This is not asked with the other answers of the row. Leave it empty, or check them"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with a row: the column (empty for the row as a whole) and how to put it right."""

    column: str
    text: str


@dataclass
class Filled:
    """A form filled in from a row. `payload` and `saved` are complete when there is no fault."""

    payload: dict[str, dict[str, Any]] = field(default_factory=dict)
    saved: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    meaning: Meaning | None = None
    headline: str = ""
    child: Child | None = None


def columns_of(webform: WebForm) -> Columns:
    """The columns of a form that has them."""
    if webform.columns is None:
        raise NotByColumns(webform.code)
    return webform.columns


class NotByColumns(Exception):
    """The form can be filled in page by page only."""


def written_pupil(webform: WebForm, written: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of the pupil, by the fields of the pupil's page."""
    places = places_of(columns_of(webform).columns)
    return {name: written.get(column.key) for (step, name), column in places.items() if step == PUPIL}


def fill_in(webform: WebForm, written: Mapping[str, Any], school: School, roll: Roll, as_of: date) -> Filled:
    """Fill in the form from what was `written`, by the keys of the columns."""
    filled, places = Filled(), places_of(columns_of(webform).columns)
    used: set[str] = {INCIDENT}
    for step in webform.steps:
        context = FormContext(school=school, payload=filled.payload, as_of=as_of, child=filled.child)
        if step.is_asked(context):
            _fill_step(step, context, places, written, roll, filled, used)
    if not filled.faults:
        # Beside an answer that is wrong nobody can tell what would be asked.
        filled.faults = [
            Fault(column.name, _NOT_ASKED)
            for column in columns_of(webform).columns
            if column.key not in used and not _says_nothing(written.get(column.key))
        ]
    _ask_about_all(webform, FormContext(school, filled.payload, as_of, filled.child), places, filled)
    return filled


def _fill_step(
    step: Step,
    context: FormContext,
    places: Mapping[tuple[str, str], Column],
    written: Mapping[str, Any],
    roll: Roll,
    filled: Filled,
    used: set[str],
) -> None:
    own = {name: column for (code, name), column in places.items() if code == step.code}
    blank = step.form(None, context=context)
    if step.code == PUPIL:
        used |= {column.key for column in own.values()}
        try:
            data, filled.child = roll.data_for({name: written.get(column.key) for name, column in own.items()})
        except PupilUnclear as unclear:
            filled.faults.append(Fault(own[unclear.field].name, str(unclear)))
            return
        form = step.form(_posted({name: [value] for name, value in data.items()}), context=context)
    else:
        asked = {name: column for name, column in own.items() if name in blank.fields}
        used |= {column.key for column in asked.values()}
        form = step.form(_posted(_data(blank, asked, written)), context=context)
    if form.is_valid():
        filled.payload[step.code] = answers_of(form)
        filled.saved.append(step.code)
    else:
        filled.faults += _faults_of(form, own)


def _data(blank: GovukForm, asked: Mapping[str, Column], written: Mapping[str, Any]) -> dict[str, list[str]]:
    data = {}
    for name, column in asked.items():
        values = posted_values(blank.fields[name], written.get(column.key))
        initial = blank.fields[name].initial
        data[name] = [str(initial)] if values == [""] and initial else values
    return data


def _posted(data: Mapping[str, Sequence[str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, values in data.items():
        posted.setlist(name, [clean_text(value) for value in values])
    return posted


def _says_nothing(value: Any) -> bool:
    return value in (None, False, []) or str(value).strip().casefold() in _SAYS_NOTHING


def _faults_of(form: GovukForm, own: Mapping[str, Column]) -> list[Fault]:
    return [
        Fault(own[name].name if name in own else "", f"{text}{_choices_in_words(form, name, error.code)}")
        for name, errors in form.errors.as_data().items()
        for error in errors
        for text in error.messages
    ]


def _choices_in_words(form: GovukForm, name: str, code: str | None) -> str:
    """What can be written, where the page would show a list."""
    field = form.fields.get(name)
    if not isinstance(field, forms.ChoiceField) or code not in ("required", "invalid_choice"):
        return ""
    codes = ", ".join(str(choice) for choice, _ in field.choices if choice != "")
    several = isinstance(field, forms.MultipleChoiceField)
    return f". Write one or more of: {codes}" if several else f". Write one of: {codes}"


def _ask_about_all(
    webform: WebForm, context: FormContext, places: Mapping[tuple[str, str], Column], filled: Filled
) -> None:
    """What the form says of the answers together; of what is incomplete it says what it can."""
    filled.meaning = meaning_of(webform, context)
    filled.headline = headline_of(webform, filled.payload)
    if filled.faults:
        return
    for problem in problems_of(webform, context):
        column = places.get((problem.step, problem.field))
        filled.faults.append(Fault(column.name if column else "", problem.text))
    asked = {step.code for step in webform.asked(context)}
    filled.doubts = [doubt for doubt in doubts_of(webform, context) if doubt.step in asked]
