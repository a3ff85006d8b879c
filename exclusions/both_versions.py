"""After a stale edit: what somebody typed beside what is stored now, field by field, in the words of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import ModelChoiceField

from components.forms import GovukForm
from components.words import spelled_date
from exclusions.leaving.forms import SchoolField
from exclusions.queries import school_with_urn
from schools.models import LocalAuthority

NOTHING = "Nothing"

# Where the stored value of a field is read: a column of the row, or what gives it from the row.
Column = str | Callable[[Any], object]


def stale_rows(form: GovukForm, row: Model, columns: Mapping[str, Column]) -> list[dict[str, str]]:
    """After a stale edit: each field that differs, with what was typed and what is stored now. Empty when nothing is
    stale.

    A field of `columns` is read from `row`; every other one from what the form was filled with, which is what was
    stored when the page was asked for. A tick that is stored nowhere, such as a confirmation, is no version of
    anything and is left out."""
    if not hasattr(form, "stale"):
        return []
    rows = []
    for name, field in form.fields.items():
        is_tick = isinstance(field, forms.BooleanField)
        if name not in form.cleaned_data or (is_tick and name not in columns and name not in form.initial):
            continue
        typed, stored = form.cleaned_data[name], _stored(form, name, row, columns)
        yours, theirs = _in_words(field, typed), _in_words(field, stored)
        if yours != theirs:
            rows.append({"label": str(field.label), "yours": yours, "theirs": theirs})
    return rows


def _stored(form: GovukForm, name: str, row: Model, columns: Mapping[str, Column]) -> object:
    column = columns.get(name)
    if column is None:
        return form.initial.get(name)
    return getattr(row, column) if isinstance(column, str) else column(row)


def _in_words(field: forms.Field, value: object) -> str:
    if isinstance(field, SchoolField) and isinstance(value, int):
        value = school_with_urn(value)
    labels = _labels(field)
    if isinstance(value, list | tuple | set):
        return _list_in_words(field, value, labels)
    code = {True: "yes", False: "no", None: ""}.get(value) if value is None or isinstance(value, bool) else str(value)
    if isinstance(value, LocalAuthority):
        code = value.code
    return labels.get(code or "") or _plain(value)


def _labels(field: forms.Field) -> dict[str, str]:
    """The words of the choices of a field by their codes; none for a field that is typed."""
    if isinstance(field, ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return {}
    return {str(code): str(label) for code, label in field.choices}


def _list_in_words(field: forms.Field, values: Iterable[object], labels: Mapping[str, str]) -> str:
    """Several in the order of the choices: a browser and a row put the same ones in different orders."""
    chosen = {str(value) for value in values}
    if labels:
        known = [label for code, label in labels.items() if code in chosen]
        return ", ".join(known) or NOTHING
    return ", ".join(_in_words(field, value) for value in values) or NOTHING


def _plain(value: object) -> str:
    if isinstance(value, date):
        return spelled_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return str(value) if value not in (None, "") else NOTHING
