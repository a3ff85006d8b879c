"""The day-six track, worked out from the sixth day, whose duty it is, and what is really booked and begun.

Nothing here writes: `exclusions.actions.day_six` keeps what this gives. A page asks again, so that it is right also
before the night's sweep.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import statute
from cases.models import Case, Deadline
from exclusions.facts import Facts, gather
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.leaving.records import admitted_on
from exclusions.models import Exclusion
from exclusions.track_states import (
    DAY_SIX_BOOKED,
    DAY_SIX_ENDED,
    DAY_SIX_LATE,
    DAY_SIX_NOT_OWED,
    DAY_SIX_STARTED,
    DAY_SIX_TO_BOOK,
)
from provision.education import first_day
from provision.models import LegalBasis, Placement
from provision.uses import PlacementUse

SIXTH_DAY = "exclusions.sixth_day"


def state_of(facts: Facts, sixth_day: Deadline | None, as_of: date) -> str:
    """The state of the track on a day. `sixth_day` is the live deadline; None where no such clock runs.

    Late means that the sixth day has passed and no full-time education has ever begun. When it begins, the track is
    started and the deadline keeps that it was met late; so it is when a next school has admitted the child. When it
    ends and nothing follows, there is something to book again: the duty goes on, until the child is back.
    """
    if is_over(facts, as_of):
        return DAY_SIX_ENDED
    if not facts.case.is_open:
        return facts.exclusion.day_six_state
    if not facts.lives_here or (sixth_day is not None and sixth_day.state == Deadline.State.NOT_OWED):
        return DAY_SIX_NOT_OWED
    if facts.education.stands_on(as_of) or admitted_on(facts.case):
        return DAY_SIX_STARTED
    has_passed = sixth_day is not None and sixth_day.due_on is not None and sixth_day.due_on < as_of
    if has_passed and facts.education.started_on is None:
        return DAY_SIX_LATE
    return DAY_SIX_BOOKED if facts.education.booked_from(as_of) else DAY_SIX_TO_BOOK


def is_over(facts: Facts, as_of: date) -> bool:
    """True once no education is owed because of the exclusion any more: it was cancelled, the child is back, or will be
    by the sixth day. Who is reinstated on a later day is excluded until then."""
    if facts.back_on is None or facts.back_on <= as_of:
        return facts.back_on is not None
    sixth_day = ask_sixth_day(facts).due_on
    return sixth_day is not None and facts.back_on <= sixth_day


def reasons_against_booking(case: Case, as_of: date) -> list[str]:
    """Every reason why no education can be booked in this exclusion now; empty when it can."""
    facts = gather(case)
    if is_over(facts, as_of):
        return ["The exclusion no longer stands, so no education is owed because of it."]
    if not case.is_open:
        return ["The case is closed."]
    if not facts.lives_here:
        return [f"{facts.exclusion.home_authority} is the child’s home authority and provides the education."]
    owed = ask_sixth_day(facts)
    return [_words(owed.because)] if owed.outcome == statute.Outcome.NOT_APPLICABLE else []


def ask_sixth_day(facts: Facts) -> statute.Result:
    """The sixth day as statute counts it from the facts of now."""
    return facts.ask(
        "exclusions.sixth_day_permanent",
        excluded_on=facts.exclusion.excluded_on,
        pm_began=facts.exclusion.pm_began,
        compulsory_age=facts.is_of_compulsory_age,
        public_exams_finished=facts.exclusion.has_finished_exams,
    )


def _earliest(case: Case) -> date:
    """No education because of an exclusion begins before it."""
    return Exclusion.with_mistakes.values_list("excluded_on", flat=True).get(case=case)


USE = PlacementUse(
    kind=PERMANENT_EXCLUSION,
    legal_bases=(LegalBasis.SECTION_19_EXCLUDED, LegalBasis.SECTION_42, LegalBasis.SECTION_61),
    reasons_against=reasons_against_booking,
    earliest=_earliest,
)


def first_session_at(placement: Placement) -> datetime | None:
    """When the first session of a booking begins, in London's time; None while no sessions are recorded."""
    sessions = sorted(placement.sessions.all(), key=lambda each: each.from_time)
    for days in range(7):
        day = first_day(placement) + timedelta(days)
        for session in sessions:
            if session.weekday == day.isoweekday():
                return datetime.combine(day, session.from_time)
    return None


def details_due(facts: Facts, placement: Placement) -> statute.Result | None:
    """Until when the parents must have the details of a booking; None while its first session is not recorded."""
    starts_at = first_session_at(placement)
    if starts_at is None:
        return None
    return statute.calculate(
        "exclusions.provision_notice", facts={"provision_starts_at": starts_at}, policy=facts.policy
    )


def _words(because: str | tuple[str, ...]) -> str:
    return because if isinstance(because, str) else " ".join(because)
