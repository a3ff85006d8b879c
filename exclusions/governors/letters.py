"""The council's letters to a governing board: its duty on a suspension, a limit that has passed, the council's report.

Dates come from the case's deadlines; where each was counted from is kept with the letter. None says where the child
lives or is taught: a clerk sends such papers on to everybody who takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.disclosure import Audience, Disclosure
from cases.letter_kinds import Content, LetterKind, Missing, register_letter_kind
from cases.models import Case, Deadline
from cases.presenters.words import full_date
from exclusions.facts import Facts, GovernedFacts, Recipient
from exclusions.gathering import gather_any
from exclusions.governors.clocks import EXAM, MEET, MEET_IF_ASKED, PAPERS
from exclusions.governors.duty import Duty
from exclusions.governors.letter_codes import COUNCIL_REPORT, GOVERNORS_OVERDUE, SUSPENSION_NOTE
from exclusions.governors.policies import council_is_invited, is_after_limit, may_chair_decide
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.letters import dates_kept, how_counted
from exclusions.queries import deadlines_by_code
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from exclusions.suspensions.presenters import span_in_words

BOTH_KINDS = frozenset({PERMANENT_EXCLUSION, SUSPENSION})
NOTHING_TO_DECIDE = "The governors have nothing to decide any more."


@dataclass(frozen=True)
class SuspensionNote:
    """What the note to the board says of a suspension."""

    school: str
    decided: str
    when: str
    must_meet: bool
    is_asked: bool
    meet_by: str
    counted: str
    assumed: bool
    exam: str
    before_exam: str
    may_chair_decide: bool
    meeting: str
    is_meeting_late: bool
    council_is_invited: bool
    papers_by: str


@dataclass(frozen=True)
class Overdue:
    """What the board is told when its limit has passed."""

    school: str
    what: str
    decided: str
    limit: str
    counted: str
    assumed: bool
    meeting: str
    council_is_invited: bool


@dataclass(frozen=True)
class CouncilReport:
    """The council's report: the facts that it holds, and the officer's text."""

    school: str
    what: str
    decided: str
    when: str
    council_told: str
    sixth_day: str
    education: str
    representative: str
    paragraphs: tuple[str, ...]


def gather_suspension_note(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """What the governors must do about a suspension, by when, and how that was counted."""
    facts, deadlines = gather_suspension(case), deadlines_by_code(case)
    meet, exam, papers = _limit(facts, deadlines), deadlines.get(EXAM), deadlines.get(PAPERS)
    values = SuspensionNote(
        school=case.school.name,
        decided=full_date(facts.suspension.decided_on),
        when=_when(facts),
        must_meet=facts.duty == Duty.MUST_MEET,
        is_asked=facts.board.are_made,
        meet_by=full_date(meet.due_on if meet else None),
        counted=how_counted(meet),
        assumed=facts.governors_told_on is None,
        exam=full_date(facts.suspension.exam_on),
        before_exam=full_date(exam.due_on if exam else None),
        may_chair_decide=may_chair_decide(facts),
        meeting=full_date(facts.governors_meeting_on),
        is_meeting_late=is_after_limit(facts),
        council_is_invited=council_is_invited(facts),
        papers_by=full_date(papers.due_on if papers else None),
    )
    missing = tuple(Missing(text) for text in _against_a_note(facts, meet))
    kept = {"governors_meet": meet, "exam_meeting": exam, "governors_papers": papers}
    return Content(values, missing, facts={"suspension": facts.suspension.pk, "dates": dates_kept(kept)})


def _limit(facts: GovernedFacts, deadlines: dict[str, Deadline]) -> Deadline | None:
    return deadlines.get(MEET_IF_ASKED if facts.duty == Duty.IF_ASKED else MEET)


def _against_a_note(facts: SuspensionFacts, meet: Deadline | None) -> Iterator[str]:
    """The first reason why there is nothing to write about."""
    if facts.is_called_off or facts.governors_decided_on is not None:
        yield NOTHING_TO_DECIDE
    elif facts.duty == Duty.CONSIDERS:
        yield "A duty to meet: this suspension takes no more than 5 school days in the term, and no exam is missed."
    elif facts.board.none_said_on is not None and facts.duty == Duty.IF_ASKED:
        yield "Representations: the parents said that they will make none, so no meeting is due."
    elif meet is None or meet.due_on is None:
        yield "The day by which the governors must meet."


def gather_overdue(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """The limit that has passed, and that the duty goes on."""
    facts = gather_any(case)
    limit = _limit(facts, deadlines_by_code(case))
    values = Overdue(
        school=case.school.name,
        what=_what(facts),
        decided=full_date(facts.decision.decided_on),
        limit=full_date(limit.due_on if limit else None),
        counted=how_counted(limit),
        assumed=facts.governors_told_on is None,
        meeting=full_date(_still_to_come(facts, as_of)),
        council_is_invited=council_is_invited(facts),
    )
    missing = tuple(Missing(text) for text in _against_a_reminder(facts, limit, as_of))
    return Content(values, missing, facts={"case": case.pk, "dates": dates_kept({"governors_meet": limit})})


def _still_to_come(facts: GovernedFacts, as_of: date) -> date | None:
    meeting_on = facts.governors_meeting_on
    return meeting_on if meeting_on and meeting_on >= as_of else None


def _against_a_reminder(facts: GovernedFacts, limit: Deadline | None, as_of: date) -> Iterator[str]:
    if facts.is_called_off or facts.governors_decided_on is not None:
        yield NOTHING_TO_DECIDE
    elif not facts.must_governors_meet:
        yield "A duty to meet: the governors owe no meeting as things stand."
    elif limit is None or limit.due_on is None or limit.due_on >= as_of:
        yield "A limit that has passed."


def gather_report(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """The dates that the council holds, what it provided, and the text that was written for the meeting."""
    facts = gather_any(case)
    council, sixth = facts.board.council, deadlines_by_code(case).get("exclusions.sixth_day")
    text = council.report if council else ""
    who = council.representative if council else None
    values = CouncilReport(
        school=case.school.name,
        what=_what(facts),
        decided=full_date(facts.decision.decided_on),
        when=_when(facts),
        council_told=full_date(facts.told.get(Recipient.COUNCIL)),
        sixth_day=full_date(sixth.due_on if sixth else None),
        education=_education(facts, sixth, as_of),
        representative=who.name if who else "",
        paragraphs=tuple(part.strip() for part in text.split("\n\n") if part.strip()),
    )
    missing = []
    if not text:
        write = reverse("governors_report", args=[case.reference])
        missing.append(Missing("The text of the report.", write, "Write the report"))
    if facts.is_called_off or facts.governors_decided_on is not None:
        missing = [Missing(NOTHING_TO_DECIDE)]
    return Content(values, tuple(missing), facts={"case": case.pk, "dates": dates_kept({"sixth_day": sixth})})


def _what(facts: GovernedFacts) -> str:
    return "permanent exclusion" if facts.case.kind == PERMANENT_EXCLUSION else "suspension"


def _when(facts: GovernedFacts) -> str:
    """“from Tuesday 15 September 2026”, or the span of a suspension."""
    if isinstance(facts, SuspensionFacts):
        words = span_in_words(Span.of(facts.suspension))
        return words[:1].lower() + words[1:]
    return f"from {full_date(facts.exclusion.excluded_on)}" if isinstance(facts, Facts) else ""


def _education(facts: GovernedFacts, sixth: Deadline | None, as_of: date) -> str:
    """What there is of day-six education, without saying where."""
    if sixth is None or sixth.due_on is None:
        return ""
    if not facts.lives_here:
        return f"It is for {facts.decision.home_authority}, where the child lives, to provide it."
    started_on = facts.education.started_on
    if started_on is not None:
        late = "" if started_on <= sixth.due_on else ", later than the law requires"
        return f"Full-time education provided by the council began on {full_date(started_on)}{late}."
    booked = facts.education.booked_from(as_of)
    if booked is not None:
        return f"The council has arranged full-time education from {full_date(booked)}."
    return "The council has not yet arranged it."


KINDS = (
    LetterKind(
        code=SUSPENSION_NOTE,
        label="Note to the governors",
        description="Tells the governing board what it owes about this suspension, and the day by which it must meet.",
        title="Suspension: what the governing board must do",
        case_kinds=frozenset({SUSPENSION}),
        audiences=(Audience.GOVERNORS,),
        template="letters/exclusions_suspension_note.html",
        gather=gather_suspension_note,
    ),
    LetterKind(
        code=GOVERNORS_OVERDUE,
        label="Governors’ limit has passed",
        description="Tells the board that its limit has passed and the duty goes on; asks it to meet without delay.",
        title="The governors’ meeting is overdue",
        case_kinds=BOTH_KINDS,
        audiences=(Audience.GOVERNORS,),
        template="letters/exclusions_governors_overdue.html",
        gather=gather_overdue,
    ),
    LetterKind(
        code=COUNCIL_REPORT,
        label="Council’s report for the governors",
        description="The dates that the council holds, what it provided, and the text written for this meeting.",
        title="The council’s report for the governors’ meeting",
        case_kinds=BOTH_KINDS,
        audiences=(Audience.GOVERNORS,),
        template="letters/exclusions_council_report.html",
        gather=gather_report,
    ),
)


def register() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register_letter_kind(kind)
