"""What happened, newest first: the events of a child or a case, and the notes, files and tasks that they speak of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from cases.models import Case, Child, Document, Event, Letter, Note, Task
from cases.permissions import cases_visible_to

# What a timeline can be narrowed to, by the codes of the events.
ONLY: dict[str, tuple[str, Q]] = {
    "notes": ("Notes", Q(code="note_added")),
    "dates": ("Dates", Q(code__startswith="deadline_")),
    "tasks": ("Tasks", Q(code__startswith="task_")),
    "documents": ("Documents", Q(code="document_added")),
    "letters": ("Letters", Q(code__startswith="letter_")),
    "steps": ("Steps of cases", ~Q(code__regex="^(note|deadline|task|document|letter)_")),
}

HANDED_OVER = frozenset({"case_handed_over", "task_handed_over"})


@dataclass(frozen=True)
class Mentioned:
    """Notes, files, tasks and letters by their uuid, for the events of one page."""

    notes: dict[str, Note]
    documents: dict[str, Document]
    tasks: dict[str, Task]
    people: dict[int, str]
    letters: dict[str, Letter]


def events_of_child(child: Child, user: User, only: str = "") -> QuerySet[Event]:
    """Events of the child and of those of their cases that the user may open in full."""
    mine = Q(case__isnull=True) | Q(case__in=cases_visible_to(user))
    return _ordered(Event.objects.filter(mine, child=child), only)


def events_of_case(case: Case, only: str = "") -> QuerySet[Event]:
    """Events of one case."""
    return _ordered(Event.objects.filter(case=case), only)


def _ordered(events: QuerySet[Event], only: str) -> QuerySet[Event]:
    if only in ONLY:
        events = events.filter(ONLY[only][1])
    return events.select_related("by", "case").order_by("-happened_on", "-recorded_at", "-pk")


def mentioned_in(events: Iterable[Event]) -> Mentioned:
    """What these events speak of, in at most five queries."""
    events = list(events)
    corrections = Prefetch("corrections", queryset=Note.objects.select_related("by").order_by("recorded_at"))
    notes = Note.objects.filter(uuid__in=_ids(events, "note")).select_related("corrects").prefetch_related(corrections)
    documents = Document.objects.filter(uuid__in=_ids(events, "document"))
    tasks = Task.objects.filter(uuid__in=_ids(events, "task"))
    letters = Letter.objects.filter(uuid__in=_ids(events, "letter")).select_related("person", "school")
    user_ids = _user_ids(events)
    people = User.objects.filter(pk__in=user_ids) if user_ids else []
    return Mentioned(
        notes={str(note.uuid): note for note in notes},
        documents={str(document.uuid): document for document in documents},
        tasks={str(task.uuid): task for task in tasks},
        people={user.pk: user.name for user in people},
        letters={str(letter.uuid): letter for letter in letters},
    )


def _user_ids(events: Iterable[Event]) -> set[int]:
    moved = [event.facts for event in events if event.code == "case_allocated" or event.code in HANDED_OVER]
    return {facts[key] for facts in moved for key in ("from", "to") if facts.get(key)}


def _ids(events: Iterable[Event], key: str) -> list[str]:
    return [event.facts[key] for event in events if event.facts.get(key)]
