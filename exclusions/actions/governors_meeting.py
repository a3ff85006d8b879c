"""The way to the governors' decision, for both kinds: representations, the meeting, papers, invitations, the council's
part. Each asks permission, then policy, writes, works the dates out again, and leaves its event, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

import statute
from accounts.models import User
from accounts.permissions import kinds_worked_by
from cases.actions.tasks import finish_open_tasks, open_task
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused, check_choice, check_day, refuse
from exclusions.actions.steps import begin_governed, finish
from exclusions.decisions import LONGEST_TO_THE_START, Objection
from exclusions.facts import GovernedFacts
from exclusions.governors import steps
from exclusions.governors.policies import (
    MAY_SEND_A_NOMINEE,
    council_is_invited,
    doubts_about_day,
    objections_to_mode,
    taking_part,
)
from exclusions.models import (
    CouncilsPart,
    GovernorsInvitation,
    GovernorsMeeting,
    RemoteRequest,
    Representations,
    TakesPart,
)
from ledger.versions import update_at_version

BOOK_REPRESENTATIVE = "exclusions.book_representative"
BOOK_REPRESENTATIVE_TITLE = "Book the council’s representative for the governors’ meeting"


@dataclass(frozen=True)
class Listing:
    """How a meeting is held: the hour, in person or remotely and why, whether who joins remotely can, where."""

    from_time: time | None = None
    mode: str = GovernorsMeeting.Mode.IN_PERSON
    remote_reason: str = ""
    are_conditions_met: bool = False
    place: str = ""
    # A day after the limit, or that is no school day, is meant.
    is_confirmed: bool = False


@dataclass(frozen=True)
class Invitation:
    """When somebody was invited, whether they attend, and the name of a professional whom they send."""

    invited_on: date
    attends: str = ""
    nominee: str = ""


@transaction.atomic
def record_representations(
    *, case: Case, standing: str, received_on: date, made_by: str, method: str, version: int, by: User, as_of: date
) -> Case:
    """Record that the parents made representations, or say that they will make none. A duty that hung on them binds
    then, or is waived."""
    facts = begin_governed(case, steps.REPRESENTATIONS, version, by, as_of)
    check_choice(standing, Representations.Standing, "What the parents said", "standing")
    check_choice(made_by, Representations.MadeBy, "From whom", "made_by")
    check_choice(method, Representations.Method, "How", "method")
    check_day(received_on, "Received on", "received_on", earliest=facts.decision.decided_on, latest=as_of)
    if made_by == Representations.MadeBy.PUPIL and _relevant_person(case, received_on) != "pupil":
        raise ExclusionRefused(
            "From whom: only a pupil of 18 or over makes representations by themselves. Choose the parent.",
            field="made_by",
        )
    update_at_version(facts.decision, version=version)
    said = {"standing": standing, "received_on": received_on, "made_by": made_by, "method": method}
    Representations.objects.update_or_create(case=case, defaults=said)
    return finish(case, "exclusions.representations_recorded", by, as_of, received_on, standing=standing)


def _relevant_person(case: Case, on: date) -> str:
    facts = {"born_on": case.child.born_on, "on": on}
    return str(statute.calculate("exclusions.relevant_person", facts=facts).value)


@transaction.atomic
def list_suspension_meeting(
    *, case: Case, meeting_on: date, version: int, by: User, as_of: date, listing: Listing | None = None
) -> Case:
    """Record the day of the governors' meeting on a suspension, or another day for it."""
    facts = begin_governed(case, steps.LIST, version, by, as_of)
    keep_meeting(facts, meeting_on, listing or Listing(), by, as_of)
    update_at_version(facts.decision, version=version)
    return finish(case, "exclusions.governors_listed", by, as_of, as_of, meeting_on=meeting_on.isoformat())


def keep_meeting(facts: GovernedFacts, meeting_on: date, listing: Listing, by: User, as_of: date) -> None:
    """Write the meeting of either kind. A day past the limit, or that is no school day, is kept once it is confirmed:
    the duty goes on. Another day is a row of its own, and the papers that went stay sent. Raises ExclusionRefused."""
    earliest = facts.decision.decided_on
    check_day(meeting_on, "Meeting on", "meeting_on", earliest=earliest, latest=None)
    if meeting_on > earliest + LONGEST_TO_THE_START:
        raise ExclusionRefused("Meeting on must be within a year of the decision. Check the year.", field="meeting_on")
    check_choice(listing.mode, GovernorsMeeting.Mode, "How it is held", "mode")
    if listing.remote_reason:
        check_choice(listing.remote_reason, GovernorsMeeting.RemoteReason, "Why remotely", "remote_reason")
    objections = objections_to_mode(
        facts, listing.mode, listing.remote_reason, are_conditions_met=listing.are_conditions_met
    )
    refuse([Objection(field, text) for field, text in objections])
    if not listing.is_confirmed and meeting_on != facts.governors_meeting_on:
        refuse([Objection("is_confirmed", text) for text in doubts_about_day(facts, meeting_on)])
    current = facts.board.meeting
    held = _columns(listing)
    if current is not None and current.meeting_on == meeting_on:
        update_at_version(current, version=current.version, **held)
    else:
        if current is not None:
            update_at_version(current, version=current.version, replaced_on=as_of)
        sent_on = current.papers_sent_on if current else None
        GovernorsMeeting.objects.create(
            case=facts.case, meeting_on=meeting_on, listed_on=as_of, papers_sent_on=sent_on, **held
        )
    if council_is_invited(facts):
        _want_representative(facts, by, as_of)


def _columns(listing: Listing) -> dict[str, object]:
    is_remote = listing.mode != GovernorsMeeting.Mode.IN_PERSON
    return {
        "from_time": listing.from_time,
        "mode": listing.mode,
        "remote_reason": listing.remote_reason,
        # Of a meeting that the parents asked for they stand with the request.
        "are_conditions_met": is_remote,
        "place": listing.place,
    }


def _want_representative(facts: GovernedFacts, by: User, as_of: date) -> None:
    """Open, once, the task to book somebody, unless somebody is named."""
    council = facts.board.council
    if council is None or council.representative_id is None:
        open_task(
            case=facts.case,
            code=BOOK_REPRESENTATIVE,
            title=BOOK_REPRESENTATIVE_TITLE,
            due_on=as_of,
            by=by,
            as_of=as_of,
        )


@transaction.atomic
def record_remote_request(
    *,
    case: Case,
    requested_on: date,
    can_all_connect: bool | None,
    can_all_take_part: bool | None,
    is_fair_and_transparent: bool | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record that the parents asked for a remote meeting, and of which conditions the board is satisfied. When it is
    satisfied of all, the meeting must be held remotely."""
    facts = begin_governed(case, steps.REMOTE, version, by, as_of)
    check_day(requested_on, "Asked on", "requested_on", earliest=facts.decision.decided_on, latest=as_of)
    update_at_version(facts.decision, version=version)
    answers = {
        "requested_on": requested_on,
        "can_all_connect": can_all_connect,
        "can_all_take_part": can_all_take_part,
        "is_fair_and_transparent": is_fair_and_transparent,
    }
    RemoteRequest.objects.update_or_create(case=case, defaults=answers)
    return finish(case, "exclusions.remote_meeting_asked", by, as_of, requested_on)


@transaction.atomic
def record_papers_sent(*, case: Case, sent_on: date, version: int, by: User, as_of: date) -> Case:
    """Record the day on which the papers for the meeting went; whether in time is for the statute engine to say."""
    facts = begin_governed(case, steps.PAPERS, version, by, as_of)
    check_day(sent_on, "Papers sent on", "sent_on", earliest=facts.decision.decided_on, latest=as_of)
    update_at_version(facts.decision, version=version)
    GovernorsMeeting.objects.filter(case=case, replaced_on=None).update(papers_sent_on=sent_on)
    return finish(case, "exclusions.governors_papers_sent", by, as_of, sent_on)


@transaction.atomic
def record_invitations(
    *, case: Case, invitations: Mapping[str, Invitation], version: int, by: User, as_of: date
) -> Case:
    """Record or correct who is invited to the meeting and who attends. Who is left out of `invitations` is not invited:
    an earlier row is taken away, and the history keeps it."""
    facts = begin_governed(case, steps.INVITE, version, by, as_of)
    known = facts.board.invitations
    if not invitations and not known:
        raise ExclusionRefused("Enter at least one day on which somebody was invited.")
    refuse([each for role, one in invitations.items() for each in _objections(facts, role, one, as_of)])
    update_at_version(facts.decision, version=version)
    for role, one in invitations.items():
        row = {"invited_on": one.invited_on, "attends": one.attends, "nominee": one.nominee}
        GovernorsInvitation.objects.update_or_create(case=case, role=role, defaults=row)
    GovernorsInvitation.objects.filter(case=case, role__in=set(known) - set(invitations)).delete()
    return finish(case, "exclusions.governors_invited", by, as_of, as_of, invited=sorted(invitations))


def _objections(facts: GovernedFacts, role: str, one: Invitation, as_of: date) -> list[Objection]:
    if role not in taking_part(facts):
        return [Objection("", "Somebody was named who is not invited to this meeting.")]
    label, found = TakesPart(role).label, []
    if not facts.decision.decided_on <= one.invited_on <= as_of:
        text = f"{label} invited on must be from the day of the decision to today."
        found.append(Objection(f"{role}_invited_on", text))
    if one.attends and one.attends not in GovernorsInvitation.Attends.values:
        found.append(Objection(f"{role}_attends", f"{label}: choose one of the list."))
    sends = one.attends == GovernorsInvitation.Attends.NOMINEE
    if sends and role not in MAY_SEND_A_NOMINEE:
        found.append(Objection(f"{role}_attends", f"{label}: only a professional can send a nominee."))
    if one.nominee and not sends:
        text = f"{label}: take the nominee’s name out, or choose “Sends a nominee”."
        found.append(Objection(f"{role}_nominee", text))
    return found


@transaction.atomic
def name_representative(
    *,
    case: Case,
    representative: User | None,
    asked_for_on: date | None,
    attended: bool | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Name who represents the council, and afterwards whether they were there. Naming somebody does the task to book
    them; of an academy somebody goes when the parents ask."""
    facts = begin_governed(case, steps.COUNCIL, version, by, as_of)
    _check_asked(facts, representative, asked_for_on, as_of)
    if representative is not None and case.kind not in kinds_worked_by(representative, as_of):
        raise ExclusionRefused(
            f"{representative} is in no team that works this kind of case. Choose somebody of that team.",
            field="representative",
        )
    _check_attended(facts, representative, attended, as_of)
    update_at_version(facts.decision, version=version)
    named = {"representative": representative, "asked_for_on": asked_for_on, "attended": attended}
    CouncilsPart.objects.update_or_create(case=case, defaults=named)
    if representative is not None:
        finish_open_tasks(case=case, codes={BOOK_REPRESENTATIVE}, by=by, as_of=as_of)
    else:
        _want_nobody_or_somebody(facts, asked_for_on, by, as_of)
    who = representative.pk if representative else None
    return finish(case, "exclusions.representative_named", by, as_of, as_of, representative=who)


def _want_nobody_or_somebody(facts: GovernedFacts, asked_for_on: date | None, by: User, as_of: date) -> None:
    """Somebody is to be booked where the council is invited or was asked for."""
    if council_is_invited(facts) or asked_for_on is not None:
        open_task(
            case=facts.case, code=BOOK_REPRESENTATIVE, title=BOOK_REPRESENTATIVE_TITLE, due_on=as_of, by=by, as_of=as_of
        )


def _check_asked(facts: GovernedFacts, representative: User | None, asked_for_on: date | None, as_of: date) -> None:
    if asked_for_on is not None:
        check_day(asked_for_on, "Asked on", "asked_for_on", earliest=facts.decision.decided_on, latest=as_of)
    elif representative is not None and not council_is_invited(facts):
        raise ExclusionRefused(
            "To a meeting of this school somebody from the council goes when the parents ask. Enter the day on which "
            "they asked.",
            field="asked_for_on",
        )


def _check_attended(facts: GovernedFacts, representative: User | None, attended: bool | None, as_of: date) -> None:
    if attended is None:
        return
    if representative is None:
        raise ExclusionRefused("Name the representative first, or take this answer out.", field="attended")
    meeting_on = facts.governors_meeting_on
    if meeting_on is None or meeting_on > as_of:
        when = f", on {spelled_date(meeting_on)}" if meeting_on else ""
        raise ExclusionRefused(f"Say this after the meeting{when}.", field="attended")


@transaction.atomic
def write_report(*, case: Case, text: str, version: int, by: User, as_of: date) -> Case:
    """Keep the text of the council's report for the meeting. It is printed by its own letter alone."""
    facts = begin_governed(case, steps.REPORT, version, by, as_of)
    if not text.strip():
        raise ExclusionRefused("Enter the text of the report.", field="text")
    update_at_version(facts.decision, version=version)
    CouncilsPart.objects.update_or_create(case=case, defaults={"report": text.strip()})
    return finish(case, "exclusions.council_report_written", by, as_of, as_of)
