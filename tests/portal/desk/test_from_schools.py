"""The list of what schools sent: who sees which rows, and numbers that equal the lists they open."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from cases.models import Child
from ledger.models import ViewRecord
from portal.actions.asking import ask_school
from portal.actions.deciding import accept, reject, return_to_school
from portal.models import FormMistake
from portal.triage import STANDINGS, SubmissionFilter, find_submissions, standing_counts, submission_count
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child, make_school
from tests.factories.submissions import ERRAND_FORM, Office, days_before
from tests.support.posts import without_tokens

SignIn = Callable[[User], Client]
MOST_QUERIES = 16


def references(page: str) -> list[str]:
    """The references that a page shows, each once."""
    return list(dict.fromkeys(re.findall(r"ER-S-2026-\d{4}", re.sub(r'href="[^"]*"', "", page))))


def without_clock(page: str) -> str:
    """A page without the seconds that its session has left."""
    return re.sub(r'seconds="\d+"', "", page)


def page_of(client: Client, address: str = "/from-schools/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestTheList:
    def test_shows_what_waits_oldest_first_with_the_pupil_as_given(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        newer = office.send(desk.child, errand="Fetch it", at=days_before(0))
        older = office.send(given_names="Ravi", surname="Quill", born_on="2013-05-06", at=days_before(3))
        page = page_of(sign_in(desk.owner))
        assert references(page) == [older.reference, newer.reference]
        assert "Quill, Ravi" in page
        assert "Born 6 May 2013" in page
        assert "Waiting 3 days" in page
        assert "Came today" in page
        assert "Errand: Fetch it" in page
        assert "Ashgrove Academy (invented)" in page

    def test_says_what_waits_on_each(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        asked, answered, returned, corrected = (office.send(desk.child, at=days_before(4)) for _ in range(4))
        ask_school(submission=asked, text="Which?", by=desk.owner, as_of=AS_OF)
        office.answer(ask_school(submission=answered, text="Which?", by=desk.owner, as_of=AS_OF))
        return_to_school(submission=returned, reason="x", by=desk.owner, as_of=AS_OF)
        office.correct(returned, errand="Right")
        accept(submission=corrected, child=desk.child, by=desk.owner, as_of=AS_OF)
        office.correct(corrected, errand="Other")
        page = page_of(sign_in(desk.owner))
        for words in ("Question open since", "School was asked", "Answer came", "Corrected and sent again"):
            assert words in page
        assert "Correction came" in page
        assert "Errand: Right" in page
        assert len(references(page)) == 4

    def test_links_to_different_forms_sound_different(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        sent = office.send(desk.child)
        assert f'<span class="govuk-visually-hidden"> {sent.reference}</span></a>' in page_of(sign_in(desk.owner))

    def test_filters_by_state_form_and_school(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        other_school = Office(make_school("Fernhill (invented)"))
        here, there, refused = office.send(desk.child), other_school.send(desk.child), office.send(desk.child)
        reject(submission=refused, reason="x", by=desk.owner, as_of=AS_OF)
        client = sign_in(desk.owner)
        assert references(page_of(client, "/from-schools/?state=rejected")) == [refused.reference]
        assert len(references(page_of(client, "/from-schools/?state=all"))) == 3
        only_there = page_of(client, f"/from-schools/?school={other_school.school.urn}")
        assert references(only_there) == [there.reference]
        assert here.reference not in only_there
        assert len(references(page_of(client, f"/from-schools/?form={ERRAND_FORM.code}"))) == 2
        assert len(references(page_of(client, "/from-schools/?form=nonsense&school=x&state=y"))) == 2
        assert "Nothing is here" not in page_of(client, "/from-schools/?state=withdrawn")

    def test_without_rows_it_says_so(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        client = sign_in(desk.owner)
        for state in (*STANDINGS, "my_questions", "my_answers"):
            assert 'class="onroll-empty"' in page_of(client, f"/from-schools/?state={state}")
        reject(submission=office.send(desk.child), reason="x", by=desk.owner, as_of=AS_OF)
        assert "Nothing fits these filters" in page_of(client, f"/from-schools/?school={desk.school.urn}")

    def test_25_rows_and_100_rows_cost_the_same_few_queries(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = sign_in(desk.owner)

        def queries() -> int:
            page_of(client)
            with CaptureQueriesContext(connection) as captured:
                page_of(client)
            return len(captured)

        for _ in range(25):
            office.send(desk.child)
        few = queries()
        for _ in range(75):
            office.correct(office.send(desk.child), errand="Other")
        monkeypatch.setattr("cases.views.desk.page_of.__defaults__", (100,))
        assert "Showing 1 to 100 of 100 forms" in page_of(client)
        assert queries() == few <= MOST_QUERIES

    def test_the_read_is_logged_with_the_children_and_cases_shown(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        chosen = make_child()
        office.send(chosen, child=str(chosen.uuid))
        case = accept(submission=office.send(desk.child), child=desk.child, by=desk.owner, as_of=AS_OF)
        page_of(sign_in(desk.owner), "/from-schools/?state=all")
        seen = ViewRecord.objects.get(what="from_schools")
        assert seen.child_ids == sorted([chosen.pk, desk.child.pk])
        assert seen.case_ids == [case.pk]


class TestNumbers:
    @pytest.mark.parametrize("who", ["owner", "colleague", "other_team", "head", "governance", "administrator"])
    def test_equal_the_lists_they_open_for_everybody(self, desk: ErrandDesk, office: Office, who: str) -> None:
        for act in (reject, return_to_school):
            act(submission=office.send(desk.child), reason="x", by=desk.owner, as_of=AS_OF)
        accepted = office.send(desk.child)
        accept(submission=accepted, child=desk.child, by=desk.owner, as_of=AS_OF)
        ask_school(submission=accepted, text="Which?", by=desk.owner, as_of=AS_OF)
        office.answer(ask_school(submission=accepted, text="When?", by=desk.owner, as_of=AS_OF))
        office.withdraw(office.send(desk.child))
        office.send(desk.child)
        user = getattr(desk, who)
        sees = who in ("owner", "colleague", "head", "governance")
        counts = standing_counts(user, SubmissionFilter())
        for standing in STANDINGS:
            wanted = SubmissionFilter(standing)
            assert counts[standing] == find_submissions(user, wanted).count() == submission_count(user, standing)
        assert counts["all"] == (5 if sees else 0)
        assert counts["waiting"] == (2 if sees else 0)
        for standing in ("my_questions", "my_answers"):
            count = submission_count(user, standing)
            assert count == find_submissions(user, SubmissionFilter(standing)).count() == int(who == "owner")

    def test_stand_on_my_work_and_in_the_shell(self, desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
        sent = office.send(desk.child)
        ask_school(submission=sent, text="Which?", by=desk.owner, as_of=AS_OF)
        page = page_of(sign_in(desk.owner), "/")
        tiles = re.findall(r'href="([^"]+)"><span class="onroll-tile__count">(\d+)</span>', page)
        assert ("/from-schools/", "1") in tiles
        assert ("/from-schools/?state=my_questions", "1") in tiles
        assert ("/from-schools/?state=my_answers", "0") in tiles
        assert page.count("New from schools") == 2
        assert page.count("My questions to schools") == 1
        assert "New from schools" not in page_of(sign_in(desk.other_team), "/")

    def test_nothing_of_a_child_who_is_hidden_now_is_left(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        client = sign_in(desk.owner)
        addresses = [f"/from-schools/?state={state}" for state in STANDINGS] + ["/"]

        def pages() -> list[str]:
            return [without_clock(without_tokens(client.get(address))) for address in addresses]

        office.send(given_names="Ravi", surname="Quill")
        before = pages()
        hidden = make_child("Secret", "Child")
        gone = office.send(hidden)
        case = accept(submission=gone, child=hidden, by=desk.owner, as_of=AS_OF)
        office.correct(gone, errand="Other")
        ask_school(submission=gone, text="Which?", by=desk.owner, as_of=AS_OF)
        Child.objects.filter(pk=hidden.pk).update(is_hidden=True)
        assert pages() == before
        assert client.get(f"/from-schools/{gone.reference}/").status_code == 404
        assert case.reference not in "".join(before)
        assert submission_count(desk.governance, "all") == 2


class TestWhoSeesIt:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("owner", 200), ("colleague", 200), ("head", 200), ("other_team", 404), ("administrator", 404)],
    )
    def test_the_page_exists_for_people_to_whom_forms_are_sent(
        self, desk: ErrandDesk, sign_in: SignIn, who: str, status: int
    ) -> None:
        assert sign_in(getattr(desk, who)).get("/from-schools/").status_code == status

    def test_information_governance_says_why_and_a_school_is_sent_nowhere(
        self, desk: ErrandDesk, office: Office, sign_in: SignIn
    ) -> None:
        assert "/reason/" in sign_in(desk.governance).get("/from-schools/")["Location"]
        assert sign_in(office.user).get("/from-schools/").status_code == 404
        assert "sign" in Client().get("/from-schools/")["Location"]


class TestMistakes:
    def add(
        self, desk: ErrandDesk, field: str, times: int, *, message: str = "Enter it", days: int = 1, **more: object
    ) -> None:
        facts = {"form": ERRAND_FORM.code, "step": "what", "school": desk.school, **more}
        for _ in range(times):
            FormMistake.objects.create(
                field=field, message=message, met_recorded_at=timezone.now() - timedelta(days=days), **facts
            )

    def test_are_counted_by_question_most_frequent_first(self, desk: ErrandDesk, sign_in: SignIn) -> None:
        self.add(desk, "", 1)
        self.add(desk, "errand", 2)
        self.add(desk, "errand", 1, school=make_school())
        self.add(desk, "gone_field", 1, form="gone_form", step="gone_step")
        self.add(desk, "errand", 9, message="Long ago", days=3000)
        page = page_of(sign_in(desk.colleague), "/from-schools/mistakes/")
        rows = [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)) for row in page.split("<tr")[2:]]
        assert "The errand Report an errand What is the errand? Enter it 3 2" in rows[0]
        assert "The page as a whole" in page
        assert "Gone field" in page
        assert "Long ago" not in page

    def test_none_is_said_too(self, desk: ErrandDesk, sign_in: SignIn) -> None:
        assert "No mistakes yet" in page_of(sign_in(desk.head), "/from-schools/mistakes/")

    @pytest.mark.parametrize(
        ("who", "status"), [("owner", 403), ("colleague", 200), ("head", 200), ("other_team", 404)]
    )
    def test_are_for_managers(self, desk: ErrandDesk, sign_in: SignIn, who: str, status: int) -> None:
        client = sign_in(getattr(desk, who))
        assert client.get("/from-schools/mistakes/").status_code == status
        if who == "owner":
            assert "Questions that schools get wrong" not in page_of(client)
