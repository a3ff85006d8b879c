"""The page of one step of a case of either kind: one form, one action, back to the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_case_for
from cases.actions.cases import CaseRefused
from cases.kinds import Transition
from cases.models import Case
from components.forms import GovukForm
from exclusions.actions.refusals import ExclusionRefused
from exclusions.both_versions import Column, stale_rows
from exclusions.form_parts import MayTakeBack
from exclusions.forms import CancelForm
from exclusions.permissions import check_user_can_work
from ledger.posts import act_on_form, form_key, posted_version, version_to_show

Act = Callable[[Case, GovukForm, int], object]


@dataclass(frozen=True)
class StepPage:
    """What stands on the page of a step; `reasons` when it cannot be taken now, `columns` by the fields that change
    them, to show both versions after a stale edit: only of fields that the form is not filled with. They are columns of
    `row`, or of the head teacher's decision.
    `return_to` is the page of the case to which it leads back, `refusals` what its action raises besides, `warning`
    what must be known before."""

    name: str
    title: str
    lead: str
    done: str
    reasons: Sequence[str]
    columns: Mapping[str, Column]
    row: Model | None = None
    template: str = "exclusions/exclusion_step.html"
    return_to: str = "case"
    refusals: tuple[type[Exception], ...] = ()
    warning: str = ""


class OfCase(Protocol):
    """What the page of a step is about: the case, and the row whose version it shows and changes."""

    @property
    def case(self) -> Case:
        """The case."""

    @property
    def decision(self) -> Any:
        """The row of the cohort's own."""


@dataclass(frozen=True)
class KindPages:
    """What the pages of a kind's steps have alike: the beginning of their names, the table of the steps, why one is not
    possible now (step, facts, day), and `columns` as StepPage has them."""

    prefix: str
    transition: Callable[[str], Transition]
    reasons_against: Callable[[str, Any, date], Sequence[str]]
    columns: Mapping[str, Column]

    def show(
        self,
        request: HttpRequest,
        facts: OfCase,
        step: str,
        form: GovukForm,
        act: Act,
        *,
        done: str,
        lead: str,
        warning: str = "",
    ) -> HttpResponse:
        """The page of one step."""
        page = StepPage(
            name=f"{self.prefix}_{step}",
            title=self.transition(step).label,
            lead=lead,
            done=done,
            reasons=self.reasons_against(step, facts, request.as_of),
            columns=self.columns,
            warning=warning,
        )
        return show_step(request, facts, page, form, act)

    def show_plain(
        self,
        request: HttpRequest,
        facts: OfCase,
        step: str,
        form: GovukForm,
        action: Callable[..., object],
        *,
        done: str,
        lead: str,
        answers: Callable[[], Mapping[str, object]] | None = None,
        warning: str = "",
    ) -> HttpResponse:
        """The same where the action takes what was typed, or the form's own `answers` where they differ from that."""

        def act(case: Case, form: GovukForm, version: int) -> object:
            given = answers() if answers else form.cleaned_data
            return action(case=case, version=version, by=request.user, as_of=request.as_of, **given)

        return self.show(request, facts, step, form, act, done=done, lead=lead, warning=warning)


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
            was_before_meeting=form.before_meeting(),
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    return act


def correcting(
    request: HttpRequest, form: MayTakeBack, correct: Callable[..., object], take_back: Callable[..., object]
) -> Act:
    """The act of a page that corrects what is recorded, or takes it back, with the reason why."""

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"case": case, "because": answers["because"], "version": version, "by": request.user}
        if answers["is_mistake"]:
            return take_back(as_of=request.as_of, **act_by)
        return correct(as_of=request.as_of, **form.corrected(), **act_by)

    return act


def show_step(request: HttpRequest, facts: OfCase, page: StepPage, form: GovukForm, act: Act) -> HttpResponse:
    """Show the step's form, or take the step and go back to the case."""
    case = facts.case
    version = posted_version(request)
    back = reverse(page.return_to, args=[case.reference])

    def perform() -> str:
        act(case, form, version)
        return back

    # The key belongs to this step of this case: it cannot be used on another's page.
    form_name = f"{page.name}:{case.reference}"
    answer = act_on_form(
        request, form, form_name, perform, refusals=(ExclusionRefused, CaseRefused, *page.refusals), done=page.done
    )
    context = {
        "case": case,
        "child": case.child,
        "form": form,
        "title": page.title,
        "lead": page.lead,
        "reasons": page.reasons,
        "back_url": back,
        "back_label": "Back to the case" if page.return_to == "case" else "Back",
        "warning": page.warning,
        "stale": stale_rows(form, page.row or facts.decision, page.columns),
        "version": version_to_show(request, form, facts.decision.version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, page.template, context)
