"""Recording a suspension, from the child's page, and its steps: one page, one form, one action each."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_child_for
from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import suspensions
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import record_told
from exclusions.forms import CancelForm, ToldForm
from exclusions.kind_code import SUSPENSION
from exclusions.permissions import check_user_can_record
from exclusions.presenters import DECISION_COLUMNS, STEP_COLUMNS
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from exclusions.suspensions.forms import CloseForm, CorrectSuspensionForm, RecordSuspensionForm, ReturnForm
from exclusions.suspensions.policies import REOPEN, reasons_against
from exclusions.suspensions.states import transition
from exclusions.views.following import opened_from
from exclusions.views.steps import Act, StepPage, cancelling, load_case, show_step
from ledger.posts import act_on_form, form_key

# The columns that the fields of a step change, where they have other names.
_KEPT_OPEN = {"reason": "kept_open_because"}
COLUMNS_OF_STEP = {
    "cancel": STEP_COLUMNS,
    "keep_open": _KEPT_OPEN,
    REOPEN: _KEPT_OPEN,
}


def record(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The form; a valid one opens the case and shows it."""
    child = get_child_for(request, child_uuid, "suspension_record", to_change=True)
    check_user_can_record(request.user)
    form = RecordSuspensionForm(request.POST or None, child=child, as_of=request.as_of)
    form_name = f"suspension_record:{child.uuid}"

    def perform() -> str:
        case = suspensions.record_suspension(
            child=child,
            school=form.cleaned_data["chosen_school"],
            told=form.told(),
            opened_from=opened_from(request, child, "suspension_record"),
            by=request.user,
            as_of=request.as_of,
            **form.decision(),
        )
        return reverse("case", args=[case.reference])

    done = "The suspension is recorded, its days are counted and its dates worked out."
    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused,), done=done)
    context = {"form": form, "child": child, "form_key": form_key(request, form_name)}
    return answer or render(request, "exclusions/suspension_record.html", context)


def load_facts(request: HttpRequest, reference: str, step: str) -> SuspensionFacts:
    """The suspension of this case with its facts, for who may work it."""
    return gather_suspension(load_case(request, reference, f"suspension_{step}", SUSPENSION))


def show_suspension_step(
    request: HttpRequest,
    facts: SuspensionFacts,
    step: str,
    form: GovukForm,
    act: Act,
    *,
    done: str,
    lead: str,
    title: str = "",
) -> HttpResponse:
    """The page of a step of the table; with a `title` also of what is no step of it."""
    page = StepPage(
        name=f"suspension_{step}",
        title=title or transition(step).label,
        lead=lead,
        done=done,
        reasons=reasons_against(step, facts, request.as_of),
        columns=COLUMNS_OF_STEP.get(step, DECISION_COLUMNS),
    )
    return show_step(request, facts, page, form, act)


def told(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """Who was told on which day."""
    facts = load_facts(request, suspension_reference, "told")
    form = ToldForm(request.POST or None, told=facts.told, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return record_told(case=case, told=form.told(), version=version, by=request.user, as_of=request.as_of)

    lead = "Where the governors have a duty, their clock runs from the day the notice reached them."
    return show_suspension_step(request, facts, "told", form, act, done="Recorded. The dates follow.", lead=lead)


def correct(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """Correct what was recorded wrongly."""
    facts = load_facts(request, suspension_reference, "correct")
    form = CorrectSuspensionForm(request.POST or None, suspension=facts.suspension, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return suspensions.correct_suspension(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.decision()
        )

    lead = "The days are counted and every date is worked out again. What stood here before is kept in the history."
    return show_suspension_step(request, facts, "correct", form, act, done="Corrected. The dates follow.", lead=lead)


def back_in_school(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """The child is back."""
    facts = load_facts(request, suspension_reference, "return")
    form = ReturnForm(request.POST or None, suspension=facts.suspension, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return suspensions.record_return(
            case=case,
            returned_on=answers["returned_on"],
            reintegration_met_on=answers["reintegration_met_on"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "A return must not depend on a meeting, and a part-time timetable is no way to manage one."
    return show_suspension_step(request, facts, "return", form, act, done="The return is recorded.", lead=lead)


def close(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """Close the case."""
    facts = load_facts(request, suspension_reference, "close")
    form = CloseForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return suspensions.close_suspension(case=case, version=version, by=request.user, as_of=request.as_of)

    lead = "The child is back, or due back, in school. The days lost stay in the child’s totals; open tasks stay open."
    return show_suspension_step(request, facts, "close", form, act, done="The case is closed.", lead=lead)


def cancel(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """The head teacher cancelled the suspension."""
    facts = load_facts(request, suspension_reference, "cancel")
    form = CancelForm(request.POST or None, meeting_on=facts.governors_meeting_on, as_of=request.as_of)

    act = cancelling(request, form, suspensions.cancel_suspension)
    lead = (
        "This closes the case and ends its dates. The days already lost still count towards the 45 of the school year, "
        "and the school must tell the parents, the governors, the council, the social worker and the virtual school "
        "head. If it should never have been recorded, say on the case page that it was recorded by mistake instead."
    )
    return show_suspension_step(
        request, facts, "cancel", form, act, done="The suspension is cancelled and closed.", lead=lead
    )
