"""A case that should never have been recorded, and a cancelling that is put right: for both kinds."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import cancellings
from exclusions.actions.mistakes import record_mistake
from exclusions.both_versions import Column
from exclusions.facts import GovernedFacts
from exclusions.forms import CorrectCancellationForm, MistakeForm
from exclusions.gathering import gather_any, reasons_of, step_of
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.leaving.presenters_cancelled import what_stays
from exclusions.policies import MISTAKE
from exclusions.views.steps import Act, StepPage, load_case, show_step


def _load(request: HttpRequest, reference: str, page: str) -> GovernedFacts:
    return gather_any(load_case(request, reference, page, PERMANENT_EXCLUSION, SUSPENSION))


def mistake(request: HttpRequest, reference: str) -> HttpResponse:
    """The case should never have been recorded."""
    facts = _load(request, reference, "exclusion_mistake")
    form = MistakeForm(request.POST or None)

    def act(case: Case, form: GovukForm, version: int) -> object:
        return record_mistake(case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data)

    lead = (
        "Only for what should never have been recorded, or is about another pupil. It closes the case for good: every "
        "date, task and prompt ends, and the days count nowhere. If the head teacher cancelled it, record that instead."
    )
    done = "The case is closed: it was recorded by mistake."
    return _step(request, facts, MISTAKE, form, act, lead=lead, done=done, warning=what_stays(facts))


def cancellation_corrected(request: HttpRequest, reference: str) -> HttpResponse:
    """The cancelling was recorded wrongly, or by mistake."""
    facts = _load(request, reference, "exclusion_cancellation_correct")
    form = CorrectCancellationForm(
        request.POST or None, decision=facts.decision, meeting_on=facts.governors_meeting_on, as_of=request.as_of
    )

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"case": case, "because": answers["because"], "version": version, "by": request.user}
        if answers["is_mistake"]:
            return cancellings.take_back_cancelling(as_of=request.as_of, **form.confirmation(), **act_by)
        return cancellings.correct_cancelling(
            cancelled_on=answers["cancelled_on"],
            reason=answers["reason"],
            was_before_meeting=form.before_meeting(),
            as_of=request.as_of,
            **act_by,
        )

    lead = (
        "The days that were lost go by the day of the cancelling. Taken back, the case is open where it stood before, "
        "with its dates, totals and tasks."
    )
    columns = {"cancelled_on": "cancelled_on", "reason": "cancellation_reason"}
    done = "Recorded. The dates follow."
    return _step(request, facts, cancellings.STEP, form, act, lead=lead, done=done, columns=columns)


def _step(
    request: HttpRequest,
    facts: GovernedFacts,
    step: str,
    form: GovukForm,
    act: Act,
    *,
    lead: str,
    done: str,
    columns: Mapping[str, Column] | None = None,
    warning: str = "",
) -> HttpResponse:
    page = StepPage(
        name=step_of(step, facts).url_name,
        title=step_of(step, facts).label,
        lead=lead,
        done=done,
        reasons=reasons_of(step, facts, request.as_of),
        columns=columns or {},
        warning=warning,
    )
    return show_step(request, facts, page, form, act)
