"""The page of one case, and the tasks on it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cases.access import get_case_for, get_task_for
from cases.actions.tasks import TaskRefused, cancel_task, finish_task, open_task
from cases.forms import TaskForm
from cases.frames import child_frame
from cases.kinds import kind_of
from cases.letter_kinds import letter_kinds_for
from cases.models import Case
from cases.permissions import user_can_work_case
from cases.presenters.case import (
    present_deadlines,
    present_files,
    present_groups,
    present_heading,
    present_panels,
    present_steps,
    present_tasks,
)
from cases.presenters.letters import present_letter_lines
from cases.presenters.timeline import present_selection, present_timeline
from cases.queries.case import deadlines_of, documents_of_case, tasks_of
from cases.queries.letters import letters_of_case
from cases.queries.timeline import events_of_case, mentioned_in
from cases.views.desk import for_desk, page_of
from cases.views.notes import empty_note_form, note_form_name
from ledger.keys import KeyRefused
from ledger.posts import act_on_form, answer_once, form_key
from ledger.versions import StaleEdit

ENTRIES_A_PAGE = 50
LETTERS_SHOWN = 5


@for_desk
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """What is known, what may be done next, the dates, and what happened."""
    record = get_case_for(request, reference, "case")
    kind = kind_of(record)
    presentation = kind.present(record, request.user, request.as_of)
    if not user_can_work_case(request.user, record):
        presentation = presentation.to_read()
    context = {
        **child_frame(request, record.child, "case"),
        **_timeline(request, record),
        **_work(request, record),
        "case": record,
        "heading": present_heading(record, kind),
        "groups": present_groups(presentation),
        "steps": present_steps(presentation),
        "lozenges": presentation.lozenges,
        "deadlines": present_deadlines(list(deadlines_of(record)), request.as_of),
        "files": present_files(list(documents_of_case(record))),
        "panels": present_panels(record, request.user, request.as_of),
        "letters": present_letter_lines(letters_of_case(record)[:LETTERS_SHOWN]),
        "letters_url": reverse("letters", args=[record.reference]),
    }
    return render(request, "cases/case.html", context)


def _timeline(request: HttpRequest, record: Case) -> dict[str, Any]:
    only = request.GET.get("only", "")
    page = page_of(request, events_of_case(record, only), ENTRIES_A_PAGE)
    events = list(page.object_list)
    return {
        "page": page,
        "selection": present_selection(request.GET, only),
        "entries": present_timeline(events, mentioned_in(events), record.child, of_child=False),
    }


def _work(request: HttpRequest, record: Case) -> dict[str, Any]:
    can_work = user_can_work_case(request.user, record)
    tasks = present_tasks(list(tasks_of(record)), request.user, request.as_of, can_work=can_work)
    for task in tasks:
        # Each of the small forms has a key of its own: ending one task says nothing about another.
        task["form_key"] = form_key(request, "task_end")
    context: dict[str, Any] = {
        "can_work": can_work,
        "can_write": can_work and bool(letter_kinds_for(record)),
        "tasks": tasks,
    }
    if can_work:
        context["form"] = empty_note_form(request, record.child, record)
        context["form_key"] = form_key(request, note_form_name(record.child))
    return context


@for_desk
def task_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a task in a case."""
    record = get_case_for(request, reference, "task_add", to_work=True)
    form_name = f"task_add:{record.reference}"
    form = TaskForm(request.POST or None, as_of=request.as_of)

    def perform() -> str:
        open_task(case=record, **form.cleaned_data, by=request.user, as_of=request.as_of)
        return reverse("case", args=[record.reference])

    answer = act_on_form(request, form, form_name, perform, refusals=(TaskRefused,), done="The task was added.")
    context = {**child_frame(request, record.child), "case": record, "form": form}
    return answer or render(request, "cases/task_add.html", {**context, "form_key": form_key(request, form_name)})


@require_POST
@for_desk
def task_done(request: HttpRequest, task_uuid: uuid.UUID) -> HttpResponse:
    """Mark a task done."""
    return _end_task(request, task_uuid, finish_task, "The task is done.")


@require_POST
@for_desk
def task_cancel(request: HttpRequest, task_uuid: uuid.UUID) -> HttpResponse:
    """Mark a task as no longer needed."""
    return _end_task(request, task_uuid, cancel_task, "The task is no longer needed.")


def _end_task(request: HttpRequest, task_uuid: uuid.UUID, end: Any, done: str) -> HttpResponse:
    task = get_task_for(request, task_uuid, "task_end")
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0

    def perform() -> str:
        end(task=task, version=version, by=request.user, as_of=request.as_of)
        return reverse("case", args=[task.case.reference])

    try:
        return answer_once(request, "task_end", perform, done=done)
    except (KeyRefused, TaskRefused, StaleEdit) as refusal:
        messages.error(request, str(refusal))
        return redirect("case", task.case.reference)
