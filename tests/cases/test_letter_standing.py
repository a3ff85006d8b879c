"""Issued letters beside the case as it is now: what is said of those that no longer agree, and how dear that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import letter_kinds
from cases.actions.letters import CopyRefused, record_copy
from cases.disclosure import Disclosure
from cases.letter_kinds import Content, Missing
from cases.letter_standing import LetterStanding
from cases.models import Case, Letter, LetterCopy, Person, Relationship
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.letters import ERRAND_LETTER, Errand, issue, make_related, place
from tests.support.posts import key_of

SignIn = Callable[..., Client]
DUE = {"due_on": "2026-09-22", "rule": "errands.due", "version": "1"}
LATER = date(2026, 9, 25)


class Record:
    """What the test letter would say: each part can be changed, as a correction of the record would."""

    def __init__(self) -> None:
        self.text = "Please fetch the register."
        self.dates: dict[str, Mapping[str, object]] = {"sixth_day": DUE, "public_place_days": {"days": ["Monday"]}}
        self.missing: tuple[Missing, ...] = ()

    def gather(self, case: Case, allowed: Disclosure, as_of: date) -> Content:
        facts = {"as_of": as_of.isoformat(), "dates": self.dates}
        return Content(Errand(self.text, ()), missing=self.missing, facts=facts)


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> Record:
    found = Record()
    kind = replace(ERRAND_LETTER, gather=found.gather)
    monkeypatch.setitem(letter_kinds._letter_kinds, kind.code, kind)
    return found


@pytest.fixture
def mother(desk: ErrandDesk) -> Person:
    person = make_related(desk.child, name="Dana Hughes")
    place("14 Elm Road", "CV3 4ZZ", person=person)
    return person


@pytest.fixture
def letter(desk: ErrandDesk, mother: Person, record: Record) -> Letter:
    return write(desk, mother)


def write(desk: ErrandDesk, mother: Person) -> Letter:
    kind = letter_kinds.letter_kind_for(desk.case, ERRAND_LETTER.code)
    return issue(desk.case, kind, mother, by=desk.owner, as_of=AS_OF)[0]


def send(desk: ErrandDesk, letter: Letter, **more: object) -> LetterCopy:
    return record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.owner, as_of=AS_OF, **more)


def notes(letter: Letter, as_of: date = AS_OF) -> str:
    return "".join(LetterStanding(letter.case, as_of).notes(Letter.objects.filter(case=letter.case)).values())


CHANGES = [
    ({"sixth_day": {**DUE, "due_on": "2026-09-23"}}, "sixth day was Tuesday 22 September 2026, is Wednesday 23 Sept"),
    ({"sixth_day": {**DUE, "version": "2"}}, "sixth day is counted by another rule or version"),
    ({"public_place_days": {"days": []}}, "public place days was Monday, is none"),
    ({"papers": DUE}, "papers was none, is Tuesday 22 September 2026"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_a_date_that_changed_is_named_whether_the_letter_went_or_not(
    desk: ErrandDesk, letter: Letter, record: Record, change: dict, words: str
) -> None:
    assert notes(letter) == ""
    record.dates = {**record.dates, **change}
    assert notes(letter).startswith(f"This letter no longer agrees with the case: {words}")
    assert notes(letter).endswith("Do not send it: write a new letter.")
    with pytest.raises(CopyRefused, match="no longer agrees with the case") as refusal:
        send(desk, letter)
    assert refusal.value.field == "has_gone_already"
    send(desk, letter, has_gone_already=True)
    assert words in notes(letter)
    assert notes(letter).endswith(". Write a new one.")


def test_days_that_pass_make_no_difference(letter: Letter) -> None:
    assert notes(letter, LATER) == ""


def test_another_word_keeps_a_letter_from_going_and_is_no_news_once_it_went(
    desk: ErrandDesk, letter: Letter, record: Record
) -> None:
    send(desk, letter)
    unsent = write(desk, letter.person)
    record.text = "Please fetch the other register."
    assert notes(letter) == (
        "This letter no longer agrees with the case: what it says has changed. Do not send it: write a new letter."
    )
    send(desk, unsent, has_gone_already=True)
    assert notes(letter) == ""


def test_a_letter_that_could_not_be_written_today_is_not_sent(desk: ErrandDesk, letter: Letter, record: Record) -> None:
    record.missing = (Missing("A register."),)
    assert "It could not be written today: A register. Do not send it" in notes(letter)
    with pytest.raises(CopyRefused, match="A register"):
        send(desk, letter)
    send(desk, letter, has_gone_already=True)
    assert notes(letter) == ""


def test_of_letters_that_went_the_newest_alone_is_compared(desk: ErrandDesk, letter: Letter, record: Record) -> None:
    send(desk, letter)
    record.dates = {}
    send(desk, write(desk, letter.person))
    assert notes(letter) == ""


def test_a_letter_of_an_older_release_is_compared_by_what_it_kept(letter: Letter) -> None:
    letter.facts = {key: value for key, value in letter.facts.items() if key != "values"}
    standing = LetterStanding(letter.case, AS_OF)
    assert standing.problem_with_sending(letter) == ""


def test_without_its_event_a_letter_is_of_the_day_on_its_row(letter: Letter) -> None:
    standing = LetterStanding(letter.case, AS_OF)
    standing._issued_on = {}
    letter.issued_at = datetime(2026, 9, 15, 23, 30, tzinfo=UTC)
    assert standing.problem_with_sending(letter) == ""
    letter.issued_at = datetime(2026, 9, 15, 12, tzinfo=UTC)
    assert "what it says has changed" in standing.problem_with_sending(letter)


def test_a_letter_that_went_is_compared_while_the_case_is_open_and_asked_for_while_it_can_be_written(
    desk: ErrandDesk, letter: Letter, record: Record
) -> None:
    send(desk, letter)
    record.dates, record.missing = {}, (Missing("A register."),)
    assert notes(letter).endswith("public place days was Monday, is none.")
    letter.case.closed_on = AS_OF
    assert notes(letter) == ""


def test_a_letter_that_went_to_somebody_who_may_not_be_written_to_any_more_is_left_alone(
    desk: ErrandDesk, letter: Letter, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(desk, letter)
    record.dates = {}
    relationships = Relationship.objects.filter(person=letter.person)
    relationships.update(may_be_contacted=False)
    assert notes(letter) == ""
    relationships.delete()
    assert notes(letter) == ""
    monkeypatch.delitem(letter_kinds._letter_kinds, letter.kind)
    assert notes(letter) == ""


def test_the_pages_say_it_and_refuse(desk: ErrandDesk, sign_in: SignIn, letter: Letter, record: Record) -> None:
    record.dates = {**record.dates, "sixth_day": {**DUE, "due_on": "2026-09-23"}}
    client, copies = sign_in(desk.owner), f"/letters/{letter.uuid}/copies/add/"
    words = "This letter no longer agrees with the case: sixth day was Tuesday 22 September 2026"
    assert words in client.get(f"/cases/{desk.case.reference}/letters/").content.decode()
    assert words in client.get(copies).content.decode()
    answers = {"form_key": key_of(client, copies), "method": "hand", "sent_on": "16/9/2026"}
    assert "It has gone already" in client.post(copies, answers).content.decode()
    assert not LetterCopy.objects.exists()
    answers["form_key"] = key_of(client, copies)
    assert client.post(copies, {**answers, "has_gone_already": "on"}).status_code == 302


def test_letters_that_went_and_have_a_newer_one_cost_nothing_more(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter
) -> None:
    client, address = sign_in(desk.owner), f"/cases/{desk.case.reference}/letters/"
    client.get(address)
    counts = []
    for _ in range(2):
        # Whatever day each was issued on.
        for day in range(5):
            kind = letter_kinds.letter_kind_for(desk.case, letter.kind)
            on = AS_OF - timedelta(days=day)
            (one,) = issue(desk.case, kind, letter.person, by=desk.owner, as_of=on)
            record_copy(letter=one, method="hand", sent_on=AS_OF, by=desk.owner, as_of=AS_OF, has_gone_already=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
