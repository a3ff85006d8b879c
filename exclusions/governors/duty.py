"""What the governing board owes, for both kinds. Source: law pack, exclusions §2 gb_15, gb_50, gb_le5 and §4."""

from __future__ import annotations

from enum import StrEnum


class Duty(StrEnum):
    """Whether the board must meet."""

    # A permanent exclusion, more than 15 school days in the term, or an exam missed: whatever the parents do.
    MUST_MEET = "must_meet"
    # More than 5 school days in the term: when the parents make representations.
    IF_ASKED = "if_asked"
    # Up to 5: it considers what the parents write, has no limit, and cannot direct reinstatement.
    CONSIDERS = "considers"
    # The days lost cannot be counted.
    NOT_KNOWN = "not_known"
