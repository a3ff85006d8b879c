"""What is recorded about the leaving of one case: the roll, the next school, plans for the return, files passed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.models import Case, Child, Enrolment
from exclusions.models import (
    CancellationNotice,
    Exclusion,
    NextSchool,
    Reintegration,
    RollDeletion,
    SafeguardingFile,
    SecondDecision,
)


@dataclass(frozen=True)
class Leaving:
    """The rows of one case; where nothing was recorded yet, rows that are not stored."""

    deletion: RollDeletion
    next_school: NextSchool


def leaving_of(case: Case) -> Leaving:
    """What is recorded of this case, in two queries."""
    deletion = RollDeletion.objects.filter(case=case).first()
    way = NextSchool.objects.filter(case=case).select_related("applied_to", "asked_for", "panel_school", "school")
    return Leaving(deletion or RollDeletion(case=case), way.first() or NextSchool(case=case))


def admitted_on(case: Case) -> date | None:
    """The day on which the next school admitted the child; None while none has."""
    return NextSchool.objects.filter(case=case).values_list("admitted_on", flat=True).first()


def reintegrations_of(case: Case) -> list[Reintegration]:
    """The plans for the child's return, in the order in which they were made."""
    return list(Reintegration.objects.filter(case=case).order_by("pk"))


def files_of(case: Case) -> list[SafeguardingFile]:
    """The safeguarding files that were passed on in this case, first ones first."""
    files = SafeguardingFile.objects.filter(case=case).select_related("from_school", "to_school", "to_provider")
    return list(files.order_by("passed_on", "pk"))


def cancellation_notice_of(case: Case) -> CancellationNotice:
    """Who was told of the cancelling; a row that is not stored before anything is recorded."""
    return CancellationNotice.objects.filter(case=case).first() or CancellationNotice(case=case)


def exclusions_that_stand(child: Child) -> list[Exclusion]:
    """The child's permanent exclusions that were neither cancelled nor ended by reinstatement, by the governors' first
    decision or the one after a review, latest first."""
    standing = Exclusion.objects.filter(case__child=child, cancelled_on__isnull=True, reinstated_on__isnull=True)
    standing = standing.exclude(case__review__second_decision=SecondDecision.REINSTATED)
    return list(standing.order_by("-excluded_on", "-pk"))


def open_enrolment(case: Case) -> Enrolment | None:
    """The child's enrolment at the school of the case that has no end; the main one first."""
    rows = Enrolment.objects.filter(child_id=case.child_id, school_id=case.school_id, ends_on__isnull=True)
    return rows.order_by("-kind", "-starts_on").first()


def enrolment_ended_on(case: Case, last_day: date) -> Enrolment | None:
    """The child's enrolment at the school of the case whose last day was that one."""
    rows = Enrolment.objects.filter(child_id=case.child_id, school_id=case.school_id, ends_on=last_day)
    return rows.order_by("-kind", "-starts_on").first()


def admission_of(case: Case, way: NextSchool) -> Enrolment | None:
    """The child's main enrolment at the next school that the recorded admission made; None where the child's record
    says otherwise by now."""
    rows = Enrolment.objects.filter(child_id=case.child_id, school_id=way.school_id, kind=Enrolment.Kind.MAIN)
    return rows.filter(starts_on=way.admitted_on).select_related("child", "school").first()


def reintegration_with(reintegration_uuid: UUID) -> Reintegration | None:
    """One plan with its case; whether it may be opened is asked of the case."""
    return Reintegration.objects.filter(uuid=reintegration_uuid).select_related("case").first()


def file_with(file_uuid: UUID) -> SafeguardingFile | None:
    """One file that was passed on with its case; whether it may be opened is asked of the case."""
    rows = SafeguardingFile.objects.select_related("case", "from_school", "to_school", "to_provider")
    return rows.filter(uuid=file_uuid).first()
