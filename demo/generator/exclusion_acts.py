"""The planned exclusions as acts of the application, each on its own day, in the order of the days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial

import pghistory

from accounts.models import User
from cases.actions.cases import allocate_case
from cases.actions.tasks import finish_task
from cases.models import Case, Child, Task
from demo.generator.acting_clock import OFFICE_OPENS, ActingClock
from demo.generator.exclusion_dates import DatedExclusion
from demo.generator.planned_exclusion import PlannedEducation, PlannedExclusion
from demo.generator.provision import book, end, start
from demo.generator.staff import MANAGER
from exclusions.actions.governors_meeting import Listing
from exclusions.actions.progress import (
    cancel_exclusion,
    check_exclusion,
    list_governors_meeting,
    record_governors_decision,
)
from exclusions.actions.recording import record_permanent_exclusion
from exclusions.actions.refusal_notice import record_refusal_notice
from exclusions.actions.steps import record_told
from exclusions.facts import Recipient
from exclusions.models import Exclusion
from provision.models import Provider
from schools.models import LocalAuthority

# When the council hears of what happened in the morning, and of what happened or was decided in the afternoon.
AFTER_BREAK, AFTER_LESSONS = time(10, 20), time(15, 5)
# Acts of the same hour that follow a case's own steps.
AFTER_THE_STEPS = 20
# Still to do in the evening of the day on which the council hears of an exclusion.
LEFT_FOR_LATER = frozenset(
    {
        "exclusions.check_home_authority",
        "exclusions.check_care_and_needs",
        "exclusions.refer_day_six",
        "exclusions.tell_virtual_school",
    }
)


@dataclass(frozen=True)
class Act:
    """Something that somebody does on a day, not before an hour. `order` keeps acts of one hour apart."""

    on: date
    at: time
    order: int
    by: User
    perform: Callable[[], object]


@dataclass
class Work:
    """One exclusion being worked, from the record to where the plan ends."""

    dated: DatedExclusion
    child: Child
    people: dict[str, User]
    authorities: dict[str, LocalAuthority]
    providers: dict[str, Provider]
    as_of: date
    case: Case = field(init=False)

    @property
    def plan(self) -> PlannedExclusion:
        """What the exclusion is to show."""
        return self.dated.plan

    @property
    def officer(self) -> User:
        """Who works it."""
        return self.people[self.plan.officer]

    @property
    def owner(self) -> User:
        """Whose case it is in the end."""
        return self.people[self.plan.allocated_to or self.plan.officer]

    @property
    def version(self) -> int:
        """The version of the exclusion's row as it stands."""
        return Exclusion.objects.get(case=self.case).version

    def acts(self) -> Iterator[Act]:
        """The plan's acts with their days."""
        plan = self.plan
        heard_at = AFTER_LESSONS if plan.pm_began else AFTER_BREAK
        steps: tuple[tuple[int | None, time, Callable[[date], object]], ...] = (
            (0, heard_at, self._record),
            (0, heard_at, self._finish_first_tasks),
            (0 if plan.allocated_to else None, heard_at, self._allocate),
            (plan.checked_after, OFFICE_OPENS, self._check),
            (plan.governors_told_after or None, OFFICE_OPENS, self._tell_governors),
            (plan.listed_after, OFFICE_OPENS, self._list_meeting),
            (plan.decided_after, AFTER_LESSONS, self._decide),
            (plan.notice_after if plan.notice_after != plan.decided_after else None, OFFICE_OPENS, self._send_notice),
            (plan.cancelled_after, AFTER_LESSONS, self._cancel),
            (plan.checked_after or 0, OFFICE_OPENS if plan.checked_after else heard_at, self._finish_remaining_tasks),
        )
        for order, (after, at, perform) in enumerate(steps):
            if after is not None:
                day = self.dated.day(after)
                by = self.people[MANAGER] if perform == self._allocate else self.officer
                yield Act(day, at, order, by, partial(perform, day))
        if plan.education is not None:
            yield from self._education_acts(plan.education)

    def _education_acts(self, education: PlannedEducation) -> Iterator[Act]:
        """What is booked, begun and ended, in the afternoon and after the other acts of the day."""
        provider, starts_on = self.providers[education.provider], self.dated.day(education.starts_after)
        steps: tuple[tuple[int | None, Callable[[date], object]], ...] = (
            (education.booked_after, lambda day: book(self.case, provider, starts_on, self.officer, day)),
            (education.started_after, lambda day: start(self.case, self.officer, day)),
            (education.ended_after, lambda day: end(self.case, self.officer, day)),
        )
        for order, (after, perform) in enumerate(steps, start=AFTER_THE_STEPS):
            if after is not None:
                day = self.dated.day(after)
                yield Act(day, AFTER_LESSONS, order, self.officer, partial(perform, day))

    def _record(self, day: date) -> None:
        plan = self.plan
        told: dict[str, date] = {Recipient.PARENTS: day} if plan.are_parents_told else {}
        if plan.governors_told_after == 0:
            told[Recipient.GOVERNORS] = day
        self.case = record_permanent_exclusion(
            child=self.child,
            school=self.dated.school,
            decided_on=day,
            excluded_on=day,
            pm_began=plan.pm_began,
            reasons=[str(reason) for reason in plan.reasons],
            exam_on=None if plan.exam_after is None else self.dated.day(plan.exam_after),
            has_finished_exams=plan.has_finished_exams,
            home_authority=self.authorities[plan.home] if plan.is_home_known else None,
            told=told,
            # Of one child all exams are over, which is asked about.
            is_confirmed=plan.has_finished_exams,
            by=self.officer,
            as_of=day,
        )

    def _check(self, day: date) -> None:
        plan = self.plan
        told: dict[str, date] = {Recipient.SOCIAL_WORKER: day} if plan.has_social_worker else {}
        self.case = check_exclusion(
            case=self.case,
            home_authority=self.authorities[plan.home],
            is_looked_after=plan.is_looked_after,
            has_plan=plan.has_plan,
            has_social_worker=plan.has_social_worker,
            told=told,
            version=self.version,
            by=self.officer,
            as_of=day,
        )

    def _tell_governors(self, day: date) -> None:
        self.case = record_told(
            case=self.case, told={"governors": day}, version=self.version, by=self.officer, as_of=day
        )

    def _list_meeting(self, day: date) -> None:
        self.case = list_governors_meeting(
            case=self.case,
            meeting_on=self.dated.day(self.plan.meeting_after or 0),
            version=self.version,
            by=self.officer,
            as_of=day,
            listing=Listing(is_confirmed=True),
        )

    def _decide(self, day: date) -> None:
        plan = self.plan
        is_sent_at_once = plan.notice_after is not None and plan.notice_after == plan.decided_after
        self.case = record_governors_decision(
            case=self.case,
            decision=plan.decision,
            decided_on=day,
            reinstate_on=None if plan.reinstated_after is None else self.dated.day(plan.reinstated_after),
            notice_sent_on=day if is_sent_at_once else None,
            notice_method=plan.notice_method if is_sent_at_once else "",
            version=self.version,
            by=self.officer,
            as_of=day,
        )

    def _send_notice(self, day: date) -> None:
        self.case = record_refusal_notice(
            case=self.case,
            sent_on=day,
            method=self.plan.notice_method,
            version=self.version,
            by=self.officer,
            as_of=day,
        )

    def _cancel(self, day: date) -> None:
        self.case = cancel_exclusion(
            case=self.case,
            cancelled_on=day,
            reason=self.plan.cancellation_reason,
            version=self.version,
            by=self.officer,
            as_of=day,
        )

    def _allocate(self, day: date) -> None:
        self.case = allocate_case(
            case=self.case, to=self.people[self.plan.allocated_to], by=self.people[MANAGER], as_of=day
        )

    def _finish_first_tasks(self, day: date) -> None:
        self._finish_all_but(LEFT_FOR_LATER, day)

    def _finish_remaining_tasks(self, day: date) -> None:
        """What was left for later; of an exclusion that was heard of today it is still to do."""
        if self.dated.excluded_on != self.as_of:
            self._finish_all_but(frozenset(), day)

    def _finish_all_but(self, left: frozenset[str], day: date) -> None:
        tasks = Task.objects.filter(case=self.case, state=Task.State.OPEN).order_by("pk")
        for task in tasks.exclude(code__in=[*left, *self.plan.open_tasks]).select_related("case", "child"):
            finish_task(task=task, version=task.version, by=self.officer, as_of=day)


def perform_all(acts: Iterable[Act], clock: ActingClock) -> None:
    """Make the acts in the order of their days, each at an hour of its own day; the history says whose they are."""
    for act in sorted(acts, key=lambda act: (act.on, act.at, act.order)):
        clock.start_act(act.on, act.at)
        pghistory.context(user=act.by.pk)
        act.perform()
