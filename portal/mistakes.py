"""A form's errors in its own words, without what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms

# Shorter pieces of what was typed occur in any sentence by chance.
_SHORTEST_VALUE = 3


def errors_without_values(form: forms.Form) -> list[tuple[str, str]]:
    """(field, message) of each error: the message as it was written, before values were put in; and whatever of the
    typed texts still stands in it is left out."""
    typed = [value.strip() for values in getattr(form.data, "lists", dict)() for value in values[1]]
    found = []
    for name, errors in form.errors.as_data().items():
        for error in errors:
            field = "" if name == forms.forms.NON_FIELD_ERRORS else name
            found.append((field, without(str(error.message), typed)))
    return found


def without(message: str, values: Iterable[str]) -> str:
    """The message with these values left out."""
    for value in sorted({each for each in values if len(each) >= _SHORTEST_VALUE}, key=len, reverse=True):
        message = message.replace(value, "…")
    return message


def refused_files(field: str, refused: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same for files: each refusal without the name of its file."""
    return [(field, without(reason, [name])) for name, reason in refused]
