"""Questions to a school about what it sent, its answers, and its corrections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from components.forms import GovukForm
from ledger.keys import KeyRefused
from ledger.posts import act_on_form, answer_once, form_key
from portal.actions.asking import AskRefused, ask_school, take_answer
from portal.actions.deciding import AlreadyDecided, DecisionRefused, accept_correction, decline_correction
from portal.desk_access import get_folder_for, get_part_of
from portal.desk_forms import QuestionForm, ReasonForm
from portal.models import Submission
from portal.permissions import check_user_can_decide, user_can_decide
from portal.presenters import triage as presenters
from portal.webforms import NotAccepted


def submission_ask(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Ask the school; it answers in place and is reminded."""
    folder = get_folder_for(request, submission_reference, "submission_ask", to_decide=True)
    form = QuestionForm(request.POST or None)
    form_name = f"submission_ask:{folder.original.reference}"

    def perform() -> str:
        ask_school(submission=folder.original, **form.cleaned_data, by=request.user, as_of=request.as_of)
        return reverse("submission", args=[folder.original.reference]) + "#questions"

    done = "The question was sent. The school is reminded until it answers."
    answer = act_on_form(request, form, form_name, perform, refusals=(AskRefused,), done=done)
    context = {
        "submission": presenters.present_submission(folder, request.as_of),
        "questions": presenters.present_questions(folder, request.as_of),
        "form": form,
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "portal/from_schools_ask.html", context)


@require_POST
def submission_answer_take(request: HttpRequest, submission_reference: str, answer_reference: str) -> HttpResponse:
    """Take the answer to a question about an accepted submission into its case."""
    folder = get_folder_for(request, submission_reference, "submission_answer_take", to_decide=True)
    part = get_part_of(folder, answer_reference, Submission.Part.ANSWER)
    address = reverse("submission", args=[folder.original.reference])

    def perform() -> str:
        take_answer(answer=part, by=request.user, as_of=request.as_of)
        return address

    try:
        return answer_once(request, f"answer_take:{request.path}", perform, done="The answer is in the case.")
    except (KeyRefused, AskRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect(address)


def submission_correction(request: HttpRequest, submission_reference: str, correction_reference: str) -> HttpResponse:
    """Both versions side by side; a POST takes the correction into the case."""
    folder = get_folder_for(request, submission_reference, "submission_correction")
    correction = get_part_of(folder, correction_reference, Submission.Part.CORRECTION)
    form = GovukForm(request.POST if request.method == "POST" else None)
    form_name = f"submission_correction:{correction.reference}"
    if request.method == "POST":
        check_user_can_decide(request.user, folder.original)

    def perform() -> str:
        case = accept_correction(correction=correction, by=request.user, as_of=request.as_of)
        return reverse("case", args=[case.reference])

    try:
        answer = act_on_form(
            request,
            form,
            form_name,
            perform,
            refusals=(DecisionRefused, NotAccepted),
            done="The correction is in the case, and the school has been told.",
        )
    except AlreadyDecided as decided:
        messages.info(request, str(decided))
        return redirect("submission", folder.original.reference)
    versions = presenters.present_versions(folder, correction)
    context = {
        "submission": presenters.present_submission(folder, request.as_of),
        "correction": presenters.present_correction(folder, correction),
        "changed": presenters.only_changed(versions),
        "versions": versions,
        "can_decide": user_can_decide(request.user, folder.original),
        "form": form,
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "portal/from_schools_correction.html", context)


def submission_correction_decline(
    request: HttpRequest, submission_reference: str, correction_reference: str
) -> HttpResponse:
    """Leave the case as it is, with the reason for the school."""
    folder = get_folder_for(request, submission_reference, "submission_correction", to_decide=True)
    correction = get_part_of(folder, correction_reference, Submission.Part.CORRECTION)
    form = ReasonForm(request.POST or None)
    form_name = f"submission_correction_decline:{correction.reference}"
    address = reverse("submission", args=[folder.original.reference])

    def perform() -> str:
        decline_correction(correction=correction, **form.cleaned_data, by=request.user, as_of=request.as_of)
        return address

    done = "The case stays as it is, and the school has been told why."
    try:
        answer = act_on_form(request, form, form_name, perform, refusals=(DecisionRefused,), done=done)
    except AlreadyDecided as decided:
        messages.info(request, str(decided))
        return redirect(address)
    context = {
        "submission": presenters.present_submission(folder, request.as_of),
        "title": f"Do not accept the correction {correction.reference}",
        "lead": "The case stays as it is. The school reads your reason.",
        "form": form,
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "portal/from_schools_reason.html", context)
