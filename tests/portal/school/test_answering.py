"""Answering a question with files: nothing that was chosen is lost silently, and a file alone is an answer."""

from __future__ import annotations

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.actions.answering import answer_question
from portal.models import Question, Submission
from portal.policies import NotPossible
from tests.factories.webforms import AS_OF, Office

AGAIN = "again: files are not kept when the answer is not sent."


@pytest.fixture
def question(office: Office) -> Question:
    return Question.objects.create(
        submission=office.send(), text="Which bus?", asked_at=timezone.now(), by=office.officer
    )


def url(question: Question) -> str:
    return f"/sent/{question.submission.reference}/questions/{question.uuid}/"


def text_of(response: object) -> str:
    return html.unescape(response.content.decode())


def press(client: Client, question: Question, text: str, *uploads: SimpleUploadedFile, key: str = "") -> object:
    page = client.get(url(question)).content.decode()
    key = key or page.split('name="form_key" value="')[1].split('"')[0]
    return client.post(url(question), {"form_key": key, "text": text, "files": list(uploads)})


def file(name: str, content: bytes = b"x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_good_files_beside_a_refused_one_are_named_to_be_chosen_again(question: Question, client: Client) -> None:
    uploads = (file("ok.txt"), file("also.txt"), file("a.exe"))
    page = text_of(press(client, question, "Red.", *uploads))
    assert "a.exe must be" in page
    assert f"Choose ok.txt and also.txt {AGAIN}" in page
    assert not Submission.objects.filter(part="answer").exists()


def test_an_empty_file_is_not_asked_for_again(question: Question, client: Client) -> None:
    page = text_of(press(client, question, "Red.", file("ok.txt"), file("empty.txt", b"")))
    assert "the file that you chose is empty" in page
    assert f"Choose ok.txt {AGAIN}" in page


def test_any_other_error_says_so_too(question: Question, client: Client) -> None:
    assert f"Choose ok.txt {AGAIN}" in text_of(press(client, question, "x" * 4001, file("ok.txt")))
    assert f"Choose ok.txt {AGAIN}" in text_of(press(client, question, "Red.", file("ok.txt"), key="old"))


def test_without_a_good_file_nothing_is_to_be_chosen_again(question: Question, client: Client) -> None:
    assert AGAIN not in text_of(client.get(url(question)))
    assert AGAIN not in text_of(press(client, question, "Red.", file("a.exe")))


def test_a_file_alone_is_an_answer(question: Question, client: Client) -> None:
    assert press(client, question, " ", file("bus.txt")).status_code == 302
    answer = Submission.objects.get(part="answer")
    assert answer.payload == {"answer": {"text": "", "files": ["bus.txt"]}}
    sent = text_of(client.get(f"/sent/{question.submission.reference}/"))
    for page in (sent, text_of(client.get(url(question)))):
        assert "Answered by" in page
        assert "bus.txt" in page
    assert "needs no answer any more" not in page


def test_neither_words_nor_files_is_no_answer(question: Question, client: Client) -> None:
    assert "Enter your answer or add a file" in text_of(press(client, question, ""))


def test_the_action_takes_no_empty_answer_either(office: Office, question: Question) -> None:
    with pytest.raises(NotPossible, match="or add a file"):
        answer_question(question=question, text="", uploads=[], by=office.user, as_of=AS_OF)
    assert not Submission.objects.filter(part="answer").exists()
