"""The pool of panel members: the list, and adding and changing one."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.views.desk import ROWS_A_PAGE
from exclusions.actions.panel_members import add_panel_member, change_panel_member
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import PanelMember
from exclusions.panels.forms import PanelMemberChangeForm, PanelMemberForm, PoolFilterForm
from exclusions.panels.presenters import COLUMNS, present_pool, stale_rows, trained_on_day
from exclusions.panels.queries import free_and_trained, panel_member, pool
from exclusions.permissions import (
    check_may_open_panel_members,
    check_user_can_change_panel_members,
    user_can_change_panel_members,
)
from ledger.posts import act_on_form, form_key, posted_version, version_to_show


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The pool, 25 to a page: by kind, and those who are trained and free on a day. It names no child."""
    check_may_open_panel_members(request.user)
    form = PoolFilterForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    sort, day = asked.get("sort") or "name", asked.get("free_on")
    found = pool(request.user, kind=asked.get("kind", ""), sort=sort, with_left=day is None)
    rows = trained_on_day(free_and_trained(found, day), day) if day else found
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    can_change = user_can_change_panel_members(request.user)
    context = {
        "form": form,
        "page": page,
        "columns": COLUMNS,
        "sort": sort,
        "rows": present_pool(list(page.object_list), request.as_of, can_change=can_change),
        "can_change": can_change,
        "is_filtered": bool(asked.get("kind") or day),
    }
    return render(request, "exclusions/panel_members.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Add somebody to the pool."""
    check_may_open_panel_members(request.user)
    check_user_can_change_panel_members(request.user)
    form = PanelMemberForm(request.POST or None, as_of=request.as_of)

    def perform() -> str:
        add_panel_member(facts=form.facts(), interests=form.interests(), by=request.user, as_of=request.as_of)
        return reverse("panel_members")

    answer = act_on_form(
        request, form, "panel_member_add", perform, refusals=(ExclusionRefused,), done="The member is added."
    )
    context = {"form": form, "title": "Add a panel member", "form_key": form_key(request, "panel_member_add")}
    return answer or render(request, "exclusions/panel_member.html", context)


def change(request: HttpRequest, member_uuid: uuid.UUID) -> HttpResponse:
    """Change somebody of the pool, or record that they left it."""
    member = _member_to_change(request, member_uuid)
    form = PanelMemberChangeForm(request.POST or None, member=member, as_of=request.as_of)
    form_name = f"panel_member_change:{member.uuid}"

    def perform() -> str:
        change_panel_member(
            member=member,
            facts=form.facts(),
            interests=form.interests(),
            left_on=form.cleaned_data["left_on"],
            version=posted_version(request),
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("panel_members")

    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused,), done="The member is changed.")
    context = {
        "form": form,
        "title": "Change a panel member",
        "stale": stale_rows(form, member),
        "version": version_to_show(request, form, member.version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "exclusions/panel_member.html", context)


def _member_to_change(request: HttpRequest, member_uuid: uuid.UUID) -> PanelMember:
    check_may_open_panel_members(request.user)
    member = panel_member(request.user, member_uuid)
    if member is None:
        raise Http404
    check_user_can_change_panel_members(request.user)
    return member
