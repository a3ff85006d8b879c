"""A draft in the words of its pages: the task list, its files, what it means, and both versions after a stale save."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from cases.presenters.words import file_size, moment
from components.forms import GovukForm
from portal.answers import file_fields, json_safe
from portal.models import Draft, DraftFile
from portal.school_access import OpenDraft
from portal.steps import StepStatus, step_statuses
from portal.submission_rows import rows_of
from portal.webforms import FormContext, Meaning, Step

_LOZENGES = {
    StepStatus.COMPLETED: "done",
    StepStatus.INCOMPLETE: "active",
    StepStatus.OPTIONAL: "neutral",
    StepStatus.CANNOT_START: "neutral",
}
_KINDS = {"application/pdf": "PDF", "image/jpeg": "JPG", "image/png": "PNG", "text/plain": "TXT"}


def step_url(opened: OpenDraft, code: str) -> str:
    """The address of a step of this draft."""
    return reverse("send_step", args=[opened.webform.code, opened.draft.uuid, code])


def present_tasks(opened: OpenDraft) -> dict[str, Any]:
    """The task list: each step with its status, and checking at the end, which waits for all of them."""
    rows = step_statuses(opened.draft, opened.webform, opened.context)
    tasks = [
        {
            "label": step.title,
            "url": "" if status == StepStatus.CANNOT_START else step_url(opened, step.code),
            "status": {"text": status.value, "kind": _LOZENGES[status]},
        }
        for step, status in rows
    ]
    can_check = all(status in (StepStatus.COMPLETED, StepStatus.OPTIONAL) for _, status in rows)
    check = reverse("send_check", args=[opened.webform.code, opened.draft.uuid]) if can_check else ""
    last = StepStatus.INCOMPLETE if can_check else StepStatus.CANNOT_START
    status = {"text": last.value, "kind": _LOZENGES[last]}
    first = next(
        (task["url"] for task, (_, each) in zip(tasks, rows, strict=True) if each == StepStatus.INCOMPLETE), ""
    )
    return {
        "tasks": tasks,
        "last_tasks": [{"label": "Check the answers and send", "url": check, "status": status}],
        "done_count": sum(each == StepStatus.COMPLETED for _, each in rows),
        "step_count": len(rows),
        "continue_url": first or check,
        "saved": saved_words(opened.draft),
    }


def saved_words(draft: Draft) -> str:
    """Who saved the draft last, and when."""
    return f"{draft.saved_by} on {moment(draft.saved_at)}"


def step_number(opened: OpenDraft, step: Step) -> tuple[int, int]:
    """Which step of how many, with the answers so far."""
    codes = [each.code for each in opened.webform.asked(opened.context)]
    return codes.index(step.code) + 1, len(codes)


def present_files(opened: OpenDraft, step: Step, files: Iterable[DraftFile]) -> dict[str, list[dict[str, Any]]]:
    """The files of a step's fields, by field, each with its remove button."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        code, _, name = file.field.partition(".")
        if code == step.code:
            found.setdefault(name, []).append(_present_file(opened, file))
    return found


def _present_file(opened: OpenDraft, file: DraftFile) -> dict[str, Any]:
    return {
        "name": file.file_name,
        "url": reverse("send_file", args=[opened.webform.code, opened.draft.uuid, file.uuid]),
        "kind": kind_of_file(file.content_type),
        "size": file_size(file.byte_count),
        "added": moment(file.added_at),
        "by": str(file.added_by),
        "remove_name": "then",
        "remove_value": f"remove:{file.uuid}",
    }


def kind_of_file(content_type: str) -> str:
    """“PDF”, “DOCX”."""
    return _KINDS.get(content_type) or ("DOCX" if "wordprocessing" in content_type else "XLSX")


def present_meaning(meaning: Meaning | None) -> dict[str, Any] | None:
    """What the answers so far mean, for portal/_meaning.html."""
    if meaning is None:
        return None
    rows = [{"key": label, "value": value} for label, value in meaning.rows]
    return {"title": meaning.title, "lines": meaning.lines, "rows": rows, "warnings": meaning.warnings}


def present_stale_step(opened: OpenDraft, step: Step, form: GovukForm) -> dict[str, Any] | None:
    """Both versions of a step that a colleague changed meanwhile, row by row; None when nobody did."""
    current = getattr(form, "stale", None)
    if current is None:
        return None
    files = file_fields(form)
    typed = {name: json_safe(value) for name, value in form.cleaned_data.items() if name not in files}
    yours = dict(rows_of(step, _with(opened.context, {**opened.context.payload, step.code: typed})))
    theirs = dict(rows_of(step, _with(opened.context, current.payload)))
    rows = [
        {"label": label, "yours": yours.get(label, ""), "theirs": theirs.get(label, "")}
        for label in dict.fromkeys([*yours, *theirs])
    ]
    return {"by": str(current.saved_by), "at": moment(current.saved_at), "rows": rows}


def _with(context: FormContext, payload: dict[str, Any]) -> FormContext:
    return FormContext(school=context.school, payload=payload, as_of=context.as_of, child=context.child)
