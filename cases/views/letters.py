"""Letters: choose one, look at it, issue it, record how each copy went, and open the file that was issued."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access import get_case_for, get_child_for, get_letter_for
from cases.actions.letters import CopyRefused, LetterRefused, issue_letters, record_copy
from cases.disclosure import DisclosureRefused, Recipient
from cases.frames import child_frame
from cases.letter_forms import LetterCopyForm, LetterIssueForm
from cases.letter_kinds import LetterKind, UnknownLetterKind, letter_kind_for, letter_kinds_for, letter_label
from cases.letter_standing import LetterStanding
from cases.letters import fingerprint, prepare_each, recipients_for
from cases.models import Case
from cases.permissions import user_can_work_case
from cases.presenters.letters import (
    present_choice,
    present_draft,
    present_letters,
    present_refused,
    recipient_name,
    where_to,
)
from cases.presenters.words import plural
from cases.queries.letters import Service, letters_of_case, letters_of_child
from cases.views.desk import for_desk, page_of
from ledger.posts import act_on_form, form_key
from ledger.viewlog import record_view

REFUSALS = (LetterRefused, DisclosureRefused)


@for_desk
def letters(request: HttpRequest, reference: str) -> HttpResponse:
    """The letters of a case, and how each copy went."""
    case = get_case_for(request, reference, "letters")
    can_work = user_can_work_case(request.user, case)
    page = page_of(request, letters_of_case(case))
    notes = LetterStanding(case, request.as_of).notes(page.object_list)
    context = {
        **child_frame(request, case.child),
        "case": case,
        "can_work": can_work,
        "page": page,
        "letters": present_letters(page.object_list, Service(request.as_of), notes, can_work=can_work),
    }
    return render(request, "cases/letters.html", context)


@for_desk
def child_letters(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The letters of all of the child's cases that this person may open."""
    child = get_child_for(request, child_uuid, "child_letters")
    page = page_of(request, letters_of_child(child, request.user))
    context = {
        **child_frame(request, child, "child_letters"),
        "page": page,
        "letters": present_letters(page.object_list, Service(request.as_of), {}, can_work=False),
    }
    return render(request, "cases/child_letters.html", context)


@for_desk
def letter_choose(request: HttpRequest, reference: str) -> HttpResponse:
    """Which letter, and to whom."""
    case = get_case_for(request, reference, "letter_choose", to_work=True)
    kinds = [
        present_choice(case, kind, *_prepared(request, case, kind, recipients_for(case, kind)))
        for kind in letter_kinds_for(case)
    ]
    context = {**child_frame(request, case.child), "case": case, "kinds": kinds}
    return render(request, "cases/letter_choose.html", context)


def _prepared(request: HttpRequest, case: Case, kind: LetterKind, recipients: list[Recipient]) -> Any:
    return prepare_each(case=case, kind=kind, recipients=recipients, by=request.user, as_of=request.as_of)


@for_desk
def letter_preview(request: HttpRequest, reference: str, letter_kind: str) -> HttpResponse:
    """The letters as they would be issued, what they still need and what must be read first; then they are issued."""
    case = get_case_for(request, reference, "letter_preview", to_work=True)
    try:
        kind = letter_kind_for(case, letter_kind)
    except UnknownLetterKind:
        raise Http404 from None
    known = recipients_for(case, kind)
    sent = request.POST if request.method == "POST" else request.GET
    form = LetterIssueForm(sent, recipients=known)
    if not form.is_valid():
        messages.error(request, "Choose who the letter goes to.")
        return redirect("letter_choose", case.reference)
    chosen = [each for each in known if each.code in form.cleaned_data["to"]]
    form_name = f"letter_issue:{case.reference}:{kind.code}"

    def perform() -> str:
        details = {name: form.cleaned_data[name] for name in ("seen", "has_read_warnings")}
        issue_letters(case=case, kind=kind, recipients=chosen, **details, by=request.user, as_of=request.as_of)
        return reverse("letters", args=[case.reference])

    done = f"{plural(len(chosen), 'letter was', 'letters were')} issued. Print and send, then record how it went."
    answer = act_on_form(request, form, form_name, perform, refusals=REFUSALS, done=done)
    return answer or _show_preview(request, case, kind, chosen, form, form_name)


def _show_preview(
    request: HttpRequest, case: Case, kind: LetterKind, chosen: list[Recipient], form: LetterIssueForm, form_name: str
) -> HttpResponse:
    drafts, refused = _prepared(request, case, kind, chosen)
    if any(draft.disclosure.postal and draft.disclosure.postal.is_safe_address for draft in drafts):
        record_view(request, "safe_address", child_ids=[case.child_id], case_ids=[case.pk])
    context = {
        **child_frame(request, case.child),
        "case": case,
        "kind": kind.label,
        "form": form,
        "form_key": form_key(request, form_name),
        "drafts": [present_draft(draft) for draft in drafts],
        "refused": present_refused(refused),
        "has_warnings": any(draft.warnings for draft in drafts),
        "can_issue": bool(drafts) and not refused and not any(draft.missing for draft in drafts),
        "issue_label": "Issue this letter" if len(drafts) == 1 else f"Issue these {len(drafts)} letters",
        "seen": fingerprint(drafts),
    }
    return render(request, "cases/letter_preview.html", context)


@for_desk
def letter_copy_add(request: HttpRequest, letter_uuid: uuid.UUID) -> HttpResponse:
    """Record how a copy of the letter went."""
    letter = get_letter_for(request, letter_uuid, "letter_copy_add", to_work=True)
    problem = LetterStanding(letter.case, request.as_of).problem_with_sending(letter)
    form_name = f"letter_copy:{letter.uuid}"
    initial = {"sent_on": request.as_of}
    form = LetterCopyForm(
        request.POST or None, letter=letter, as_of=request.as_of, has_problem=bool(problem), initial=initial
    )

    def perform() -> str:
        record_copy(letter=letter, **form.cleaned_data, by=request.user, as_of=request.as_of)
        return reverse("letters", args=[letter.case.reference])

    answer = act_on_form(request, form, form_name, perform, refusals=(CopyRefused,), done="The copy was recorded.")
    context = {
        **child_frame(request, letter.case.child),
        "case": letter.case,
        "form": form,
        "form_key": form_key(request, form_name),
        "label": letter_label(letter.kind),
        "name": recipient_name(letter),
        "where_to": where_to(letter),
        "email": letter.person.email if letter.person else "",
        "problem": problem,
    }
    return answer or render(request, "cases/letter_copy_add.html", context)


@for_desk
def letter(request: HttpRequest, letter_uuid: uuid.UUID) -> HttpResponse:
    """The very file that was issued, to be saved and printed."""
    issued = get_letter_for(request, letter_uuid, "letter_download")
    if issued.is_to_safe_address:
        record_view(request, "safe_address", child_ids=[issued.child_id], case_ids=[issued.case_id])
    response = FileResponse(
        default_storage.open(issued.stored_name),
        as_attachment=True,
        filename=f"{issued.case.reference} {issued.title}.pdf".replace(":", ""),
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
