"""What a school reported, read from the answers of the form.

Answers may be from an earlier version of the form, or from one that is only half filled in: what is missing or cannot
be read is empty here, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.models import SpecialEducationalNeeds
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import Notification, SchoolSession
from exclusions.reasons import Reason
from exclusions.school_form.notice import Content
from exclusions.suspensions.counting import Span
from portal.webforms import PUPIL, Payload

Recipient = Notification.Recipient

# Codes of the pages.
WHAT, START, SPAN, REASONS, EXAMS, TOLD = "what", "start", "dates", "reasons", "exams", "told"
NOTICE, DOCUMENTS, WORK, CIRCUMSTANCES, CONTACT = "notice", "documents", "work", "circumstances", "contact"

TOLD_RECIPIENTS = (
    Recipient.PARENTS,
    Recipient.GOVERNORS,
    Recipient.SOCIAL_WORKER,
    Recipient.VIRTUAL_SCHOOL_HEAD,
)
# Of a permanent exclusion alone (law pack, exclusions §2 notify_home_la).
TOLD_OF_PERMANENT = (*TOLD_RECIPIENTS, Recipient.HOME_AUTHORITY)
# The school may say that it does not know.
CIRCUMSTANCES_ASKED = ("is_looked_after", "has_social_worker", "has_plan")


@dataclass(frozen=True)
class Reported:
    """A suspension or a permanent exclusion as a school reported it, as far as it did."""

    kind: str = ""
    decided_on: date | None = None
    excluded_on: date | None = None
    pm_began: bool | None = None
    span: Span | None = None
    reasons: tuple[str, ...] = ()
    misses_exam: bool = False
    exam_on: date | None = None
    has_finished_exams: bool = False
    told: Mapping[str, date] = field(default_factory=dict)
    contents: frozenset[str] = frozenset()
    circumstances: Mapping[str, bool] = field(default_factory=dict)
    sen_status: str = ""
    born_on: date | None = None
    has_notice_file: bool = False

    @property
    def is_permanent(self) -> bool:
        """True for a permanent exclusion."""
        return self.kind == PERMANENT_EXCLUSION

    @property
    def starts_on(self) -> date | None:
        """The first day."""
        if self.is_permanent:
            return self.excluded_on
        return self.span.first_on if self.span else None

    @property
    def days(self) -> tuple[date | bool | Span | None, ...]:
        """All that says from when, and until when."""
        return self.excluded_on, self.pm_began, self.span


def read(payload: Payload) -> Reported:
    """Read the answers of a draft or a submission."""
    what, start, exams = (_answers(payload, step) for step in (WHAT, START, EXAMS))
    kind = what.get("kind")
    is_permanent = kind == PERMANENT_EXCLUSION
    misses_exam = exams.get("misses_exam") == "yes"
    dates = start if is_permanent else _answers(payload, SPAN)
    circumstances = _answers(payload, CIRCUMSTANCES)
    sen_status = circumstances.get("sen_status")
    return Reported(
        kind=kind if kind in (PERMANENT_EXCLUSION, SUSPENSION) else "",
        decided_on=_day(dates.get("decided_on")),
        excluded_on=_day(start.get("excluded_on")) if is_permanent else None,
        pm_began=_flag(start.get("pm_began")) if is_permanent else None,
        span=None if is_permanent else _span(dates),
        reasons=tuple(_chosen(_answers(payload, REASONS).get("reasons"), Reason.values)),
        misses_exam=misses_exam,
        exam_on=_day(exams.get("exam_on")) if misses_exam else None,
        has_finished_exams=is_permanent and exams.get("has_finished_exams") == "yes",
        told=_told(_answers(payload, TOLD), TOLD_OF_PERMANENT if is_permanent else TOLD_RECIPIENTS),
        contents=frozenset(_chosen(_answers(payload, NOTICE).get("contents"), Content.values)),
        circumstances=_known(circumstances),
        sen_status=sen_status if sen_status in SpecialEducationalNeeds.Status.values else "",
        born_on=_day(_answers(payload, PUPIL).get("born_on")),
        has_notice_file=bool(_answers(payload, DOCUMENTS).get("notice_files")),
    )


def _answers(payload: Payload, step: str) -> Mapping[str, Any]:
    answers = payload.get(step)
    return answers if isinstance(answers, Mapping) else {}


def _day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _flag(value: Any) -> bool | None:
    return {"yes": True, "no": False}.get(value) if isinstance(value, str) else None


def _span(answers: Mapping[str, Any]) -> Span | None:
    first_on, last_on = _day(answers.get("first_on")), _day(answers.get("last_on"))
    if first_on is None or last_on is None:
        return None
    if answers.get("is_lunchtime_only") == "yes":
        return Span(first_on, last_on, is_lunchtime_only=True)
    first, last = answers.get("first_session"), answers.get("last_session")
    if first not in SchoolSession.values or last not in SchoolSession.values:
        return None
    return Span(first_on, last_on, first, last)


def _chosen(value: Any, known: list[str]) -> list[str]:
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, str) and each in known]


def _told(answers: Mapping[str, Any], recipients: Sequence[Recipient]) -> dict[str, date]:
    days = {str(recipient): _day(answers.get(f"{recipient}_told_on")) for recipient in recipients}
    return {recipient: day for recipient, day in days.items() if day is not None}


def _known(answers: Mapping[str, Any]) -> dict[str, bool]:
    flags = {name: _flag(answers.get(name)) for name in CIRCUMSTANCES_ASKED}
    return {name: flag for name, flag in flags.items() if flag is not None}
