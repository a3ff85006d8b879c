"""Acts on a case: open, move to a state, close, reopen, allocate."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F

from accounts.models import Team, User
from accounts.permissions import check_permission, kinds_worked_by
from cases.actions.events import record_event
from cases.kinds import get_kind
from cases.models import Case, Child
from cases.permissions import Permission, check_user_can_work_case, children_visible_to
from ledger.versions import StaleEdit
from schools.models import School


class CaseRefused(Exception):
    """The act on the case is not possible; the text says why and what to do."""


def next_reference(prefix: str, year: int) -> str:
    """The next reference of this prefix and year: “EX-2026-0143”. Gaps are allowed, reuse is not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_referencecounter (prefix, year, last_number) VALUES (%s, %s, 1) "
            "ON CONFLICT (prefix, year) DO UPDATE SET last_number = cases_referencecounter.last_number + 1 "
            "RETURNING last_number",
            [prefix, year],
        )
        return f"{prefix}-{year}-{cursor.fetchone()[0]:04d}"


def team_for(kind: str) -> Team | None:
    """The first team that works this kind."""
    return Team.objects.filter(is_active=True, kinds__contains=[kind]).order_by("pk").first()


@transaction.atomic
def open_case(
    *,
    child: Child,
    kind: str,
    by: User,
    as_of: date,
    school: School | None = None,
    opened_from: Case | None = None,
) -> Case:
    """Open a case of a registered kind, owned by who opens it when their team works that kind.

    Raises PermissionDenied, and UnknownKind for a kind that nobody registered.
    """
    case_kind = get_kind(kind)
    if not children_visible_to(by).filter(pk=child.pk).exists():
        raise PermissionDenied("You cannot open this child's record.")
    check_permission(by, Permission.WORK_CASES, "You may read cases but not open one.")
    works_it = kind in kinds_worked_by(by)
    if not works_it and opened_from is None:
        raise PermissionDenied(f"Your team does not work cases of the kind {case_kind.label.lower()}.")
    case = Case.objects.create(
        reference=next_reference(case_kind.reference_prefix, as_of.year),
        kind=kind,
        state=case_kind.states[0].code,
        child=child,
        school=school,
        owner=by if works_it else None,
        team=team_for(kind),
        opened_from=opened_from,
        opened_on=as_of,
    )
    record_event(child=child, case=case, code="case_opened", by=by, happened_on=as_of, kind=kind)
    return case


@transaction.atomic
def move_case(
    *, case: Case, transition: str, to_state: str, by: User | None, as_of: date, version: int | None = None
) -> Case:
    """Take a lawful step from the case's state. Closes the case when the new state is an end.

    `by` None: the day itself brought the step (a window ended), nobody took it. Raises CaseRefused when the table of
    the kind has no such step from here, StaleEdit when the case has moved on.
    """
    if by is not None:
        check_user_can_work_case(by, case)
    kind = get_kind(case.kind)
    step = next((each for each in kind.transitions if each.code == transition), None)
    if step is None or case.state not in step.from_states or to_state not in step.to_states:
        raise CaseRefused(f"“{transition}” is not possible while the case is “{kind.state_label(case.state)}”.")
    state = next(each for each in kind.states if each.code == to_state)
    changes: dict[str, object] = {"state": to_state}
    if state.is_end:
        changes |= {"closed_on": as_of, "close_reason": to_state}
    changed = Case.objects.filter(pk=case.pk, state=case.state, version=version or case.version).update(
        version=F("version") + 1, **changes
    )
    fresh = Case.objects.select_related("child", "school", "owner").get(pk=case.pk)
    if not changed:
        raise StaleEdit(fresh)
    return fresh


@transaction.atomic
def reopen_case(
    *, case: Case, to_state: str, reason: str, by: User | None, as_of: date, version: int | None = None
) -> Case:
    """Open a closed case again, in a state of its kind that is no end. It keeps its reference and its owner.

    `reason` is a code of the kind's. `by` None: what was recorded elsewhere brought it, nobody decided it. Raises
    PermissionDenied, CaseRefused, and StaleEdit when the case has moved on.
    """
    if by is not None:
        check_user_can_work_case(by, case)
    kind = get_kind(case.kind)
    if case.is_open:
        raise CaseRefused("This case is open.")
    if to_state not in {state.code for state in kind.states if not state.is_end}:
        raise CaseRefused(f"A case cannot be opened again as “{kind.state_label(to_state)}”.")
    if reason not in kind.reopen_reasons:
        raise CaseRefused("Why it is opened again: choose one of the list.")
    was = case.state
    changed = Case.objects.filter(pk=case.pk, state=was, version=version or case.version).update(
        state=to_state, closed_on=None, close_reason="", version=F("version") + 1
    )
    fresh = Case.objects.select_related("child", "school", "owner").get(pk=case.pk)
    if not changed:
        raise StaleEdit(fresh)
    record_event(
        child=fresh.child, case=fresh, code="case_reopened", by=by, happened_on=as_of, was=was, now=to_state, why=reason
    )
    return fresh


@transaction.atomic
def allocate_case(*, case: Case, to: User, by: User, as_of: date) -> Case:
    """Give the case to an officer whose team works its kind. Raises PermissionDenied or CaseRefused."""
    check_user_can_work_case(by, case)
    check_permission(by, Permission.ALLOCATE, "Only a team manager can allocate a case.")
    if case.kind not in kinds_worked_by(to, as_of):
        raise CaseRefused(f"{to} is in no team that works this kind of case. Choose somebody of that team.")
    was = case.owner_id
    Case.objects.filter(pk=case.pk).update(owner=to, version=F("version") + 1)
    case.refresh_from_db()
    facts = {"to": to.pk, "was": was, "case_version": case.version}
    record_event(child=case.child, case=case, code="case_allocated", by=by, happened_on=as_of, **facts)
    return case
