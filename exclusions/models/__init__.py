"""The facts of this cohort's cases, one module a topic."""

from exclusions.models.decision import CancellationReason, HeadTeachersDecision
from exclusions.models.exclusion import Exclusion, GovernorsDecision, NoticeMethod
from exclusions.models.notification import Notification
from exclusions.models.suspension import KeptOpen, SchoolSession, Suspension, SuspensionTerm

__all__ = [
    "CancellationReason",
    "Exclusion",
    "GovernorsDecision",
    "HeadTeachersDecision",
    "KeptOpen",
    "NoticeMethod",
    "Notification",
    "SchoolSession",
    "Suspension",
    "SuspensionTerm",
]
