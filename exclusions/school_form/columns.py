"""The form “Suspension or permanent exclusion” as columns of a file and fields of the API."""

from __future__ import annotations

from django.db.models import Q

from exclusions.reasons import Reason
from exclusions.school_form.doubts import NO_NOTICE_FILE
from exclusions.school_form.notice import Content
from exclusions.school_form.reading import (
    CIRCUMSTANCES,
    CONTACT,
    EXAMS,
    NOTICE,
    REASONS,
    SPAN,
    START,
    TOLD,
    WHAT,
    WORK,
    Reported,
    read,
)
from portal.columns import Column, Columns
from portal.webforms import PUPIL, Payload

_ONLY_PERMANENT = "For a permanent exclusion only."
_ONLY_SUSPENSION = "For a suspension only."
_IF_NOT_YET = "Empty if it has not happened yet."

_PUPIL = (
    Column("UPN", ((PUPIL, "upn"),), "Finds the pupil on your roll. Leave it empty if you do not know it.", ""),
    Column("given names", ((PUPIL, "given_names"),), "As on your roll.", "Amira", is_needed=True),
    Column("surname", ((PUPIL, "surname"),), "As on your roll.", "Example", is_needed=True),
    Column("date of birth", ((PUPIL, "born_on"),), "", "14/03/2013", is_needed=True),
    Column("year group", ((PUPIL, "year_group"),), "Taken from your roll where the pupil is on it.", "9"),
)
_DATES = (
    Column("what was decided", ((WHAT, "kind"),), "", "suspension", is_needed=True),
    Column(
        "decided on",
        ((SPAN, "decided_on"), (START, "decided_on")),
        "The day on which the head teacher decided.",
        "09/11/2026",
        is_needed=True,
    ),
    Column("lunchtimes only", ((SPAN, "is_lunchtime_only"),), f"{_ONLY_SUSPENSION} Empty means no.", "no"),
    Column(
        "first day",
        ((SPAN, "first_on"), (START, "excluded_on")),
        "The day of the first session that the pupil misses; of a permanent exclusion, the day on which it starts.",
        "09/11/2026",
        is_needed=True,
    ),
    Column("first session missed", ((SPAN, "first_session"),), f"{_ONLY_SUSPENSION} Empty for lunchtimes.", "am"),
    Column("last day", ((SPAN, "last_on"),), _ONLY_SUSPENSION, "10/11/2026"),
    Column("last session missed", ((SPAN, "last_session"),), f"{_ONLY_SUSPENSION} Empty for lunchtimes.", "pm"),
    Column(
        "afternoon school had begun",
        ((START, "pm_began"),),
        f"{_ONLY_PERMANENT} Yes when it starts after afternoon school began, or outside school hours.",
        "",
        values={"yes": "Yes", "no": "No"},
    ),
)
_REASONS_AND_EXAMS = (
    Column(
        "reasons",
        ((REASONS, "reasons"),),
        "One to three codes with a space between them.",
        "DB",
        is_needed=True,
        values={str(code): str(label) for code, label in Reason.choices},
    ),
    Column(
        "misses an exam",
        ((EXAMS, "misses_exam"),),
        "A public exam or a National Curriculum test.",
        "no",
        is_needed=True,
    ),
    Column("exam on", ((EXAMS, "exam_on"),), "The first of them. Empty when none is missed."),
    Column(
        "has finished exams",
        ((EXAMS, "has_finished_exams"),),
        f"{_ONLY_PERMANENT} Of Year 11, or where the year group is not known: all public exams are finished.",
    ),
)
_PUPILS_CIRCUMSTANCES = (
    Column("looked after", ((CIRCUMSTANCES, "is_looked_after"),), "", "no", is_needed=True),
    Column("has a social worker", ((CIRCUMSTANCES, "has_social_worker"),), "", "no", is_needed=True),
    Column("has an EHC plan", ((CIRCUMSTANCES, "has_plan"),), "", "no", is_needed=True),
    Column("special educational needs", ((CIRCUMSTANCES, "sen_status"),), "", "N", is_needed=True),
)
_TOLD = (
    Column("parents told on", ((TOLD, "parents_told_on"),), _IF_NOT_YET, "09/11/2026"),
    Column("governors told on", ((TOLD, "governors_told_on"),), _IF_NOT_YET),
    Column("social worker told on", ((TOLD, "social_worker_told_on"),), _IF_NOT_YET),
    Column("virtual school head told on", ((TOLD, "virtual_school_head_told_on"),), _IF_NOT_YET),
    Column(
        "home council told on",
        ((TOLD, "home_authority_told_on"),),
        f"{_ONLY_PERMANENT} The council of the area where the pupil lives, if it is another one.",
    ),
    Column(
        "notice says",
        ((NOTICE, "contents"),),
        "What the notice to the parents says: codes with a space between them, or “all” for everything that this "
        "notice must say.",
        "all",
        values={str(code): str(label) for code, label in Content.choices},
    ),
)
_REST = (
    Column("work is set", ((WORK, "sets_work"),), "For the first five school days.", "yes", is_needed=True),
    Column("education from day six", ((WORK, "provision"),), "Where, from when, at what times, if you know it."),
    Column("contact name", ((CONTACT, "contact_name"),), "Whom we can ask.", "Helena Whitcombe", is_needed=True),
    Column("contact telephone", ((CONTACT, "contact_telephone"),), "", "01632 960001", is_needed=True),
    Column("anything else", ((CONTACT, "anything_else"),), "Name no other pupil here."),
)


def same_event(payload: Payload) -> Q:
    """What is about the same decision: the same first and last session, or the same start of a permanent exclusion."""
    step, names = _what_says_when(read(payload))
    answers = payload.get(step, {})
    same = {f"payload__{step}__{name}": answers.get(name) for name in names}
    return Q(payload__what__kind=payload.get(WHAT, {}).get("kind"), **same)


def _what_says_when(reported: Reported) -> tuple[str, tuple[str, ...]]:
    if reported.is_permanent:
        return START, ("excluded_on",)
    days = ("first_on", "last_on", "is_lunchtime_only")
    if reported.span and reported.span.is_lunchtime_only:
        return SPAN, days
    return SPAN, (*days, "first_session", "last_session")


COLUMNS = Columns(
    path="exclusions",
    columns=(*_PUPIL, *_DATES, *_REASONS_AND_EXAMS, *_PUPILS_CIRCUMSTANCES, *_TOLD, *_REST),
    same_event=same_event,
    always_asked={
        NO_NOTICE_FILE: (
            "No documents can be sent so, and the council asks for a copy of the notice to the parents. Confirm it, "
            "and add the copy afterwards: open the form under “Sent” on your school’s home, and correct it."
        )
    },
)
