"""Drafts of the form for a permanent exclusion that a school has filled in and not sent, in the stack's database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from exclusions.webforms import FORM
from portal.actions.drafts import save_step, start_draft
from portal.actions.files_of_drafts import keep_file
from portal.models import Draft, DraftFile
from tests.factories.school_forms import permanent
from tests.functional.desk import StoryDesk

# What the factory leaves out because no clock reads it.
MORE_ANSWERS = {
    "circumstances": {"is_looked_after": "no", "has_social_worker": "no", "has_plan": "no", "sen_status": "N"},
    "documents": {},
    "work": {"sets_work": "yes", "provision": ""},
    "contact": {"contact_name": "Sam Office", "contact_telephone": "024 7600 0000", "anything_else": ""},
}
FILES = {"notice_files": ("notice.txt", b"The notice."), "evidence_files": ("evidence.txt", b"What was seen.")}


@dataclass(frozen=True)
class Ready:
    """A draft that wants nothing but to be sent."""

    check_path: str
    uuid: uuid.UUID
    version: int


def make_ready_drafts(desk: StoryDesk, user: User, count: int) -> list[Ready]:
    """Fill in one draft by the real actions and copy it. Call it inside `live_stack.own_models()`."""
    first = _filled_in(desk, user)
    drafts = [first, *(_copy_of(first) for _ in range(count - 1))]
    return [
        Ready(check_path=f"/send/{FORM.code}/{draft.uuid}/check/", uuid=draft.uuid, version=draft.version)
        for draft in (_with_files(each, user) for each in drafts)
    ]


def _filled_in(desk: StoryDesk, user: User) -> Draft:
    day = desk.last_school_day()
    told = {f"{recipient}_told_on": day.isoformat() for recipient in ("parents", "governors")}
    answers = {**permanent(desk.child, decided_on=day, excluded_on=day, told=told), **MORE_ANSWERS}
    draft = start_draft(webform=FORM, school=desk.school, by=user, as_of=desk.today)
    for step, given in answers.items():
        draft = save_step(
            draft=draft, step=step, answers=given, typed={}, version=draft.version, by=user, as_of=desk.today
        )
    return draft


def _copy_of(draft: Draft) -> Draft:
    names = ("form", "school", "payload", "saved_steps", "step_versions", "version")
    people = ("started_at", "started_by", "saved_at", "saved_by")
    return Draft.objects.create(**{name: getattr(draft, name) for name in (*names, *people)})


def _with_files(draft: Draft, user: User) -> Draft:
    for name, (file_name, content) in FILES.items():
        DraftFile.objects.create(
            draft=draft,
            field=f"documents.{name}",
            added_at=timezone.now(),
            added_by=user,
            **keep_file(SimpleUploadedFile(file_name, content)),
        )
    return draft
