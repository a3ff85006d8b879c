"""The two lists of permanent exclusions that two authorities share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import has_permission, kinds_worked_by
from cases.models import Case, Deadline
from cases.permissions import Permission, cases_visible_to
from exclusions.facts import Recipient
from exclusions.home_authority.owners import Owners, owners_for
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import BetweenAuthorities, Notification
from schools.queries import the_authority

ELSEWHERE, HERE = "elsewhere", "here"


@dataclass(frozen=True)
class SharedCase:
    """One open exclusion with what the list shows of it."""

    case: Case
    owners: Owners
    between: BetweenAuthorities | None
    school_told: Notification | None
    next_date: Deadline | None
    sixth_day: Deadline | None


def user_can_see_shared(user: User) -> bool:
    """True for people whose team works permanent exclusions, and for those who may read every case."""
    return PERMANENT_EXCLUSION in kinds_worked_by(user) or has_permission(user, Permission.VIEW_ALL_CASES)


def shared_cases(user: User, tab: str) -> QuerySet[Case]:
    """Open permanent exclusions of the tab that this person may see, newest first.

    Elsewhere: our residents (or not known to be another's) at a school of another authority. Here: children whose home
    authority is another one, whatever school.
    """
    authority = the_authority()
    ours = authority.la_code if authority else ""
    open_cases = cases_visible_to(user).filter(kind=PERMANENT_EXCLUSION, closed_on__isnull=True)
    home_is_ours = Q(exclusion__home_authority__isnull=True) | Q(exclusion__home_authority__code=ours)
    if tab == HERE:
        open_cases = open_cases.exclude(home_is_ours)
    else:
        open_cases = open_cases.filter(home_is_ours).exclude(school__local_authority__code=ours)
    return open_cases.order_by("-opened_on", "-pk")


def with_what_is_shown(cases: Sequence[Case], as_of: date) -> list[SharedCase]:
    """The cases of one page, from `loaded`, with everything that the list shows: the same number of queries for any
    number of rows. The next date is the soonest that runs; one of another's that has passed is no next date.
    """
    authority = the_authority()
    code, policy = (authority.la_code, authority.policy) if authority else ("", "statutory")
    between = {row.case_id: row for row in BetweenAuthorities.objects.filter(case__in=cases)}
    told = {row.case_id: row for row in Notification.objects.filter(case__in=cases, recipient=Recipient.HOME_AUTHORITY)}
    live = Deadline.objects.filter(case__in=cases).exclude(state=Deadline.State.SUPERSEDED)
    dates = list(live.order_by("due_on", "pk"))
    sixth = {each.case_id: each for each in dates if each.code == "exclusions.sixth_day"}
    soonest = {each.case_id: each for each in reversed(dates) if _is_ahead(each, as_of)}
    return [
        SharedCase(
            case=case,
            owners=owners_for(case.exclusion, case.school, our_code=code, policy=policy),
            between=between.get(case.pk),
            school_told=told.get(case.pk),
            next_date=soonest.get(case.pk),
            sixth_day=sixth.get(case.pk),
        )
        for case in cases
    ]


def _is_ahead(deadline: Deadline, as_of: date) -> bool:
    runs = deadline.state == Deadline.State.RUNNING and deadline.due_on is not None
    return runs and (deadline.is_ours or deadline.due_on >= as_of)


def loaded(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with the rows that the list reads of each."""
    return cases.select_related("child", "school__local_authority", "exclusion__home_authority")
