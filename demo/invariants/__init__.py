"""What must be true of the rows of any installation at any time, each with a way to count where it is not."""

from __future__ import annotations

from demo.invariants.cases import CASES
from demo.invariants.deadlines import DEADLINES
from demo.invariants.exclusions import EXCLUSIONS
from demo.invariants.governors import GOVERNORS
from demo.invariants.invariant import Invariant
from demo.invariants.leaving import LEAVING
from demo.invariants.moving import MOVING
from demo.invariants.people import PEOPLE
from demo.invariants.provision import PROVISION
from demo.invariants.records import RECORDS
from demo.invariants.reviews import REVIEWS
from demo.invariants.submissions import SUBMISSIONS
from demo.invariants.support import SUPPORT
from demo.invariants.suspensions import SUSPENSIONS

INVARIANTS: tuple[Invariant, ...] = (
    *DEADLINES,
    *CASES,
    *EXCLUSIONS,
    *REVIEWS,
    *LEAVING,
    *SUSPENSIONS,
    *GOVERNORS,
    *MOVING,
    *SUPPORT,
    *PROVISION,
    *SUBMISSIONS,
    *PEOPLE,
    *RECORDS,
)

__all__ = ["INVARIANTS", "Invariant"]
