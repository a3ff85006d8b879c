"""What the kernel's views share: who may be here, and which page of a list is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from cases.access import check_may_use_desk

View = Callable[..., HttpResponse]
ROWS_A_PAGE = 25


def for_desk(view: View) -> View:
    """For views of people who may view children; for everybody else the page is not there (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_may_use_desk(request.user)
        return view(request, *args, **kwargs)

    return guarded


def page_of(request: HttpRequest, rows: QuerySet, size: int = ROWS_A_PAGE) -> Page:
    """The page of a list that the address asks for; the nearest one when it is out of range."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
