"""Reviews at any point of their way, and a pool of panel members, made by the real actions. All invented."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from cases.models import Case
from exclusions.actions import review_asking, review_corrections, review_hearing, review_outcome, review_panel
from exclusions.actions.panel_members import Interests, MemberFacts, add_panel_member
from exclusions.actions.review_asking import Application
from exclusions.actions.review_hearing import Hearing, Record
from exclusions.kind import KIND
from exclusions.models import PanelMember
from exclusions.states import (
    RECONSIDERED_DECLINED,
    RECONSIDERED_REINSTATED,
    REVIEW_ABANDONED,
    REVIEW_APPLIED,
    REVIEW_EXPIRED,
    REVIEW_QUASHED,
    REVIEW_RECOMMENDED,
    REVIEW_UPHELD,
    REVIEW_WAIVED,
    REVIEW_WINDOW,
)
from schools.models import Authority, LocalAuthority, School
from tests.factories.exclusions import Desk, make_case_at

# X1 of the law pack: applied by hand on Monday 19 October 2026, so the review begins by Tuesday 17 November.
APPLIED_ON = date(2026, 10, 19)
MUST_BEGIN_BY = date(2026, 11, 17)
HEARING_ON = date(2026, 11, 12)
DECIDED_ON = date(2026, 11, 12)
# The panel's notice by hand on Friday 13 November: the governors reconsider by Friday 27 November.
NOTICE_ON = date(2026, 11, 13)
RECONSIDERED_ON = date(2026, 11, 24)

_names = (f"Panel Person{number}" for number in itertools.count(1))


def make_member(by: User, kind: str = "lay", *, as_of: date = date(2026, 9, 1), **more: object) -> PanelMember:
    """Somebody of the pool, trained a year ago and free on the day of the hearing."""
    schools, authorities = more.pop("schools", ()), more.pop("authorities", ())
    facts: dict[str, object] = {
        "name": next(_names),
        "kind": kind,
        "may_chair": kind == "lay",
        "trained_on": date(2025, 9, 10),
        "email": "panel@example.org",
        "free_on": (HEARING_ON,),
        **more,
    }
    interests = Interests(schools, authorities)  # type: ignore[arg-type]
    return add_panel_member(facts=MemberFacts(**facts), interests=interests, by=by, as_of=as_of)  # type: ignore[arg-type]


def make_pool(by: User) -> list[PanelMember]:
    """A lay member, a governor and a head teacher."""
    return [make_member(by, kind) for kind in ("lay", "governor", "head_teacher")]


def set_authority_address() -> None:
    """The council can be written to."""
    Authority.objects.update(
        letterhead="Coventry City Council\nCouncil House, Coventry", sender_address="ex@example.org"
    )


def other_authority(school: School) -> LocalAuthority:
    """Another authority, and the school is its own."""
    other = LocalAuthority.objects.get_or_create(code="937", defaults={"name": "Warwickshire"})[0]
    School.objects.filter(pk=school.pk).update(local_authority=other)
    school.refresh_from_db()
    return other


@dataclass
class ReviewDesk:
    """The desk with the acts of a review."""

    desk: Desk

    def _by(self, case: Case, as_of: date) -> dict[str, object]:
        return {"case": case, "version": self.desk.version(case), "by": self.desk.officer, "as_of": as_of}

    def waive(self, case: Case, on: date = date(2026, 10, 12)) -> Case:
        """The parents waive."""
        return review_asking.record_waiver(waived_on=on, **self._by(case, on))  # type: ignore[arg-type]

    def apply(
        self, case: Case, on: date = APPLIED_ON, *, method: str = "hand", why_late: str = "", **more: object
    ) -> Case:
        """The parents apply; it is recorded on the same day unless `as_of` says otherwise. What is unlikely is
        confirmed."""
        as_of, is_right = more.pop("as_of", on), bool(more.pop("is_confirmed", True))
        facts: dict[str, object] = {"gives_grounds": True, "wants_expert": False, "wants_remote": False, **more}
        application = Application(sent_on=on, method=method, **facts)  # type: ignore[arg-type]
        return review_asking.record_application(
            application=application,
            why_late=why_late,
            is_confirmed=is_right,
            **self._by(case, as_of),  # type: ignore[arg-type]
        )

    def claim(self, case: Case, on: date, determined_on: date | None = None, *, as_of: date | None = None) -> Case:
        """A claim of discrimination."""
        return review_asking.record_claim(
            made_on=on,
            body="tribunal",
            determined_on=determined_on,
            **self._by(case, as_of or determined_on or on),  # type: ignore[arg-type]
        )

    def withdraw(self, case: Case, on: date = date(2026, 11, 2)) -> Case:
        """The parents withdraw."""
        return review_asking.record_withdrawal(withdrawn_on=on, **self._by(case, on))  # type: ignore[arg-type]

    def list_hearing(
        self, case: Case, on: date = HEARING_ON, *, as_of: date = APPLIED_ON, why_moved: str = "", **more: object
    ) -> Case:
        """List the hearing."""
        is_right = bool(more.pop("is_confirmed", False))
        facts: dict[str, object] = {"mode": "in_person", "venue": "Council House", "starts_at": time(9, 30), **more}
        hearing = Hearing(hearing_on=on, **facts)  # type: ignore[arg-type]
        return review_hearing.list_hearing(
            hearing=hearing,
            why_moved=why_moved,
            is_confirmed=is_right,
            **self._by(case, as_of),  # type: ignore[arg-type]
        )

    def hold(self, case: Case, *, as_of: date = HEARING_ON, minutes: object = None, **more: object) -> Case:
        """Record how the planned day went, whoever sat."""
        facts: dict[str, object] = {
            "course": "held",
            "attended": ["parents", "head_teacher"],
            "is_confirmed": True,
            **more,
        }
        record = Record(**facts)  # type: ignore[arg-type]
        return review_hearing.record_hearing(record=record, minutes=minutes, **self._by(case, as_of))  # type: ignore[arg-type]

    def invite(self, case: Case, member: PanelMember, *, is_chair: bool = False, on: date = APPLIED_ON) -> Case:
        """Ask a member."""
        return review_panel.invite_member(member=member, is_chair=is_chair, invited_on=on, **self._by(case, on))  # type: ignore[arg-type]

    def answer(self, case: Case, member: PanelMember, answer: str = "accepted", *, on: date = APPLIED_ON) -> Case:
        """A member answers, and is unconnected."""
        return review_panel.record_answer(
            seat=case.review.seats.get(member=member),
            answer=answer,
            answered_on=on,
            says_unconnected=True,
            **self._by(case, on),  # type: ignore[arg-type]
        )

    def decide(self, case: Case, outcome: str, *, on: date = DECIDED_ON, orders: bool = False, **more: object) -> Case:
        """The panel decides."""
        as_of = more.pop("as_of", on)
        return review_outcome.record_panel_decision(
            outcome=outcome,
            decided_on=on,
            orders_adjustment=orders,
            **more,  # type: ignore[arg-type]
            **self._by(case, as_of),  # type: ignore[arg-type]
        )

    def tell(
        self, case: Case, *, on: date = NOTICE_ON, method: str = "hand", as_of: date | None = None, **more: object
    ) -> Case:
        """The panel's decision goes to the governors."""
        facts: dict[str, object] = {"panel": {}, "second": {}, **more}
        return review_outcome.record_review_told(
            notice_sent_on=on,
            notice_method=method,
            **facts,  # type: ignore[arg-type]
            **self._by(case, as_of or on),  # type: ignore[arg-type]
        )

    def reconsider(
        self, case: Case, decision: str, *, on: date = RECONSIDERED_ON, reinstate_on: date | None = None
    ) -> Case:
        """The governors decide again."""
        return review_outcome.record_second_decision(
            decision=decision,
            reconsidered_on=on,
            reinstate_on=reinstate_on,
            **self._by(case, on),  # type: ignore[arg-type]
        )

    def correct_waiver(self, case: Case, on: date, *, because: str = "A slip", as_of: date | None = None) -> Case:
        """The day of the waiver was wrong."""
        acts = self._by(case, as_of or on)
        return review_corrections.correct_waiver(waived_on=on, because=because, **acts)  # type: ignore[arg-type]

    def take_back_waiver(self, case: Case, on: date, *, because: str = "Another family’s") -> Case:
        """There was no waiver."""
        return review_corrections.take_back_waiver(because=because, **self._by(case, on))  # type: ignore[arg-type]

    def correct_decision(
        self,
        case: Case,
        decision: str,
        *,
        on: date = RECONSIDERED_ON,
        reinstate_on: date | None = None,
        because: str = "The minutes say otherwise",
        as_of: date = date(2026, 11, 30),
    ) -> Case:
        """The second decision was recorded wrongly."""
        return review_corrections.correct_second_decision(
            decision=decision,
            reconsidered_on=on,
            reinstate_on=reinstate_on,
            because=because,
            **self._by(case, as_of),  # type: ignore[arg-type]
        )

    def adjust(self, case: Case, on: date) -> Case:
        """The adjustment is made."""
        return review_outcome.record_adjustment(made_on=on, **self._by(case, on))  # type: ignore[arg-type]


def decline(desk: Desk, case: Case, *, is_sent: bool = True) -> Case:
    """From a checked exclusion to the governors' refusal, and their written decision where it is sent."""
    case = desk.decide(desk.list_meeting(desk.tell_governors(case)), "decline_reinstatement")
    return desk.send_notice(case) if is_sent else case


def make_review_at(desk: Desk, state: str, *, orders: bool = True) -> Case:
    """A case that real actions brought to a state of the review. A quashed one orders the adjustment."""
    acts = ReviewDesk(desk)
    heard: tuple[Callable[[Case], Case], ...] = (acts.apply, acts.list_hearing, acts.hold)
    quashed = (*heard, lambda case: acts.decide(case, "quash_direct", orders=orders), acts.tell)
    paths: dict[str, tuple[Callable[[Case], Case], ...]] = {
        REVIEW_WINDOW: (),
        REVIEW_WAIVED: (acts.waive,),
        REVIEW_EXPIRED: (expire,),
        REVIEW_APPLIED: (acts.apply,),
        REVIEW_ABANDONED: (acts.apply, acts.withdraw),
        REVIEW_UPHELD: (*heard, lambda case: acts.decide(case, "uphold")),
        REVIEW_RECOMMENDED: (*heard, lambda case: acts.decide(case, "recommend"), acts.tell),
        REVIEW_QUASHED: quashed,
        RECONSIDERED_REINSTATED: (*quashed, lambda case: acts.reconsider(case, "reinstated")),
        RECONSIDERED_DECLINED: (*quashed, lambda case: acts.reconsider(case, "declined")),
    }
    case = make_case_at(desk, REVIEW_WINDOW)
    for act in paths[state]:
        case = act(case)
    return case


def expire(case: Case, as_of: date = date(2026, 11, 6)) -> Case:
    """The night's work on a day after the window."""
    KIND.refresh(case=case, by=None, as_of=as_of)
    return Case.objects.get(pk=case.pk)
