"""The page of one step of a case of either kind: one form, one action, back to the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_case_for
from cases.actions.cases import CaseRefused
from cases.models import Case
from components.forms import GovukForm
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import CaseFacts
from exclusions.forms import CancelForm
from exclusions.permissions import check_user_can_work
from exclusions.presenters import stale_rows
from ledger.posts import act_on_form, form_key, posted_version, version_to_show

Act = Callable[[Case, GovukForm, int], object]


@dataclass(frozen=True)
class StepPage:
    """What stands on the page of a step; `reasons` when it cannot be taken now, `columns` by the fields that change
    them, to show both versions after a stale edit: of the decision, or of `row` where the step changes that one."""

    name: str
    title: str
    lead: str
    done: str
    reasons: Sequence[str]
    columns: Mapping[str, str]
    warning: str = ""
    row: object | None = None


def load_case(request: HttpRequest, reference: str, page: str, *kinds: str) -> Case:
    """The case, for who may work it. A case of a kind that is not among `kinds` is not found here."""
    case = get_case_for(request, reference, page, to_work=True)
    check_user_can_work(request.user, case)
    if case.kind not in kinds:
        raise Http404
    return case


def cancelling(request: HttpRequest, form: CancelForm, cancel: Callable[..., object]) -> Act:
    """The act of a page on which the head teacher's cancelling is recorded: `cancel` is the action of the kind."""

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return cancel(
            case=case,
            cancelled_on=answers["cancelled_on"],
            reason=answers["reason"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    return act


def show_step(request: HttpRequest, facts: CaseFacts, page: StepPage, form: GovukForm, act: Act) -> HttpResponse:
    """Show the step's form, or take the step and go back to the case."""
    case = facts.case
    version = posted_version(request)

    def perform() -> str:
        act(case, form, version)
        return reverse("case", args=[case.reference])

    # The key belongs to this step of this case: it cannot be used on another's page.
    form_name = f"{page.name}:{case.reference}"
    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused, CaseRefused), done=page.done)
    context = {
        "case": case,
        "child": case.child,
        "form": form,
        "title": page.title,
        "lead": page.lead,
        "reasons": page.reasons,
        "warning": page.warning,
        "stale": stale_rows(form, page.row or facts.decision, page.columns),
        "version": version_to_show(request, form, facts.decision.version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "exclusions/exclusion_step.html", context)
