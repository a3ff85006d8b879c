"""Who has looked at a child. Looking at this page is itself written down."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_child_to_audit
from cases.frames import child_frame
from cases.looked_forms import LookFilterForm
from cases.presenters.looked import columns, present_chips, present_looks, present_pages, total_words
from cases.queries.looked import named_in, page_of_looks, people_who_looked
from cases.views.desk import for_desk


@for_desk
def child_looked(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """`/children/<uuid>/who-has-looked/`: the newest first; `?before=` and `?after=` go on from a row."""
    record = get_child_to_audit(request, child_uuid, "child_looked")
    people = people_who_looked(record)
    form = LookFilterForm(request.GET, people)
    wanted = form.wanted()
    page = page_of_looks(record, wanted, before=_row_id(request, "before"), after=_row_id(request, "after"))
    chips = present_chips(wanted, request.GET, people)
    context = {
        **child_frame(request, record, "child_looked"),
        "form": form,
        "is_filter_open": bool(chips or form.errors),
        "chips": chips,
        "clear_url": reverse("child_looked", args=[record.uuid]),
        "total": total_words(page, len(people), wanted),
        "columns": columns(),
        "rows": present_looks(page, named_in(page.looks, record)),
        "pages": present_pages(page, request.GET),
    }
    return render(request, "cases/child_looked.html", context)


def _row_id(request: HttpRequest, name: str) -> int | None:
    """A row's id from the address; None for anything that can be no id."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
