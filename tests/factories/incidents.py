"""Pupils of one incident as a school enters, checks and sends them. All invented."""

from __future__ import annotations

from typing import Any

from django.test import Client

from accounts.models import User
from ledger import keys
from portal.actions import sending
from portal.actions.incidents import add_pupil_to_draft
from portal.actions.sending import send_together
from portal.models import Draft, Submission
from tests.factories.webforms import ANSWERS, AS_OF, Office

OTHER = {**ANSWERS["pupil"], "given_names": "Ben", "surname": "Tully", "born_on": "2012-05-01"}


THIRD = {**ANSWERS["pupil"], "given_names": "Cleo", "surname": "Marsh", "born_on": "2012-06-01"}


def add(office: Office, draft: Draft, pupil: dict[str, Any] | None = None, **changed: dict[str, Any]) -> Draft:
    """Another pupil of the incident, with their own answers given."""
    other = add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    for step, answers in {"pupil": pupil or OTHER, "evidence": ANSWERS["evidence"], **changed}.items():
        other = office.save(other, step, answers)
    return other


def versions(*drafts: Draft) -> dict[int, int]:
    return {draft.pk: Draft.objects.get(pk=draft.pk).version for draft in drafts}


def send(office: Office, draft: Draft, *others: Draft) -> sending.Sent:
    return send_together(draft=draft, checked=versions(draft, *others), by=office.user, as_of=AS_OF)


def check_page(draft: Draft) -> str:
    return f"/send/outing/{draft.uuid}/check/"


def press_send(client: Client, draft: Draft, *others: Draft) -> str:
    shown = versions(draft, *others)
    checked = [f"{other.uuid}:{shown[other.pk]}" for other in others]
    data = {"version": shown[draft.pk], "checked": checked}
    return client.post(check_page(draft), data).headers.get("Location", "")


def press_add(client: Client, user: User, address: str, about: Draft | Submission) -> str:
    key = keys.make_key(user_id=user.pk, form_name=f"add_pupil:{about.uuid}")
    first = client.post(address, {"form_key": key})["Location"]
    assert client.post(address, {"form_key": key})["Location"] == first, "a double click is one pupil"
    return first
