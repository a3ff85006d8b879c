"""Finding the pupils of a file or of the API on the school's own roll: by UPN, else by name and date of birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from cases.models import Child, Enrolment
from cases.names import sort_key
from components.dates import NotADate, parse_text
from portal.pupils import TYPED, pupils_of
from schools.models import School

UPN, GIVEN_NAMES, SURNAME, BORN_ON = "upn", "given_names", "surname", "born_on"


class PupilUnclear(Exception):
    """The pupil of a row cannot be told from others; `field` is what to correct."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass
class Roll:
    """The school's own pupils as far as rows may mean them. Hidden records are not among them: a row about one is
    taken as typed, like a pupil whom nobody knows."""

    by_upn: dict[str, Enrolment] = field(default_factory=dict)
    by_name: dict[tuple[str, date], list[Child]] = field(default_factory=lambda: defaultdict(list))

    def data_for(self, written: Mapping[str, Any]) -> tuple[dict[str, str], Child | None]:
        """What the page about the pupil would post, and the pupil when it is on the roll. Raises PupilUnclear."""
        child = self._find(written)
        if child is not None:
            return {"child": str(child.uuid)}, child
        typed = {name: str(value or "") for name, value in written.items()}
        return {**typed, "child": TYPED, "typing": "1"}, None

    def _find(self, written: Mapping[str, Any]) -> Child | None:
        upn, name, born_on = _upn(written), _name(written), _born_on(written)
        named = self.by_name.get((name, born_on), []) if born_on else []
        if upn in self.by_upn:
            child = self.by_upn[upn].child
            agrees = child in named if named else child.born_on == born_on or child.sort_key == name
            if not agrees:
                raise PupilUnclear(UPN, _OF_ANOTHER)
            return child
        if upn and any(child.upn for child in named):
            raise PupilUnclear(UPN, _OTHER_UPN)
        if len(named) > 1:
            raise PupilUnclear(UPN, _SEVERAL)
        return named[0] if named else None


_OF_ANOTHER = (
    "On your roll this UPN belongs to another pupil than the name and the date of birth. Correct the one that is wrong"
)
_OTHER_UPN = "On your roll the pupil with this name and date of birth has another UPN. Correct it, or leave it empty"
_SEVERAL = "Several pupils on your roll have this name and date of birth. Enter the UPN"


def roll_for(school: School, as_of: date, rows: Iterable[Mapping[str, Any]]) -> Roll:
    """The pupils on the school's roll today whom these rows may mean, in one query."""
    rows = list(rows)
    upns = {_upn(row) for row in rows} - {""}
    births = {_born_on(row) for row in rows} - {None}
    roll = Roll()
    for pupil in pupils_of(school, as_of).filter(Q(child__upn__in=upns) | Q(child__born_on__in=births)):
        child = pupil.child
        if child.upn:
            roll.by_upn[child.upn] = pupil
        known = roll.by_name[child.sort_key, child.born_on]
        if child not in known:
            known.append(child)
    return roll


def _upn(row: Mapping[str, Any]) -> str:
    return "".join(str(row.get(UPN) or "").split()).upper()


def _name(row: Mapping[str, Any]) -> str:
    return sort_key(str(row.get(SURNAME) or ""), str(row.get(GIVEN_NAMES) or ""))


def _born_on(row: Mapping[str, Any]) -> date | None:
    try:
        return parse_text(str(row.get(BORN_ON) or ""))
    except NotADate:
        return None
