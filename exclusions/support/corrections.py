"""The pages on which agreed support, a meeting and the end of a request for help are put right."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import support_corrections as actions
from exclusions.support.correction_forms import (
    CorrectLineForm,
    CorrectMeetingForm,
    CorrectNotTakenUpForm,
    CorrectOutcomeForm,
)
from exclusions.support.facts import LineFacts
from exclusions.support.policies import reasons_against_line
from exclusions.support.states import NOT_TAKEN_UP, transition
from exclusions.support.views import PAGES, load, load_line
from exclusions.views.steps import StepPage, correcting, show_step

# Here the forms are filled with what is stored, and “because” is why it is corrected.
_PAGES = replace(PAGES, columns={})


def correct_line(request: HttpRequest, support_line_uuid: uuid.UUID) -> HttpResponse:
    """One line of support was recorded wrongly, or by mistake."""
    found, facts = load_line(request, support_line_uuid, "correct_line")
    form = CorrectLineForm(request.POST or None, facts=facts, line=found, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"line": found, "because": answers["because"], "version": version, "by": request.user}
        if answers["is_mistake"]:
            return actions.take_back_line(as_of=request.as_of, **act_by)
        return actions.correct_line(corrected=form.line(), as_of=request.as_of, **form.confirmation(), **act_by)

    page = StepPage(
        name=f"support_correct_line:{found.uuid}",
        title=f"{transition('correct_line').label}: {found.get_kind_display()}",
        lead="For what was recorded wrongly. If this support really ended, record how it went instead.",
        done="Corrected. The tasks follow.",
        reasons=reasons_against_line("correct_line", found, facts, request.as_of),
        columns={},
    )
    return show_step(request, LineFacts(facts.case, found), page, form, act)


def correct_meeting(request: HttpRequest, support_reference: str) -> HttpResponse:
    """A meeting was recorded for another day, or by mistake."""
    facts = load(request, support_reference, "correct_meeting")
    form = CorrectMeetingForm(request.POST or None, facts=facts, as_of=request.as_of)

    def take_back(**act_by: object) -> object:
        return actions.take_back_meeting(meeting=form.cleaned_data["meeting"], **act_by)  # type: ignore[arg-type]

    act = correcting(request, form, actions.correct_meeting, take_back)
    lead = "Who took part and what was decided is corrected by recording the meeting of that day again."
    return PAGES.show(request, facts, "correct_meeting", form, act, done="Corrected.", lead=lead)


def correct_close(request: HttpRequest, support_reference: str) -> HttpResponse:
    """What came of the help, or why it was not taken up, was recorded wrongly, or by mistake."""
    facts = load(request, support_reference, "correct_close")
    is_declined = facts.case.state == NOT_TAKEN_UP
    kind = CorrectNotTakenUpForm if is_declined else CorrectOutcomeForm
    form = kind(request.POST or None, facts=facts, as_of=request.as_of)
    correct = actions.correct_not_taken_up if is_declined else actions.correct_outcome
    act = correcting(request, form, correct, actions.take_back_close)
    lead = "If the request goes on, the case is open again in the state it had. What stood here is kept."
    return _PAGES.show(request, facts, "correct_close", form, act, done="Corrected.", lead=lead)
