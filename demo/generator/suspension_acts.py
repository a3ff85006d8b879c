"""The suspensions that are worked, as acts of the application; and those by which a child reaches a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial

from accounts.models import User
from cases.actions.tasks import finish_task, open_task
from cases.models import Case, Task
from demo.generator.acting_clock import OFFICE_OPENS
from demo.generator.exclusion_acts import Act
from demo.generator.suspension_plan import PlannedSuspension
from demo.generator.suspension_rows import CLOSED_AT, HEARD_AT, told_of
from demo.generator.writings import working_day
from exclusions.actions.keeping_open import keep_open
from exclusions.actions.schools_education import record_schools_education
from exclusions.actions.suspensions import cancel_suspension, close_suspension, record_return, record_suspension
from exclusions.models import CancellationReason, KeptOpen, Suspension
from exclusions.suspensions.counting import count
from exclusions.suspensions.facts import gather_suspension
from exclusions.suspensions.policies import reasons_against
from exclusions.suspensions.states import CANCELLED
from exclusions.suspensions.totals import totals_of
from schools.calendars import statute_calendar
from schools.models import Authority

# When lessons elsewhere begin.
SCHOOL_BEGINS = time(9, 0)


@dataclass
class SuspensionWork:
    """One suspension being worked, from the record to where the plan ends."""

    planned: PlannedSuspension
    people: dict[str, User]
    as_of: date
    case: Case = field(init=False)

    @property
    def officer(self) -> User:
        """Who works it."""
        return self.people[self.planned.officer]

    @property
    def version(self) -> int:
        """The version of the suspension's row as it stands."""
        return Suspension.objects.get(case=self.case).version

    def acts(self) -> Iterator[Act]:
        """The plan's acts with their days."""
        planned = self.planned
        steps: tuple[tuple[date | None, time, Callable[[date], object]], ...] = (
            (planned.decided_on, HEARD_AT, self.record),
            (planned.decided_on if planned.is_kept_open else None, HEARD_AT, self.keep_open),
            (planned.education_on, CLOSED_AT, self.record_education),
            (planned.cancelled_on if planned.reaches == CANCELLED else None, CLOSED_AT, self.cancel),
            (planned.returned_on if planned.reaches != CANCELLED else None, CLOSED_AT, self.record_back),
            (planned.closed_on, OFFICE_OPENS, self.close),
            (self._latest if planned.task else None, CLOSED_AT, self._set_oneself),
        )
        for order, (day, at, perform) in enumerate(steps):
            if day is not None and day <= self.as_of:
                yield Act(day, at, order, self.officer, partial(perform, day))

    @property
    def _latest(self) -> date:
        return max(self.planned.decided_on, self.planned.returned_on or self.planned.decided_on)

    def record(self, day: date) -> None:
        """Record it on the day of the decision, with who was told."""
        planned, policy = self.planned, Authority.objects.get().policy
        lost = count(planned.span, statute_calendar(planned.school, planned.span.first_on), policy)
        told = told_of(lost, totals_of(planned.child, planned.span), policy)
        self.case = record_suspension(
            child=planned.child,
            school=planned.school,
            decided_on=day,
            span=planned.span,
            reasons=[str(reason) for reason in planned.reasons],
            home_authority=planned.home_authority,
            told={str(recipient): day for recipient in told},
            by=self.officer,
            as_of=day,
        )
        if day < self.as_of:
            self._finish_tasks(day)

    def record_back(self, day: date) -> None:
        """Record the return."""
        self.case = record_return(
            case=self.case,
            returned_on=day,
            reintegration_met_on=day if self.planned.has_meeting else None,
            version=self.version,
            by=self.officer,
            as_of=day,
        )

    def keep_open(self, day: date) -> None:
        """Keep it open beyond the return date."""
        self.case = keep_open(
            case=self.case, reason=KeptOpen.REINTEGRATION, version=self.version, by=self.officer, as_of=day
        )

    def record_education(self, day: date) -> None:
        """Record that the school's education began."""
        record_schools_education(
            case=Case.objects.select_related("child", "school").get(pk=self.case.pk),
            started_on=day,
            is_full_time=True,
            at="Elmwood Centre (invented)",
            first_session_at=SCHOOL_BEGINS,
            told_on=self.planned.decided_on,
            version=self.version,
            by=self.officer,
            as_of=day,
        )

    def close(self, day: date) -> None:
        """Close the case, unless it closed by itself or the governors must meet first."""
        facts = gather_suspension(self.case)
        if reasons_against("close", facts, day):
            return
        self.case = close_suspension(case=self.case, version=self.version, by=self.officer, as_of=day)

    def cancel(self, day: date) -> None:
        """Record that the head teacher cancelled it."""
        self.case = cancel_suspension(
            case=self.case,
            cancelled_on=day,
            reason=CancellationReason.NEW_EVIDENCE,
            version=self.version,
            by=self.officer,
            as_of=day,
        )

    def _finish_tasks(self, day: date) -> None:
        for task in Task.objects.filter(case=self.case, state=Task.State.OPEN).select_related("case", "child"):
            finish_task(task=task, version=task.version, by=self.officer, as_of=day)

    def _set_oneself(self, day: date) -> None:
        planned = self.planned
        due_on = working_day(self.as_of, planned.due_in)
        open_task(case=self.case, title=planned.task, due_on=due_on, by=self.officer, as_of=day)
