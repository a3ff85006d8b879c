"""Whose duty day six and the review panel are, when the child's authority and the school's may be two: statute's answer
for one case, as deadlines and pages need it."""

from __future__ import annotations

from dataclasses import dataclass

import statute
from cases.models import Deadline
from exclusions.facts import Facts
from exclusions.models import Exclusion
from schools.models import LocalAuthority, School

Owner = Deadline.DutyOwner

# The statute engine's words for the owners of a duty.
_HERE, _TRUST = "this authority", "academy proprietor"
_SCHOOL_TYPES = {
    School.LegalType.MAINTAINED: "maintained",
    School.LegalType.ACADEMY: "academy",
    School.LegalType.PUPIL_REFERRAL_UNIT: "pru",
}
# Day six goes by where the child lives alone: for it every kind of school has the same answer.
_ANY_SCHOOL_TYPE = "maintained"


@dataclass(frozen=True)
class Owners:
    """Who provides from day six, and who arranges a review panel: as a duty owner, with the authority where it is one.

    `panel` is empty for a kind of school that the regulations on reviews do not name.
    """

    day_six: str
    day_six_authority: LocalAuthority | None
    panel: str
    panel_authority: LocalAuthority | None

    @property
    def is_day_six_ours(self) -> bool:
        """True when this authority provides; then a late start is in our figures."""
        return self.day_six == Owner.AUTHORITY

    @property
    def is_panel_ours(self) -> bool:
        """True when this authority arranges the panel."""
        return self.panel == Owner.AUTHORITY


def owners_of(facts: Facts) -> Owners:
    """Whose duties these are in this case."""
    return owners_for(facts.exclusion, facts.case.school, our_code=facts.our_code, policy=facts.policy)


def owners_for(exclusion: Exclusion, school: School | None, *, our_code: str, policy: str) -> Owners:
    """Ask statute whose duties these are (law pack, exclusions X20). Without a query when `home_authority` and the
    school's authority are loaded."""
    school_type = _SCHOOL_TYPES.get(School.LegalType(exclusion.legal_type_then))
    answer: dict[str, str] = statute.calculate(
        "exclusions.duty_owners",
        facts={
            "kind": "permanent",
            "school_type": school_type or _ANY_SCHOOL_TYPE,
            "lives_here": lives_here(exclusion, our_code),
        },
        policy=policy,
    ).value
    panel, panel_authority = _panel(school_type, answer["review"], school, our_code)
    return Owners(
        day_six=Owner.AUTHORITY if answer["sixth_day"] == _HERE else Owner.HOME_AUTHORITY,
        day_six_authority=exclusion.home_authority,
        panel=panel,
        panel_authority=panel_authority,
    )


def _panel(
    school_type: str | None, arranger: str, school: School | None, our_code: str
) -> tuple[str, LocalAuthority | None]:
    if school_type is None or school is None:
        return "", None
    if arranger == _TRUST:
        return Owner.TRUST, None
    authority = school.local_authority
    return (Owner.AUTHORITY if authority.code == our_code else Owner.SCHOOL_AUTHORITY), authority


def lives_here(exclusion: Exclusion, our_code: str) -> bool:
    """True when the child lives with us; an authority that is not known yet is taken to be ours."""
    return exclusion.home_authority is None or exclusion.home_authority.code == our_code


def is_elsewhere(school: School | None, our_code: str) -> bool:
    """True when the school belongs to another authority than ours."""
    return school is not None and school.local_authority.code != our_code
