"""When the council itself books education in a suspension: that of a pupil referral unit, from the sixth school day of
the run. In every other school the governing body or the trust provides it, and what it gives is recorded."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from exclusions.kind_code import SUSPENSION
from exclusions.suspensions.clocks import is_councils_duty
from exclusions.suspensions.facts import gather_suspension
from exclusions.suspensions.states import CANCELLED
from provision.models import LegalBasis
from provision.uses import PlacementUse


def reasons_against_booking(case: Case, as_of: date) -> list[str]:
    """Every reason why the council can book no education in this suspension now; empty when it can."""
    facts = gather_suspension(case)
    if not is_councils_duty(facts.suspension.legal_type_then):
        return [
            "The school’s governing body or trust provides the education in a suspension (Education and Inspections "
            "Act 2006, section 100). Record what it gives on the case page."
        ]
    if facts.is_called_off:
        how = "was cancelled" if case.state == CANCELLED else "was recorded by mistake"
        return [f"The suspension {how}, so no education is owed because of it."]
    if not case.is_open:
        return ["The case is closed."]
    reasons = []
    if not facts.lives_here:
        reasons.append(f"{facts.suspension.home_authority} is the child’s home authority and provides the education.")
    if not facts.is_of_compulsory_age:
        reasons.append("The child is not of compulsory school age.")
    return reasons


def _earliest(case: Case) -> date:
    """No education because of a suspension begins before its run."""
    facts = gather_suspension(case)
    return facts.run.first_on(facts.span)


# Under section 19(3A)(b) the council provides for pupils of a unit; section 100 binds the other schools.
USE = PlacementUse(
    kind=SUSPENSION,
    legal_bases=(LegalBasis.SECTION_19_EXCLUDED, LegalBasis.SECTION_42, LegalBasis.SECTION_61),
    reasons_against=reasons_against_booking,
    earliest=_earliest,
)
