"""What is recorded of the governing board's part in one case: each table is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cases.models import Case
from exclusions.models import (
    CouncilsPart,
    GovernorsInvitation,
    GovernorsMeeting,
    GovernorsOutcome,
    OutcomeTold,
    RemoteRequest,
    Representations,
)


@dataclass(frozen=True)
class Board:
    """The rows of one case."""

    case: Case

    @classmethod
    def with_nothing_recorded(cls, case: Case) -> Board:
        """Of a case in whose governors' part nothing is recorded yet: no clock asks the database about it."""
        board = cls(case)
        board.__dict__.update(representations=None, meetings=(), outcome=None)
        return board

    @cached_property
    def representations(self) -> Representations | None:
        """What the parents said."""
        return Representations.objects.filter(case=self.case).first()

    @property
    def are_made(self) -> bool:
        """True when the parents made representations."""
        return self.representations is not None and self.representations.standing == Representations.Standing.MADE

    @property
    def none_said_on(self) -> date | None:
        """The day on which the parents said that they make none."""
        said = self.representations
        return said.received_on if said and said.standing == Representations.Standing.NONE else None

    @cached_property
    def meetings(self) -> Sequence[GovernorsMeeting]:
        """Every meeting that was listed, the latest listing first."""
        return list(GovernorsMeeting.objects.filter(case=self.case).order_by("-pk"))

    @property
    def meeting(self) -> GovernorsMeeting | None:
        """The meeting as it is listed now."""
        return next((each for each in self.meetings if each.replaced_on is None), None)

    @property
    def had_in_person(self) -> bool:
        """True when a meeting in person was agreed at some time."""
        return any(each.mode == GovernorsMeeting.Mode.IN_PERSON for each in self.meetings)

    @cached_property
    def remote_request(self) -> RemoteRequest | None:
        """The parents' request for a remote meeting."""
        return RemoteRequest.objects.filter(case=self.case).first()

    @cached_property
    def invitations(self) -> Mapping[str, GovernorsInvitation]:
        """Who is invited, by who they are."""
        return {each.role: each for each in GovernorsInvitation.objects.filter(case=self.case)}

    @cached_property
    def council(self) -> CouncilsPart | None:
        """The council's representative and report."""
        return CouncilsPart.objects.select_related("representative").filter(case=self.case).first()

    @cached_property
    def outcome(self) -> GovernorsOutcome | None:
        """Who decided for the board; of a suspension what."""
        return GovernorsOutcome.objects.filter(case=self.case).first()

    @cached_property
    def told(self) -> Mapping[str, date]:
        """Who was told of the decision, on which day."""
        return dict(OutcomeTold.objects.filter(case=self.case).values_list("recipient", "told_on"))
