"""Plans for the return and safeguarding files, of either kind: one page, one form, one action each."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import returns
from exclusions.facts import CaseFacts
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.leaving.forms import (
    ConfirmFileForm,
    CorrectFileForm,
    ReintegrationForm,
    ReturnOutcomeForm,
    SafeguardingFileForm,
)
from exclusions.leaving.records import file_with, reintegration_with
from exclusions.leaving.steps import facts_of, reasons_of
from exclusions.views.steps import Act, StepPage, load_case, show_step
from provision.queries import providers_to_choose


def _load(request: HttpRequest, reference: str, page: str) -> CaseFacts:
    return facts_of(load_case(request, reference, page, PERMANENT_EXCLUSION, SUSPENSION))


def _step(
    request: HttpRequest,
    facts: CaseFacts,
    page: tuple[str, str, str],
    form: GovukForm,
    act: Act,
    *,
    title: str,
    lead: str,
    row: object | None = None,
) -> HttpResponse:
    name, step, done = page
    shown = StepPage(
        name=name,
        title=title,
        lead=lead,
        done=done,
        reasons=reasons_of(step, facts, request.as_of),
        columns={field: field for field in form.fields if hasattr(row, field)},
        row=row,
    )
    return show_step(request, facts, shown, form, act)


def plan(request: HttpRequest, reference: str) -> HttpResponse:
    """A plan for the return."""
    facts = _load(request, reference, "reintegration_add")
    form = ReintegrationForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = {**form.cleaned_data, "is_full_time": form.cleaned_data["is_full_time"] == "yes"}
        return returns.plan_return(case=case, version=version, by=request.user, as_of=request.as_of, **answers)

    lead = "A meeting is good practice and no condition: the child comes back on the day, with or without it."
    page = ("reintegration_add", "reintegration", "The plan is recorded.")
    return _step(request, facts, page, form, act, title="Plan the return", lead=lead)


def outcome(request: HttpRequest, reintegration_uuid: uuid.UUID) -> HttpResponse:
    """How the return went."""
    row = reintegration_with(reintegration_uuid)
    if row is None:
        raise Http404
    facts = _load(request, row.case.reference, "reintegration_outcome")
    initial = {"outcome": row.outcome, "outcome_on": row.outcome_on}
    form = ReturnOutcomeForm(request.POST or None, initial=initial, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return returns.record_return_outcome(
            plan=row, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    page = (f"reintegration_outcome:{row.uuid}", "reintegration", "Recorded.")
    lead = "As it stood when the plan was looked at again."
    return _step(request, facts, page, form, act, title="Record how the return went", lead=lead, row=row)


def pass_file(request: HttpRequest, reference: str) -> HttpResponse:
    """The safeguarding file was passed on."""
    facts = _load(request, reference, "safeguarding_file_add")
    providers = providers_to_choose()
    form = SafeguardingFileForm(
        request.POST or None, school=facts.case.school, providers=providers, as_of=request.as_of
    )

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = {**form.cleaned_data, "to_provider": providers.get(form.cleaned_data["to_provider"])}
        return returns.pass_safeguarding_file(
            case=case, version=version, by=request.user, as_of=request.as_of, **answers
        )

    lead = "Who passed it to whom, how and when. Nothing of what is in it is recorded here."
    page = ("safeguarding_file_add", "safeguarding_file", "The file is recorded as passed on.")
    return _step(request, facts, page, form, act, title="Record a safeguarding file", lead=lead)


def confirm_file(request: HttpRequest, file_uuid: uuid.UUID) -> HttpResponse:
    """Receipt of a safeguarding file was confirmed."""
    row = file_with(file_uuid)
    if row is None:
        raise Http404
    facts = _load(request, row.case.reference, "safeguarding_file_confirm")
    form = ConfirmFileForm(request.POST or None, initial={"confirmed_on": row.confirmed_on}, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return returns.confirm_safeguarding_file(
            file=row, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    page = (f"safeguarding_file_confirm:{row.uuid}", "safeguarding_file", "The receipt is recorded.")
    lead = f"By {row.to_school or row.to_provider}, which was sent the file."
    title = "Confirm the receipt of the safeguarding file"
    return _step(request, facts, page, form, act, title=title, lead=lead, row=row)


def correct_file(request: HttpRequest, file_uuid: uuid.UUID) -> HttpResponse:
    """What is recorded of a safeguarding file is wrong, or it was never passed on."""
    row = file_with(file_uuid)
    if row is None:
        raise Http404
    facts = _load(request, row.case.reference, "safeguarding_file_correct")
    providers = providers_to_choose(row.to_provider)
    form = CorrectFileForm(request.POST or None, file=row, providers=providers, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"file": row, "because": answers["because"], "version": version, "by": request.user}
        if answers["is_mistake"]:
            return returns.take_back_safeguarding_file(as_of=request.as_of, **act_by)
        return returns.correct_safeguarding_file(as_of=request.as_of, **form.corrected(), **act_by)

    page = (f"safeguarding_file_correct:{row.uuid}", "safeguarding_file", "Corrected.")
    lead = "What stood here before is kept. Nothing of what is in the file is recorded here."
    return _step(request, facts, page, form, act, title="Correct the record of the file", lead=lead)
