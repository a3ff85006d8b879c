"""Rows of the case page that more than one group has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse

from cases.kinds import Row
from cases.models import Deadline
from components.words import spelled_date
from exclusions.facts import CaseFacts, Recipient
from exclusions.models import HeadTeachersDecision
from exclusions.reasons import Reason

_MUST_BE_TOLD = {
    Recipient.PARENTS: "The parents have not been told. They must have it in writing without delay.",
    Recipient.GOVERNORS: "Governors have not been told. Tell them without delay.",
    Recipient.HOME_AUTHORITY: "The home authority has not been told. Tell it without delay.",
    Recipient.SOCIAL_WORKER: "The social worker has not been told. Tell them without delay.",
    Recipient.VIRTUAL_SCHOOL_HEAD: "The virtual school head has not been told. Tell them without delay.",
}

# A need stands in a banner over its card, away from its row, so it names the row and the fix.
HOME_NOT_CHECKED = "Home authority: not checked yet. Check where the child lives."
HOME_NOT_KNOWN = "Home authority: not known yet. Find out where the child lives."


def spelled(day: date | None) -> str:
    """“3 September 2026”; empty without a day."""
    return spelled_date(day) if day else ""


def date_row(label: str, deadline: Deadline | None, *, missing: str = "") -> Row:
    """A deadline as a row: its date with the link to the count, or what will start it."""
    if deadline is None:
        return Row(label, needs=missing)
    address = reverse("deadline", args=[deadline.uuid])
    if deadline.due_on is None:
        return Row(label, value=deadline.explanation, explain_url="" if not deadline.outcome else address)
    return Row(label, value=spelled(deadline.due_on), explain_url=address)


def decision_rows(facts: CaseFacts, unchecked: str = HOME_NOT_CHECKED) -> Iterator[Row]:
    """When it was decided and why, from which school, where the child lives (`unchecked`: what it means
    that this is not known), and the exam that would be missed."""
    decision = facts.decision
    yield Row("Decided on", spelled(decision.decided_on))
    yield Row("Reasons", "; ".join(Reason(code).label for code in decision.reasons))
    yield Row("School", facts.case.school.name)
    yield Row(
        "Home authority",
        str(decision.home_authority or ""),
        needs="" if decision.home_authority else unchecked,
    )
    if decision.misses_exam:
        yield Row("Would miss an exam on", spelled(decision.exam_on))
    if decision.cancelled_on:
        yield Row("Cancelled on", spelled(decision.cancelled_on))


def told_rows(facts: CaseFacts, owed: Mapping[str, bool], instead: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Everybody who was told or, by `owed`, must be: with the day, or in words what is missing (`instead`: other
    words)."""
    words = {**_MUST_BE_TOLD, **(instead or {})}
    for recipient, is_owed in owed.items():
        told_on = facts.told.get(recipient)
        if told_on or is_owed:
            needs = "" if told_on else words.get(recipient, "")
            yield Row(Recipient(recipient).label, spelled(told_on), needs=needs)


def lozenges_of(facts: CaseFacts) -> tuple[str, ...]:
    """What everybody who opens the case must see at once."""
    row = facts.decision
    marks = {
        "Looked after": row.is_looked_after_then,
        "EHC plan": row.has_plan_then,
        "Social worker": row.has_social_worker_then,
        "Would miss an exam": isinstance(row, HeadTeachersDecision) and row.misses_exam,
        "Lives in another authority": not facts.lives_here,
    }
    return tuple(label for label, holds in marks.items() if holds)
