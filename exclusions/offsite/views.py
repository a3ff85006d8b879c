"""Recording a direction off site, from the child's page, and its steps: one page, one form, one action each."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_child_for
from exclusions.actions import direction_reviews, directions
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import record_told
from exclusions.kind_code import OFFSITE_DIRECTION
from exclusions.offsite.facts import DirectionFacts, gather_direction
from exclusions.offsite.forms import (
    AskReviewForm,
    CorrectDirectionForm,
    DirectionToldForm,
    EndDirectionForm,
    InviteForm,
    ListReviewForm,
    NoticeForm,
    RecordDirectionForm,
    RecordReviewForm,
    SendOutcomeForm,
    SettleForm,
)
from exclusions.offsite.policies import reasons_against
from exclusions.offsite.states import transition
from exclusions.permissions import check_user_can_record
from exclusions.views.steps import KindPages, load_case
from ledger.posts import act_on_form, form_key

# With where fields that their form is not filled with are stored, to show both versions after a stale edit.
PAGES = KindPages(
    "direction",
    transition,
    reasons_against,
    {"ended_on": "ended_on", "how": "how_ended"},
)


def record(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The form; a valid one opens the case and shows it."""
    child = get_child_for(request, child_uuid, "direction_record", to_change=True)
    check_user_can_record(request.user)
    form = RecordDirectionForm(request.POST or None, child=child, as_of=request.as_of)
    form_name = f"direction_record:{child.uuid}"

    def perform() -> str:
        case = directions.record_direction(
            child=child,
            school=form.cleaned_data["chosen_school"],
            directed=form.directed(),
            home_authority=form.chosen_authority(),
            told=form.told(),
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("case", args=[case.reference])

    done = "The direction is recorded, and its dates are worked out. Record the notice next."
    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused,), done=done)
    context = {"form": form, "child": child, "form_key": form_key(request, form_name)}
    return answer or render(request, "exclusions/direction_record.html", context)


def load(request: HttpRequest, reference: str, step: str) -> DirectionFacts:
    """The direction of this case, for who may work it."""
    return gather_direction(load_case(request, reference, f"direction_{step}", OFFSITE_DIRECTION))


def told(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """Who was told on which day."""
    facts = load(request, direction_reference, "told")
    form = DirectionToldForm(request.POST or None, told=facts.told, as_of=request.as_of)
    lead = "The notice to the parents, and to the authority of a plan, has a page of its own."
    return PAGES.show_plain(
        request, facts, "told", form, record_told, done="Recorded.", lead=lead, answers=form.answers
    )


def correct(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """Correct what was recorded wrongly, or has changed."""
    facts = load(request, direction_reference, "correct")
    form = CorrectDirectionForm(request.POST or None, direction=facts.direction, as_of=request.as_of)
    lead = "Every date and the registration at the other school follow. What stood here before is kept."
    done, act = "Corrected. The dates and the registration follow.", directions.correct_direction
    return PAGES.show_plain(request, facts, "correct", form, act, done=done, lead=lead, answers=form.corrected)


def notice(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """When the notice went, and what it gives."""
    facts = load(request, direction_reference, "notice")
    form = NoticeForm(request.POST or None, direction=facts.direction, as_of=request.as_of)
    lead = "What the notice lacks becomes a task, and a letter to the school can ask for it."
    done = "The notice is recorded."
    return PAGES.show_plain(request, facts, "notice", form, directions.record_notice, done=done, lead=lead)


def settle(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """Whether the regulations bind, where the statute cannot say."""
    facts = load(request, direction_reference, "settle")
    form = SettleForm(request.POST or None, initial={"answer": facts.direction.binding_answer}, as_of=request.as_of)
    lead = "Look the transitional rules up, or ask legal services. Until this is settled they are taken to bind."
    done = "Settled. The dates follow."
    return PAGES.show_plain(request, facts, "settle", form, directions.settle_binding, done=done, lead=lead)


def ask_review(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """A written request for a review."""
    facts = load(request, direction_reference, "ask_review")
    form = AskReviewForm(request.POST or None, as_of=request.as_of)
    lead = "The board must hold it as soon as practicable, unless there was a review in the weeks before."
    done = "The request is recorded."
    return PAGES.show_plain(request, facts, "ask_review", form, direction_reviews.ask_for_review, done=done, lead=lead)


def list_review(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """The day of the review."""
    facts = load(request, direction_reference, "list_review")
    form = ListReviewForm(request.POST or None, review=facts.coming_review, as_of=request.as_of)
    lead = "The days for the invitation and for the written outcome follow from the day of the review."
    done = "The review is listed."
    return PAGES.show_plain(request, facts, "list_review", form, direction_reviews.list_review, done=done, lead=lead)


def record_review(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """A review that was held."""
    facts = load(request, direction_reference, "record_review")
    form = RecordReviewForm(request.POST or None, as_of=request.as_of)
    lead = "Who took part, and whether the direction goes on."
    done = "The review is recorded."
    return PAGES.show_plain(
        request, facts, "record_review", form, direction_reviews.record_review, done=done, lead=lead
    )


def invite(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """When people were invited to the review that was held."""
    facts = load(request, direction_reference, "invite")
    form = InviteForm(request.POST or None, as_of=request.as_of)
    lead = "The invitation to the last review, where its day was not known when the review was listed."
    act = direction_reviews.record_invitation
    return PAGES.show_plain(request, facts, "invite", form, act, done="Recorded.", lead=lead)


def send_outcome(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """When the outcome went."""
    facts = load(request, direction_reference, "send_outcome")
    form = SendOutcomeForm(request.POST or None, as_of=request.as_of)
    lead = "The outcome of the last review, in writing."
    done = "Recorded."
    return PAGES.show_plain(request, facts, "send_outcome", form, direction_reviews.send_outcome, done=done, lead=lead)


def end(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """The last day, and how it ended."""
    facts = load(request, direction_reference, "end")
    form = EndDirectionForm(request.POST or None, as_of=request.as_of)
    lead = "This closes the case, and the registration at the other school ends with it."
    done = "The direction is ended and the case closed."
    return PAGES.show_plain(request, facts, "end", form, directions.end_direction, done=done, lead=lead)
