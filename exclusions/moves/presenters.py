"""What the case page shows of a managed move: values in words, and what is missing, said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from django.urls import reverse

from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step
from cases.models import Case, Deadline
from exclusions.facts import Recipient
from exclusions.models import MoveAgreement, PupilsView
from exclusions.moves.clocks import REVIEW
from exclusions.moves.facts import MoveFacts, gather_move
from exclusions.moves.policies import reasons_against
from exclusions.moves.states import AGREED, BEFORE_THE_MOVE, MOVED, OPEN_STATES, PROPOSED, TRANSITIONS, transition
from exclusions.queries import deadlines_by_code
from exclusions.rows import HOME_NOT_KNOWN, date_row, lozenges_of, spelled, told_rows

Deadlines = Mapping[str, Deadline]
_PASSING_ON = "What the new school has"
_MENTIONED = {True: "Yes", False: "No", None: ""}


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a managed move, for the kernel's case page."""
    facts = gather_move(case)
    groups = (
        _the_move(facts, as_of),
        _agreements(facts),
        _passing_on(facts),
        _told(facts),
        *_afterwards(facts, deadlines_by_code(case)),
    )
    if case.state not in OPEN_STATES:
        groups = tuple(group if group.title == _PASSING_ON else _asks_nothing(group) for group in groups)
    return Presentation(groups=groups, steps=tuple(_steps(facts, as_of)), lozenges=_lozenges(facts))


def _asks_nothing(group: Group) -> Group:
    """A group of a case that is over. The safeguarding file alone is owed until it is recorded."""
    return replace(group, rows=tuple(replace(row, needs="") for row in group.rows))


def _lozenges(facts: MoveFacts) -> tuple[str, ...]:
    marks = lozenges_of(facts)
    return (*marks, "Permanent exclusion was mentioned") if facts.move.was_exclusion_mentioned else marks


def _change(step: str, facts: MoveFacts, label: str) -> tuple[str, str]:
    row = transition(step)
    is_possible = facts.case.state in row.from_states
    return (reverse(row.url_name, args=[facts.case.reference]) if is_possible else ""), label


def _the_move(facts: MoveFacts, as_of: date) -> Group:
    move = facts.move
    home = move.home_authority
    is_due = move.moved_on is None and move.starts_on < as_of
    needs = "The planned day has passed. Record that the pupil moved, or another day." if is_due else ""
    rows = [
        Row("Proposed on", spelled(move.proposed_on)),
        Row("From", facts.case.school.name),
        Row("To", move.new_school.name),
        Row("Moved on" if move.moved_on else "Planned to start on", spelled(move.starts_on), needs=needs),
        Row("For how long", _for_how_long(facts)),
        Row("Home authority", str(home or ""), needs="" if home else HOME_NOT_KNOWN),
    ]
    if facts.case.opened_from is not None:
        rows.append(Row("Follows from", facts.case.opened_from.reference))
    # Before the pupil has moved the proposal is corrected, afterwards the first day.
    correction = _change("correct_start" if move.moved_on else "correct", facts, "Correct")
    return Group("The move", tuple(rows), *correction)


def _for_how_long(facts: MoveFacts) -> str:
    move = facts.move
    trial = "with a trial period, as moves before 26 July 2026 could have" if move.has_trial else ""
    if move.ends_on:
        return f"Until {spelled(move.ends_on)}{', ' + trial if trial else ''}"
    return f"For good, {trial or 'without a trial'}"


def _agreements(facts: MoveFacts) -> Group:
    """Everybody who must agree, with the day, or in words who has not; then the pupil, and whether it was free."""
    move, labels = facts.move, dict(MoveAgreement.Party.choices)
    rows = []
    for party in facts.parties:
        agreed_on = facts.agreed.get(party)
        needs = "" if agreed_on else f"{labels[party]}: no agreement is recorded."
        rows.append(Row(str(labels[party]), f"Agreed on {spelled(agreed_on)}" if agreed_on else "", needs=needs))
    rows.append(_pupils_view(facts))
    is_open = move.was_exclusion_mentioned is None
    needs = "It is not recorded whether permanent exclusion was mentioned. Ask the parents." if is_open else ""
    if facts.mention_is_looked_into:
        needs = "Permanent exclusion was mentioned: find out whether the parents agreed freely, and end the task."
    rows.append(Row("Was permanent exclusion mentioned?", _MENTIONED[move.was_exclusion_mentioned], needs=needs))
    return Group("Who agrees", tuple(rows), *_change("agree", facts, "Record who agrees"))


def _pupils_view(facts: MoveFacts) -> Row:
    view = facts.move.pupils_view
    needs = "" if view else "The pupil’s view is not recorded."
    if view == PupilsView.AGAINST_IT:
        needs = "The pupil is against the move. Look at it again with the parents and both schools."
    return Row("The pupil’s view", facts.move.get_pupils_view_display(), needs=needs)


def _passing_on(facts: MoveFacts) -> Group:
    sent_on, is_owed = facts.move.safeguarding_file_sent_on, facts.is_file_owed
    needs = "That the old school passed the safeguarding file on is not recorded." if is_owed else ""
    value = spelled(sent_on) or ("" if is_owed else "Not yet")
    rows = (Row("Safeguarding file passed on", value, needs=needs),)
    return Group(_PASSING_ON, rows, *_change("file", facts, "Record the safeguarding file"))


def _told(facts: MoveFacts) -> Group:
    move = facts.move
    owed = {
        Recipient.COUNCIL: True,
        Recipient.HOME_AUTHORITY: not facts.lives_here,
        Recipient.SOCIAL_WORKER: move.has_social_worker_then,
        Recipient.VIRTUAL_SCHOOL_HEAD: move.is_looked_after_then,
    }
    return Group("Who was told", tuple(told_rows(facts, owed)), *_change("told", facts, "Record who was told"))


def _afterwards(facts: MoveFacts, deadlines: Deadlines) -> Iterator[Group]:
    move = facts.move
    if move.refused_on:
        rows = (Row("On", spelled(move.refused_on)), Row("Why", move.get_refusal_display()))
        yield Group("Declined or withdrawn", rows, *_change("correct_refusal", facts, "Correct"))
    if move.moved_on:
        shown = [date_row("To be looked at by", deadlines[REVIEW])] if REVIEW in deadlines else []
        if move.reviewed_on:
            outcome = "The pupil has settled" if move.is_settled else "The pupil has not settled"
            shown.append(Row("Looked at on", f"{spelled(move.reviewed_on)}. {outcome}"))
        yield Group("How it goes", tuple(shown), *_change("correct_review", facts, "Correct"))


def _steps(facts: MoveFacts, as_of: date) -> Iterator[Step]:
    """Agreeing, moving, looking at it; the move itself with everything that is missing."""
    main = {PROPOSED: "agree", AGREED: "start", MOVED: "review"}.get(facts.case.state)
    for row in TRANSITIONS:
        is_ahead = row.code == "start" and facts.case.state in BEFORE_THE_MOVE
        # What is done, or puts right, stands as a link at its group.
        is_link = row.code == "correct" or (row.code == "agree" and facts.case.state == AGREED)
        if (
            not (row.to_states and row.url_name)
            or is_link
            or (facts.case.state not in row.from_states and not is_ahead)
        ):
            continue
        reasons = tuple(reasons_against(row.code, facts, as_of))
        address = "" if reasons else reverse(row.url_name, args=[facts.case.reference])
        yield Step(row.label, address, reasons, is_main=bool(address) and row.code == main)
