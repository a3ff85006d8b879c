"""What a request of the API says, checked for its shape alone; the form's own pages check what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.columns import INCIDENT
from portal.models import Incident
from portal.rows import Fault, columns_of
from portal.webforms import WebForm

CONFIRMED = "confirmed_doubts"
MOST_DOUBTS = 50
LONGEST_KEY = 200


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
    faults += [
        Fault(name, "Send a text, a number, true or false, null, or a list of texts")
        for name, value in data.items()
        if name in columns and not _is_plain(value)
    ]
    confirmed, incident = data.get(CONFIRMED, []), data.get(INCIDENT) or ""
    if not _is_list_of_texts(confirmed) or len(confirmed) > MOST_DOUBTS:
        faults.append(Fault(CONFIRMED, f"Send a list of at most {MOST_DOUBTS} codes"))
    most = Incident._meta.get_field("label").max_length or 0
    if not isinstance(incident, str) or len(incident) > most or "\x00" in incident:
        faults.append(Fault(INCIDENT, f"Send a text of at most {most} characters"))
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


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | int) or _is_list_of_texts(value)


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
