"""Recording a permanent exclusion, from the child's page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_child_for
from exclusions.actions.recording import record_permanent_exclusion
from exclusions.actions.refusals import ExclusionRefused
from exclusions.forms import RecordForm
from exclusions.permissions import check_user_can_record
from exclusions.views.following import opened_from
from ledger.posts import act_on_form, form_key


def record(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The form; a valid one opens the case and shows it."""
    child = get_child_for(request, child_uuid, "exclusion_record", to_change=True)
    check_user_can_record(request.user)
    form = RecordForm(request.POST or None, child=child, as_of=request.as_of)
    # The key belongs to this child: it cannot be used on another's page.
    form_name = f"exclusion_record:{child.uuid}"

    def perform() -> str:
        case = record_permanent_exclusion(
            child=child,
            school=form.cleaned_data["chosen_school"],
            told=form.told(),
            opened_from=opened_from(request, child, "exclusion_record"),
            notice=form.notice(),
            by=request.user,
            as_of=request.as_of,
            **form.decision(),
        )
        return reverse("case", args=[case.reference])

    done = "The exclusion is recorded, and its dates are worked out."
    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused,), done=done)
    context = {"form": form, "child": child, "form_key": form_key(request, form_name)}
    return answer or render(request, "exclusions/exclusion_record.html", context)
