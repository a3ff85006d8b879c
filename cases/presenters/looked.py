"""Who has looked at a child, in words."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.roles import Role
from cases.presenters.words import moment, plain_date, plural
from cases.queries.looked import LookFilter, LookPage, Named, held_at
from components.paging import with_query
from ledger.models import ViewRecord
from ledger.viewlog import label_of

COLUMNS = ("When", "Who", "What", "Shown", "Reason given")


def columns() -> list[dict[str, str]]:
    """The columns of components/table.html; the order is always the newest first."""
    return [{"label": label} for label in COLUMNS]


def present_looks(page: LookPage, named: Named) -> list[dict[str, Any]]:
    """The rows of components/table.html."""
    return [_row(look, named) for look in page.looks]


def _row(look: ViewRecord, named: Named) -> dict[str, Any]:
    user = named.people.get(look.user_id)
    return {
        "cells": [
            {"text": moment(look.seen_at), "is_heading": True, "nowrap": True},
            {"text": user.name if user else "A person who is not recorded", "note": _standing(look, named)},
            _what(look, named),
            {"text": _shown(look)},
            {"text": look.reason or "None asked for"},
        ]
    }


def _standing(look: ViewRecord, named: Named) -> str:
    """The roles, teams and schools that the person had at that moment, whatever was changed since."""
    roles = [Role(each.role).label for each in held_at(look.seen_at, named.roles.get(look.user_id, []))]
    teams = [each.team.name for each in held_at(look.seen_at, named.teams.get(look.user_id, []))]
    schools = [each.school.name for each in held_at(look.seen_at, named.schools.get(look.user_id, []))]
    return ", ".join([*roles, *teams, *schools]) or "No role at that time"


def _what(look: ViewRecord, named: Named) -> dict[str, Any]:
    cell: dict[str, Any] = {"text": label_of(look.what).words}
    document = named.documents.get(look.document_id or 0)
    cases = [named.cases[pk] for pk in look.case_ids if pk in named.cases]
    if document:
        cell["note"] = document.title
    elif cases and not _is_list(look):
        cell["text"] += f" ({cases[0].reference})"
        cell["url"] = reverse("case", args=[cases[0].reference])
    return cell


def _is_list(look: ViewRecord) -> bool:
    return label_of(look.what).is_list or len(look.child_ids) > 1


def _shown(look: ViewRecord) -> str:
    if _is_list(look):
        return f"In a list of {plural(len(look.child_ids), 'child', 'children')}"
    return "This record"


def present_pages(page: LookPage, query: QueryDict) -> dict[str, Any]:
    """The values of components/pagination.html: by key, so there are no numbers."""
    return {
        "showing": "",
        "entries": [],
        "previous_url": with_query(query, after=page.newer, before=None) if page.newer else "",
        "next_url": with_query(query, before=page.older, after=None) if page.older else "",
    }


def total_words(page: LookPage, people: int, wanted: LookFilter) -> str:
    """“312 times, by 5 people”; with a filter in force only how often."""
    times = plural(page.total, "time", "times")
    if wanted != LookFilter():
        return f"{times} with these filters"
    return f"{times}, by {plural(people, 'person', 'people')}"


def present_chips(wanted: LookFilter, query: QueryDict, people: list[tuple[uuid.UUID, str]]) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it away."""
    in_force = (
        ("person", "Person", dict(people).get(wanted.person, "") if wanted.person else ""),
        ("from_on", "From", plain_date(wanted.from_on)),
        ("to_on", "To", plain_date(wanted.to_on)),
    )
    return [
        {"label": label, "value": value, "remove_url": with_query(query, **{name: None}, before=None, after=None)}
        for name, label, value in in_force
        if value
    ]
