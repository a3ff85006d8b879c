"""Writing notes. A note is never changed; a correction is a new one."""

from __future__ import annotations

from datetime import date, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.events import record_event
from cases.models import Case, Child, Note
from cases.permissions import check_user_can_change_child, check_user_can_work_case


class NoteRefused(Exception):
    """The note cannot be kept; the text says why. `field` is the field at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add_note(
    *,
    child: Child,
    kind: str,
    text: str,
    happened_on: date,
    by: User,
    as_of: date,
    case: Case | None = None,
    happened_time: time | None = None,
    corrects: Note | None = None,
) -> Note:
    """Keep a note about a child, perhaps in a case. Raises NoteRefused when it lies in the future or corrects another
    child's note, PermissionDenied when the writer may not."""
    if case is not None:
        check_user_can_work_case(by, case)
    else:
        check_user_can_change_child(by, child)
    if happened_on > as_of:
        raise NoteRefused("Happened on must be today or earlier.", field="happened_on")
    if corrects is not None and corrects.child_id != child.pk:
        raise NoteRefused("A correction must be about the same child as the note it corrects.")
    note = Note.objects.create(
        child=child,
        case=case,
        kind=kind,
        text=text,
        happened_on=happened_on,
        happened_time=happened_time,
        recorded_at=timezone.now(),
        by=by,
        corrects=corrects,
    )
    record_event(
        child=child, case=case, code="note_added", by=by, happened_on=happened_on, note=str(note.uuid), kind=kind
    )
    return note
