"""What the case page shows of an exclusion: values in words, and what is missing, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.urls import reverse

from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step, Transition
from cases.models import Case, Deadline
from cases.queries.letters import first_sent_on
from exclusions.change_links import change_link
from exclusions.facts import Facts, Recipient, gather
from exclusions.governors.presenters import governors_groups
from exclusions.home_authority.presenters import home_authority_group
from exclusions.home_authority.telling import telling_of
from exclusions.leaving.presenters import leaving_groups
from exclusions.leaving.presenters_cancelled import (
    asks_nothing,
    cancelled_group,
    cancelled_steps,
    mistake_group,
    mistake_link,
)
from exclusions.leaving.presenters_steps import CODES as LEAVING_CODES
from exclusions.leaving.presenters_steps import leaving_steps
from exclusions.leaving.records import leaving_of
from exclusions.leaving.roll import doubt_about
from exclusions.letters import NOTE_TO_GOVERNORS
from exclusions.lost_days import sessions_lost
from exclusions.money.presenters import money_group, money_steps
from exclusions.policies import MISTAKE, reasons_against
from exclusions.presenters_day_six import day_six_group, day_six_steps
from exclusions.public_place.presenters import public_place_group, sighting_steps
from exclusions.queries import deadlines_by_code
from exclusions.review.presenters import review_groups
from exclusions.review.steps import STEPS_THAT_KEEP_THE_STATE, only_puts_right, review_pages_behind
from exclusions.rows import HOME_NOT_CHECKED, date_row, decision_rows, lozenges_of, spelled, told_rows
from exclusions.states import BEFORE_GOVERNORS, CANCELLED, DECLINED, STATES, TRANSITIONS
from exclusions.track_states import FUNDING_REPAID, FUNDING_TO_REPAY

EQUALITY_CLAIM = "exclusions.equality_claim"
_MONEY_OF_A_CANCELLED = (FUNDING_TO_REPAY, FUNDING_REPAID)


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a permanent exclusion, for the kernel's case page."""
    facts = gather(case)
    deadlines = deadlines_by_code(case)
    if facts.is_called_off:
        told = cancelled_steps(facts) if facts.case.state == CANCELLED else ()
        return Presentation(
            groups=_of_called_off(facts, deadlines, as_of),
            steps=(*told, *money_steps(facts, as_of)),
            lozenges=lozenges_of(facts),
        )
    return Presentation(
        groups=(
            _the_exclusion(facts),
            _who_was_told(facts),
            day_six_group(facts, deadlines, as_of),
            public_place_group(facts, as_of),
            home_authority_group(facts),
            *governors_groups(facts, deadlines, as_of),
            *review_groups(facts, deadlines, as_of),
            *leaving_groups(facts, deadlines, as_of),
            money_group(facts, as_of),
        ),
        steps=_in_one_order(tuple(day_six_steps(facts, deadlines, as_of)), steps(facts, as_of)),
        lozenges=(*lozenges_of(facts), *_early_deletion(facts, deadlines)),
    )


def _early_deletion(facts: Facts, deadlines: dict[str, Deadline]) -> tuple[str, ...]:
    """A name that left the roll before its time is marked on the case."""
    off_on = leaving_of(facts.case).deletion.off_on
    doubt = doubt_about(off_on, facts, deadlines) if off_on else None
    return (doubt.lozenge,) if doubt else ()


def _of_called_off(facts: Facts, deadlines: dict[str, Deadline], as_of: date) -> tuple[Group, ...]:
    """A cancelled exclusion as it was, or one that was recorded by mistake: nothing is asked for any more but what the
    cancelling itself brings."""
    asked_nothing = (asks_nothing(_the_exclusion(facts)), asks_nothing(_who_was_told(facts)))
    how = _cancelled(facts, deadlines) if facts.case.state == CANCELLED else mistake_group(facts)
    is_money_owed = facts.exclusion.funding_state in _MONEY_OF_A_CANCELLED
    return (*asked_nothing, how, *((money_group(facts, as_of),) if is_money_owed else ()))


def _cancelled(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    lost = sessions_lost(facts, facts.exclusion.cancelled_on) if facts.exclusion.cancelled_on else None
    return cancelled_group(facts, _days(lost), date_row("Equality Act claim until", deadlines.get(EQUALITY_CLAIM)))


def _days(sessions: int | None) -> str:
    if sessions is None:
        return "Not known: the calendar does not say"
    return f"{sessions // 2}{' and a half' if sessions % 2 else ''}"


def steps(facts: Facts, as_of: date) -> tuple[Step, ...]:
    """The steps of the table that this case may still come to: possible ones with their page, the rest with reasons."""
    shown = []
    for transition in TRANSITIONS:
        # What keeps the state stands as a Change link at its group.
        keeps_its_place = transition.to_states or transition.code in STEPS_THAT_KEEP_THE_STATE
        # That it never was stands beside the facts of the decision.
        if not transition.url_name or not keeps_its_place or transition.code in {*LEAVING_CODES, MISTAKE}:
            continue
        if only_puts_right(transition.code, facts):
            continue
        reasons = reasons_against(transition.code, facts, as_of)
        address = "" if reasons else reverse(transition.url_name, args=[facts.case.reference])
        is_next = facts.case.state in transition.from_states
        if address or is_next or (facts.case.state in BEFORE_GOVERNORS and _lies_ahead(transition, facts.case.state)):
            shown.append(Step(transition.label, address, tuple(reasons)))
    shown += [*leaving_steps(facts, as_of), *money_steps(facts, as_of), *sighting_steps(facts)]
    return tuple(_with_main(shown, facts))


def _in_one_order(of_day_six: tuple[Step, ...], others: tuple[Step, ...]) -> tuple[Step, ...]:
    """Day six beside the other steps, with one main step among them all."""
    if any(step.is_main for step in of_day_six):
        return (*of_day_six, *(replace(step, is_main=False) for step in others))
    return (*others[:1], *of_day_six, *others[1:])


def _lies_ahead(transition: Transition, state: str) -> bool:
    """True when the case, in this state, has not passed every state that the step is for. What only comes after the
    governors' refusal is no outlook yet."""
    order = [each.code for each in STATES]
    places = [order.index(code) for code in transition.from_states]
    return max(places) > order.index(state) and min(places) <= order.index(DECLINED)


def _with_main(shown: list[Step], facts: Facts) -> Iterator[Step]:
    """The first possible step that leads on is the main one; cancelling, listing or opening again never is."""
    behind = {"exclusion_cancel", "exclusion_reopen", *review_pages_behind(facts)}
    if facts.exclusion.governors_meeting_on and facts.governors_told_on:
        behind.add("exclusion_governors_listed")
    addresses = {reverse(url_name, args=[facts.case.reference]) for url_name in behind}
    main = next((step for step in shown if step.address and step.address not in addresses), None)
    for step in shown:
        yield replace(step, is_main=step is main)


def _the_exclusion(facts: Facts) -> Group:
    exclusion = facts.exclusion
    session = "after the afternoon session began" if exclusion.pm_began else "before the afternoon session"
    rows = [
        Row("Excluded from", f"{spelled(exclusion.excluded_on)}, {session}"),
        *decision_rows(facts, f"{HOME_NOT_CHECKED} Until then day six is taken to be ours."),
    ]
    correct = change_link("exclusion_correct", facts, "Correct")
    return Group("The exclusion", tuple(rows), *correct, mistake_link(facts))


def _who_was_told(facts: Facts) -> Group:
    """Everybody who must be told of this exclusion, with the day, or in words what is missing."""
    exclusion = facts.exclusion
    owed = {
        Recipient.COUNCIL: True,
        Recipient.PARENTS: True,
        Recipient.GOVERNORS: True,
        Recipient.HOME_AUTHORITY: not facts.lives_here and telling_of(facts).told_by_us_on is None,
        Recipient.SOCIAL_WORKER: exclusion.has_social_worker_then,
        Recipient.VIRTUAL_SCHOOL_HEAD: exclusion.is_looked_after_then,
    }
    return Group(
        "Who was told",
        tuple(told_rows(facts, owed, _note_that_went(facts))),
        *change_link("exclusion_told", facts, "Record who was told"),
    )


def _note_that_went(facts: Facts) -> dict[str, str]:
    """A note that went to the governors is not taken for their being told: that is for the officer to say, since their
    clock runs from it."""
    sent_on = None if facts.governors_told_on else first_sent_on(facts.case, NOTE_TO_GOVERNORS)
    if sent_on is None:
        return {}
    words = f"Our note to the governors went on {spelled(sent_on)}. Record the day on which they were told."
    return {Recipient.GOVERNORS: words}


# Fields of the step forms and the columns that they change; a field of the decision has its column's name.
DECISION_COLUMNS = {
    name: name
    for name in ("decided_on", "excluded_on", "exam_on", "first_on", "last_on", "returned_on", "reintegration_met_on")
}
STEP_COLUMNS = {
    "meeting_on": "governors_meeting_on",
    "decision": "governors_decision",
    "decided_on": "governors_decided_on",
    "reinstate_on": "reinstated_on",
    "notice_sent_on": "refusal_notice_sent_on",
    "notice_method": "refusal_notice_method",
    "cancelled_on": "cancelled_on",
    "reason": "cancellation_reason",
}
