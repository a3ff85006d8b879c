"""The pages on which the last review of a direction off site, and how it ended, are put right."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from exclusions.actions import direction_corrections as actions
from exclusions.offsite.forms import CorrectEndForm, CorrectReviewForm
from exclusions.offsite.views import PAGES, load
from exclusions.views.steps import correcting


def correct_review(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """What the last review came to was recorded wrongly, or it was not held."""
    facts = load(request, direction_reference, "correct_review")
    form = CorrectReviewForm(request.POST or None, facts=facts, as_of=request.as_of)
    act = correcting(request, form, actions.correct_review, actions.take_back_review)
    lead = (
        "Possible until the next review is asked for or listed. If it was not held, it is listed for its day again, "
        "and you can list it for another."
    )
    return PAGES.show(request, facts, "correct_review", form, act, done="Corrected. The dates follow.", lead=lead)


def correct_end(request: HttpRequest, direction_reference: str) -> HttpResponse:
    """The last day or how it ended was recorded wrongly, or by mistake."""
    facts = load(request, direction_reference, "correct_end")
    form = CorrectEndForm(request.POST or None, direction=facts.direction, as_of=request.as_of)
    act = correcting(request, form, actions.correct_end, actions.take_back_end)
    lead = (
        "The registration at the other school follows. If the direction goes on, the case is open again in the state "
        "it had. What stood here is kept."
    )
    return PAGES.show(request, facts, "correct_end", form, act, done="Corrected. The dates follow.", lead=lead)
