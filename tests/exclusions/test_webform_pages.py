"""The school's form in its own pages: what is said where it is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exclusions.webforms import FORM
from portal.actions.batches import send_batch
from portal.actions.drafts import confirm_doubts, save_step, start_draft
from portal.actions.files_of_drafts import keep_files
from portal.contexts import draft_context
from portal.models import Draft, Submission
from portal.steps import open_doubts
from tests.exclusions.test_pages import signed_in
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user
from tests.factories.school_api import Api, body
from tests.factories.school_forms import suspension
from tests.factories.school_rows import confirm_all, file_of, fill, finish, receive, row
from tests.factories.suspensions import make_suspension
from tests.portal.desk.reading import text_of

TODAY = date(2026, 11, 20)
# 39 school days are lost by then.
LONG = (date(2026, 9, 2), date(2026, 11, 2))
TOO_LONG = {
    "decided_on": "2026-11-09",
    "is_lunchtime_only": "no",
    "first_on": "2026-11-09",
    "first_session": "am",
    "last_on": "2026-11-20",
    "last_session": "pm",
}
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
UNLAWFUL, LEFT = "more than 45 school days is unlawful", "are left: shorten it."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def begun(desk: Desk, by: User) -> Draft:
    """A draft with the pages before the dates."""
    draft = start_draft(webform=FORM, school=desk.school, by=by, as_of=TODAY)
    answers = suspension(desk.child, TODAY)
    for step in ("pupil", "what"):
        draft = save_step(
            draft=draft, step=step, answers=answers[step], typed={}, version=draft.version, by=by, as_of=TODAY
        )
    return draft


def post(client: Client, page: str, draft: Draft, data: dict[str, Any]) -> Any:
    draft.refresh_from_db()
    return client.post(reverse(page, args=["exclusion", draft.uuid, "dates"]), {"version": draft.version, **data})


class TestCap:
    """More than 45 school days of a school year: said on the page of the dates."""

    def test_live_and_after_a_post_the_page_of_the_dates_says_it(self, desk: Desk) -> None:
        make_suspension(desk, *LONG)
        user = make_school_user(desk.school)
        client, draft = signed_in(user), begun(desk, user)
        live = text_of(post(client, "send_meaning", draft, TOO_LONG).content.decode())
        assert UNLAWFUL in live
        assert LEFT in live
        sent = post(client, "send_step", draft, TOO_LONG)
        page = text_of(sent.content.decode())
        assert sent.status_code == 200, "it does not go on"
        assert UNLAWFUL in page
        assert 'href="#id_last_on' in sent.content.decode()
        assert "This suspension 10.0 school days" in page, "and what it means stands beside it"
        draft.refresh_from_db()
        assert "dates" not in draft.saved_steps
        shorter = {**TOO_LONG, "last_on": "2026-11-10"}
        assert post(client, "send_step", draft, shorter).status_code == 302

    def test_a_row_says_it_once_at_its_column(self, desk: Desk) -> None:
        make_suspension(desk, *LONG)
        written = row(desk.child, decided_on="09/11/2026", first_day="09/11/2026", last_day="20/11/2026")
        [fault] = fill(desk, written, TODAY).faults
        assert fault.column == "last day"
        assert UNLAWFUL in fault.text

    def test_a_year_that_is_not_entered_refuses_nothing(self, desk: Desk) -> None:
        far = {**TOO_LONG, "first_on": "2027-09-20", "last_on": "2027-09-21"}
        user = make_school_user(desk.school)
        assert post(signed_in(user), "send_step", begun(desk, user), far).status_code == 302


class TestConfirmed:
    """What was said of answers that were changed since is asked again, also where another page changed."""

    def told(self, desk: Desk, has_social_worker: str) -> dict[str, Any]:
        known = {"is_looked_after": "no", "has_social_worker": has_social_worker, "has_plan": "no", "sen_status": "N"}
        return suspension(desk.child, TODAY, told={"parents_told_on": "2026-11-20"}, circumstances=known)

    def test_another_page_takes_the_reason_away_and_brings_it_back(self, desk: Desk) -> None:
        user = make_school_user(desk.school)
        draft = begun(desk, user)

        def save(step: str, answers: dict[str, Any]) -> Draft:
            return save_step(draft=draft, step=step, answers=answers[step], typed={}, version=99, by=user, as_of=TODAY)

        def asked() -> list[str]:
            return [each.code for each in open_doubts(draft, FORM, draft_context(draft, TODAY)) if each.step == "told"]

        for step in ("dates", "reasons", "exams", "circumstances", "told"):
            draft = save(step, self.told(desk, "yes"))
        assert asked() == ["not_told_social_worker"]
        every = open_doubts(draft, FORM, draft_context(draft, TODAY))
        draft = confirm_doubts(draft=draft, doubts=every, by=user, as_of=TODAY)
        assert asked() == []
        draft = save("circumstances", self.told(desk, "no"))
        assert "not_told_social_worker" not in {each["code"] for each in draft.confirmed_doubts}
        draft = save("circumstances", self.told(desk, "yes"))
        assert asked() == ["not_told_social_worker"]

    def test_a_file_that_comes_or_goes_is_another_answer(self, desk: Desk) -> None:
        user = make_school_user(desk.school)
        draft = begun(desk, user)
        said = {"code": "no_notice_file", "step": "documents", "title": "t", "text": "x", "by": "A", "at": ""}
        draft.confirmed_doubts = [said]
        draft.save()
        notice = SimpleUploadedFile("notice.pdf", PDF)
        keep_files(draft=draft, step="documents", name="notice_files", uploads=[notice], by=user, as_of=TODAY)
        draft.refresh_from_db()
        assert draft.confirmed_doubts == []

    def test_a_row_sends_only_what_it_still_raises(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        user, day, later = make_school_user(desk.school), date(2026, 11, 11), date(2026, 11, 13)
        days = {"decided_on": "11/11/2026", "first_day": "12/11/2026", "last_day": "12/11/2026"}
        batch = receive(desk, user, file_of(row(desk.child, **days, parents_told_on="11/11/2026")), day)
        confirm_all(batch, user, day)
        assert {each["code"] for each in batch.rows.get().confirmed} == {"starts_in_future", "no_notice_file"}
        send_batch(batch=batch, by=user, as_of=later)
        finish(batch, later)
        sent = Submission.objects.get()
        assert [each["code"] for each in sent.payload["_confirmed"]] == ["no_notice_file"]

    def test_the_api_keeps_only_what_was_raised(self, desk: Desk) -> None:
        codes = ["no_notice_file", "starts_in_future", "reason_public_health"]
        assert Api(desk.school).post(body(desk.child, confirmed_doubts=codes)).status_code == 201
        assert [each["code"] for each in Submission.objects.get().payload["_confirmed"]] == ["no_notice_file"]


def test_the_meaning_of_days_that_do_not_fit_is_not_that_of_those_saved_before(desk: Desk) -> None:
    office = make_school_user(desk.school)
    draft = begun(desk, office)
    step, client = "dates", signed_in(office)
    answers = {**TOO_LONG, "last_on": "2026-11-10"}
    draft = save_step(draft=draft, step=step, answers=answers, typed={}, version=draft.version, by=office, as_of=TODAY)
    address = reverse("send_step", args=[FORM.code, draft.uuid, step])
    assert "This suspension 2.0 school days" in text_of(client.get(address).content.decode())
    backwards = {**answers, "last_on": "2026-11-06", "version": str(draft.version)}
    page = text_of(client.post(address, backwards).content.decode())
    assert "Last day must be on or after the first day" in page
    assert "school days" not in page.partition("What this means")[2]
