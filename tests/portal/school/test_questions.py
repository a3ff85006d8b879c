"""The council asks, the school answers in place; and the school's home."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from ledger.models import OutboxMessage, ViewRecord
from portal import notices
from portal.actions import answering
from portal.actions.answering import answer_question
from portal.models import Question, Submission, SubmissionStatus
from portal.policies import NotPossible
from tests.factories.webforms import ANSWERS, AS_OF, Office


def ask(office: Office, sent: Submission, text: str = "Which bus?", days_ago: int = 0) -> Question:
    at = timezone.now().replace(year=2026, month=9, day=15, hour=12) - timedelta(days=days_ago)
    return Question.objects.create(submission=sent, text=text, asked_at=at, by=office.officer)


@pytest.fixture
def question(office: Office) -> Question:
    return ask(office, office.send(), days_ago=3)


def url(question: Question) -> str:
    return f"/sent/{question.submission.reference}/questions/{question.uuid}/"


def press(client: Client, question: Question, text: str = "The red one.", *uploads: SimpleUploadedFile) -> object:
    page = client.get(url(question)).content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0] if "form_key" in page else ""
    return client.post(url(question), {"form_key": key, "text": text, "files": list(uploads)})


def text_of(response: object) -> str:
    return html.unescape(response.content.decode())


def test_a_question_stands_on_the_home_and_on_the_page_with_its_wait(question: Question, client: Client) -> None:
    home = text_of(client.get("/"))
    assert "Asked of you (1 question)" in home
    assert "asked 3 days ago" in home
    page = text_of(client.get(f"/sent/{question.submission.reference}/"))
    assert "Which bus?" in page
    assert f'action="{url(question)}"' in page


def test_an_answer_with_files_is_kept_and_the_officer_is_told(
    office: Office, question: Question, client: Client
) -> None:
    upload = SimpleUploadedFile("bus.txt", b"red")
    assert press(client, question, "The red one.", upload)["Location"] == f"/sent/{question.submission.reference}/"
    answer = Submission.objects.get(part="answer")
    assert (answer.reference, answer.question, answer.by) == ("OU-S-2026-0001-A1", question, office.user)
    assert answer.payload == {"answer": {"text": "The red one.", "files": ["bus.txt"]}}
    assert answer.files.get().file_name == "bus.txt"
    told = OutboxMessage.objects.filter(arguments__code="portal.answer_came").get()
    assert told.arguments["user_id"] == office.officer.pk
    page = text_of(client.get(f"/sent/{question.submission.reference}/"))
    assert "The red one." in page
    assert "bus.txt" in page
    assert "The council asks you" not in page
    assert "Asked of you" not in text_of(client.get("/"))
    assert "Your school’s answer" in text_of(client.get(url(question)))


def test_an_answer_is_sent_once(
    question: Question, client: Client, sign_in: Callable[[User], Client], office: Office
) -> None:
    page = client.get(url(question)).content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    for _ in range(2):
        assert client.post(url(question), {"form_key": key, "text": "Red."}).status_code == 302
    assert Submission.objects.filter(part="answer").count() == 1
    with pytest.raises(NotPossible, match="answered this question already"):
        answer_question(question=question, text="Blue.", uploads=[], by=office.colleague, as_of=AS_OF)


def test_an_answer_needs_words_and_good_files(question: Question, client: Client) -> None:
    assert "Enter your answer" in text_of(press(client, question, ""))
    bad, worse = SimpleUploadedFile("a.exe", b"x"), SimpleUploadedFile("b.jpg", b"x")
    page = text_of(press(client, question, "Red.", SimpleUploadedFile("good.txt", b"x"), bad, worse))
    assert "a.exe must be" in page
    assert "b.jpg is not" in page
    assert ">Red.</textarea>" in page.replace("\n", "")
    assert not Submission.objects.filter(part="answer").exists()


def test_files_of_a_failed_answer_are_not_left_behind(
    office: Office, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    real = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *args: kept.append(real(*args)) or kept[-1])

    def fail(**_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(answering, "keep_submission", fail)
    with pytest.raises(RuntimeError):
        answer_question(
            question=question, text="x", uploads=[SimpleUploadedFile("a.txt", b"x")], by=office.user, as_of=AS_OF
        )
    assert kept
    assert not default_storage.exists(kept[0])
    too_many = [SimpleUploadedFile("a.txt", b"x")] * 21
    with pytest.raises(answering.FilesRefused, match="20 files or fewer"):
        answer_question(question=question, text="x", uploads=too_many, by=office.user, as_of=AS_OF)


def test_an_answer_is_kept_when_the_officer_cannot_be_told(
    office: Office, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(notices, "send_later", fail)
    answer_question(question=question, text="Red.", uploads=[], by=office.user, as_of=AS_OF)
    assert Submission.objects.filter(part="answer").exists()


def test_a_question_about_what_has_ended_needs_no_answer(office: Office, question: Question, client: Client) -> None:
    SubmissionStatus.objects.create(
        submission=question.submission, status="rejected", reason="No.", at=timezone.now(), by=office.officer
    )
    assert "needs no answer any more" in text_of(client.get(url(question)))
    assert "Asked of you" not in text_of(client.get("/"))
    with pytest.raises(NotPossible, match="no answer any more"):
        answer_question(question=question, text="Red.", uploads=[], by=office.user, as_of=AS_OF)


def test_who_may_not_answer(office: Office, question: Question, sign_in: Callable[[User], Client]) -> None:
    other = office.send()
    assert Client().post(url(question))["Location"].startswith("/account/sign-in/")
    for person in (office.outsider, office.officer):
        assert sign_in(person).post(url(question), {"text": "Red."}).status_code == 404
    assert sign_in(office.user).get(f"/sent/{other.reference}/questions/{question.uuid}/").status_code == 404


# --- the home


def test_the_home_lists_forms_drafts_and_what_was_sent(office: Office, client: Client) -> None:
    draft, sent = office.draft(), office.send()
    page = text_of(client.get("/"))
    assert 'href="/send/outing/">Outing of a pupil</a>' in page
    assert "To finish (1 draft)" in page
    assert f'href="/send/outing/{draft.uuid}/">Outing of a pupil, Amira H.</a>' in page
    assert f'href="/sent/{sent.reference}/"' in page
    assert "Outing to the sea" in page
    assert "Hughes" not in page


def test_another_schools_things_are_not_there(office: Office, sign_in: Callable[[User], Client]) -> None:
    ask(office, office.send())
    office.draft()
    page = text_of(sign_in(office.outsider).get("/"))
    for words in ("Amira", "To finish", "Asked of you", "OU-S-"):
        assert words not in page


@pytest.mark.parametrize(("status", "count"), [("", 2), ("received", 1), ("rejected", 1), ("accepted", 0), ("x", 2)])
def test_the_list_is_narrowed_by_status(office: Office, client: Client, status: str, count: int) -> None:
    office.send()
    SubmissionStatus.objects.create(
        submission=office.send(), status="rejected", reason="No.", at=timezone.now(), by=office.officer
    )
    page = text_of(client.get(f"/?status={status}"))
    assert page.count('href="/sent/') == count
    assert ("Nothing with this status" in page) == (not count)


def test_25_and_100_rows_cost_the_same_queries(office: Office, client: Client) -> None:
    chosen = {**ANSWERS["pupil"], "child": str(office.child.uuid)}

    def fill(count: int) -> int:
        for _ in range(count):
            ask(office, office.send(office.draft(pupil=chosen)))
            office.start()
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    assert fill(25) == fill(75)
    assert ViewRecord.objects.filter(what="school_home").latest("pk").child_ids == [office.child.pk]
    assert client.get("/?page=2").content.decode().count('rel="prev"') == 1


def test_what_was_returned_is_asked_of_the_school_until_it_is_corrected(office: Office, client: Client) -> None:
    sent = office.send()
    returned = SubmissionStatus.objects.create(
        submission=sent, status="returned", reason="Which day?", at=timezone.now(), by=office.officer
    )
    page = text_of(client.get("/"))
    assert "Asked of you (1 form returned)" in page
    assert "Returned: correct it and send it again" in page
    ask(office, office.send())
    assert "Asked of you (1 question and 1 form returned)" in text_of(client.get("/"))
    SubmissionStatus.objects.create(
        submission=returned.submission, status="received", at=timezone.now(), by=office.user
    )
    page = text_of(client.get("/"))
    assert "Asked of you (1 question)" in page
    assert "Returned: correct it" not in page
