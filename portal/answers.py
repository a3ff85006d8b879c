"""A step's answers between the form and the JSON of a draft: dates as ISO texts, lists, booleans, texts.

Nothing that a browser can send makes them unfit to be kept: PostgreSQL holds neither NUL characters nor lone
surrogates, so both are taken out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from components.fields import DateField
from portal.webforms import Answers, FormContext, Step

# No box of any form takes more; what is longer is cut, so that a draft stays a draft.
LONGEST_TYPED = 20_000
_NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "form_key", "version", "then", "from"})


def clean_text(text: str) -> str:
    """The text without what PostgreSQL cannot hold."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def json_safe(value: Any) -> Any:
    """A cleaned value as JSON: dates and times as ISO texts, numbers and booleans as they are, the rest as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {clean_text(str(key)): json_safe(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [json_safe(each) for each in value]
    return clean_text(str(value))


def file_fields(form: forms.BaseForm) -> list[str]:
    """Names of the form's fields of files; the portal keeps their files with the draft."""
    return [name for name, field in form.fields.items() if isinstance(field, forms.FileField)]


def answers_of(form: forms.Form) -> dict[str, Any]:
    """What a valid form was answered with, as JSON, without its files."""
    files = file_fields(form)
    return {name: json_safe(value) for name, value in form.cleaned_data.items() if name not in files}


def initial_of(step: Step, answers: Answers) -> dict[str, Any]:
    """Saved answers as the initial values of the step's form. A date that cannot be read stays the text that it is."""
    return {name: _as_initial(step.form.base_fields.get(name), value) for name, value in answers.items()}


def _as_initial(field: forms.Field | None, value: Any) -> Any:
    if isinstance(field, DateField) and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def typed_of(data: QueryDict) -> dict[str, list[str]]:
    """What stood in the boxes of a form, right or wrong, as JSON."""
    return {
        clean_text(name): [clean_text(value)[:LONGEST_TYPED] for value in values]
        for name, values in data.lists()
        if name not in _NOT_ANSWERS
    }


def initial_of_typed(step: Step, context: FormContext, typed: Mapping[str, list[str]]) -> dict[str, Any]:
    """The same as initial values: shown again exactly as typed, and not yet called wrong."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    form = step.form(None, context=context)
    return {
        name: field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }
