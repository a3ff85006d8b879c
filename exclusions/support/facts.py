"""A request for help with everything that is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import statute
from cases.models import Case
from exclusions.models import MultiServiceMeeting, SupportLine, SupportRequest, TriedSupport
from exclusions.support.codes import WITH_A_PLACE
from provision.models import OPEN_PLACEMENTS, Placement
from provision.queries import placements_of
from schools.models import School
from schools.queries import the_authority

# Year 6 is the last year of primary school.
LAST_PRIMARY_YEAR = 6


@dataclass(frozen=True)
class SupportFacts:
    """The request, what was tried, what is agreed, and who met."""

    case: Case
    request: SupportRequest
    tried: tuple[TriedSupport, ...]
    lines: tuple[SupportLine, ...]
    meetings: tuple[MultiServiceMeeting, ...]
    placements: tuple[Placement, ...]
    policy: str

    @property
    def decision(self) -> SupportRequest:
        """The row of the cohort's own that hangs on the case; its version is the one that a page shows."""
        return self.request

    @property
    def open_lines(self) -> list[SupportLine]:
        """The lines of support of which it is not recorded how they went."""
        return [line for line in self.lines if not line.outcome]

    @property
    def lines_without_review_day(self) -> list[SupportLine]:
        """The open lines that nobody means to look at on any day."""
        return [line for line in self.open_lines if line.review_on is None]

    @property
    def lines_without_place(self) -> list[SupportLine]:
        """The open lines for which a place is needed and none is booked, or was since they began."""
        return [line for line in self.open_lines if line.kind in WITH_A_PLACE and not self._has_place(line)]

    def _has_place(self, line: SupportLine) -> bool:
        return any(
            each.state in OPEN_PLACEMENTS
            or (each.started_on is not None and each.ends_on is not None and each.ends_on >= line.starts_on)
            for each in self.placements
        )

    @property
    def owes_plan_review(self) -> bool:
        """True while an interim review of the EHC plan has still to be asked for."""
        request = self.request
        return request.is_exclusion_considered and request.has_plan_then and request.plan_review_asked_on is None

    @property
    def owes_care_review(self) -> bool:
        """True while an interim review of the personal education plan has still to be asked for."""
        request = self.request
        return request.is_exclusion_considered and request.is_looked_after_then and request.care_review_asked_on is None

    @property
    def offers_meeting(self) -> bool:
        """True while a meeting of several services is offered by policy and none was recorded."""
        request = self.request
        offered = meeting_is_offered(
            is_primary=is_primary(request.year_group_then, self.case.school),
            is_considered=request.is_exclusion_considered,
            policy=self.policy,
        )
        return offered and not self.meetings


@dataclass(frozen=True)
class LineFacts:
    """One line of support of a case: its own row is the one that its page shows and changes."""

    case: Case
    line: SupportLine

    @property
    def decision(self) -> SupportLine:
        """The row whose version the page shows."""
        return self.line


def gather_support(case: Case) -> SupportFacts:
    """Read everything about this request. Raises SupportRequest.DoesNotExist for a case of another kind."""
    request = SupportRequest.objects.get(case=case)
    return SupportFacts(
        case=case,
        request=request,
        tried=tuple(request.tried.all()),
        lines=tuple(request.lines.select_related("provider")),
        meetings=tuple(request.meetings.all()),
        placements=tuple(placements_of(case)),
        policy=policy_of_authority(),
    )


def policy_of_authority() -> str:
    """The name of the authority's policy."""
    authority = the_authority()
    return authority.policy if authority else "statutory"


def tiers_of(policy: str) -> list[str]:
    """The steps of help that the authority has, in order."""
    return list(statute.calculate("exclusions.support_tiers", facts={}, policy=policy).value)


def meeting_is_offered(*, is_primary: bool, is_considered: bool, policy: str) -> bool:
    """Whether the authority offers a meeting of several services unasked."""
    facts = {"is_primary": is_primary, "permanent_considered": is_considered}
    return bool(statute.calculate("exclusions.support_meeting", facts=facts, policy=policy).value)


def is_primary(year_group: int | None, school: School | None) -> bool:
    """Whether the pupil is of primary age: by the year group, else by the school's phase."""
    if year_group is not None:
        return year_group <= LAST_PRIMARY_YEAR
    return school is not None and school.phase == School.Phase.PRIMARY


def outcome_until(requested_on: date, policy: str) -> date:
    """The last day on which an exclusion counts as what came of a request of that day."""
    result = statute.calculate("exclusions.support_outcome", facts={"requested_on": requested_on}, policy=policy)
    # The rule always gives a date.
    return cast(date, result.due_on)
