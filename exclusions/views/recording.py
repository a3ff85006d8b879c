"""Recording a permanent exclusion, from the child's page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_child_for
from exclusions.actions.recording import ExclusionRefused, record_permanent_exclusion
from exclusions.forms import RecordForm
from exclusions.permissions import check_user_can_record
from ledger.posts import act_on_form, form_key

FORM = "exclusion_record"


def record(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The form; a valid one opens the case and shows it."""
    child = get_child_for(request, child_uuid, "exclusion_record", to_change=True)
    check_user_can_record(request.user)
    form = RecordForm(request.POST or None, child=child, as_of=request.as_of)

    def perform() -> str:
        answers = form.cleaned_data
        case = record_permanent_exclusion(
            child=child,
            school=answers["chosen_school"],
            decided_on=answers["decided_on"],
            excluded_on=answers["excluded_on"],
            pm_began=answers["pm_began"] == "yes",
            reasons=answers["reasons"],
            home_authority=form.authorities.get(answers["home_authority"]),
            exam_on=answers["exam_on"] if answers["misses_exam"] == "yes" else None,
            has_finished_exams=answers["has_finished_exams"] == "yes",
            told=form.told(),
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("case", args=[case.reference])

    done = "The exclusion is recorded, and its dates are worked out."
    answer = act_on_form(request, form, FORM, perform, refusals=(ExclusionRefused,), done=done)
    context = {"form": form, "child": child, "form_key": form_key(request, FORM)}
    return answer or render(request, "exclusions/exclusion_record.html", context)
