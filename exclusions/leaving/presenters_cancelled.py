"""What a cancelling brings, for both kinds: whom the school must tell, the offer of a meeting, the termly count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from cases.kinds import Group, Row
from components.words import lower_first
from exclusions.facts import CaseFacts
from exclusions.leaving.records import cancellation_notice_of
from exclusions.rows import spelled


def cancelled_group(facts: CaseFacts, days_lost: str, *last: Row) -> Group:
    """Why and when, the days that stay lost, and for each who must be told the day, or what is missing."""
    decision = facts.decision
    rows = (
        Row("Cancelled on", spelled(decision.cancelled_on)),
        Row("Why", decision.get_cancellation_reason_display()),
        Row("Days lost, which still count", days_lost),
        *_told(facts),
        *last,
    )
    address = reverse("exclusion_cancellation_told", args=[facts.case.reference])
    return Group("Cancelled", rows, address, "Record who was told of it")


def _told(facts: CaseFacts) -> Iterator[Row]:
    notice, decision = cancellation_notice_of(facts.case), facts.decision
    owed: tuple[tuple[str, date | None, bool], ...] = (
        ("Parents", notice.parents_told_on, True),
        ("Governing board", notice.governors_told_on, True),
        ("Council", notice.council_told_on, True),
        ("Social worker", notice.social_worker_told_on, decision.has_social_worker_then),
        ("Virtual school head", notice.virtual_school_head_told_on, decision.is_looked_after_then),
    )
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
