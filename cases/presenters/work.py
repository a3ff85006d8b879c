"""My work: tiles, and rows that say in words what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from cases.due import deadline_word, due_word
from cases.models import Child, Deadline, Enrolment, Task
from cases.panels import WorkTile
from cases.presenters.words import full_date, person, short_date, year_group_words
from cases.queries.work import NO_DATE, OVERDUE, SELECTIONS, TODAY, WAITING, WEEK, WorkCounts

TITLES = {
    NO_DATE: "No date",
    OVERDUE: "Overdue",
    TODAY: "Due today",
    WEEK: "This week",
    WAITING: "Waiting for others",
}
_KINDS = {NO_DATE: "overdue", OVERDUE: "overdue", TODAY: "attention", WEEK: "active", WAITING: "waiting"}
_EMPTY = {
    NO_DATE: ("Every duty has a date", "A duty whose date can no longer be worked out is shown here first."),
    OVERDUE: ("Nothing is overdue", "Every date of yours is still ahead."),
    TODAY: ("Nothing is due today", "Look at this week to see what comes next."),
    WEEK: ("Nothing more is due this week", "The week ends on Sunday. Later dates are in the whole list."),
    WAITING: ("You wait for nobody", "Dates that schools, governors or parents must keep are shown here."),
}
_ALL_CLEAR = (
    "Nothing to do just now",
    "No date is running in your cases and no task is open. New work appears here by itself.",
)


def present_tiles(counts: WorkCounts) -> list[dict[str, Any]]:
    """The values of components/tiles.html; each opens the rows that it counts. “No date” is there only with rows."""
    return [
        {
            "label": TITLES[name],
            "count": getattr(counts, name),
            "url": f"{reverse('work')}?due={name}",
            "kind": _KINDS[name],
        }
        for name in SELECTIONS
        if name != NO_DATE or counts.no_date
    ]


def present_room_tiles(tiles: Iterable[WorkTile], user: User) -> list[dict[str, Any]]:
    """The numbers that other rooms put on my work; each opens the room's own list."""
    return [
        {"label": tile.label, "count": tile.count(user), "url": tile.url, "kind": tile.shape or None} for tile in tiles
    ]


def present_empty(selection: str) -> dict[str, str]:
    """The values of components/empty_state.html for a list without rows."""
    heading, text = _EMPTY.get(selection, _ALL_CLEAR)
    return {"heading": heading, "text": text}


def present_work(
    rows: list[Deadline | Task], enrolments: dict[int, list[Enrolment]], user: User, as_of: date
) -> list[dict[str, Any]]:
    """The values of components/work_list.html."""
    return [
        _deadline_row(row, enrolments, user, as_of)
        if isinstance(row, Deadline)
        else _task_row(row, enrolments, user, as_of)
        for row in rows
    ]


def _deadline_row(
    deadline: Deadline, enrolments: dict[int, list[Enrolment]], user: User, as_of: date
) -> dict[str, Any]:
    text, kind = deadline_word(deadline, as_of)
    case = deadline.case
    return {
        "status": {"text": text, "kind": kind},
        "what": deadline.label,
        "note": deadline_sentence(deadline),
        "child": case.child.full_name,
        "detail": child_detail(case.child, enrolments, case.school.name if case.school else ""),
        "url": reverse("case", args=[case.reference]),
        "date": short_date(deadline.due_on),
        "counted_url": reverse("deadline", args=[deadline.uuid]),
        "owner": "" if case.owner_id == user.pk else person(case.owner, "Nobody owns this case yet"),
    }


def _task_row(task: Task, enrolments: dict[int, list[Enrolment]], user: User, as_of: date) -> dict[str, Any]:
    text, kind = due_word(task.due_on, as_of)
    case = task.case
    return {
        "status": {"text": text, "kind": kind},
        "what": task.title,
        "note": f"A task of case {case.reference}.",
        "child": case.child.full_name,
        "detail": child_detail(case.child, enrolments, case.school.name if case.school else ""),
        "url": reverse("case", args=[case.reference]) + "#tasks",
        "date": short_date(task.due_on),
        "counted_url": "",
        "owner": "" if task.owner_id == user.pk else person(task.owner, "Nobody has this task yet"),
    }


def deadline_sentence(deadline: Deadline) -> str:
    """Who must do it by when: “The school must do this by Tuesday 22 September 2026.”; without a date, why not."""
    if deadline.due_on is None:
        return deadline.explanation
    owner = deadline.get_duty_owner_display()
    verb = "must" if deadline.purpose == Deadline.Purpose.LIMIT else "should"
    assumed = f" {deadline.assumption}" if deadline.assumption else ""
    return f"{owner} {verb} do this by {full_date(deadline.due_on)}.{assumed}"


def child_detail(child: Child, enrolments: dict[int, list[Enrolment]], school: str) -> str:
    """School and year: the case's school, with the child's year group there or anywhere."""
    rows = enrolments.get(child.pk, [])
    year = next((year_group_words(each.year_group) for each in rows if each.year_group is not None), "")
    school = school or next((each.school.name for each in rows), "")
    return ", ".join(part for part in (year, school) if part)
