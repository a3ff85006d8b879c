"""Handing over a leaver's work: numbers by kind, never a child or a reference."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cases.actions.handing_over import HandOverRefused, hand_over
from cases.hand_over_form import HandOverForm
from cases.queries.open_work import find_owner, open_work_of
from ledger.posts import act_on_form, form_key
from schools.permissions import Permission, user_can


@require_http_methods(["GET", "HEAD", "POST"])
def person_hand_over(request: HttpRequest, user_uuid: uuid.UUID) -> HttpResponse:
    """Choose who takes over each kind of a person's open work. For everybody but administrators: Http404."""
    person = find_owner(user_uuid) if user_can(request.user, Permission.MANAGE_PEOPLE) else None
    if person is None:
        raise Http404
    works = open_work_of(person, request.as_of)
    form = HandOverForm(request.POST if works and request.method == "POST" else None, works, person)
    form_name = f"person_hand_over:{person.uuid}"

    def perform() -> str:
        hand_over(person=person, receivers=form.receivers(), by=request.user, as_of=request.as_of)
        return reverse("person", args=[person.uuid])

    done = "The work was handed over. The people who have it now see it in their work."
    answer = act_on_form(request, form, form_name, perform, refusals=(HandOverRefused,), done=done)
    context = {"person": person, "form": form, "works": works, "form_key": form_key(request, form_name)}
    return answer or render(request, "cases/person_hand_over.html", context)
