"""Proposing a managed move, from the child's page, and its steps: one page, one form, one action each."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_child_for
from exclusions.actions import moves
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import record_told
from exclusions.kind_code import MANAGED_MOVE
from exclusions.moves.facts import MoveFacts, gather_move
from exclusions.moves.forms import (
    AgreeForm,
    CorrectMoveForm,
    FileForm,
    MoveToldForm,
    ProposeMoveForm,
    RefuseForm,
    ReviewMoveForm,
    StartForm,
)
from exclusions.moves.policies import reasons_against
from exclusions.moves.states import transition
from exclusions.permissions import check_user_can_record
from exclusions.views.following import opened_from
from exclusions.views.steps import KindPages, load_case
from ledger.posts import act_on_form, form_key

# With where fields that their form is not filled with are stored, to show both versions after a stale edit.
PAGES = KindPages(
    "move",
    transition,
    reasons_against,
    {
        **{name: name for name in ("moved_on", "reviewed_on", "is_settled", "refused_on", "refusal")},
        "sent_on": "safeguarding_file_sent_on",
    },
)
FILE_NOT_RECORDED = (
    "It is not recorded that the old school passed the safeguarding file on. Ask the schools. You can record the day "
    "after this case is closed too; until then it stays a task."
)


def record(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The form; a valid one opens the case and shows it."""
    child = get_child_for(request, child_uuid, "move_record", to_change=True)
    check_user_can_record(request.user)
    before = opened_from(request, child, "move_record")
    form = ProposeMoveForm(request.POST or None, child=child, as_of=request.as_of)
    form_name = f"move_record:{child.uuid}"

    def perform() -> str:
        case = moves.propose_move(
            child=child,
            school=form.cleaned_data["chosen_school"],
            proposed=form.proposed(),
            home_authority=form.chosen_authority(),
            opened_from=before,
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("case", args=[case.reference])

    done = "The managed move is recorded as proposed. Record who agrees next."
    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused,), done=done)
    context = {"form": form, "child": child, "before": before, "form_key": form_key(request, form_name)}
    return answer or render(request, "exclusions/move_record.html", context)


def load(request: HttpRequest, reference: str, step: str) -> MoveFacts:
    """The managed move of this case, for who may work it."""
    return gather_move(load_case(request, reference, f"move_{step}", MANAGED_MOVE))


def told(request: HttpRequest, move_reference: str) -> HttpResponse:
    """Who was told on which day."""
    facts = load(request, move_reference, "told")
    form = MoveToldForm(request.POST or None, told=facts.told, as_of=request.as_of)
    lead = "Who was told of the proposal. Who agrees has a page of its own."
    return PAGES.show_plain(
        request, facts, "told", form, record_told, done="Recorded.", lead=lead, answers=form.answers
    )


def correct(request: HttpRequest, move_reference: str) -> HttpResponse:
    """Correct what was recorded wrongly, or has changed."""
    facts = load(request, move_reference, "correct")
    form = CorrectMoveForm(request.POST or None, move=facts.move, as_of=request.as_of)

    lead = "Who must agree follows from the plan, care and social work. For another school everybody is asked anew."
    act = moves.correct_move
    return PAGES.show_plain(request, facts, "correct", form, act, done="Corrected.", lead=lead, answers=form.corrected)


def agree(request: HttpRequest, move_reference: str) -> HttpResponse:
    """Who agrees, on which day."""
    facts = load(request, move_reference, "agree")
    form = AgreeForm(request.POST or None, facts=facts, as_of=request.as_of)
    lead = "A managed move is voluntary. It starts only when everybody has agreed."
    done, act = "Recorded who agrees.", moves.record_agreements
    return PAGES.show_plain(request, facts, "agree", form, act, done=done, lead=lead, answers=form.answers)


def start(request: HttpRequest, move_reference: str) -> HttpResponse:
    """The first day at the new school."""
    facts = load(request, move_reference, "start")
    initial = {"moved_on": facts.move.starts_on}
    form = StartForm(request.POST or None, initial=initial, as_of=request.as_of)
    lead = "On this day the pupil comes off the roll of the old school and onto that of the new one."
    done = "The pupil has moved, and both rolls say so."
    return PAGES.show_plain(request, facts, "start", form, moves.start_move, done=done, lead=lead)


def file(request: HttpRequest, move_reference: str) -> HttpResponse:
    """When the safeguarding file was passed on."""
    facts = load(request, move_reference, "file")
    initial = {"sent_on": facts.move.safeguarding_file_sent_on}
    form = FileForm(request.POST or None, initial=initial, as_of=request.as_of)
    lead = "The day on which the old school passed it to the new one."
    return PAGES.show_plain(request, facts, "file", form, moves.record_file, done="Recorded.", lead=lead)


def review(request: HttpRequest, move_reference: str) -> HttpResponse:
    """How the move goes."""
    facts = load(request, move_reference, "review")
    form = ReviewMoveForm(request.POST or None, as_of=request.as_of)

    lead = "This closes the case. The pupil stays at the new school either way: the move was for good."
    done, act = "Recorded, and the case is closed.", moves.review_move
    warning = FILE_NOT_RECORDED if facts.is_file_owed else ""
    return PAGES.show_plain(
        request, facts, "review", form, act, done=done, lead=lead, answers=form.reviewed, warning=warning
    )


def refuse(request: HttpRequest, move_reference: str) -> HttpResponse:
    """The move does not come about."""
    facts = load(request, move_reference, "refuse")
    form = RefuseForm(request.POST or None, as_of=request.as_of)
    lead = "This closes the case. Nobody has to agree to a managed move, and the pupil stays where they are."
    return PAGES.show_plain(
        request, facts, "refuse", form, moves.refuse_move, done="Recorded, and the case is closed.", lead=lead
    )
