"""What a request of the API says, checked for its shape alone; the form's own pages check what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.answers import clean_text
from portal.columns import CONFIRMED, INCIDENT, Column, choices_of, is_several
from portal.models import Incident
from portal.rows import Fault, columns_of
from portal.webforms import Step, WebForm

MOST_DOUBTS = 50
LONGEST_KEY = 200
_NOT_KEPT = "Take out the characters that cannot be kept: NUL, and halves of a character"


@dataclass(frozen=True)
class Asked:
    """The answers by the keys of the columns, the doubts that are right, and the school's number of the incident."""

    written: Mapping[str, Any]
    confirmed: frozenset[str]
    incident: str


class ShapeRefused(Exception):
    """The request has another shape than the schema says: `faults` by field."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("The request has another shape.")
        self.faults = faults


def read_request(webform: WebForm, data: Any) -> Asked:
    """What is asked. Raises ShapeRefused."""
    if not isinstance(data, Mapping):
        raise ShapeRefused(Fault("", "Send one JSON object with the fields of the form."))
    columns = columns_of(webform).by_key()
    faults = [
        Fault(str(name)[:60], "There is no such field. The schema lists the fields: /api/v1/schema/")
        for name in data
        if name not in columns and name not in (INCIDENT, CONFIRMED)
    ]
    steps = {step.code: step for step in webform.steps}
    for name, value in data.items():
        if name in columns:
            faults += _faults_of(name, value, columns[name], steps)
    confirmed, incident = data.get(CONFIRMED, []), data.get(INCIDENT) or ""
    if not _is_list_of_texts(confirmed) or len(confirmed) > MOST_DOUBTS:
        faults.append(Fault(CONFIRMED, f"Send a list of at most {MOST_DOUBTS} codes"))
    most = Incident._meta.get_field("label").max_length or 0
    if not isinstance(incident, str) or len(incident) > most:
        faults.append(Fault(INCIDENT, f"Send a text of at most {most} characters"))
    elif not _can_be_kept(incident):
        faults.append(Fault(INCIDENT, _NOT_KEPT))
    if faults:
        raise ShapeRefused(*faults)
    written = {name: value for name, value in data.items() if name in columns}
    return Asked(written, frozenset(confirmed), incident.strip())


def read_idempotency_key(text: str) -> str:
    """The header's key. Raises ShapeRefused when it is missing, too long or not printable."""
    if not text:
        raise ShapeRefused(
            Fault("", "Send the header Idempotency-Key: a text of your own that is another one for each form.")
        )
    if len(text) > LONGEST_KEY or not text.isascii() or not text.isprintable():
        raise ShapeRefused(Fault("", f"The header Idempotency-Key must be at most {LONGEST_KEY} plain characters."))
    return text


def _faults_of(name: str, value: Any, column: Column, steps: Mapping[str, Step]) -> Iterator[Fault]:
    """What is wrong with the kind of one value: what it says is for the form's own pages."""
    choices = choices_of(column, steps)
    takes_several, takes_yes_no = is_several(column, steps), {"yes", "no"} <= choices.keys()
    takes_number = any(code.lstrip("-").isdigit() for code in choices)
    is_taken = {
        bool: takes_yes_no,
        int: takes_number,
        list: takes_several and _is_list_of_texts(value),
        str: True,
        type(None): True,
    }
    if not is_taken.get(type(value), False):
        also = [
            *(["true or false"] if takes_yes_no else []),
            *(["a whole number"] if takes_number else []),
            *(["a list of texts"] if takes_several else []),
        ]
        yield Fault(name, f"Send {', '.join(['a text', *also])} or null")
    elif not all(_can_be_kept(each) for each in (value if isinstance(value, list) else [value])):
        yield Fault(name, _NOT_KEPT)


def _can_be_kept(value: Any) -> bool:
    return not isinstance(value, str) or clean_text(value) == value


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
