"""Which kinds of case book education, on which legal basis, and when: each cohort says so for its own kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from cases.models import Case
from provision.models import LegalBasis


class DuplicateUse(Exception):
    """Two cohorts registered the same kind."""


@dataclass(frozen=True)
class PlacementUse:
    """How a kind of case uses placements.

    `legal_bases` are the lawful ones, the usual one first. `reasons_against` gives every reason why nothing can be
    booked in this case now; `earliest` the first day on which its education can start.
    """

    kind: str
    legal_bases: tuple[LegalBasis, ...]
    reasons_against: Callable[[Case, date], Sequence[str]]
    earliest: Callable[[Case], date]


_uses: dict[str, PlacementUse] = {}


def register_use(use: PlacementUse) -> None:
    """Register how a kind uses placements. Raises DuplicateUse."""
    if use.kind in _uses:
        raise DuplicateUse(f"The kind {use.kind} is registered twice.")
    _uses[use.kind] = use


def use_of(case: Case) -> PlacementUse | None:
    """How this case's kind uses placements; None for a kind without any."""
    return _uses.get(case.kind)


def kinds_with_placements() -> frozenset[str]:
    """Codes of the kinds that book education."""
    return frozenset(_uses)
