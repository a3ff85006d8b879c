"""After a stale edit the page shows each field that differs, both versions in the words of the form."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from cases.models import Case
from exclusions.models import GovernorsInvitation, Suspension
from tests.exclusions.test_governors_pages import listed
from tests.exclusions.test_pages import hidden_inputs, signed_in
from tests.exclusions.test_suspension_pages import CORRECT
from tests.factories.exclusions import Desk
from tests.factories.suspensions import make_suspension_at

_ROW = re.compile(r'<tr class="govuk-table__row"><th scope="row"[^>]*>(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>')


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 11, 23))


@pytest.fixture
def case(desk: Desk) -> Case:
    return make_suspension_at(desk, "notified")


class TwoTabs:
    """Two tabs of one page: the first was opened before the second was sent."""

    def __init__(self, desk: Desk, page: str, case: Case) -> None:
        self.client, self.address = signed_in(desk.officer), reverse(page, args=[case.reference])
        self.first = hidden_inputs(self.client.get(self.address).content.decode())

    def send_second(self, answers: dict[str, object]) -> None:
        hidden = hidden_inputs(self.client.get(self.address).content.decode())
        assert self.client.post(self.address, {**answers, **hidden}).status_code == 302

    def send_first(self, answers: dict[str, object]) -> str:
        page = self.client.post(self.address, {**answers, **self.first})
        assert page.status_code == 200
        self.first = hidden_inputs(page.content.decode())
        return page.content.decode()


def both_versions(page: str) -> list[tuple[str, str, str]]:
    table = page[page.index("Both versions") :].split("</table>")[0]
    return [tuple(unescape(each) for each in row) for row in _ROW.findall(table)]


def test_a_correction_shows_what_both_changed_in_words_and_sending_again_keeps_what_is_seen(
    desk: Desk, case: Case
) -> None:
    tabs = TwoTabs(desk, "suspension_correct", case)
    tabs.send_second({**CORRECT, "reasons": ["DB", "PP"], "home_authority": ""})
    typed = {**CORRECT, "last_on": "2026-11-17", "last_session": "am", "has_plan": "yes"}
    page = tabs.send_first(typed)
    assert both_versions(page) == [
        ("Last day", "17 November 2026", "18 November 2026"),
        ("Last session missed", "Morning", "Afternoon"),
        (
            "Reasons",
            "Persistent or general disruptive behaviour",
            "Physical assault against a pupil, Persistent or general disruptive behaviour",
        ),
        ("Authority the child lives in", "Coventry", "Not known yet"),
        ("Did the child have an EHC plan?", "Yes", "No"),
    ]
    assert "See the case page" not in page
    assert tabs.client.post(tabs.address, {**typed, **tabs.first}).status_code == 302
    suspension = Suspension.objects.get()
    assert (suspension.last_on, suspension.reasons) == (date(2026, 11, 17), ["DB"])


def test_representations_are_shown_in_the_words_of_their_choices(desk: Desk, case: Case) -> None:
    answers = {"standing": "made", "received_on": "2026-11-12", "made_by": "parent", "method": "email"}
    tabs = TwoTabs(desk, "governors_representations", case)
    tabs.send_second(answers)
    page = tabs.send_first({**answers, "standing": "none", "received_on": "2026-11-13", "method": "letter"})
    shown = both_versions(page)
    assert [label for label, *_ in shown] == ["What did the parents say?", "Received on", "How?"]
    assert shown[1][1:] == ("13 November 2026", "12 November 2026")
    assert not {"made", "none", "email", "letter"} & {each for row in shown for each in row}


def test_invitations_show_what_is_stored_of_each(desk: Desk) -> None:
    tabs = TwoTabs(desk, "governors_invite", listed(desk))
    tabs.send_second({"parent_invited_on": "2026-11-12", "parent_attends": "yes"})
    assert GovernorsInvitation.objects.count() == 1
    page = tabs.send_first({"parent_invited_on": "2026-11-13", "head_invited_on": "2026-11-13"})
    shown = {label: versions for label, *versions in both_versions(page)}
    assert shown["Parent or carer invited on"] == ["13 November 2026", "12 November 2026"]
    assert shown["Parent or carer: attends?"] == ["Not known yet", "Attends"]
    assert shown["Head teacher invited on"] == ["13 November 2026", "Nothing"]
    assert "See the case page" not in page


def test_who_was_told_shows_the_stored_day(desk: Desk, case: Case) -> None:
    tabs = TwoTabs(desk, "suspension_told", case)
    tabs.send_second({"governors_told_on": "2026-11-10"})
    page = tabs.send_first({"governors_told_on": "2026-11-11"})
    assert ("Governing board told on", "11 November 2026", "10 November 2026") in both_versions(page)
