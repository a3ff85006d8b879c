"""A school's pages: which school, and its home."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import has_permission, is_school_user
from portal.forms import SchoolForm, SentFilterForm
from portal.permissions import Permission
from portal.presenters import sent as presenters
from portal.pupils import child_ids_of
from portal.queries import open_drafts, open_questions, returned_to, sent_list
from portal.school_access import log_list
from portal.schools import chosen_school, remember_school, schools_of
from portal.webforms import webforms
from schools.models import School
from schools.queries import the_authority

ROWS_A_PAGE = 25


def home(request: HttpRequest) -> HttpResponse:
    """The school's home: what it can send, what it has begun, what it is asked, and what it sent. Who works for several
    schools chooses one first."""
    schools = schools_of(request.user, request.as_of)
    school = chosen_school(request, schools)
    if school is None and schools:
        return redirect("school_choose")
    if school is None:
        return render(request, "portal/home.html", {"school": None})
    return render(request, "portal/home.html", _home_of(request, school))


def _home_of(request: HttpRequest, school: School) -> dict[str, Any]:
    form = SentFilterForm(request.GET)
    status = form.cleaned_data["status"] if form.is_valid() else ""
    page = Paginator(sent_list(school, status), ROWS_A_PAGE).get_page(request.GET.get("page"))
    drafts, questions = list(open_drafts(school)), list(open_questions(school))
    returned = list(returned_to(school))
    seen = [*page.object_list, *drafts, *returned, *(question.submission for question in questions)]
    log_list(request, child_ids_of(*(each.payload for each in seen)))
    authority = the_authority()
    return {
        "school": school,
        "webforms": webforms(),
        "drafts": presenters.present_drafts(drafts),
        "questions": presenters.present_questions(questions, request.as_of),
        "returned": presenters.present_returned(returned, request.as_of),
        "asked_count": presenters.asked_count_words(questions, returned),
        "page": page,
        "columns": [{"label": each} for each in ("Reference", "What", "Pupil", "Received", "Status")],
        "rows": presenters.present_sent_list(page.object_list, authority.name if authority else "the council"),
        "filter": form,
        "status": status,
        "has_sent": bool(status or page.paginator.count),
        "can_manage_keys": has_permission(request.user, Permission.MANAGE_KEYS),
    }


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
