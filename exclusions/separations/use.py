"""How a separation books education: under section 19, or under the child's plan."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from exclusions.kind_code import SAFEGUARDING_SEPARATION
from exclusions.models import Separation
from exclusions.separations.facts import gather_separation
from exclusions.separations.states import OPEN_STATES
from provision.models import LegalBasis
from provision.uses import PlacementUse


def reasons_against_booking(case: Case, as_of: date) -> list[str]:
    """Every reason why no education can be booked in this separation now; empty when it can."""
    if case.state not in OPEN_STATES:
        return ["The separation is over, so no education is owed because of it."]
    facts = gather_separation(case)
    reasons = []
    if not facts.lives_here:
        reasons.append(f"{facts.separation.home_authority} is the child’s home authority and provides the education.")
    if not facts.is_of_compulsory_age:
        reasons.append("The child is not of compulsory school age.")
    return reasons


def _earliest(case: Case) -> date:
    """No education because of a separation begins before it."""
    return Separation.objects.values_list("began_on", flat=True).get(case=case)


USE = PlacementUse(
    kind=SAFEGUARDING_SEPARATION,
    legal_bases=(LegalBasis.SECTION_19_OTHERWISE, LegalBasis.SECTION_42, LegalBasis.SECTION_61),
    reasons_against=reasons_against_booking,
    earliest=_earliest,
)
