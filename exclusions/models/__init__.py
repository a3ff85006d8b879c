"""The facts of this cohort's cases, one module a topic."""

from exclusions.models.between_authorities import BetweenAuthorities, NoticeSender, TellingMethod
from exclusions.models.decision import CancellationReason, HeadTeachersDecision
from exclusions.models.exclusion import Exclusion, GovernorsDecision, NoticeMethod
from exclusions.models.notification import Notification
from exclusions.models.support import MultiServiceMeeting, SupportLine, SupportRequest, TriedSupport
from exclusions.models.suspension import SchoolSession, Suspension, SuspensionTerm

__all__ = [
    "BetweenAuthorities",
    "CancellationReason",
    "Exclusion",
    "GovernorsDecision",
    "HeadTeachersDecision",
    "MultiServiceMeeting",
    "NoticeMethod",
    "NoticeSender",
    "Notification",
    "SchoolSession",
    "SupportLine",
    "SupportRequest",
    "Suspension",
    "SuspensionTerm",
    "TellingMethod",
    "TriedSupport",
]
