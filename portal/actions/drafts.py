"""A school's drafts: begun, saved step by step, confirmed where a mistake is probable, discarded.

A draft belongs to its school: any of its people may go on with it. Saving needs no key of its own: the same answers
again change nothing, and a step that a colleague changed meanwhile is refused, never written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.versions import StaleEdit
from portal.contexts import draft_context
from portal.locking import lock_submission
from portal.models import Draft, DraftFile, Submission
from portal.permissions import check_user_can_send_for, drafts_of
from portal.policies import check_can_correct
from portal.queries import newest_version, status_of
from portal.steps import still_confirmed
from portal.webforms import Doubt, WebForm, get_webform
from schools.models import School


class DraftClosed(Exception):
    """The draft was sent or discarded meanwhile. `draft` is the draft as it is now."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("This draft was sent or discarded while you were writing. Nothing of yours was saved.")
        self.draft = draft


@transaction.atomic
def start_draft(*, webform: WebForm, school: School, by: User, as_of: date) -> Draft:
    """Begin a form for a school. Raises PermissionDenied."""
    check_user_can_send_for(by, school, as_of)
    return new_draft(form=webform.code, school=school, by=by)


@transaction.atomic
def start_correction(*, submission: Submission, by: User, as_of: date) -> Draft:
    """Begin a correction of what was sent, filled with its newest version; the one already begun when there is one.

    Raises portal.policies.NotPossible, PermissionDenied.
    """
    check_user_can_send_for(by, submission.school, as_of)
    lock_submission(submission)
    check_can_correct(status_of(submission))
    begun = drafts_of(submission.school).filter(corrects=submission).order_by("pk").first()
    if begun is not None:
        return begun
    newest = newest_version(submission)
    files = list(newest.files.order_by("pk"))
    draft = new_draft(
        form=submission.form,
        school=submission.school,
        by=by,
        corrects=submission,
        payload=_without_files(newest.payload, [file.field for file in files]),
        saved_steps=[step for step in newest.payload if not step.startswith("_")],
        confirmed_doubts=newest.payload.get("_confirmed", []),
    )
    for file in files:
        DraftFile.objects.create(
            draft=draft,
            added_at=draft.started_at,
            added_by=by,
            **{name: getattr(file, name) for name in KEPT_FILE_FIELDS},
        )
    return draft


KEPT_FILE_FIELDS = ("field", "file_name", "stored_name", "content_type", "byte_count", "sha256")


def new_draft(*, form: str, school: School, by: User, **more: Any) -> Draft:
    """A draft as it is begun now; the caller has checked who may."""
    now = timezone.now()
    return Draft.objects.create(
        form=form, school=school, started_at=now, started_by=by, saved_at=now, saved_by=by, **more
    )


def _without_files(payload: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """The answers alone: neither the names of files nor what the portal added at receipt."""
    return {
        step: {name: value for name, value in answers.items() if f"{step}.{name}" not in fields}
        for step, answers in payload.items()
        if not step.startswith("_")
    }


def lock_draft(draft: Draft, by: User, as_of: date) -> Draft:
    """The draft as it is now, held until the transaction ends. Raises DraftClosed, PermissionDenied."""
    check_user_can_send_for(by, draft.school, as_of)
    fresh = Draft.objects.select_for_update(of=("self",)).select_related("school").get(pk=draft.pk)
    if fresh.discarded_at is not None or Submission.objects.filter(draft=fresh).exists():
        raise DraftClosed(fresh)
    return fresh


@transaction.atomic
def save_step(
    *,
    draft: Draft,
    step: str,
    answers: Mapping[str, Any] | None,
    typed: Mapping[str, list[str]],
    version: int,
    by: User,
    as_of: date,
) -> Draft:
    """Keep a step: its `answers` when they are right; else, with None, what was `typed`, and the step is incomplete.

    `version` is the draft's when the page was made. Raises StaleEdit when somebody else changed this step since,
    DraftClosed, PermissionDenied.
    """
    draft = lock_draft(draft, by, as_of)
    is_same = answers == draft.payload.get(step) if answers is not None else typed == draft.typed.get(step)
    if is_same and (step in draft.saved_steps) == (answers is not None):
        return draft
    changed_at, changed_by = draft.step_versions.get(step, (0, 0))
    if changed_at > version and changed_by != by.pk:
        raise StaleEdit(draft)
    draft.saved_steps = [each for each in draft.saved_steps if each != step]
    if answers is not None:
        draft.payload = {**draft.payload, step: dict(answers)}
        draft.saved_steps.append(step)
        draft.typed = {name: kept for name, kept in draft.typed.items() if name != step}
    else:
        draft.typed = {**draft.typed, step: dict(typed)}
    return touch(draft, step, by, as_of)


def touch(draft: Draft, step: str, by: User, as_of: date) -> Draft:
    """Save a locked draft of which a step changed, and say who did it. What was confirmed about the step, or is not
    raised by the answers any more, was said of other answers: it is dropped, and asked again if it comes up again."""
    draft.confirmed_doubts = [each for each in draft.confirmed_doubts if each["step"] != step]
    if draft.confirmed_doubts:
        draft.confirmed_doubts = still_confirmed(draft, get_webform(draft.form), draft_context(draft, as_of))
    draft.version += 1
    draft.step_versions = {**draft.step_versions, step: [draft.version, by.pk]}
    draft.saved_at, draft.saved_by = timezone.now(), by
    draft.save()
    return draft


@transaction.atomic
def confirm_doubts(*, draft: Draft, doubts: Sequence[Doubt], by: User, as_of: date) -> Draft:
    """Keep that the school says these probable mistakes are right, in the words that it read. Raises DraftClosed."""
    draft = lock_draft(draft, by, as_of)
    kept = [each for each in draft.confirmed_doubts if each["code"] not in {doubt.code for doubt in doubts}]
    draft.confirmed_doubts = [*kept, *as_confirmed(doubts, by)]
    draft.version += 1
    draft.saved_at, draft.saved_by = timezone.now(), by
    draft.save()
    return draft


def as_confirmed(doubts: Sequence[Doubt], by: User) -> list[dict[str, Any]]:
    """Doubts that somebody says are right, as they are kept: the words that were read, by whom and when."""
    at = timezone.now().isoformat()
    return [
        {"code": doubt.code, "step": doubt.step, "title": doubt.title, "text": doubt.text, "by": by.name, "at": at}
        for doubt in doubts
    ]


@transaction.atomic
def discard_draft(*, draft: Draft, by: User, as_of: date) -> Draft:
    """Throw a draft away; a second time changes nothing. Raises DraftClosed when it was sent, PermissionDenied."""
    check_user_can_send_for(by, draft.school, as_of)
    fresh = Draft.objects.select_for_update().get(pk=draft.pk)
    if fresh.discarded_at is not None:
        return fresh
    fresh = lock_draft(draft, by, as_of)
    fresh.discarded_at, fresh.discarded_by = timezone.now(), by
    fresh.version += 1
    fresh.save()
    return fresh
