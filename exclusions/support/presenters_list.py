"""The list of requests for help in words, with the links of its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cases.kinds import get_kind
from cases.models import Case
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.rows import spelled
from exclusions.support.codes import SupportKind, Tier
from exclusions.support.lists import Listed, SupportList
from exclusions.support.outcomes import Answer, Happened
from exclusions.support.presenters import happened_words

ANSWERS = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_YET: "Not known yet"}
_KINDS_OF_LOZENGE = {Answer.YES: "attention", Answer.NO: "done", Answer.NOT_YET: "neutral"}


def present_numbers(shown: SupportList, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    """How many were permanently excluded, were not, are not known yet: each opens exactly its rows."""
    return [
        {
            "label": f"Permanently excluded: {words.lower()}",
            "number": shown.permanent.get(answer, 0),
            "url": _address({**wanted, "excluded": str(answer)}),
            "is_current": wanted.get("excluded") == answer,
        }
        for answer, words in ANSWERS.items()
    ]


def present_suspensions(shown: SupportList) -> str:
    """The same of suspensions, in one sentence."""
    numbers = ", ".join(f"{words.lower()} {shown.suspension.get(answer, 0):,}" for answer, words in ANSWERS.items())
    return f"Suspended within the same time: {numbers}."


def _address(wanted: Mapping[str, str]) -> str:
    kept = {name: value for name, value in wanted.items() if value}
    return f"{reverse('exclusions_support')}?{urlencode(kept)}" if kept else reverse("exclusions_support")


def all_rows_address(wanted: Mapping[str, str]) -> str:
    """The list with these filters, whatever came of the requests."""
    return _address({**wanted, "excluded": ""})


def present_rows(rows: Sequence[Listed], cases: Mapping[int, Case]) -> list[dict[str, Any]]:
    """The rows of the table."""
    return [_row(row, cases[row.case_id]) for row in rows]


def _row(row: Listed, case: Case) -> dict[str, Any]:
    request = case.support_request
    return {
        "child": case.child.full_name,
        "reference": case.reference,
        "case_url": reverse("case", args=[case.reference]),
        "school": case.school.name if case.school else "",
        "requested": spelled(request.requested_on),
        "state": get_kind(EXCLUSION_SUPPORT).state_label(case.state),
        "support": [f"{Tier(line.tier).label}: {SupportKind(line.kind).label.lower()}" for line in request.lines.all()],
        "permanent": _happened(row.outcome.permanent),
        "suspended": happened_words(row.outcome.suspension),
    }


def _happened(happened: Happened) -> dict[str, str]:
    return {
        "text": ANSWERS[happened.answer],
        "kind": _KINDS_OF_LOZENGE[happened.answer],
        "note": ", ".join(happened.references) or f"Looked at until {spelled(happened.until)}",
    }
