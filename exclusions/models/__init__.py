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
from exclusions.models.panel import PanelInterest, PanelMember
from exclusions.models.prompt import Prompt
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
from exclusions.models.separation import Separation, SeparationEnd, SeparationReview
from exclusions.models.support import MultiServiceMeeting, SupportLine, SupportRequest, TriedSupport
from exclusions.models.suspension import KeptOpen, SchoolSession, Suspension, SuspensionTerm

__all__ = [
    "AsItWas",
    "Attendee",
    "BetweenAuthorities",
    "Binding",
    "CancellationReason",
    "ClaimBody",
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
    "PanelInterest",
    "PanelMember",
    "PanelOutcome",
    "Prompt",
    "PupilsView",
    "RemoteRequest",
    "Representations",
    "Review",
    "ReviewApplication",
    "ReviewCost",
    "ReviewHearing",
    "ReviewPaper",
    "ReviewSeat",
    "ReviewTold",
    "SchoolSession",
    "SecondDecision",
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
