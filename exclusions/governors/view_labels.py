"""What the pages of the governors' part are called in the view log."""

from __future__ import annotations

GOVERNORS_PAGES = {
    "governors_representations": "Governors: what the parents say",
    "governors_remote": "Governors: request for a remote meeting",
    "governors_papers": "Governors: papers",
    "governors_invite": "Governors: invitations",
    "governors_council": "Governors: council’s representative",
    "governors_report": "Governors: council’s report",
    "governors_outcome_told": "Governors: who was told of the decision",
    "suspension_governors_listed": "Suspension: governors’ meeting",
    "suspension_governors_decide": "Suspension: governors’ decision",
}
