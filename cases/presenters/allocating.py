"""Allocating in words: the boxes in the list, the officers' loads, what will go where, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from cases.allocation import Chosen, Refusal, Sorted, Why
from cases.models import Case
from cases.presenters.case_list import kind_labels
from cases.presenters.words import moment, person, plain_date, plural
from cases.queries.allocations import Allocation, Given
from cases.queries.officers import NO_LOAD
from components.paging import with_query

NOBODY_YET = "Nobody yet"
Loads = Mapping[int | None, Mapping[str, int]]
# What of the list's address is not a filter.
_NOT_FILTERS = ("case", "list", "page")


def tick_column() -> dict[str, Any]:
    """The heading of the column of boxes."""
    return {"label": "Choose", "hidden": True}


def with_ticks(rows: Sequence[dict[str, Any]], cases: Sequence[Case], chosen: Iterable[Chosen]) -> list[dict[str, Any]]:
    """The rows of the list, each with a box to tick before it. What was ticked keeps the version it was ticked at."""
    known = {each.reference: each for each in chosen}
    return [{**row, "cells": [_tick(case, known), *row["cells"]]} for row, case in zip(rows, cases, strict=True)]


def _tick(case: Case, known: Mapping[str, Chosen]) -> dict[str, Any]:
    value = known.get(case.reference) or Chosen(case.reference, case.version)
    return {
        "checkbox": {
            "id": f"case-{case.reference}",
            "name": "case",
            "value": str(value),
            "label": f"Choose {case.reference}, {case.child.full_name}",
            "is_chosen": case.reference in known,
        }
    }


def present_choosing(query: QueryDict, page: Page, chosen: Sequence[Chosen]) -> dict[str, Any]:
    """What the list needs around its boxes: links that tick or clear them, and what is ticked on other pages."""
    here = [Chosen(case.reference, case.version) for case in page.object_list]
    shown = {each.reference for each in here}
    elsewhere = [each for each in chosen if each.reference not in shown]
    return {
        "all_url": _with_chosen(query, [*elsewhere, *here]),
        "none_url": _with_chosen(query, []) if chosen else "",
        "elsewhere": [str(each) for each in elsewhere],
        "elsewhere_words": f"{plural(len(elsewhere), 'case', 'cases')} chosen on other pages" if elsewhere else "",
        "filters": [(name, value) for name in query if name not in _NOT_FILTERS for value in query.getlist(name)],
        "list_query": list_query(query.urlencode()),
        "next_page": page.next_page_number() if page.has_next() else None,
    }


def _with_chosen(query: QueryDict, chosen: Iterable[Chosen]) -> str:
    changed = query.copy()
    changed.setlist("case", [str(each) for each in chosen])
    return with_query(changed)


def list_query(text: str) -> str:
    """The filters of a list's address, made safe to stand in a link again."""
    query = QueryDict(text[:1000], mutable=True)
    for name in _NOT_FILTERS:
        query.pop(name, None)
    return query.urlencode()


def list_address(text: str) -> str:
    """The address of the list with these filters."""
    kept = list_query(text)
    return f"{reverse('cases')}?{kept}" if kept else reverse("cases")


def load_words(officers: Iterable[User], loads: Loads) -> dict[int, str]:
    """“12 open cases, 3 overdue” for each officer, by id."""
    return {officer.pk: _load(loads.get(officer.pk, NO_LOAD)) for officer in officers}


def _load(load: Mapping[str, int], more: int = 0) -> str:
    return f"{plural(load['open'] + more, 'open case', 'open cases')}, {load['overdue']:,} overdue"


def present_preview(found: Sorted, to: User, loads: Loads) -> dict[str, Any]:
    """What will happen: the cases that go, those that stay and why, the officer's load before and after."""
    load = loads.get(to.pk, NO_LOAD)
    goes = plural(len(found.possible), "case", "cases")
    return {
        "heading": f"Allocate {goes} to {to.name}?" if found.possible else "None of these cases can be allocated",
        "button": f"Allocate {goes}",
        "load": f"{to.name} has {_load(load)}.",
        "load_after": f"{plural(load['open'] + len(found.possible), 'open case', 'open cases')} after this.",
        "columns": [{"label": label} for label in ("Reference", "Child", "Kind", "Owner now", "Owner then")],
        "rows": [{"cells": [*_about(case), {"text": to.name}]} for case in found.possible],
        "chosen": [str(Chosen(case.reference, case.version)) for case in found.possible],
    }


def present_chosen(chosen: Sequence[Chosen], found: Sorted) -> dict[str, Any]:
    """The cases that were chosen, before anybody is named."""
    return {
        "columns": [{"label": label} for label in ("Reference", "Child", "Kind", "Owner now")],
        "rows": [{"cells": _about(case)} for case in found.possible],
        "words": f"{plural(len(found.possible), 'case', 'cases')} chosen",
        "values": [str(each) for each in chosen],
    }


def _about(case: Case) -> list[dict[str, Any]]:
    return [*_who(case), {"text": person(case.owner, NOBODY_YET)}]


def _who(case: Case) -> list[dict[str, Any]]:
    return [
        {"text": case.reference, "url": reverse("case", args=[case.reference]), "is_heading": True, "nowrap": True},
        {"text": case.child.full_name},
        {"text": kind_labels().get(case.kind, case.kind)},
    ]


STAY_COLUMNS = [{"label": label} for label in ("Reference", "Child", "Kind", "Why it stays")]


def present_refusals(refused: Iterable[Refusal], to: User | None) -> list[dict[str, Any]]:
    """The cases that stay, each with the reason."""
    return [
        {"cells": [*(_who(each.case) if each.case else _unknown(each)), {"text": refusal_words(each, to)}]}
        for each in refused
    ]


def _unknown(refusal: Refusal) -> list[dict[str, Any]]:
    return [{"text": refusal.chosen.reference, "is_heading": True, "nowrap": True}, {"text": ""}, {"text": ""}]


def refusal_words(refusal: Refusal, to: User | None) -> str:
    """Why a chosen case stays where it is."""
    case = refusal.case
    if case is None:
        return "You have no case with this reference."
    if refusal.why is Why.TAKEN:
        return _taken(case, moment(refusal.at))
    return _stays(case, refusal.why, person(to))


def _taken(case: Case, at: str) -> str:
    if case.owner is None:
        return f"Taken back on {at}: nobody has it now. Choose it again from the list."
    return f"Already allocated to {case.owner} on {at}."


def _stays(case: Case, why: Why, to: str) -> str:
    return {
        Why.CLOSED: f"Closed on {plain_date(case.closed_on)}.",
        Why.ANOTHER_TEAM: "Not a case of your team. The manager of its team allocates it.",
        Why.TAKEN: "Allocated to somebody meanwhile.",
        Why.CHANGED: "Somebody changed it after you chose it. Look at it, then choose it again from the list.",
        Why.NOT_THEIR_KIND: f"{to} is in no team that works this kind of case.",
        Why.HAS_IT_ALREADY: f"{to} has it already.",
    }[why]


def present_result(found: Allocation) -> dict[str, Any]:
    """What became of an act: each case with where it is now, and those that were refused."""
    still = [row for row in found.given if row.why_not_back is not Why.GIVEN_BACK]
    rows = [{"cells": [*_who(row.case), {"text": _where(row, found.to)}]} for row in found.given]
    stayed = [{"cells": [*_who(case), {"text": _stays(case, why, found.to.name)}]} for case, why in found.refused]
    words = f"{plural(len(still), 'case', 'cases')} allocated to" if still else "Taken back from"
    back = plural(sum(row.why_not_back is None for row in found.given), "case", "cases")
    return {
        "heading": f"{words} {found.to.name}",
        "columns": [{"label": label} for label in ("Reference", "Child", "Kind", "Where it is now")],
        "rows": rows,
        "stayed": stayed,
        "unknown": f"{plural(found.unknown_count, 'more case', 'more cases')} could not be found."
        if found.unknown_count
        else "",
        "undo": f"Undo: give {back} back" if found.can_be_undone else "",
    }


def _where(row: Given, to: User) -> str:
    former = person(row.former)
    if row.why_not_back is Why.GIVEN_BACK:
        return f"Given back to {former}." if former else "Taken back: nobody has it."
    if row.why_not_back is Why.TAKEN:
        return _taken(row.case, moment(row.newest.recorded_at))
    reasons = {
        Why.CANNOT_HAVE_IT_BACK: f" It cannot go back: {former} no longer works here.",
        Why.CLOSED: f" It cannot go back: closed on {plain_date(row.case.closed_on)}.",
        Why.ANOTHER_TEAM: " It cannot go back: it is not a case of your team any more.",
    }
    return f"With {to.name}, before that {former or 'with nobody'}.{reasons.get(row.why_not_back, '')}"
