"""The facts of this cohort's cases, one module a topic."""

from exclusions.models.between_authorities import BetweenAuthorities, NoticeSender, TellingMethod
from exclusions.models.circumstances import AsItWas
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
from exclusions.models.move import ManagedMove, MoveAgreement, MoveRefusal, PupilsView
from exclusions.models.notification import Notification
from exclusions.models.offsite import Binding, DirectionEnd, DirectionReview, NoticeItem, OffsiteDirection
from exclusions.models.prompt import Prompt
from exclusions.models.separation import Separation, SeparationEnd, SeparationReview
from exclusions.models.support import MultiServiceMeeting, SupportLine, SupportRequest, TriedSupport
from exclusions.models.suspension import KeptOpen, SchoolSession, Suspension, SuspensionTerm

__all__ = [
    "AsItWas",
    "BetweenAuthorities",
    "Binding",
    "CancellationReason",
    "CouncilsPart",
    "DirectionEnd",
    "DirectionReview",
    "Exclusion",
    "GovernorsDecision",
    "GovernorsInvitation",
    "GovernorsMeeting",
    "GovernorsOutcome",
    "HeadTeachersDecision",
    "KeptOpen",
    "ManagedMove",
    "MoveAgreement",
    "MoveRefusal",
    "MultiServiceMeeting",
    "NoticeItem",
    "NoticeMethod",
    "NoticeSender",
    "Notification",
    "OffsiteDirection",
    "OutcomeTold",
    "Prompt",
    "PupilsView",
    "RemoteRequest",
    "Representations",
    "SchoolSession",
    "Separation",
    "SeparationEnd",
    "SeparationReview",
    "SupportLine",
    "SupportRequest",
    "Suspension",
    "SuspensionOutcome",
    "SuspensionTerm",
    "TakesPart",
    "TellingMethod",
    "TriedSupport",
]
