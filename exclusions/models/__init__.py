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
from exclusions.models.leaving import (
    ONLY_IF_KNOWN,
    SCHOOL_DESTINATIONS,
    CancellationNotice,
    DeletionGround,
    Destination,
    FairAccessOutcome,
    NextSchool,
    Reintegration,
    ReturnItem,
    RollDeletion,
    SafeguardingFile,
    TookPart,
)
from exclusions.models.money import AgeBand, Funding, PerPupilAmount
from exclusions.models.move import ManagedMove, MoveAgreement, MoveRefusal, PupilsView
from exclusions.models.notification import Notification
from exclusions.models.offsite import Binding, DirectionEnd, DirectionReview, NoticeItem, OffsiteDirection
from exclusions.models.panel import PanelInterest, PanelMember
from exclusions.models.prompt import Prompt
from exclusions.models.public_place import PublicPlaceSighting, SightingDecision, ToldUs
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
    "ONLY_IF_KNOWN",
    "SCHOOL_DESTINATIONS",
    "AgeBand",
    "AsItWas",
    "Attendee",
    "BetweenAuthorities",
    "Binding",
    "CancellationNotice",
    "CancellationReason",
    "ClaimBody",
    "CouncilsPart",
    "DeletionGround",
    "Destination",
    "DirectionEnd",
    "DirectionReview",
    "Exclusion",
    "FairAccessOutcome",
    "Funding",
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
    "NextSchool",
    "NoticeItem",
    "NoticeMethod",
    "NoticeSender",
    "Notification",
    "OffsiteDirection",
    "OutcomeTold",
    "PanelInterest",
    "PanelMember",
    "PanelOutcome",
    "PerPupilAmount",
    "Prompt",
    "PublicPlaceSighting",
    "PupilsView",
    "Reintegration",
    "RemoteRequest",
    "Representations",
    "ReturnItem",
    "Review",
    "ReviewApplication",
    "ReviewCost",
    "ReviewHearing",
    "ReviewPaper",
    "ReviewSeat",
    "ReviewTold",
    "RollDeletion",
    "SafeguardingFile",
    "SchoolSession",
    "SecondDecision",
    "Separation",
    "SeparationEnd",
    "SeparationReview",
    "SightingDecision",
    "SupportLine",
    "SupportRequest",
    "Suspension",
    "SuspensionOutcome",
    "SuspensionTerm",
    "TakesPart",
    "TellingMethod",
    "ToldUs",
    "TookPart",
    "TriedSupport",
]
