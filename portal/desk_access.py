"""The only ways of people of the authority to a submission, its parts and its files: they load and authorise."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest

from accounts.models import User
from cases.access import reason_for_lists
from ledger.viewlog import record_view
from portal.models import Submission, SubmissionFile
from portal.permissions import check_user_can_decide, submissions_visible_to, user_can_see_submissions
from portal.triage import Folder, open_folder

Part = Submission.Part


def check_may_see_submissions(user: User) -> None:
    """Pages about submissions exist only for people to whom forms are sent; for the rest they are not there."""
    if not user_can_see_submissions(user):
        raise Http404


def get_folder_for(request: HttpRequest, reference: str, what: str, *, to_decide: bool = False) -> Folder:
    """The submission with this reference, for a page called `what`. 404 for who may not know of it, 403 for who may
    only read it. The read is logged with the child and the case that it was accepted into."""
    folder = find_folder(request.user, reference)
    if to_decide:
        check_user_can_decide(request.user, folder.original)
    log_folder(request, folder, what)
    return folder


def find_folder(user: User, reference: str) -> Folder:
    """The submission with this reference; the caller logs what of it is shown (`log_folder`). 404 as above."""
    # No text that PostgreSQL could not hold was ever a reference.
    wanted = reference.replace("\x00", "").upper()
    original = submissions_visible_to(user).filter(reference=wanted, part=Part.ORIGINAL).first()
    if original is None or not user_can_see_submissions(user):
        raise Http404
    return open_folder(original)


def log_folder(request: HttpRequest, folder: Folder, what: str, child_ids: list[int] | None = None) -> None:
    """Write that this submission was read, with the children whose records stood beside it."""
    accepted = folder.accepted
    record_view(
        request,
        what,
        child_ids=[*(child_ids or []), *([accepted.child_id] if accepted else [])],
        case_ids=[accepted.case_id] if accepted else [],
        reason=reason_for_lists(request),
    )


def get_part_of(folder: Folder, reference: str, part: str) -> Submission:
    """A correction or an answer of this submission, by its own reference."""
    wanted = reference.upper()
    found = next((each for each in folder.parts if each.reference == wanted and each.part == part), None)
    if found is None:
        raise Http404
    return found


def get_file_of(folder: Folder, file_uuid: uuid.UUID) -> SubmissionFile:
    """A file of this submission or of one of its later parts."""
    found = next((file for file in folder.files if file.uuid == file_uuid), None)
    if found is None:
        raise Http404
    return found
