"""What a school says is right counts for the answers of which it was said, and for no others."""

from __future__ import annotations

import html
from typing import Any

from django.test import Client

from portal.actions.drafts import confirm_doubts, start_correction
from portal.contexts import draft_context
from portal.models import Draft, Submission
from portal.presenters.triage import present_doubts
from portal.steps import open_doubts
from portal.triage import open_folder
from tests.factories.webforms import ANSWERS, AS_OF, FORM, Office

FAR = {**ANSWERS["outing"], "starts_on": "2027-05-01"}
FURTHER = {**ANSWERS["outing"], "starts_on": "2027-06-01"}


def asked(draft: Draft) -> list[str]:
    """The words of what is still asked."""
    return [each.text for each in open_doubts(draft, FORM, draft_context(draft, AS_OF))]


def confirm(office: Office, draft: Draft) -> Draft:
    """Say that everything that is asked is right."""
    doubts = open_doubts(draft, FORM, draft_context(draft, AS_OF))
    return confirm_doubts(draft=draft, doubts=doubts, by=office.user, as_of=AS_OF)


def said(sent: Submission) -> list[str]:
    """What the officer reads that the school says is right."""
    return [each["text"] for each in present_doubts(open_folder(sent))]


def far(day: str) -> str:
    return f"The outing is on {day}, months from now."


def test_another_answer_is_asked_about_anew_and_the_officer_reads_the_last(office: Office) -> None:
    draft = confirm(office, office.draft(outing=FAR))
    assert asked(draft) == []
    draft = office.save(draft, "outing", FURTHER)
    assert draft.confirmed_doubts == []
    assert asked(draft) == [far("2027-06-01")]
    assert said(office.send(confirm(office, draft))) == [far("2027-06-01")]


def test_an_answer_that_raises_nothing_leaves_nothing_said(office: Office, client: Client) -> None:
    draft = office.save(confirm(office, office.draft(outing=FAR)), "outing", ANSWERS["outing"])
    page = html.unescape(client.get(f"/send/outing/{draft.uuid}/check/").content.decode())
    assert "You said that this is right" not in page
    sent = office.send(draft)
    assert "_confirmed" not in sent.payload
    assert said(sent) == []


def test_the_first_answer_again_is_asked_about_again(office: Office) -> None:
    draft = confirm(office, office.draft(outing=FAR))
    draft = office.save(office.save(draft, "outing", ANSWERS["outing"]), "outing", FAR)
    assert asked(draft) == [far("2027-05-01")]


def test_the_same_answer_again_and_other_pages_change_nothing(office: Office) -> None:
    draft = confirm(office, office.draft(outing=FAR))
    draft = office.save(office.save(draft, "outing", FAR), "note", {"note": "More"})
    assert asked(draft) == []
    assert said(office.send(draft)) == [far("2027-05-01")]


def test_what_no_answer_raises_any_more_is_neither_kept_nor_sent(office: Office) -> None:
    """The doubt is of another page than the one that changed, or what raised it lies outside the form."""
    other: dict[str, Any] = {"code": "gone", "step": "evidence", "title": "Gone", "text": "x", "by": "A", "at": ""}
    draft = office.draft(outing=FAR)
    draft.confirmed_doubts = [other]
    draft.save()
    draft = office.save(draft, "outing", FURTHER)
    assert draft.confirmed_doubts == []
    draft = confirm(office, draft)
    draft.confirmed_doubts = [*draft.confirmed_doubts, other]
    draft.save()
    assert said(office.send(draft)) == [far("2027-06-01")]


def test_a_correction_begins_with_what_was_said_and_drops_what_it_changes(office: Office) -> None:
    sent = office.send(confirm(office, office.draft(outing=FAR)))
    draft = start_correction(submission=sent, by=office.user, as_of=AS_OF)
    assert asked(draft) == []
    draft = office.save(draft, "outing", {**FAR, "starts_on": "2026-09-22"})
    office.send(draft)
    assert said(Submission.objects.get(pk=sent.pk)) == []
