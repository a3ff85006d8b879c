"""Issuing letters and recording how each copy went."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.events import record_event
from cases.disclosure import Recipient
from cases.letter_kinds import LetterKind
from cases.letter_standing import LetterStanding
from cases.letters import LetterDraft, facts_of, file_of, fingerprint, prepare
from cases.models import Case, Letter, LetterCopy
from cases.permissions import check_user_can_work_case


class LetterRefused(Exception):
    """The letters cannot be issued; every reason, in words for the officer. `field` is the field at fault."""

    def __init__(self, *reasons: str, field: str = "") -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field


class CopyRefused(Exception):
    """The copy cannot be recorded so; the text says why. `field` is the field at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def issue_letters(
    *,
    case: Case,
    kind: LetterKind,
    recipients: Sequence[Recipient],
    seen: str,
    has_read_warnings: bool,
    by: User,
    as_of: date,
) -> list[Letter]:
    """Make one letter for each recipient and keep its file, all or none.

    `seen` is the fingerprint of the drafts that the officer looked at: what was seen is what is issued. Raises
    PermissionDenied, DisclosureRefused, LetterRefused with every reason.
    """
    check_user_can_work_case(by, case)
    Case.objects.select_for_update().get(pk=case.pk)
    if not recipients:
        raise LetterRefused("Choose who the letter goes to.")
    drafts = [prepare(case=case, kind=kind, recipient=each, by=by, as_of=as_of) for each in recipients]
    missing = [f"{each.recipient.name}: {one.what}" for each in drafts for one in each.missing]
    if missing:
        raise LetterRefused(*dict.fromkeys(missing))
    if fingerprint(drafts) != seen:
        raise LetterRefused("The record has changed since you saw this letter. Look at it again, then issue it.")
    if not has_read_warnings and any(draft.warnings for draft in drafts):
        raise LetterRefused("Read the warnings and say that you have.", field="has_read_warnings")
    return [_issue(draft, by=by, as_of=as_of) for draft in drafts]


def _issue(draft: LetterDraft, *, by: User, as_of: date) -> Letter:
    """Keep the file, then the row: a row always has its file; a file whose row was refused is removed."""
    content = file_of(draft)
    stored_name = default_storage.save(uuid.uuid4().hex, ContentFile(content))
    try:
        return _keep(draft, content, stored_name, by=by, as_of=as_of)
    except BaseException:
        default_storage.delete(stored_name)
        raise


def _keep(draft: LetterDraft, content: bytes, stored_name: str, *, by: User, as_of: date) -> Letter:
    recipient, postal = draft.recipient, draft.disclosure.postal
    letter = Letter.objects.create(
        case=draft.case,
        child=draft.case.child,
        kind=draft.kind.code,
        title=draft.kind.title,
        audience=recipient.audience,
        person=recipient.person,
        relationship_then=recipient.relationships[0].kind if recipient.relationships else "",
        school=recipient.school,
        local_authority=recipient.local_authority,
        address_lines=list(draft.address_lines),
        is_to_safe_address=bool(postal and postal.is_safe_address),
        facts=facts_of(draft.content),
        stored_name=stored_name,
        byte_count=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        issued_at=timezone.now(),
        issued_by=by,
    )
    record_event(
        child=letter.child,
        case=letter.case,
        code="letter_issued",
        by=by,
        happened_on=as_of,
        letter=str(letter.uuid),
        letter_kind=letter.kind,
    )
    return letter


@transaction.atomic
def record_copy(
    *,
    letter: Letter,
    method: str,
    sent_on: date,
    by: User,
    as_of: date,
    email_address: str = "",
    has_gone_already: bool = False,
) -> LetterCopy:
    """Record that a copy went: by hand or by post to the address printed on it, or by e-mail.

    A letter whose check would say otherwise today, or that no longer agrees with the case, is refused unless it has
    gone already: then the truth is kept. Raises CopyRefused, PermissionDenied.
    """
    check_user_can_work_case(by, letter.case)
    issued_on = timezone.localtime(letter.issued_at).date()
    # The day of the case may run apart from the clock: where today is before it was issued, today is the first day.
    if not min(issued_on, as_of) <= sent_on <= as_of:
        raise CopyRefused("Sent on must be from the day the letter was issued to today.", field="sent_on")
    problem = LetterStanding(letter.case, as_of).problem_with_sending(letter)
    if problem and not has_gone_already:
        raise CopyRefused(f"{problem} Do not send it: write a new letter.", field="has_gone_already")
    is_email = method == LetterCopy.Method.EMAIL_AGREED
    copy = LetterCopy.objects.create(
        letter=letter,
        method=method,
        address_lines=[] if is_email else letter.address_lines,
        email_address=_email_of(letter, email_address) if is_email else "",
        sent_on=sent_on,
        recorded_at=timezone.now(),
        by=by,
    )
    record_event(
        child=letter.child,
        case=letter.case,
        code="letter_sent",
        by=by,
        happened_on=sent_on,
        letter=str(letter.uuid),
        letter_kind=letter.kind,
        method=method,
    )
    return copy


def _email_of(letter: Letter, typed: str) -> str:
    """A person's recorded address, never a typed one; a school's has to be typed, since none is recorded."""
    if letter.person is not None:
        if not letter.person.email:
            raise CopyRefused(f"No e-mail address is recorded for {letter.person}.", field="method")
        return letter.person.email
    if not typed:
        raise CopyRefused("Enter the e-mail address that it went to.", field="email_address")
    return typed
