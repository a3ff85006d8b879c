"""The pages on which the first day of a managed move, the look at it and its refusal are put right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from exclusions.actions import move_corrections as actions
from exclusions.moves.forms import CorrectRefusalForm, CorrectReviewForm, CorrectStartForm
from exclusions.moves.views import PAGES, load
from exclusions.views.steps import correcting


def correct_start(request: HttpRequest, move_reference: str) -> HttpResponse:
    """The first day at the new school was recorded wrongly, or by mistake."""
    facts = load(request, move_reference, "correct_start")
    form = CorrectStartForm(request.POST or None, move=facts.move, as_of=request.as_of)
    act = correcting(request, form, actions.correct_start, actions.take_back_start)
    lead = (
        "The rolls of both schools follow. If the pupil has not moved, the pupil is on the roll of the old school as "
        "before, and the move is agreed and still to start."
    )
    return PAGES.show(request, facts, "correct_start", form, act, done="Corrected, and both rolls say so.", lead=lead)


def correct_review(request: HttpRequest, move_reference: str) -> HttpResponse:
    """How the move goes was recorded wrongly, or by mistake."""
    facts = load(request, move_reference, "correct_review")
    form = CorrectReviewForm(request.POST or None, move=facts.move, as_of=request.as_of)
    act = correcting(request, form, actions.correct_review, actions.take_back_review)
    lead = "If nobody has looked at the move yet, the case is open again, and so is the date for it."
    return PAGES.show(request, facts, "correct_review", form, act, done="Corrected.", lead=lead)


def correct_refusal(request: HttpRequest, move_reference: str) -> HttpResponse:
    """That the move was declined or withdrawn was recorded wrongly, or by mistake."""
    facts = load(request, move_reference, "correct_refusal")
    form = CorrectRefusalForm(request.POST or None, move=facts.move, as_of=request.as_of)
    act = correcting(request, form, actions.correct_refusal, actions.take_back_refusal)
    lead = "If the move goes on, the case is open again with everybody’s agreement as it was."
    return PAGES.show(request, facts, "correct_refusal", form, act, done="Corrected.", lead=lead)
