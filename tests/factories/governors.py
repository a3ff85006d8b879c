"""The governors' part of a case, made by the real actions."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from exclusions.actions import governors_meeting, governors_outcome, progress
from exclusions.actions.governors_meeting import Invitation, Listing
from exclusions.actions.steps import record_told
from exclusions.gathering import gather_any
from exclusions.kind_code import PERMANENT_EXCLUSION
from tests.factories.exclusions import Desk


def version(case: Case) -> int:
    """The version of the head teacher's decision as it stands."""
    return gather_any(case).decision.version


def represent(
    desk: Desk, case: Case, on: date, *, standing: str = "made", made_by: str = "parent", method: str = "letter"
) -> Case:
    """The parents make representations, or say that they make none."""
    return governors_meeting.record_representations(
        case=case,
        standing=standing,
        received_on=on,
        made_by=made_by,
        method=method,
        version=version(case),
        by=desk.officer,
        as_of=on,
    )


def tell_board(desk: Desk, case: Case, on: date) -> Case:
    """The notice reaches the governing board."""
    return record_told(case=case, told={"governors": on}, version=version(case), by=desk.officer, as_of=on)


def list_meeting(desk: Desk, case: Case, meeting_on: date, as_of: date, **how: object) -> Case:
    """List the meeting, of either kind."""
    is_permanent = case.kind == PERMANENT_EXCLUSION
    act = progress.list_governors_meeting if is_permanent else governors_meeting.list_suspension_meeting
    return act(
        case=case,
        meeting_on=meeting_on,
        listing=Listing(**{"is_confirmed": True, **how}),  # type: ignore[arg-type]
        version=version(case),
        by=desk.officer,
        as_of=as_of,
    )


def ask_for_remote(desk: Desk, case: Case, on: date, *, met: bool | None = True) -> Case:
    """The parents ask for a remote meeting; `met`: what is said of each condition."""
    return governors_meeting.record_remote_request(
        case=case,
        requested_on=on,
        can_all_connect=met,
        can_all_take_part=met,
        is_fair_and_transparent=met,
        version=version(case),
        by=desk.officer,
        as_of=on,
    )


def send_papers(desk: Desk, case: Case, on: date) -> Case:
    """The papers go."""
    return governors_meeting.record_papers_sent(case=case, sent_on=on, version=version(case), by=desk.officer, as_of=on)


def invite(desk: Desk, case: Case, as_of: date, **invitations: Invitation) -> Case:
    """Record who is invited."""
    return governors_meeting.record_invitations(
        case=case, invitations=invitations, version=version(case), by=desk.officer, as_of=as_of
    )


def name(desk: Desk, case: Case, as_of: date, **more: object) -> Case:
    """Name the desk's officer as the council's representative, or somebody else."""
    named: dict[str, object] = {"representative": desk.officer, "asked_for_on": None, "attended": None, **more}
    return governors_meeting.name_representative(
        case=case,
        version=version(case),
        by=desk.officer,
        as_of=as_of,
        **named,  # type: ignore[arg-type]
    )


def report(desk: Desk, case: Case, as_of: date, text: str = "The council supports the family.") -> Case:
    """Write the council's report."""
    return governors_meeting.write_report(case=case, text=text, version=version(case), by=desk.officer, as_of=as_of)


def decide(desk: Desk, case: Case, decision: str, on: date, **more: object) -> Case:
    """The board decides of a suspension."""
    return governors_outcome.record_suspension_outcome(
        case=case,
        decision=decision,
        decided_on=on,
        version=version(case),
        by=desk.officer,
        as_of=on,
        **more,  # type: ignore[arg-type]
    )


def tell_outcome(desk: Desk, case: Case, on: date, *recipients: str) -> Case:
    """The board tells of its decision."""
    told = dict.fromkeys(recipients, on)
    return governors_outcome.record_outcome_told(case=case, told=told, version=version(case), by=desk.officer, as_of=on)
