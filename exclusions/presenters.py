"""What the case page shows of an exclusion: values in words, and what is missing, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.urls import reverse

from accounts.models import User
from cases.kinds import Group, Presentation, Row, Step, Transition
from cases.models import Case, Deadline
from components.forms import GovukForm
from components.words import spelled_date
from exclusions.facts import Facts, Recipient, gather
from exclusions.models import Exclusion, GovernorsDecision
from exclusions.policies import reasons_against, sessions_lost
from exclusions.queries import deadlines_by_code
from exclusions.reasons import Reason
from exclusions.states import (
    BEFORE_GOVERNORS,
    CANCELLED,
    DAY_SIX_STATES,
    FUNDING_STATES,
    NEXT_SCHOOL_STATES,
    STATES,
    TRANSITIONS,
)

_DAY_SIX = {state.code: state.label for state in DAY_SIX_STATES}
_FUNDING = {state.code: state.label for state in FUNDING_STATES}
_NEXT_SCHOOL = {state.code: state.label for state in NEXT_SCHOOL_STATES}


def present(case: Case, user: User, as_of: date) -> Presentation:
    """The groups, steps and lozenges of a permanent exclusion, for the kernel's case page."""
    facts = gather(case)
    deadlines = deadlines_by_code(case)
    if facts.case.state == CANCELLED:
        return Presentation(groups=_of_cancelled(facts, deadlines), lozenges=_lozenges(facts))
    return Presentation(
        groups=(
            _the_exclusion(facts),
            _who_was_told(facts),
            _day_six(facts, deadlines),
            _governors(facts, deadlines),
            _review(facts, deadlines),
            _off_roll(facts, deadlines),
            _money(facts),
        ),
        steps=steps(facts, as_of),
        lozenges=_lozenges(facts),
    )


def _of_cancelled(facts: Facts, deadlines: dict[str, Deadline]) -> tuple[Group, ...]:
    """A cancelled exclusion as it was: nothing is asked for any more but what the cancelling itself brings."""
    asked_nothing = tuple(
        replace(group, rows=tuple(replace(row, needs="") for row in group.rows))
        for group in (_the_exclusion(facts), _who_was_told(facts))
    )
    lost = sessions_lost(facts, facts.exclusion.cancelled_on) if facts.exclusion.cancelled_on else None
    rows = (
        Row("Why", facts.exclusion.get_cancellation_reason_display()),
        Row("Days lost, which still count", _days(lost)),
        Row(
            "Who must be told",
            "The school tells the parents, the governors, the council, the social worker and the virtual school head "
            "in writing, with reasons, without delay.",
        ),
        _date_row("Equality Act claim until", deadlines.get("exclusions.equality_claim")),
    )
    return (*asked_nothing, Group("Cancelled", rows))


def _days(sessions: int | None) -> str:
    if sessions is None:
        return "Not known: the calendar does not say"
    return f"{sessions // 2}{' and a half' if sessions % 2 else ''}"


def steps(facts: Facts, as_of: date) -> tuple[Step, ...]:
    """The steps of the table that this case may still come to: possible ones with their page, the rest with reasons."""
    shown = []
    for transition in TRANSITIONS:
        # What keeps the state stands as a Change link at its group.
        if not transition.url_name or not transition.to_states:
            continue
        reasons = reasons_against(transition.code, facts, as_of)
        address = "" if reasons else reverse(transition.url_name, args=[facts.case.reference])
        if address or (facts.case.state in BEFORE_GOVERNORS and _lies_ahead(transition, facts.case.state)):
            shown.append(Step(transition.label, address, tuple(reasons)))
    return tuple(_with_main(shown, facts))


def _lies_ahead(transition: Transition, state: str) -> bool:
    """True when the case, in this state, has not passed every state that the step is for."""
    order = [each.code for each in STATES]
    return max(order.index(code) for code in transition.from_states) > order.index(state)


def _with_main(shown: list[Step], facts: Facts) -> Iterator[Step]:
    """The first possible step that leads on is the main one; cancelling, or listing again, never is."""
    behind = {"exclusion_cancel"}
    if facts.exclusion.governors_meeting_on and facts.governors_told_on:
        behind.add("exclusion_governors_listed")
    addresses = {reverse(url_name, args=[facts.case.reference]) for url_name in behind}
    main = next((step for step in shown if step.address and step.address not in addresses), None)
    for step in shown:
        yield replace(step, is_main=step is main)


def _lozenges(facts: Facts) -> tuple[str, ...]:
    exclusion = facts.exclusion
    marks = {
        "Looked after": exclusion.is_looked_after_then,
        "EHC plan": exclusion.has_plan_then,
        "Social worker": exclusion.has_social_worker_then,
        "Would miss an exam": exclusion.misses_exam,
        "Lives in another authority": not facts.lives_here,
    }
    return tuple(label for label, holds in marks.items() if holds)


def _day(day: date | None) -> str:
    return spelled_date(day) if day else ""


def _date_row(label: str, deadline: Deadline | None, *, missing: str = "") -> Row:
    """A deadline as a row: its date with the link to the count, or what will start it."""
    if deadline is None:
        return Row(label, needs=missing)
    address = reverse("deadline", args=[deadline.uuid])
    if deadline.due_on is None:
        return Row(label, value=deadline.explanation, explain_url="" if not deadline.outcome else address)
    return Row(label, value=_day(deadline.due_on), explain_url=address)


def _the_exclusion(facts: Facts) -> Group:
    exclusion = facts.exclusion
    session = "after the afternoon session began" if exclusion.pm_began else "before the afternoon session"
    rows = [
        Row("Excluded from", f"{_day(exclusion.excluded_on)}, {session}"),
        Row("Decided on", _day(exclusion.decided_on)),
        Row("Reasons", "; ".join(Reason(code).label for code in exclusion.reasons)),
        Row("School", facts.case.school.name),
        Row(
            "Home authority",
            str(exclusion.home_authority or ""),
            needs="" if exclusion.home_authority else "Not checked yet. Day six is taken to be ours.",
        ),
    ]
    if exclusion.misses_exam:
        rows.append(Row("Would miss an exam on", _day(exclusion.exam_on)))
    if exclusion.cancelled_on:
        rows.append(Row("Cancelled on", _day(exclusion.cancelled_on)))
    return Group("The exclusion", tuple(rows), *_change("exclusion_correct", facts, "Correct"))


_MUST_BE_TOLD = {
    Recipient.PARENTS: "The parents have not been told. They must have it in writing without delay.",
    Recipient.GOVERNORS: "Governors have not been told. Tell them without delay.",
    Recipient.HOME_AUTHORITY: "The home authority has not been told. Tell it without delay.",
    Recipient.SOCIAL_WORKER: "The social worker has not been told. Tell them without delay.",
    Recipient.VIRTUAL_SCHOOL_HEAD: "The virtual school head has not been told. Tell them without delay.",
}


def _who_was_told(facts: Facts) -> Group:
    """Everybody who must be told of this exclusion, with the day, or in words what is missing."""
    exclusion = facts.exclusion
    owed = {
        Recipient.COUNCIL: True,
        Recipient.PARENTS: True,
        Recipient.GOVERNORS: True,
        Recipient.HOME_AUTHORITY: not facts.lives_here,
        Recipient.SOCIAL_WORKER: exclusion.has_social_worker_then,
        Recipient.VIRTUAL_SCHOOL_HEAD: exclusion.is_looked_after_then,
    }
    rows = []
    for recipient, is_owed in owed.items():
        told_on = facts.told.get(recipient)
        if told_on or is_owed:
            needs = "" if told_on else _MUST_BE_TOLD.get(recipient, "")
            rows.append(Row(Recipient(recipient).label, _day(told_on), needs=needs))
    return Group("Who was told", tuple(rows), *_change("exclusion_told", facts, "Record who was told"))


def _change(url_name: str, facts: Facts, label: str) -> tuple[str, str]:
    """The Change link of a group while its step is in the table for this state; no link otherwise."""
    step = next(each for each in TRANSITIONS if each.url_name == url_name)
    if facts.case.state not in step.from_states:
        return "", label
    return reverse(url_name, args=[facts.case.reference]), label


def _day_six(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    exclusion = facts.exclusion
    deadline = deadlines.get("exclusions.sixth_day")
    is_to_book = exclusion.day_six_state == "to_book"
    rows = [
        Row(
            "Provision",
            _DAY_SIX[exclusion.day_six_state],
            needs="No provider is booked." if is_to_book else "",
        )
    ]
    if deadline is not None:
        rows.append(_date_row("Must start by", deadline))
        rows.append(Row("Whose duty", str(deadline.get_duty_owner_display())))
    looked_after = deadlines.get("exclusions.looked_after_provision")
    if looked_after is not None:
        rows.append(_date_row("Looked after: should start by", looked_after))
    days = facts.ask(
        "exclusions.public_place_days",
        excluded_on=exclusion.excluded_on,
        pm_began=exclusion.pm_began,
        compulsory_age=facts.is_of_compulsory_age,
    )
    if days.value:
        rows.append(Row("Days not to be in a public place", ", ".join(_day(_as_date(day)) for day in days.value)))
    return Group("Day six", tuple(rows))


def _as_date(day: object) -> date:
    return day if isinstance(day, date) else date.fromisoformat(str(day))


def _governors(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    exclusion = facts.exclusion
    rows = [_date_row("Must meet by", deadlines.get("exclusions.governors_meet"))]
    if "exclusions.exam_meeting" in deadlines:
        rows.append(_date_row("Before the exam, by", deadlines["exclusions.exam_meeting"]))
    if exclusion.governors_decided_on is None:
        listed = exclusion.governors_meeting_on
        needs = "" if listed else "The meeting is not listed yet."
        rows.append(Row("Meeting on", _day(listed), needs=needs))
        rows.append(_date_row("Papers sent by", deadlines.get("exclusions.governors_papers")))
    else:
        decision = GovernorsDecision(exclusion.governors_decision).label
        rows.append(Row("Decision", f"{decision}, on {_day(exclusion.governors_decided_on)}"))
    if exclusion.reinstated_on:
        rows.append(Row("Back in school from", _day(exclusion.reinstated_on)))
    return Group("Governors", tuple(rows), *_change("exclusion_governors_listed", facts, "List the meeting"))


def _review(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    exclusion = facts.exclusion
    if exclusion.governors_decision != GovernorsDecision.DECLINE:
        rows = [Row("Review", "Only if the governors decline to reinstate.")]
    else:
        sent_on = exclusion.refusal_notice_sent_on
        how = f", {exclusion.get_refusal_notice_method_display().lower()}" if sent_on else ""
        needs = "" if sent_on else "The governors’ written decision is not recorded as sent."
        rows = [
            Row("Written decision sent", f"{_day(sent_on)}{how}", needs=needs),
            _date_row("Parents may ask for a review until", deadlines.get("exclusions.review_application")),
        ]
    rows.append(_date_row("Equality Act claim until", deadlines.get("exclusions.equality_claim")))
    return Group("Review", tuple(rows), *_change("exclusion_refusal_notice", facts, "Record the written decision"))


def _off_roll(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    rows = [Row("Next school", _NEXT_SCHOOL[facts.exclusion.next_school_state])]
    if "exclusions.roll_deletion" in deadlines:
        rows.append(_date_row("May leave the roll from", deadlines["exclusions.roll_deletion"]))
    else:
        rows.append(Row("Roll", "The child stays on the school’s roll."))
    return Group("Off roll and next school", tuple(rows))


def _money(facts: Facts) -> Group:
    return Group("Money", (Row("Funding", _FUNDING[facts.exclusion.funding_state]),))


# Fields of the step forms and the columns that they change.
_COLUMNS = {
    "meeting_on": "governors_meeting_on",
    "decision": "governors_decision",
    "decided_on": "governors_decided_on",
    "reinstate_on": "reinstated_on",
    "notice_sent_on": "refusal_notice_sent_on",
    "notice_method": "refusal_notice_method",
    "cancelled_on": "cancelled_on",
    "reason": "cancellation_reason",
}


def stale_rows(form: GovukForm, exclusion: Exclusion) -> list[dict[str, str]]:
    """After a stale edit: for each field, what was typed and what stands now. Empty when nothing is stale."""
    if not hasattr(form, "stale"):
        return []
    return [
        {
            "label": str(form.fields[name].label),
            "yours": _in_words(typed),
            "theirs": _in_words(getattr(exclusion, _COLUMNS[name])) if name in _COLUMNS else "See the case page",
        }
        for name, typed in form.cleaned_data.items()
        if name in form.fields
    ]


def _in_words(value: object) -> str:
    if isinstance(value, date):
        return spelled_date(value)
    return str(value).replace("_", " ") if value else "Nothing"
