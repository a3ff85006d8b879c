"""The education booked in a case: all of it, book more, change it, and what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access import get_case_for
from components.forms import GovukForm
from ledger.posts import act_on_form, form_key, posted_version, version_to_show
from provision.access import get_case_to_book_for, get_placement_for
from provision.actions.placements import book_placement, change_placement
from provision.actions.progress import end_placement, record_not_started, record_started
from provision.forms import BookingForm, EndForm, NotStartedForm, StartedForm
from provision.models import Placement
from provision.permissions import user_can_book
from provision.presenters import NOT_A_LIMIT, placement_fields, present_placement, stale_rows
from provision.queries import placements_of
from provision.refusals import ProvisionRefused
from provision.uses import use_of


@require_safe
def placements(request: HttpRequest, reference: str) -> HttpResponse:
    """Every placement of the case, and why nothing more can be booked, if so."""
    case = get_case_for(request, reference, "placements")
    use = use_of(case)
    if use is None:
        raise Http404
    can_book = user_can_book(request.user, case)
    context = {
        "case": case,
        "child": case.child,
        "can_book": can_book,
        "reasons": use.reasons_against(case, request.as_of),
        "placements": [present_placement(each, request.as_of, can_book=can_book) for each in placements_of(case)],
        "not_a_limit": NOT_A_LIMIT,
    }
    return render(request, "provision/placements.html", context)


def book(request: HttpRequest, reference: str) -> HttpResponse:
    """Book education for the child of this case."""
    case, use = get_case_to_book_for(request, reference, "placement_book")
    form = BookingForm(request.POST or None, legal_bases=use.legal_bases)
    form_name = f"placement_book:{case.reference}"

    def perform() -> str:
        book_placement(
            case=case,
            booking=form.booking(),
            is_registration_checked=form.cleaned_data["is_registration_checked"],
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("case", args=[case.reference])

    answer = act_on_form(
        request, form, form_name, perform, refusals=(ProvisionRefused,), done="The education is booked."
    )
    context = {
        "case": case,
        "child": case.child,
        "form": form,
        "title": "Book education",
        "reasons": use.reasons_against(case, request.as_of),
        "not_a_limit": NOT_A_LIMIT,
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "provision/placement_form.html", context)


def change(request: HttpRequest, placement_uuid: uuid.UUID) -> HttpResponse:
    """Change what was booked."""
    placement, use = get_placement_for(request, placement_uuid, "placement_change")
    fields = placement_fields(placement)
    form = BookingForm(request.POST or None, initial=fields, legal_bases=use.legal_bases, placement=placement)

    def act(version: int) -> object:
        return change_placement(
            placement=placement,
            booking=form.booking(),
            is_registration_checked=form.cleaned_data["is_registration_checked"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    return _step(
        request,
        placement,
        "placement_change",
        form,
        act,
        template="placement_form",
        title="Change the booking",
        done="The booking is changed.",
    )


def started(request: HttpRequest, placement_uuid: uuid.UUID) -> HttpResponse:
    """The child started."""
    placement, _ = get_placement_for(request, placement_uuid, "placement_started")
    initial = {"started_on": placement.started_on}
    form = StartedForm(request.POST or None, initial=initial, as_of=request.as_of)

    def act(version: int) -> object:
        return record_started(
            placement=placement, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    return _step(
        request,
        placement,
        "placement_started",
        form,
        act,
        title="Record that it started",
        done="The start is recorded.",
    )


def not_started(request: HttpRequest, placement_uuid: uuid.UUID) -> HttpResponse:
    """The child did not start: another day, or called off."""
    placement, _ = get_placement_for(request, placement_uuid, "placement_not_started")
    form = NotStartedForm(request.POST or None)

    def act(version: int) -> object:
        return record_not_started(
            placement=placement, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    return _step(
        request,
        placement,
        "placement_not_started",
        form,
        act,
        title="Record that it did not start",
        done="It is recorded that the child did not start.",
    )


def end(request: HttpRequest, placement_uuid: uuid.UUID) -> HttpResponse:
    """The education ended."""
    placement, _ = get_placement_for(request, placement_uuid, "placement_end")
    initial = {"ended_on": placement.ends_on, "reason": placement.end_reason}
    form = EndForm(request.POST or None, initial=initial, as_of=request.as_of)

    def act(version: int) -> object:
        return end_placement(
            placement=placement, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    return _step(
        request, placement, "placement_end", form, act, title="Record that it ended", done="The end is recorded."
    )


def _step(
    request: HttpRequest,
    placement: Placement,
    name: str,
    form: GovukForm,
    act: Callable[[int], object],
    *,
    title: str,
    done: str,
    template: str = "placement_step",
) -> HttpResponse:
    """Show the form of a placement, or take the step and go back to the case."""
    case = placement.case
    form_name = f"{name}:{placement.uuid}"

    def perform() -> str:
        act(posted_version(request))
        return reverse("case", args=[case.reference])

    answer = act_on_form(request, form, form_name, perform, refusals=(ProvisionRefused,), done=done)
    context = {
        "case": case,
        "child": case.child,
        "form": form,
        "title": title,
        "placement": present_placement(placement, request.as_of, can_book=False),
        "not_a_limit": NOT_A_LIMIT,
        "stale": stale_rows(form, placement_fields(form.stale)) if hasattr(form, "stale") else [],
        "is_stale": hasattr(form, "stale"),
        "version": version_to_show(request, form, getattr(form, "stale", placement).version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, f"provision/{template}.html", context)
