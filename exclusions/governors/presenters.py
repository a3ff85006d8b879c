"""The governors on the case page, for both kinds: what they owe and by when, who takes part, the council's part, the
decision and who was told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from cases.kinds import Group, Row, Step
from cases.models import Deadline
from cases.queries.letters import first_sent_on
from components.words import lower_first, spelled_date
from exclusions.change_links import step_link
from exclusions.facts import GovernedFacts
from exclusions.gathering import reasons_of, step_of
from exclusions.governors import steps
from exclusions.governors.clocks import EXAM, MEET, MEET_IF_ASKED, PAPERS
from exclusions.governors.duty import Duty
from exclusions.governors.letter_codes import COUNCIL_REPORT
from exclusions.governors.policies import (
    NOT_COUNTED,
    authority_invited,
    correcting_step,
    council_is_invited,
    is_after_limit,
    meet_by,
    taking_part,
)
from exclusions.governors.telling import has_written_decision, told_of_outcome
from exclusions.models import GovernorsMeeting, OutcomeTold, SuspensionOutcome, TakesPart
from exclusions.rows import date_row, spelled

Deadlines = Mapping[str, Deadline]

TOLD_OF_DECISION = "Told of the governors’ decision"
IN_WORDS = {
    Duty.MUST_MEET: "They must consider reinstatement, whether or not the parents make representations.",
    Duty.IF_ASKED: "They must meet if the parents make representations; they may then reinstate.",
    Duty.CONSIDERS: "They consider what the parents write. No meeting and no limit; they cannot direct reinstatement.",
}


def governors_groups(facts: GovernedFacts, deadlines: Deadlines, as_of: date, duty: str = "") -> tuple[Group, ...]:
    """The groups of the governors' part that there is something to say in. `duty` in words, where the kind has its
    own."""
    groups = [_governors(facts, deadlines, as_of, duty)]
    if facts.board.meeting is not None:
        groups.append(_taking_part(facts, as_of))
    if facts.board.meeting is not None or facts.must_governors_meet or facts.board.council is not None:
        groups.append(_council(facts, as_of))
    if facts.governors_decided_on is not None:
        groups.append(_told(facts, as_of))
    return tuple(groups)


def _link(step: str, facts: GovernedFacts, as_of: date, label: str) -> tuple[str, str]:
    return step_link(step, facts, reasons_of(step, facts, as_of), label)


def _governors(facts: GovernedFacts, deadlines: Deadlines, as_of: date, duty: str) -> Group:
    if facts.duty == Duty.NOT_KNOWN:
        rows: tuple[Row, ...] = (Row("Their duty", needs=NOT_COUNTED), *_said(facts))
    else:
        rows = (
            Row("Their duty", duty or IN_WORDS[facts.duty]),
            *_limits(facts, deadlines, as_of),
            *_said(facts),
            *(_meeting(facts, deadlines, as_of) if facts.governors_decided_on is None else _decision(facts)),
        )
    listing = "Change the meeting" if facts.board.meeting else "List the meeting"
    return Group(
        "Governors",
        rows,
        *_link(steps.LIST, facts, as_of, listing),
        links=(
            _link(steps.REPRESENTATIONS, facts, as_of, "Representations"),
            *((_link(steps.REMOTE, facts, as_of, "Remote meeting asked for"),) if facts.must_governors_meet else ()),
            _link(steps.PAPERS, facts, as_of, "Papers"),
            *_change_of_decision(facts, as_of),
        ),
    )


def _change_of_decision(facts: GovernedFacts, as_of: date) -> Iterator[tuple[str, str]]:
    if facts.governors_decided_on is not None:
        yield _link(correcting_step(facts), facts, as_of, "Change the decision")


def _limits(facts: GovernedFacts, deadlines: Deadlines, as_of: date) -> Iterator[Row]:
    asked = "If the parents make representations, by" if not facts.board.are_made else "Must meet by"
    for code, label in ((MEET, "Must meet by"), (MEET_IF_ASKED, asked), (EXAM, "Before the exam, by")):
        deadline = deadlines.get(code)
        if deadline is None:
            continue
        if deadline.state == Deadline.State.WAIVED:
            yield Row("Must meet by", deadline.explanation)
        else:
            yield _limit(date_row(label, deadline), deadline, facts, as_of)


def _limit(row: Row, deadline: Deadline, facts: GovernedFacts, as_of: date) -> Row:
    """A limit that has passed goes on, and says so."""
    is_over = deadline.state == Deadline.State.RUNNING and deadline.due_on is not None and deadline.due_on < as_of
    if not is_over or not facts.must_governors_meet:
        return row
    what = "The day before the exam passed" if deadline.code == EXAM else "The limit passed"
    needs = f"{what} on {spelled(deadline.due_on)}; the duty goes on."
    return replace(row, needs=needs)


def _said(facts: GovernedFacts) -> Iterator[Row]:
    said = facts.board.representations
    if said is None:
        yield Row("Representations", "None recorded")
    elif facts.board.are_made:
        how = lower_first(said.get_method_display())
        yield Row("Representations", f"Received on {spelled(said.received_on)}, {how}; {_whose(said.made_by)}")
    else:
        yield Row("Representations", f"They said on {spelled(said.received_on)} that they will make none")


def _whose(made_by: str) -> str:
    return "from the pupil" if made_by == "pupil" else "from a parent or carer"


def _meeting(facts: GovernedFacts, deadlines: Deadlines, as_of: date) -> Iterator[Row]:
    """What is listed, what was listed before it, the request for a remote one, the papers."""
    meeting, meeting_on = facts.board.meeting, facts.governors_meeting_on
    if meeting_on is not None or facts.must_governors_meet:
        needs = _late(facts) if meeting_on else "The meeting is not listed yet."
        yield Row("Meeting on", spelled(meeting_on), needs=needs)
    if meeting is not None:
        yield Row("How it is held", _how(meeting))
    before = [each for each in facts.board.meetings if each.replaced_on is not None]
    if before:
        days = "; ".join(f"{spelled(each.meeting_on)}, changed on {spelled(each.replaced_on)}" for each in before)
        yield Row("Listed before for", days)
    yield from _remote(facts)
    if PAPERS in deadlines:
        yield from _papers(deadlines[PAPERS], meeting, as_of)


def _late(facts: GovernedFacts) -> str:
    limit = meet_by(facts)
    if limit is None or not is_after_limit(facts):
        return ""
    return f"The meeting is listed after the limit of {spelled(limit)}. Ask the governors for an earlier day."


def _papers(deadline: Deadline, meeting: GovernorsMeeting | None, as_of: date) -> Iterator[Row]:
    sent_on = meeting.papers_sent_on if meeting else None
    row = date_row("Papers sent by", deadline)
    if sent_on is None and deadline.due_on is not None and deadline.due_on < as_of:
        row = replace(row, needs="The papers are not recorded as sent, and their day has passed.")
    yield row
    if sent_on is not None:
        late = ", late" if deadline.state == Deadline.State.MET_LATE else ""
        yield Row("Papers sent on", f"{spelled(sent_on)}{late}")


def _how(meeting: GovernorsMeeting) -> str:
    at = f"{meeting.from_time:%H:%M}, " if meeting.from_time else ""
    how = lower_first(meeting.get_mode_display()) if at else meeting.get_mode_display()
    why = f" ({lower_first(meeting.get_remote_reason_display())})" if meeting.remote_reason else ""
    place = f", {meeting.place}" if meeting.place else ""
    return f"{at}{how}{why}{place}"


def _remote(facts: GovernedFacts) -> Iterator[Row]:
    request, meeting = facts.board.remote_request, facts.board.meeting
    if request is None:
        return
    asked = f"Asked for on {spelled(request.requested_on)}"
    if request.binds:
        is_remote = meeting is None or meeting.mode == GovernorsMeeting.Mode.REMOTE
        needs = "" if is_remote else "It must be held remotely: the parents asked, and the conditions are met."
        yield Row("Remote meeting", f"{asked}; the conditions are met", needs=needs)
    elif False in request.conditions:
        yield Row("Remote meeting", f"{asked}; the conditions are not met")
    else:
        needs = "Whether the conditions of a remote meeting are met is not recorded."
        yield Row("Remote meeting", asked, needs=needs)


def _decision(facts: GovernedFacts) -> Iterator[Row]:
    outcome = facts.board.outcome
    decision = SuspensionOutcome(facts.governors_decision).label
    yield Row("Decision", f"{decision}, on {spelled(facts.governors_decided_on)}")
    if outcome is not None:
        yield Row("Decided by", outcome.get_decided_by_display())
        words = {True: "Yes", False: "No", None: "Not known"}[outcome.has_written_reasons]
        needs = "The governors must give their reasons in writing." if outcome.has_written_reasons is False else ""
        yield Row("Reasons in writing", words, needs=needs)
    if facts.reinstated_on:
        is_over = facts.brought_back_on is None
        words = "The suspension was over already" if is_over else spelled(facts.reinstated_on)
        yield Row("Back in school from", words)


def _taking_part(facts: GovernedFacts, as_of: date) -> Group:
    """Who must be invited, who is, and who attends."""
    known, rows = facts.board.invitations, []
    is_open = facts.governors_decided_on is None
    for role, must in taking_part(facts).items():
        invitation, label = known.get(role), str(TakesPart(role).label)
        if invitation is None:
            if must and is_open:
                rows.append(Row(label, needs=f"Not invited yet: {lower_first(label)}."))
            continue
        words = [f"Invited on {spelled(invitation.invited_on)}"]
        if invitation.attends:
            words.append(lower_first(invitation.get_attends_display()))
        if invitation.nominee:
            words.append(invitation.nominee)
        needs = _new_day(facts, invitation.invited_on, label) if is_open else ""
        rows.append(Row(label, ", ".join(words), needs=needs))
    link = _link(steps.INVITE, facts, as_of, "Record invitations")
    return Group("Who takes part in the governors’ meeting", tuple(rows), *link)


def _new_day(facts: GovernedFacts, invited_on: date, label: str) -> str:
    """Whoever was invited to an earlier day must hear of the new one."""
    meeting = facts.board.meeting
    if meeting is None or len(facts.board.meetings) == 1 or invited_on >= meeting.listed_on:
        return ""
    return f"Invited before the meeting was listed again, so tell them the new day: {lower_first(label)}."


def _council(facts: GovernedFacts, as_of: date) -> Group:
    """The council's representative and report."""
    council = facts.board.council
    is_invited = council_is_invited(facts)
    rows = [Row("Its place", "Must be invited, and may make representations" if is_invited else _if_asked(facts))]
    authority = authority_invited(facts)
    if authority is not None and not is_invited:
        rows.append(Row("Must be invited", f"{authority.name}, which maintains the school"))
    who = council.representative if council else None
    is_wanted = facts.governors_decided_on is None and (is_invited or bool(council and council.asked_for_on))
    needs = "Nobody is named to represent the council." if is_wanted and who is None else ""
    rows.append(Row("Representative", who.name if who else "", needs=needs))
    if council is not None and council.attended is not None:
        rows.append(Row("Was there", "Yes" if council.attended else "No"))
    sent_on = first_sent_on(facts.case, COUNCIL_REPORT)
    has_text = bool(council and council.report)
    written = "Written, not sent yet" if has_text else "Not written"
    rows.append(Row("Report", f"Sent on {spelled(sent_on)}" if sent_on else written))
    return Group(
        "The council at the governors’ meeting",
        tuple(rows),
        *_link(steps.COUNCIL, facts, as_of, "Name the representative"),
        links=(_link(steps.REPORT, facts, as_of, "Write the report"),),
    )


def _if_asked(facts: GovernedFacts) -> str:
    council = facts.board.council
    if council is not None and council.asked_for_on:
        return f"The parents asked for somebody on {spelled_date(council.asked_for_on)}, normally to observe"
    return "Comes if the parents ask, normally to observe"


def _told(facts: GovernedFacts, as_of: date) -> Group:
    """Whom the governors told of their decision, and whom they owe it."""
    rows = []
    for recipient, is_owed in told_of_outcome(facts).items():
        told_on, label = facts.board.told.get(recipient), str(OutcomeTold.Recipient(recipient).label)
        if told_on or is_owed:
            rows.append(Row(label, spelled(told_on), needs="" if told_on else f"{label}: not recorded as told."))
    if has_written_decision(facts):
        rows.append(Row("Parents", "By the written decision: see Review"))
    link = _link(steps.OUTCOME_TOLD, facts, as_of, "Record who was told")
    return Group(TOLD_OF_DECISION, tuple(rows), *link)


def suspension_steps(facts: GovernedFacts, as_of: date) -> Iterator[Step]:
    """The steps of the governors' part that a suspension still needs: possible, or with the reasons why not yet. Where
    nothing is due of the board, the links of its group are enough."""
    if facts.governors_decided_on is not None or facts.board.none_said_on is not None:
        return
    if facts.duty == Duty.NOT_KNOWN or (facts.duty == Duty.CONSIDERS and not facts.board.are_made):
        return
    wanted = [steps.DECIDE]
    if facts.board.meeting is None and facts.duty != Duty.CONSIDERS:
        wanted.insert(0, steps.LIST)
    if facts.duty == Duty.IF_ASKED and not facts.board.are_made:
        wanted.insert(0, steps.REPRESENTATIONS)
    for step in wanted:
        reasons = reasons_of(step, facts, as_of)
        address, _ = step_link(step, facts, reasons, "")
        yield Step(step_of(step, facts).label, address, tuple(reasons))
