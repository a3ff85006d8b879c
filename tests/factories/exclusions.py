"""Permanent exclusions at any state that the actions reach, made by the real actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import Team, User
from accounts.roles import Role
from cases.models import Case, Child
from exclusions.actions import progress
from exclusions.actions.governors_meeting import Listing
from exclusions.actions.recording import record_permanent_exclusion
from exclusions.actions.refusal_notice import record_refusal_notice
from exclusions.actions.steps import record_told
from exclusions.kind_code import EVERY_KIND
from exclusions.models import Exclusion
from exclusions.states import CANCELLED, CHECKED, DECLINED, GOVERNORS_LISTED, NOTIFIED, REINSTATED, REVIEW_WINDOW
from schools.models import School
from tests.factories.children import enrol, make_authority, make_calendar, make_child, make_local_authority, make_school
from tests.factories.people import make_team, make_user

# X1 of the law pack: excluded on Tuesday 15 September 2026, before the afternoon session.
EXCLUDED_ON = date(2026, 9, 15)
GOVERNORS_MEET_ON = date(2026, 10, 6)
NOTICE_SENT_ON = date(2026, 10, 7)


@dataclass
class Desk:
    """An exclusions team at work: its people, a school with the calendar CAL-K, and a child on its roll."""

    team: Team = field(default_factory=lambda: make_team(*EVERY_KIND, name="Exclusions team"))
    officer: User = field(init=False)
    school: School = field(init=False)
    child: Child = field(init=False)

    def __post_init__(self) -> None:
        make_authority()
        make_calendar()
        self.officer = make_user(Role.EXCLUSIONS_OFFICER, team=self.team, name="Ada Okafor")
        self.school = make_school("Ashgrove Academy (invented)")
        self.child = make_child("Hughes", "Amira", upn="X331000114001")
        enrol(self.child, self.school)

    def record(self, *, as_of: date = EXCLUDED_ON, child: Child | None = None, **more: object) -> Case:
        """Record X1, or another exclusion. What is unlikely is confirmed."""
        facts: dict[str, object] = {
            "school": self.school,
            "decided_on": EXCLUDED_ON,
            "excluded_on": EXCLUDED_ON,
            "pm_began": False,
            "reasons": ["DB"],
            "is_confirmed": True,
            **more,
        }
        return record_permanent_exclusion(child=child or self.child, by=self.officer, as_of=as_of, **facts)  # type: ignore[arg-type]

    def version(self, case: Case) -> int:
        """The version of the exclusion's row as it stands."""
        return Exclusion.objects.get(case=case).version

    def check(self, case: Case, *, home: str = "331", as_of: date = EXCLUDED_ON, **more: object) -> Case:
        """Check the exclusion: the child lives here unless said otherwise."""
        facts: dict[str, object] = {
            "is_looked_after": False,
            "has_plan": False,
            "has_social_worker": False,
            "told": {},
            **more,
        }
        return progress.check_exclusion(
            case=case,
            home_authority=make_local_authority(home, f"Authority {home}"),
            version=self.version(case),
            by=self.officer,
            as_of=as_of,
            **facts,  # type: ignore[arg-type]
        )

    def tell_governors(self, case: Case, told_on: date = EXCLUDED_ON, as_of: date = EXCLUDED_ON) -> Case:
        """Record when the governors were told."""
        return record_told(
            case=case, told={"governors": told_on}, version=self.version(case), by=self.officer, as_of=as_of
        )

    def list_meeting(self, case: Case, meeting_on: date = GOVERNORS_MEET_ON, as_of: date = EXCLUDED_ON) -> Case:
        """List the governors' meeting."""
        return progress.list_governors_meeting(
            case=case,
            meeting_on=meeting_on,
            version=self.version(case),
            by=self.officer,
            as_of=as_of,
            listing=Listing(is_confirmed=True),
        )

    def decide(self, case: Case, decision: str, *, as_of: date = GOVERNORS_MEET_ON, **more: object) -> Case:
        """Record the governors' decision of the day."""
        return progress.record_governors_decision(
            case=case,
            decision=decision,
            decided_on=as_of,
            version=self.version(case),
            by=self.officer,
            as_of=as_of,
            **more,  # type: ignore[arg-type]
        )

    def send_notice(self, case: Case, *, sent_on: date = NOTICE_SENT_ON, method: str = "hand") -> Case:
        """Record the governors' written decision."""
        return record_refusal_notice(
            case=case, sent_on=sent_on, method=method, version=self.version(case), by=self.officer, as_of=sent_on
        )

    def cancel(self, case: Case, *, as_of: date = EXCLUDED_ON) -> Case:
        """The head teacher cancels."""
        return progress.cancel_exclusion(
            case=case,
            cancelled_on=as_of,
            reason="new_evidence",
            version=self.version(case),
            by=self.officer,
            as_of=as_of,
        )


def make_case_at(desk: Desk, state: str) -> Case:
    """A case that real actions brought to `state`."""
    listed: tuple[Callable[[Case], Case], ...] = (desk.check, desk.tell_governors, desk.list_meeting)
    paths: dict[str, tuple[Callable[[Case], Case], ...]] = {
        NOTIFIED: (),
        CHECKED: (desk.check,),
        GOVERNORS_LISTED: listed,
        REINSTATED: (*listed, lambda case: desk.decide(case, "reinstate_immediately")),
        DECLINED: (*listed, lambda case: desk.decide(case, "decline_reinstatement")),
        REVIEW_WINDOW: (*listed, lambda case: desk.decide(case, "decline_reinstatement"), desk.send_notice),
        CANCELLED: (desk.cancel,),
    }
    case = desk.record()
    for act in paths[state]:
        case = act(case)
    return case
