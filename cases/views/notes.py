"""Writing notes about a child or in a case, and correcting them."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import get_case_for, get_child_for, get_note_for
from cases.actions.notes import NoteRefused, add_note
from cases.forms import NoteForm
from cases.frames import child_frame
from cases.models import Case, Child, Note
from cases.queries.child import workable_cases
from cases.views.desk import for_desk
from ledger.posts import act_on_form, form_key

# The session remembers the kind of the last note: the next one is often of the same kind.
_REMEMBERED = "note_kind"


def empty_note_form(request: HttpRequest, child: Child, case: Case | None = None) -> NoteForm:
    """A form for a new note: the kind of the last one, happened today."""
    initial = {
        "kind": request.session.get(_REMEMBERED, Note.Kind.PHONE_CALL),
        "happened_on": request.as_of,
        "case": case.reference if case else "",
    }
    return NoteForm(cases=workable_cases(child, request.user), as_of=request.as_of, initial=initial)


def note_form_name(child: Child) -> str:
    """The name that the key of a note's form is bound to."""
    return f"note_add:{child.uuid}"


@for_desk
def note_add(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """A note about the child, or about the case that `case` names."""
    record = get_child_for(request, child_uuid, "note_add", to_change=True)
    case = case_asked_for(request, record)
    if request.method == "POST":
        form = NoteForm(request.POST, cases=workable_cases(record, request.user), as_of=request.as_of)
    else:
        form = empty_note_form(request, record, case)
    answer = _keep(request, form, record, note_form_name(record))
    return answer or render(request, "cases/note_add.html", _context(request, record, form, note_form_name(record)))


@for_desk
def note_correct(request: HttpRequest, child_uuid: uuid.UUID, note_uuid: uuid.UUID) -> HttpResponse:
    """A new note that corrects an old one; the old one stays."""
    record = get_child_for(request, child_uuid, "note_correct", to_change=True)
    note = get_note_for(request, record, note_uuid)
    form_name = f"note_correct:{note.uuid}"
    initial = {name: getattr(note, name) for name in ("kind", "text", "happened_on", "happened_time")}
    cases = [note.case] if note.case else []
    data = request.POST or None
    form = NoteForm(data, cases=cases, as_of=request.as_of, initial=initial)
    answer = _keep(request, form, record, form_name, corrects=note)
    context = {**_context(request, record, form, form_name), "note": note}
    return answer or render(request, "cases/note_correct.html", context)


def case_asked_for(request: HttpRequest, child: Child) -> Case | None:
    """The case that `case` names in the address or the form, if it may be worked. Http404 for another child’s."""
    reference = request.POST.get("case", request.GET.get("case", ""))
    if not reference:
        return None
    case = get_case_for(request, reference, "case_of_form", to_work=True)
    if case.child_id != child.pk:
        raise Http404
    return case


def _keep(
    request: HttpRequest, form: NoteForm, child: Child, form_name: str, corrects: Note | None = None
) -> HttpResponse | None:
    case = corrects.case if corrects else case_asked_for(request, child)

    def perform() -> str:
        details = {name: value for name, value in form.cleaned_data.items() if name != "case"}
        add_note(child=child, case=case, corrects=corrects, **details, by=request.user, as_of=request.as_of)
        request.session[_REMEMBERED] = details["kind"]
        return back_to(child, case)

    return act_on_form(request, form, form_name, perform, refusals=(NoteRefused,), done="The note was kept.")


def back_to(child: Child, case: Case | None) -> str:
    """Where somebody goes on after a note or a file: the case, or the child's timeline."""
    return reverse("case", args=[case.reference]) if case else reverse("child_timeline", args=[child.uuid])


def _context(request: HttpRequest, child: Child, form: NoteForm, form_name: str) -> dict[str, Any]:
    return {
        **child_frame(request, child),
        "child": child,
        "form": form,
        "form_key": form_key(request, form_name),
    }
