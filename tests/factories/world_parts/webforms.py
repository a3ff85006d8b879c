"""A school's draft with a file, and a question and a file of what it sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal import webforms
from portal.actions.drafts import save_step, start_draft
from portal.actions.files_of_drafts import keep_file, keep_files
from portal.actions.sending import send_draft
from portal.models import Question, Submission, SubmissionFile
from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.webforms import ANSWERS, FORM

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """Names for the pages of drafts and of what was sent. The submission is the world's when it has one already."""
    webforms._forms.setdefault(FORM.code, FORM)
    by, school = world.people["school_office"], world.desk.school
    draft = start_draft(webform=FORM, school=school, by=by, as_of=EXCLUDED_ON)
    upload = SimpleUploadedFile("letter.txt", b"A letter.")
    kept = keep_files(draft=draft, step="evidence", name="evidence", uploads=[upload], by=by, as_of=EXCLUDED_ON)
    if "submission_reference" not in world.arguments:
        world.arguments["submission_reference"] = _sent(school, by).reference
    sent = Submission.objects.get(reference=world.arguments["submission_reference"])
    question = Question.objects.create(submission=sent, text="Which?", asked_at=timezone.now(), by=world.desk.officer)
    file = SubmissionFile.objects.create(submission=sent, field="evidence.evidence", **keep_file(upload))
    world.arguments |= {
        "form_code": FORM.code,
        "draft_uuid": draft.uuid,
        "step_code": FORM.steps[0].code,
        "draft_file_uuid": kept.kept[0].uuid,
        "sent_file_uuid": file.uuid,
        "question_uuid": question.uuid,
    }


def _sent(school: object, by: object) -> Submission:
    draft = start_draft(webform=FORM, school=school, by=by, as_of=EXCLUDED_ON)
    for step, answers in ANSWERS.items():
        draft = save_step(
            draft=draft, step=step, answers=answers, typed={}, version=draft.version, by=by, as_of=EXCLUDED_ON
        )
    return send_draft(draft=draft, version=draft.version, by=by, as_of=EXCLUDED_ON).submission
