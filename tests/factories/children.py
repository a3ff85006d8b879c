"""Children, schools and the calendar of the worked examples. All invented."""

from __future__ import annotations

import itertools
from datetime import date

from cases.models import Child, Enrolment
from cases.names import sort_key
from schools.models import Authority, CalendarEntry, LocalAuthority, School

# Valid UPNs of an establishment that is not in use (law pack, attendance §4.2).
VALID_UPNS = ("X331000114001", "H331000215042", "W331000316117", "E331000418999", "V331000524003", "Z331000825500")

_numbers = itertools.count(1)


def make_authority(policy: str = "coventry") -> Authority:
    """The authority that the deployment serves."""
    known = Authority.objects.first()
    return known or Authority.objects.create(name="Coventry City Council", la_code="331", policy=policy)


def make_local_authority(code: str = "331", name: str = "Coventry") -> LocalAuthority:
    """A local authority; 331 is ours."""
    return LocalAuthority.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_school(name: str = "", *, legal_type: str = School.LegalType.MAINTAINED, **more: object) -> School:
    """An invented school of ours."""
    number = next(_numbers)
    name = name or f"School {number} (invented)"
    return School.objects.create(
        urn=900000 + number,
        name=name,
        name_sort_key=name.casefold(),
        local_authority=make_local_authority(),
        legal_type=legal_type,
        is_invented=True,
        **more,
    )


def make_child(
    surname: str = "", given_names: str = "Amira", *, born_on: date = date(2013, 3, 14), **more: object
) -> Child:
    """An invented child, of compulsory school age in 2026 unless born otherwise."""
    surname = surname or f"Hughes{next(_numbers)}"
    return Child.objects.create(
        surname=surname,
        given_names=given_names,
        sort_key=sort_key(surname, given_names),
        born_on=born_on,
        is_invented=True,
        **more,
    )


def enrol(child: Child, school: School, *, year_group: int = 9, kind: str = Enrolment.Kind.MAIN) -> Enrolment:
    """Put the child on the school's roll since September 2024."""
    return Enrolment.objects.create(
        child=child, school=school, kind=kind, year_group=year_group, starts_on=date(2024, 9, 2)
    )


_TERMS = (
    ((2025, 9, 2), (2025, 12, 19)),
    ((2026, 1, 5), (2026, 3, 27)),
    ((2026, 4, 13), (2026, 7, 17)),
    ((2026, 9, 2), (2026, 12, 18)),
    ((2027, 1, 4), (2027, 3, 25)),
    ((2027, 4, 12), (2027, 7, 21)),
)
_HALF_TERMS = (
    ((2025, 10, 27), (2025, 10, 31)),
    ((2026, 2, 16), (2026, 2, 20)),
    ((2026, 5, 25), (2026, 5, 29)),
    ((2026, 10, 26), (2026, 10, 30)),
    ((2027, 2, 15), (2027, 2, 19)),
    ((2027, 5, 31), (2027, 6, 4)),
)
_INSET_DAYS = (
    (2025, 10, 24),
    (2025, 12, 5),
    (2026, 6, 1),
    (2026, 10, 23),
    (2026, 12, 4),
    (2027, 5, 28),
    (2027, 6, 7),
)


def make_calendar(school: School | None = None) -> None:
    """CAL-K of the law pack (exclusions §10) as the default calendar, or as one school's own."""
    kinds = CalendarEntry.Kind
    rows = [(kinds.TERM, first, last) for first, last in _TERMS]
    rows += [(kinds.HALF_TERM, first, last) for first, last in _HALF_TERMS]
    rows += [(kinds.INSET, day, day) for day in _INSET_DAYS]
    CalendarEntry.objects.bulk_create(
        CalendarEntry(
            school=school,
            kind=kind,
            starts_on=date(*first),
            ends_on=date(*last),
            note="INSET" if kind == kinds.INSET else "",
        )
        for kind, first, last in rows
    )
