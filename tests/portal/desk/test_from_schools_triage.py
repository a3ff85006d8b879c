"""The page on which an officer decides: the child side by side, and each decision as a POST."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Case, Child, Enrolment
from ledger.models import AdministrativeEvent, ViewRecord
from portal.actions.asking import ask_school
from portal.actions.deciding import accept, return_to_school
from portal.models import Submission, SubmissionStatus
from portal.queries import status_of
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import VALID_UPNS, enrol, make_child
from tests.factories.submissions import Office
from tests.portal.desk.reading import text_of, triage_page
from tests.support.posts import key_of, post_form, without_tokens

SignIn = Callable[[User], Client]
Status = SubmissionStatus.Status


def post_accept(client: Client, sent: Submission, child: Child, **data: object):
    page = f"/from-schools/{sent.reference}/"
    return post_form(client, f"{page}?child={child.uuid}", {"child": str(child.uuid), **data}, to=f"{page}accept/")


class TestThePage:
    def test_shows_what_was_sent_beside_the_record(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        sent = office.send(desk.child, surname="HUGHES", year_group="8", files={"letter.txt": b"A letter."})
        page = triage_page(sign_in(desk.owner), sent)
        text = text_of(page)
        assert "Surname HUGHES Hughes Nearly the same Written differently" in text
        assert "Given names Amira Amira Same" in text
        assert "Date of birth 14 March 2013 14 March 2013 Same" in text
        assert "Year group Year 8 Year 9 Different" in text
        assert "School Ashgrove Academy (invented) Ashgrove Academy (invented) Same" in text
        assert "What is the errand? Fetch the register" in text
        assert "letter.txt" in text
        assert "This is late. It began in May." in text
        assert "Accept for Hughes, Amira" in text
        assert "<title>" in page
        assert "Hughes" not in re.search("<title>(.*?)</title>", page, re.DOTALL)[1]

    def test_names_the_others_that_it_may_be_with_enough_to_tell_twins_apart(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        twin = make_child("Hughes", "Adil", upn=VALID_UPNS[1])
        enrol(twin, desk.school)
        sent = office.send(twin, upn=desk.child.upn)
        client = sign_in(desk.owner)
        text = text_of(triage_page(client, sent))
        assert "2 children on record may be this pupil" in text
        assert f"The UPN {desk.child.upn} is on the record of another child: Hughes, Amira, born 14 March 2013" in text
        assert (
            f"Compare Hughes, Amira born 14 March 2013, UPN {desk.child.upn}, Ashgrove Academy (invented), Year 9 "
            "Different: given names"
        ) in text
        other = text_of(triage_page(client, sent, desk.child))
        assert "Accept for Hughes, Amira" in other
        assert "Compare Hughes, Adil" in other
        # The name is Adil's, the UPN is Amira's: whichever is chosen, the officer says that they looked.
        for child in (twin, desk.child):
            assert "this is the child" in text_of(post_accept(client, sent, child, case="new").content.decode())
        assert status_of(sent).status == Status.RECEIVED

    def test_an_unknown_pupil_fits_nobody(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        sent = office.send(given_names="Ravi", surname="Quill", born_on="2013-05-06")
        text = text_of(triage_page(sign_in(desk.owner), sent))
        assert "Nobody on record fits" in text
        assert "Surname Quill" in text
        assert "UPN Not given" in text
        assert "Accept for" not in text

    def test_a_reader_gets_no_button(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        text = text_of(triage_page(sign_in(desk.head), office.send(desk.child)))
        assert "Is this the child?" in text
        assert "Accept for" not in text
        assert "Ask the school" not in text

    def test_logs_the_children_that_stood_beside_it(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        twin = make_child("Hughes", "Adil")
        other = make_child("Quill", "Ravi", born_on=date(2010, 1, 1), upn=VALID_UPNS[1])
        triage_page(sign_in(desk.owner), office.send(desk.child, upn=VALID_UPNS[1]))
        assert ViewRecord.objects.get(what="submission").child_ids == sorted([desk.child.pk, twin.pk, other.pk])

    def test_a_child_that_is_hidden_leaves_no_trace(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        facts = {"given_names": "Ravi", "surname": "Quill", "born_on": "2013-05-06", "upn": VALID_UPNS[1]}
        sent = office.send(**facts)
        client = sign_in(desk.owner)
        addresses = [f"/from-schools/{sent.reference}/{page}" for page in ("", "create/", "find/", "ask/")]

        def pages() -> list[str]:
            return [re.sub(r'(seconds|form_key" value)="[^"]+"', "", without_tokens(client.get(a))) for a in addresses]

        before = pages()
        hidden = make_child("Quill", "Ravi", born_on=date(2013, 5, 6), upn=VALID_UPNS[1], is_hidden=True)
        enrol(hidden, desk.school)
        assert pages() == before
        asked_for = f"{addresses[0]}?child={hidden.uuid}"
        assert re.sub(r'(seconds|form_key" value)="[^"]+"', "", without_tokens(client.get(asked_for))) == before[0]

    def test_an_absent_reference_and_another_teams_are_the_same_404(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(desk.child)
        client = sign_in(desk.other_team)
        assert client.get(f"/from-schools/{sent.reference}/").status_code == 404
        assert client.get("/from-schools/ER-S-1999-0001/").status_code == 404
        assert sign_in(office.user).get(f"/from-schools/{sent.reference}/").status_code == 404


class TestAccepting:
    def test_takes_four_clicks_at_most_from_any_page_to_the_case(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(make_child("Solo"))
        client = sign_in(desk.owner)
        assert 'href="/from-schools/"' in client.get("/").content.decode()
        assert f'href="/from-schools/{sent.reference}/"' in client.get("/from-schools/").content.decode()
        page = f"/from-schools/{sent.reference}/"
        child = re.search(r'name="child" value="([^"]+)"', client.get(page).content.decode())[1]
        response = post_form(client, page, {"child": child}, to=f"{page}accept/")
        case = status_of(sent).case
        assert response["Location"] == f"/cases/{case.reference}/"
        shown = client.get(response["Location"]).content.decode()
        assert f"{sent.reference} is accepted, and the school has been told." in shown
        assert "School’s form accepted" in shown

    def test_attaches_to_the_case_that_was_chosen_and_asks_when_there_is_one(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(desk.child)
        client = sign_in(desk.owner)
        refused = post_accept(client, sent, desk.child)
        assert "Choose a case that is open, or a new case" in refused.content.decode()
        assert status_of(sent).status == Status.RECEIVED
        response = post_accept(client, sent, desk.child, case=desk.case.reference)
        assert response["Location"] == f"/cases/{desk.case.reference}/"

    def test_opens_a_new_case_beside_an_open_one(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        sent = office.send(desk.child)
        post_accept(sign_in(desk.owner), sent, desk.child, case="new")
        assert status_of(sent).case != desk.case

    def test_asks_whether_it_is_this_child_when_something_differs(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        child = make_child("Solo", "Zoe")
        sent = office.send(child, given_names="Joe")
        client = sign_in(desk.owner)
        page = post_accept(client, sent, child).content.decode()
        assert "Look at the differences and confirm that this is the child" in page
        assert status_of(sent).status == Status.RECEIVED
        assert post_accept(client, sent, child, is_this_child="on").status_code == 302

    def test_shows_all_the_reasons_of_the_cohort(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        child = make_child("Solo")
        sent = office.send(child, errand="impossible")
        page = post_accept(sign_in(desk.owner), sent, child).content.decode()
        assert "The errand cannot be run." in page
        assert "Nobody is free." in page
        assert not Case.objects.filter(child=child).exists()

    def test_the_second_of_two_officers_is_told_and_led_to_the_case(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        child = make_child("Solo")
        sent = office.send(child)
        second = sign_in(desk.colleague)
        key = key_of(second, f"/from-schools/{sent.reference}/")
        case = accept(submission=sent, child=child, by=desk.owner, as_of=AS_OF)
        data = {"form_key": key, "child": str(child.uuid)}
        response = second.post(f"/from-schools/{sent.reference}/accept/", data, follow=True)
        text = text_of(response.content.decode())
        assert "This was already accepted by Olive Owner at" in text
        assert f"Open case {case.reference}" in text
        assert Case.objects.filter(child=child).count() == 1

    def test_a_double_click_is_one_case(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        child = make_child("Solo")
        sent = office.send(child)
        client = sign_in(desk.owner)
        data = {"form_key": key_of(client, f"/from-schools/{sent.reference}/"), "child": str(child.uuid)}
        first, second = (client.post(f"/from-schools/{sent.reference}/accept/", data) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert Case.objects.filter(child=child).count() == 1

    def test_the_key_of_one_child_does_not_accept_for_a_sibling(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        child, sibling = make_child("Solo", "Zoe"), make_child("Solo", "Ana")
        sent = office.send(child)
        client = sign_in(desk.owner)
        key = key_of(client, f"/from-schools/{sent.reference}/?child={child.uuid}")
        data = {"form_key": key, "child": str(sibling.uuid), "is_this_child": "on"}
        assert client.post(f"/from-schools/{sent.reference}/accept/", data).status_code == 200
        assert status_of(sent).status == Status.RECEIVED

    @pytest.mark.parametrize("child", ["", "nonsense", "11111111-1111-4111-8111-111111111111"])
    def test_without_a_child_nothing_happens(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn, child: str
    ) -> None:
        sent = office.send(desk.child)
        response = sign_in(desk.owner).post(f"/from-schools/{sent.reference}/accept/", {"child": child}, follow=True)
        assert "Choose the child first, then accept." in response.content.decode()
        assert status_of(sent).status == Status.RECEIVED


class TestFindingAndCreating:
    def test_another_child_is_found_by_name_and_compared(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        other = make_child("Elsewhere", "Known", born_on=date(2010, 1, 1))
        make_child("Elsewhere", "Hidden", is_hidden=True)
        sent = office.send(given_names="Ravi", surname="Quill")
        client = sign_in(desk.owner)
        response = client.post(f"/from-schools/{sent.reference}/find/", {"words": "elsewhere"})
        assert "elsewhere" not in response["Location"]
        page = client.get(response["Location"]).content.decode()
        assert "Elsewhere, Known" in page
        assert "Elsewhere, Hidden" not in page
        assert f"?child={other.uuid}" in page
        assert "Accept for Elsewhere, Known" in text_of(triage_page(client, sent, other))
        nobody = client.post(f"/from-schools/{sent.reference}/find/", {"words": "zzz"}, follow=True)
        assert "Nobody was found" in nobody.content.decode()
        empty = client.post(f"/from-schools/{sent.reference}/find/", {"words": ""})
        assert "Enter a name, a date of birth or a UPN" in empty.content.decode()

    def create(self, client: Client, sent: Submission, **changes: object):
        data = {
            "given_names": "Ravi",
            "surname": "Quill",
            "born_on_day": "6",
            "born_on_month": "5",
            "born_on_year": "2013",
            "upn": "",
            "sex": "M",
            "year_group": "8",
            "enrolment_kind": "main",
            **changes,
        }
        return post_form(client, f"/from-schools/{sent.reference}/create/", data)

    def test_a_new_record_is_created_with_the_place_at_the_school(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(given_names="Ravi", surname="Quill", born_on="2013-05-06", year_group="8")
        client = sign_in(desk.owner)
        page = client.get(f"/from-schools/{sent.reference}/create/").content.decode()
        assert 'value="Quill"' in page
        assert 'value="2013"' in page
        response = self.create(client, sent)
        child = Child.objects.get(surname="Quill")
        assert response["Location"] == f"/cases/{status_of(sent).case.reference}/"
        enrolment = Enrolment.objects.get(child=child)
        assert (enrolment.school, enrolment.starts_on, enrolment.year_group) == (desk.school, sent.received_on, 8)

    def test_similar_children_are_shown_first_and_must_be_looked_at(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        sent = office.send(desk.child, born_on="2012-03-14", upn="")
        client = sign_in(desk.owner)
        page = client.get(f"/from-schools/{sent.reference}/create/").content.decode()
        assert "Children on record look like this pupil." in page
        assert "Compare" in page
        refused = self.create(client, sent, surname="Hughes", given_names="Amira")
        assert "Look at the children above and confirm" in refused.content.decode()
        assert (
            self.create(
                client, sent, is_another_child="on", starts_on_day="2", starts_on_month="9", starts_on_year="2025"
            ).status_code
            == 302
        )
        assert Enrolment.objects.latest("pk").starts_on == date(2025, 9, 2)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"upn": "X331000114001"}, "This UPN belongs to a record already."),
            ({"upn": "X999"}, "UPN:"),
            ({"surname": ""}, "Enter the surname"),
            ({"born_on_day": "31", "born_on_month": "2"}, "ate of birth must be a real date"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_kept(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn, changes: dict[str, object], words: str
    ) -> None:
        sent = office.send(given_names="Ravi", surname="Quill", born_on="2013-05-06")
        page = self.create(sign_in(desk.owner), sent, **changes).content.decode()
        assert words in page
        assert not Child.objects.filter(surname="Quill").exists()
        assert status_of(sent).status == Status.RECEIVED

    def test_the_upn_of_a_hidden_child_is_refused_in_the_same_words(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        make_child("Secret", upn=VALID_UPNS[1], is_hidden=True)
        sent = office.send(given_names="Ravi", surname="Quill", born_on="2013-05-06", upn=VALID_UPNS[1])
        page = self.create(sign_in(desk.owner), sent, upn=VALID_UPNS[1]).content.decode()
        assert "This UPN belongs to a record already." in page
        assert not AdministrativeEvent.objects.filter(code="portal").exists()

    def test_who_was_slower_is_told(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        sent = office.send(given_names="Ravi", surname="Quill", born_on="2013-05-06")
        client = sign_in(desk.owner)
        return_to_school(submission=sent, reason="x", by=desk.colleague, as_of=AS_OF)
        response = self.create(client, sent)
        assert client.get(response["Location"]).content.decode().count("already returned to the school by Cara") == 1


class TestReturningAndRefusing:
    @pytest.mark.parametrize(("page", "status"), [("return", Status.RETURNED), ("reject", Status.REJECTED)])
    def test_needs_a_reason_and_leads_back_to_the_list(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn, page: str, status: str
    ) -> None:
        sent = office.send(desk.child)
        client = sign_in(desk.owner)
        address = f"/from-schools/{sent.reference}/{page}/"
        assert "Enter the reason" in post_form(client, address, {"reason": " "}).content.decode()
        response = post_form(client, address, {"reason": "The day is missing."})
        assert response["Location"] == "/from-schools/"
        assert status_of(sent).status == status
        shown = text_of(triage_page(client, sent))
        assert "The day is missing." in shown
        assert "Accept for" not in shown
        again = client.post(address, {"form_key": key_of(client, address), "reason": "x"}, follow=True)
        assert "This was already" in again.content.decode()


PAGES = ("accept/", "create/", "find/", "return/", "reject/", "ask/")


@pytest.mark.parametrize("page", PAGES)
class TestWhoMayPost:
    def test_signed_out_goes_to_sign_in(self, desk: ErrandDesk, office: Office, page: str) -> None:
        response = Client().post(f"/from-schools/{office.send(desk.child).reference}/{page}")
        assert response.status_code == 302
        assert "sign" in response["Location"]

    def test_an_outsider_finds_nothing(self, desk: ErrandDesk, office: Office, sign_in: SignIn, page: str) -> None:
        address = f"/from-schools/{office.send(desk.child).reference}/{page}"
        for user in (desk.other_team, desk.administrator, office.user):
            assert sign_in(user).post(address).status_code == 404

    def test_a_reader_is_refused(self, desk: ErrandDesk, office: Office, sign_in: SignIn, page: str) -> None:
        sent = office.send(desk.child)
        assert sign_in(desk.head).post(f"/from-schools/{sent.reference}/{page}").status_code == 403
        assert status_of(sent).status == Status.RECEIVED


def test_a_question_asked_keeps_the_submission_waiting(desk: ErrandDesk, office: Office) -> None:
    sent = office.send(desk.child)
    ask_school(submission=sent, text="Which?", by=desk.owner, as_of=AS_OF)
    assert status_of(sent).status == Status.RECEIVED
