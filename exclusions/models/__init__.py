"""The facts of this cohort's cases, one module a topic."""

from exclusions.models.decision import CancellationReason, HeadTeachersDecision
from exclusions.models.exclusion import Exclusion, GovernorsDecision, NoticeMethod
from exclusions.models.governors import (
    CouncilsPart,
    GovernorsInvitation,
    GovernorsMeeting,
    GovernorsOutcome,
    OutcomeTold,
    RemoteRequest,
    Representations,
    SuspensionOutcome,
    TakesPart,
)
from exclusions.models.notification import Notification
from exclusions.models.suspension import SchoolSession, Suspension, SuspensionTerm

__all__ = [
    "CancellationReason",
    "CouncilsPart",
    "Exclusion",
    "GovernorsDecision",
    "GovernorsInvitation",
    "GovernorsMeeting",
    "GovernorsOutcome",
    "HeadTeachersDecision",
    "NoticeMethod",
    "Notification",
    "OutcomeTold",
    "RemoteRequest",
    "Representations",
    "SchoolSession",
    "Suspension",
    "SuspensionOutcome",
    "SuspensionTerm",
    "TakesPart",
]
