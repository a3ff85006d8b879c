"""What is probably a mistake in the answers: asked about on a page of its own, never refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import statute
from cases.models import SpecialEducationalNeeds
from exclusions.doubts import NOT_CONVERTED, is_far_from_decision
from exclusions.reasons import Reason
from exclusions.school_form.meaning import day
from exclusions.school_form.notice import Content
from exclusions.school_form.reading import (
    CIRCUMSTANCES,
    DOCUMENTS,
    EXAMS,
    NOTICE,
    REASONS,
    SPAN,
    START,
    TOLD,
    Recipient,
)
from exclusions.school_form.reckoning import Reckoning, reckon
from portal.webforms import PUPIL, Doubt, FormContext

# No limit of the law: a school that reports without delay does not report what began longer ago than this.
LONG_AGO_SCHOOL_DAYS = 10
# Raised by every form that comes by file or by API: neither brings documents.
NO_NOTICE_FILE = "no_notice_file"
_Needs = SpecialEducationalNeeds.Status
# What is said of a plan, and of the needs that the census knows, that cannot both be.
_CONTRADICTS = {(True, _Needs.NONE): "has an EHC plan", (False, _Needs.PLAN): "has no EHC plan"}
_MUST_TELL_PARENTS = "The parents must be told without delay, and in writing."
_MUST_TELL_PUPIL = "The pupil is 18 or over, and must be told without delay, and in writing, in place of the parents."


def doubts(context: FormContext) -> list[Doubt]:
    """Everything that looks like a mistake in the answers so far."""
    reckoning = reckon(context)
    if reckoning.reported.starts_on is None:
        return []
    return [
        *_about_the_pupil(reckoning),
        *_about_the_start(reckoning),
        *_about_days_beside(reckoning),
        *_about_the_reasons(reckoning),
        *_about_the_exam(reckoning),
        *_about_needs(reckoning),
        *_about_who_was_told(reckoning),
        *_about_the_notice(reckoning),
    ]


def _dates_step(reckoning: Reckoning) -> str:
    return START if reckoning.reported.is_permanent else SPAN


def _about_the_pupil(reckoning: Reckoning) -> Iterator[Doubt]:
    school, born_on, starts_on = reckoning.context.school, reckoning.reported.born_on, reckoning.reported.starts_on
    if born_on and starts_on and school.lowest_age is not None and school.highest_age is not None:
        age = starts_on.year - born_on.year - ((starts_on.month, starts_on.day) < (born_on.month, born_on.day))
        # A school's range is by age at the start of a year: a pupil turns a year older in it.
        if not school.lowest_age <= age <= school.highest_age + 1:
            yield Doubt(
                "age",
                PUPIL,
                "Is the pupil’s date of birth right?",
                f"The pupil would be {age}. Your school takes pupils from {school.lowest_age} to {school.highest_age}.",
            )
    references = reckoning.already_recorded()
    if references:
        span = reckoning.reported.span
        what = "suspension" if span else "permanent exclusion"
        shares = f", which shares days with this one, {span.days_in_words}" if span else ""
        yield Doubt(
            "already_recorded",
            PUPIL,
            "Has this been reported already?",
            f"The council already has a {what} of this pupil from your school ({', '.join(references)}){shares}. Go on "
            "if you have not sent a form for it yet, or if this is a correction. Otherwise correct the one you sent.",
        )


def _about_the_start(reckoning: Reckoning) -> Iterator[Doubt]:
    starts_on, as_of, step = reckoning.reported.starts_on, reckoning.context.as_of, _dates_step(reckoning)
    if starts_on is None:
        return
    far_off = list(_about_a_far_start(reckoning))
    yield from far_off
    if starts_on > as_of and not far_off:
        text = f"It would start on {day(starts_on)}, which has not come yet. Check the date."
        yield Doubt("starts_in_future", step, "Does it start in the future?", text)
    elif starts_on <= as_of and _school_days_between(reckoning, starts_on, as_of) > LONG_AGO_SCHOOL_DAYS:
        text = f"It started on {day(starts_on)}, more than {LONG_AGO_SCHOOL_DAYS} school days ago. Check the date."
        yield Doubt("started_long_ago", step, "Did it start so long ago?", text)
    for one in _days_without_school(reckoning):
        text = f"In your school’s calendar {day(one)} is no school day. Check the date, or tell the council."
        yield Doubt(f"no_school_day_{one.isoformat()}", step, "Is this a school day?", text)


def _about_a_far_start(reckoning: Reckoning) -> Iterator[Doubt]:
    """A suspension that begins longer after the decision than the council's policy takes for meant."""
    span, decided_on = reckoning.reported.span, reckoning.reported.decided_on
    if span and decided_on and is_far_from_decision(decided_on, span.first_on, reckoning.policy):
        yield Doubt(
            "starts_long_after_decision",
            SPAN,
            "Does it start so long after the decision?",
            f"It would start on {day(span.first_on)}, long after the decision on {day(decided_on)}. Check both dates.",
        )


def _about_days_beside(reckoning: Reckoning) -> Iterator[Doubt]:
    """Days of a suspension that are days of a permanent exclusion from the same school, and the other way round."""
    span = reckoning.reported.span
    for each in reckoning.exclusions_reached:
        excluded = f"the permanent exclusion from {day(each.away.excluded_on)} ({each.case.reference})"
        if span and each.away.holds_the_start_of(span):
            yield Doubt(
                "begins_in_permanent_exclusion",
                SPAN,
                "Is the pupil permanently excluded already?",
                f"The first day lies in {excluded}. No suspension can begin while that stands, and the council would "
                "not accept it. Correct the first day. Go on only if that exclusion was cancelled or the pupil "
                "reinstated, and tell the council so.",
            )
        else:
            yield Doubt(
                "lasts_into_permanent_exclusion",
                SPAN,
                "Is the last day right?",
                f"The suspension would last into {excluded}. {NOT_CONVERTED} Check the last day.",
            )
    within = reckoning.suspensions_within
    if within:
        days = "; ".join(f"{each.served.days_in_words} ({each.case.reference})" for each in within)
        yield Doubt(
            "starts_in_suspension",
            START,
            "Does it start while the pupil is suspended?",
            f"You suspended the pupil {days}: on days of this permanent exclusion. {NOT_CONVERTED} Check the day on "
            "which it starts, or correct the suspension.",
        )


def _calendar(reckoning: Reckoning) -> statute.SchoolCalendar:
    return statute.SchoolCalendar.from_json(reckoning.calendar)


def _school_days_between(reckoning: Reckoning, first: date, last: date) -> int:
    """School days after the first day up to the last; none where the calendar does not say."""
    try:
        return len(_calendar(reckoning).count_between(first, last).counted) - 1
    except statute.CalendarIncomplete:
        return 0


def _days_without_school(reckoning: Reckoning) -> Iterator[date]:
    """The first and the last day, where the calendar knows that there is no school on them."""
    reported = reckoning.reported
    ends = {reported.span.first_on, reported.span.last_on} if reported.span else {reported.starts_on}
    for one in sorted(each for each in ends if each):
        try:
            if not _calendar(reckoning).is_school_day(one):
                yield one
        except statute.CalendarIncomplete:
            continue


def _about_the_reasons(reckoning: Reckoning) -> Iterator[Doubt]:
    if Reason.PH in reckoning.reported.reasons:
        text = f"“{Reason.PH.label}” is for measures such as those of a pandemic. Few exclusions have this reason now."
        yield Doubt("reason_public_health", REASONS, "Is this the right reason?", text)


def _about_the_exam(reckoning: Reckoning) -> Iterator[Doubt]:
    span, exam_on = reckoning.reported.span, reckoning.reported.exam_on
    if span and exam_on and exam_on > span.last_on:
        text = f"The exam is on {day(exam_on)}, after the suspension ends on {day(span.last_on)}."
        text = f"{text} Would the pupil really miss it?"
        yield Doubt("exam_after_the_end", EXAMS, "Is the date of the exam right?", text)


def _about_needs(reckoning: Reckoning) -> Iterator[Doubt]:
    """An education, health and care plan is made for special educational needs, and the census has both in one."""
    has_plan, needs = reckoning.reported.circumstances.get("has_plan"), reckoning.reported.sen_status
    says = _CONTRADICTS.get((has_plan, needs))
    if says:
        yield Doubt(
            "plan_without_needs",
            CIRCUMSTANCES,
            "Does the pupil have an EHC plan?",
            f"You say that the pupil {says}, and “{_Needs(needs).label}” under special educational needs. Check both "
            "answers.",
        )


def _about_who_was_told(reckoning: Reckoning) -> Iterator[Doubt]:
    told, circumstances = reckoning.reported.told, reckoning.reported.circumstances
    owed = (
        (Recipient.PARENTS, True, _MUST_TELL_PUPIL if reckoning.is_pupil_told else _MUST_TELL_PARENTS),
        (Recipient.GOVERNORS, reckoning.must_tell_governors, "The governing board must be told without delay."),
        (
            Recipient.SOCIAL_WORKER,
            circumstances.get("has_social_worker", False),
            "You say that the pupil has a social worker, who must be told without delay.",
        ),
        (
            Recipient.VIRTUAL_SCHOOL_HEAD,
            circumstances.get("is_looked_after", False),
            "You say that the pupil is looked after. The virtual school head must be told without delay.",
        ),
    )
    for recipient, is_owed, text in owed:
        if is_owed and recipient not in told:
            is_pupil = recipient == Recipient.PARENTS and reckoning.is_pupil_told
            who = "Pupil" if is_pupil else str(Recipient(recipient).label)
            text = f"{text} Nothing says that {'this happened' if is_pupil else 'they were'}."
            yield Doubt(f"not_told_{recipient}", TOLD, f"{who}: not told yet?", text)


def _about_the_notice(reckoning: Reckoning) -> Iterator[Doubt]:
    missing = missing_contents(reckoning)
    whom = "pupil" if reckoning.is_pupil_told else "parents"
    if missing:
        lacks = "; ".join(f"{content.label[0].lower()}{content.label[1:]}" for content in missing)
        yield Doubt(
            "notice_lacks",
            NOTICE,
            f"Does the notice to the {whom} say everything?",
            f"The notice seems to lack: {lacks}. Send the {whom} what is missing without delay.",
        )
    if not reckoning.reported.has_notice_file:
        text = f"You have not added a copy of the notice to the {whom}. The council will ask for it."
        yield Doubt(NO_NOTICE_FILE, DOCUMENTS, "Have you added the notice?", text)


def missing_contents(reckoning: Reckoning) -> list[Content]:
    """What the notice must say and, by the school's own list, does not."""
    return [content for content in reckoning.contents if content not in reckoning.reported.contents]
