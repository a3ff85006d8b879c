"""The hearing of a review: its day, how it went, the clerk and the SEN expert."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from cases.actions.documents import add_document
from cases.models import Case, Document
from exclusions.actions.refusals import ExclusionRefused, check_day, refuse
from exclusions.actions.review_steps import begin_review, change_review, check_choice
from exclusions.actions.steps import finish
from exclusions.decisions import LONGEST_TO_THE_START, Objection
from exclusions.doubts import CONFIRM
from exclusions.facts import Facts
from exclusions.models import Attendee, Review, ReviewHearing, ReviewSeat
from exclusions.review.arranger import Arranger, arranger_of
from exclusions.review.facts import BEGUN
from exclusions.review.panel import reasons_against_panel
from exclusions.review.policies import doubts_about_hearing, reasons_against_mode
from ledger.versions import update_at_version

Course = ReviewHearing.Course


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """When, where and in which way the panel is to sit."""

    hearing_on: date
    mode: str
    starts_at: time | None = None
    venue: str = ""
    are_remote_conditions_met: bool = False
    why_remote: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """How a day of the hearing went. `is_confirmed`: it began although the record has no lawful panel for it.
    `is_day_confirmed`: the day on which it goes on is right, though it is late or no school day."""

    course: str
    attended: Sequence[str] = ()
    why_not_held: str = ""
    next_on: date | None = None
    is_confirmed: bool = False
    is_day_confirmed: bool = False


@transaction.atomic
def list_hearing(
    *,
    case: Case,
    hearing: Hearing,
    why_moved: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """List the hearing, or another day for the one that is planned: that one stays, with `why_moved`. Members who had
    accepted are asked again for another day. A day past the limit, or that is no school day, is kept once it is
    confirmed: the duty goes on."""
    facts, review = begin_review(case, "review_hearing", version, by, as_of)
    _check(facts, hearing, as_of)
    planned = facts.review.planned
    if planned is None or planned.hearing_on != hearing.hearing_on:
        _ask(CONFIRM, doubts_about_hearing(facts, hearing.hearing_on), is_confirmed=is_confirmed)
    if planned is not None and planned.hearing_on != hearing.hearing_on:
        if not why_moved:
            raise ExclusionRefused(
                "Say why the hearing moves to another day: the day that was planned is kept with it.", field="why_moved"
            )
        update_at_version(planned, version=planned.version, course=Course.POSTPONED, why_not_held=why_moved)
        _plan(review, hearing)
        _ask_again(review)
    elif why_moved:
        raise ExclusionRefused("The day stays the same. Take the reason out, or change the day.", field="why_moved")
    elif planned is not None:
        update_at_version(planned, version=planned.version, **asdict(hearing))
    else:
        _plan(review, hearing)
    return finish(case, "exclusions.review_listed", by, as_of, as_of, hearing_on=hearing.hearing_on.isoformat())


def _plan(review: Review, hearing: Hearing) -> None:
    ReviewHearing.objects.create(review=review, **asdict(hearing))


def _ask_again(review: Review) -> None:
    for seat in review.seats.filter(answer=ReviewSeat.Answer.ACCEPTED):
        update_at_version(seat, version=seat.version, answer=ReviewSeat.Answer.WAITING, answered_on=None)


def _check(facts: Facts, hearing: Hearing, as_of: date) -> None:
    _check_hearing_day(facts, hearing.hearing_on, "Hearing on", "hearing_on")
    check_choice(hearing.mode, ReviewHearing.Mode, "How", "mode")
    application = facts.review.application
    reasons = reasons_against_mode(
        hearing.mode,
        is_asked_for=bool(application and application.wants_remote),
        are_conditions_met=hearing.are_remote_conditions_met,
        why_remote=hearing.why_remote,
    )
    is_in_a_room = hearing.mode == ReviewHearing.Mode.IN_PERSON
    if is_in_a_room and not hearing.venue and arranger_of(facts) is Arranger.US:
        reasons.append(("venue", "Enter where the hearing takes place."))
    refuse([Objection(field, text) for field, text in reasons])


def _check_hearing_day(facts: Facts, day: date, label: str, field: str) -> None:
    """Never before the application, never on a day already past in the hearing's own course, no slip of the pen."""
    made_on = facts.review.application_made_on or facts.exclusion.decided_on
    begun = [each.hearing_on for each in facts.review.hearings if each.course in BEGUN]
    check_day(day, label, field, earliest=max([made_on, *begun]), latest=None)
    if day > made_on + LONGEST_TO_THE_START:
        raise ExclusionRefused(f"{label} must be within a year of the application. Check the year.", field=field)


def _ask(field: str, doubts: Iterable[str], *, is_confirmed: bool) -> None:
    if not is_confirmed:
        refuse([Objection(field, text) for text in doubts])


@transaction.atomic
def record_hearing(
    *, case: Case, record: Record, minutes: UploadedFile[bytes] | None, version: int, by: User, as_of: date
) -> Case:
    """Record how the planned day went: held to its end, adjourned, or put off before it began. The last two say why,
    and may name the day on which it goes on. One that we arranged and that began without a lawful panel in the record
    is refused until that is confirmed: then it is kept, and the case says what is missing until who sat is recorded.
    Raises FileRefused for minutes that cannot be kept."""
    facts, review = begin_review(case, "review_record", version, by, as_of)
    # The policy of the step has seen that one is planned.
    planned = cast(ReviewHearing, facts.review.planned)
    _check_record(record)
    _check_panel(facts, record)
    if record.next_on is not None:
        check_day(record.next_on, "Goes on", "next_on", earliest=planned.hearing_on, latest=None)
        _check_hearing_day(facts, record.next_on, "Goes on", "next_on")
        doubts = doubts_about_hearing(facts, record.next_on, goes_on=record.course in BEGUN)
        _ask("is_day_confirmed", doubts, is_confirmed=record.is_day_confirmed)
    document = None
    if minutes is not None:
        document = add_document(
            child=case.child,
            case=case,
            upload=minutes,
            title="Minutes of the review hearing",
            classification=Document.Classification.LEGAL,
            by=by,
            as_of=as_of,
        )
    update_at_version(
        planned,
        version=planned.version,
        course=record.course,
        attended=list(record.attended),
        why_not_held=record.why_not_held,
        minutes=document,
    )
    if record.next_on is not None:
        _plan(review, replace(_as_planned(planned), hearing_on=record.next_on))
        _ask_again(review)
    return finish(case, "exclusions.review_hearing_recorded", by, as_of, planned.hearing_on, course=record.course)


def _check_panel(facts: Facts, record: Record) -> None:
    if record.course not in BEGUN or record.is_confirmed or arranger_of(facts) is not Arranger.US:
        return
    reasons = reasons_against_panel(facts)
    if reasons:
        raise ExclusionRefused(
            f"The record has no lawful panel for this hearing: {' '.join(reasons)} Record who sits first, or say here "
            "that it began all the same.",
            field="is_confirmed",
        )


def _as_planned(row: ReviewHearing) -> Hearing:
    return Hearing(
        hearing_on=row.hearing_on,
        mode=row.mode,
        starts_at=row.starts_at,
        venue=row.venue,
        are_remote_conditions_met=row.are_remote_conditions_met,
        why_remote=row.why_remote,
    )


def _check_record(record: Record) -> None:
    """Nothing that was typed is dropped in silence: an answer that does not fit is refused, all at once."""
    check_choice(record.course, Course, "How it went", "course")
    objections = []
    if record.course == Course.PLANNED:
        objections.append(Objection("course", "Say how it went."))
    if set(record.attended) - set(Attendee.values):
        objections.append(Objection("attended", "Who was there: choose from the list."))
    if record.course in BEGUN and not record.attended:
        objections.append(Objection("attended", "Say who was there besides the panel."))
    if record.course == Course.POSTPONED and record.attended:
        objections.append(Objection("attended", "It did not begin, so nobody attended. Take the ticks out."))
    if record.course == Course.HELD and (record.why_not_held or record.next_on):
        objections.append(
            Objection(
                "course", "It was held to its end: take out the reason and the next day, or choose another answer."
            )
        )
    if record.course in (Course.ADJOURNED, Course.POSTPONED) and not record.why_not_held:
        objections.append(Objection("why_not_held", "Say why it was adjourned or put off."))
    refuse(objections)


@transaction.atomic
def arrange_review(
    *,
    case: Case,
    clerk: str,
    expert_name: str,
    expert_profession: str,
    expert_appointed_on: date | None,
    is_expert_independent: bool,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record the clerk, and the SEN expert whom the council appoints and pays. The expert must be independent of the
    school, the family and the council."""
    facts, review = begin_review(case, "review_arranged", version, by, as_of)
    given = (expert_name, expert_profession, expert_appointed_on)
    if any(given) and not all(given):
        raise ExclusionRefused("Give the expert’s name, profession and the day of appointment, or none of them.")
    if all(given) and not is_expert_independent:
        raise ExclusionRefused(
            "A SEN expert must be independent of the school, the family and the council. Choose another.",
            field="is_expert_independent",
        )
    if expert_appointed_on is not None:
        earliest = facts.review.application.sent_on if facts.review.application else facts.exclusion.decided_on
        check_day(expert_appointed_on, "Appointed on", "expert_appointed_on", earliest=earliest, latest=as_of)
    change_review(
        review,
        clerk=clerk,
        expert_name=expert_name,
        expert_profession=expert_profession,
        expert_appointed_on=expert_appointed_on,
    )
    return finish(case, "exclusions.review_arranged", by, as_of, as_of)
