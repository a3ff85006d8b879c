"""The web form “Suspension or permanent exclusion” as a school fills it in, and as it is received."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.models import Child
from exclusions.school_form.notice import Content
from exclusions.webforms import FORM
from portal.models import Submission, SubmissionStatus
from schools.models import School
from tests.factories.people import make_school_user

LONDON = ZoneInfo("Europe/London")
X1 = date(2026, 9, 15)
_numbers = itertools.count(201)


def _pupil(child: Child) -> dict[str, Any]:
    return {
        "child": str(child.uuid),
        "given_names": child.given_names,
        "surname": child.surname,
        "born_on": child.born_on.isoformat(),
        "upn": child.upn,
        "year_group": "9",
    }


def _common(child: Child, told: dict[str, str] | None, more: dict[str, Any]) -> dict[str, Any]:
    return {
        "pupil": _pupil(child),
        "reasons": {"reasons": ["DB"]},
        "exams": {"misses_exam": "no", "exam_on": None, "has_finished_exams": "no"},
        "told": told or {},
        "notice": {"contents": list(Content.values)},
        "documents": {"notice_files": ["notice.pdf"]},
        **more,
    }


def permanent(
    child: Child,
    *,
    decided_on: date = X1,
    excluded_on: date = X1,
    pm_began: str = "no",
    told: dict[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Answers for a permanent exclusion: X1, or another."""
    return {
        "what": {"kind": "permanent_exclusion"},
        "start": {
            "decided_on": decided_on.isoformat(),
            "excluded_on": excluded_on.isoformat(),
            "pm_began": pm_began,
        },
        **_common(child, told, more),
    }


def suspension(
    child: Child,
    first_on: date,
    last_on: date | None = None,
    *,
    first: str = "am",
    last: str = "pm",
    lunchtimes: bool = False,
    told: dict[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Answers for a suspension; of one day when only the first is given."""
    return {
        "what": {"kind": "suspension"},
        "dates": {
            "decided_on": first_on.isoformat(),
            "is_lunchtime_only": "yes" if lunchtimes else "no",
            "first_on": first_on.isoformat(),
            "first_session": "" if lunchtimes else first,
            "last_on": (last_on or first_on).isoformat(),
            "last_session": "" if lunchtimes else last,
        },
        **_common(child, told, more),
    }


def receive(
    school: School,
    payload: dict[str, Any],
    received_on: date,
    *,
    corrects: Submission | None = None,
    status: str = "",
    **accepted: Any,
) -> Submission:
    """What the school sent, as it is kept; perhaps with a status row beside “received”."""
    at = datetime(received_on.year, received_on.month, received_on.day, 10, tzinfo=LONDON)
    user = make_school_user(school)
    number = next(_numbers)
    submission = Submission.objects.create(
        reference=f"{corrects.reference}-C{number}" if corrects else f"EX-S-2026-{number:04d}",
        form=FORM.code,
        kind=FORM.kind_of(payload),
        part=Submission.Part.CORRECTION if corrects else Submission.Part.ORIGINAL,
        school=school,
        answers_to=corrects,
        payload=payload,
        payload_sha256="0" * 64,
        received_on=received_on,
        received_at=at,
        by=user,
    )
    SubmissionStatus.objects.create(submission=submission, status="received", at=at, by=user)
    if status:
        SubmissionStatus.objects.create(submission=submission, status=status, at=at, by=user, **accepted)
    return submission
