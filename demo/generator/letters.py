"""A few letters that were issued, and the copies that went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from accounts.models import User
from cases.actions.letters import issue_letters, record_copy
from cases.letter_kinds import letter_kind_for
from cases.letters import fingerprint, prepare, recipients_for
from cases.models import LetterCopy
from demo.generator.authority import DemonstrationRefused
from demo.generator.exclusion_acts import Act, Work
from demo.generator.exclusion_plan import NEXT_DAY
from exclusions.letters import ACKNOWLEDGEMENT, DAY_SIX_OFFER, NOTE_TO_GOVERNORS

# After the booking that a letter offers.
AT, ORDER = time(15, 50), 70


@dataclass(frozen=True)
class InventedLetter:
    """A letter in a case, so many school days after the exclusion; `method` is how its copy went, if it has gone."""

    case: str
    kind: str
    after: int
    method: str = ""


LETTERS = (
    InventedLetter(NEXT_DAY, ACKNOWLEDGEMENT, 1, LetterCopy.Method.SECOND_CLASS_POST),
    InventedLetter(NEXT_DAY, NOTE_TO_GOVERNORS, 2, LetterCopy.Method.FIRST_CLASS_POST),
    InventedLetter(NEXT_DAY, DAY_SIX_OFFER, 3, LetterCopy.Method.HAND),
    InventedLetter("other_11", DAY_SIX_OFFER, 3, LetterCopy.Method.FIRST_CLASS_POST),
    InventedLetter("primary", ACKNOWLEDGEMENT, 1),
)


def letter_acts(works: Mapping[str, Work]) -> Iterator[Act]:
    """Each letter as an act of its case's officer."""
    for letter in LETTERS:
        work = works[letter.case]
        day = work.dated.day(letter.after)
        yield Act(day, AT, ORDER, work.officer, partial(_issue, letter, work, work.officer, day))


def _issue(letter: InventedLetter, work: Work, by: User, day: date) -> None:
    kind = letter_kind_for(work.case, letter.kind)
    recipient = recipients_for(work.case, kind)[0]
    draft = prepare(case=work.case, kind=kind, recipient=recipient, by=by, as_of=day)
    if draft.missing:
        raise DemonstrationRefused(f"{kind.label} lacks: {draft.missing[0].what}")
    issued = issue_letters(
        case=work.case,
        kind=kind,
        recipients=[recipient],
        seen=fingerprint([draft]),
        has_read_warnings=True,
        by=by,
        as_of=day,
    )
    if letter.method:
        record_copy(letter=issued[0], method=letter.method, sent_on=day, by=by, as_of=day)
