"""The whole demonstration in one transaction, in the order in which an authority would have set itself up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from random import Random

import pghistory
from django.db import transaction

from cases.actions.recompute import recompute_case
from cases.models import Case, Child
from demo.generator.acting_clock import OFFICE_OPENS, ActingClock, acting_clock
from demo.generator.authority import (
    ACADEMY,
    DemonstrationRefused,
    bring_in_calendars,
    bring_in_schools,
    school_years_around,
    set_up_authority,
)
from demo.generator.children import Children, InventedChild, make_children
from demo.generator.circumstances import Circumstances
from demo.generator.copying import Collection
from demo.generator.exclusion_acts import Act, Work, perform_all
from demo.generator.exclusion_dates import DatedExclusion, SchoolDays, school_days, with_dates
from demo.generator.exclusion_plan import OVERDUE, PLAN
from demo.generator.families import Families
from demo.generator.figures import bring_in_figures
from demo.generator.form_mistakes import mistake_acts
from demo.generator.governors import governors_acts
from demo.generator.home_authority import home_authority_acts
from demo.generator.identifiers import identifiers_from
from demo.generator.invented_names import Names
from demo.generator.leaving import enter_amounts, leaving_acts
from demo.generator.letters import letter_acts
from demo.generator.moving import MovingWork, free_children
from demo.generator.provision import add_providers
from demo.generator.reviews import end_windows, review_acts
from demo.generator.sending_many import SendingMany
from demo.generator.staff import (
    ADMINISTRATOR,
    MANAGER,
    SCHOOL_OFFICE,
    SignIn,
    hire_administrator,
    hire_colleagues,
    invite_colleague,
    new_password,
    place_in_schools,
    sign_ins,
)
from demo.generator.submissions import Post
from demo.generator.support import support_acts
from demo.generator.suspension_acts import SuspensionWork
from demo.generator.suspension_plan import Suspensions, plan_suspensions
from demo.generator.suspension_rows import SuspensionRows
from demo.generator.writings import writing_acts
from exclusions.kind_code import SUSPENSION
from exclusions.models import Suspension
from portal.triage import submission_count
from schools.models import Authority, LocalAuthority, School


@dataclass(frozen=True)
class Loaded:
    """What was made: numbers, and the school days around the day of the load on the default calendar."""

    children_count: int
    suspensions_count: int
    waiting_count: int
    cases: Mapping[str, Work]
    days: SchoolDays


def load(*, seed: int, as_of: date, now: datetime, keep_sign_ins: Callable[[list[SignIn]], None]) -> Loaded:
    """Make the demonstration of this seed as it would stand on `as_of`.

    `now` is the latest moment that anything is stamped with. `keep_sign_ins` is called before anything is committed,
    so that a demonstration whose password nobody knows cannot be left behind. Raises DemonstrationRefused when the
    database already serves an authority.
    """
    if Authority.objects.exists():
        raise DemonstrationRefused(
            "This database already serves an authority, so nothing was loaded. "
            "To throw its data away and start again: ./run --start-over"
        )
    with (
        pghistory.context(command="load_demo", seed=seed, as_of=as_of.isoformat()),
        identifiers_from(seed),
        acting_clock(now) as clock,
        transaction.atomic(),
    ):
        password = new_password()
        loaded = _Load(seed, as_of, clock).run(password)
        keep_sign_ins(sign_ins(password))
    return loaded


class _Load:
    """The steps of one load, and what they hand on."""

    def __init__(self, seed: int, as_of: date, clock: ActingClock) -> None:
        self.seed, self.as_of, self.clock = seed, as_of, clock
        self.years = school_years_around(as_of)
        self.opened_on = self.years[0].first_day

    def run(self, password: str) -> Loaded:
        self.clock.start_act(self.opened_on)
        administrator = hire_administrator(password, self.opened_on)
        set_up_authority(administrator, self.opened_on)
        self.people = hire_colleagues(password, administrator, self.opened_on)
        self.schools = schools = bring_in_schools(administrator, self.opened_on)
        place_in_schools(self.people, schools, administrator, self.opened_on)
        bring_in_calendars(schools, self.years, administrator, self.opened_on)
        self.clock.start_act(self.opened_on)
        self.providers = add_providers(schools, self.people[MANAGER], self.opened_on)
        bring_in_figures(self.people[MANAGER], self.opened_on, self.as_of)
        enter_amounts(self.people[MANAGER], self.opened_on, self.as_of)
        exclusions = [with_dates(plan, schools[plan.school], self.as_of) for plan in PLAN]
        known, suspensions = self._children(schools, exclusions)
        self._copy(suspensions)
        works = self._cases(known, suspensions)
        return Loaded(
            children_count=Child.objects.count(),
            suspensions_count=Suspension.objects.count(),
            waiting_count=submission_count(self.people[MANAGER]),
            cases=works,
            days=school_days(None, self.as_of),
        )

    def _children(
        self, schools: dict[str, School], exclusions: list[DatedExclusion]
    ) -> tuple[dict[str, InventedChild], Suspensions]:
        random = Random(f"{self.seed}: children")  # noqa: S311 - repeatable on purpose
        rows, names = Collection(), Names(self.seed)
        children = Children(rows, names, Families(rows, names, random, self.as_of), random, self.as_of)
        known = make_children(children, schools, exclusions, random, self.people[MANAGER])
        Circumstances(rows, names, random, self.as_of).spread(children.made)
        rows.write()
        random = Random(f"{self.seed}: suspensions")  # noqa: S311 - repeatable on purpose
        return known, plan_suspensions(children, schools, known, random)

    def _copy(self, suspensions: Suspensions) -> None:
        """The suspensions that are over."""
        rows = Collection()
        SuspensionRows(rows, self.people, self.clock).add_all(suspensions.over)
        rows.write()

    def _cases(self, known: dict[str, InventedChild], suspensions: Suspensions) -> dict[str, Work]:
        authorities = LocalAuthority.objects.in_bulk(field_name="code")
        works = {
            key: Work(each.seat.exclusion, each.child, self.people, authorities, self.providers, self.as_of)
            for key, each in known.items()
            if each.seat.exclusion is not None
        }
        acts = [act for work in works.values() for act in work.acts()]
        suspension_works = [SuspensionWork(planned, self.people, self.as_of) for planned in suspensions.acted]
        for suspension in suspension_works:
            acts += suspension.acts()
        acts += governors_acts(works, suspension_works)
        acts += self._moving(known, suspensions).acts()
        acts += writing_acts(works)
        acts += letter_acts(works)
        acts += leaving_acts(works)
        acts += review_acts(works, self.people)
        acts += Post(self.schools, self.people, known, works, self.as_of).acts()
        acts += home_authority_acts(works)
        acts += support_acts(self.schools[ACADEMY], known, works, self.people, self.providers, self.as_of)
        acts += SendingMany(self.schools, self.people, known, self.as_of).acts()
        acts += mistake_acts(self.schools, self.people[SCHOOL_OFFICE], self.as_of)
        acts.append(self._invitation())
        perform_all(acts, self.clock)
        # The night's sweep has seen that a sixth day passed without education, and which pupils are due back.
        recompute_case(case=works[OVERDUE].case, by=None, as_of=self.as_of)
        self.clock.start_act(self.as_of)
        due_back = Case.objects.filter(kind=SUSPENSION, closed_on__isnull=True).select_related("child", "school")
        for case in due_back.order_by("pk"):
            recompute_case(case=case, by=None, as_of=self.as_of)
        end_windows(works, self.as_of)
        return works

    def _moving(self, known: dict[str, InventedChild], suspensions: Suspensions) -> MovingWork:
        taken = {each.child.pk for each in known.values()} | {each.child.pk for each in suspensions.acted}
        children = free_children(self.schools[ACADEMY], taken, self.as_of)
        return MovingWork(self.people, self.schools, self.providers, children, self.as_of)

    def _invitation(self) -> Act:
        """Somebody is invited on the latest working day."""
        administrator, day = self.people[ADMINISTRATOR], school_days(None, self.as_of).latest
        return Act(day, OFFICE_OPENS, 0, administrator, partial(invite_colleague, administrator, day))
