"""The letter to a school whose notice of a direction off site lacks something, or has not gone to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cases.disclosure import Audience, Disclosure
from cases.letter_kinds import Content, LetterKind, Missing, register_letter_kind
from cases.models import Case
from cases.presenters.words import full_date
from exclusions.kind_code import OFFSITE_DIRECTION
from exclusions.models import NoticeItem
from exclusions.offsite.clocks import NOTICE
from exclusions.offsite.facts import LOCAL_AUTHORITY, PUPIL, DirectionFacts, gather_direction
from exclusions.offsite.states import OPEN_STATES
from exclusions.queries import deadlines_by_code

INCOMPLETE_NOTICE = "exclusions.direction_incomplete_notice"


@dataclass(frozen=True)
class IncompleteNotice:
    """What the letter says: what the notice lacks, and who has not had it."""

    first_on: str
    sent: str
    send_by: str
    is_to_pupil: bool
    lacks: tuple[str, ...]
    authority_is_missing: bool


def gather_incomplete_notice(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """What is wrong with the notice as it is recorded."""
    facts = gather_direction(case)
    direction, deadline = facts.direction, deadlines_by_code(case).get(NOTICE)
    labels = dict(NoticeItem.choices)
    values = IncompleteNotice(
        first_on=full_date(direction.first_on),
        sent=full_date(direction.notice_sent_on),
        send_by=full_date(deadline.due_on if deadline else None),
        is_to_pupil=PUPIL in facts.recipients,
        lacks=tuple(str(labels[code]).lower() for code in facts.missing_items) if direction.notice_sent_on else (),
        authority_is_missing=LOCAL_AUTHORITY in facts.recipients and direction.authority_notice_sent_on is None,
    )
    dates = {}
    if deadline is not None and deadline.due_on is not None:
        dates["notice"] = {
            "due_on": deadline.due_on.isoformat(),
            "rule": deadline.rule,
            "version": deadline.rule_version,
        }
    return Content(values, tuple(_missing(facts, values)), facts={"direction": direction.pk, "dates": dates})


def _missing(facts: DirectionFacts, values: IncompleteNotice) -> list[Missing]:
    case, direction = facts.case, facts.direction
    if case.state not in OPEN_STATES:
        return [Missing("A direction that still stands: this one is over.")]
    if not facts.binds_on(direction.first_on):
        return [Missing("The regulations did not bind the school on the first day, so it owed no such notice.")]
    if direction.notice_sent_on and not values.lacks and not values.authority_is_missing:
        return [Missing("Something to ask for: the notice gives all that it must, and went to everybody.")]
    if facts.is_unsettled_on(direction.first_on):
        page = reverse("direction_settle", args=[case.reference])
        return [Missing("Whether the regulations bind this direction.", page, "Settle it")]
    return []


KIND = LetterKind(
    code=INCOMPLETE_NOTICE,
    label="Incomplete notice of a direction",
    description="Tells the school what its notice of the direction lacks, or that it has not gone, and asks for it.",
    title="Direction off site: the notice",
    case_kinds=frozenset({OFFSITE_DIRECTION}),
    audiences=(Audience.SCHOOL,),
    template="letters/exclusions_direction_incomplete_notice.html",
    gather=gather_incomplete_notice,
)


def register() -> None:
    """Called once, when the app is ready."""
    register_letter_kind(KIND)
