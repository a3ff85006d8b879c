"""The finance list in words: one table for the page and for the file, without any child's name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from cases.presenters.words import plain_date
from components.paging import with_query
from exclusions.models import Funding, PerPupilAmount
from exclusions.money.financial_years import in_words
from exclusions.track_states import FUNDING_ENDED, FUNDING_STATES

_STATES = {state.code: state.label for state in FUNDING_STATES}
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

HEADINGS = (
    "Case",
    "School",
    "Excluded on",
    "Financial year",
    "Relevant date",
    "Weeks",
    "To deduct",
    "Deducted",
    "Passed on",
    "Passed on to",
    "Repaid",
    "State",
)


def _money_on_page(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"


def _money_in_file(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def _day_in_file(day: date | None) -> str:
    return day.isoformat() if day else ""


@dataclass(frozen=True)
class Style:
    """How a table writes its days and its money."""

    day: Callable[[date | None], str]
    money: Callable[[Decimal | None], str]


# People read the page; a spreadsheet takes 2026-09-15 for a date and 3115.38 for a number.
ON_PAGE = Style(plain_date, _money_on_page)
IN_FILE = Style(_day_in_file, _money_in_file)


def cells(row: Funding, style: Style) -> list[str]:
    """The row as text, in the order of the headings."""
    exclusion = row.case.exclusion
    return [
        row.case.reference,
        str(row.case.school or ""),
        style.day(exclusion.excluded_on),
        in_words(row.financial_year),
        style.day(row.relevant_on),
        "" if row.weeks is None else str(row.weeks),
        style.money(row.amount if exclusion.funding_state != FUNDING_ENDED else None),
        style.money(row.deducted_amount),
        style.money(row.passed_amount),
        str(row.passed_to or ""),
        style.money(row.repaid_amount),
        _STATES[exclusion.funding_state],
    ]


def present_rows(rows: Iterable[Funding], *, opens_cases: bool) -> list[dict[str, Any]]:
    """The rows of the table; the reference leads to the case for who may open it."""
    return [
        {
            "reference": row.case.reference,
            "url": reverse("case", args=[row.case.reference]) if opens_cases else "",
            "cells": cells(row, ON_PAGE)[1:],
        }
        for row in rows
    ]


def present_totals(totals: Mapping[str, Decimal], style: Style = ON_PAGE) -> list[str]:
    """The last line of the table, from the second column on."""
    sums = [style.money(totals[name]) for name in ("amount", "deducted_amount", "passed_amount")]
    return ["", "", "", "", "", *sums, "", style.money(totals["repaid_amount"]), ""]


def as_csv(rows: Iterable[Funding], totals: Mapping[str, Decimal]) -> str:
    """The same table as a file, with days and amounts as spreadsheets read them. A text that one would take for a
    formula is marked as text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for row in rows:
        writer.writerow([_safe(cell) for cell in cells(row, IN_FILE)])
    writer.writerow(["Total", *present_totals(totals, IN_FILE)])
    return text.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell


def present_amounts(rows: Iterable[PerPupilAmount]) -> list[dict[str, str]]:
    """The rows of the table of amounts for each pupil."""
    return [
        {
            "year": in_words(row.financial_year),
            "band": row.get_band_display(),
            "amount": f"£{row.amount:,.2f}",
            "source": row.source,
            "url": reverse("per_pupil_amount_change", args=[row.pk]),
        }
        for row in rows
    ]


def present_chips(sent: QueryDict, cleaned: Mapping[str, Any]) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it away."""
    words = {
        "year": ("Financial year", in_words(int(cleaned["year"])) if cleaned.get("year") else ""),
        "school": ("School", str(cleaned.get("school") or "")),
        "state": ("State", _STATES.get(cleaned.get("state", ""), "")),
    }
    return [
        {"label": label, "value": value, "remove_url": with_query(sent, **{name: None}, page=None)}
        for name, (label, value) in words.items()
        if value
    ]
