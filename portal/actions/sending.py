"""Sending a draft: exactly one submission, kept whole before anything else happens.

The draft's id is the key of sending: its row is locked, and a second sending finds what the first one wrote. Pupils of
one incident are sent in one transaction, one submission for each draft. What comes after the rows (the kind, the review
of hidden records, the e-mail) cannot undo them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from cases.actions.cases import next_reference
from portal.actions.drafts import KEPT_FILE_FIELDS, DraftClosed
from portal.actions.hidden_records import tell_information_governance
from portal.actions.keeping import keep_submission, next_part_reference, write_status
from portal.asked_of_forms import kind_of, safely
from portal.contexts import draft_context
from portal.incidents import problems_of_draft
from portal.locking import lock_submission
from portal.models import Draft, Submission, SubmissionStatus
from portal.notices import tell_sender
from portal.permissions import check_user_can_send_for
from portal.policies import check_can_correct
from portal.queries import files_of_draft, status_of
from portal.sent_before import SENT_BEFORE
from portal.steps import incomplete_steps, open_doubts, still_confirmed
from portal.webforms import FormContext, Problem, WebForm, get_webform

Part = Submission.Part
Status = SubmissionStatus.Status


class SendingRefused(Exception):
    """`draft` cannot be sent as it is: `problems` says what is to be done in which of its steps."""

    def __init__(self, text: str, draft: Draft, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(text)
        self.draft = draft
        self.problems = problems


@dataclass(frozen=True)
class Sent:
    """The submission of a draft; `is_repeat` when an earlier sending wrote it. `together` are those of all pupils of
    the incident that were sent with it, itself among them."""

    submission: Submission
    is_repeat: bool
    together: tuple[Submission, ...] = ()

    @property
    def original(self) -> Submission:
        """The submission whose page shows it."""
        return self.submission.original


@dataclass(frozen=True)
class _Ready:
    """A draft that can be sent, with what its form looks at."""

    draft: Draft
    webform: WebForm
    context: FormContext


def send_draft(*, draft: Draft, version: int, by: User, as_of: date) -> Sent:
    """Send a draft alone, whatever its incident. `version` is that of the answers that were checked. Raises as
    `send_together`."""
    return _send_of(draft, {draft.pk: version}, by, as_of, is_alone=True)


def send_together(*, draft: Draft, checked: Mapping[int, int], by: User, as_of: date) -> Sent:
    """Send a draft with the others of its incident that are complete, all or none; or find what was sent from it.

    `checked` has the version of each draft whose answers were checked, by its key: what was completed or changed since
    is not sent unseen. Drafts that are incomplete stay drafts. Raises SendingRefused, DraftClosed when it was
    discarded, portal.policies.NotPossible for a correction of what has ended, PermissionDenied.
    """
    return _send_of(draft, checked, by, as_of, is_alone=False)


@transaction.atomic
def _send_of(draft: Draft, checked: Mapping[int, int], by: User, as_of: date, *, is_alone: bool) -> Sent:
    check_user_can_send_for(by, draft.school, as_of)
    locked = _lock_all(draft)
    draft = next(each for each in locked if each.pk == draft.pk)
    already = Submission.objects.filter(draft=draft).select_related("answers_to").first()
    if already is not None:
        return Sent(already, is_repeat=True, together=(already,))
    if draft.discarded_at is not None:
        raise DraftClosed(draft)
    ready = _ready(draft, [draft] if is_alone else locked, checked, as_of)
    sent = {each.draft.pk: _send(each, by, as_of) for each in ready}
    return Sent(sent[draft.pk], is_repeat=False, together=tuple(sent.values()))


def _lock_all(draft: Draft) -> list[Draft]:
    """The draft and those of its incident, always in one order: two who send from two of them wait for each other."""
    incident = Draft.objects.values_list("incident", flat=True).get(pk=draft.pk)
    ours = Q(incident=incident) if incident else Q(pk=draft.pk)
    rows = Draft.objects.select_for_update(of=("self",)).select_related("school", "corrects")
    return list(rows.filter(ours).order_by("pk"))


def _ready(draft: Draft, locked: Sequence[Draft], checked: Mapping[int, int], as_of: date) -> list[_Ready]:
    sent = set(Submission.objects.filter(draft__in=locked).values_list("draft", flat=True))
    webform = get_webform(draft.form)
    opened = [
        _Ready(each, webform, draft_context(each, as_of))
        for each in locked
        if each.discarded_at is None and each.pk not in sent
    ]
    ready = [each for each in opened if each.draft == draft or not incomplete_steps(each.draft, webform, each.context)]
    if {each.draft.pk: each.draft.version for each in ready} != dict(checked):
        raise SendingRefused(_CHANGED, draft)
    together = [each.draft for each in ready]
    for each in ready:
        _check_ready(each, together)
    return ready


_CHANGED = "Your school changed this form after you opened this page. Check the answers again."


def _check_ready(ready: _Ready, together: Sequence[Draft]) -> None:
    draft, webform, context = ready.draft, ready.webform, ready.context
    missing = incomplete_steps(draft, webform, context)
    if missing:
        problems = tuple(Problem(step.code, "", f"Complete “{step.title}”") for step in missing)
        raise SendingRefused("Complete every part before you send the form.", draft, problems)
    problems = tuple(problems_of_draft(draft, webform, context, together))
    if problems:
        raise SendingRefused("Put these right before you send the form.", draft, problems)
    if open_doubts(draft, webform, context):
        raise SendingRefused("Say whether the answers that look unlikely are right before you send the form.", draft)


def _send(ready: _Ready, by: User, as_of: date) -> Submission:
    submission = _keep(ready.draft, ready.webform, ready.context, by, as_of)
    safely(
        ready.webform,
        "review of hidden records",
        lambda: tell_information_governance(submission=submission, by=by, as_of=as_of),
        None,
    )
    safely(ready.webform, "receipt by e-mail", lambda: tell_sender(submission), None)
    return submission


def _keep(draft: Draft, webform: WebForm, context: FormContext, by: User, as_of: date) -> Submission:
    payload: dict[str, Any] = {step.code: dict(context.answers(step.code)) for step in webform.asked(context)}
    kind = kind_of(webform, payload)
    # What was said of other answers than these is not sent. The portal's own doubt is raised by no form.
    own = [each for each in draft.confirmed_doubts if each["code"] == SENT_BEFORE]
    confirmed = [*own, *still_confirmed(draft, webform, context)]
    if confirmed:
        payload["_confirmed"] = confirmed
    files = [{name: getattr(file, name) for name in KEPT_FILE_FIELDS} for file in files_of_draft(draft)]
    columns: dict[str, Any] = {
        "form": draft.form,
        "kind": kind,
        "school": draft.school,
        "draft": draft,
        "payload": payload,
        "files": files,
        "by": by,
        "as_of": as_of,
    }
    if draft.corrects is None:
        return keep_submission(reference=next_reference(f"{webform.reference_prefix}-S", as_of.year), **columns)
    return _keep_correction(draft.corrects, columns)


def _keep_correction(original: Submission, columns: dict[str, Any]) -> Submission:
    """What was returned is received again with its correction."""
    lock_submission(original)
    status = status_of(original)
    check_can_correct(status)
    correction = keep_submission(
        reference=next_part_reference(original, Part.CORRECTION),
        part=Part.CORRECTION,
        answers_to=original,
        **columns,
    )
    if status.status == Status.RETURNED:
        write_status(original, Status.RECEIVED, correction.by)
    return correction
