"""Giving and ending a person's roles, places in teams and places at schools."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions.users import end_role, give_role, join_team, leave_team
from accounts.models import User
from accounts.refusals import AccountRefused
from accounts.roles import Role
from components.forms import GovukForm
from ledger.posts import act_on_form, form_key
from schools import people_queries as queries
from schools.actions.staff import end_place, give_place
from schools.people_forms import EndForm, GivePlaceForm, GiveRoleForm, JoinTeamForm
from schools.views.people import person_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def role_add(request: HttpRequest, user_uuid: uuid.UUID) -> HttpResponse:
    """Give a role."""
    one = person_or_404(request, user_uuid)
    form = GiveRoleForm(request.POST or None, request.as_of, [held.role for held in one.roles_held])

    def perform() -> str:
        give_role(user=one, by=request.user, as_of=request.as_of, **form.cleaned_data)
        return _page_of(one)

    return _answer(request, one, form, "person_role_add", perform, title="Give a role", done="The role was given.")


@require_http_methods(["GET", "HEAD", "POST"])
def role_end(request: HttpRequest, user_uuid: uuid.UUID, role_holding_id: int) -> HttpResponse:
    """End a role."""
    one = person_or_404(request, user_uuid)
    held = queries.role_held(one, role_holding_id)
    form = EndForm(request.POST or None)

    def perform() -> str:
        end_role(holding=held or _gone(), last_day=form.cleaned_data["last_day"], by=request.user, as_of=request.as_of)
        return _page_of(one)

    what = Role(held.role).label if held else ""
    form_name = f"person_role_end:{role_holding_id}"
    return _answer_end(request, one, form, form_name, perform, what=what, done="The end of the role was recorded.")


@require_http_methods(["GET", "HEAD", "POST"])
def team_add(request: HttpRequest, user_uuid: uuid.UUID) -> HttpResponse:
    """Put a person into a team."""
    one = person_or_404(request, user_uuid)
    form = JoinTeamForm(request.POST or None, request.as_of, queries.teams().values_list("pk", "name"))

    def perform() -> str:
        team = queries.teams().get(pk=form.cleaned_data.pop("team"))
        join_team(user=one, team=team, by=request.user, as_of=request.as_of, **form.cleaned_data)
        return _page_of(one)

    done = "The place in the team was given."
    return _answer(request, one, form, "person_team_add", perform, title="Put into a team", done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def team_end(request: HttpRequest, user_uuid: uuid.UUID, team_membership_id: int) -> HttpResponse:
    """Take a person out of a team."""
    one = person_or_404(request, user_uuid)
    held = queries.team_held(one, team_membership_id)
    form = EndForm(request.POST or None)

    def perform() -> str:
        day = form.cleaned_data["last_day"]
        leave_team(membership=held or _gone(), last_day=day, by=request.user, as_of=request.as_of)
        return _page_of(one)

    what, form_name = held.team.name if held else "", f"person_team_end:{team_membership_id}"
    done = "The end of the place in the team was recorded."
    return _answer_end(request, one, form, form_name, perform, what=what, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def school_add(request: HttpRequest, user_uuid: uuid.UUID) -> HttpResponse:
    """Give a place at a school."""
    one = person_or_404(request, user_uuid)
    form = GivePlaceForm(request.POST or None, request.as_of)

    def perform() -> str:
        school = queries.one_school(request.user, form.cleaned_data.pop("school"), "school")
        give_place(user=one, school=school, by=request.user, as_of=request.as_of, **form.cleaned_data)
        return _page_of(one)

    done = "The place at the school was given."
    return _answer(request, one, form, "person_school_add", perform, title="Give a place at a school", done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def school_end(request: HttpRequest, user_uuid: uuid.UUID, school_place_id: int) -> HttpResponse:
    """End a place at a school."""
    one = person_or_404(request, user_uuid)
    held = queries.place_held(one, school_place_id)
    form = EndForm(request.POST or None)

    def perform() -> str:
        end_place(place=held or _gone(), last_day=form.cleaned_data["last_day"], by=request.user, as_of=request.as_of)
        return _page_of(one)

    what, form_name = held.school.name if held else "", f"person_school_end:{school_place_id}"
    done = "The end of the place at the school was recorded."
    return _answer_end(request, one, form, form_name, perform, what=what, done=done)


def _gone() -> None:
    # Asked for inside the act, so that a second sending of the same page finds the first one's answer and not a 404.
    raise Http404


def _page_of(person: User) -> str:
    return reverse("person", args=[person.uuid])


def _answer(
    request: HttpRequest,
    person: User,
    form: GovukForm,
    form_name: str,
    perform: Callable[[], str],
    *,
    title: str,
    done: str,
) -> HttpResponse:
    """The redirect after the act, or the form with what was refused."""
    form_name = f"{form_name}:{person.uuid}"
    answer = act_on_form(request, form, form_name, perform, refusals=(AccountRefused,), done=done)
    context = {"person": person, "form": form, "title": title, "form_key": form_key(request, form_name)}
    return answer or render(request, "schools/person_give.html", context)


def _answer_end(
    request: HttpRequest,
    person: User,
    form: EndForm,
    form_name: str,
    perform: Callable[[], str],
    *,
    what: str,
    done: str,
) -> HttpResponse:
    """As `_answer`, for ending something; Http404 for what is not there any more."""
    answer = act_on_form(request, form, form_name, perform, refusals=(AccountRefused,), done=done)
    if answer:
        return answer
    if not what:
        raise Http404
    context = {"person": person, "form": form, "what": what, "form_key": form_key(request, form_name)}
    return render(request, "schools/person_end.html", context)
