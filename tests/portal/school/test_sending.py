"""Sending: exactly one submission, whole, whatever else fails."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from accounts.models import User
from ledger.models import OutboxMessage
from portal import webforms
from portal.actions import sending
from portal.actions.drafts import DraftClosed, discard_draft
from portal.actions.files_of_drafts import keep_files
from portal.actions.sending import SendingRefused, send_draft
from portal.models import Draft, FormMistake, Submission
from portal.queries import status_of
from schools.models import SchoolStaff
from tests.factories.webforms import ANSWERS, AS_OF, FORM, KIND, Office


def check_url(draft: Draft) -> str:
    return f"/send/outing/{draft.uuid}/check/"


def press_send(client: Client, draft: Draft) -> str:
    return client.post(check_url(draft), {"version": draft.version}).headers.get("Location", "")


def test_what_was_sent_is_kept_whole(office: Office) -> None:
    draft = office.draft()
    upload = SimpleUploadedFile("ticket.txt", b"one ticket")
    keep_files(draft=draft, step="evidence", name="evidence", uploads=[upload], by=office.user, as_of=AS_OF)
    draft.refresh_from_db()
    sent = office.send(draft)
    assert sent.reference == "OU-S-2026-0001"
    assert (sent.kind, sent.part, sent.school, sent.draft, sent.by) == (
        KIND,
        "original",
        office.school,
        draft,
        office.user,
    )
    assert sent.received_on == AS_OF
    assert sent.payload["outing"] == ANSWERS["outing"]
    assert sent.payload["evidence"] == {"shows": "A bus ticket", "evidence": ["ticket.txt"]}
    canonical = json.dumps(sent.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sent.payload_sha256 == hashlib.sha256(canonical.encode()).hexdigest()
    file = sent.files.get()
    assert (file.file_name, file.field, file.sha256) == (
        "ticket.txt",
        "evidence.evidence",
        hashlib.sha256(b"one ticket").hexdigest(),
    )
    assert status_of(sent).status == "received"


def test_answers_to_pages_that_are_not_asked_any_more_are_not_sent(office: Office) -> None:
    draft = office.draft(animal={"animal": "a seal"})
    assert "animal" not in office.send(draft).payload


def test_the_receipt_goes_to_the_sender_with_a_reference_and_a_link_only(office: Office) -> None:
    sent = office.send()
    message = OutboxMessage.objects.get(task_name="accounts.send_message")
    assert message.arguments["code"] == "portal.received"
    assert message.arguments["user_id"] == office.user.pk
    assert message.arguments["path"] == f"/sent/{sent.reference}/"
    assert message.arguments["reference"] == sent.reference


def test_sending_again_finds_the_first(office: Office) -> None:
    draft = office.draft()
    first = send_draft(draft=draft, version=draft.version, by=office.user, as_of=AS_OF)
    second = send_draft(draft=draft, version=1, by=office.colleague, as_of=AS_OF)
    assert not first.is_repeat
    assert second.is_repeat
    assert second.submission == first.submission


def fail(*_: object, **__: object) -> None:
    raise RuntimeError("broken")


def fail_in_the_database(*_: object, **__: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


@pytest.mark.parametrize("failure", [fail, fail_in_the_database])
@pytest.mark.parametrize("what", ["tell_sender", "tell_information_governance"])
def test_nothing_that_fails_after_the_receipt_loses_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, what: str, failure: Callable[..., None]
) -> None:
    monkeypatch.setattr(sending, what, failure)
    sent = office.send()
    assert Submission.objects.get() == sent
    assert status_of(sent).status == "received"


@pytest.mark.parametrize("failure", [fail, fail_in_the_database, lambda _: "no_such_kind"])
def test_a_form_that_cannot_tell_its_kind_loses_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch, failure: Callable[..., object]
) -> None:
    broken = _changed(kind_of=failure, headline=fail, meaning=fail, doubts=fail, problems=fail)
    monkeypatch.setitem(webforms._forms, FORM.code, broken)
    assert office.send().kind == KIND


def _changed(**changes: object) -> webforms.WebForm:
    return webforms.WebForm(**{**vars(FORM), **changes})


def test_a_draft_with_an_incomplete_part_cannot_be_sent(office: Office) -> None:
    draft = office.save(office.start(), "pupil", ANSWERS["pupil"])
    with pytest.raises(SendingRefused) as refused:
        office.send(draft)
    assert [problem.step for problem in refused.value.problems] == ["outing", "evidence"]


def test_problems_and_open_doubts_keep_it_from_being_sent(office: Office) -> None:
    with pytest.raises(SendingRefused, match="Put these right"):
        office.send(office.draft(evidence={"shows": "nothing"}))
    with pytest.raises(SendingRefused, match="unlikely"):
        office.send(office.draft(outing={"starts_on": "2027-05-01", "place": "sea", "reasons": []}))


def test_a_discarded_draft_is_not_sent(office: Office) -> None:
    draft = office.draft()
    discard_draft(draft=draft, by=office.user, as_of=AS_OF)
    with pytest.raises(DraftClosed):
        office.send(draft)


def test_what_a_colleague_changed_after_the_check_page_is_checked_again(office: Office, client: Client) -> None:
    draft = office.draft()
    seen = draft.version
    office.save(draft, "note", {"note": "Bring a hat"}, by=office.colleague)
    page = client.post(check_url(draft), {"version": seen}).content.decode()
    assert "Check the answers again" in page
    assert "Bring a hat" in page
    assert not Submission.objects.exists()


def test_send_leads_to_the_receipt_and_so_does_every_repeat(office: Office, client: Client) -> None:
    draft = office.draft()
    first = press_send(client, draft)
    assert first == "/sent/OU-S-2026-0001/"
    assert [press_send(client, draft) for _ in range(3)] == [first] * 3
    assert Submission.objects.count() == 1
    page = client.get(first).content.decode()
    assert "Received" in page
    assert client.get(first).content.decode().count("OU-S-2026-0001") > 1


@pytest.mark.parametrize("page", ["", "outing/", "check/", "discard/", "outing/sure/"])
def test_back_after_sending_leads_to_the_receipt_and_says_so(office: Office, client: Client, page: str) -> None:
    draft = office.draft()
    office.send(draft)
    response = client.get(f"/send/outing/{draft.uuid}/{page}", follow=True)
    assert response.redirect_chain[-1][0] == "/sent/OU-S-2026-0001/"
    assert "This form was sent by" in response.content.decode()
    assert client.post(f"/send/outing/{draft.uuid}/{page}", {"place": "zoo"})["Location"] == "/sent/OU-S-2026-0001/"
    assert Submission.objects.count() == 1


def test_a_refused_sending_is_shown_and_its_problems_are_stored(office: Office, client: Client) -> None:
    draft = office.draft(evidence={"shows": "nothing"})
    shown = client.get(check_url(draft)).content.decode()
    link = (
        f'<a href="/send/outing/{draft.uuid}/evidence/?from=check">Say what the files show: the sea needs evidence</a>'
    )
    assert link in shown
    assert not FormMistake.objects.exists()
    assert link in client.post(check_url(draft), {"version": draft.version}).content.decode()
    mistake = FormMistake.objects.get()
    assert (mistake.form, mistake.step, mistake.field, mistake.school) == ("outing", "evidence", "shows", office.school)


def test_signed_out_and_outsiders_cannot_send(office: Office, sign_in: Callable[[User], Client]) -> None:
    draft = office.draft()
    assert Client().post(check_url(draft), {"version": draft.version})["Location"].startswith("/account/sign-in/")
    for person in (office.outsider, office.officer):
        assert sign_in(person).post(check_url(draft), {"version": draft.version}).status_code == 404
    SchoolStaff.objects.filter(user=office.user).update(ends_on="2024-01-01")
    assert sign_in(office.user).post(check_url(draft), {"version": draft.version}).status_code == 404
    assert not Submission.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_are_one_submission(sign_in: Callable[[User], Client]) -> None:
    office = Office()
    draft = office.draft()
    browsers = [sign_in(office.user if number % 2 else office.colleague) for number in range(20)]
    gate = threading.Barrier(len(browsers))
    answers: list[str] = []

    def press(browser: Client) -> None:
        gate.wait()
        try:
            answers.append(press_send(browser, draft))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["/sent/OU-S-2026-0001/"] * 20
    assert Submission.objects.count() == 1
    assert OutboxMessage.objects.filter(task_name="accounts.send_message").count() == 1
