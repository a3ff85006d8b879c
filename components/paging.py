"""Links of lists: the query string kept, and which page numbers to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict


def with_query(query: Mapping[str, Any], **changes: Any) -> str:
    """A query string beginning with "?" with the changes made; None takes a parameter out."""
    changed = QueryDict(mutable=True)
    if isinstance(query, QueryDict):
        for key, values in query.lists():
            changed.setlist(key, values)
    else:
        changed.update(query)
    for key, value in changes.items():
        if value is None:
            changed.pop(key, None)
        else:
            changed[key] = str(value)
    return f"?{changed.urlencode()}"


def present_page(
    page: Page[Any], query: Mapping[str, Any], *, noun: str = "", parameter: str = "page"
) -> dict[str, Any]:
    """The values for templates/components/pagination.html; `noun` is what is listed, in the plural."""
    paginator = page.paginator

    def url(number: int) -> str:
        return with_query(query, **{parameter: number})

    entries: list[dict[str, Any]] = []
    for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            entries.append({"number": number, "url": url(number), "is_current": number == page.number})
        else:
            entries.append({"number": None})
    return {
        "showing": _showing(page, noun),
        "entries": entries if paginator.num_pages > 1 else [],
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
    }


def _showing(page: Page[Any], noun: str) -> str:
    total = page.paginator.count
    if not total:
        return ""
    words = f"Showing {page.start_index():,} to {page.end_index():,} of {total:,}"
    return f"{words} {_singular(noun) if total == 1 else noun}" if noun else words


# Plurals that no rule makes.
_SINGULARS = {"children": "child", "people": "person", "pieces of work": "piece of work"}


def _singular(noun: str) -> str:
    """What one of a list is called: “exclusions” is “exclusion”, “entries” is “entry”."""
    if noun in _SINGULARS:
        return _SINGULARS[noun]
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
