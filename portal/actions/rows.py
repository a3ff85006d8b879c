"""Sending what a row said: through a draft of its own and the one way of sending, like any form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from portal.actions.drafts import new_draft
from portal.actions.incidents import incident_called
from portal.actions.sending import send_draft
from portal.models import Submission
from portal.permissions import check_user_can_send_for
from portal.rows import Filled
from portal.webforms import WebForm
from schools.models import School


@transaction.atomic
def send_filled(
    *,
    webform: WebForm,
    filled: Filled,
    school: School,
    confirmed: Sequence[dict[str, str]],
    incident: str,
    by: User,
    as_of: date,
) -> Submission:
    """Send a form that a row filled in. `incident` is the school's own number of it, or empty. The caller holds the
    lock of the school's rows, and has looked for what was sent before.

    Raises portal.actions.sending.SendingRefused, PermissionDenied; then nothing is kept.
    """
    check_user_can_send_for(by, school, as_of)
    draft = new_draft(
        form=webform.code,
        school=school,
        by=by,
        payload=filled.payload,
        saved_steps=filled.saved,
        confirmed_doubts=list(confirmed),
        incident=incident_called(label=incident, webform=webform, school=school, by=by) if incident else None,
    )
    return send_draft(draft=draft, version=draft.version, by=by, as_of=as_of).submission
