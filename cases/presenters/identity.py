"""The bar above every page about a child, and the tabs under it."""

from __future__ import annotations

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


def kind_lozenge(code: str) -> str:
    """What a child with an open case of this kind is called in the bar."""
    try:
        kind = get_kind(code)
    except UnknownKind:
        return code
    return kind.lozenge or kind.label


def _flags(identity: Identity) -> list[dict[str, str]]:
    flags = [{"text": kind_lozenge(code), "kind": "active"} for code in identity.open_kinds]
    needs = identity.needs
    if identity.has_plan or (needs is not None and needs.status == needs.Status.PLAN):
        flags.append({"text": "EHC plan", "kind": "information"})
    elif needs is not None and needs.status == needs.Status.SUPPORT:
        flags.append({"text": "SEN support", "kind": "information"})
    if identity.care is not None:
        flags.append({"text": identity.care.get_status_display(), "kind": "information"})
    if identity.social_worker is not None:
        flags.append({"text": f"Social worker: {identity.social_worker.person}", "kind": "information"})
    for mark in identity.marks:
        flags.append({"text": f"{mark.get_kind_display()}: {mark.text}", "kind": "attention"})
    return flags


def _warning(identity: Identity) -> str:
    if not identity.has_restricted_address:
        return ""
    names = [str(each.person) for each in identity.barred]
    return f"Do not share with {' or '.join(names)}." if names else "Do not share it with anybody."


def present_tabs(child: Child, current: str) -> dict[str, Any]:
    """The values of components/sub_navigation.html for a child's pages; `current` is a page's name."""
    pages = (
        ("child", "Overview"),
        ("child_cases", "Cases"),
        ("child_timeline", "Timeline"),
        ("child_family", "Family"),
        ("child_documents", "Documents"),
    )
    return {
        "label": "Parts of this child's record",
        "items": [
            {"label": label, "url": reverse(name, args=[child.uuid]), "current": name == current}
            for name, label in pages
        ],
    }
