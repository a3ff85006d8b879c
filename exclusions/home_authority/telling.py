"""Whether the home authority was told of an exclusion of its child, by the school or by us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exclusions.facts import Facts, Recipient
from exclusions.home_authority.owners import is_elsewhere
from exclusions.models import BetweenAuthorities
from exclusions.states import ENDS_THE_TRACKS


@dataclass(frozen=True)
class Telling:
    """What is recorded between the authorities, set against where the child lives as it is known now.

    A telling counts for the authority that was told. When the child turns out to live in a third one, that one has
    still to be told.
    """

    facts: Facts
    row: BetweenAuthorities

    @property
    def is_school_elsewhere(self) -> bool:
        """True when the school belongs to another authority."""
        return is_elsewhere(self.facts.case.school, self.facts.our_code)

    @property
    def told_by_us_on(self) -> date | None:
        """The day on which we told the home authority of now."""
        home = self.facts.exclusion.home_authority_id
        return self.row.told_on if home is not None and self.row.told_authority_id == home else None

    @property
    def told_by_school_on(self) -> date | None:
        """The day on which the school told the home authority of now."""
        told_on = self.facts.told.get(Recipient.HOME_AUTHORITY)
        was_another = (
            self.row.school_told_on == told_on
            and self.row.school_told_authority_id is not None
            and self.row.school_told_authority_id != self.facts.exclusion.home_authority_id
        )
        return None if was_another else told_on

    @property
    def is_told(self) -> bool:
        """True when the school or we have told it."""
        return self.told_by_us_on is not None or self.told_by_school_on is not None

    @property
    def is_owed(self) -> bool:
        """True while the child lives elsewhere, the exclusion stands, and that authority has not been told."""
        case = self.facts.case
        stands = case.is_open and case.state not in ENDS_THE_TRACKS
        return stands and not self.facts.lives_here and not self.is_told


def telling_of(facts: Facts) -> Telling:
    """What is recorded for this case; an empty row, not kept, where nothing is."""
    related = BetweenAuthorities.objects.select_related("told_authority", "school_told_authority", "notice_authority")
    row = related.filter(case=facts.case).first()
    return Telling(facts, row or BetweenAuthorities(case=facts.case))
