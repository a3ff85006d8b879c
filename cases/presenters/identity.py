"""The bar above every page about a child, and the tabs under it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from cases.due import age_on
from cases.kinds import UnknownKind, get_kind
from cases.models import Child, Enrolment
from cases.presenters.words import plain_date, year_group_words
from cases.queries.child import Identity


def present_identity(child: Child, identity: Identity, as_of: date) -> dict[str, Any]:
    """The values of components/identity_bar.html."""
    main = identity.main_enrolment
    return {
        "name": child.full_name,
        "url": reverse("child", args=[child.uuid]),
        "born": f"{plain_date(child.born_on)} (age {age_on(child.born_on, as_of)})",
        "upn": child.upn,
        "school": school_words(main) or "On no school's roll",
        "facts": [{"label": "Known as", "value": child.preferred_name}] if child.preferred_name else [],
        "flags": _flags(identity),
        "warning": _warning(identity),
        "education": "",
    }


def school_words(enrolment: Enrolment | None) -> str:
    """“Ashgrove Academy, Year 9”; empty without an enrolment."""
    if enrolment is None:
        return ""
    year = year_group_words(enrolment.year_group)
    return f"{enrolment.school.name}, {year}" if year else enrolment.school.name


def kind_lozenges(kinds: Mapping[str, bool]) -> list[str]:
    """What a child with open cases of these kinds is called in the bar, as far as it is still true."""
    return [_kind_words(code, has_lozenge=True) for code, has_lozenge in kinds.items() if has_lozenge]


def open_case_words(kinds: Mapping[str, bool]) -> list[str]:
    """The open cases of a child: the lozenge of each kind, or its name where the lozenge is not true any more."""
    return [_kind_words(code, has_lozenge=has_lozenge) for code, has_lozenge in kinds.items()]


def _kind_words(code: str, *, has_lozenge: bool) -> str:
    try:
        kind = get_kind(code)
    except UnknownKind:
        return code
    return kind.lozenge if kind.lozenge and has_lozenge else kind.label


def _flags(identity: Identity) -> list[dict[str, str]]:
    flags = [{"text": words, "kind": "active"} for words in kind_lozenges(identity.open_kinds)]
    needs = identity.needs
    if identity.has_plan or (needs is not None and needs.status == needs.Status.PLAN):
        flags.append({"text": "EHC plan", "kind": "information"})
    elif needs is not None and needs.status == needs.Status.SUPPORT:
        flags.append({"text": "SEN support", "kind": "information"})
    if identity.care is not None:
        flags.append({"text": identity.care.get_status_display(), "kind": "information"})
    if identity.social_worker is not None:
        flags.append({"text": f"Social worker: {identity.social_worker.person}", "kind": "information"})
    flags += [{"text": marker.get_kind_display(), "kind": "information"} for marker in identity.markers]
    for mark in identity.marks:
        flags.append({"text": f"{mark.get_kind_display()}: {mark.text}", "kind": "attention"})
    return flags


def _warning(identity: Identity) -> str:
    if not identity.has_restricted_address:
        return ""
    names = [str(each.person) for each in identity.barred]
    return f"Do not share with {' or '.join(names)}." if names else "Do not share it with anybody."


def present_tabs(child: Child, current: str, *, has_log: bool = False) -> dict[str, Any]:
    """The values of components/sub_navigation.html for a child's pages; `current` is a page's name. `has_log`: with the
    tab that says who has looked."""
    pages = [
        ("child", "Overview"),
        ("child_cases", "Cases"),
        ("child_timeline", "Timeline"),
        ("child_family", "Family"),
        ("child_letters", "Letters"),
        ("child_documents", "Documents"),
    ]
    if has_log:
        pages.append(("child_looked", "Who has looked"))
    return {
        "label": "Parts of this child's record",
        "items": [
            {"label": label, "url": reverse(name, args=[child.uuid]), "current": name == current}
            for name, label in pages
        ],
    }
