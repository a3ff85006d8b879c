"""What a school sent: receipt and status, copy, files, questions, corrections and withdrawal."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.actions.cases import team_for
from cases.pdf import write_pdf
from components.forms import GovukForm
from ledger.posts import act_on_form, form_key
from portal.actions.answering import FilesRefused, answer_question, withdraw
from portal.actions.drafts import start_correction
from portal.forms import AnswerForm, WithdrawForm
from portal.models import Submission
from portal.policies import NotPossible
from portal.presenters import sent as presenters
from portal.presenters.check import present_incident
from portal.school_access import get_question_for, get_sent_file_for, get_sent_for
from portal.triage import Folder, open_folder
from portal.views.incidents import add_pupil_name
from portal.views.send_check import file_response
from schools.queries import the_authority


def sent(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """The receipt, and afterwards the status. The same page however often and whenever it is opened."""
    submission = get_sent_for(request, submission_reference, "sent", names_others=True)
    folder = open_folder(submission)
    authority = the_authority()
    council = council_of(submission)
    asked = presenters.present_asked(folder, request.as_of)
    for question in asked:
        if question["url"]:
            question["form"] = AnswerForm(auto_id=f"id_%s_{question['uuid']}")
            question["form_key"] = form_key(request, f"answer:{question['uuid']}")
    context = {
        "submission": submission,
        "what": presenters.what_was_sent(submission),
        "pupil": presenters.short_pupil_name(submission.payload),
        **presenters.present_next(folder, council),
        "history": presenters.present_history(folder, council),
        "asked": asked,
        "versions": presenters.present_versions(folder),
        "contact": authority.contact_for_schools if authority else "",
        "incident": present_incident(submission.draft) if submission.draft else None,
        "can_add": presenters.can_add_pupil(folder),
        "add_key": form_key(request, add_pupil_name(submission)),
    }
    return render(request, "portal/sent.html", context)


def council_of(submission: Submission) -> str:
    """Who reads it: “The Exclusions team at Coventry City Council”."""
    team, authority = team_for(submission.kind), the_authority()
    name = authority.name if authority else "the council"
    return f"The {team.name} at {name}" if team else f"{name[:1].upper()}{name[1:]}"


def sent_copy(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """What was sent, as a file to keep."""
    folder = open_folder(get_sent_for(request, submission_reference, "sent_copy"))
    response = HttpResponse(write_pdf(copy_html(folder)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{folder.original.reference}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def copy_html(folder: Folder) -> str:
    """The words of the copy: every version, every question with its answer, and a withdrawal."""
    authority = the_authority()
    return render_to_string(
        "portal/copy.html",
        {
            "submission": folder.original,
            "authority": authority,
            "what": presenters.what_was_sent(folder.original),
            "history": presenters.present_history(folder, council_of(folder.original)),
            "versions": presenters.present_versions(folder),
            "asked": presenters.present_asked(folder, folder.original.received_on),
        },
    )


def sent_file(request: HttpRequest, submission_reference: str, sent_file_uuid: uuid.UUID) -> HttpResponse:
    """A file that the school sent, to be saved."""
    return file_response(get_sent_file_for(get_sent_for(request, submission_reference, "sent_file"), sent_file_uuid))


@require_POST
def sent_correct(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Begin a correction, filled with what was sent; go on with the one that was begun."""
    submission = get_sent_for(request, submission_reference, "sent_correct")
    try:
        draft = start_correction(submission=submission, by=request.user, as_of=request.as_of)
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("sent", submission.reference)
    return redirect("send_draft", draft.form, draft.uuid)


def sent_withdraw(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Withdraw it, with a reason."""
    submission = get_sent_for(request, submission_reference, "sent_withdraw")
    form = WithdrawForm(request.POST or None)
    form_name = f"withdraw:{submission.reference}"

    def perform() -> str:
        withdraw(submission=submission, reason=form.cleaned_data["reason"], by=request.user, as_of=request.as_of)
        return reverse("sent", args=[submission.reference])

    done = "It was withdrawn. The council sees your reason."
    answer = act_on_form(request, form, form_name, perform, refusals=(NotPossible,), done=done)
    context = _context(request, submission, form, form_name)
    return answer or render(request, "portal/sent_withdraw.html", context)


def sent_question(request: HttpRequest, submission_reference: str, question_uuid: uuid.UUID) -> HttpResponse:
    """Answer a question of the council's, with files if need be."""
    submission = get_sent_for(request, submission_reference, "sent_question")
    question = get_question_for(submission, question_uuid)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnswerForm(data, files)
    form_name = f"answer:{question.uuid}"

    def perform() -> str:
        answers = form.cleaned_data
        answer_question(
            question=question, text=answers["text"], uploads=answers["files"], by=request.user, as_of=request.as_of
        )
        return reverse("sent", args=[submission.reference])

    refusals = (NotPossible, FilesRefused)
    answer = act_on_form(request, form, form_name, perform, refusals=refusals, done="Your answer was sent.")
    if answer is None and form.is_bound:
        form.ask_for_files_again()
    asked = next(
        each
        for each in presenters.present_asked(open_folder(submission), request.as_of)
        if each["uuid"] == str(question_uuid)
    )
    context = {**_context(request, submission, form, form_name), "question": asked}
    return answer or render(request, "portal/sent_question.html", context)


def _context(request: HttpRequest, submission: Submission, form: GovukForm, form_name: str) -> dict[str, object]:
    return {
        "submission": submission,
        "what": presenters.what_was_sent(submission),
        "form": form,
        "form_key": form_key(request, form_name),
    }
