"""What is asked for in a request for help, and what of it cannot be: one set for the officer and for the school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import statute
from components.words import spelled_date
from exclusions.decisions import LONGEST_TO_THE_START, Objection
from exclusions.doubts import CONFIRM
from exclusions.support.codes import ASKED_FOR, Concern, LineOutcome, SupportKind, Tier, Tried, kinds_of
from provision.models import Provider


@dataclass(frozen=True)
class Asked:
    """A request for help as it is recorded: concerns, what was tried since when, what is asked for, the parents, and
    whether the school considers excluding for good."""

    concerns: tuple[str, ...]
    asked_for: tuple[str, ...]
    concerns_in_words: str = ""
    tried: Mapping[str, date] = field(default_factory=dict)
    tried_in_words: str = ""
    parents_told_on: date | None = None
    do_parents_agree: bool | None = None
    is_exclusion_considered: bool = False
    plan_review_asked_on: date | None = None
    care_review_asked_on: date | None = None

    def columns(self) -> dict[str, object]:
        """What of it stands in the request's own row."""
        return {name: value for name, value in vars(self).items() if name != "tried"} | {
            "concerns": list(self.concerns),
            "asked_for": list(self.asked_for),
        }


@dataclass(frozen=True)
class Line:
    """One thing that is agreed."""

    tier: str
    kind: str
    starts_on: date
    provider: Provider | None = None
    ends_on: date | None = None
    review_on: date | None = None


def objections_to_request(asked: Asked, requested_on: date, as_of: date) -> list[Objection]:
    """Everything that cannot be true of a request."""
    return [*_to_its_day(requested_on, as_of), *_to_the_codes(asked), *_to_the_days(asked, as_of)]


def _to_its_day(requested_on: date, as_of: date) -> Iterator[Objection]:
    if requested_on > as_of:
        yield Objection("requested_on", "Asked for on must be today or earlier.")
    elif requested_on < as_of - LONGEST_TO_THE_START:
        yield Objection("requested_on", "Asked for on must be within a year. Check the year.")


def _to_the_codes(asked: Asked) -> Iterator[Objection]:
    if not asked.concerns or not set(asked.concerns) <= set(Concern.values):
        yield Objection("concerns", "Select at least one concern of the list.")
    if not asked.asked_for or not set(asked.asked_for) <= set(ASKED_FOR):
        yield Objection("asked_for", "Select at least one kind of help of the list.")


def _to_the_days(asked: Asked, as_of: date) -> Iterator[Objection]:
    for kind, since in asked.tried.items():
        if since > as_of:
            yield Objection(f"{kind}_since", f"{Tried(kind).label}: the day it began must be today or earlier.")
    if asked.do_parents_agree is not None and asked.parents_told_on is None:
        yield Objection("parents_told_on", "Enter when the parents were told, or leave open whether they agree.")
    for name, label in (
        ("parents_told_on", "Parents told on"),
        ("plan_review_asked_on", "Review of the EHC plan asked for on"),
        ("care_review_asked_on", "Review of the personal education plan asked for on"),
    ):
        day = getattr(asked, name)
        if day is not None and day > as_of:
            yield Objection(name, f"{label} must be today or earlier.")


def objections_to_line(
    line: Line, requested_on: date, tiers: list[str], *, do_parents_agree: bool | None
) -> list[Objection]:
    """Everything that cannot be true of a line of support; `tiers` are the steps that the authority has."""
    return [*_to_its_place(line, tiers), *_to_the_parents(line, do_parents_agree), *_to_its_span(line, requested_on)]


def _to_its_place(line: Line, tiers: list[str]) -> Iterator[Objection]:
    if line.tier not in tiers:
        yield Objection("tier", "Step of help: choose one that your authority has.")
    if line.kind not in SupportKind.values:
        yield Objection("kind", "What is agreed: choose one of the list.")
    elif line.tier in tiers and line.kind not in kinds_of(line.tier, tiers):
        fitting = [f"“{Tier(tier).label}”" for tier in tiers if line.kind in kinds_of(tier, tiers)]
        yield Objection(
            "kind",
            f"What is agreed: “{SupportKind(line.kind).label}” does not belong to “{Tier(line.tier).label}”. Choose "
            f"other help, or {' or '.join(fitting)} as the step.",
        )
    if line.provider is not None and not line.provider.is_active:
        yield Objection("provider", "This provider is no longer in use. Choose another.")


def _to_the_parents(line: Line, do_parents_agree: bool | None) -> Iterator[Objection]:
    """A managed move is voluntary. A placement is the school's direction off site, which needs nobody's consent."""
    if line.kind == SupportKind.MANAGED_MOVE and do_parents_agree is False:
        yield Objection(
            "kind",
            "What is agreed: the parents do not agree, and there is no managed move without them. Choose other help, "
            "or correct the request first if they agree now.",
        )


def _to_its_span(line: Line, requested_on: date) -> Iterator[Objection]:
    if line.starts_on < requested_on:
        yield Objection(
            "starts_on", f"Starts on must be on or after {spelled_date(requested_on)}, when it was asked for."
        )
    elif line.starts_on > requested_on + 2 * LONGEST_TO_THE_START:
        yield Objection("starts_on", "Starts on must be within two years of the request. Check the year.")
    if line.ends_on is not None and line.ends_on < line.starts_on:
        yield Objection("ends_on", "Last day must be on or after the day it starts.")
    if line.review_on is not None and line.review_on < line.starts_on:
        yield Objection("review_on", "Review on must be on or after the day it starts.")
    elif line.review_on is not None and line.ends_on is not None and line.review_on > line.ends_on:
        yield Objection(
            "review_on",
            f"Review on must be on or before {spelled_date(line.ends_on)}, the last day. Enter an earlier day, or "
            "leave the last day empty until it is fixed.",
        )


def doubts_about_line(line: Line) -> list[Objection]:
    """A time-limited placement that is for longer than a school year, or without an end. How long one may be, the
    statute does not know, and it is not guessed."""
    if line.kind != SupportKind.TIME_LIMITED_PLACEMENT:
        return []
    if line.ends_on is not None and line.ends_on <= line.starts_on + LONGEST_TO_THE_START:
        return []
    known = statute.calculate("exclusions.support_placement_length", facts={"starts_on": line.starts_on})
    what = "Last day is empty" if line.ends_on is None else "Last day is more than a year after the day it starts"
    return [Objection(CONFIRM, f"{what}. {known.because} Enter another last day, or tick that it is right.")]


def objections_to_review_day(review_on: date, starts_on: date, ends_on: date | None, as_of: date) -> list[Objection]:
    """Why this cannot be the day of review of a line that is agreed. Of one whose last day has passed while nobody said
    how it went, any day from today can."""
    earliest = max(starts_on, as_of)
    if review_on < earliest:
        return [Objection("review_on", f"Review on must be on or after {spelled_date(earliest)}.")]
    if ends_on is not None and earliest <= ends_on < review_on:
        return [Objection("review_on", f"Review on must be on or before {spelled_date(ends_on)}, the last day.")]
    return []


def objections_to_outcome(outcome: str, ended_on: date, starts_on: date, as_of: date) -> list[Objection]:
    """Everything that cannot be true of how a line of support went."""
    objections = []
    if outcome not in LineOutcome.values:
        objections.append(Objection("outcome", "How did it go? Choose one of the list."))
    if not starts_on <= ended_on <= max(as_of, starts_on):
        objections.append(Objection("ends_on", f"Last day must be from {spelled_date(starts_on)} to today."))
    return objections
