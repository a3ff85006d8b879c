"""Sending by API: one form, through the same checks, once for each Idempotency-Key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.actions.drafts import as_confirmed
from portal.actions.rows import send_filled
from portal.actions.sending import SendingRefused
from portal.api_answers import sent_answer
from portal.locking import lock_rows_of_school
from portal.models import ApiAnswer, SchoolApiKey, Submission
from portal.permissions import check_user_can_send_for
from portal.policies import not_named
from portal.roll import roll_for
from portal.rows import Fault, Filled, fill_in, written_pupil
from portal.sent_before import SentBefore, find_sent_before
from portal.webforms import Doubt, WebForm


class OtherContent(Exception):
    """The Idempotency-Key was used for something else."""


class SentAlready(Exception):
    """The school has sent a form about this pupil and these days: `submission`."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(f"Already sent as {submission.reference}.")
        self.submission = submission


class NotSent(Exception):
    """It cannot be sent as it is: `faults` are to be corrected, or `doubts` to be confirmed."""

    def __init__(self, faults: Collection[Fault] = (), doubts: Collection[Doubt] = ()) -> None:
        super().__init__("It was not sent.")
        self.faults = tuple(faults)
        self.doubts = tuple(doubts)


@dataclass(frozen=True)
class Look:
    """What a form that came by API would be: filled in, with its open doubts and what was sent before."""

    filled: Filled
    doubts: tuple[Doubt, ...]
    before: SentBefore


def look_at(
    *, webform: WebForm, key: SchoolApiKey, written: Mapping[str, Any], confirmed: Collection[str], as_of: date
) -> Look:
    """Fill in a form from what was written, and send nothing. `confirmed` has the codes of doubts that are right."""
    roll = roll_for(key.school, as_of, [written_pupil(webform, written)])
    filled = fill_in(webform, written, key.school, roll, as_of)
    before = SentBefore() if filled.faults else find_sent_before(webform, key.school, filled.payload)
    return Look(filled, tuple(not_named([*filled.doubts, *before.doubts], confirmed)), before)


def content_hash(written: Mapping[str, Any], confirmed: Collection[str], incident: str) -> str:
    """SHA-256 of what was asked, whatever the order of its fields."""
    text = json.dumps([written, sorted(confirmed), incident], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def send_by_key(
    *,
    webform: WebForm,
    key: SchoolApiKey,
    idempotency_key: str,
    written: Mapping[str, Any],
    confirmed: Collection[str],
    incident: str,
    as_of: date,
) -> tuple[dict[str, Any], bool]:
    """Send a form for the school of a key. Gives the answer, and whether it had been given before.

    Raises OtherContent, SentAlready, NotSent, PermissionDenied.
    """
    check_user_can_send_for(key.made_by, key.school, as_of)
    lock_rows_of_school(key.school)
    content = content_hash(written, confirmed, incident)
    earlier = ApiAnswer.objects.filter(key=key, idempotency_key=idempotency_key).first()
    if earlier is not None:
        if earlier.content_sha256 != content:
            raise OtherContent
        return earlier.answer, True
    look = look_at(webform=webform, key=key, written=written, confirmed=confirmed, as_of=as_of)
    if look.filled.faults:
        raise NotSent(look.filled.faults)
    if look.before.standing is not None:
        raise SentAlready(look.before.standing)
    if look.doubts:
        raise NotSent(doubts=look.doubts)
    submission = _send(webform, key, look, incident, as_of)
    answer = sent_answer(submission, look.filled)
    ApiAnswer.objects.create(
        key=key,
        idempotency_key=idempotency_key,
        content_sha256=content,
        answer=answer,
        submission=submission,
        answered_recorded_at=timezone.now(),
    )
    return answer, False


def _send(webform: WebForm, key: SchoolApiKey, look: Look, incident: str, as_of: date) -> Submission:
    right = [*look.filled.doubts, *look.before.doubts]
    try:
        return send_filled(
            webform=webform,
            filled=look.filled,
            school=key.school,
            confirmed=as_confirmed(right, key.made_by),
            incident=incident,
            by=key.made_by,
            as_of=as_of,
        )
    except SendingRefused as refused:
        texts = [each.text for each in refused.problems] or [str(refused)]
        raise NotSent([Fault("", text) for text in texts]) from refused
