"""Pupils from a CSV file: children created or found, and put on the rolls of their schools. In bulk, and repeatable.

A child is found by UPN, else by surname, given names and date of birth exactly. What is recorded about a child who is
found stays as it is; the file adds enrolments and brings their last day and year group up to date.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.permissions import check_permission
from cases.actions.children import UPN_IS_TAKEN
from cases.models import Child, Enrolment, Event, FormerUpn
from cases.permissions import Permission
from cases.pupils_file import BORN_ON, STARTS_ON, UPN, URN, Pupil, read_pupils
from ledger.administrative import record_event
from schools.import_files import WHOLE_ROW, ImportReport, RowError, RowRefused
from schools.models import School

OUTCOMES = ("created", "enrolled", "updated", "unchanged")
ROWS_A_STATEMENT = 1000
SOURCE = "pupils_file"

EnrolmentKey = tuple[int, date]


@dataclass
class Known:
    """What the database knows about the rows of a file."""

    by_upn: dict[str, Child] = field(default_factory=dict)
    by_name: dict[tuple[str, date], list[Child]] = field(default_factory=dict)
    schools: dict[int, School] = field(default_factory=dict)
    enrolments: dict[uuid.UUID, dict[EnrolmentKey, Enrolment]] = field(default_factory=dict)
    hidden_met: set[int] = field(default_factory=set)


@dataclass
class Plan:
    """What is to be written. A child that is new has no key until then; its enrolments point at the object."""

    children: list[Child] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    changed: dict[int, Enrolment] = field(default_factory=dict)


@transaction.atomic
def import_pupils(*, content: bytes, by: User, as_of: date, is_trial: bool = False) -> ImportReport:
    """Take over the good rows of a file of pupils; with `is_trial` only say what would happen.

    Running the file again changes nothing. Raises PermissionDenied, or FileRefused for a file that cannot be read.
    """
    check_permission(by, Permission.IMPORT_PUPILS, "Your role does not let you bring in pupils.")
    pupils, errors = read_pupils(content, as_of)
    report = ImportReport(dict.fromkeys(OUTCOMES, 0), errors)
    known, plan = _load(pupils), Plan()
    # Rows that say when a child left come first: the row of the next school then finds the old roll ended.
    for pupil in sorted(pupils, key=lambda each: each.ends_on is None):
        try:
            report.counts[_take(pupil, known, plan)] += 1
        except RowRefused as refusal:
            report.errors.append(RowError(pupil.line, refusal.column, refusal.reason))
    report.errors.sort(key=lambda error: error.line)
    if not is_trial:
        _write(plan, by, as_of)
        _record(report, content, by, as_of)
        _tell_information_governance(known.hidden_met, by, as_of)
    return report


def _tell_information_governance(hidden_met: set[int], by: User, as_of: date) -> None:
    """An event for each hidden record that a row met, to be reviewed by who may know of it."""
    for child_id in sorted(hidden_met):
        record_event(
            code="cases.hidden_record_met",
            happened_on=as_of,
            by_user_id=by.pk,
            subject=f"cases.Child:{child_id}",
        )


def _load(pupils: Sequence[Pupil]) -> Known:
    """Children, schools and enrolments of the whole file, in a query for each thousand rows."""
    known = Known()
    urns = {pupil.urn for pupil in pupils}
    known.schools = {school.urn: school for school in School.objects.filter(urn__in=urns)}
    for start in range(0, len(pupils), ROWS_A_STATEMENT):
        _load_children(pupils[start : start + ROWS_A_STATEMENT], known)
    return known


def _load_children(pupils: Sequence[Pupil], known: Known) -> None:
    upns = {pupil.upn for pupil in pupils if pupil.upn}
    names = {pupil.name_key for pupil in pupils}
    born = {pupil.born_on for pupil in pupils}
    found = Child.objects.filter(Q(upn__in=upns) | Q(sort_key__in=names, born_on__in=born)).order_by("pk")
    children = {child.pk: child for child in found}
    former = FormerUpn.objects.filter(upn__in=upns).select_related("child").order_by("replaced_on")
    for row in former:
        children.setdefault(row.child_id, row.child)
        known.by_upn.setdefault(row.upn, children[row.child_id])
    for child in children.values():
        _remember(child, known)
    for enrolment in Enrolment.objects.filter(child__in=children, kind=Enrolment.Kind.MAIN):
        rows = known.enrolments.setdefault(children[enrolment.child_id].uuid, {})
        rows[enrolment.school_id, enrolment.starts_on] = enrolment


def _remember(child: Child, known: Known) -> None:
    if child.upn:
        known.by_upn[child.upn] = child
    if child.is_hidden:
        return
    known.by_name.setdefault((child.sort_key, child.born_on), []).append(child)


def _take(pupil: Pupil, known: Known, plan: Plan) -> str:
    """Put one row into the plan; gives its outcome. Raises RowRefused."""
    school = known.schools.get(pupil.urn)
    if school is None:
        raise RowRefused(URN, f"No school has the URN {pupil.urn}. Bring the schools in first.")
    child = _find(pupil, known)
    if child is None:
        child = _new_child(pupil)
        plan.children.append(child)
        _remember(child, known)
        _add_enrolment(pupil, child, school, known, plan)
        return "created"
    return _enrol(pupil, child, school, known, plan)


def _find(pupil: Pupil, known: Known) -> Child | None:
    if pupil.upn and pupil.upn in known.by_upn:
        child = known.by_upn[pupil.upn]
        if child.is_hidden:
            # Whatever else the row says: nothing is written to a hidden record and nothing of it is told.
            known.hidden_met.add(child.pk)
            raise RowRefused(UPN, UPN_IS_TAKEN)
        if child.born_on != pupil.born_on:
            raise RowRefused(BORN_ON, "The child with this UPN has another date of birth. Check which is right.")
        return child
    alike = known.by_name.get((pupil.name_key, pupil.born_on), [])
    if len(alike) > 1:
        raise RowRefused(WHOLE_ROW, "More than one child has this name and date of birth. Add the UPN.")
    if alike and pupil.upn and alike[0].upn:
        raise RowRefused(UPN, "A child with this name and date of birth has another UPN. Check which is right.")
    return alike[0] if alike else None


def _new_child(pupil: Pupil) -> Child:
    return Child(
        upn=pupil.upn,
        given_names=pupil.given_names,
        surname=pupil.surname,
        sort_key=pupil.name_key,
        born_on=pupil.born_on,
        sex=pupil.sex,
        source=SOURCE,
    )


def _rows_of(child: Child, known: Known) -> dict[EnrolmentKey, Enrolment]:
    # By uuid: a child that this file creates has no key yet.
    return known.enrolments.setdefault(child.uuid, {})


def _add_enrolment(pupil: Pupil, child: Child, school: School, known: Known, plan: Plan) -> None:
    enrolment = Enrolment(
        child=child,
        school=school,
        year_group=pupil.year_group,
        starts_on=pupil.starts_on,
        ends_on=pupil.ends_on,
    )
    _rows_of(child, known)[school.pk, pupil.starts_on] = enrolment
    plan.enrolments.append(enrolment)


def _check_no_other_roll(pupil: Pupil, child: Child, known: Known) -> None:
    for other in _rows_of(child, known).values():
        begins_before_it_ends = other.ends_on is None or pupil.starts_on <= other.ends_on
        ends_after_it_begins = pupil.ends_on is None or pupil.ends_on >= other.starts_on
        if begins_before_it_ends and ends_after_it_begins:
            raise RowRefused(
                STARTS_ON, "The child is on another school’s main roll in that time. Say when they left it."
            )


def _enrol(pupil: Pupil, child: Child, school: School, known: Known, plan: Plan) -> str:
    there = _rows_of(child, known).get((school.pk, pupil.starts_on))
    if there is None:
        _check_no_other_roll(pupil, child, known)
        _add_enrolment(pupil, child, school, known, plan)
        return "enrolled"
    if (there.ends_on, there.year_group) == (pupil.ends_on, pupil.year_group):
        return "unchanged"
    there.ends_on, there.year_group = pupil.ends_on, pupil.year_group
    if there.pk and there.pk not in plan.changed:
        there.version += 1
        plan.changed[there.pk] = there
    return "updated"


def _write(plan: Plan, by: User, as_of: date) -> None:
    Child.objects.bulk_create(plan.children, batch_size=ROWS_A_STATEMENT)
    Enrolment.objects.bulk_create(plan.enrolments, batch_size=ROWS_A_STATEMENT)
    fields = ["ends_on", "year_group", "version"]
    Enrolment.objects.bulk_update(plan.changed.values(), fields, batch_size=ROWS_A_STATEMENT)
    Event.objects.bulk_create(_events(plan, by, as_of), batch_size=ROWS_A_STATEMENT)


def _events(plan: Plan, by: User, as_of: date) -> Iterable[Event]:
    now = timezone.now()
    for child in plan.children:
        yield Event(
            child=child, code="child_created", happened_on=as_of, recorded_at=now, by=by, facts={"source": SOURCE}
        )
    for enrolment in plan.enrolments:
        yield Event(
            child=enrolment.child,
            code="child_enrolled",
            happened_on=enrolment.starts_on,
            recorded_at=now,
            by=by,
            facts={"school": enrolment.school.urn, "enrolment_kind": enrolment.kind},
        )


def _record(report: ImportReport, content: bytes, by: User, as_of: date) -> None:
    record_event(
        code="cases.pupils_imported",
        happened_on=as_of,
        by_user_id=by.pk,
        subject="cases.Child",
        facts={"counts": report.as_json()["counts"], "sha256": hashlib.sha256(content).hexdigest()},
    )
