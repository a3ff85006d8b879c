"""One submission: the page on which an officer decides, and each decision."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases import search
from cases.actions.children import ChildRefused
from cases.models import Case
from cases.views.documents import as_download
from ledger.posts import act_on_form, form_key
from portal.actions.deciding import (
    AlreadyDecided,
    DecisionRefused,
    NewChild,
    accept,
    accept_with_new_child,
    reject,
    return_to_school,
)
from portal.asked_of_forms import officers_meaning_of
from portal.contexts import context_about
from portal.desk_access import find_folder, get_file_of, get_folder_for, log_folder
from portal.desk_forms import NEW_CASE, AcceptForm, FindChildForm, NewChildForm, ReasonForm
from portal.matching import (
    Candidate,
    Matches,
    candidate_for,
    given_pupil,
    look_for,
    must_look_twice,
    similar_children,
    suggest,
)
from portal.permissions import check_user_can_decide, user_can_decide
from portal.presenters import triage as presenters
from portal.presenters.send import present_meaning
from portal.triage import Folder, also_waiting, beside_in_incident, open_cases_to_attach
from portal.webforms import NotAccepted

_REFUSALS = (DecisionRefused, NotAccepted, ChildRefused)


def submission(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """What was sent, beside the child that it is probably about; `?child=` compares another one."""
    folder = find_folder(request.user, submission_reference)
    return _triage_page(request, folder, request.GET.get("child", ""))


def _triage_page(
    request: HttpRequest, folder: Folder, child_asked_for: str, form: AcceptForm | None = None
) -> HttpResponse:
    can_decide = user_can_decide(request.user, folder.original)
    context: dict[str, Any] = {
        "submission": presenters.present_submission(folder, request.as_of),
        "groups": presenters.present_groups(folder.current),
        "doubts": presenters.present_doubts(folder),
        "files": presenters.present_sent_files(folder),
        "questions": _with_keys(request, presenters.present_questions(folder, request.as_of), can_decide=can_decide),
        "corrections": presenters.present_corrections(folder),
        "also_waiting": presenters.present_also_waiting(also_waiting(folder, request.user)),
        "beside": presenters.present_beside(folder, beside_in_incident(folder, request.user)),
        "can_decide": can_decide,
    }
    if folder.is_waiting:
        context |= _match(request, folder, child_asked_for, form)
    else:
        log_folder(request, folder, "submission")
    return render(request, "portal/from_schools_submission.html", context)


def _match(request: HttpRequest, folder: Folder, child_asked_for: str, form: AcceptForm | None) -> dict[str, Any]:
    """The child that it is probably about, side by side, the others that it may be, and the form to accept."""
    given = given_pupil(folder.current.payload)
    matches = suggest(given, folder.original.school, request.user, request.as_of)
    shown = candidate_for(child_asked_for, given, folder.original.school, request.user, request.as_of)
    shown = shown or next(iter(matches.candidates), None)
    log_folder(request, folder, "submission", _children_of(matches, shown))
    address = reverse("submission", args=[folder.original.reference])
    child, payload = shown.child if shown else None, folder.current.payload
    about = context_about(folder.original, payload, child, request.user, request.as_of)
    context: dict[str, Any] = {
        "meaning": present_meaning(officers_meaning_of(folder.webform, about)),
        "warnings": presenters.present_warnings(given, matches, shown),
        "given": presenters.present_given(given, folder),
        "others": presenters.present_others(matches.candidates, shown, address),
    }
    if shown is not None:
        form = form or _accept_form(request, folder, shown)
        context |= {
            "comparison": presenters.present_comparison(given, shown, folder),
            "form": form,
            "form_key": form_key(request, _accept_name(folder, shown)),
        }
    return context


def _children_of(matches: Matches, shown: Candidate | None) -> list[int]:
    children = [each.child for each in matches.candidates]
    children += [each for each in (matches.upn_of_another, shown.child if shown else None) if each is not None]
    return [child.pk for child in children]


def _with_keys(request: HttpRequest, questions: list[dict[str, Any]], *, can_decide: bool) -> list[dict[str, Any]]:
    """Each small form that takes an answer has a key of its own; who cannot decide gets no form."""
    for question in questions:
        if question["take_url"]:
            question["form_key"] = form_key(request, f"answer_take:{question['take_url']}")
        if not can_decide:
            question["take_url"] = ""
    return questions


def _accept_name(folder: Folder, candidate: Candidate) -> str:
    # The key belongs to this child beside this submission: it cannot accept for a sibling.
    return f"submission_accept:{folder.original.reference}:{candidate.child.uuid}"


def _accept_form(request: HttpRequest, folder: Folder, candidate: Candidate) -> AcceptForm:
    # Once it is decided nothing more is asked: the action says who decided, and a repeat gets its first answer.
    cases = open_cases_to_attach(folder.webform, candidate.child, folder.current) if folder.is_waiting else []
    differs = must_look_twice(candidate, given_pupil(folder.current.payload), request.user)
    data = request.POST or None
    return AcceptForm(data, cases=presenters.case_choices(cases), differs=differs and folder.is_waiting)


@require_POST
def submission_accept(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Accept for the child that was shown."""
    folder = find_folder(request.user, submission_reference)
    check_user_can_decide(request.user, folder.original)
    given, asked_for = given_pupil(folder.current.payload), request.POST.get("child", "")
    candidate = candidate_for(asked_for, given, folder.original.school, request.user, request.as_of)
    if candidate is None:
        messages.error(request, "Choose the child first, then accept.")
        return redirect("submission", folder.original.reference)
    form = _accept_form(request, folder, candidate)

    def perform() -> str:
        case = accept(
            submission=folder.original,
            child=candidate.child,
            case=_case_chosen(folder, candidate, form.cleaned_data.get("case", NEW_CASE)),
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("case", args=[case.reference])

    done = f"{folder.original.reference} is accepted, and the school has been told."
    try:
        answer = act_on_form(request, form, _accept_name(folder, candidate), perform, refusals=_REFUSALS, done=done)
    except AlreadyDecided as decided:
        return _already(request, folder, decided)
    return answer or _triage_page(request, folder, asked_for, form)


def _case_chosen(folder: Folder, candidate: Candidate, chosen: str) -> Case | None:
    if chosen == NEW_CASE:
        return None
    cases = open_cases_to_attach(folder.webform, candidate.child, folder.current)
    return next(case for case in cases if case.reference == chosen)


def _already(request: HttpRequest, folder: Folder, decided: AlreadyDecided) -> HttpResponse:
    """Say who was quicker, on the page that shows what they decided."""
    messages.info(request, str(decided))
    return redirect("submission", folder.original.reference)


def submission_find(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Another child than those suggested. What was typed is kept in the session: a name is in no address."""
    folder = find_folder(request.user, submission_reference)
    check_user_can_decide(request.user, folder.original)
    words = search.remembered(request, request.GET.get("s", ""))
    form = FindChildForm(request.POST or None, initial={"words": words})
    address = reverse("submission", args=[folder.original.reference])
    if request.method == "POST" and form.is_valid():
        return redirect(f"{address}find/?s={search.remember(request, form.cleaned_data['words'])}")
    given = given_pupil(folder.current.payload)
    found = look_for(words, given, folder.original.school, request.user, request.as_of)
    log_folder(request, folder, "submission_find", [each.child.pk for each in found])
    context = {
        "submission": presenters.present_submission(folder, request.as_of),
        "form": form,
        "words": words,
        "found": presenters.present_others(found, None, address),
    }
    return render(request, "portal/from_schools_find.html", context)


def submission_create(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """A pupil without a record: create one with the facts given, and accept the submission for it."""
    folder = find_folder(request.user, submission_reference)
    check_user_can_decide(request.user, folder.original)
    given = given_pupil(folder.current.payload)
    similar = similar_children(given, folder.original.school, request.user, request.as_of)
    log_folder(request, folder, "submission_create", [each.child.pk for each in similar])
    received_on = folder.original.received_on
    form = NewChildForm(request.POST or None, given=given, received_on=received_on, has_similar=bool(similar))

    def perform() -> str:
        pupil = NewChild(**form.facts())
        case = accept_with_new_child(submission=folder.original, pupil=pupil, by=request.user, as_of=request.as_of)
        return reverse("case", args=[case.reference])

    form_name = f"submission_create:{folder.original.reference}"
    done = f"A record was created and {folder.original.reference} is accepted."
    try:
        answer = act_on_form(request, form, form_name, perform, refusals=_REFUSALS, done=done)
    except AlreadyDecided as decided:
        return _already(request, folder, decided)
    address = reverse("submission", args=[folder.original.reference])
    context = {
        "submission": presenters.present_submission(folder, request.as_of),
        "similar": presenters.present_others(similar, None, address),
        "form": form,
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "portal/from_schools_create.html", context)


def submission_return(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Give it back to the school, with what to change."""
    return _refuse(
        request,
        submission_reference,
        "return",
        return_to_school,
        title="Return to the school",
        lead="The school can correct it and send it again; it then waits here as before.",
        done="It was returned, and the school has been told.",
    )


def submission_reject(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Refuse it for good, with the reason."""
    return _refuse(
        request,
        submission_reference,
        "reject",
        reject,
        title="Do not accept",
        lead="No case is opened. The school cannot correct it any more; it would have to send a new form.",
        done="It was not accepted, and the school has been told.",
    )


def _refuse(
    request: HttpRequest,
    reference: str,
    verb: str,
    act: Callable[..., object],
    *,
    title: str,
    lead: str,
    done: str,
) -> HttpResponse:
    folder = get_folder_for(request, reference, f"submission_{verb}", to_decide=True)
    form = ReasonForm(request.POST or None)
    form_name = f"submission_{verb}:{folder.original.reference}"

    def perform() -> str:
        act(submission=folder.original, **form.cleaned_data, by=request.user, as_of=request.as_of)
        return reverse("from_schools")

    try:
        answer = act_on_form(request, form, form_name, perform, done=done)
    except AlreadyDecided as decided:
        return _already(request, folder, decided)
    context = {
        "submission": presenters.present_submission(folder, request.as_of),
        "title": title,
        "lead": lead,
        "form": form,
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "portal/from_schools_reason.html", context)


def submission_file(request: HttpRequest, submission_reference: str, submission_file_uuid: uuid.UUID) -> FileResponse:
    """A file that came with it, to be saved: never shown inside our pages, never run. The download is logged."""
    folder = get_folder_for(request, submission_reference, "submission_file")
    return as_download(get_file_of(folder, submission_file_uuid))
