"""The default calendar and each school's, one school year at a time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools import presenters, queries
from schools.calendars import entries_of
from schools.forms import SchoolFinderForm
from schools.models import School
from schools.permissions import Permission, check_may_open, get_school_for, user_can
from schools.school_years import SchoolYear

SCHOOLS_SHOWN = 20


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The authority's default calendar, and a way to a school's own."""
    check_may_open(request.user, Permission.VIEW_CALENDARS)
    finder = SchoolFinderForm(request.GET if "q" in request.GET else None)
    context = _year(request, None)
    if finder.is_valid():
        found = queries.find_schools(request.user, finder.cleaned_data["q"], "open")
    else:
        found = queries.schools_with_own_entries(request.user, context["year"])
    # One more than is shown says whether there are more.
    schools = list(found[: SCHOOLS_SHOWN + 1])
    return render(
        request,
        "schools/calendar.html",
        {
            **context,
            "finder": finder,
            "schools": schools[:SCHOOLS_SHOWN],
            "has_more_schools": len(schools) > SCHOOLS_SHOWN,
        },
    )


@require_safe
def school_calendar(request: HttpRequest, urn: int) -> HttpResponse:
    """One school's calendar: its own, or the default with its own days added."""
    school = get_school_for(request.user, urn, Permission.VIEW_CALENDARS)
    return render(request, "schools/calendar.html", _year(request, school))


def _year(request: HttpRequest, school: School | None) -> dict[str, Any]:
    year = _chosen_year(request)
    entries = entries_of(school, year, year)
    may_change = user_can(request.user, Permission.CHANGE_CALENDARS)
    return {
        "school": school,
        "year": year,
        "tabs": presenters.year_tabs(queries.school_years(school, request.as_of, year), year),
        "has_own_terms": school is not None and entries.has_own_terms(year),
        "rows": presenters.entry_rows(entries, year, school, may_change=may_change),
        "may_change": may_change,
        "add_url": presenters.add_url(school),
        **presenters.year_page(entries, year, request.as_of),
    }


def _chosen_year(request: HttpRequest) -> SchoolYear:
    """The year in the address; this school year when there is none or it is not one."""
    typed = request.GET.get("year", "")
    if typed.isascii() and typed.isdigit() and 2000 <= int(typed[:5]) <= 2100:
        return SchoolYear(int(typed))
    return SchoolYear.containing(request.as_of)
