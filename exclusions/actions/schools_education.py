"""The education that a school gives during a suspension: day six of the run is met by it, or was late."""

from __future__ import annotations

from datetime import date, time
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.disclosure import names_address_of_the_family
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.steps import begin, finish
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.refreshing import refresh_siblings
from ledger.versions import update_at_version


@transaction.atomic
def record_schools_education(
    *,
    case: Case,
    started_on: date,
    is_full_time: bool,
    at: str,
    first_session_at: time | None,
    told_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record, or correct, from which day the school gave education, where, and when the parents had the details.

    Only full-time education meets day six; the suspensions that follow directly on this one are worked out too, since
    it may go on in them. Raises ExclusionRefused naming the field.
    """
    facts = cast(SuspensionFacts, begin(case, "education", version, by, as_of))
    suspension = facts.suspension
    earliest = facts.run.first_on(facts.span)
    check_day(started_on, "Education started on", "started_on", earliest=earliest, latest=as_of)
    served = facts.served
    if served is None or started_on > served.last_on:
        raise ExclusionRefused(
            "Education started on must be on or before the last day of the suspension.", field="started_on"
        )
    if not at:
        raise ExclusionRefused("Enter where the education is given.", field="at")
    if names_address_of_the_family(case.child, at):
        raise ExclusionRefused("An address of the child or the family is never written here.", field="at")
    if told_on is not None:
        earliest = min(suspension.decided_on, earliest)
        check_day(told_on, "Parents told of it on", "told_on", earliest=earliest, latest=as_of)
    update_at_version(
        suspension,
        version=version,
        education_started_on=started_on,
        education_is_full_time=is_full_time,
        education_at=at,
        education_first_session_at=first_session_at,
        education_told_on=told_on,
    )
    case = finish(case, "exclusions.schools_education", by, as_of, started_on, is_full_time=is_full_time)
    refresh_siblings(case=case, by=by, as_of=as_of)
    return case
