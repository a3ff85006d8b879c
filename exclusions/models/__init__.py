"""The facts of this cohort's cases, one module a topic."""

from exclusions.models.decision import CancellationReason, HeadTeachersDecision
from exclusions.models.exclusion import Exclusion, GovernorsDecision, NoticeMethod
from exclusions.models.notification import Notification
from exclusions.models.panel import PanelInterest, PanelMember
from exclusions.models.review import (
    Attendee,
    ClaimBody,
    PanelOutcome,
    Review,
    ReviewApplication,
    ReviewHearing,
    SecondDecision,
)
from exclusions.models.review_arrangements import ReviewCost, ReviewPaper, ReviewSeat, ReviewTold
from exclusions.models.suspension import SchoolSession, Suspension, SuspensionTerm

__all__ = [
    "Attendee",
    "CancellationReason",
    "ClaimBody",
    "Exclusion",
    "GovernorsDecision",
    "HeadTeachersDecision",
    "NoticeMethod",
    "Notification",
    "PanelInterest",
    "PanelMember",
    "PanelOutcome",
    "Review",
    "ReviewApplication",
    "ReviewCost",
    "ReviewHearing",
    "ReviewPaper",
    "ReviewSeat",
    "ReviewTold",
    "SchoolSession",
    "SecondDecision",
    "Suspension",
    "SuspensionTerm",
]
