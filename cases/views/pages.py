"""Pages about the system itself: health, brand colour, accessibility, help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache

from cases.health import check_health
from schools.queries import the_authority

DEFAULT_COLOUR = "#0f5e5a"


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while everything that a page needs answers, else 503; names what does not."""
    parts = check_health()
    is_well = all(parts.values())
    words = {name: "ok" if answers else "does not answer" for name, answers in parts.items()}
    return JsonResponse({"status": "ok" if is_well else "unavailable", **words}, status=200 if is_well else 503)


@cache_control(public=True, max_age=300)
def brand_stylesheet(request: HttpRequest) -> HttpResponse:
    """The authority's colour for the shared stylesheet."""
    authority = the_authority()
    colour = authority.brand_colour if authority else DEFAULT_COLOUR
    return render(request, "cases/brand.css", {"colour": colour}, content_type="text/css; charset=utf-8")


def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """How far everybody can use this system, and what to do when somebody cannot."""
    return render(request, "cases/accessibility_statement.html", {"authority": the_authority()})


def help_page(request: HttpRequest) -> HttpResponse:
    """Where to get help, and what the words of this system mean."""
    return render(request, "cases/help.html", {"authority": the_authority()})
