"""Accepting, returning and refusing what a school sent: everything or nothing, and once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.children import ChildRefused
from cases.models import Case, Child, Document, Enrolment, Event
from ledger.models import AdministrativeEvent, OutboxMessage
from portal.actions.asking import ask_school
from portal.actions.deciding import (
    AlreadyDecided,
    DecisionRefused,
    NewChild,
    accept,
    accept_correction,
    accept_with_new_child,
    decline_correction,
    reject,
    return_to_school,
)
from portal.models import Submission, SubmissionStatus
from portal.queries import status_of
from portal.triage import open_folder
from portal.webforms import NotAccepted
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child
from tests.factories.submissions import Office

Status = SubmissionStatus.Status


def messages() -> list[tuple[str, int, str]]:
    rows = OutboxMessage.objects.filter(task_name="accounts.send_message").order_by("pk")
    return [(row.arguments["code"], row.arguments["user_id"], row.arguments["reference"]) for row in rows]


def codes(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("pk").values_list("code", flat=True))


def accepted(desk: ErrandDesk, submission: Submission, case: Case | None = None) -> Case:
    return accept(submission=submission, child=desk.child, case=case, by=desk.owner, as_of=AS_OF)


class TestAccepting:
    def test_opens_a_case_keeps_the_files_and_tells_the_school(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child, files={"letter.txt": b"A letter.", "plan.txt": b"A plan."})
        case = accepted(desk, sent)
        assert case.child == desk.child
        assert case.owner == desk.owner
        row = status_of(sent)
        assert (row.status, row.case, row.child, row.by) == (Status.ACCEPTED, case, desk.child, desk.owner)
        kept = Document.objects.filter(case=case).order_by("file_name")
        assert [(each.file_name, each.classification) for each in kept] == [
            ("letter.txt", "general"),
            ("plan.txt", "general"),
        ]
        assert set(kept.values_list("stored_name", flat=True)).isdisjoint(
            sent.files.values_list("stored_name", flat=True)
        )
        assert codes(case)[-1] == "portal.submission_accepted"
        assert Event.objects.filter(case=case).last().facts == {"reference": sent.reference}
        assert messages() == [("portal.accepted", office.user.pk, sent.reference)]

    def test_attaches_to_a_case_that_an_officer_opened_before_the_form_came(
        self, desk: ErrandDesk, office: Office
    ) -> None:
        sent = office.send(desk.child)
        count = Case.objects.count()
        assert accepted(desk, sent, desk.case) == desk.case
        assert Case.objects.count() == count
        assert status_of(sent).case == desk.case

    def test_a_case_of_another_child_takes_nothing(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        other = desk.open_case(make_child(), clock=False)
        with pytest.raises(DecisionRefused) as refused:
            accepted(desk, sent, other)
        assert refused.value.field == "case"
        assert status_of(sent).status == Status.RECEIVED

    def test_what_the_cohort_refuses_leaves_nothing_half_done(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child, errand="impossible", files={"letter.txt": b"A letter."})
        before = Case.objects.count(), Document.objects.count(), Event.objects.count()
        with pytest.raises(NotAccepted) as refused:
            accepted(desk, sent)
        assert refused.value.reasons == ("The errand cannot be run.", "Nobody is free.")
        assert (Case.objects.count(), Document.objects.count(), Event.objects.count()) == before
        assert status_of(sent).status == Status.RECEIVED
        assert messages() == []

    def test_the_second_officer_is_told_who_was_quicker(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        case = accepted(desk, sent)
        for act in (
            lambda: accept(submission=sent, child=desk.child, by=desk.colleague, as_of=AS_OF),
            lambda: return_to_school(submission=sent, reason="x", by=desk.colleague, as_of=AS_OF),
            lambda: reject(submission=sent, reason="x", by=desk.colleague, as_of=AS_OF),
        ):
            with pytest.raises(AlreadyDecided, match=r"already accepted by Olive Owner at \d\d:\d\d on") as decided:
                act()
            assert decided.value.status.case == case
        assert SubmissionStatus.objects.filter(submission=sent).count() == 2

    @pytest.mark.parametrize("who", ["other_team", "head", "governance", "administrator"])
    def test_only_an_officer_of_the_team_decides(self, desk: ErrandDesk, office: Office, who: str) -> None:
        sent = office.send(desk.child)
        with pytest.raises(PermissionDenied):
            accept(submission=sent, child=desk.child, by=getattr(desk, who), as_of=AS_OF)
        assert status_of(sent).status == Status.RECEIVED

    def test_a_hidden_child_cannot_be_accepted_for(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        hidden = make_child(is_hidden=True)
        with pytest.raises(PermissionDenied):
            accept(submission=sent, child=hidden, by=desk.owner, as_of=AS_OF)

    def test_the_answers_and_corrections_that_came_before_go_into_the_case(
        self, desk: ErrandDesk, office: Office
    ) -> None:
        sent = office.send(desk.child, files={"letter.txt": b"A letter."})
        question = ask_school(submission=sent, text="Which register?", by=desk.owner, as_of=AS_OF)
        answer = office.answer(question, files={"register.txt": b"A register."})
        return_to_school(submission=sent, reason="The day is missing.", by=desk.owner, as_of=AS_OF)
        correction = office.correct(sent, errand="Fetch both", files={"letter.txt": b"A letter."})
        case = accepted(desk, sent)
        assert [status_of(each).status for each in (answer, correction)] == [Status.ACCEPTED] * 2
        # The letter came twice, with the same content: it is one document.
        assert sorted(Document.objects.filter(case=case).values_list("file_name", flat=True)) == [
            "letter.txt",
            "register.txt",
        ]
        assert codes(case)[-2:] == ["portal.question_answered", "portal.submission_accepted"]
        assert open_folder(sent).current == correction


class TestANewChild:
    def pupil(self, **changes: object) -> NewChild:
        facts: dict[str, object] = {
            "given_names": "Ravi",
            "surname": "Quill",
            "born_on": date(2013, 5, 6),
            "upn": "",
            "sex": "M",
            "year_group": 8,
            "enrolment_kind": "main",
            "starts_on": date(2026, 9, 2),
            **changes,
        }
        return NewChild(**facts)  # type: ignore[arg-type]

    def test_is_created_enrolled_and_accepted_for(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(given_names="Ravi", surname="Quill")
        case = accept_with_new_child(submission=sent, pupil=self.pupil(), by=desk.owner, as_of=AS_OF)
        child = case.child
        assert (child.full_name, child.born_on, child.source) == ("Quill, Ravi", date(2013, 5, 6), "school_form")
        enrolment = Enrolment.objects.get(child=child)
        assert (enrolment.school, enrolment.year_group, enrolment.kind) == (desk.school, 8, "main")
        assert status_of(sent).child == child

    @pytest.mark.parametrize("errand", ["impossible", "Fetch the register"])
    def test_is_not_created_when_the_form_is_refused(self, desk: ErrandDesk, office: Office, errand: str) -> None:
        sent = office.send(errand=errand)
        pupil = self.pupil() if errand == "impossible" else self.pupil(upn=desk.child.upn)
        with pytest.raises((NotAccepted, ChildRefused)):
            accept_with_new_child(submission=sent, pupil=pupil, by=desk.owner, as_of=AS_OF)
        assert not Child.objects.filter(surname="Quill").exists()
        assert status_of(sent).status == Status.RECEIVED


class TestReturningAndRefusing:
    @pytest.mark.parametrize(("act", "status"), [(return_to_school, Status.RETURNED), (reject, Status.REJECTED)])
    def test_says_why_and_tells_the_school(self, desk: ErrandDesk, office: Office, act: object, status: str) -> None:
        sent = office.send(desk.child)
        act(submission=sent, reason="The day is missing.", by=desk.owner, as_of=AS_OF)  # type: ignore[operator]
        row = status_of(sent)
        assert (row.status, row.reason, row.case) == (status, "The day is missing.", None)
        assert messages() == [(f"portal.{status}", office.user.pk, sent.reference)]

    def test_what_was_returned_waits_again_once_it_is_corrected(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child, errand="impossible")
        return_to_school(submission=sent, reason="No.", by=desk.owner, as_of=AS_OF)
        with pytest.raises(AlreadyDecided, match="returned to the school"):
            accepted(desk, sent)
        correction = office.correct(sent, errand="Fetch it")
        assert open_folder(sent).is_waiting
        case = accepted(desk, sent)
        assert status_of(correction).case == case

    def test_a_hidden_record_that_is_met_is_told_to_information_governance_once(
        self, desk: ErrandDesk, office: Office
    ) -> None:
        hidden = make_child("Quill", "Ravi", upn="H331000215042", is_hidden=True)
        sent = office.send(surname="Other", given_names="Name", upn="H331000215042")
        ask_school(submission=sent, text="Who is this?", by=desk.owner, as_of=AS_OF)
        reject(submission=sent, reason="Unknown.", by=desk.owner, as_of=AS_OF)
        event = AdministrativeEvent.objects.get(code="cases.hidden_record_met")
        assert event.subject == f"cases.Child:{hidden.pk}"
        assert event.facts == {"submission": sent.reference}


class TestCorrections:
    @pytest.fixture
    def case(self, desk: ErrandDesk, office: Office) -> Case:
        self.sent = office.send(desk.child)
        return accepted(desk, self.sent)

    def test_an_accepted_one_goes_into_the_case_with_its_files(
        self, desk: ErrandDesk, office: Office, case: Case
    ) -> None:
        correction = office.correct(self.sent, errand="Fetch both", files={"new.txt": b"New."})
        assert accept_correction(correction=correction, by=desk.owner, as_of=AS_OF) == case
        assert status_of(correction).status == Status.ACCEPTED
        assert Document.objects.get(case=case).file_name == "new.txt"
        assert codes(case)[-1] == "portal.correction_accepted"
        assert messages()[-1] == ("portal.correction_accepted", office.user.pk, correction.reference)
        assert open_folder(self.sent).current == correction

    def test_a_declined_one_leaves_the_case_and_says_why(self, desk: ErrandDesk, office: Office, case: Case) -> None:
        correction = office.correct(self.sent, errand="Fetch both")
        decline_correction(correction=correction, reason="It began before.", by=desk.owner, as_of=AS_OF)
        assert (status_of(correction).status, status_of(correction).reason) == (Status.REJECTED, "It began before.")
        assert codes(case)[-1] == "portal.correction_declined"
        assert open_folder(self.sent).current == self.sent
        with pytest.raises(AlreadyDecided, match="already refused by Olive Owner"):
            accept_correction(correction=correction, by=desk.colleague, as_of=AS_OF)

    def test_the_newest_replaces_the_earlier_ones(self, desk: ErrandDesk, office: Office, case: Case) -> None:
        first, second = office.correct(self.sent, errand="One"), office.correct(self.sent, errand="Two")
        with pytest.raises(DecisionRefused, match="a later correction"):
            accept_correction(correction=first, by=desk.owner, as_of=AS_OF)
        accept_correction(correction=second, by=desk.owner, as_of=AS_OF)
        assert status_of(first).reason == f"Replaced by your later correction {second.reference}."

    def test_one_that_the_cohort_refuses_waits_on(self, desk: ErrandDesk, office: Office, case: Case) -> None:
        correction = office.correct(self.sent, errand="impossible")
        with pytest.raises(NotAccepted):
            accept_correction(correction=correction, by=desk.owner, as_of=AS_OF)
        assert open_folder(self.sent).waiting_corrections == [correction]

    def test_one_of_a_submission_that_waits_goes_with_it(self, desk: ErrandDesk, office: Office) -> None:
        sent = office.send(desk.child)
        correction = office.correct(sent, errand="Both")
        with pytest.raises(DecisionRefused, match="Decide on the submission itself"):
            accept_correction(correction=correction, by=desk.owner, as_of=AS_OF)

    def test_one_of_what_was_withdrawn_is_too_late(self, desk: ErrandDesk, office: Office, case: Case) -> None:
        correction = office.correct(self.sent, errand="Both")
        office.withdraw(self.sent)
        with pytest.raises(AlreadyDecided, match="already withdrawn"):
            accept_correction(correction=correction, by=desk.owner, as_of=AS_OF)

    def test_only_an_officer_of_the_team_decides(self, desk: ErrandDesk, office: Office, case: Case) -> None:
        correction = office.correct(self.sent, errand="Both")
        for who in (desk.other_team, desk.head):
            with pytest.raises(PermissionDenied):
                accept_correction(correction=correction, by=who, as_of=AS_OF)
