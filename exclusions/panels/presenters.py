"""The pool of panel members in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from components.forms import GovukForm
from components.words import spelled_date
from exclusions.models import PanelMember
from exclusions.panels.choosing import training_counts_until

COLUMNS = (
    {"label": "Name", "key": "name"},
    {"label": "Kind", "key": "kind"},
    {"label": "Trained on", "key": "trained"},
    {"label": "Connected with", "key": ""},
    {"label": "Free on", "key": ""},
    {"label": "Contact", "key": ""},
)


def trained_on_day(members: Iterable[PanelMember], on: date) -> list[PanelMember]:
    """Those whose training counts on that day."""
    return [member for member in members if member.trained_on <= on <= training_counts_until(member)]


def present_pool(members: Sequence[PanelMember], as_of: date, *, can_change: bool) -> list[dict[str, Any]]:
    """The rows of the list."""
    return [{"cells": list(_cells(member, as_of, can_change=can_change))} for member in members]


def _cells(member: PanelMember, as_of: date, *, can_change: bool) -> Iterable[dict[str, Any]]:
    address = reverse("panel_member_change", args=[member.uuid]) if can_change else ""
    name: dict[str, Any] = {"text": member.name, "url": address, "is_heading": True}
    if member.left_on:
        name["lozenge"] = {"text": f"Left {spelled_date(member.left_on)}", "kind": "neutral"}
    yield name
    yield {"text": member.get_kind_display(), "note": "May chair" if member.may_chair else ""}
    yield _training(member, as_of)
    connected = [str(each) for each in member.interests.all()]
    yield {"text": ", ".join(connected) or "Nothing recorded"}
    ahead = [spelled_date(day) for day in member.free_on if day >= as_of]
    yield {"text": ", ".join(ahead) or "No days given"}
    yield {"text": member.email, "note": member.telephone}


def _training(member: PanelMember, as_of: date) -> dict[str, Any]:
    until = training_counts_until(member)
    cell: dict[str, Any] = {"text": spelled_date(member.trained_on), "note": f"Counts until {spelled_date(until)}"}
    if until < as_of:
        cell["lozenge"] = {"text": "Run out", "kind": "overdue"}
    return cell


def stale_rows(form: GovukForm, current: PanelMember) -> list[dict[str, str]]:
    """After a stale edit: for each simple field that differs, what was typed and what stands now."""
    if not hasattr(form, "stale"):
        return []
    names = ("name", "kind", "may_chair", "trained_on", "email", "telephone", "free_on", "left_on")
    rows = []
    for name in names:
        yours, theirs = _in_words(form.cleaned_data[name]), _in_words(getattr(current, name))
        if yours != theirs:
            rows.append({"label": str(form.fields[name].label), "yours": yours, "theirs": theirs})
    return rows


def _in_words(value: Any) -> str:
    if isinstance(value, date):
        return spelled_date(value)
    if isinstance(value, list):
        return ", ".join(spelled_date(day) for day in sorted(value)) or "Nothing"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value).replace("_", " ") if value else "Nothing"
