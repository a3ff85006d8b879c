"""What a cancelling brings, for both kinds: whom the school must tell, the offer of a meeting, the termly count; and
what is shown of a case that was recorded by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.urls import reverse

from cases.kinds import Group, Row, Step
from components.words import lower_first
from exclusions.facts import CaseFacts, GovernedFacts
from exclusions.gathering import step_of
from exclusions.kind_code import SUSPENSION
from exclusions.leaving.records import cancellation_notice_of, leaving_of
from exclusions.models import CancellationNotice
from exclusions.policies import MISTAKE
from exclusions.rows import spelled
from exclusions.states import AFTER_THE_ROLL, CANCELLED, CLOSED

_LABEL = "Record who was told of it"


def cancelled_group(facts: GovernedFacts, days_lost: str, *last: Row) -> Group:
    """Why and when, the days that stay lost, and for each who must be told the day, or what is missing."""
    decision = facts.decision
    rows = (
        Row("Cancelled on", spelled(decision.cancelled_on)),
        Row("Why", decision.get_cancellation_reason_display()),
        Row("Days lost, which still count", days_lost),
        *_told(facts),
        *last,
    )
    return Group("Cancelled", rows, _address(facts), _LABEL, (_link("cancellation_corrected", facts),))


def mistake_link(facts: GovernedFacts) -> tuple[tuple[str, str], ...]:
    """The page on which a case is closed that should never have been recorded, beside the facts of the decision: from
    every state but the ends from which it is not."""
    ends = {CANCELLED, *((CLOSED,) if facts.case.kind == SUSPENSION else ())}
    return (_link(MISTAKE, facts),) if facts.case.state in step_of(MISTAKE, facts).from_states | ends else ()


def _link(step: str, facts: GovernedFacts) -> tuple[str, str]:
    row = step_of(step, facts)
    return reverse(row.url_name, args=[facts.case.reference]), row.label


def mistake_group(facts: GovernedFacts) -> Group:
    """When it was said, and that the case counts nowhere; why is in the note of that day."""
    rows = (
        Row("Closed on", spelled(facts.case.closed_on)),
        Row("Why", "In the note of that day"),
        Row("Days lost", "None: what never was counts nowhere"),
    )
    return Group("Recorded by mistake", rows)


def what_stays(facts: GovernedFacts) -> str:
    """What such a case has changed in the child's record, which closing it does not put right."""
    if facts.case.kind == SUSPENSION:
        return ""
    leaving, school = leaving_of(facts.case), facts.case.school
    stays = []
    if facts.case.state in AFTER_THE_ROLL:
        stays.append(f"the last day on the roll of {school}")
    if leaving.next_school.admitted_on:
        stays.append(f"the admission to {leaving.next_school.school}: take it back first if it never was")
    return f"The child’s record keeps what this case changed: {'; '.join(stays)}. Check it." if stays else ""


def asks_nothing(group: Group) -> Group:
    """The group as it was, without what was missing in it."""
    return replace(group, rows=tuple(replace(row, needs="") for row in group.rows))


def _address(facts: CaseFacts) -> str:
    return reverse("exclusion_cancellation_told", args=[facts.case.reference])


def cancelled_steps(facts: CaseFacts) -> Iterator[Step]:
    """What a cancelled case still asks for: the case is closed, and the school's telling is recorded all the same."""
    notice = cancellation_notice_of(facts.case)
    if notice.meeting_offered_on is None or any(is_owed and not day for _, day, is_owed in _owed(notice, facts)):
        yield Step(_LABEL, _address(facts), is_main=True)


def _owed(notice: CancellationNotice, facts: CaseFacts) -> tuple[tuple[str, date | None, bool], ...]:
    """Everybody who may be told of the cancelling, the day, and whether they must be."""
    decision = facts.decision
    return (
        ("Parents", notice.parents_told_on, True),
        ("Governing board", notice.governors_told_on, True),
        ("Council", notice.council_told_on, True),
        ("Social worker", notice.social_worker_told_on, decision.has_social_worker_then),
        ("Virtual school head", notice.virtual_school_head_told_on, decision.is_looked_after_then),
    )


def _told(facts: CaseFacts) -> Iterator[Row]:
    notice = cancellation_notice_of(facts.case)
    owed = _owed(notice, facts)
    for who, told_on, is_owed in owed:
        if told_on or is_owed:
            yield Row(f"{who} told of the cancelling", spelled(told_on))
    missing = [lower_first(who) for who, told_on, is_owed in owed if is_owed and not told_on]
    if missing:
        words = f"The school tells them in writing, with reasons, without delay: {', '.join(missing)}."
        yield Row("Still to be told", f"{len(missing)} of {sum(is_owed for _, _, is_owed in owed)}", needs=words)
    offered = notice.meeting_offered_on
    needs = "" if offered else "The school offers the parents a meeting without delay."
    yield Row("Meeting offered to the parents", spelled(offered), needs=needs)
    counted = notice.counted_to_governors_on
    yield Row(
        "Counted for the governors",
        f"In the report of {spelled(counted)}" if counted else "The school reports the number once a term",
    )
