"""What the case page shows of a direction off site: values in words, and what is missing, said in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from django.urls import reverse

import statute
from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step
from cases.models import Case, Deadline
from exclusions.facts import Recipient
from exclusions.kind_code import MANAGED_MOVE
from exclusions.models import DirectionEnd, DirectionReview, NoticeItem
from exclusions.offsite.clocks import INVITATION, NOTICE, OUTCOME, REQUEST
from exclusions.offsite.facts import LOCAL_AUTHORITY, PUPIL, DirectionFacts, gather_direction
from exclusions.offsite.policies import owed_steps, reasons_against
from exclusions.offsite.states import OPEN_STATES, TO_END, TRANSITIONS, transition
from exclusions.queries import deadlines_by_code, has_followed
from exclusions.rows import HOME_NOT_KNOWN, date_row, lozenges_of, spelled, told_rows
from exclusions.words import in_words

Deadlines = Mapping[str, Deadline]
# Groups that say themselves what they ask for once the direction has ended.
_STILL_ASKED = ("The end", "The notice", "Reviews")


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a direction, for the kernel's case page."""
    facts = gather_direction(case)
    deadlines = deadlines_by_code(case)
    groups = (
        _the_direction(facts, as_of),
        _binding(facts, as_of),
        _notice(facts, deadlines),
        _reviews(facts, deadlines, as_of),
        _told(facts),
        *_end(facts),
    )
    if not _is_open(facts):
        groups = tuple(replace(each, rows=tuple(_asks_nothing(each))) for each in groups)
    return Presentation(groups=groups, steps=tuple(_steps(facts, as_of)), lozenges=lozenges_of(facts))


def _is_open(facts: DirectionFacts) -> bool:
    return facts.case.state in OPEN_STATES


def _asks_nothing(group: Group) -> Iterator[Row]:
    """The rows of a group of a case that is over: what follows from its end is still asked for, and what is owed."""
    for row in group.rows:
        yield row if group.title in _STILL_ASKED else replace(row, needs="")


def _change(step: str, facts: DirectionFacts, label: str) -> tuple[str, str]:
    """The address of a step of a group: while the case is open, and afterwards where the step is still possible."""
    # What is possible after the end hangs on no later day.
    is_possible = _is_open(facts) or not reasons_against(step, facts, facts.day_of_interest(facts.direction.first_on))
    return (reverse(transition(step).url_name, args=[facts.case.reference]) if is_possible else ""), label


def _the_direction(facts: DirectionFacts, as_of: date) -> Group:
    direction = facts.direction
    is_over = direction.until_on is not None and direction.until_on < as_of
    home = direction.home_authority
    rows = [
        Row("Decided on", spelled(direction.decided_on)),
        Row("From", facts.case.school.name),
        Row("To", str(direction.destination)),
        Row("First day", spelled(direction.first_on)),
        Row("Days, as the notice gives them", str(direction.days_count or "Not said")),
        Row(
            "Until",
            spelled(direction.until_on) or "Not said. It may run past the end of the school year",
            needs="The last day has passed. Record how it ended, or until when it goes on." if is_over else "",
        ),
        Row("Registered at both schools", _registration(facts)),
        Row("Reasons", direction.reasons),
        Row("Objectives", direction.objectives),
        Row("Home authority", str(home or ""), needs="" if home else HOME_NOT_KNOWN),
    ]
    return Group("The direction", tuple(rows), *_change("correct", facts, "Correct"))


def _registration(facts: DirectionFacts) -> str:
    registration = facts.direction.dual_registration
    if registration is None:
        return "No: the pupil goes to a provider" if facts.direction.destination_provider else "No"
    until = f" to {spelled(registration.ends_on)}" if registration.ends_on else ", without a last day yet"
    return f"Yes, from {spelled(registration.starts_on)}{until}"


def _binding(facts: DirectionFacts, as_of: date) -> Group:
    """Whether the regulations bind, and a doubt that waits for an officer's answer."""
    day = facts.day_of_interest(as_of)
    result, answer = facts.binding_on(day), facts.direction.get_binding_answer_display()
    because = in_words(result.because)
    if not facts.is_doubtful_on(day):
        return Group("The regulations", (Row("Do they bind?", because),))
    needs = "" if answer else f"Doubt: {because} Until it is settled they are taken to bind."
    rows = (Row("Do they bind?", answer, needs=needs), Row("The doubt", because if answer else ""))
    return Group("The regulations", rows[: 2 if answer else 1], *_change("settle", facts, "Settle"))


def _notice(facts: DirectionFacts, deadlines: Deadlines) -> Group:
    direction, recipients = facts.direction, facts.recipients
    to = "pupil" if PUPIL in recipients else "parents"
    sent_on, was_owed = direction.notice_sent_on, facts.binds_on(direction.first_on)
    is_owed = was_owed and facts.has_stood
    rows = []
    if NOTICE in deadlines:
        rows.append(date_row("To be sent by", deadlines[NOTICE]))
        rows.append(Row("Whose duty", str(deadlines[NOTICE].get_duty_owner_display())))
    needs = f"That the notice went to the {to} is not recorded." if is_owed and not sent_on else ""
    rows.append(Row(f"Sent to the {to} on", spelled(sent_on), needs=needs))
    if LOCAL_AUTHORITY in recipients:
        authority_on = direction.authority_notice_sent_on
        needs = "That it went to the authority of the plan is not recorded." if is_owed and not authority_on else ""
        rows.append(Row("Sent to the authority of the plan on", spelled(authority_on), needs=needs))
    if sent_on:
        missing = facts.missing_items
        for item in NoticeItem:
            is_missing = str(item) in missing
            needs = f"The notice does not give this: {item.label.lower()}." if is_owed and is_missing else ""
            rows.append(Row(str(item.label), "No" if is_missing else "Yes", needs=needs))
    if not was_owed:
        rows.append(Row("Owed", "No: on the first day the regulations did not bind this school"))
    return Group("The notice", tuple(rows), *_change("notice", facts, "Record the notice"))


def _reviews(facts: DirectionFacts, deadlines: Deadlines, as_of: date) -> Group:
    rows = [row for review in facts.reviews if not review.is_owed for row in _declined(facts, review)]
    rows += [row for review in facts.reviews if review.outcome for row in _held(facts, review)]
    if facts.coming_review is not None:
        rows += _coming(facts, facts.coming_review, deadlines, as_of)
    elif _is_open(facts) and facts.case.state != TO_END:
        fixed_for = facts.direction.next_review_on
        needs = "" if fixed_for else "The board has not fixed the day of the next review."
        if fixed_for and fixed_for < as_of:
            needs = "The day that the board fixed has passed. Ask the school, and list the review."
        rows.append(Row("Next review, fixed by the board", spelled(fixed_for), needs=needs))
    if OUTCOME in deadlines and facts.last_review and not facts.last_review.outcome_sent_on:
        rows.append(date_row("Outcome in writing by", deadlines[OUTCOME]))
    # There is a last review only now and then, also while the case is open.
    can_correct = not reasons_against("correct_review", facts, as_of)
    links = (_change("correct_review", facts, "Correct the last review"),) if can_correct else ()
    return Group("Reviews", tuple(rows), *_link_of_reviews(facts), links=links)


def _link_of_reviews(facts: DirectionFacts) -> tuple[str, str]:
    """To what the last review that was held still lacks, its outcome first."""
    last = facts.last_review
    if last is not None and not last.outcome_sent_on:
        return _change("send_outcome", facts, "Record that the outcome was sent")
    if "invite" in owed_steps(facts):
        return _change("invite", facts, "Record the invitation")
    return "", ""


def _declined(facts: DirectionFacts, review: DirectionReview) -> Iterator[Row]:
    who, requested_on = review.get_requested_by_display(), cast(date, review.requested_on)
    words = "Not owed: there was a review shortly before"
    if not facts.binds_on(requested_on):
        words = "Not owed: on that day the regulations did not bind this school"
    elif facts.review_is_owed(requested_on).outcome == statute.Outcome.VALUE:
        since = facts.review_since(requested_on)
        words = f"Answered by the review of {spelled(since)}" if since else "Another review answers it"
    yield Row(f"Asked for on {spelled(requested_on)}", f"{who}. {words}")


def _coming(facts: DirectionFacts, review: DirectionReview, deadlines: Deadlines, as_of: date) -> Iterator[Row]:
    if review.requested_on:
        yield Row("Asked for on", f"{spelled(review.requested_on)}, by: {review.get_requested_by_display()}")
        if review.review_on is None:
            words = deadlines[REQUEST].explanation if REQUEST in deadlines else ""
            needs = "A review must be held, and none is listed." if _is_open(facts) else ""
            yield Row("Must be held", words, needs=needs)
    if review.review_on:
        has_passed = review.review_on < as_of and _is_open(facts)
        needs = "The day of the review has passed. Record how it went." if has_passed else ""
        yield Row("Review on", spelled(review.review_on), needs=needs)
        if INVITATION in deadlines:
            yield date_row("Invitation by", deadlines[INVITATION])
        yield Row("Invited on", spelled(review.invited_on) or "Not recorded")


def _held(facts: DirectionFacts, review: DirectionReview) -> Iterator[Row]:
    missing = facts.missing_from(review) if facts.binds_on(review.review_on) else []
    labels = dict(DirectionReview.Participant.choices)
    names = ", ".join(str(labels[code]) for code in review.participants)
    lacks = ", ".join(str(labels[code]).lower() for code in missing)
    held_on, sent_on = spelled(review.review_on), spelled(review.outcome_sent_on)
    is_asked = bool(lacks) and _is_open(facts)
    needs = f"The regulations name others who did not take part on {held_on}: {lacks}." if is_asked else ""
    yield Row(f"Review of {held_on}", f"{review.get_outcome_display()}. Took part: {names}", needs=needs)
    owed = owed_steps(facts) if review == facts.last_review else frozenset()
    if review.invited_on or "invite" in owed:
        needs = "" if review.invited_on else f"When people were invited to the review of {held_on} is not recorded."
        yield Row("Invited on", spelled(review.invited_on), needs=needs)
    is_asked = not sent_on and ("send_outcome" in owed or (_is_open(facts) and _is_earlier_one(facts, review)))
    needs = "That the outcome was sent in writing is not recorded." if is_asked else ""
    yield Row("Outcome sent on", sent_on, needs=needs)


def _is_earlier_one(facts: DirectionFacts, review: DirectionReview) -> bool:
    """One before the last, of which the outcome had to be sent."""
    return review != facts.last_review and facts.binds_on(cast(date, review.review_on))


def _told(facts: DirectionFacts) -> Group:
    direction = facts.direction
    owed = {
        Recipient.COUNCIL: True,
        Recipient.HOME_AUTHORITY: not facts.lives_here,
        Recipient.SOCIAL_WORKER: direction.has_social_worker_then,
        Recipient.VIRTUAL_SCHOOL_HEAD: direction.is_looked_after_then,
    }
    return Group("Who was told", tuple(told_rows(facts, owed)), *_change("told", facts, "Record who was told"))


def _end(facts: DirectionFacts) -> Iterator[Group]:
    direction = facts.direction
    is_to_move = direction.how_ended == DirectionEnd.MANAGED_MOVE or _is_to_move(facts)
    is_missing = is_to_move and not has_followed(facts.case, MANAGED_MOVE)
    needs = "Record the managed move that it is to become." if is_missing else ""
    rows = []
    if direction.ended_on:
        rows += [Row("Last day off site", spelled(direction.ended_on)), Row("How", direction.get_how_ended_display())]
    if is_to_move:
        rows.append(Row("Managed move", "" if is_missing else "Recorded, a case of its own", needs=needs))
    correction = _change("correct_end", facts, "Correct")
    if is_missing:
        yield Group("The end", tuple(rows), _move_address(facts), "Record the managed move", links=(correction,))
    elif rows:
        yield Group("The end", tuple(rows), *correction)


def _is_to_move(facts: DirectionFacts) -> bool:
    last = facts.last_review
    return facts.case.state == TO_END and last is not None and last.outcome == DirectionReview.Outcome.MANAGED_MOVE


def _move_address(facts: DirectionFacts) -> str:
    return f"{reverse('move_record', args=[facts.case.child.uuid])}?from={facts.case.reference}"


def _steps(facts: DirectionFacts, as_of: date) -> Iterator[Step]:
    """The steps that move the case: possible ones with their page; recording a listed review with why not yet."""
    if not _is_open(facts):
        yield from _steps_after_the_end(facts)
        return
    main = {"directed": "list_review", "review_owed": "list_review", "review_listed": "record_review"}
    for row in TRANSITIONS:
        # What only puts right stands as a link at its group.
        is_step = row.to_states and row.url_name and row.code != "correct_review"
        if not is_step or facts.case.state not in row.from_states:
            continue
        reasons = tuple(reasons_against(row.code, facts, as_of))
        address = "" if reasons else reverse(row.url_name, args=[facts.case.reference])
        is_main = bool(address) and row.code == main.get(facts.case.state, "end")
        yield Step(row.label, address, reasons, is_main=is_main)


def _steps_after_the_end(facts: DirectionFacts) -> Iterator[Step]:
    """What is still owed when the direction has ended."""
    owed = owed_steps(facts)
    for row in TRANSITIONS:
        if row.code in owed:
            yield Step(row.label, reverse(row.url_name, args=[facts.case.reference]))
