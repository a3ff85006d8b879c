"""What was typed of the money: the deduction, the payment on, the repayment. Each is one step, taken once; while
nothing later rests on what it recorded, the same step puts it right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from exclusions.models import Funding

# The beginning of the columns that each step fills.
_COLUMNS = {"funding_deduct": "deducted", "funding_pass_on": "passed", "funding_repay": "repaid"}
# What the step is called once there is something to put right.
CORRECTIONS = {
    "funding_deduct": "Correct the deduction",
    "funding_pass_on": "Correct the payment on",
    "funding_repay": "Correct the repayment",
    "funding_end": "Correct the end of the money",
}


@dataclass(frozen=True)
class Entry:
    """What one step recorded: when, how much, and in which journal."""

    on: date
    amount: Decimal
    reference: str

    def for_event(self) -> dict[str, str]:
        """What the event of a correction keeps of it; the history of the row keeps the whole."""
        return {"was_on": self.on.isoformat(), "was_amount": str(self.amount)}


def recorded(step: str, funding: Funding) -> Entry | None:
    """What this step recorded; None when it was not taken yet, or records no amount."""
    column = _COLUMNS.get(step, "")
    day = getattr(funding, f"{column}_on") if column else None
    if day is None:
        return None
    return Entry(day, getattr(funding, f"{column}_amount"), getattr(funding, f"{column}_reference"))


def is_recorded(step: str, funding: Funding) -> bool:
    """True when this step was taken, so that taking it again puts it right. The end of the money has no amount."""
    return recorded(step, funding) is not None or (step == "funding_end" and funding.ended_on is not None)
