"""Which schools a person works for today, and which of them they have chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import DatedHolding, User
from schools.models import School, SchoolStaff

_SESSION_KEY = "school_urn"


def schools_of(user: User, as_of: date) -> list[School]:
    """The schools where this person has a place in force, by name."""
    places = SchoolStaff.objects.filter(DatedHolding.in_force(as_of), user=user).values("school")
    return list(School.objects.filter(pk__in=places).order_by("name_sort_key", "urn"))


def chosen_school(request: HttpRequest, schools: Sequence[School]) -> School | None:
    """The school chosen in this session, if the person still works there; the only one needs no choice."""
    if len(schools) == 1:
        return schools[0]
    urn = request.session.get(_SESSION_KEY)
    return next((school for school in schools if school.urn == urn), None)


def remember_school(request: HttpRequest, urn: int) -> None:
    """Keep the choice in the session."""
    request.session[_SESSION_KEY] = urn


def frame(request: HttpRequest) -> dict[str, object]:
    """What stands around every page of a school's person: the school, and a way to change it."""
    if not hasattr(request, "as_of"):
        return {}
    schools = schools_of(request.user, request.as_of)
    school = chosen_school(request, schools)
    return {
        "user_name": request.user.name,
        "school_name": school.name if school else "",
        "switch_school_url": reverse("school_choose") if len(schools) > 1 else "",
    }
