"""The facts of this cohort's cases, one module a topic."""

from exclusions.models.decision import CancellationReason, HeadTeachersDecision
from exclusions.models.exclusion import Exclusion, GovernorsDecision, NoticeMethod
from exclusions.models.leaving import (
    ONLY_IF_KNOWN,
    SCHOOL_DESTINATIONS,
    CancellationNotice,
    DeletionGround,
    Destination,
    NextSchool,
    PanelOutcome,
    Reintegration,
    ReturnItem,
    RollDeletion,
    SafeguardingFile,
    TookPart,
)
from exclusions.models.money import AgeBand, Funding, PerPupilAmount
from exclusions.models.notification import Notification
from exclusions.models.suspension import SchoolSession, Suspension, SuspensionTerm

__all__ = [
    "ONLY_IF_KNOWN",
    "SCHOOL_DESTINATIONS",
    "AgeBand",
    "CancellationNotice",
    "CancellationReason",
    "DeletionGround",
    "Destination",
    "Exclusion",
    "Funding",
    "GovernorsDecision",
    "HeadTeachersDecision",
    "NextSchool",
    "NoticeMethod",
    "Notification",
    "PanelOutcome",
    "PerPupilAmount",
    "Reintegration",
    "ReturnItem",
    "RollDeletion",
    "SafeguardingFile",
    "SchoolSession",
    "Suspension",
    "SuspensionTerm",
    "TookPart",
]
