"""Independent reviews at several points of their way, and the pool of people who may sit on a panel. All invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial

from accounts.models import User
from cases.actions.recompute import recompute_case
from cases.models import Case
from demo.generator.exclusion_acts import Act, Work
from demo.generator.staff import MANAGER
from exclusions.actions import review_asking, review_hearing, review_outcome, review_panel, review_papers
from exclusions.actions.panel_members import Interests, MemberFacts, add_panel_member
from exclusions.models import (
    Attendee,
    ClaimBody,
    NoticeMethod,
    PanelMember,
    PanelOutcome,
    ReviewHearing,
    SecondDecision,
)
from exclusions.states import REVIEW_WINDOW

AT, ORDER = time(11, 30), 80
_HAND = NoticeMethod.HAND


@dataclass(frozen=True)
class PlannedReview:
    """The acts of a review in school days after the exclusion; None is one that has not happened."""

    case: str
    waived_after: int | None = None
    claim_after: int | None = None
    applied_after: int | None = None
    listed_after: int | None = None
    hearing_after: int | None = None
    has_panel: bool = False
    papers_after: int | None = None
    decided_after: int | None = None
    outcome: str = ""
    orders_adjustment: bool = False
    notice_after: int | None = None
    second_after: int | None = None
    second: str = ""


REVIEWS = (
    # The latest: asked for, nothing arranged yet.
    PlannedReview("other_25", applied_after=17),
    # The hearing is listed and the panel complete.
    PlannedReview("other_28", applied_after=21, listed_after=23, hearing_after=34, has_panel=True, papers_after=28),
    # Quashed, and the governors’ time runs.
    PlannedReview(
        "other_30",
        applied_after=19,
        listed_after=20,
        hearing_after=31,
        has_panel=True,
        papers_after=25,
        decided_after=31,
        outcome=PanelOutcome.QUASH_DIRECT,
        orders_adjustment=True,
        notice_after=33,
    ),
    # Over: recommended, and declined again.
    PlannedReview(
        "other_34",
        applied_after=20,
        listed_after=21,
        hearing_after=32,
        has_panel=True,
        papers_after=26,
        decided_after=32,
        outcome=PanelOutcome.RECOMMEND,
        notice_after=34,
        second_after=40,
        second=SecondDecision.DECLINED,
    ),
    # An academy trust's: only the outcome is known.
    PlannedReview("other_31", applied_after=20, decided_after=34, outcome=PanelOutcome.UPHOLD),
    PlannedReview("other_33", waived_after=18),
    # A claim keeps the window open.
    PlannedReview("other_29", claim_after=20),
)
_POOL = (
    ("Hilary Stonebridge (invented)", "lay", 90),
    ("Marcus Fennimore (invented)", "lay", 700),
    ("Teresa Quillfeather (invented)", "governor", 60),
    ("Anil Brackenbury (invented)", "governor", 200),
    ("Joan Merrowdale (invented)", "head_teacher", 120),
    ("Peter Larkhollow (invented)", "head_teacher", 400),
)
_ON_THE_PANEL = (0, 2, 4)


def review_acts(works: Mapping[str, Work], people: Mapping[str, User]) -> Iterator[Act]:
    """The pool first, then the acts of every review as its case's officer's."""
    first = works["other_34"].dated.day(19)
    hearings = [works[each.case].dated.day(each.hearing_after) for each in REVIEWS if each.hearing_after]
    yield Act(first, AT, 0, people[MANAGER], partial(_add_pool, hearings, people[MANAGER], first))
    for review in REVIEWS:
        yield from _Acting(review, works[review.case]).acts()


def end_windows(works: Mapping[str, Work], as_of: date) -> None:
    """The night's sweep has seen which windows are over."""
    for work in works.values():
        if work.case.state == REVIEW_WINDOW:
            recompute_case(
                case=Case.objects.select_related("child", "school").get(pk=work.case.pk), by=None, as_of=as_of
            )


def _add_pool(hearings: list[date], by: User, day: date) -> None:
    for name, kind, days_ago in _POOL:
        facts = MemberFacts(
            name=name,
            kind=kind,
            may_chair=kind == PanelMember.Kind.LAY,
            trained_on=day - timedelta(days=days_ago),
            email="panel@example.org",
            telephone="01632 960210",
            free_on=hearings,
        )
        add_panel_member(facts=facts, interests=Interests(), by=by, as_of=day)


@dataclass(frozen=True)
class _Acting:
    """One review being worked."""

    plan: PlannedReview
    work: Work

    def acts(self) -> Iterator[Act]:
        plan = self.plan
        steps = (
            (plan.waived_after, self._waive),
            (plan.claim_after, self._claim),
            (plan.applied_after, self._apply),
            (plan.listed_after, self._list),
            (plan.listed_after if plan.has_panel else None, self._ask_panel),
            (plan.papers_after, self._papers),
            (plan.hearing_after if plan.decided_after else None, self._hold),
            (plan.decided_after, self._decide),
            (plan.notice_after, self._tell),
            (plan.second_after, self._reconsider),
        )
        for order, (after, perform) in enumerate(steps):
            if after is not None:
                day = self.work.dated.day(after)
                yield Act(day, AT, ORDER + order, self.work.officer, partial(perform, day))

    def _by(self, day: date) -> dict[str, object]:
        case = Case.objects.select_related("child", "school").get(pk=self.work.case.pk)
        return {"case": case, "version": self.work.version, "by": self.work.officer, "as_of": day}

    def _keep(self, case: Case) -> None:
        self.work.case = case

    def _waive(self, day: date) -> None:
        self._keep(review_asking.record_waiver(waived_on=day, **self._by(day)))  # type: ignore[arg-type]

    def _claim(self, day: date) -> None:
        claim = {"made_on": day, "body": ClaimBody.TRIBUNAL, "determined_on": None}
        self._keep(review_asking.record_claim(**claim, **self._by(day)))  # type: ignore[arg-type]

    def _apply(self, day: date) -> None:
        application = review_asking.Application(
            sent_on=day,
            method=_HAND,
            gives_grounds=True,
            wants_expert=self.plan.has_panel,
            wants_remote=False,
            access_needs="" if self.plan.has_panel else "An interpreter",
        )
        self._keep(
            review_asking.record_application(application=application, why_late="", **self._by(day))  # type: ignore[arg-type]
        )

    def _list(self, day: date) -> None:
        hearing = review_hearing.Hearing(
            hearing_on=self.work.dated.day(self.plan.hearing_after or 0),
            starts_at=time(9, 30),
            mode=ReviewHearing.Mode.IN_PERSON,
            venue="Committee Room 2, 1 Demonstration Square",
        )
        self._keep(
            review_hearing.list_hearing(hearing=hearing, why_moved="", is_confirmed=True, **self._by(day))  # type: ignore[arg-type]
        )
        review_hearing.arrange_review(
            clerk="Ruth Ashdown (invented)",
            expert_name="Dr Miles Oakenfold (invented)",
            expert_profession="Educational psychologist",
            expert_appointed_on=day,
            is_expert_independent=True,
            **self._by(day),  # type: ignore[arg-type]
        )

    def _ask_panel(self, day: date) -> None:
        for place in _ON_THE_PANEL:
            member = PanelMember.objects.get(name=_POOL[place][0])
            review_panel.invite_member(member=member, is_chair=place == 0, invited_on=day, **self._by(day))  # type: ignore[arg-type]
            review_panel.record_answer(
                seat=self.work.case.review.seats.get(member=member),
                answer="accepted",
                answered_on=day,
                says_unconnected=True,
                **self._by(day),  # type: ignore[arg-type]
            )

    def _papers(self, day: date) -> None:
        for title, source in (("The parents’ grounds", "parents"), ("Minutes of the governors’ meeting", "governors")):
            paper = review_papers.Paper(title=title, source=source, received_on=day)
            review_papers.keep_paper(paper=paper, known=None, **self._by(day))  # type: ignore[arg-type]
        review_papers.send_papers(sent_on=day, **self._by(day))  # type: ignore[arg-type]

    def _hold(self, day: date) -> None:
        present = [Attendee.PARENTS, Attendee.HEAD_TEACHER, Attendee.GOVERNORS, Attendee.EXPERT, Attendee.CLERK]
        record = review_hearing.Record(course=ReviewHearing.Course.HELD, attended=[str(each) for each in present])
        self._keep(review_hearing.record_hearing(record=record, minutes=None, **self._by(day)))  # type: ignore[arg-type]
        for kind, amount in (("panel", "240.00"), ("expert", "615.50"), ("clerk", "180.00")):
            cost = review_papers.Cost(kind=kind, amount=Decimal(amount), spent_on=day)
            review_papers.keep_cost(cost=cost, known=None, **self._by(day))  # type: ignore[arg-type]

    def _decide(self, day: date) -> None:
        self._keep(
            review_outcome.record_panel_decision(
                outcome=self.plan.outcome,
                decided_on=day,
                orders_adjustment=self.plan.orders_adjustment,
                **self._by(day),  # type: ignore[arg-type]
            )
        )

    def _tell(self, day: date) -> None:
        review_outcome.record_review_told(
            notice_sent_on=day,
            notice_method=_HAND,
            panel={"parents": day, "head_teacher": day, "council": day},
            second={},
            **self._by(day),  # type: ignore[arg-type]
        )

    def _reconsider(self, day: date) -> None:
        self._keep(
            review_outcome.record_second_decision(
                decision=self.plan.second,
                reconsidered_on=day,
                reinstate_on=None,
                **self._by(day),  # type: ignore[arg-type]
            )
        )
