"""What a school states of care, a social worker or a plan where the record says something else: until an officer has
looked into it nobody knows who is right, and the case is treated as if the school might be."""

from __future__ import annotations

from collections.abc import Iterable

from cases.models import Case, Task

# Each by the name that the school's form and the correction of a case have for it.
LABELS = {
    "is_looked_after": "Looked after",
    "has_social_worker": "Has a social worker",
    "has_plan": "Has an EHC plan",
}
_TITLE = "The school says something else than our record about “{}”: find out, and correct the case or the record"


def code_of(name: str) -> str:
    """The code of the task to look into it."""
    return f"exclusions.look_into_{name}"


def title_of(name: str) -> str:
    """The title of the task to look into it."""
    return _TITLE.format(LABELS[name])


def stated_otherwise(case: Case) -> frozenset[str]:
    """The names of what the school states otherwise and nobody has looked into yet: their tasks are open."""
    by_code = {code_of(name): name for name in LABELS}
    codes = Task.objects.filter(case=case, code__in=by_code, state=Task.State.OPEN).values_list("code", flat=True)
    return frozenset(by_code[code] for code in codes)


def labels_of(names: Iterable[str]) -> list[str]:
    """Their labels, in the order of the form."""
    wanted = set(names)
    return [label for name, label in LABELS.items() if name in wanted]
