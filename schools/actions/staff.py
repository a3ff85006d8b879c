"""Acts on people's places at schools, and the invitation that gives everything at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from accounts.actions.holdings import check_days, days, end_holding, overlapping
from accounts.actions.invitations import invite
from accounts.actions.users import give_role, join_team
from accounts.models import Team, User
from accounts.refusals import AccountRefused
from accounts.roles import SCHOOL_ROLES, Role
from ledger.administrative import record_event
from schools.models import School, SchoolStaff
from schools.permissions import Permission, check_user_can


@transaction.atomic
def give_place(
    *,
    user: User,
    school: School,
    by: User | None,
    as_of: date,
    job: str = "",
    is_champion: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> SchoolStaff:
    """Give somebody a place at a school from `starts_on` (today when absent) on. Raises PermissionDenied, or
    AccountRefused for wrong days and for who has a place there on some of them."""
    check_user_can(by, Permission.MANAGE_PEOPLE)
    first = check_days(starts_on, ends_on, as_of)
    if overlapping(SchoolStaff.objects.filter(user=user, school=school), first, ends_on):
        raise AccountRefused(
            f"{user} has a place at {school} already on some of these days. End that first.", field="school"
        )
    place = SchoolStaff.objects.create(
        user=user, school=school, job=job.strip(), is_champion=is_champion, starts_on=first, ends_on=ends_on
    )
    _record("schools.staff_placed", place, by, as_of, is_champion=is_champion, **days(first, ends_on))
    return place


@transaction.atomic
def end_place(*, place: SchoolStaff, by: User, as_of: date, last_day: date | None = None) -> None:
    """End a place after `last_day`, or without one now: the school's pages close with it."""
    check_user_can(by, Permission.MANAGE_PEOPLE)
    _record("schools.staff_place_ended", place, by, as_of, last_day=str(last_day) if last_day else None)
    end_holding(place, last_day, as_of)


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    by: User,
    as_of: date,
    job_title: str = "",
    telephone: str = "",
    roles: Iterable[Role] = (),
    team: Team | None = None,
    is_manager: bool = False,
    schools: Sequence[School] = (),
) -> User:
    """Create a person with everything they need from today on, and send the link.

    Raises PermissionDenied, or AccountRefused (also for a school's role without a school, or the other way round).
    """
    check_user_can(by, Permission.MANAGE_PEOPLE)
    roles = [Role(role) for role in roles]
    if not roles:
        raise AccountRefused("Select at least one role.", field="roles")
    _check_schools_fit(roles, schools)
    user = invite(email=email, name=name, job_title=job_title, telephone=telephone, by=by, as_of=as_of)
    for role in roles:
        give_role(user=user, role=role, by=by, as_of=as_of)
    if team is not None:
        join_team(user=user, team=team, is_manager=is_manager, by=by, as_of=as_of)
    for school in schools:
        give_place(user=user, school=school, job=job_title, by=by, as_of=as_of)
    return user


def _check_schools_fit(roles: list[Role], schools: Sequence[School]) -> None:
    works_for_school = bool(SCHOOL_ROLES & set(roles))
    if works_for_school and not schools:
        raise AccountRefused("Enter the school where this person works.", field="schools")
    if schools and not works_for_school:
        raise AccountRefused("A person with a school needs a school’s role. Select one, or empty the schools.", "roles")


def _record(code: str, place: SchoolStaff, by: User | None, as_of: date, **facts: object) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject=f"schools.SchoolStaff:{place.pk}",
        facts={"school": place.school.urn, "user": place.user_id, **facts},
    )
