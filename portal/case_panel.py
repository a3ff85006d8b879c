"""“What the school sent” on the case page, and the tiles of my work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from accounts.models import User
from cases.models import Case
from cases.panels import CasePanel, PanelLine, WorkTile, register_case_panel, register_tile
from cases.presenters.words import moment, plural
from portal.permissions import user_can_decide, user_can_see_submissions
from portal.presenters.from_schools import status_words
from portal.presenters.triage import present_corrections, question_status
from portal.triage import (
    ACCEPTED,
    MY_ANSWERS,
    MY_QUESTIONS,
    Folder,
    beside_in_incident,
    folders_of_case,
    submission_count,
)


def lines_of(case: Case, user: User, as_of: date) -> Sequence[PanelLine]:
    """Each submission of the case with its questions and corrections, and the page on which to ask."""
    return [line for folder in folders_of_case(case, user) for line in _lines(folder, user, as_of)]


def _lines(folder: Folder, user: User, as_of: date) -> Iterator[PanelLine]:
    original, status = folder.original, folder.status.status
    beside = beside_in_incident(folder, user).count
    of_incident = f", one of an incident with {plural(beside, 'other pupil', 'other pupils')}" if beside else ""
    yield PanelLine(
        text=f"{folder.webform.headline(folder.current.payload)} {original.reference}",
        url=reverse("submission", args=[original.reference]),
        note=f"Received {moment(original.received_at)}, {plural(len(folder.files), 'file', 'files')}{of_incident}",
        status="" if status == ACCEPTED else status_words(status),
        shape="attention",
    )
    for correction in present_corrections(folder):
        if correction["is_waiting"]:
            note = f"{correction['text']}. Decide whether the case changes."
            yield PanelLine(f"Correction {correction['reference']}", correction["url"], note, "To decide", "attention")
    for question in folder.questions:
        state = question_status(question, folder, as_of)
        asked = f"Asked by {question.by} on {moment(question.asked_at)}"
        yield PanelLine(question.text, note=asked, status=state["text"], shape=state["kind"])
    if folder.is_live and user_can_decide(user, original):
        yield PanelLine("Ask the school", reverse("submission_ask", args=[original.reference]))


def _tile(code: str, label: str, standing: str, **more: object) -> WorkTile:
    url = "/from-schools/" if standing == "waiting" else f"/from-schools/?state={standing}"
    return WorkTile(
        f"portal.{code}",
        label,
        lambda user: submission_count(user, standing),
        url,
        user_can_see_submissions,
        **more,  # type: ignore[arg-type]
    )


def register() -> None:
    """Called once, when the app is ready."""
    register_tile(_tile("new", "New from schools", "waiting", shape="attention"))
    register_tile(_tile("asked", "My questions to schools", MY_QUESTIONS, is_in_shell=False, shape="waiting"))
    register_tile(_tile("answered", "Answers from schools", MY_ANSWERS, is_in_shell=False, shape="attention"))
    register_case_panel(CasePanel("portal", "What the school sent", lines_of))
