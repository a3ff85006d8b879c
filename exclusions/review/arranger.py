"""Who arranges the review of an exclusion: by the kind of school, and by whose school it is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import statute
from cases.models import Deadline
from schools.models import School

if TYPE_CHECKING:
    from exclusions.facts import Facts

SCHOOL_TYPES = {School.LegalType.ACADEMY: "academy", School.LegalType.PUPIL_REFERRAL_UNIT: "pru"}
_TRUST = "academy proprietor"


class Arranger(StrEnum):
    """Whose duty it is to arrange the review."""

    US = "us"
    OTHER_AUTHORITY = "other_authority"
    TRUST = "trust"


DUTY_OWNERS = {
    Arranger.US: Deadline.DutyOwner.AUTHORITY,
    Arranger.OTHER_AUTHORITY: Deadline.DutyOwner.AUTHORITY,
    Arranger.TRUST: Deadline.DutyOwner.TRUST,
}


def school_type_of(facts: Facts) -> str:
    """The kind of school as the statute engine names it. One that is neither an academy nor a unit counts as
    maintained."""
    return SCHOOL_TYPES.get(School.LegalType(facts.exclusion.legal_type_then), "maintained")


def arranger_of(facts: Facts) -> Arranger:
    """The academy trust for an academy; else the authority of the school, which may be another than ours and than the
    child's home."""
    asked = {"kind": "permanent", "school_type": school_type_of(facts), "lives_here": facts.lives_here}
    owners = statute.calculate("exclusions.duty_owners", facts=asked).value
    if owners["review"] == _TRUST:
        return Arranger.TRUST
    school = facts.case.school
    is_ours = school is None or school.local_authority.code == facts.our_code
    return Arranger.US if is_ours else Arranger.OTHER_AUTHORITY


def arranger_words(facts: Facts) -> str:
    """“The council”, “The academy trust of …”, or the other authority by its name."""
    arranger, school = arranger_of(facts), facts.case.school
    if arranger is Arranger.TRUST:
        return f"The academy trust of {school}"
    return "The council" if arranger is Arranger.US or school is None else str(school.local_authority)
