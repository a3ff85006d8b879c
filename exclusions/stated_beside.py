"""Care, social worker and plan as a school's form states them, beside the record: in words for the officer who compares
them before the form is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from cases.models import Child
from components.words import upper_first
from exclusions.queries import as_it_was
from exclusions.stated import LABELS
from schools.models import School


def stated_beside_record(child: Child, school: School, on: date, said: Mapping[str, bool]) -> Iterator[tuple[str, str]]:
    """Each by its label: what the school says (`said`, keyed as `stated.LABELS`) and what our record had on that
    day."""
    recorded = as_it_was(child, school, on)
    for name, label in LABELS.items():
        ours = "yes" if recorded[f"{name}_then"] else "no"
        theirs = {True: "yes", False: "no", None: ""}[said.get(name)]
        if not theirs:
            yield label, f"The school does not say; our record says {ours}"
        elif theirs == ours:
            yield label, f"{upper_first(ours)}: the school and our record agree"
        else:
            yield label, f"The school says {theirs}, our record says {ours}"
