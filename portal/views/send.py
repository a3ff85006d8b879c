"""Filling in a form: what you need, the task list, one page a step, what it means, and probable mistakes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from components.forms import GovukForm
from ledger.keys import KeyRefused
from ledger.posts import answer_once, form_key, posted_version, version_to_show
from ledger.versions import StaleEdit
from portal.actions.drafts import confirm_doubts, save_step, start_draft
from portal.actions.files_of_drafts import Received, keep_files, remove_file
from portal.actions.incidents import answer_for_others
from portal.actions.mistakes import record_mistakes
from portal.answers import answers_of, file_fields, json_safe, typed_of
from portal.asked_of_forms import meaning_of
from portal.contexts import context_for
from portal.mistakes import errors_without_values, refused_files
from portal.models import Draft
from portal.presenters.check import present_incident, present_pupil_of_incident
from portal.presenters.send import present_files, present_meaning, present_stale_step, present_tasks, step_number
from portal.queries import files_of_draft
from portal.school_access import OpenDraft, log_pupils_found, school_to_send_for, webform_or_404
from portal.step_forms import (
    answers_so_far,
    asking_again,
    given_for_others,
    keep_only_errors_of,
    names_of_file_fields,
    sent_form,
    shown_form,
)
from portal.steps import (
    can_open,
    every_step_is_complete,
    incomplete_steps,
    open_doubts,
    step_after,
    step_before,
    step_to_do_after,
)
from portal.views.drafts import for_draft, step_address
from portal.webforms import Answers, FormContext, Step

# What the buttons of a step say they want (`then`); "remove:" is followed by the id of a file.
LATER, UPLOAD, REMOVE, FOR_ALL = "later", "upload", "remove:", "all"


def send_start(request: HttpRequest, form_code: str) -> HttpResponse:
    """What the form is and what it asks; starting it makes a draft."""
    webform = webform_or_404(form_code)
    school = school_to_send_for(request)
    if school is None:
        return redirect("school_choose")
    form_name = f"send:{webform.code}:{school.urn}"
    error = ""
    if request.method == "POST":

        def perform() -> str:
            draft = start_draft(webform=webform, school=school, by=request.user, as_of=request.as_of)
            return reverse("send_draft", args=[webform.code, draft.uuid])

        try:
            return answer_once(request, form_name, perform)
        except KeyRefused as refused:
            error = str(refused)
    context = {"webform": webform, "error": error, "form_key": form_key(request, form_name)}
    return render(request, "portal/send_start.html", context)


@for_draft
def send_draft(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """The task list."""
    context = {
        "draft": opened.draft,
        "webform": opened.webform,
        **present_tasks(opened),
        "meaning": present_meaning(meaning_of(opened.webform, opened.context)),
        "incident": present_incident(opened.draft),
    }
    return render(request, "portal/send_tasks.html", context)


@for_draft
def send_step(request: HttpRequest, opened: OpenDraft, step_code: str) -> HttpResponse:
    """One page of the form. Continue keeps right answers and goes on; save and come back later keeps what was typed."""
    step = opened.step(step_code)
    if not can_open(opened.draft, opened.webform, opened.context, step):
        return redirect("send_draft", opened.webform.code, opened.draft.uuid)
    if request.method != "POST":
        return _page(request, opened, step, shown_form(step, opened.draft, opened.context))
    then = request.POST.get("then", "")
    received = _files(request, opened, step, then)
    kept = {
        file.field.partition(".")[2] for file in files_of_draft(opened.draft) if file.field.startswith(f"{step_code}.")
    }
    form = sent_form(
        step, opened.context, request.POST, kept | {name for name, each in received.items() if each.refused}
    )
    again = asking_again(step, form, opened.context)
    if again is not None:
        return _page(request, opened, step, again)
    return _answer(request, opened, step, form, received, then)


def _files(request: HttpRequest, opened: OpenDraft, step: Step, then: str) -> dict[str, Received]:
    """Keep the files that came, and take out the one whose button was pressed."""
    who = {"by": request.user, "as_of": request.as_of}
    if then.startswith(REMOVE):
        remove_file(draft=opened.draft, file_uuid=then.removeprefix(REMOVE), **who)
    received = {}
    for name in names_of_file_fields(step, opened.context):
        uploads = [each for each in request.FILES.getlist(name) if each.name]
        received[name] = Received()
        if uploads:
            received[name] = keep_files(draft=opened.draft, step=step.code, name=name, uploads=uploads, **who)
    return received


def _answer(
    request: HttpRequest, opened: OpenDraft, step: Step, form: GovukForm, received: dict[str, Received], then: str
) -> HttpResponse:
    is_valid = form.is_valid()
    is_of_files = then == UPLOAD or then.startswith(REMOVE)
    if is_of_files:
        keep_only_errors_of(form, received if then == UPLOAD else ())
    mistakes = errors_without_values(form)
    for name, each in received.items():
        mistakes += refused_files(name, each.refused)
        for _, reason in each.refused:
            form.add_error(name, reason)
    has_refused_file = any(each.refused for each in received.values())
    if form.errors and (then != LATER or has_refused_file):
        record_mistakes(form=opened.webform.code, step=step.code, school=opened.draft.school, errors=mistakes)
        return _page(request, opened, step, form)
    saved = _saved(request, opened, step, form, answers_of(form) if is_valid and not is_of_files else None)
    if saved is None:
        return _page(request, opened, step, form)
    if then == FOR_ALL:
        given = given_for_others(saved, step, request.POST, request.as_of)
        answer_for_others(step=step.code, given=given, by=request.user, as_of=request.as_of)
    return _onward(request, OpenDraft(saved, opened.webform, request.as_of), step, then)


def _saved(
    request: HttpRequest, opened: OpenDraft, step: Step, form: GovukForm, answers: Answers | None
) -> Draft | None:
    """The draft with this page in it; None, and both versions in the form, when a colleague changed the page
    meanwhile."""
    try:
        return save_step(
            draft=opened.draft,
            step=step.code,
            answers=answers,
            typed=typed_of(request.POST),
            version=posted_version(request),
            by=request.user,
            as_of=request.as_of,
        )
    except StaleEdit as stale:
        form.stale = stale.current
        form.add_error(None, str(stale))
        return None


def _onward(request: HttpRequest, opened: OpenDraft, step: Step, then: str) -> HttpResponse:
    if then == UPLOAD or then.startswith(REMOVE):
        return redirect(_step_url(request, opened, step.code))
    if then == LATER:
        messages.success(request, "Your draft is saved. Anybody of your school can go on with it.")
        return redirect("home")
    if any(doubt.step == step.code for doubt in open_doubts(opened.draft, opened.webform, opened.context)):
        return redirect(_from(request, reverse("send_doubt", kwargs=step_address(opened, step.code))))
    return go_on(request, opened, step)


def go_on(request: HttpRequest, opened: OpenDraft, step: Step) -> HttpResponse:
    """To the next page; for a pupil of an incident, to the next that is not filled in already. After a change of what
    was complete: to what is incomplete now, if anything, and else to check answers."""
    following = step_after(opened.webform, opened.context, step)
    if opened.draft.incident_id is not None:
        following = step_to_do_after(opened.draft, opened.webform, opened.context, step)
    if _is_from_check(request) or every_step_is_complete(opened.draft, opened.webform, opened.context):
        following = next(iter(incomplete_steps(opened.draft, opened.webform, opened.context)), None)
    if following is None:
        return redirect("send_check", opened.webform.code, opened.draft.uuid)
    return redirect(_step_url(request, opened, following.code))


def _is_from_check(request: HttpRequest) -> bool:
    return (request.POST.get("from") or request.GET.get("from")) == "check"


def _from(request: HttpRequest, url: str) -> str:
    return f"{url}?from=check" if _is_from_check(request) else url


def _step_url(request: HttpRequest, opened: OpenDraft, code: str) -> str:
    return _from(request, reverse("send_step", kwargs=step_address(opened, code)))


def _page(request: HttpRequest, opened: OpenDraft, step: Step, form: GovukForm) -> HttpResponse:
    log_pupils_found(request, [each.child_id for each in getattr(form, "matches", ())])
    number, count = step_number(opened, step)
    context = {
        "webform": opened.webform,
        "draft": opened.draft,
        "step": step,
        "form": form,
        "is_from_check": _is_from_check(request),
        "back_url": _back_url(request, opened, step),
        "files": present_files(opened, step, files_of_draft(opened.draft)),
        "number": number,
        "count": count,
        **present_pupil_of_incident(opened, step),
        "meaning": present_meaning(meaning_of(opened.webform, _context_of_boxes(request, opened, step, form))),
        "stale": present_stale_step(opened, step, form),
        "version": version_to_show(request, form, getattr(form, "stale", opened.draft).version),
    }
    return render(request, step.template, context)


def _back_url(request: HttpRequest, opened: OpenDraft, step: Step) -> str:
    if _is_from_check(request):
        return reverse("send_check", args=[opened.webform.code, opened.draft.uuid])
    before = step_before(opened.webform, opened.context, step)
    if before is None:
        return reverse("send_draft", args=[opened.webform.code, opened.draft.uuid])
    return reverse("send_step", kwargs=step_address(opened, before.code))


def _context_of_boxes(request: HttpRequest, opened: OpenDraft, step: Step, form: GovukForm) -> FormContext:
    """The form's context with what stands in this page's boxes: what was posted, else what was saved. A box with an
    answer that does not fit has none: what was saved before is not what the page says now. The files of the page are
    those that the draft keeps."""
    if not form.is_bound:
        return opened.context
    files = file_fields(form)
    typed = {name: json_safe(value) for name, value in answers_so_far(form).items() if name not in files}
    saved = opened.context.answers(step.code)
    fitting = {name: value for name, value in saved.items() if name in files or name not in form.errors}
    answers = {**fitting, **typed}
    payload = {**opened.context.payload, step.code: answers}
    return context_for(opened.draft.school, payload, request.as_of, opened.context.case, opened.context.corrects)


@require_POST
@for_draft
def send_meaning(request: HttpRequest, opened: OpenDraft, step_code: str) -> HttpResponse:
    """What the answers mean with what stands in this page's boxes now. Nothing is kept."""
    step = opened.step(step_code)
    form = step.form(request.POST, context=opened.context)
    context = _context_of_boxes(request, opened, step, form)
    return render(request, "portal/_meaning.html", {"meaning": present_meaning(meaning_of(opened.webform, context))})


@for_draft
def send_doubt(request: HttpRequest, opened: OpenDraft, step_code: str) -> HttpResponse:
    """An answer that is possible but unlikely: right as it is, or to be changed."""
    step = opened.step(step_code)
    doubts = [each for each in open_doubts(opened.draft, opened.webform, opened.context) if each.step == step_code]
    if request.method == "POST":
        # What is confirmed is what was read: other words than those of the page are asked about again.
        read = set(request.POST.getlist("doubt"))
        confirmed = [each for each in doubts if f"{each.code}:{each.text}" in read]
        draft = confirm_doubts(draft=opened.draft, doubts=confirmed, by=request.user, as_of=request.as_of)
        opened = OpenDraft(draft, opened.webform, request.as_of)
        doubts = [each for each in doubts if each not in confirmed]
    if not doubts:
        return go_on(request, opened, step)
    context = {
        "webform": opened.webform,
        "doubts": doubts,
        "step_url": _step_url(request, opened, step_code),
        "is_from_check": _is_from_check(request),
    }
    return render(request, "portal/send_doubt.html", context)
