"""The only ways to one child, one case, one deadline: they load, authorise and write the view log."""

from __future__ import annotations

import time
import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.models import User
from accounts.permissions import check_permission, has_permission, roles_of
from accounts.roles import Role
from cases.models import Case, Child, Deadline, Document, Enrolment, Letter, Note, Task
from cases.permissions import (
    Access,
    Permission,
    access_to,
    cases_known_to,
    check_user_can_see_case,
    check_user_can_work_case,
    children_visible_to,
)
from ledger.viewlog import record_view

# How long a reason for looking serves for one record.
REASON_LASTS_SECONDS = 30 * 60


class ReasonNeeded(Exception):
    """This person may open the record, or without `child` the lists, only with a reason, and has given none in the last
    half hour."""

    def __init__(self, child: Child | None = None) -> None:
        super().__init__("Say why you need to see this.")
        self.child = child


def must_give_reason(request: HttpRequest) -> bool:
    """Information governance gives a reason for each record and for the lists; nobody else is asked."""
    return Role.INFORMATION_GOVERNANCE in roles_of(request.user)


def give_reason(request: HttpRequest, child: Child | None, reason: str) -> None:
    """Remember the reason for half an hour, in this session alone: for this record, or without one for the lists."""
    reasons = request.session.get("reasons", {})
    reasons[_subject(child)] = [reason, int(time.time())]
    request.session["reasons"] = reasons


def reason_for_lists(request: HttpRequest) -> str:
    """Why this person looks at lists, for the view log; empty for who need not say. Raises ReasonNeeded."""
    return _reason_for(request, None)


def check_may_reason_about_lists(request: HttpRequest) -> None:
    """The page that asks for a reason exists only for who must give one."""
    if not must_give_reason(request):
        raise Http404


def _subject(child: Child | None) -> str:
    return str(child.uuid) if child else "lists"


def _reason_for(request: HttpRequest, child: Child | None) -> str:
    if not must_give_reason(request):
        return ""
    reason, given_at = request.session.get("reasons", {}).get(_subject(child), ("", 0))
    if time.time() - given_at > REASON_LASTS_SECONDS:
        raise ReasonNeeded(child)
    return str(reason)


def get_child_for(request: HttpRequest, child_uuid: uuid.UUID, what: str, *, to_change: bool = False) -> Child:
    """The child, for a page called `what`. 404 for who may not know the record, 403 for who may only read it."""
    child = children_visible_to(request.user).filter(uuid=child_uuid).first()
    if child is None:
        raise Http404
    if to_change and not has_permission(request.user, Permission.CHANGE_CHILDREN):
        raise PermissionDenied("You may read this record but not change it.")
    record_view(request, what, child_ids=[child.pk], reason=_reason_for(request, child))
    return child


def get_child_to_audit(request: HttpRequest, child_uuid: uuid.UUID, what: str) -> Child:
    """The child whose view log is read: 404 for who may not know the record, 403 for who may not read its log."""
    child = children_visible_to(request.user).filter(uuid=child_uuid).first()
    if child is None:
        raise Http404
    check_permission(request.user, Permission.READ_VIEW_LOG, "Only information governance may see who has looked.")
    record_view(request, what, child_ids=[child.pk], reason=_reason_for(request, child))
    return child


def get_child_to_reason_about(request: HttpRequest, child_uuid: uuid.UUID) -> Child:
    """The child of the page that asks for a reason: nothing of the record is shown, so nothing is logged."""
    child = children_visible_to(request.user).filter(uuid=child_uuid).first()
    if child is None or not must_give_reason(request):
        raise Http404
    return child


def get_case_for(request: HttpRequest, reference: str, what: str, *, to_work: bool = False) -> Case:
    """The case, for a page called `what`. 404 for an outsider; 403, with the owner's name, for an insider without the
    right."""
    # No text that PostgreSQL could not hold was ever a reference.
    reference = reference.replace("\x00", "")
    case = (
        cases_known_to(request.user)
        .select_related("child", "school", "owner", "team")
        .filter(reference=reference.upper())
        .first()
    )
    if case is None or access_to(request.user, case) is Access.NONE:
        raise Http404
    if to_work:
        check_user_can_work_case(request.user, case)
    else:
        check_user_can_see_case(request.user, case)
    record_view(request, what, child_ids=[case.child_id], case_ids=[case.pk], reason=_reason_for(request, case.child))
    return case


def get_deadline_for(request: HttpRequest, deadline_uuid: uuid.UUID, what: str) -> Deadline:
    """The deadline, when its case may be opened."""
    deadline = (
        Deadline.objects.filter(uuid=deadline_uuid, case__in=cases_known_to(request.user))
        .select_related("case", "child", "snapshot")
        .first()
    )
    if deadline is None:
        raise Http404
    deadline.case = get_case_for(request, deadline.case.reference, what)
    return deadline


def get_task_for(request: HttpRequest, task_uuid: uuid.UUID, what: str) -> Task:
    """The task, when its case may be worked."""
    task = Task.objects.filter(uuid=task_uuid, case__in=cases_known_to(request.user)).select_related("case").first()
    if task is None:
        raise Http404
    task.case = get_case_for(request, task.case.reference, what, to_work=True)
    return task


def get_document_for(request: HttpRequest, document_uuid: uuid.UUID) -> Document:
    """The file's row, when its case (or, without one, its child) may be opened. The download is logged."""
    document = (
        Document.objects.filter(uuid=document_uuid, child__in=children_visible_to(request.user))
        .select_related("case", "child")
        .first()
    )
    if document is None:
        raise Http404
    if document.case is not None:
        check_user_can_see_case(request.user, document.case)
    record_view(
        request,
        "document_download",
        child_ids=[document.child_id],
        document_id=document.pk,
        reason=_reason_for(request, document.child),
    )
    return document


def get_letter_for(request: HttpRequest, letter_uuid: uuid.UUID, what: str, *, to_work: bool = False) -> Letter:
    """The letter, when its case may be opened (or worked). Each look at its file is logged under `what`."""
    letter = (
        Letter.objects.filter(uuid=letter_uuid, case__in=cases_known_to(request.user))
        .select_related("case", "person", "school", "local_authority")
        .first()
    )
    if letter is None:
        raise Http404
    letter.case = get_case_for(request, letter.case.reference, what, to_work=to_work)
    return letter


def get_enrolment_for(child: Child, enrolment_id: int) -> Enrolment:
    """An open enrolment of this child, whose record the caller has already been given."""
    enrolment = Enrolment.objects.filter(pk=enrolment_id, child=child, ends_on__isnull=True).first()
    if enrolment is None:
        raise Http404
    return enrolment


def get_note_for(request: HttpRequest, child: Child, note_uuid: uuid.UUID) -> Note:
    """A note of this child's that is to be corrected."""
    note = Note.objects.filter(uuid=note_uuid, child=child).select_related("case").first()
    if note is None:
        raise Http404
    if note.case is not None:
        check_user_can_see_case(request.user, note.case)
    return note


def check_may_use_desk(user: User) -> None:
    """Desk pages about children exist only for people who may view children; for the rest they are not there."""
    if not has_permission(user, Permission.VIEW_CHILDREN):
        raise Http404
