"""What the pages of the money are called in the view log."""

from __future__ import annotations

MONEY = {
    "funding_amounts": "Money: what it is worked out from",
    "funding_deduct": "Money: deduction",
    "funding_pass_on": "Money: payment on",
    "funding_repay": "Money: repayment",
    "funding_end": "Money: end",
}
FINANCE = {
    "exclusions_finance": "Finance list of permanent exclusions",
    "exclusions_finance_csv": "Finance list of permanent exclusions, as a file",
}
