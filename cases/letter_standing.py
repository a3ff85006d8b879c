"""How issued letters stand today: whether one may still go, and whether it still agrees with the case.

A letter is compared with what the record as it is now would have had it say on the day it was issued: days that merely
passed make no difference, a correction does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from cases.disclosure import Disclosure, DisclosureRefused, Recipient
from cases.letter_kinds import Content, LetterKind, UnknownLetterKind, letter_kind_for
from cases.letters import VALUES, check_recipient, facts_of, gather_again, recipients_for
from cases.models import Case, Event, Letter
from cases.presenters.words import full_date

DISAGREES = "This letter no longer agrees with the case"


class LetterStanding:
    """The standing of one case's letters. Each kind, recipient and day is gathered once, however many letters."""

    def __init__(self, case: Case, as_of: date) -> None:
        self.case, self.as_of = case, as_of
        events = Event.objects.filter(case=case, code="letter_issued").values_list("facts__letter", "happened_on")
        self._issued_on = dict(events)
        self._recipients: dict[str, list[Recipient]] = {}
        self._checked: dict[tuple[str, str], Disclosure | DisclosureRefused] = {}
        self._gathered: dict[tuple[str, str, date], Content] = {}

    def problem_with_sending(self, letter: Letter) -> str:
        """Why the letter, as it was printed, should not go today any more; empty while it may."""
        try:
            kind = letter_kind_for(self.case, letter.kind)
        except UnknownLetterKind:
            return "This release has no such letter any more."
        recipient = self._recipient(kind, letter)
        if recipient is None:
            return "The recipient is not recorded as anybody of this child’s any more."
        allowed = self._check(kind, recipient)
        if isinstance(allowed, DisclosureRefused):
            return " ".join(allowed.reasons)
        if allowed.postal is None or list(allowed.postal.lines) != letter.address_lines:
            return f"The address of {recipient.name} has changed since this letter was made."
        missing = self._content(kind, allowed, self.as_of).missing
        if missing:
            reasons = " ".join(each.what for each in missing)
            return f"{DISAGREES}. It could not be written today: {reasons}"
        return self._disagreement(kind, allowed, letter, with_values=True)

    def notes(self, letters: Iterable[Letter]) -> dict[int, str]:
        """What an officer must know of each of these letters, by its id; letters that are as they should be are left
        out. Of letters that went, while the case is open, the newest of its kind to its recipient: what they go by."""
        newest = self._newest()
        notes = {}
        for letter in letters:
            if not letter.copies.all():
                problem = self.problem_with_sending(letter)
                notes[letter.pk] = f"{problem} Do not send it: write a new letter." if problem else ""
            elif letter.pk in newest:
                notes[letter.pk] = self._note_on_what_went(letter)
        return {pk: note for pk, note in notes.items() if note}

    def _note_on_what_went(self, letter: Letter) -> str:
        """Only ids, codes and dates: what happens next in a case (a child starts, a meeting is fixed) is no news that
        a letter which went must be written again for."""
        try:
            kind = letter_kind_for(self.case, letter.kind)
        except UnknownLetterKind:
            return ""
        recipient = self._recipient(kind, letter)
        allowed = self._check(kind, recipient) if recipient else None
        if not isinstance(allowed, Disclosure):
            return ""
        problem = self._disagreement(kind, allowed, letter, with_values=False)
        can_be_written = not self._content(kind, allowed, self.as_of).missing
        return f"{problem} Write a new one." if problem and can_be_written else problem

    def _disagreement(self, kind: LetterKind, allowed: Disclosure, letter: Letter, *, with_values: bool) -> str:
        then, now = dict(letter.facts), facts_of(self._content(kind, allowed, self._day_of(letter)))
        if not with_values or VALUES not in then:
            then.pop(VALUES, None)
            now.pop(VALUES)
        if then == now:
            return ""
        dates = "; ".join(_changed_dates(then.get("dates", {}), now.get("dates", {})))
        return f"{DISAGREES}: {dates or 'what it says has changed'}."

    def _newest(self) -> set[int]:
        if self.case.closed_on is not None:
            return set()
        whom = ("kind", "audience", "person", "school", "local_authority")
        rows = Letter.objects.filter(case=self.case).order_by().values(*whom).annotate(newest=Max("pk"))
        return {row["newest"] for row in rows}

    def _day_of(self, letter: Letter) -> date:
        """The day of the case on which the letter was issued, which may run apart from the clock."""
        return self._issued_on.get(str(letter.uuid)) or timezone.localtime(letter.issued_at).date()

    def _recipient(self, kind: LetterKind, letter: Letter) -> Recipient | None:
        if kind.code not in self._recipients:
            self._recipients[kind.code] = recipients_for(self.case, kind)
        return next((each for each in self._recipients[kind.code] if _is_of(each, letter)), None)

    def _check(self, kind: LetterKind, recipient: Recipient) -> Disclosure | DisclosureRefused:
        key = (kind.code, recipient.code)
        if key not in self._checked:
            try:
                self._checked[key] = check_recipient(self.case, kind, recipient, as_of=self.as_of)
            except DisclosureRefused as refusal:
                self._checked[key] = refusal
        return self._checked[key]

    def _content(self, kind: LetterKind, allowed: Disclosure, on: date) -> Content:
        key = (kind.code, allowed.recipient.code, on)
        if key not in self._gathered:
            self._gathered[key] = gather_again(self.case, kind, allowed, on=on)
        return self._gathered[key]


def _is_of(recipient: Recipient, letter: Letter) -> bool:
    same_person = (recipient.person.pk if recipient.person else None) == letter.person_id
    same_school = (recipient.school.pk if recipient.school else None) == letter.school_id
    authority = recipient.local_authority.pk if recipient.local_authority else None
    same_body = same_school and authority == letter.local_authority_id
    return recipient.audience == letter.audience and same_person and same_body


def _changed_dates(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """“sixth day was Tuesday 22 September 2026, is Wednesday 23 September 2026”, for each date that differs."""
    for name in dict.fromkeys([*then, *now]):
        before, after = then.get(name, {}), now.get(name, {})
        label = name.replace("_", " ")
        if before == after:
            continue
        if _days(before) == _days(after):
            yield f"{label} is counted by another rule or version"
        else:
            yield f"{label} was {_days(before)}, is {_days(after)}"


def _days(kept: Mapping[str, Any]) -> str:
    if "due_on" in kept:
        return full_date(date.fromisoformat(kept["due_on"]))
    return ", ".join(kept.get("days", ())) or "none"
