"""What every rule gives back: an outcome, the days behind it, and the law it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """The seven kinds of answer."""

    DUE = "due"
    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    REFUSED = "refused"
    NEEDS_A_PERSON = "needs_a_person"
    CALENDAR_INCOMPLETE = "calendar_incomplete"
    LIMIT_NOT_KNOWN = "limit_not_known"


class Checked(StrEnum):
    """How far a provision or a number was confirmed, as the law pack marks it."""

    VERIFIED = "verified"
    FROM_KNOWLEDGE = "from knowledge"
    SEED = "seed"
    POLICY = "policy"


class CountedDay(NamedTuple):
    """A day that counts, with its number in the count (1 is the first)."""

    day: date
    number: int


class SkippedDay(NamedTuple):
    """A day passed over, with the first reason that fits."""

    day: date
    reason: str


class DayCount(NamedTuple):
    """A finished count: the day it ends on and every day on the way there."""

    due_on: date
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]


class AlsoReading(NamedTuple):
    """Another reading of the law and the date it gives (None when the calendar ends before it)."""

    reading: str
    due_on: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The instrument and provision a rule rests on, and how far they were confirmed."""

    instrument: str
    provision: str
    checked: Checked

    def to_json(self) -> dict[str, object]:
        """The citation as the interface prints it."""
        return {"instrument": self.instrument, "provision": self.provision, "checked": str(self.checked)}


@dataclass(frozen=True, slots=True)
class Step:
    """One count in a rule of several counts."""

    because: str
    due_on: date
    counted: tuple[CountedDay, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The step as the interface prints it."""
        return {
            "because": self.because,
            "due_on": plain(self.due_on),
            "counted": plain(self.counted),
            "skipped": plain(self.skipped),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule's own function returns; the registry adds the citation and the version."""

    outcome: Outcome
    because: str | tuple[str, ...]
    due_on: date | None = None
    due_at: datetime | None = None
    value: object = None
    counted: tuple[CountedDay, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()
    warnings: tuple[str, ...] = ()
    also: tuple[AlsoReading, ...] = ()
    owner: str | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of one rule to one question.

    due_on: the last day still in time (or the first day a thing must or may happen); with outcome `due` only.
    due_at: the same for limits in clock hours, in Europe/London.
    value: the answer of a rule that does not give a date; dates inside it are `datetime.date`.
    counted, skipped: every day of the (last) count, numbered, and every day passed over, with its reason.
    because: one sentence; a tuple of sentences with outcomes `refused` and `needs_a_person`.
    also: other readings of the law. owner: whose duty it is. steps: the counts of a rule of several steps.
    """

    outcome: Outcome
    because: str | tuple[str, ...]
    citation: Citation
    version: str
    due_on: date | None = None
    due_at: datetime | None = None
    value: object = None
    counted: tuple[CountedDay, ...] = ()
    skipped: tuple[SkippedDay, ...] = ()
    warnings: tuple[str, ...] = ()
    also: tuple[AlsoReading, ...] = ()
    owner: str | None = None
    steps: tuple[Step, ...] = field(default=())

    def to_json(self) -> dict[str, object]:
        """The result as a dict of strings, numbers, lists and dicts; empty optional fields are left out."""
        out: dict[str, object] = {"outcome": str(self.outcome)}
        if self.outcome is Outcome.DUE:
            out["due_on"] = plain(self.due_on)
        if self.due_at is not None:
            out["due_at"] = self.due_at.isoformat()
        if self.outcome is Outcome.VALUE:
            out["value"] = plain(self.value)
        out |= {
            "counted": plain(self.counted),
            "skipped": plain(self.skipped),
            "because": plain(self.because),
            "citation": self.citation.to_json(),
            "version": self.version,
            "warnings": list(self.warnings),
        }
        if self.also:
            out["also"] = [{**also._asdict(), "due_on": plain(also.due_on)} for also in self.also]
        if self.owner is not None:
            out["owner"] = self.owner
        if self.steps:
            out["steps"] = [step.to_json() for step in self.steps]
        return out


def plain(value: object) -> object:
    """Dates become ISO strings and tuples lists, all the way down; anything else stays as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def due(
    count: DayCount | date,
    because: str,
    *,
    owner: str | None = None,
    warnings: tuple[str, ...] = (),
    also: tuple[AlsoReading, ...] = (),
    steps: tuple[Step, ...] = (),
) -> Answer:
    """A date, with the days counted to it where there was a count."""
    ended = count if isinstance(count, DayCount) else DayCount(count, (), ())
    return Answer(
        Outcome.DUE,
        because,
        due_on=ended.due_on,
        counted=ended.counted,
        skipped=ended.skipped,
        owner=owner,
        warnings=warnings,
        also=also,
        steps=steps,
    )


def due_by_steps(
    steps: tuple[Step, ...],
    *,
    owner: str | None = None,
    warnings: tuple[str, ...] = (),
    also: tuple[AlsoReading, ...] = (),
) -> Answer:
    """A date reached in several counts: the last step's date, reason and days are the answer's own.

    One count alone is not listed again as a step.
    """
    last = steps[-1]
    return Answer(
        Outcome.DUE,
        last.because,
        due_on=last.due_on,
        counted=last.counted,
        skipped=last.skipped,
        owner=owner,
        warnings=warnings,
        also=also,
        steps=steps if len(steps) > 1 else (),
    )


def step(count: DayCount | date, because: str) -> Step:
    """One count of several; a bare date is a step in which nothing is counted."""
    ended = count if isinstance(count, DayCount) else DayCount(count, (), ())
    return Step(because, ended.due_on, ended.counted, ended.skipped)


def value(
    answer: object,
    because: str,
    *,
    counted: tuple[CountedDay, ...] = (),
    skipped: tuple[SkippedDay, ...] = (),
    owner: str | None = None,
    warnings: tuple[str, ...] = (),
    steps: tuple[Step, ...] = (),
) -> Answer:
    """An answer that is not one date: a band, an amount, a list, yes."""
    return Answer(
        Outcome.VALUE,
        because,
        value=answer,
        counted=counted,
        skipped=skipped,
        owner=owner,
        warnings=warnings,
        steps=steps,
    )


def not_applicable(because: str) -> Answer:
    """The law does not bite; `because` says which exemption."""
    return Answer(Outcome.NOT_APPLICABLE, because)


def refused(*reasons: str) -> Answer:
    """The facts ask for something unlawful; every reason is given, not only the first."""
    return Answer(Outcome.REFUSED, reasons)


def needs_a_person(*questions: str) -> Answer:
    """The rule cannot decide; `because` says what a person must decide."""
    return Answer(Outcome.NEEDS_A_PERSON, questions)


def limit_not_known(because: str, *, owner: str | None = None) -> Answer:
    """The law asks for something without a limit that we know: there is no date, and none is guessed."""
    return Answer(Outcome.LIMIT_NOT_KNOWN, because, owner=owner)
