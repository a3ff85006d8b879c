"""The way to the next school: the state that follows from what is recorded, and for whom a way is not open."""

from __future__ import annotations

from datetime import date

from accounts.models import DatedHolding
from cases.models import CareStatus, Plan
from exclusions.facts import Facts
from exclusions.leaving.records import exclusions_that_stand
from exclusions.models import NextSchool
from exclusions.policies import against_the_state
from exclusions.states import ENDS_THE_TRACKS
from exclusions.track_states import (
    NEXT_ADMITTED,
    NEXT_AGREED,
    NEXT_APPLIED,
    NEXT_ENDED,
    NEXT_FAIR_ACCESS,
    NEXT_SCHOOL_STATES,
    NEXT_SCHOOL_STEPS,
    NEXT_SPECIAL,
    NEXT_TO_FIND,
)

CORRECTION = "next_school_admission_corrected"
STEPS = {step.code: step for step in NEXT_SCHOOL_STEPS}


def state_of(facts: Facts, way: NextSchool) -> str:
    """The state of the track, worked out from the rows: what came last on the way counts."""
    if way.admitted_on:
        return NEXT_ADMITTED
    if facts.case.state in ENDS_THE_TRACKS or facts.exclusion.next_school_state == NEXT_ENDED:
        return NEXT_ENDED
    marks = {
        NEXT_AGREED: way.agreed_on,
        NEXT_SPECIAL: way.plan_referred_on,
        NEXT_FAIR_ACCESS: way.fair_access_accepted_on,
        NEXT_APPLIED: way.applied_on,
    }
    return next((state for state, day in marks.items() if day), NEXT_TO_FIND)


def reasons_against(step: str, facts: Facts, as_of: date) -> list[str]:
    """All reasons why a step of this track cannot be taken now; empty when it can."""
    reasons = against_the_state(STEPS[step], NEXT_SCHOOL_STATES, facts.exclusion.next_school_state)
    if not facts.case.is_open:
        reasons.append("The case is closed.")
    if step == "next_school_fair_access":
        reasons += against_fair_access(facts, as_of)
    if step == "next_school_special" and not has_plan(facts, as_of):
        reasons.append("No EHC plan is recorded. Record it first, or correct the exclusion.")
    return reasons


def against_fair_access(facts: Facts, as_of: date) -> list[str]:
    """For whom the Fair Access Protocol is not: the law pack names looked-after children and children with a plan; a
    child of another authority goes through that one's own."""
    reasons = []
    if has_plan(facts, as_of):
        reasons.append("The child has an EHC plan: the school is named through the plan, not by the panel.")
    if is_looked_after(facts, as_of):
        reasons.append("The child is looked after: the authority that looks after the child finds the school.")
    if not facts.lives_here:
        home = facts.exclusion.home_authority
        reasons.append(f"{home} is the child’s home authority and places the child through its own protocol.")
    return reasons


def has_plan(facts: Facts, as_of: date) -> bool:
    """True when the child had an EHC plan at the exclusion, or has one now."""
    now = Plan.objects.filter(DatedHolding.in_force(as_of), child_id=facts.case.child_id)
    return facts.exclusion.has_plan_then or now.exists()


def is_looked_after(facts: Facts, as_of: date) -> bool:
    """True when the child was looked after at the exclusion, or is now."""
    care = CareStatus.objects.filter(DatedHolding.in_force(as_of), child_id=facts.case.child_id)
    return facts.exclusion.is_looked_after_then or any(each.is_looked_after for each in care)


def preference_suspended_until(facts: Facts) -> date | None:
    """The last day on which no school needs to follow the parents' preference, after two permanent exclusions; None
    when there were not two."""
    standing = exclusions_that_stand(facts.case.child)
    if len(standing) < 2:
        return None
    return facts.ask("exclusions.preference_suspended", last_excluded_on=standing[0].excluded_on).due_on
