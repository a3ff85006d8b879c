"""Suspensions that are over, written by COPY: the rows that the actions leave behind, worked out by the same functions.

What counts, which clocks run and what stood in the child's record come from the application's own functions; only the
writing is this module's. A test compares the rows with those of the actions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time

from django.utils import timezone

from accounts.models import User
from cases.actions.cases import next_reference, team_for
from cases.actions.deadlines import compute, take_snapshot
from cases.models import CalendarSnapshot, Case, Deadline, Event, Task
from demo.generator.acting_clock import OFFICE_OPENS, ActingClock
from demo.generator.authority import DemonstrationRefused
from demo.generator.copying import Collection
from demo.generator.suspension_plan import PlannedSuspension
from exclusions.actions.circumstances import TASK_FOR_A_PLAN, TASK_FOR_LOOKED_AFTER
from exclusions.facts import Recipient, is_of_compulsory_age
from exclusions.governors.board import Board
from exclusions.kind_code import SUSPENSION
from exclusions.models import Notification, Suspension, SuspensionTerm
from exclusions.queries import as_it_was
from exclusions.suspensions.bands import TELLS_GOVERNORS, band_of
from exclusions.suspensions.clocks import clocks_of
from exclusions.suspensions.counting import Lost, TermKey, count
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.states import CLOSED, NOTIFIED
from exclusions.suspensions.staying_open import SETTLED, why_it_stays_open
from exclusions.suspensions.totals import Totals
from provision.education import Education
from schools.calendars import CalendarJson, statute_calendar
from schools.models import Authority, School
from schools.school_years import SchoolYear

HEARD_AT, CLOSED_AT = time(15, 5), time(15, 30)
# The version of a row after its return and its closing were recorded.
_VERSION_WHEN_CLOSED = 3


@dataclass
class _LostByChild:
    """What a child lost so far."""

    by_term: Counter[TermKey] = field(default_factory=Counter)
    by_year: Counter[int] = field(default_factory=Counter)

    def totals(self) -> Totals:
        return Totals(dict(self.by_term), dict(self.by_year))

    def add(self, lost: Lost) -> None:
        for key, sessions in lost.by_term.items():
            self.by_term[key] += sessions
            self.by_year[key[0]] += sessions


class SuspensionRows:
    """Collects the rows of suspensions that are over, in the order of their days."""

    def __init__(self, rows: Collection, people: Mapping[str, User], clock: ActingClock) -> None:
        self.rows, self.people, self.clock = rows, people, clock
        self.authority, self.team = Authority.objects.get(), team_for(SUSPENSION)
        self.lost: defaultdict[int, _LostByChild] = defaultdict(_LostByChild)
        self._deadlines: defaultdict[int, list[Deadline]] = defaultdict(list)
        self._calendars: dict[tuple[int, SchoolYear], tuple[CalendarJson, CalendarSnapshot]] = {}

    def add_all(self, planned: Iterable[PlannedSuspension]) -> None:
        """All of them; each counts in the totals of the child's next one."""
        for each in planned:
            self.add(each)

    def add(self, planned: PlannedSuspension) -> Case:
        """One suspension from the record to the closing."""
        officer = self.people[planned.officer]
        self.clock.start_act(planned.decided_on, HEARD_AT)
        facts = self._open(planned, officer)
        tasks = self._open_tasks(facts, officer)
        self._count(facts, officer)
        self._event(facts, "exclusions.suspension_recorded", officer, planned.span.first_on, **_recorded(facts))
        self._finish_tasks(facts, tasks, officer)
        self.clock.start_act(planned.returned_on or planned.span.last_on, CLOSED_AT)
        self._event(facts, "exclusions.returned", officer, planned.returned_on)
        self._close(facts, planned, officer)
        return facts.case

    def _close(self, facts: SuspensionFacts, planned: PlannedSuspension, officer: User) -> None:
        """By itself on the return date; by the officer's hand, days later, where something kept it open. What still
        ran then no longer runs."""
        return_on = facts.return_on or planned.span.last_on
        dates = self._deadlines.pop(facts.case.pk)
        keeps = why_it_stays_open(facts.standing({each.code: each for each in dates}), return_on)
        closed_on, by = (planned.closed_on or return_on, officer) if keeps else (return_on, None)
        self.clock.start_act(closed_on, OFFICE_OPENS)
        facts.case.closed_on = closed_on
        facts.suspension.version = _VERSION_WHEN_CLOSED if keeps else _VERSION_WHEN_CLOSED - 1
        for deadline in dates:
            if deadline.state not in SETTLED:
                deadline.state, deadline.version = Deadline.State.SUPERSEDED, deadline.version + 1
                was = deadline.due_on.isoformat() if deadline.due_on else None
                self._about(facts, "deadline_superseded", by, closed_on, deadline, was=was)
        if keeps:
            self._event(facts, "exclusions.suspension_closed", officer, closed_on)
        else:
            self._event(facts, "exclusions.closed_itself", None, closed_on, return_on=return_on.isoformat())

    def _open(self, planned: PlannedSuspension, officer: User) -> SuspensionFacts:
        span, decided_on = planned.span, planned.decided_on
        case = self.rows.add(
            Case(
                reference=next_reference("SU", decided_on.year),
                kind=SUSPENSION,
                state=CLOSED,
                child=planned.child,
                school=planned.school,
                owner=officer,
                team=self.team,
                opened_on=decided_on,
                closed_on=planned.closed_on,
                close_reason=CLOSED,
                version=_VERSION_WHEN_CLOSED,
                opened_recorded_at=timezone.now(),
            )
        )
        self.rows.add(self._event_row(case, "case_opened", officer, decided_on, kind=SUSPENSION))
        calendar, _ = self._calendar(planned.school, span.first_on)
        lost = count(span, calendar, self.authority.policy)
        others = self.lost[planned.child.pk].totals()
        self.lost[planned.child.pk].add(lost)
        suspension = self.rows.add(
            Suspension(
                case=case,
                decided_on=decided_on,
                reasons=list(planned.reasons),
                home_authority=planned.home_authority,
                first_on=span.first_on,
                first_session=span.first_session,
                last_on=span.last_on,
                last_session=span.last_session,
                sessions_count=lost.count,
                sessions_rule_version=lost.rule_version,
                returned_on=planned.returned_on,
                reintegration_met_on=planned.returned_on if planned.has_meeting else None,
                version=_VERSION_WHEN_CLOSED,
                **{**as_it_was(planned.child, planned.school, decided_on), "year_group_then": planned.year_group},
            )
        )
        return SuspensionFacts(
            case=case,
            told=self._tell(case, lost, others, decided_on),
            calendar=calendar,
            policy=self.authority.policy,
            our_code=self.authority.la_code,
            is_of_compulsory_age=is_of_compulsory_age(planned.child.born_on, span.first_on),
            education=Education(),
            board=Board.with_nothing_recorded(case),
            suspension=suspension,
            lost=lost,
            others=others,
        )

    def _tell(self, case: Case, lost: Lost, others: Totals, on: date) -> dict[str, date]:
        told = dict.fromkeys(told_of(lost, others, self.authority.policy), on)
        for recipient, told_on in told.items():
            self.rows.add(Notification(case=case, recipient=recipient, told_on=told_on))
        return {str(recipient): told_on for recipient, told_on in told.items()}

    def _count(self, facts: SuspensionFacts, officer: User) -> None:
        """The sessions by term, and every deadline."""
        if not facts.lost.count:
            raise DemonstrationRefused(f"No school session from {facts.suspension.first_on}.")
        for (year, term), sessions in facts.lost.by_term.items():
            self.rows.add(SuspensionTerm(suspension=facts.suspension, school_year=year, term=term, sessions=sessions))
        # The clocks run as on the day of the record; the kind is asked about an open case.
        facts.case.state = NOTIFIED
        clocks = clocks_of(facts)
        facts.case.state = CLOSED
        calendar, snapshot = self._calendar(facts.case.school, facts.suspension.first_on)
        for clock in clocks:
            values = compute(clock, calendar=calendar, snapshot=snapshot, policy=facts.policy)
            deadline = self.rows.add(
                Deadline(
                    case=facts.case,
                    child=facts.case.child,
                    code=clock.code,
                    computed_recorded_at=timezone.now(),
                    **values,
                )
            )
            self._deadlines[facts.case.pk].append(deadline)
            if deadline.due_on is not None:
                now = deadline.due_on.isoformat()
                self._about(facts, "deadline_set", officer, facts.case.opened_on, deadline, was=None, now=now)

    def _about(
        self, facts: SuspensionFacts, code: str, by: User | None, on: date, deadline: Deadline, **more: object
    ) -> None:
        """An event about a date, as the kernel writes it."""
        self._event(facts, code, by, on, deadline=str(deadline.uuid), deadline_code=deadline.code, **more)

    def _open_tasks(self, facts: SuspensionFacts, officer: User) -> list[Task]:
        suspension, case = facts.suspension, facts.case
        tasks = []
        for (code, title), is_due in (
            (TASK_FOR_A_PLAN, suspension.has_plan_then),
            (TASK_FOR_LOOKED_AFTER, suspension.is_looked_after_then or suspension.has_social_worker_then),
        ):
            if is_due:
                task = Task(case=case, child=case.child, code=code, title=title, due_on=case.opened_on)
                task.owner, task.team, task.opened_at, task.opened_by = officer, self.team, timezone.now(), officer
                tasks.append(self.rows.add(task))
                self._event(facts, "task_opened", officer, case.opened_on, task=str(task.uuid), task_code=code)
        return tasks

    def _finish_tasks(self, facts: SuspensionFacts, tasks: Iterable[Task], officer: User) -> None:
        for task in tasks:
            task.state, task.done_at, task.done_by, task.version = Task.State.DONE, timezone.now(), officer, 2
            self._event(facts, "task_done", officer, facts.case.opened_on, task=str(task.uuid), task_code=task.code)

    def _calendar(self, school: School, first_on: date) -> tuple[CalendarJson, CalendarSnapshot]:
        """The school's calendar around the first day, and its snapshot: the same for a whole school year."""
        key = (school.pk, SchoolYear.containing(first_on))
        if key not in self._calendars:
            calendar = statute_calendar(school, first_on)
            self._calendars[key] = calendar, take_snapshot(calendar)
        return self._calendars[key]

    def _event(
        self, facts: SuspensionFacts, code: str, by: User | None, happened_on: date | None, **more: object
    ) -> None:
        self.rows.add(self._event_row(facts.case, code, by, happened_on, **more))

    def _event_row(self, case: Case, code: str, by: User | None, happened_on: date | None, **facts: object) -> Event:
        return Event(
            case=case,
            child=case.child,
            code=code,
            by=by,
            happened_on=happened_on,
            recorded_at=timezone.now(),
            facts=facts,
        )


def told_of(lost: Lost, others: Totals, policy: str) -> tuple[Recipient, ...]:
    """Who is told on the day: parents and council, and the governors where the law has them told."""
    band = band_of(lost, others, misses_exam=False, policy=policy)
    governors = (Recipient.GOVERNORS,) if band and band.value in TELLS_GOVERNORS else ()
    return (Recipient.PARENTS, *governors, Recipient.COUNCIL)


def _recorded(facts: SuspensionFacts) -> dict[str, object]:
    return {
        "school": facts.case.school.urn,
        "reasons": facts.suspension.reasons,
        "told": sorted(facts.told),
    }
