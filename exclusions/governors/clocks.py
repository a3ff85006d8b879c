"""The governors' own limits, for both kinds. A limit that has passed goes on: it stays open until they have decided."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from components.words import spelled_date
from exclusions.facts import Facts, GovernedFacts
from exclusions.governors.duty import Duty
from exclusions.making_clocks import clock
from exclusions.states import BEFORE_GOVERNORS
from exclusions.suspensions.facts import SuspensionFacts

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

MEET, MEET_IF_ASKED = "exclusions.governors_meet", "exclusions.governors_meet_if_asked"
EXAM, PAPERS = "exclusions.exam_meeting", "exclusions.governors_papers"
LABELS = {
    MEET: "Governors’ meeting",
    EXAM: "Governors’ meeting before the exam",
    PAPERS: "Papers for the governors’ meeting",
}
SUSPENSION_LABELS = {**LABELS, MEET_IF_ASKED: "Governors’ meeting, if the parents make representations"}
# The same deadline, once they have: then it binds.
ASKED_LABELS = {MEET_IF_ASKED: "Governors’ meeting on the parents’ representations"}
NOTICE_ASSUMED = "The notice to the governors is not recorded yet. Until it is, the day of the decision is assumed."
ONLY_IF_ASKED = "It binds only if the parents make representations."


def clocks(facts: Facts) -> Iterator[Clock]:
    """Of a permanent exclusion. Until the notice to the governors is recorded, their clock runs from the decision,
    assumed."""
    yield from _must_meet(facts)
    if facts.case.state in BEFORE_GOVERNORS or _papers_went(facts):
        yield _papers(facts)


def suspension_clocks(facts: SuspensionFacts) -> Iterator[Clock]:
    """Of a suspension, by the band; the papers once a meeting is listed."""
    if facts.duty == Duty.MUST_MEET:
        yield from _must_meet(facts)
    if facts.duty == Duty.IF_ASKED:
        yield _if_asked(facts)
    if facts.board.meeting and (facts.governors_decided_on is None or _papers_went(facts)):
        yield _papers(facts)


def _board(facts: GovernedFacts, more: str = "") -> dict[str, object]:
    """Whose duty it is, what is assumed, and when it was done."""
    assumed = "" if facts.governors_told_on else NOTICE_ASSUMED
    return {
        "duty_owner": Owner.GOVERNORS,
        "assumption": f"{more} {assumed}".strip(),
        "met_on": facts.governors_decided_on,
    }


def _notice(facts: GovernedFacts) -> dict[str, object]:
    return {"notified_on": facts.governors_told_on or facts.decision.decided_on}


def _must_meet(facts: GovernedFacts) -> Iterator[Clock]:
    """The limit that binds whatever the parents do, and the day before an exam."""
    yield clock(LABELS, MEET, "exclusions.governors_meet_15", _notice(facts), **_board(facts))
    if facts.decision.misses_exam and facts.decision.exam_on:
        exam = {**_notice(facts), "exam_on": facts.decision.exam_on}
        yield clock(LABELS, EXAM, "exclusions.exam_meeting", exam, purpose=Purpose.TARGET, **_board(facts))


def _if_asked(facts: SuspensionFacts) -> Clock:
    """The limit that representations bring. It is waived when the parents say that they make none."""
    board = facts.board
    labels = ASKED_LABELS if board.are_made else SUSPENSION_LABELS
    standing = _board(facts, "" if board.are_made else ONLY_IF_ASKED)
    if board.none_said_on is not None and facts.governors_decided_on is None:
        standing["waived_because"] = (
            f"The parents said on {spelled_date(board.none_said_on)} that they make no representations, so no meeting "
            "is due."
        )
    return clock(labels, MEET_IF_ASKED, "exclusions.governors_meet_50", _notice(facts), **standing)


def _papers(facts: GovernedFacts) -> Clock:
    """The papers, school days before the meeting as it is listed now."""
    meeting, meeting_on = facts.board.meeting, facts.governors_meeting_on
    return clock(
        LABELS,
        PAPERS,
        "exclusions.governors_papers",
        {"meeting_on": meeting_on} if meeting_on else None,
        purpose=Purpose.TARGET,
        duty_owner=Owner.GOVERNORS,
        starts_when="Starts when the governors’ meeting is listed.",
        met_on=meeting.papers_sent_on if meeting else None,
    )


def _papers_went(facts: GovernedFacts) -> bool:
    return facts.board.meeting is not None and facts.board.meeting.papers_sent_on is not None
