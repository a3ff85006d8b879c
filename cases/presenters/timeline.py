"""The timeline: each event as a sentence, with the note, file, task or date that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from cases.kinds import UnknownKind, event_label, get_kind
from cases.letter_kinds import letter_label
from cases.models import Case, Child, Document, Event, Letter, LetterCopy, Note
from cases.presenters.letters import recipient_name
from cases.presenters.words import full_date, moment, person, short_date
from cases.queries.timeline import HANDED_OVER, ONLY, Mentioned
from components.paging import with_query

_FIELD_WORDS = {
    "given_names": "given names",
    "preferred_name": "preferred name",
    "born_on": "date of birth",
    "upn": "UPN",
}


def present_timeline(
    events: Iterable[Event], mentioned: Mentioned, child: Child, *, of_child: bool
) -> list[dict[str, Any]]:
    """The entries of components/timeline.html; on a child's timeline each also names its case."""
    return [_entry(event, mentioned, child, of_child=of_child) for event in events]


def _entry(event: Event, mentioned: Mentioned, child: Child, *, of_child: bool) -> dict[str, Any]:
    note = mentioned.notes.get(event.facts.get("note", ""))
    document = mentioned.documents.get(event.facts.get("document", ""))
    entry = {
        "heading": note.get_kind_display() if note else event_label(event.code),
        "by": person(event.by, "OnRoll"),
        "happened": _happened(event, note),
        "happened_iso": event.happened_on.isoformat(),
        "recorded": moment(event.recorded_at),
        "body": note.text if note else _body(event, mentioned),
        "url": _address(event, document),
        "lozenge": {"text": event.case.reference, "kind": "neutral"} if of_child and event.case else None,
    }
    if note is not None:
        entry |= _of_note(note, child)
    return entry


def _address(event: Event, document: Document | None) -> str:
    """The page of what the entry is about: the file, or the letters of the case."""
    if document is not None:
        return reverse("document", args=[document.uuid])
    return reverse("letters", args=[event.case.reference]) if event.case and event.facts.get("letter") else ""


def _happened(event: Event, note: Note | None) -> str:
    """The day; with a time only where somebody wrote one down."""
    if note is not None and note.happened_time is not None:
        return f"{short_date(event.happened_on)} at {note.happened_time:%H:%M}"
    return short_date(event.happened_on)


def _of_note(note: Note, child: Child) -> dict[str, Any]:
    corrections = list(note.corrections.all())
    corrected = ""
    if note.corrects is not None:
        corrected = f"This corrects the note recorded on {moment(note.corrects.recorded_at)}."
    if corrections:
        newest = corrections[-1]
        corrected = f"{corrected} Corrected on {moment(newest.recorded_at)} by {newest.by}.".strip()
    return {
        "corrected": corrected,
        "actions": [
            {
                "label": "Correct this note",
                "url": reverse("note_correct", args=[child.uuid, note.uuid]),
                "hidden": f"of {short_date(note.happened_on)}",
            }
        ],
    }


def _body(event: Event, mentioned: Mentioned) -> str:
    if event.facts.get("deadline_code"):
        return _deadline_words(event)
    if (document := mentioned.documents.get(event.facts.get("document", ""))) is not None:
        return document.title
    if (letter := mentioned.letters.get(event.facts.get("letter", ""))) is not None:
        return _letter_words(event, letter)
    if (task := mentioned.tasks.get(event.facts.get("task", ""))) is not None:
        return task.title
    if event.code == "case_allocated":
        return _allocation_words(event, mentioned)
    if event.code == "case_reopened":
        return _reopening_words(event)
    if event.code in HANDED_OVER:
        sender, receiver = (mentioned.people.get(event.facts.get(key)) for key in ("from", "to"))
        return f"From {sender or 'a colleague'} to {receiver or 'the team, unallocated'}."
    if event.code == "child_changed":
        names = [_FIELD_WORDS.get(name, name) for name in event.facts.get("fields", [])]
        return f"Changed: {', '.join(names)}."
    return str(event.facts.get("reference", ""))


def _allocation_words(event: Event, mentioned: Mentioned) -> str:
    if event.facts["to"] is None:
        return "Taken back: nobody has this case now."
    to = f"{mentioned.people.get(event.facts['to'], 'a colleague')}."
    return f"Given back to {to}" if event.facts.get("undoes") else f"To {to}"


def _reopening_words(event: Event) -> str:
    """Why a case was opened again; the code itself when its kind no longer knows it."""
    why = str(event.facts["why"])
    try:
        return get_kind(event.case.kind).reopen_reasons.get(why, why) if event.case else why
    except UnknownKind:
        return why


def _letter_words(event: Event, letter: Letter) -> str:
    """What was written and to whom; of a copy also how it went. Never an address."""
    words = f"{letter_label(letter.kind)}, to {recipient_name(letter)}"
    method = event.facts.get("method")
    return f"{words}. {LetterCopy.Method(method).label}." if method else f"{words}."


def _deadline_words(event: Event) -> str:
    label = _deadline_label(event.case, event.facts["deadline_code"])
    was, now = (_day(event.facts.get(key)) for key in ("was", "now"))
    if event.code == "deadline_met":
        return f"{label}: done on {full_date(_day(event.facts.get('met_on')))}."
    if event.code == "deadline_moved" and was and now:
        return f"{label}: {full_date(now)}. Before that, {full_date(was)}."
    if event.code == "deadline_without_date":
        return f"{label}: no date any more. Before that, {full_date(was)}."
    return f"{label}: {full_date(now or was) or 'no date'}."


def _deadline_label(case: Case | None, code: str) -> str:
    try:
        return get_kind(case.kind).deadline_labels.get(code, code) if case else code
    except UnknownKind:
        return code


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def present_selection(query: QueryDict, only: str) -> list[dict[str, Any]]:
    """Links that narrow the timeline to one sort of entry."""
    everything = {"label": "Everything", "url": with_query(query, only=None, page=None), "current": only not in ONLY}
    return [
        everything,
        *(
            {"label": label, "url": with_query(query, only=code, page=None), "current": only == code}
            for code, (label, _) in ONLY.items()
        ),
    ]
