"""The list of cases: columns, rows and the filters in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from cases.due import deadline_word
from cases.kinds import all_kinds
from cases.models import Case, Deadline
from cases.presenters.words import person, plain_date
from cases.queries.case_list import ALL, CLOSED, DEFAULT_SORT, MINE, NOBODY, OPEN, CaseFilter
from components.paging import with_query

COLUMNS = (
    ("Reference", "reference"),
    ("Child", "child"),
    ("Kind", "kind"),
    ("State", "state"),
    ("School", "school"),
    ("Owner", "owner"),
    ("Opened", "opened"),
    ("Next date", "next"),
)
STANDINGS = ((OPEN, "Open"), (CLOSED, "Closed"), (ALL, "Open and closed"))
# The filters that are days, as they stand in the address and in CaseFilter.
DAYS = ("opened_from", "opened_to", "closed_from", "closed_to")


def case_list_address(wanted: CaseFilter) -> str:
    """The address that gives this list; what CaseFilterForm reads from it is `wanted` again."""
    query: dict[str, str] = {"kind": wanted.kind, "state": wanted.state, "owner": wanted.owner}
    if wanted.standing != OPEN:
        query["standing"] = wanted.standing
    query |= {name: day.isoformat() for name in DAYS if (day := getattr(wanted, name)) is not None}
    ticked = {
        "overdue": wanted.is_overdue,
        "due_soon": wanted.is_due_soon,
        "no_next_action": wanted.has_no_next_action,
    }
    query |= {name: "on" for name, is_ticked in ticked.items() if is_ticked}
    if wanted.sort != DEFAULT_SORT:
        query["sort"] = wanted.sort
    return reverse("cases") + with_query({name: value for name, value in query.items() if value})


def columns() -> list[dict[str, Any]]:
    """The columns of components/table.html; each sorts the whole list."""
    return [{"label": label, "key": key} for label, key in COLUMNS]


def kind_labels() -> dict[str, str]:
    """Labels of the kinds by code."""
    return {kind.code: kind.label for kind in all_kinds()}


def state_labels(kind: str = "") -> dict[str, str]:
    """Labels of the states by code: of one kind, or of all."""
    kinds = [each for each in all_kinds() if not kind or each.code == kind]
    return {state.code: state.label for each in kinds for state in each.states}


def present_rows(cases: list[Case], soonest: Mapping[int, Deadline], as_of: date) -> list[dict[str, Any]]:
    """The rows of components/table.html."""
    labels = kind_labels()
    states = {kind.code: state_labels(kind.code) for kind in all_kinds()}
    return [
        {
            "cells": [
                {
                    "text": case.reference,
                    "url": reverse("case", args=[case.reference]),
                    "is_heading": True,
                    "nowrap": True,
                },
                {"text": case.child.full_name},
                {"text": labels.get(case.kind, case.kind)},
                {"text": states.get(case.kind, {}).get(case.state, case.state)},
                {"text": case.school.name if case.school else ""},
                {"text": person(case.owner, "Nobody yet")},
                {"date": case.opened_on},
                next_date_cell(soonest.get(case.pk), as_of),
            ]
        }
        for case in cases
    ]


def next_date_cell(deadline: Deadline | None, as_of: date) -> dict[str, Any]:
    """A date with its word and what it is for; the word alone where a duty has lost its date."""
    if deadline is None:
        return {"text": "None"}
    text, kind = deadline_word(deadline, as_of)
    return {"date": deadline.due_on, "lozenge": {"text": text, "kind": kind}, "note": deadline.label}


def present_chips(
    wanted: CaseFilter, query: QueryDict, people: list[tuple[str, str]], user: User
) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it away."""
    names = dict(people) | {MINE: "Me", NOBODY: "Nobody yet", str(user.uuid): user.name}
    in_force = (
        ("kind", "Kind", kind_labels().get(wanted.kind, "")),
        ("state", "State", state_labels().get(wanted.state, "")),
        ("owner", "Owner", names.get(wanted.owner, "")),
        ("overdue", "Dates", "Overdue or without a date" if wanted.is_overdue else ""),
        ("due_soon", "Dates", "Due within two working days" if wanted.is_due_soon else ""),
        ("no_next_action", "Dates", "No next action" if wanted.has_no_next_action else ""),
        ("opened_from", "Opened on or after", plain_date(wanted.opened_from)),
        ("opened_to", "Opened on or before", plain_date(wanted.opened_to)),
        ("closed_from", "Closed on or after", plain_date(wanted.closed_from)),
        ("closed_to", "Closed on or before", plain_date(wanted.closed_to)),
        ("standing", "Cases", dict(STANDINGS)[wanted.standing] if wanted.standing != OPEN else ""),
    )
    return [
        {"label": label, "value": value, "remove_url": with_query(query, **{name: None}, page=None)}
        for name, label, value in in_force
        if value
    ]


def kept_sort(wanted: CaseFilter) -> list[dict[str, str]]:
    """The order in force, for the filter form to carry on."""
    return [{"name": "sort", "value": wanted.sort}] if wanted.sort != DEFAULT_SORT else []
