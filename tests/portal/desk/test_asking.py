"""Questions to a school: asked, reminded, answered, and taken into the case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Document, Event
from ledger import outbox
from ledger.models import OutboxMessage
from portal.actions.asking import AskRefused, ask_school, take_answer
from portal.actions.deciding import accept, reject
from portal.models import Question, Submission
from portal.notices import REMINDERS_AFTER, answer_came, question_is_open
from portal.queries import status_of
from portal.triage import open_folder
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.submissions import LONDON, Office
from tests.portal.desk.reading import text_of, triage_page
from tests.support.posts import key_of, post_form

SignIn = Callable[[User], Client]


def ask(desk: ErrandDesk, sent: Submission, text: str = "Which register?") -> Question:
    return ask_school(submission=sent, text=text, by=desk.owner, as_of=AS_OF)


def accepted_case(desk: ErrandDesk, sent: Submission) -> Case:
    return accept(submission=sent, child=desk.child, by=desk.owner, as_of=AS_OF)


class TestAsking:
    def test_tells_the_sender_and_sets_reminders_after_two_and_five_working_days(
        self, desk: ErrandDesk, office: Office
    ) -> None:
        sent = office.send(desk.child)
        question = ask(desk, sent)
        rows = OutboxMessage.objects.filter(task_name="accounts.send_message").order_by("pk")
        assert [row.arguments["code"] for row in rows] == ["portal.question", *["portal.question_reminder"] * 2]
        assert {row.arguments["user_id"] for row in rows} == {office.user.pk}
        assert {row.arguments["path"] for row in rows} == {f"/sent/{sent.reference}/"}
        # AS_OF is a Wednesday: two working days later is Friday, five are the next Wednesday.
        due = [timezone.localtime(row.due_at) for row in rows[1:]]
        assert due == [datetime(2026, 9, day, 9, tzinfo=LONDON) for day in (18, 23)]
        assert [row.arguments["about"] for row in rows[1:]] == [question.pk] * len(REMINDERS_AFTER)

    def test_a_reminder_that_is_no_longer_needed_is_dropped(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        answered, open_one = ask(desk, sent), ask(desk, sent, "And when?")
        office.answer(answered)
        reminders = OutboxMessage.objects.filter(arguments__code="portal.question_reminder")
        # A month later, both reminders of both questions are due: only those of the open one go, each once.
        later = datetime(2026, 10, 20, 9, tzinfo=LONDON)
        for row in reminders.order_by("pk"):
            assert outbox.perform(row.pk, as_of=later)
            assert not outbox.perform(row.pk, as_of=later)
        assert [message.subject for message in mail.outbox] == [f"Reminder: a question about {sent.reference}"] * 2
        assert "Hughes" not in mail.outbox[0].body
        assert question_is_open(open_one.pk)
        office.withdraw(sent)
        assert not question_is_open(open_one.pk)
        assert not question_is_open(0)

    def test_any_number_may_be_open_at_once(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        for text in ("One?", "Two?", "Three?"):
            ask(desk, sent, text)
        assert [question.text for question in open_folder(sent).questions] == ["One?", "Two?", "Three?"]

    def test_about_an_accepted_one_it_stands_on_the_timeline(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        case = accepted_case(desk, sent)
        ask(desk, sent)
        event = Event.objects.filter(case=case).latest("pk")
        assert (event.code, event.facts["reference"]) == ("portal.question_asked", sent.reference)

    def test_what_has_ended_cannot_be_asked_about(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        reject(submission=sent, reason="x", by=desk.owner, as_of=AS_OF)
        with pytest.raises(AskRefused, match="cannot be asked"):
            ask(desk, sent)

    @pytest.mark.parametrize("who", ["other_team", "head"])
    def test_only_an_officer_of_the_team_asks(self, desk: ErrandDesk, office: Office, who: str) -> None:
        with pytest.raises(PermissionDenied):
            ask_school(submission=office.send(desk.child), text="x", by=getattr(desk, who), as_of=AS_OF)


class TestAnswers:
    def test_the_officer_who_asked_is_told(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        answer_came(ask(desk, sent))
        row = OutboxMessage.objects.latest("pk")
        assert (row.arguments["code"], row.arguments["user_id"]) == ("portal.answer_came", desk.owner.pk)
        assert row.arguments["path"] == f"/from-schools/{sent.reference}/"

    def test_one_about_a_case_is_taken_into_it_once(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        case = accepted_case(desk, sent)
        answer = office.answer(ask(desk, sent), files={"register.txt": b"A register."})
        row = take_answer(answer=answer, by=desk.colleague, as_of=AS_OF)
        assert (row.case, row.by) == (case, desk.colleague)
        assert Document.objects.get(case=case).file_name == "register.txt"
        event = Event.objects.filter(case=case, code="portal.question_answered").get()
        assert (event.by, event.happened_on, event.facts) == (
            office.user,
            answer.received_on,
            {"reference": answer.reference},
        )
        with pytest.raises(AskRefused, match="Cara Colleague has already taken"):
            take_answer(answer=answer, by=desk.owner, as_of=AS_OF)

    def test_one_about_what_still_waits_is_taken_with_the_acceptance(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        answer = office.answer(ask(desk, sent))
        with pytest.raises(AskRefused, match="Decide on the submission first"):
            take_answer(answer=answer, by=desk.owner, as_of=AS_OF)
        with pytest.raises(PermissionDenied):
            take_answer(answer=answer, by=desk.head, as_of=AS_OF)


class TestPages:
    def test_asking_needs_a_text_and_shows_the_question_with_its_wait(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(desk.child)
        client = sign_in(desk.owner)
        address = f"/from-schools/{sent.reference}/ask/"
        assert "Enter your question" in post_form(client, address, {"text": ""}).content.decode()
        response = post_form(client, address, {"text": "Which register?"})
        assert response["Location"] == f"/from-schools/{sent.reference}/#questions"
        text = text_of(triage_page(client, sent))
        assert "Which register? Asked by Olive Owner on" in text
        assert "Asked before" in text_of(client.get(address).content.decode())
        reject(submission=sent, reason="x", by=desk.owner, as_of=AS_OF)
        assert "No longer needed" in text_of(triage_page(client, sent))
        assert "cannot be asked" in post_form(client, address, {"text": "x"}).content.decode()

    def test_an_answer_shows_its_text_and_files_and_is_taken_by_a_button(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(desk.child)
        case = accepted_case(desk, sent)
        answer = office.answer(ask(desk, sent), "The blue one.", files={"register.txt": b"A register."})
        client = sign_in(desk.owner)
        page = triage_page(client, sent)
        assert "Answer came Which register?" in text_of(page)
        assert "The blue one." in page
        file_address = re.search(r'href="([^"]+/files/[^"]+)"', page)[1]
        assert b"".join(client.get(file_address).streaming_content) == b"A register."
        take = re.search(r'action="([^"]+/take/)"', page)[1]
        data = {"form_key": key_of(client, f"/from-schools/{sent.reference}/")}
        response = client.post(take, data)
        assert response["Location"] == f"/from-schools/{sent.reference}/"
        assert status_of(answer).case == case
        assert "/take/" not in triage_page(client, sent)
        again = client.post(take, {"form_key": "none"}, follow=True)
        assert "moj-alert--error" in again.content.decode()
        for who, status in ((desk.other_team, 404), (desk.head, 403)):
            assert sign_in(who).post(take).status_code == status
        assert "sign" in Client().post(take)["Location"]
        assert client.post(take.replace("-A1", "-A9")).status_code == 404
        assert "/take/" not in triage_page(sign_in(desk.head), sent)

    def test_a_file_is_a_download_for_the_team_alone(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        sent = office.send(desk.child, files={"letter.txt": b"A letter."})
        other = office.send(desk.child, files={"other.txt": b"Other."})
        address = f"/from-schools/{sent.reference}/files/{sent.files.get().uuid}/"
        response = sign_in(desk.owner).get(address)
        assert response["Content-Disposition"] == 'attachment; filename="letter.txt"'
        assert b"".join(response.streaming_content) == b"A letter."
        assert sign_in(desk.other_team).get(address).status_code == 404
        wrong = f"/from-schools/{sent.reference}/files/{other.files.get().uuid}/"
        assert sign_in(desk.owner).get(wrong).status_code == 404

    def test_the_case_shows_what_the_school_sent_its_questions_and_where_to_ask(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(desk.child, files={"letter.txt": b"A letter."})
        case = accepted_case(desk, sent)
        question = ask(desk, sent)
        office.correct(sent, errand="Both")
        client = sign_in(desk.owner)
        text = text_of(client.get(f"/cases/{case.reference}/").content.decode())
        assert f"What the school sent Errand: Fetch the register {sent.reference}" in text
        assert f"Correction {sent.reference}-C1 To decide" in text
        assert "Which register?" in text
        assert "Ask the school" in text
        office.answer(question)
        office.withdraw(sent)
        ended = text_of(client.get(f"/cases/{case.reference}/").content.decode())
        assert "Withdrawn by the school" in ended
        assert "Ask the school" not in ended
        reader = text_of(sign_in(desk.head).get(f"/cases/{case.reference}/").content.decode())
        assert "What the school sent" in reader
        none = text_of(client.get(f"/cases/{desk.case.reference}/").content.decode())
        assert "What the school sent" not in none


class TestCorrectionPages:
    def corrected(self, desk: ErrandDesk, office: Office) -> tuple[Submission, str]:
        sent = office.send(desk.child)
        accepted_case(desk, sent)
        correction = office.correct(sent, errand="Fetch both")
        return correction, f"/from-schools/{sent.reference}/corrections/{correction.reference}/"

    def test_shows_both_versions_and_marks_what_changed(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        correction, address = self.corrected(desk, office)
        client = sign_in(desk.owner)
        text = text_of(client.get(address).content.decode())
        assert "What is the errand? Fetch the register Fetch both Changed" in text
        assert "Name Amira Hughes Amira Hughes Same" in text
        assert correction.reference in text_of(triage_page(client, correction.answers_to))

    def test_accepting_leads_to_the_case(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        correction, address = self.corrected(desk, office)
        client = sign_in(desk.owner)
        key = key_of(client, address)
        response = client.post(address, {"form_key": key})
        case = status_of(correction).case
        assert response["Location"] == f"/cases/{case.reference}/"
        assert client.post(address, {"form_key": key})["Location"] == response["Location"]
        decided = text_of(client.get(address).content.decode())
        assert "Accepted by Olive Owner on" in decided
        assert "What is the errand? Fetch the register Fetch both Changed" in decided
        late = sign_in(desk.colleague)
        page = f"/from-schools/{correction.answers_to.reference}/ask/"
        other_key = late.post(address, {"form_key": key_of(late, page)}, follow=True)
        assert "Accept the correction" not in other_key.content.decode()

    def test_declining_needs_a_reason(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        correction, address = self.corrected(desk, office)
        client = sign_in(desk.owner)
        decline = f"{address}decline/"
        assert "Enter the reason" in post_form(client, decline, {"reason": ""}).content.decode()
        response = post_form(client, decline, {"reason": "It began before."})
        assert response["Location"] == f"/from-schools/{correction.answers_to.reference}/"
        text = text_of(client.get(address).content.decode())
        assert "Not accepted by Olive Owner" in text
        assert "It began before." in text
        late = post_form(client, decline, {"reason": "Again."})
        assert "already refused by Olive Owner" in client.get(late["Location"]).content.decode()

    def test_an_earlier_one_says_that_a_later_came(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        correction, address = self.corrected(desk, office)
        second = office.correct(correction.answers_to, errand="impossible")
        client = sign_in(desk.owner)
        page = client.get(address).content.decode()
        assert "The school has sent a later correction." in page
        assert "Accept the correction" not in page
        later = address.replace(correction.reference, second.reference)
        assert "The errand cannot be corrected." in post_form(client, later, {}).content.decode()

    def test_who_was_slower_is_told(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        correction, address = self.corrected(desk, office)
        slow = sign_in(desk.colleague)
        key = key_of(slow, address)
        post_form(sign_in(desk.owner), f"{address}decline/", {"reason": "No."})
        response = slow.post(address, {"form_key": key}, follow=True)
        assert "already refused by Olive Owner" in response.content.decode()
        assert correction.reference in response.content.decode()

    @pytest.mark.parametrize("page", ["", "decline/"])
    def test_who_may_post(self, desk: ErrandDesk, office: Office, sign_in: SignIn, page: str) -> None:
        correction, address = self.corrected(desk, office)
        assert "sign" in Client().post(address + page)["Location"]
        assert sign_in(desk.other_team).post(address + page).status_code == 404
        assert sign_in(desk.head).post(address + page).status_code == 403
        missing = address.replace(correction.reference, "ER-S-2026-9999-C1")
        assert sign_in(desk.owner).post(missing + page).status_code == 404
