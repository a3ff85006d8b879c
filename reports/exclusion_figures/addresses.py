"""The address of the rows behind a number: codes and days only, nothing about a child."""

from __future__ import annotations

from django.urls import reverse

from components.paging import with_query
from reports.exclusion_figures.rows import COUNTED, OURS, RowFilter

PUPILS, UNCOUNTED, REINSTATED = "pupils", "uncounted", "reinstated"


def rows_query(wanted: RowFilter, *, by_pupil: bool = False) -> dict[str, str]:
    """The query string from which RowFilterForm reads `wanted` again."""
    window = wanted.window
    query = {
        "kind": wanted.kind,
        "phase": wanted.phase,
        "from": window.first.isoformat() if window else "",
        "to": window.last.isoformat() if window else "",
        "reason": wanted.reason,
        "urn": str(wanted.urn or ""),
        "standing": wanted.standing if wanted.standing != COUNTED else "",
        "place": wanted.place if wanted.place != OURS else "",
        "only": UNCOUNTED if wanted.is_uncounted else REINSTATED if wanted.is_reinstated else "",
        "by": PUPILS if by_pupil else "",
    }
    return {name: value for name, value in query.items() if value}


def rows_address(wanted: RowFilter, *, by_pupil: bool = False) -> str:
    """The list of exactly the rows (or of their pupils) that are meant."""
    return reverse("report_exclusion_rows") + with_query(rows_query(wanted, by_pupil=by_pupil))
