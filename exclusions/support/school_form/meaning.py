"""What the answers mean, shown while the form is filled in, and what is probably a mistake."""

from __future__ import annotations

from collections.abc import Iterator

from cases.models import Case
from components.words import spelled_date
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.support.asked import Asked, objections_to_request
from exclusions.support.codes import SupportKind
from exclusions.support.school_form.pages import is_meeting_offered
from exclusions.support.school_form.reading import (
    ASKING,
    CONCERNS,
    CONSIDERED,
    PARENTS,
    TRIED,
    Request,
    read,
)
from exclusions.support.suspended import suspended_so_far
from portal.webforms import PUPIL, Doubt, FormContext, Meaning, Problem

_NOT_COUNTED = (
    "Suspensions so far are not counted, because the pupil was not chosen from your list. The council counts them."
)
_STEPS = {"concerns": CONCERNS, "asked_for": ASKING, "parents_told_on": PARENTS}


def meaning(context: FormContext) -> Meaning | None:
    """Suspensions so far from the records, and what must be done when a permanent exclusion is considered."""
    if not context.answers(PUPIL):
        return None
    rows, warnings = list(_suspensions(context)), [] if context.child else [_NOT_COUNTED]
    rows += _duties(read(context.payload), context)
    return Meaning("This pupil", rows=rows, warnings=warnings)


def _suspensions(context: FormContext) -> Iterator[tuple[str, str]]:
    if context.child is not None:
        so_far = suspended_so_far(context.child, context.school, context.as_of)
        yield "Suspensions so far", so_far.words()


def _duties(request: Request, context: FormContext) -> Iterator[tuple[str, str]]:
    if not request.asked.is_exclusion_considered:
        return
    for name, label, words in (
        ("has_plan", "For a pupil with an EHC plan", "Ask the council for an interim review of the plan first"),
        ("is_looked_after", "For a looked-after pupil", "Ask the virtual school head for an interim review of the PEP"),
    ):
        if request.circumstances.get(name) is not False:
            yield label, words
    if is_meeting_offered(context):
        yield "Meeting of several services", "The council offers one before a primary pupil is permanently excluded"


def doubts(context: FormContext) -> list[Doubt]:
    """Everything that looks like a mistake in the answers so far."""
    request = read(context.payload)
    return [
        *_about_the_pupil(context),
        *_about_reviews(request),
        *_about_the_meeting(request, context),
        *_about_the_parents(request),
        *_about_what_was_tried(request),
    ]


def _about_the_pupil(context: FormContext) -> Iterator[Doubt]:
    if context.child is None:
        return
    open_cases = Case.objects.filter(
        child=context.child, school=context.school, kind=EXCLUSION_SUPPORT, closed_on__isnull=True
    )
    references = list(
        open_cases.exclude(pk=context.case.pk if context.case else None).values_list("reference", flat=True)
    )
    if references:
        yield Doubt(
            "already_asked",
            PUPIL,
            "Have you asked for this already?",
            f"The council already has a request of yours for this pupil ({', '.join(references)}). Go on if you have "
            "not sent a form for it yet, or if this is a correction.",
        )


def _about_reviews(request: Request) -> Iterator[Doubt]:
    asked = request.asked
    if not asked.is_exclusion_considered:
        return
    if request.circumstances.get("has_plan") and asked.plan_review_asked_on is None:
        yield Doubt(
            "plan_review",
            CONSIDERED,
            "Have you asked for an interim review of the EHC plan?",
            "A permanent exclusion of a pupil with a plan is being considered. Ask the council for an early review of "
            "the plan first. Go on if you will do so without delay.",
        )
    if request.circumstances.get("is_looked_after") and asked.care_review_asked_on is None:
        yield Doubt(
            "care_review",
            CONSIDERED,
            "Have you asked for an interim review of the personal education plan?",
            "A permanent exclusion of a looked-after pupil is being considered. Ask the virtual school head for an "
            "interim review first. Go on if you will do so without delay.",
        )


def _about_the_meeting(request: Request, context: FormContext) -> Iterator[Doubt]:
    wants = SupportKind.MULTI_SERVICE_MEETING in request.asked.asked_for
    if request.asked.asked_for and not wants and is_meeting_offered(context):
        yield Doubt(
            "primary_meeting",
            ASKING,
            "Do you want no meeting of several services?",
            "Before a primary pupil is permanently excluded the council offers one. You have not asked for it.",
        )


def _about_the_parents(request: Request) -> Iterator[Doubt]:
    if request.asked.do_parents_agree is False:
        yield Doubt(
            "parents_disagree",
            PARENTS,
            "Do the parents not agree?",
            "A managed move cannot go on without them. Advice to the school can, and so can a placement: that is your "
            "direction off site, which needs no consent. Other work goes best with them.",
        )


def _about_what_was_tried(request: Request) -> Iterator[Doubt]:
    if request.asked.asked_for and not request.asked.tried:
        yield Doubt(
            "nothing_tried",
            TRIED,
            "Have you tried nothing yet?",
            "The council looks first at what a school does for every pupil. You have entered nothing of it.",
        )


def problems(context: FormContext) -> list[Problem]:
    """What the officer's action would refuse; empty while the answers that decide it are missing."""
    asked: Asked = read(context.payload).asked
    if not asked.concerns or not asked.asked_for:
        return []
    return [
        Problem(_step_of(objection.field), objection.field, objection.text)
        for objection in objections_to_request(asked, context.as_of, context.as_of)
    ]


def _step_of(field: str) -> str:
    return TRIED if field.endswith("_since") else _STEPS.get(field, CONSIDERED)


def lines_of(request: Request) -> list[str]:
    """The school's request in sentences, for the note of a form that is added to a case which is open."""
    asked = request.asked
    lines = [f"Concerns: {', '.join(asked.concerns)}.", f"Asks for: {', '.join(asked.asked_for)}."]
    if asked.concerns_in_words:
        lines.append(f"In its words: {asked.concerns_in_words}")
    if asked.tried_in_words:
        lines.append(f"How what was tried went: {asked.tried_in_words}")
    if asked.parents_told_on:
        lines.append(f"Parents told on {spelled_date(asked.parents_told_on)}.")
    if asked.is_exclusion_considered:
        lines.append("A permanent exclusion is being considered.")
    return lines
