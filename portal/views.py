"""A school's pages: which school, and its home."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import is_school_user
from portal.forms import SchoolForm
from portal.schools import chosen_school, remember_school, schools_of


def home(request: HttpRequest) -> HttpResponse:
    """The school's home; who works for several schools chooses one first."""
    schools = schools_of(request.user, request.as_of)
    school = chosen_school(request, schools)
    if school is None and schools:
        return redirect("school_choose")
    return render(request, "portal/home.html", {"school": school})


def school_choose(request: HttpRequest) -> HttpResponse:
    """Choose the school to work for; it is shown on every page and kept until the session ends."""
    schools = schools_of(request.user, request.as_of)
    if not is_school_user(request.user) or not schools:
        raise Http404
    chosen = chosen_school(request, schools)
    form = SchoolForm(request.POST or None, schools=schools, initial={"school": chosen.urn if chosen else ""})
    if request.method == "POST" and form.is_valid():
        remember_school(request, int(form.cleaned_data["school"]))
        return redirect("home")
    return render(request, "portal/school_choose.html", {"form": form, "school": chosen})
