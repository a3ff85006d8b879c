"""Recording a separation, from the child's page, and its steps: one page, one form, one action each."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_child_for
from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import separation_ends, separations
from exclusions.actions.refusals import ExclusionRefused
from exclusions.kind_code import SAFEGUARDING_SEPARATION
from exclusions.permissions import check_user_can_record
from exclusions.separations.facts import SeparationFacts, gather_separation
from exclusions.separations.forms import (
    CorrectEndForm,
    CorrectSeparationForm,
    EndSeparationForm,
    RecordSeparationForm,
    ReviewSeparationForm,
    SeparationToldForm,
)
from exclusions.separations.policies import reasons_against
from exclusions.separations.states import transition
from exclusions.views.steps import KindPages, correcting, load_case
from ledger.posts import act_on_form, form_key

# With where fields that their form is not filled with are stored, to show both versions after a stale edit.
PAGES = KindPages(
    "separation",
    transition,
    reasons_against,
    {"next_review_on": "next_review_on", "ended_on": "ended_on", "how": "how_ended"},
)


def record(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The form; a valid one opens the case and shows it."""
    child = get_child_for(request, child_uuid, "separation_record", to_change=True)
    check_user_can_record(request.user)
    form = RecordSeparationForm(request.POST or None, child=child, as_of=request.as_of)
    form_name = f"separation_record:{child.uuid}"

    def perform() -> str:
        case = separations.record_separation(
            child=child,
            school=form.cleaned_data["chosen_school"],
            next_review_on=form.cleaned_data["next_review_on"],
            is_designated_officer_told=form.is_designated_officer_told(),
            told=form.told(),
            is_confirmed=form.cleaned_data["is_confirmed"],
            by=request.user,
            as_of=request.as_of,
            **form.facts(),
        )
        return reverse("case", args=[case.reference])

    done = "The separation is recorded. Education under section 19 is a task for today."
    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused,), done=done)
    context = {"form": form, "child": child, "form_key": form_key(request, form_name)}
    return answer or render(request, "exclusions/separation_record.html", context)


def _load(request: HttpRequest, reference: str, step: str) -> SeparationFacts:
    return gather_separation(load_case(request, reference, f"separation_{step}", SAFEGUARDING_SEPARATION))


def told(request: HttpRequest, separation_reference: str) -> HttpResponse:
    """Who was told on which day."""
    facts = _load(request, separation_reference, "told")
    form = SeparationToldForm(request.POST or None, told=facts.told, separation=facts.separation, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return separations.tell_of_separation(
            case=case,
            told=form.told_changes(),
            is_designated_officer_told=form.is_designated_officer_told(),
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "Only who was told, and when. What was alleged is not written here."
    return PAGES.show(request, facts, "told", form, act, done="Recorded.", lead=lead)


def correct(request: HttpRequest, separation_reference: str) -> HttpResponse:
    """Correct what was recorded wrongly, or has changed."""
    facts = _load(request, separation_reference, "correct")
    form = CorrectSeparationForm(request.POST or None, separation=facts.separation, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return separations.correct_separation(
            case=case,
            version=version,
            by=request.user,
            as_of=request.as_of,
            **form.facts(),
            **form.circumstances(),
            **form.confirmation(),
        )

    lead = "Whose duty the education is follows from where the child lives. What stood here before is kept."
    return PAGES.show(request, facts, "correct", form, act, done="Corrected.", lead=lead)


def review(request: HttpRequest, separation_reference: str) -> HttpResponse:
    """A review that was held."""
    facts = _load(request, separation_reference, "review")
    form = ReviewSeparationForm(request.POST or None, separation=facts.separation, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return separations.review_separation(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "Whether the separation is still needed. Its end has a page of its own."
    return PAGES.show(request, facts, "review", form, act, done="The review is recorded.", lead=lead)


def end(request: HttpRequest, separation_reference: str) -> HttpResponse:
    """The last day, and how it ended."""
    facts = _load(request, separation_reference, "end")
    form = EndSeparationForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return separations.end_separation(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = (
        "This closes the case. If it became a suspension or a permanent exclusion, record that next: it has notices "
        "and dates of its own."
    )
    return PAGES.show(request, facts, "end", form, act, done="The separation is ended and the case closed.", lead=lead)


def correct_end(request: HttpRequest, separation_reference: str) -> HttpResponse:
    """The last day or how it ended was recorded wrongly, or by mistake."""
    facts = _load(request, separation_reference, "correct_end")
    form = CorrectEndForm(request.POST or None, separation=facts.separation, as_of=request.as_of)
    act = correcting(request, form, separation_ends.correct_end, separation_ends.take_back_end)
    lead = (
        "If the separation goes on, the case is open again, and the education under section 19 and the next review are "
        "asked for as before. What stood here is kept."
    )
    return PAGES.show(request, facts, "correct_end", form, act, done="Corrected. The tasks follow.", lead=lead)
