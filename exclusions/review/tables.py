"""The columns of the tables on the page of what is arranged."""

from __future__ import annotations

PAPERS = {
    "caption": "Papers",
    "columns": [{"label": "Paper"}, {"label": "From"}, {"label": "Received on"}, {"label": "Sent on"}],
}
COSTS = {
    "caption": "Costs",
    "columns": [{"label": "What for"}, {"label": "Kind"}, {"label": "Spent on"}, {"label": "Amount", "numeric": True}],
}
