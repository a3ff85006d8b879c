"""The pages of a request for help, and the list: signed out, an outsider, without the right, well, badly, stale."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event
from exclusions.models import SupportLine, SupportRequest, TriedSupport
from ledger.models import ViewRecord
from tests.exclusions.test_pages import hidden_inputs, send, signed_in, tick
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_team, make_user
from tests.factories.support import ASKED_ON, agree, ask, consider, end_line, make_support_at

LIST = "/exclusions/support/"
REQUEST = {
    "requested_on": "2026-09-14",
    "concerns": ["behaviour", "family"],
    "concerns_in_words": "He walks out.",
    "behaviour_plan_since": "1/6/2026",
    "asked_for": ["advice", "outreach"],
    "parents_told_on": "2026-09-11",
    "do_parents_agree": "yes",
    "is_exclusion_considered": "no",
}
CORRECT = {**REQUEST, "is_looked_after": "no", "has_plan": "yes", "has_social_worker": "no"}
AGREE = {"tier": "targeted", "kind": "advice", "starts_on": "2026-09-21", "review_on": "2026-10-09"}
MEETING = {"met_on": "2026-09-16", "services": ["school", "health"], "decisions": "A place at the unit."}
# Page, state of the case, a good answer, a bad answer and the words of its refusal, the state afterwards.
STEPS = [
    ("support_correct", "requested", CORRECT, {"concerns": []}, "Select at least one concern", "requested"),
    ("support_consider", "requested", {}, {"version": "99"}, "Somebody else changed this", "considering"),
    ("support_decline", "considering", {"because": "school_first"}, {"because": ""}, "Why?", "not_taken_up"),
    (
        "support_agree",
        "considering",
        AGREE,
        {"starts_on": "2026-09-13"},
        "Starts on must be on or after 14 September 2026",
        "support_agreed",
    ),
    ("support_meeting", "considering", MEETING, {"services": ["school"]}, "choose at least two", "considering"),
    (
        "support_review",
        "support_agreed",
        {"reviewed_on": "2026-10-09"},
        {"reviewed_on": "2026-09-01"},
        "Reviewed on must be on or after 21 September 2026",
        "reviewing",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 10, 12))


def record_address(desk: Desk) -> str:
    return reverse("support_record", args=[desk.child.uuid])


class TestRecording:
    """From the child's page."""

    def test_success(self, desk: Desk) -> None:
        client = signed_in(desk.officer)
        assert "Record a request for help" in client.get(reverse("child", args=[desk.child.uuid])).content.decode()
        answer = send(client, record_address(desk), {**REQUEST, "school": str(desk.school.urn)})
        request = SupportRequest.objects.get()
        assert answer.headers["Location"] == reverse("case", args=[request.case.reference])
        assert (request.concerns, request.asked_for, request.do_parents_agree) == (
            ["behaviour", "family"],
            ["advice", "outreach"],
            True,
        )
        assert TriedSupport.objects.get().since_on == date(2026, 6, 1)
        page = client.get(answer.headers["Location"]).content.decode()
        for words in ("Behaviour; Family circumstances", "He walks out.", "Not yet known until 14 September 2027"):
            assert words in page, words

    def test_another_school_by_its_urn(self, desk: Desk) -> None:
        school = make_school()
        send(signed_in(desk.officer), record_address(desk), {**REQUEST, "school": "another", "urn": str(school.urn)})
        assert Case.objects.get().school == school

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"school": "another", "urn": "123"}, "Enter the URN of a school"),
            ({"school": "another", "urn": "abc"}, "URN of the other school"),
            ({"concerns": []}, "Select at least one concern"),
            ({"asked_for": []}, "Select at least one kind of help"),
            ({"parents_told_on": ""}, "Enter when the parents were told"),
            ({"requested_on": "2026-10-13"}, "Asked for on must be on or before 12 October 2026"),
            ({"behaviour_plan_since": "13/10/2026"}, "Behaviour or support plan: since must be on or before"),
            ({"behaviour_plan_since": "31/2/2026"}, "must be a real date"),
        ],
    )
    def test_a_wrong_answer_names_the_field_and_what_was_typed_stays(self, desk: Desk, wrong: dict, words: str) -> None:
        answers = {**REQUEST, "school": str(desk.school.urn), **wrong}
        page = send(signed_in(desk.officer), record_address(desk), answers).content.decode()
        assert words in page
        assert "He walks out." in page
        assert not Case.objects.exists()

    def test_refused(self, desk: Desk) -> None:
        address = record_address(desk)
        assert Client().post(address, REQUEST).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, REQUEST).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, REQUEST).status_code == 403
        assert not Case.objects.exists()


@pytest.mark.parametrize(("page", "state", "good", "bad", "words", "after"), STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_support_at(desk, state)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), good)
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        case.refresh_from_db()
        assert case.state == after

    def test_invalid(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_support_at(desk, state)
        events = Event.objects.count()
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), {**good, **bad})
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Event.objects.count() == events

    def test_refused(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_support_at(desk, state)
        address = reverse(page, args=[case.reference])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403

    def test_stale(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_support_at(desk, state)
        client = signed_in(desk.officer)
        address = reverse(page, args=[case.reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        SupportRequest.objects.update(version=99)
        text = client.post(address, {**good, **hidden}).content.decode()
        assert "Somebody else changed this" in text
        assert ("Both versions" in text) == bool(good)

    def test_a_case_of_another_kind_is_not_found(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        assert signed_in(desk.officer).get(reverse(page, args=[desk.record().reference])).status_code == 404


class TestClosing:
    """The line's own page, and the end of the case."""

    def close_page(self, case: Case) -> str:
        return reverse("support_close", args=[case.reference])

    def test_close_success(self, desk: Desk) -> None:
        case = make_support_at(desk, "reviewing")
        client = signed_in(desk.officer)
        assert "Record first how it went" in client.get(self.close_page(case)).content.decode()
        end_line(desk, SupportLine.objects.get())
        send(client, self.close_page(case), {"outcome": "settled"})
        case.refresh_from_db()
        assert (case.state, SupportRequest.objects.get().outcome) == ("closed", "settled")

    def test_close_invalid_and_refused(self, desk: Desk) -> None:
        case = make_support_at(desk, "reviewing")
        end_line(desk, SupportLine.objects.get())
        assert "What came of it?" in send(signed_in(desk.officer), self.close_page(case), {}).content.decode()
        address = self.close_page(case)
        assert Client().post(address, {}).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, {}).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, {}).status_code == 403

    def test_line_success(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        line = SupportLine.objects.get()
        address = reverse("support_line", args=[line.uuid])
        client = signed_in(desk.officer)
        assert address in client.get(reverse("case", args=[case.reference])).content.decode()
        answer = send(client, address, {"outcome": "helped_partly", "ends_on": "2026-10-09"})
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        line.refresh_from_db()
        assert (line.outcome, line.ends_on) == ("helped_partly", date(2026, 10, 9))

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"outcome": ""}, "How did it go?"),
            ({"outcome": "helped", "ends_on": "2026-09-20"}, "Last day must be from"),
        ],
    )
    def test_line_invalid(self, desk: Desk, answers: dict, words: str) -> None:
        make_support_at(desk, "support_agreed")
        address = reverse("support_line", args=[SupportLine.objects.get().uuid])
        assert words in send(signed_in(desk.officer), address, {"ends_on": "2026-10-09", **answers}).content.decode()

    def test_a_placement_without_an_end_asks_for_the_tick(self, desk: Desk) -> None:
        case = make_support_at(desk, "considering")
        client, address = signed_in(desk.officer), reverse("support_agree", args=[case.reference])
        typed = {"tier": "time_limited", "kind": "time_limited_placement", "starts_on": "2026-09-21"}
        page = send(client, address, typed).content.decode()
        assert "No longest time is known to us." in page
        assert 'name="is_confirmed"' in page
        assert send(client, address, {**typed, **tick(page)}).status_code == 302

    def test_line_refused_and_stale(self, desk: Desk) -> None:
        make_support_at(desk, "support_agreed")
        address = reverse("support_line", args=[SupportLine.objects.get().uuid])
        good = {"outcome": "helped", "ends_on": "2026-10-09"}
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403
        assert signed_in(desk.officer).get(reverse("support_line", args=[desk.child.uuid])).status_code == 404
        client = signed_in(desk.officer)
        hidden = hidden_inputs(client.get(address).content.decode())
        SupportLine.objects.update(version=99)
        assert "Both versions" in client.post(address, {**good, **hidden}).content.decode()


class TestList:
    """Filters, numbers that open exactly their rows, and constant queries."""

    def page(self, desk: Desk, **wanted: str) -> str:
        return signed_in(desk.officer).get(LIST, wanted).content.decode()

    def three(self, desk: Desk) -> dict[str, Case]:
        """One excluded, one that was not within the time, one that is not known yet."""
        made = {}
        for key, on in (("yes", ASKED_ON), ("no", date(2025, 10, 1)), ("not_yet", ASKED_ON)):
            child = make_child(key.title())
            enrol(child, desk.school)
            made[key] = ask(desk, child=child, on=on, tried={})
        desk.record(child=made["yes"].child, as_of=date(2026, 9, 15))
        return made

    def test_each_number_opens_exactly_its_rows(self, desk: Desk) -> None:
        made = self.three(desk)
        page = self.page(desk)
        assert page.count("<strong>1</strong>") == 3
        assert all(case.reference in page for case in made.values())
        for answer in made:
            filtered = self.page(desk, excluded=answer)
            assert [each for each in made if made[each].reference in filtered] == [answer]
            assert filtered.count("<strong>1</strong>") == 3, "the numbers stay those of all rows"
            assert f"excluded={answer}" in page

    def test_by_school_and_by_step_of_help(self, desk: Desk) -> None:
        made = self.three(desk)
        elsewhere = ask(desk, school=make_school())
        agree(desk, consider(desk, made["not_yet"]), tier="transitional")
        by_school = self.page(desk, school=str(desk.school.urn))
        assert elsewhere.reference not in by_school
        assert made["no"].reference in by_school
        by_tier = self.page(desk, tier="transitional")
        assert made["not_yet"].reference in by_tier
        assert made["no"].reference not in by_tier
        assert "Transitional support: outreach into the school" in by_tier
        assert "No request for help" in self.page(desk, tier="time_limited")
        assert made["no"].reference in self.page(desk, tier="nonsense", school="x", excluded="perhaps")

    def test_who_may_open_it_and_what_is_logged(self, desk: Desk) -> None:
        case = ask(desk)
        assert case.reference in signed_in(make_user(Role.HEAD_OF_SERVICE)).get(LIST).content.decode()
        seen = ViewRecord.objects.get(what="exclusions_support")
        assert (seen.child_ids, seen.case_ids) == ([case.child_id], [case.pk])
        stranger = make_user(Role.EXCLUSIONS_OFFICER, team=make_team("another_kind"))
        assert signed_in(stranger).get(LIST).status_code == 403
        assert signed_in(make_user(Role.ADMINISTRATOR)).get(LIST).status_code == 404
        assert LIST in self.page(desk).split("<main", 1)[0], "the shell has an entry"
        case.child.is_hidden = True
        case.child.save()
        page = self.page(desk)
        assert case.reference not in page
        assert page.count("<strong>0</strong>") == 3, "a hidden child is in no number"

    def test_25_rows_and_100_rows_cost_the_same_queries(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("exclusions.support.views.ROWS_A_PAGE", 100)
        client, counts = signed_in(desk.officer), []
        for more in (25, 75):
            for _ in range(more):
                child = make_child()
                enrol(child, desk.school)
                agree(desk, consider(desk, ask(desk, child=child)))
            client.get(LIST)
            with CaptureQueriesContext(connection) as captured:
                page = client.get(LIST).content.decode()
            counts.append(len(captured))
        assert page.count("Targeted support: outreach") == 100
        assert counts[0] == counts[1]
