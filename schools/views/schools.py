"""The list of schools and one school's page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schools import presenters, queries
from schools.forms import SchoolSearchForm
from schools.permissions import Permission, check_may_open, get_school_for, user_can

SCHOOLS_A_PAGE = 25


@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """Schools by name, URN, town or postcode, in pages."""
    check_may_open(request.user, Permission.VIEW_SCHOOLS)
    form = SchoolSearchForm(request.GET)
    form.is_valid()
    found = queries.find_schools(
        request.user, form.cleaned_data.get("q", ""), form.cleaned_data.get("status") or "open"
    )
    return render(
        request,
        "schools/schools.html",
        {
            "search": form,
            "page": Paginator(found, SCHOOLS_A_PAGE).get_page(request.GET.get("page")),
            "is_searched": bool(request.GET),
            "may_import": user_can(request.user, Permission.CHANGE_SCHOOLS),
        },
    )


@require_safe
def school(request: HttpRequest, urn: int) -> HttpResponse:
    """One school as the register has it, and its people here."""
    one = get_school_for(request.user, urn, Permission.VIEW_SCHOOLS)
    return render(
        request,
        "schools/school.html",
        {"school": one, "facts": presenters.school_facts(one), "staff": queries.school_staff(one, request.as_of)},
    )
