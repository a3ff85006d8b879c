"""Recording a permanent exclusion: opens the case, its day-0 tasks and every clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from accounts.models import DatedHolding, User
from cases.actions.cases import open_case
from cases.actions.events import record_event
from cases.actions.tasks import open_task
from cases.models import (
    CareStatus,
    Case,
    Child,
    Enrolment,
    FreeSchoolMeals,
    Plan,
    SocialWorkerInvolvement,
    SpecialEducationalNeeds,
)
from exclusions.facts import Recipient, gather
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import Exclusion, Notification
from exclusions.permissions import check_user_can_record
from exclusions.reasons import MOST_REASONS, Reason
from exclusions.refreshing import refresh
from schools.models import LocalAuthority, School

# The council's tasks on the day it hears of a permanent exclusion (law pack, exclusions §10a). “Without delay” has no
# number, so each is for the same day.
DAY_ZERO_TASKS = {
    "exclusions.check_home_authority": "Check which authority the child lives in",
    "exclusions.check_care_and_needs": "Check care status, social worker, EHC plan and SEN",
    "exclusions.telephone_school": "Telephone the school",
    "exclusions.telephone_parents": "Telephone the parents",
    "exclusions.book_representative": "Book the council’s representative for the governors’ meeting",
    "exclusions.refer_day_six": "Refer for day-six provision",
    "exclusions.start_finance_row": "Start the finance row: the money follows the pupil",
}
# What checking the exclusion does, so that nobody ticks it off a second time.
CHECKED_TASKS = {"exclusions.check_home_authority", "exclusions.check_care_and_needs"}
TASK_FOR_A_PLAN = ("exclusions.start_plan_review", "Ask the EHC plan coordinator to start a review of the plan")
TASK_FOR_LOOKED_AFTER = ("exclusions.tell_virtual_school", "Tell the virtual school head and the social worker")


# No limit of the law: a start or a meeting further away than this is a slip of the pen.
LONGEST_TO_THE_START = timedelta(days=366)


class ExclusionRefused(Exception):
    """The act is not possible. `reasons` holds every reason; `field` the field at fault where there is one."""

    def __init__(self, *reasons: str, field: str = "") -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field


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
) -> Case:
    """Record a permanent exclusion that the council heard of, without any form from the school.

    Opens the case, keeps what is so today about the child, notes who was told, opens the day-0 tasks and works out
    every date. Raises ExclusionRefused naming the field, PermissionDenied.
    """
    check_user_can_record(by)
    told = dict(told or {})
    # Two people who hear of it at once follow each other: the second finds the first one's case.
    Child.objects.select_for_update().get(pk=child.pk)
    check_decision(child, decided_on, excluded_on, reasons, exam_on, as_of)
    _check_told(told, decided_on, as_of)
    _check_only_one(child, school)
    case = open_case(child=child, kind=PERMANENT_EXCLUSION, school=school, by=by, as_of=as_of)
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
        **_as_it_was(child, school, excluded_on),
    )
    told.setdefault(Recipient.COUNCIL, as_of)
    for recipient, told_on in told.items():
        Notification.objects.create(exclusion=exclusion, recipient=recipient, told_on=told_on)
    settle_day_six(case)
    _open_day_zero_tasks(case, exclusion, by, as_of)
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


def check_decision(
    child: Child, decided_on: date, excluded_on: date, reasons: Sequence[str], exam_on: date | None, as_of: date
) -> None:
    """Refuse a decision that cannot be true. Each refusal names the field and the fix."""
    if decided_on > as_of:
        raise ExclusionRefused("Decided on must be today or earlier.", field="decided_on")
    if excluded_on < decided_on:
        raise ExclusionRefused("Excluded from must be on or after the day of the decision.", field="excluded_on")
    if excluded_on > decided_on + LONGEST_TO_THE_START:
        raise ExclusionRefused(
            "Excluded from must be within a year of the decision. Check the year.", field="excluded_on"
        )
    if excluded_on < child.born_on:
        raise ExclusionRefused("Excluded from must be after the child’s date of birth.", field="excluded_on")
    if exam_on is not None and exam_on < excluded_on:
        raise ExclusionRefused("Exam on must be on or after the first day of the exclusion.", field="exam_on")
    unknown = set(reasons) - set(Reason.values)
    if not reasons or unknown or len(set(reasons)) != len(reasons) or len(reasons) > MOST_REASONS:
        raise ExclusionRefused(f"Reasons: choose from one to {MOST_REASONS} of the list.", field="reasons")


def _check_told(told: Mapping[str, date], decided_on: date, as_of: date) -> None:
    for recipient, told_on in told.items():
        if not decided_on <= told_on <= as_of:
            label = Recipient(recipient).label
            raise ExclusionRefused(
                f"{label} told on must be from the day of the decision to today.", field=f"{recipient}_told_on"
            )


def _check_only_one(child: Child, school: School) -> None:
    if Exclusion.objects.filter(
        case__child=child, case__school=school, case__closed_on__isnull=True, case__kind=PERMANENT_EXCLUSION
    ).exists():
        raise ExclusionRefused(
            "This child already has an open permanent exclusion from this school. Open that case instead."
        )


def _as_it_was(child: Child, school: School, on: date) -> dict[str, object]:
    """What was so about the child on the day, for reports that must not drift."""
    in_force = DatedHolding.in_force(on)
    care = CareStatus.objects.filter(in_force, child=child).first()
    needs = SpecialEducationalNeeds.objects.filter(in_force, child=child).first()
    enrolment = Enrolment.objects.filter(in_force, child=child, school=school).first()
    return {
        "legal_type_then": school.legal_type,
        "year_group_then": enrolment.year_group if enrolment else None,
        "is_looked_after_then": bool(care and care.is_looked_after),
        "has_plan_then": Plan.objects.filter(in_force, child=child).exists(),
        "has_social_worker_then": SocialWorkerInvolvement.objects.filter(in_force, child=child).exists(),
        "has_free_school_meals_then": FreeSchoolMeals.objects.filter(in_force, child=child).exists(),
        "sen_status_then": needs.status if needs else "",
    }


def settle_day_six(case: Case) -> None:
    """Day six is to book, or not ours: where another authority is the child's home, or the child is outside the duty.

    A track that has gone further stays where it is.
    """
    facts = gather(case)
    exclusion = facts.exclusion
    is_owed = facts.lives_here and facts.is_of_compulsory_age and not exclusion.has_finished_exams
    Exclusion.objects.filter(pk=exclusion.pk, day_six_state__in=["to_book", "not_owed"]).update(
        day_six_state="to_book" if is_owed else "not_owed"
    )


def _open_day_zero_tasks(case: Case, exclusion: Exclusion, by: User, as_of: date) -> None:
    for code, title in DAY_ZERO_TASKS.items():
        open_task(case=case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)
    open_care_tasks(case, exclusion, by, as_of)


def open_care_tasks(case: Case, exclusion: Exclusion, by: User, as_of: date) -> None:
    """Open, once, the tasks that a plan, care or a social worker brings."""
    tasks = []
    if exclusion.has_plan_then:
        tasks.append(TASK_FOR_A_PLAN)
    if exclusion.is_looked_after_then or exclusion.has_social_worker_then:
        tasks.append(TASK_FOR_LOOKED_AFTER)
    for code, title in tasks:
        open_task(case=case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)
