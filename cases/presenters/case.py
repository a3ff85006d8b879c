"""The page of one case: its groups, next steps, dates, tasks and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from cases.due import deadline_word, due_word
from cases.kinds import CaseKind, Group, Presentation, Row, sensitive_kinds
from cases.models import Case, Deadline, Document, Task
from cases.panels import PanelLine, case_panels
from cases.presenters.words import file_size, moment, person, plain_date, short_date
from cases.queries.child import CaseLine


def present_heading(case: Case, kind: CaseKind) -> dict[str, Any]:
    """The values of components/page_heading.html."""
    return {
        "heading": kind.label,
        "caption": case.reference,
        "lozenge": {"text": kind.state_label(case.state), "kind": "active" if case.is_open else "done"},
        "text": _about(case),
    }


def _about(case: Case) -> str:
    parts = [f"Opened on {plain_date(case.opened_on)}"]
    if case.closed_on:
        parts.append(f"closed on {plain_date(case.closed_on)}")
    owner = f"owner: {case.owner}" if case.owner else "nobody owns this case yet"
    parts.append(owner)
    if case.school:
        parts.append(case.school.name)
    return " · ".join(parts)


def present_panels(case: Case, user: User, as_of: date) -> list[dict[str, Any]]:
    """What other rooms put on the page of a case; a panel without a line is not there."""
    shown = [(panel.label, panel.lines(case, user, as_of)) for panel in case_panels()]
    return [{"label": label, "lines": present_panel_lines(lines)} for label, lines in shown if lines]


def present_panel_lines(lines: Sequence[PanelLine]) -> list[dict[str, Any]]:
    """The values of cases/_panel_lines.html."""
    return [_panel_line(line) for line in lines]


def _panel_line(line: PanelLine) -> dict[str, Any]:
    status = {"text": line.status, "kind": line.shape} if line.status else None
    return {"text": line.text, "url": line.url, "note": line.note, "status": status}


def present_groups(presentation: Presentation) -> list[dict[str, Any]]:
    """The values of components/summary_card.html, one for each group."""
    return [_group(group) for group in presentation.groups]


def _group(group: Group) -> dict[str, Any]:
    links = [(group.change_url, group.change_label), *group.links]
    actions = [{"label": label, "url": url, "hidden": group.title.lower()} for url, label in links if url]
    return {
        "title": group.title,
        "actions": actions,
        "needs": " ".join(row.needs for row in group.rows if row.needs),
        "rows": [_row(row) for row in group.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    counted = []
    if row.explain_url:
        counted = [{"label": "How this was counted", "url": row.explain_url, "hidden": row.label.lower()}]
    return {"key": row.label, "value": row.value, "actions": counted}


def present_steps(presentation: Presentation) -> dict[str, Any]:
    """The values of components/next_steps.html: the main step first, then the cohort’s order; why others must wait."""
    possible = [step for step in presentation.steps if step.address]
    main = next((step for step in possible if step.is_main), None)
    possible.sort(key=lambda step: step is not main)
    return {
        "possible": [{"label": step.label, "url": step.address, "is_main": step is main} for step in possible],
        "not_yet": [
            {"label": step.label, "reason": " ".join(step.reasons)} for step in presentation.steps if not step.address
        ],
    }


def present_deadlines(deadlines: list[Deadline], as_of: date) -> list[dict[str, Any]]:
    """The dates of a case for templates/cases/_deadlines.html."""
    return [present_deadline(deadline, as_of) for deadline in deadlines]


def present_deadline(deadline: Deadline, as_of: date) -> dict[str, Any]:
    """One date: its label and day, its word, whose duty it is, and the way to its count."""
    text, kind = deadline_word(deadline, as_of)
    return {
        "label": deadline.label,
        "date": deadline.due_on,
        "status": {"text": text, "kind": kind},
        "purpose": deadline.get_purpose_display(),
        "owner": deadline.get_duty_owner_display(),
        "is_ours": deadline.is_ours,
        "assumption": deadline.assumption,
        "met": f"Done on {plain_date(deadline.met_on)}" if deadline.met_on else "",
        "why": deadline.explanation if deadline.due_on is None or deadline.state == Deadline.State.WAIVED else "",
        "url": reverse("deadline", args=[deadline.uuid]),
    }


def present_tasks(tasks: list[Task], user: User, as_of: date, *, can_work: bool) -> list[dict[str, Any]]:
    """The open tasks of a case, each with its two ends when this person may act."""
    presented = []
    for task in tasks:
        text, kind = due_word(task.due_on, as_of)
        presented.append(
            {
                "title": task.title,
                "date": task.due_on,
                "status": {"text": text, "kind": kind},
                "owner": "You" if task.owner_id == user.pk else person(task.owner, "Nobody yet"),
                "version": task.version,
                "done_url": reverse("task_done", args=[task.uuid]) if can_work else "",
                "cancel_url": reverse("task_cancel", args=[task.uuid]) if can_work else "",
            }
        )
    return presented


def usual_classification(case: Case | None) -> str:
    """What a file of this case is taken to hold until somebody says otherwise."""
    is_sensitive = case is not None and case.kind in sensitive_kinds()
    return Document.Classification.SAFEGUARDING if is_sensitive else Document.Classification.GENERAL


def present_files(documents: list[Document]) -> list[dict[str, Any]]:
    """The values of components/file_list.html."""
    return [
        {
            "name": document.title,
            "url": reverse("document", args=[document.uuid]),
            "kind": document.file_name.rpartition(".")[2].upper(),
            "size": file_size(document.byte_count),
            "added": moment(document.recorded_at),
            "by": str(document.by),
            "lozenge": {"text": document.get_classification_display(), "kind": "restricted"}
            if document.classification != Document.Classification.GENERAL
            else None,
        }
        for document in documents
    ]


def present_case_line(line: CaseLine, kind_label: str, state_label: str, as_of: date) -> dict[str, Any]:
    """A case on a child's page: in full with a link, or an outline that says whom to ring. Of a case that is withheld
    neither the reference, whose letters name the kind, nor the next date."""
    case, soonest = line.case, None if line.is_withheld else line.next_deadline
    word, kind = deadline_word(soonest, as_of) if soonest else ("", "neutral")
    return {
        "reference": "" if line.is_withheld else case.reference,
        "url": reverse("case", args=[case.reference]) if line.is_full else "",
        "kind": kind_label,
        "state": state_label,
        "owner": person(case.owner, "Nobody owns it yet"),
        "team": case.team.name if case.team else "",
        "opened": short_date(case.opened_on),
        "closed": short_date(case.closed_on),
        "is_open": case.is_open,
        "date": soonest.due_on if soonest else None,
        "status": {"text": word, "kind": kind},
        "label": soonest.label if soonest else "",
    }
