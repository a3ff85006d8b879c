"""What was sent: receipt, status, history, copy, corrections, withdrawal, and who may see it."""

from __future__ import annotations

import html
import io
from collections.abc import Callable

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Event
from ledger.models import AdministrativeEvent, OutboxMessage, ViewRecord
from portal import webforms
from portal.actions.answering import withdraw
from portal.actions.drafts import confirm_doubts, start_correction
from portal.actions.files_of_drafts import keep_files
from portal.contexts import draft_context
from portal.models import Draft, Submission, SubmissionStatus
from portal.policies import NotPossible
from portal.queries import status_of
from portal.webforms import Doubt
from schools.models import Authority, SchoolStaff
from tests.factories.webforms import ANSWERS, AS_OF, FORM, KIND, Office

Status = SubmissionStatus.Status


@pytest.fixture
def sent(office: Office) -> Submission:
    """A form about the school's own pupil, with a file."""
    draft = office.draft(pupil={**ANSWERS["pupil"], "child": str(office.child.uuid)})
    upload = SimpleUploadedFile("ticket.txt", b"one ticket")
    keep_files(draft=draft, step="evidence", name="evidence", uploads=[upload], by=office.user, as_of=AS_OF)
    draft.refresh_from_db()
    return office.send(draft)


def url(sent: Submission, page: str = "") -> str:
    return f"/sent/{sent.reference}/{page}"


def text_of(response: object) -> str:
    return html.unescape(response.content.decode())


def decide(office: Office, sent: Submission, status: str, reason: str = "") -> SubmissionStatus:
    more: dict[str, object] = {}
    if status == Status.ACCEPTED:
        case = Case.objects.create(
            reference="OU-2026-0001", kind=KIND, state="open", child=office.child, team=office.team, opened_on=AS_OF
        )
        more = {"case": case, "child": office.child}
    return SubmissionStatus.objects.create(
        submission=sent, status=status, at=timezone.now(), by=office.officer, reason=reason, **more
    )


# --- the receipt


def test_the_receipt_says_what_was_received_what_happens_next_and_who_to_ask(
    office: Office, sent: Submission, client: Client
) -> None:
    Authority.objects.update(contact_for_schools="Call 024 7600 0000")
    page = text_of(client.get(url(sent)))
    assert "Received" in page
    assert "The Outings team at Coventry City Council reads it" in page
    assert "Call 024 7600 0000" in page
    assert "About Amira H." in page
    assert "ticket.txt" in page
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.startswith("OU-S-2026-0001, Outing to the sea")
    assert "Amira" not in title
    assert str(office.child.uuid) not in page
    assert ViewRecord.objects.filter(what="sent", child_ids=[office.child.pk]).exists()
    assert client.get(url(sent).lower()).status_code == 200


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.ACCEPTED, ["Accepted", "Outings team", "works on it now"]),
        (Status.RETURNED, ["Returned to the school", "The date is missing", "Correct it and send it again"]),
        (Status.REJECTED, ["Not accepted", "The date is missing", "send a new form"]),
    ],
)
def test_the_page_says_what_was_decided_and_why(
    office: Office, sent: Submission, client: Client, status: str, words: list[str]
) -> None:
    decide(office, sent, status, "" if status == Status.ACCEPTED else "The date is missing")
    page = text_of(client.get(url(sent)))
    assert all(word in page for word in words)
    assert ("Correct what you sent" in page) == (status != Status.REJECTED)


def test_the_copy_is_a_tagged_pdf_with_title_language_and_every_answer(sent: Submission, client: Client) -> None:
    response = client.get(url(sent, "copy/"))
    assert response["Content-Disposition"] == 'attachment; filename="OU-S-2026-0001.pdf"'
    document = pypdf.PdfReader(io.BytesIO(response.content))
    assert document.metadata.title == "OU-S-2026-0001: Outing to the sea"
    root = document.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    words = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    for each in ("OU-S-2026-0001", "Amira Hughes", "Sunday 20 September 2026", "The sea", "A bus ticket", "ticket.txt"):
        assert each in words


def test_a_file_that_was_sent_is_given_back(sent: Submission, client: Client) -> None:
    response = client.get(url(sent, f"files/{sent.files.get().uuid}/"))
    assert b"".join(response.streaming_content) == b"one ticket"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_another_school_and_an_absent_reference_are_told_the_same(
    office: Office, sent: Submission, sign_in: Callable[[User], Client]
) -> None:
    file = sent.files.get().uuid
    pages = ("", "copy/", f"files/{file}/", "correct/", "withdraw/", f"questions/{file}/")
    for person in (office.outsider, office.officer):
        browser = sign_in(person)
        for page in pages:
            for method in (browser.get, browser.post):
                if page == "correct/" and method == browser.get:
                    continue
                theirs, none = method(url(sent, page)), method(f"/sent/OU-S-1999-0001/{page}")
                assert (theirs.status_code, none.status_code) == (404, 404), page
                assert theirs.content == none.content
    SchoolStaff.objects.filter(user=office.user).update(ends_on="2024-01-01")
    assert sign_in(office.user).get(url(sent)).status_code == 404
    assert Client().get(url(sent))["Location"].startswith("/account/sign-in/")
    assert sign_in(office.colleague).get("/sent/OU\x00-S/").status_code == 404


def test_a_file_of_another_form_is_not_given_under_this_one(office: Office, sent: Submission, client: Client) -> None:
    other = office.send()
    assert client.get(url(other, f"files/{sent.files.get().uuid}/")).status_code == 404


# --- corrections


def corrected(office: Office, client: Client, sent: Submission) -> Submission:
    address = client.post(url(sent, "correct/"))["Location"]
    draft = Draft.objects.get(corrects=sent, discarded_at=None, submission=None)
    assert address == f"/send/outing/{draft.uuid}/"
    draft = office.save(draft, "outing", {**ANSWERS["outing"], "starts_on": "2026-09-22"})
    client.post(f"{address}check/", {"version": draft.version})
    return Submission.objects.get(draft=draft)


def test_a_correction_begins_with_what_was_sent_and_keeps_both_versions(
    office: Office, sent: Submission, client: Client
) -> None:
    correction = corrected(office, client, sent)
    assert (correction.reference, correction.part, correction.answers_to) == ("OU-S-2026-0001-C1", "correction", sent)
    assert correction.payload["outing"]["starts_on"] == "2026-09-22"
    assert correction.payload["evidence"] == sent.payload["evidence"]
    assert correction.files.get().sha256 == sent.files.get().sha256
    sent.refresh_from_db()
    assert sent.payload["outing"]["starts_on"] == "2026-09-20"
    page = text_of(client.get(url(sent)))
    for words in ("Correction 1", "What you sent first", "What it changed", "Tuesday 22 September 2026"):
        assert words in page
    codes = [message.arguments["code"] for message in OutboxMessage.objects.filter(task_name="accounts.send_message")]
    assert sorted(codes) == ["portal.correction_received", "portal.received"]


def test_a_second_correction_begins_with_the_first(office: Office, sent: Submission, client: Client) -> None:
    corrected(office, client, sent)
    draft = start_correction(submission=sent, by=office.user, as_of=AS_OF)
    assert draft.payload["outing"]["starts_on"] == "2026-09-22"
    assert "_confirmed" not in draft.payload


def test_the_form_is_told_which_case_a_correction_is_of(office: Office, sent: Submission) -> None:
    draft = start_correction(submission=sent, by=office.user, as_of=AS_OF)
    assert draft_context(draft, AS_OF).case is None, "not accepted yet"
    case = decide(office, sent, Status.ACCEPTED).case
    assert draft_context(draft, AS_OF).case == case
    assert draft_context(office.draft(), AS_OF).case is None


def test_what_the_school_said_is_right_is_not_asked_again_in_a_correction(office: Office, client: Client) -> None:
    doubt = Doubt("far_off", "outing", "That is far off", "The outing is on 2027-05-01, months from now.")
    draft = office.draft(outing={"starts_on": "2027-05-01", "place": "sea", "reasons": []})
    draft = confirm_doubts(draft=draft, doubts=[doubt], by=office.user, as_of=AS_OF)
    correction = start_correction(submission=office.send(draft), by=office.user, as_of=AS_OF)
    assert client.get(f"/send/outing/{correction.uuid}/check/").status_code == 200


def test_corrections_are_numbered(office: Office, sent: Submission, client: Client) -> None:
    corrected(office, client, sent)
    assert corrected(office, client, sent).reference == "OU-S-2026-0001-C2"


def test_pressing_correct_twice_goes_on_with_the_one_that_was_begun(
    office: Office, sent: Submission, client: Client, sign_in: Callable[[User], Client]
) -> None:
    first = client.post(url(sent, "correct/"))["Location"]
    assert sign_in(office.colleague).post(url(sent, "correct/"))["Location"] == first


def test_what_was_returned_is_received_again_with_its_correction(
    office: Office, sent: Submission, client: Client
) -> None:
    decide(office, sent, Status.RETURNED, "Which day?")
    corrected(office, client, sent)
    assert status_of(sent).status == Status.RECEIVED


def test_a_correction_of_what_was_accepted_leaves_it_accepted(office: Office, sent: Submission, client: Client) -> None:
    decide(office, sent, Status.ACCEPTED)
    corrected(office, client, sent)
    assert status_of(sent).status == Status.ACCEPTED
    assert "reads your correction now" in text_of(client.get(url(sent)))


def test_what_was_not_accepted_cannot_be_corrected(office: Office, sent: Submission, client: Client) -> None:
    begun = start_correction(submission=sent, by=office.user, as_of=AS_OF)
    decide(office, sent, Status.REJECTED, "No.")
    page = text_of(client.post(url(sent, "correct/"), follow=True))
    assert "It cannot be corrected: it was not accepted." in page
    refused = text_of(client.post(f"/send/outing/{begun.uuid}/check/", {"version": begun.version}))
    assert "It cannot be corrected" in refused
    assert Submission.objects.count() == 1


# --- withdrawing


def press_withdraw(client: Client, sent: Submission, reason: str = "Sent twice.") -> object:
    page = client.get(url(sent, "withdraw/")).content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    return client.post(url(sent, "withdraw/"), {"form_key": key, "reason": reason})


def test_withdrawing_needs_a_reason_and_keeps_everything(office: Office, sent: Submission, client: Client) -> None:
    assert "Enter the reason" in text_of(press_withdraw(client, sent, ""))
    assert press_withdraw(client, sent)["Location"] == url(sent)
    withdrawal = Submission.objects.get(part="withdrawal")
    assert withdrawal.reference == "OU-S-2026-0001-W1"
    assert withdrawal.payload == {"withdrawal": {"reason": "Sent twice."}}
    status = status_of(sent)
    assert (status.status, status.reason, status.by) == (Status.WITHDRAWN, "Sent twice.", office.user)
    page = text_of(client.get(url(sent)))
    assert "Withdrawn by the school" in page
    assert "Correct what you sent" not in page
    assert "It cannot be withdrawn: it was withdrawn already." in text_of(press_withdraw(client, sent))


def test_a_withdrawal_of_what_was_accepted_tells_its_case(
    office: Office, sent: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    telling = webforms.WebForm(**{**vars(FORM), "withdrawn": lambda *args: told.append(args)})
    monkeypatch.setitem(webforms._forms, FORM.code, telling)
    accepted = decide(office, sent, Status.ACCEPTED)
    withdraw(submission=sent, reason="No.", by=office.user, as_of=AS_OF)
    assert told == [(accepted.case, office.user, AS_OF)]
    assert Event.objects.filter(case=accepted.case, code="portal.submission_withdrawn").exists()
    assert status_of(sent).case == accepted.case
    assert not AdministrativeEvent.objects.filter(code="portal.withdrawal_not_told").exists()


def test_a_withdrawal_is_kept_when_its_case_cannot_be_told(
    office: Office, sent: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setitem(webforms._forms, FORM.code, webforms.WebForm(**{**vars(FORM), "withdrawn": fail}))
    decide(office, sent, Status.ACCEPTED)
    withdraw(submission=sent, reason="No.", by=office.user, as_of=AS_OF)
    assert status_of(sent).status == Status.WITHDRAWN
    event = AdministrativeEvent.objects.get(code="portal.withdrawal_not_told")
    assert event.facts == {"submission": sent.reference}


def test_what_has_ended_cannot_be_withdrawn(office: Office, sent: Submission) -> None:
    decide(office, sent, Status.REJECTED, "No.")
    with pytest.raises(NotPossible, match="not accepted"):
        withdraw(submission=sent, reason="x", by=office.user, as_of=AS_OF)


def test_after_a_withdrawal_the_page_says_what_still_goes_on(
    office: Office, sent: Submission, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = webforms.WebForm(**{**vars(FORM), "after_withdrawal": "An outing that is cancelled must be told."})
    monkeypatch.setitem(webforms._forms, FORM.code, telling)
    untouched = office.send()
    withdraw(submission=untouched, reason="No.", by=office.user, as_of=AS_OF)
    page = text_of(client.get(url(untouched)))
    assert "Your school has withdrawn it. Nothing more happens." in page
    assert "An outing that is cancelled" not in page
    decide(office, sent, Status.ACCEPTED)
    withdraw(submission=sent, reason="No.", by=office.user, as_of=AS_OF)
    page = text_of(client.get(url(sent)))
    assert "Nothing more happens" not in page
    assert "had accepted it and goes on working on the case until it has asked your school" in page
    assert "An outing that is cancelled must be told." in page
