"""What is agreed stays in somebody's work: a day of review for every line, and a place where one is needed; and it is
closed as it ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event, Task
from exclusions.actions import support
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.support_tasks import PREFIX
from exclusions.models import Exclusion, SupportLine
from ledger.versions import StaleEdit
from provision.actions.progress import record_not_started
from tests.exclusions.test_pages import hidden_inputs, send, signed_in, tick
from tests.exclusions.test_support import shown, steps
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_user
from tests.factories.provision import book, end, start
from tests.factories.support import ASKED_ON, STARTS_ON, agree, ask, close, consider, end_line, make_support_at

REVIEW_ON = date(2026, 10, 9)
PLACE = {"tier": "time_limited", "kind": "time_limited_placement"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: REVIEW_ON)


def tasks(case: Case, what: str) -> list[tuple[str, str]]:
    rows = Task.objects.filter(case=case, code__startswith=f"{PREFIX}{what}.").order_by("pk")
    return list(rows.values_list("title", "state"))


def set_day(desk: Desk, line: SupportLine, review_on: date = REVIEW_ON, as_of: date = ASKED_ON, **more: Any) -> Case:
    line = SupportLine.objects.select_related("request__case").get(pk=line.pk)
    facts: dict[str, Any] = {"version": line.version, "by": desk.officer, **more}
    return support.set_review_day(line=line, review_on=review_on, as_of=as_of, **facts)


def book_place(desk: Desk, case: Case, **more: Any) -> Any:
    return book(Case.objects.get(pk=case.pk), desk.officer, legal_basis="section_29a", as_of=STARTS_ON, **more)


class TestDayOfReview:
    """A line without one asks for it."""

    def test_setting_it_does_the_task_and_brings_that_of_the_review(self, desk: Desk) -> None:
        case = consider(desk, ask(desk))
        line = agree(desk, case)
        assert tasks(case, "review_day") == [("Set the day of review: Outreach into the school", "open")]
        assert "Set the day of review: Outreach into the school" in steps(case)
        set_day(desk, line)
        assert [state for _, state in tasks(case, "review_day")] == ["done"]
        assert tasks(case, "line") == [("Review the support: Outreach into the school", "open")]
        assert "Set the day of review: Outreach into the school" not in steps(case)
        event = Event.objects.get(case=case, code="exclusions.support_review_day_set")
        assert event.facts == {"line": str(line.uuid), "review_on": "2026-10-09"}

    def test_a_line_with_one_asks_for_none_and_one_that_is_over_no_more(self, desk: Desk) -> None:
        case = consider(desk, ask(desk))
        agree(desk, case, review_on=REVIEW_ON)
        assert tasks(case, "review_day") == []
        end_line(desk, agree(desk, case, kind="advice"))
        assert tasks(case, "review_day") == [("Set the day of review: Advice", "done")]

    @pytest.mark.parametrize(
        ("review_on", "ends_on", "as_of", "words"),
        [
            (date(2026, 9, 20), None, ASKED_ON, "on or after 21 September 2026"),
            (date(2026, 10, 1), None, REVIEW_ON, "on or after 9 October 2026"),
            (date(2026, 10, 2), date(2026, 10, 1), ASKED_ON, "on or before 1 October 2026, the last day"),
        ],
    )
    def test_a_day_that_cannot_be(
        self, desk: Desk, review_on: date, ends_on: date | None, as_of: date, words: str
    ) -> None:
        line = agree(desk, consider(desk, ask(desk)), ends_on=ends_on)
        with pytest.raises(ExclusionRefused, match=words) as refused:
            set_day(desk, line, review_on, as_of)
        assert refused.value.field == "review_on"

    def test_of_a_line_whose_last_day_has_passed_a_day_can_be_set(self, desk: Desk) -> None:
        case = consider(desk, ask(desk))
        set_day(desk, agree(desk, case, ends_on=date(2026, 10, 1)), date(2026, 10, 12), REVIEW_ON)
        assert [state for _, state in tasks(case, "review_day")] == ["done"]

    def test_only_the_team_the_version_that_was_shown_and_a_line_that_goes_on(self, desk: Desk) -> None:
        case = consider(desk, ask(desk))
        line = agree(desk, case)
        agree(desk, case, kind="advice")
        with pytest.raises(PermissionDenied):
            set_day(desk, line, by=make_user(Role.EXCLUSIONS_OFFICER))
        with pytest.raises(StaleEdit):
            set_day(desk, line, version=99)
        end_line(desk, line)
        with pytest.raises(ExclusionRefused, match="nothing to review"):
            set_day(desk, line)


class TestPlace:
    """A time-limited placement for which no place is booked asks for it."""

    def line_of(self, desk: Desk) -> tuple[Case, SupportLine]:
        case = consider(desk, ask(desk))
        return case, agree(desk, case, review_on=REVIEW_ON, **PLACE)

    def test_booking_does_the_task(self, desk: Desk) -> None:
        case, _ = self.line_of(desk)
        assert tasks(case, "place") == [("Book the place: Time-limited placement", "open")]
        assert shown(case)["Place"] == ("", "No place is booked for the time-limited placement.")
        book_place(desk, case)
        assert [state for _, state in tasks(case, "place")] == ["done"]
        assert shown(case)["Place"][1] == ""

    def test_it_comes_back_when_the_child_never_started(self, desk: Desk) -> None:
        case, _ = self.line_of(desk)
        placement = book_place(desk, case)
        record_not_started(
            placement=placement, reason="parent_declined", version=placement.version, by=desk.officer, as_of=REVIEW_ON
        )
        assert [state for _, state in tasks(case, "place")] == ["done", "open"]

    def test_a_place_that_ended_was_one_for_the_line_but_not_for_the_next(self, desk: Desk) -> None:
        case, line = self.line_of(desk)
        end(start(book_place(desk, case), desk.officer), desk.officer, date(2026, 10, 2))
        assert [state for _, state in tasks(case, "place")] == ["done"]
        end_line(desk, line)
        agree(desk, case, review_on=date(2026, 11, 9), starts_on=date(2026, 10, 12), as_of=REVIEW_ON, **PLACE)
        assert [state for _, state in tasks(case, "place")] == ["done", "open"]

    def test_other_help_needs_no_place(self, desk: Desk) -> None:
        assert tasks(make_support_at(desk, "support_agreed"), "place") == []


class TestClosingAfterAnExclusion:
    """What came of it is said as it was."""

    def ready(self, desk: Desk) -> Case:
        case = make_support_at(desk, "reviewing")
        end_line(desk, SupportLine.objects.get())
        return case

    def test_it_can_be_said(self, desk: Desk) -> None:
        case = self.ready(desk)
        desk.record(excluded_on=REVIEW_ON, decided_on=REVIEW_ON, as_of=REVIEW_ON)
        close(desk, case, "excluded")
        assert shown(case)["Outcome of the help"] == ("The pupil was excluded", "")

    def test_another_outcome_is_asked_about(self, desk: Desk) -> None:
        case = self.ready(desk)
        exclusion = desk.record(excluded_on=REVIEW_ON, decided_on=REVIEW_ON, as_of=REVIEW_ON)
        with pytest.raises(ExclusionRefused, match=r"from 9 October 2026, case EX-.* tick") as refused:
            close(desk, case, "settled")
        assert refused.value.field == "is_confirmed"
        assert exclusion.reference in str(refused.value)
        close(desk, case, "settled", is_confirmed=True)
        assert not Case.objects.get(pk=case.pk).is_open

    def test_one_before_the_request_or_cancelled_asks_nothing(self, desk: Desk) -> None:
        before = date(2026, 9, 11)
        desk.record(excluded_on=before, decided_on=before, as_of=before)
        case = self.ready(desk)
        Exclusion.objects.update(excluded_on=ASKED_ON, cancelled_on=ASKED_ON)
        close(desk, case, "settled")
        other = ask(desk, on=date(2026, 10, 12), child=Case.objects.get(pk=case.pk).child)
        Exclusion.objects.update(excluded_on=before, cancelled_on=None)
        agreed = agree(desk, consider(desk, other), starts_on=date(2026, 10, 12))
        end_line(desk, agreed, ends_on=date(2026, 10, 12))
        close(desk, other, "settled", as_of=date(2026, 10, 12))

    def test_the_page_asks_for_the_tick(self, desk: Desk) -> None:
        case = self.ready(desk)
        desk.record(excluded_on=REVIEW_ON, decided_on=REVIEW_ON, as_of=REVIEW_ON)
        client, address = signed_in(desk.officer), reverse("support_close", args=[case.reference])
        page = send(client, address, {"outcome": "settled"}).content.decode()
        assert "a permanent exclusion of this pupil from 9 October 2026" in page
        assert 'name="is_confirmed"' in page
        assert send(client, address, {"outcome": "settled", **tick(page)}).status_code == 302


def test_the_day_of_review_is_set_on_its_page(desk: Desk) -> None:
    case = make_support_at(desk, "support_agreed")
    line = SupportLine.objects.get()
    address = reverse("support_review_day", args=[line.uuid])
    client = signed_in(desk.officer)
    assert address in client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Review on must be on or after" in send(client, address, {"review_on": "2026-10-08"}).content.decode()
    assert send(client, address, {"review_on": "2026-10-12"}).status_code == 302
    line.refresh_from_db()
    assert line.review_on == date(2026, 10, 12)


def test_the_page_of_the_day_of_review_refuses_others_and_a_stale_one(desk: Desk) -> None:
    make_support_at(desk, "support_agreed")
    address = reverse("support_review_day", args=[SupportLine.objects.get().uuid])
    good = {"review_on": "2026-10-12"}
    assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
    assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
    assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403
    client = signed_in(desk.officer)
    assert client.get(reverse("support_review_day", args=[desk.child.uuid])).status_code == 404
    hidden = hidden_inputs(client.get(address).content.decode())
    SupportLine.objects.update(version=99)
    assert "Both versions" in client.post(address, {**good, **hidden}).content.decode()
