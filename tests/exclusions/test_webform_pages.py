"""The school's form in its own pages: what is said where it is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from exclusions.webforms import FORM
from portal.actions.drafts import save_step, start_draft
from portal.models import Draft
from tests.exclusions.test_pages import signed_in
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user
from tests.factories.school_forms import suspension
from tests.factories.school_rows import fill, row
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
