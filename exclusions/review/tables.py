"""The columns of the tables on the page of what is arranged."""

from __future__ import annotations

SEATS = {
    "caption": "The panel",
    "columns": [
        {"label": "Member"},
        {"label": "Kind"},
        {"label": "Invited on"},
        {"label": "Answer"},
        {"label": "Next step", "hidden": True},
    ],
}
PAPERS = {
    "caption": "Papers",
    "columns": [{"label": "Paper"}, {"label": "From"}, {"label": "Received on"}, {"label": "Sent on"}],
}
COSTS = {
    "caption": "Costs",
    "columns": [{"label": "What for"}, {"label": "Kind"}, {"label": "Spent on"}, {"label": "Amount", "numeric": True}],
}
