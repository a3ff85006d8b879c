"""What is to become of a row: to be corrected, to be confirmed, ready, or sent before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.batch_files import is_example
from portal.columns import INCIDENT
from portal.matching import given_pupil, is_surely_same_pupil
from portal.models import BatchRow, Incident, Submission
from portal.policies import confirmed_of, unconfirmed
from portal.roll import roll_for
from portal.rows import Fault, Filled, columns_of, fill_in, written_pupil
from portal.sent_before import find_sent_before
from portal.webforms import Doubt, Payload, WebForm
from schools.models import School

State = BatchRow.State
_IS_EXAMPLE = "This is the example of the template. Take the row out"
_SAME_ROW = "The same pupil and days stand in line {line}. Take one of the two rows out"
_LONG_LABEL = "The number of the incident must be {most} characters or fewer"


@dataclass(frozen=True)
class Judged:
    """A row as it stands now. `sent_before` is what was sent about the same pupil and days, `confirmed` what the school
    said is right of the doubts that the row still raises."""

    state: str
    filled: Filled
    findings: dict[str, Any]
    sent_before: Submission | None = None
    confirmed: tuple[dict[str, str], ...] = ()


class Judge:
    """Looks at rows of one file, for which it finds the pupils on the school's roll at once."""

    def __init__(self, webform: WebForm, school: School, rows: Sequence[BatchRow], as_of: date) -> None:
        self.webform, self.school, self.as_of = webform, school, as_of
        self.roll = roll_for(school, as_of, [written_pupil(webform, row.written) for row in rows])

    def judge(self, row: BatchRow) -> Judged:
        """Everything that is to be said of a row."""
        filled = fill_in(self.webform, row.written, self.school, self.roll, self.as_of)
        filled.faults += self._faults_of_file(row, filled)
        if filled.faults:
            return Judged(State.BAD, filled, findings_of(filled, ()))
        before = find_sent_before(self.webform, self.school, filled.payload)
        if before.standing is not None:
            return Judged(State.ALREADY, filled, findings_of(filled, ()), before.standing)
        raised = [*filled.doubts, *before.doubts]
        doubts, confirmed = unconfirmed(raised, row.confirmed), tuple(confirmed_of(raised, row.confirmed))
        state = State.DOUBTFUL if doubts else State.READY
        return Judged(state, filled, findings_of(filled, doubts), confirmed=confirmed)

    def _faults_of_file(self, row: BatchRow, filled: Filled) -> list[Fault]:
        if is_example(self.webform, row.written):
            return [Fault("", _IS_EXAMPLE)]
        most = Incident._meta.get_field("label").max_length or 0
        if len(row.written.get(INCIDENT, "")) > most:
            return [Fault(INCIDENT, _LONG_LABEL.format(most=most))]
        line = None if filled.faults else self._same_row(row, filled.payload)
        return [Fault("", _SAME_ROW.format(line=line))] if line else []

    def _same_row(self, row: BatchRow, payload: Payload) -> int | None:
        """The line of an earlier row about the same pupil and days."""
        given = given_pupil(payload)
        earlier = BatchRow.objects.filter(columns_of(self.webform).same_event(payload), batch=row.batch_id)
        for other in earlier.filter(line__lt=row.line).exclude(state=State.BAD).order_by("line"):
            if is_surely_same_pupil(given, given_pupil(other.payload)):
                return other.line
        return None


def findings_of(filled: Filled, doubts: Sequence[Doubt]) -> dict[str, Any]:
    """What was found, to be kept with the row."""
    meaning = filled.meaning
    return {
        "headline": filled.headline,
        "faults": [asdict(fault) for fault in filled.faults],
        "doubts": [asdict(doubt) for doubt in doubts],
        "meaning": asdict(meaning) if meaning else None,
    }


def doubts_of_row(row: BatchRow) -> list[Doubt]:
    """The doubts that the school has not confirmed."""
    found: list[Mapping[str, str]] = row.findings.get("doubts", [])
    doubts = [Doubt(**each) for each in found]
    return unconfirmed(doubts, row.confirmed)


def words_of_doubt(line: int, doubt: Doubt) -> str:
    """A doubt of one row as its box on the page says it: what is confirmed is what was read."""
    return f"{line}:{doubt.code}:{doubt.text}"
