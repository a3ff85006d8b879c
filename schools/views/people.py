"""The list of people, one person's page, inviting and changing."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.invitations import change_person
from accounts.models import User
from accounts.refusals import AccountRefused
from accounts.second_step import has_security_codes
from ledger.posts import act_on_form, form_key, posted_version, version_to_show
from schools import people_presenters as presenters
from schools import people_queries as queries
from schools.actions.staff import invite_person
from schools.open_work import hand_over_url_name, open_work_counts
from schools.people_forms import InviteForm, PeopleFilterForm, PersonForm
from schools.permissions import Permission, user_can
from schools.queries import last_change

PEOPLE_A_PAGE = 25
EVENTS_A_PAGE = 10


def check_may_manage(request: HttpRequest) -> None:
    """For everybody but administrators these pages are not there: raises Http404."""
    if not user_can(request.user, Permission.MANAGE_PEOPLE):
        raise Http404


def person_or_404(request: HttpRequest, user_uuid: uuid.UUID) -> User:
    """The person, for an administrator. Raises Http404."""
    check_may_manage(request)
    one = queries.find_person(user_uuid, request.as_of)
    if one is None:
        raise Http404
    return one


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, filtered, 25 to a page."""
    check_may_manage(request)
    teams = list(queries.teams().values_list("pk", "name"))
    schools = list(queries.schools_with_people(request.as_of).values_list("urn", "name"))
    form = PeopleFilterForm(request.GET, teams, schools)
    wanted = form.wanted()
    page = Paginator(queries.find_people(wanted, request.as_of), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    cannot_work = [person.pk for person in page.object_list if not person.can_work]
    return render(
        request,
        "schools/people.html",
        {
            "form": form,
            "page": page,
            "rows": presenters.present_rows(
                page.object_list, open_work_counts(cannot_work), request.as_of, timezone.now()
            ),
            "columns": presenters.COLUMNS,
            "chips": presenters.present_chips(wanted, request.GET, teams, schools),
            "clear_url": reverse("people"),
        },
    )


@require_safe
def person(request: HttpRequest, user_uuid: uuid.UUID) -> HttpResponse:
    """One person: what they hold, whether they can sign in, and what was done to the account."""
    one = person_or_404(request, user_uuid)
    page = Paginator(queries.events_of(one), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    events = list(page.object_list)
    now = timezone.now()
    has_codes = has_security_codes(one)
    return render(
        request,
        "schools/person.html",
        {
            "person": one,
            "is_self": one.pk == request.user.pk,
            "state": presenters.state_lozenge(one, now),
            "facts": presenters.present_person(one, has_codes, now),
            "holdings": presenters.present_holdings(one, request.as_of),
            "has_codes": has_codes,
            "can_invite_again": one.is_active and not one.has_usable_password(),
            "open_work": open_work_counts([one.pk]).get(one.pk, 0),
            "hand_over_url": reverse(hand_over_url_name(), args=[one.uuid]) if hand_over_url_name() else "",
            "page": page,
            "events": presenters.present_events(events, queries.names_of(events)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody, with their roles, team and schools."""
    check_may_manage(request)
    form = InviteForm(request.POST or None, queries.teams().values_list("pk", "name"))

    def perform() -> str:
        answers: dict[str, Any] = {**form.cleaned_data}
        typed = answers.pop("schools")
        team = queries.teams().filter(pk=answers.pop("team") or None).first()
        invited = invite_person(
            **answers,
            team=team,
            schools=[queries.one_school(request.user, line, "schools") for line in typed],
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("person", args=[invited.uuid])

    done = "The invitation is on its way. The link in it works once, for 72 hours."
    answer = act_on_form(request, form, "person_invite", perform, refusals=(AccountRefused,), done=done)
    context = {"form": form, "form_key": form_key(request, "person_invite")}
    return answer or render(request, "schools/person_invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, user_uuid: uuid.UUID) -> HttpResponse:
    """Change name, e-mail address, job and telephone. A stale edit shows both versions."""
    one = person_or_404(request, user_uuid)
    form_name = f"person_change:{one.uuid}"
    form = PersonForm(request.POST or None, initial={name: getattr(one, name) for name in PersonForm.base_fields})

    def perform() -> str:
        kept = {
            name: getattr(one, name) if request.POST.get(f"keep_{name}") == "theirs" else value
            for name, value in form.cleaned_data.items()
        }
        change_person(user=one, version=posted_version(request), by=request.user, as_of=request.as_of, **kept)
        return reverse("person", args=[one.uuid])

    answer = act_on_form(request, form, form_name, perform, refusals=(AccountRefused,), done="Changes saved.")
    if answer:
        return answer
    current = getattr(form, "stale", None)
    context = {
        "person": one,
        "form": form,
        "stale": _both_versions(form, current) if current else None,
        "version": version_to_show(request, form, one.version),
        "form_key": form_key(request, form_name),
    }
    return render(request, "schools/person_change.html", context)


def _both_versions(form: PersonForm, current: User) -> dict[str, Any]:
    changed_by, changed_at = last_change(current)
    return {
        "changed_by": changed_by,
        "changed_at": presenters.moment_words(changed_at),
        "rows": presenters.stale_rows(form, current),
    }
