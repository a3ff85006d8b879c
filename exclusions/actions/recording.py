"""Recording a permanent exclusion: opens the case, its day-0 tasks and every clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.cases import open_case
from cases.actions.events import record_event
from cases.actions.tasks import open_task
from cases.models import Case, Child
from exclusions.actions.circumstances import ask_about_stated, open_care_tasks
from exclusions.actions.day_six import REFER, REFER_TITLE
from exclusions.actions.following import check_opened_from, follow
from exclusions.actions.governors_meeting import BOOK_REPRESENTATIVE, BOOK_REPRESENTATIVE_TITLE
from exclusions.actions.home_authority import Notice, keep_notice
from exclusions.actions.refusals import ExclusionRefused, refuse
from exclusions.actions.steps import keep_told
from exclusions.day_six import reasons_against_booking
from exclusions.decisions import objections_to_permanent, objections_to_told
from exclusions.doubts import doubts_about_exams, doubts_about_roll, doubts_about_start
from exclusions.facts import gather
from exclusions.home_authority.owners import is_elsewhere
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import Exclusion
from exclusions.permissions import check_user_can_record
from exclusions.queries import as_it_was
from exclusions.refreshing import refresh
from exclusions.same_days import Days, Entered, doubts_about_same_days
from exclusions.suspensions.overlaps import Away, back_on_of, suspensions_within
from schools.models import LocalAuthority, School

# The council's tasks on the day it hears of a permanent exclusion (law pack, exclusions §10a). “Without delay” has no
# number, so each is for the same day.
DAY_ZERO_TASKS = {
    "exclusions.check_home_authority": "Check which authority the child lives in",
    "exclusions.check_care_and_needs": "Check care status, social worker, EHC plan and SEN",
    "exclusions.telephone_school": "Telephone the school",
    "exclusions.telephone_parents": "Telephone the parents",
    BOOK_REPRESENTATIVE: BOOK_REPRESENTATIVE_TITLE,
    REFER: REFER_TITLE,
    "exclusions.start_finance_row": "Start the finance row: the money follows the pupil",
}
# What checking the exclusion does, so that nobody ticks it off a second time.
CHECKED_TASKS = {"exclusions.check_home_authority", "exclusions.check_care_and_needs"}


@transaction.atomic
def record_permanent_exclusion(
    *,
    child: Child,
    school: School,
    decided_on: date,
    excluded_on: date,
    pm_began: bool,
    reasons: Sequence[str],
    by: User,
    as_of: date,
    home_authority: LocalAuthority | None = None,
    exam_on: date | None = None,
    has_finished_exams: bool = False,
    told: Mapping[str, date] | None = None,
    stated: Mapping[str, bool] | None = None,
    opened_from: Case | None = None,
    notice: Notice | None = None,
    is_confirmed: bool = False,
) -> Case:
    """Record a permanent exclusion that the council heard of, without any form from the school.

    Opens the case, keeps what is so today about the child, notes who was told, opens the day-0 tasks and works out
    every date. `stated` is what the school says of care, a social worker and a plan: where the record says otherwise
    somebody is asked. `notice` is how we were told of our resident by another authority or its school. Without
    `is_confirmed` a school on whose roll the child is not, exams that are finished, and another case on the same days
    are asked about. Raises ExclusionRefused naming the field, PermissionDenied.
    """
    check_user_can_record(by)
    check_opened_from(opened_from, child)
    told = told or {}
    # Two people who hear of it at once follow each other: the second finds the first one's case.
    Child.objects.select_for_update().get(pk=child.pk)
    refuse(
        objections_to_permanent(
            born_on=child.born_on,
            decided_on=decided_on,
            excluded_on=excluded_on,
            reasons=reasons,
            exam_on=exam_on,
            as_of=as_of,
        )
    )
    refuse(objections_to_told(told, decided_on, as_of))
    check_only_one(child, school, excluded_on)
    if not is_confirmed:
        beside = Entered(PERMANENT_EXCLUSION, school, Days(excluded_on), follows=opened_from)
        refuse(
            [
                *doubts_about_roll(child, school, decided_on),
                *(doubts_about_exams(child.born_on, excluded_on) if has_finished_exams else []),
                *doubts_about_start(suspensions_within(child, school, Away(excluded_on, pm_began))),
                *doubts_about_same_days(child, beside, by, as_of),
            ]
        )
    case = open_case(child=child, kind=PERMANENT_EXCLUSION, school=school, by=by, as_of=as_of, opened_from=opened_from)
    exclusion = Exclusion.objects.create(
        case=case,
        decided_on=decided_on,
        excluded_on=excluded_on,
        pm_began=pm_began,
        reasons=list(reasons),
        misses_exam=exam_on is not None,
        exam_on=exam_on,
        has_finished_exams=has_finished_exams,
        home_authority=home_authority,
        funding_state="to_calculate",
        next_school_state="to_find",
        day_six_state="to_book",
        **as_it_was(child, school, excluded_on),
    )
    told = keep_told(case, told, notice.received_on if notice else as_of)
    if notice is not None:
        keep_notice(case, notice, as_of)
    _open_day_zero_tasks(case, exclusion, by, as_of)
    ask_about_stated(case, exclusion, stated or {}, by, as_of)
    follow(case=case, by=by, as_of=as_of)
    refresh(case=case, by=by, as_of=as_of)
    record_event(
        child=child,
        case=case,
        code="exclusions.recorded",
        by=by,
        happened_on=excluded_on,
        school=school.urn,
        reasons=list(reasons),
        told=sorted(told),
    )
    return case


def check_only_one(child: Child, school: School | None, excluded_on: date) -> None:
    """Refuse a second permanent exclusion of a child from one school while the first one stands."""
    open_ones = Case.objects.filter(child=child, school=school, kind=PERMANENT_EXCLUSION, closed_on__isnull=True)
    for known in open_ones.select_related("exclusion", "review"):
        back_on = back_on_of(known.exclusion)
        # From the day of a reinstatement the school may exclude anew, whatever is still to be done in the old case.
        if back_on is not None and back_on <= excluded_on:
            continue
        raise ExclusionRefused(
            f"This child is permanently excluded from this school already, case {known.reference}. Open that "
            "case instead.",
            references=(known.reference,),
        )


def _not_ours(case: Case, as_of: date) -> Iterator[str]:
    """The day-0 tasks that are another authority's to do, or nobody's."""
    if is_elsewhere(case.school, gather(case).our_code):
        # Its own authority is invited to the governors' meeting.
        yield BOOK_REPRESENTATIVE
    if reasons_against_booking(case, as_of):
        yield REFER


def _open_day_zero_tasks(case: Case, exclusion: Exclusion, by: User, as_of: date) -> None:
    not_ours = set(_not_ours(case, as_of))
    for code, title in DAY_ZERO_TASKS.items():
        if code not in not_ours:
            open_task(case=case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)
    open_care_tasks(case, exclusion, by, as_of)
