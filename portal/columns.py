"""A form as columns: the same questions, asked in one row of a file or in one object of the API.

A form that can be sent so has a `Columns`. Each column leads to a field of a step, and what is written in it goes
through that step's own form: there is no second set of checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms

from components.fields import DateField

if TYPE_CHECKING:
    from django.db.models import Q

    from portal.webforms import Payload, Step

_BETWEEN = re.compile(r"[;,|/\s]+")
# What stands for every choice of a field of several.
ALL = "all"
# The field of the API that names, by their codes, the doubts that are right.
CONFIRMED = "confirmed_doubts"
# The school's own name of an incident, which several pupils share.
INCIDENT = "incident"
INCIDENT_HELP = (
    "Your own number of the incident, the same for each of its pupils. Leave it empty when there is one pupil, and use "
    "no number again for another incident."
)


@dataclass(frozen=True)
class Column:
    """One column. `places` are the fields that it answers, as (step, field): more than one where two pages of a form
    ask the same. `values` words the choices where the form itself does not list them."""

    name: str
    places: tuple[tuple[str, str], ...]
    help: str
    example: str = ""
    is_needed: bool = False
    values: Mapping[str, str] | None = None

    @property
    def key(self) -> str:
        """The name as a field of the API: “date_of_birth”."""
        return key_of(self.name)


@dataclass(frozen=True)
class Columns:
    """What a form needs to be sent by file and by API.

    path: its name in addresses. columns: in the order of the template. same_event: a query for what is about the same
    days or event, over `payload`, whoever the pupil is. always_asked: the doubts that everything sent so raises, by
    their codes, with why and what can be done.
    """

    path: str
    columns: Sequence[Column]
    same_event: Callable[[Payload], Q]
    always_asked: Mapping[str, str] = field(default_factory=dict)

    def by_key(self) -> dict[str, Column]:
        """Every column by its name in the API."""
        return {column.key: column for column in self.columns}


def key_of(heading: str) -> str:
    """The key of a heading, however it is written: “Date of birth”, “date_of_birth”."""
    return "_".join(re.sub(r"[\s_\-]+", " ", heading).strip().casefold().split())


def places_of(columns: Iterable[Column]) -> dict[tuple[str, str], Column]:
    """Which column answers a field of a step."""
    return {place: column for column in columns for place in column.places}


def choices_of(column: Column, steps: Mapping[str, Step]) -> dict[str, str]:
    """The values that a column takes with their words; empty for text and dates."""
    if column.values is not None:
        return dict(column.values)
    step, name = column.places[0]
    field = steps[step].form.base_fields[name]
    if not isinstance(field, forms.ChoiceField):
        return {}
    return {str(code): str(label) for code, label in field.choices if code != ""}


def posted_values(field: forms.Field, written: Any) -> list[str]:
    """What a browser would post for what was written in a column: codes for choices, however they are written."""
    if isinstance(field, forms.MultipleChoiceField):
        return _several(field, written)
    text = _text(written)
    if isinstance(field, forms.ChoiceField):
        return [_choice(field, text)]
    return [text]


def is_date(column: Column, steps: Mapping[str, Step]) -> bool:
    """True when the column takes a date."""
    step, name = column.places[0]
    return isinstance(steps[step].form.base_fields.get(name), DateField)


def is_several(column: Column, steps: Mapping[str, Step]) -> bool:
    """True when the column takes several choices."""
    step, name = column.places[0]
    return isinstance(steps[step].form.base_fields.get(name), forms.MultipleChoiceField)


def _text(written: Any) -> str:
    if isinstance(written, bool):
        return "yes" if written else "no"
    return "" if written is None else str(written).strip()


def _several(field: forms.MultipleChoiceField, written: Any) -> list[str]:
    pieces = written if isinstance(written, list) else _BETWEEN.split(_text(written))
    texts = [_text(piece) for piece in pieces if _text(piece)]
    if [text.casefold() for text in texts] == [ALL]:
        return [str(code) for code, _ in field.choices]
    return [_choice(field, text) for text in texts]


def _choice(field: forms.ChoiceField, text: str) -> str:
    """The code of a choice that was written as code or in its words; anything else is left for the field to refuse."""
    wanted = key_of(text)
    for code, label in field.choices:
        if wanted in (key_of(str(code)), key_of(str(label))):
            return str(code)
    return text
