"""What is possible in the governors' part of a case, beside what its state allows: all reasons, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

from components.words import spelled_date
from exclusions.facts import GovernedFacts
from exclusions.governors.duty import Duty
from exclusions.governors.steps import (
    CORRECT,
    CORRECT_DAY,
    DECIDE,
    INVITE,
    LIST,
    OUTCOME_TOLD,
    PAPERS,
    REMOTE,
    REPORT,
    REPRESENTATIONS,
)
from exclusions.kind_code import SUSPENSION
from exclusions.meeting_days import doubt_about_day
from exclusions.models import GovernorsMeeting, GovernorsOutcome, SuspensionOutcome, TakesPart
from exclusions.states import DECLINED, REINSTATED
from exclusions.suspensions.facts import SuspensionFacts
from schools.models import LocalAuthority, School

Mode, RemoteReason = GovernorsMeeting.Mode, GovernorsMeeting.RemoteReason
Outcome = SuspensionOutcome
# Who may send somebody else: professionals alone, and they alone are named.
MAY_SEND_A_NOMINEE = frozenset(
    {
        TakesPart.HEAD,
        TakesPart.COUNCIL,
        TakesPart.SOCIAL_WORKER,
        TakesPart.VIRTUAL_SCHOOL_HEAD,
        TakesPart.HOME_AUTHORITY,
    }
)

DECIDED = "The governors have decided."
NOT_DECIDED = "The governors have not decided yet."
NOT_LISTED = "List the governors’ meeting first."
NOT_COUNTED = "The days lost are not counted, so the governors’ duty is not known. Enter the school’s terms."
NOT_ASKED = "No meeting is due unless the parents make representations. Record them first."
NOTHING_TO_CONSIDER = "The parents have made no representations, so the governors have nothing to consider."
NOT_TOLD = "Record first when the governors were told."
MUST_BE_REMOTE = (
    "The parents asked for a remote meeting and its conditions are met, so it must be held remotely. Choose “Remotely”."
)
# Of these the representative of the authority that maintains the school must be invited without anybody's asking (law
# pack, exclusions §2).
INVITES_ITS_AUTHORITY = (School.LegalType.MAINTAINED, School.LegalType.PUPIL_REFERRAL_UNIT)


def reasons_against_board(step: str, facts: GovernedFacts, as_of: date) -> list[str]:
    """Why a step of the governors' part cannot be taken now; empty when it can, and for every other step."""
    checks = _CHECKS.get(step, ())
    return [reason for check in checks for reason in check(facts)]


def _not_decided(facts: GovernedFacts) -> Iterator[str]:
    if facts.governors_decided_on is not None:
        yield DECIDED


def _decided(facts: GovernedFacts) -> Iterator[str]:
    if facts.governors_decided_on is None:
        yield NOT_DECIDED


def _listed(facts: GovernedFacts) -> Iterator[str]:
    if facts.board.meeting is None:
        yield NOT_LISTED


def _is_asked(facts: GovernedFacts) -> Iterator[str]:
    if facts.duty == Duty.NOT_KNOWN:
        yield NOT_COUNTED
    elif facts.duty == Duty.IF_ASKED and not facts.board.are_made:
        yield NOT_ASKED
    elif facts.duty == Duty.CONSIDERS and not facts.board.are_made:
        yield NOTHING_TO_CONSIDER


def _governors_told(facts: GovernedFacts) -> Iterator[str]:
    if facts.duty in (Duty.MUST_MEET, Duty.IF_ASKED) and facts.governors_told_on is None:
        yield NOT_TOLD


Check = Callable[[GovernedFacts], Iterator[str]]
_CHECKS: Mapping[str, tuple[Check, ...]] = {
    REPRESENTATIONS: (_not_decided,),
    LIST: (_not_decided, _is_asked),
    REMOTE: (_not_decided,),
    PAPERS: (_listed,),
    INVITE: (_listed,),
    REPORT: (_not_decided,),
    DECIDE: (_is_asked, _governors_told),
    OUTCOME_TOLD: (_decided,),
}


def authority_invited(facts: GovernedFacts) -> LocalAuthority | None:
    """The authority whose representative must be invited: the one that maintains the school. None of an academy, to
    which somebody comes when the parents ask."""
    if facts.decision.legal_type_then not in INVITES_ITS_AUTHORITY:
        return None
    return cast(School, facts.case.school).local_authority


def council_is_invited(facts: GovernedFacts) -> bool:
    """True where our own representative must be invited; to a school of another authority that one's is."""
    authority = authority_invited(facts)
    return authority is not None and authority.code == facts.our_code


def taking_part(facts: GovernedFacts) -> dict[str, bool]:
    """Everybody who may take part, and whether the board must invite them."""
    decision, council = facts.decision, facts.board.council
    asked = council is not None and council.asked_for_on is not None
    return {
        TakesPart.HEAD: True,
        TakesPart.PARENT: True,
        TakesPart.FRIEND: False,
        TakesPart.PUPIL: False,
        TakesPart.COUNCIL: council_is_invited(facts) or asked,
        TakesPart.SOCIAL_WORKER: decision.has_social_worker_then,
        TakesPart.VIRTUAL_SCHOOL_HEAD: decision.is_looked_after_then,
        **({} if facts.lives_here else {TakesPart.HOME_AUTHORITY: False}),
    }


def objections_to_mode(
    facts: GovernedFacts, mode: str, remote_reason: str, *, are_conditions_met: bool
) -> Iterator[tuple[str, str]]:
    """Why a meeting cannot be held so: the field and the reason. Law pack, exclusions §2 Remote meetings."""
    request = facts.board.remote_request
    binds = request is not None and request.binds
    if mode != Mode.REMOTE:
        if binds:
            yield "mode", MUST_BE_REMOTE
        if remote_reason:
            yield "remote_reason", "Why remotely is only for a remote meeting. Take it out, or choose “Remotely”."
    elif not remote_reason:
        yield "remote_reason", "Why remotely: choose one of the list."
    elif remote_reason == RemoteReason.ASKED:
        yield from _asked(facts)
        return
    elif not facts.board.had_in_person:
        yield (
            "remote_reason",
            "Without a request a meeting is held remotely only for what happened after a meeting in person was agreed, "
            "and none is recorded. List that meeting first.",
        )
    if mode == Mode.IN_PERSON and are_conditions_met:
        yield "are_conditions_met", "Take this answer out: it is only for a meeting that somebody joins remotely."
    if mode != Mode.IN_PERSON and not are_conditions_met:
        yield (
            "are_conditions_met",
            "Nobody may join remotely unless all can connect and take part fully and the meeting is fair and "
            "transparent. Say that the board is satisfied of this, or choose “In person”.",
        )


def _asked(facts: GovernedFacts) -> Iterator[tuple[str, str]]:
    request = facts.board.remote_request
    if request is None:
        yield "remote_reason", "No request for a remote meeting is recorded. Record it first, or choose another reason."
    elif not request.binds:
        yield "remote_reason", "The conditions are not recorded as met. Change them at the request first."


def meet_by(facts: GovernedFacts) -> date | None:
    """The last day on which the board may meet; None where it owes no meeting, or the calendar does not say."""
    if not facts.must_governors_meet:
        return None
    rule = "exclusions.governors_meet_15" if facts.duty == Duty.MUST_MEET else "exclusions.governors_meet_50"
    return facts.ask(rule, notified_on=facts.governors_told_on or facts.decision.decided_on).due_on


def meet_before_exam(facts: GovernedFacts) -> date | None:
    """The day by which the board should meet where an exam would be missed; None without one, or without a duty."""
    exam_on = facts.decision.exam_on
    if facts.duty != Duty.MUST_MEET or exam_on is None:
        return None
    notified_on = facts.governors_told_on or facts.decision.decided_on
    return facts.ask("exclusions.exam_meeting", notified_on=notified_on, exam_on=exam_on).due_on


def is_after_limit(facts: GovernedFacts) -> bool:
    """True where the meeting is listed for a day on which it is late."""
    limit, meeting_on = meet_by(facts), facts.governors_meeting_on
    return limit is not None and meeting_on is not None and meeting_on > limit


def doubts_about_day(facts: GovernedFacts, meeting_on: date) -> Iterator[str]:
    """Why this day for the meeting is probably wrong. It can be kept all the same: a late meeting is still owed."""
    limit = meet_by(facts)
    if limit is not None and meeting_on > limit:
        yield (
            f"{spelled_date(meeting_on)} is after {spelled_date(limit)}, by which the governors must meet. Check the "
            "date, or tick that it is right: a late meeting is still owed."
        )
    before_exam, exam_on = meet_before_exam(facts), facts.decision.exam_on
    # Where the limit comes before the exam, it has said so already.
    if before_exam is not None and before_exam != limit and meeting_on > before_exam:
        yield (
            f"{spelled_date(meeting_on)} is after {spelled_date(before_exam)}, by which the governors should meet "
            f"because of the exam on {spelled_date(cast(date, exam_on))}. Check the date, or tick that it is right."
        )
    doubt = doubt_about_day(facts.calendar, meeting_on)
    if doubt:
        yield doubt


def reasons_against_deciding_on(facts: GovernedFacts, decided_by: str, decided_on: date) -> list[str]:
    """The board decides at its meeting, not before the day for which it is listed; its chair alone may act earlier."""
    meeting_on = facts.governors_meeting_on
    if meeting_on is None or decided_on >= meeting_on or decided_by == GovernorsOutcome.DecidedBy.CHAIR:
        return []
    return [
        f"Decided on is before the meeting, which is listed for {spelled_date(meeting_on)}. Check the date, or change "
        "the day of the meeting first."
    ]


def outcomes_open_to(facts: SuspensionFacts, as_of: date) -> tuple[str, ...]:
    """What the board may decide of a suspension (`as_of`: the day it decides). Without a duty to meet it cannot direct
    reinstatement; when the suspension is over it must consider it all the same, and may leave it at that."""
    if not facts.must_governors_meet:
        return (Outcome.CONSIDERED,)
    decisions: tuple[str, ...] = (Outcome.DECLINE, Outcome.REINSTATE_NOW, Outcome.REINSTATE_ON)
    return (*decisions, Outcome.CONSIDERED) if facts.suspension.last_on < as_of else decisions


def reasons_against_deciding_by(facts: GovernedFacts, decided_by: str, decided_on: date) -> list[str]:
    """The chair of a maintained school may act alone before an exam that would be missed, and nobody else may."""
    if decided_by != GovernorsOutcome.DecidedBy.CHAIR:
        return []
    decision = facts.decision
    reasons = []
    if decision.legal_type_then != School.LegalType.MAINTAINED:
        reasons.append("Only the chair of a maintained school may decide alone. Choose the board.")
    if decision.exam_on is None:
        reasons.append("The chair may decide alone only where an exam would be missed. Choose the board.")
    elif decided_on > decision.exam_on:
        reasons.append(f"The chair may decide alone only before the exam of {spelled_date(decision.exam_on)}.")
    return reasons


def correcting_step(facts: GovernedFacts) -> str:
    """The step that puts a recorded decision right: of a suspension the one that records it; of a permanent exclusion
    one for the whole decision, and one for its day once the case has gone on from it."""
    if facts.case.kind == SUSPENSION:
        return DECIDE
    return CORRECT if facts.case.state in (REINSTATED, DECLINED) else CORRECT_DAY


def may_chair_decide(facts: GovernedFacts) -> bool:
    """True where the chair alone may be chosen at all."""
    decision = facts.decision
    return decision.legal_type_then == School.LegalType.MAINTAINED and decision.exam_on is not None


def has_meeting_begun(facts: GovernedFacts, cancelled_on: date, was_before_meeting: bool | None) -> bool | None:
    """Whether the governors' meeting had begun when the head cancelled. None: it was that very day, and nobody has said
    which came first. Without a duty to meet there is nothing that could have begun.

    A listed day that has passed counts as a meeting that was held: a meeting that was put off is listed again.
    """
    meeting_on = facts.governors_meeting_on
    if not facts.must_governors_meet:
        return False
    if facts.governors_decided_on is not None:
        return True
    if meeting_on is None or cancelled_on < meeting_on:
        return False
    if cancelled_on > meeting_on:
        return True
    return None if was_before_meeting is None else not was_before_meeting
