"""“How this was counted”: made again each time it is shown, and to be tried with another date."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

import statute
from cases import explain
from cases.access import get_deadline_for
from cases.filter_forms import TRIAL, TrialForm
from cases.frames import child_frame
from cases.models import Deadline
from cases.presenters.case import present_deadline
from cases.presenters.explanation import (
    calendar_words,
    date_sentence,
    disagreement,
    owner_in_law,
    present_facts,
    present_result,
)
from cases.queries.case import calendar_changed_at
from cases.views.desk import for_desk


@for_desk
def deadline(request: HttpRequest, deadline_uuid: uuid.UUID) -> HttpResponse:
    """The count behind a date, its source, and a trial with other facts. Stores nothing."""
    record = get_deadline_for(request, deadline_uuid, "deadline")
    school = record.case.school
    context = {
        **child_frame(request, record.case.child),
        **_count(record),
        **_trial(request, record),
        "case_url": reverse("case", args=[record.case.reference]),
        "case_reference": record.case.reference,
        "deadline": present_deadline(record, request.as_of),
        "sentence": date_sentence(record, record.due_on),
        "facts": present_facts(record.facts, explain.rule_of(record)),
        "calendar": calendar_words(record, school, calendar_changed_at(school)),
        "policies": explain.own_policies(record),
        "policy": record.policy,
        "printed": request.user.name,
    }
    return render(request, "cases/deadline.html", context)


def _count(record: Deadline) -> dict[str, Any]:
    try:
        result = explain.recompute(record)
    except statute.StatuteError as error:
        return {"problem": str(error)}
    if result is None:
        return {}
    differs = explain.differs_from_stored(record, result)
    return {
        "result": _present(record, result, record.facts),
        "owner_in_law": owner_in_law(record, result),
        "disagreement": disagreement(record, result) if differs else "",
    }


def _present(record: Deadline, result: statute.Result, facts: Any) -> dict[str, Any]:
    return present_result(
        result, unit=explain.unit_of(record), trigger=explain.trigger_of(record, facts), about=record.label
    )


def _trial(request: HttpRequest, record: Deadline) -> dict[str, Any]:
    rule = explain.rule_of(record)
    if rule is None or not record.facts:
        return {}
    is_asked = any(name.startswith(TRIAL) for name in request.GET)
    form = TrialForm(request.GET.dict() if is_asked else None, rule, record.facts)
    if not form.fields:
        return {}
    context: dict[str, Any] = {"trial_form": form, "is_trial": is_asked, "page_has_errors": is_asked and form.errors}
    if is_asked and form.is_valid():
        trial = explain.try_facts(record, form.changed_facts())
        context["trial_problem"] = trial.problem
        if trial.result is not None:
            context["trial"] = _present(record, trial.result, trial.facts)
            context["trial_sentence"] = date_sentence(record, trial.result.due_on)
    return context
