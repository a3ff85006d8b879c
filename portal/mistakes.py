"""A form's errors in its own words, without what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django import forms

# Shorter pieces of what was typed occur in any sentence by chance.
_SHORTEST_VALUE = 3
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
# An example is the form's own, with its dates and numbers.
_EXAMPLE = re.compile(r"(for example [^.;]*)")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE_OR_NUMBER = re.compile(rf"(?:(?:{_WEEKDAYS}) )?\b\d+(?: (?:{_MONTHS}))?(?: \d{{4}})?\b")


def errors_without_values(form: forms.Form) -> list[tuple[str, str]]:
    """(field, message) of each error, the same words whatever was typed.

    A message that the field has for all values is kept, with “…” for each value that would be put in. From one that
    the form wrote itself the typed texts, dates and numbers are left out, but not from its example.
    """
    typed = [value.strip() for values in getattr(form.data, "lists", dict)() for value in values[1]]
    found = []
    for name, errors in form.errors.as_data().items():
        for error in errors:
            field = "" if name == forms.forms.NON_FIELD_ERRORS else name
            found.append((field, _without_values(str(error.message), _own_messages(form, field), typed)))
    return found


def _own_messages(form: forms.Form, field: str) -> list[str]:
    return [str(text) for text in form.fields[field].error_messages.values()] if field in form.fields else []


def _without_values(message: str, own: Sequence[str], typed: Sequence[str]) -> str:
    if message in own:
        return _PLACEHOLDER.sub("…", message)
    pieces = _EXAMPLE.split(_PLACEHOLDER.sub("…", message))
    # Every second piece is an example.
    pieces[::2] = [without(_DATE_OR_NUMBER.sub("…", piece), typed) for piece in pieces[::2]]
    return "".join(pieces)


def without(message: str, values: Iterable[str]) -> str:
    """The message with these values left out."""
    for value in sorted({each for each in values if len(each) >= _SHORTEST_VALUE}, key=len, reverse=True):
        message = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "…", message)
    return message


def refused_files(field: str, refused: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same for files: each refusal without the name of its file."""
    return [(field, without(reason, [name])) for name, reason in refused]
