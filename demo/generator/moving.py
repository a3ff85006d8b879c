"""A separation, two directions off site and a managed move, as acts of the application: one of each to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import partial

import statute
from accounts.models import User
from cases.models import Case, Child
from demo.generator.authority import ACADEMY, OUR_CODE, UNIT
from demo.generator.exclusion_acts import AFTER_BREAK, AFTER_LESSONS, Act
from demo.generator.exclusion_dates import SchoolDays, school_days
from demo.generator.provision import WORKSHOP, book, start
from demo.generator.staff import FIRST_OFFICER, SECOND_OFFICER
from exclusions.actions.directions import record_direction, record_notice, settle_binding
from exclusions.actions.moves import propose_move, record_agreements
from exclusions.actions.separations import record_separation
from exclusions.models import Binding, ManagedMove, MoveAgreement, NoticeItem, OffsiteDirection, PupilsView
from exclusions.moves.decisions import Proposed
from exclusions.offsite.decisions import Directed
from provision.models import LegalBasis, Provider
from schools.models import LocalAuthority, School
from schools.school_years import SchoolYear

END_OF_THE_DAY = time(15, 50)
# A direction of an academy's that was running when the regulations began to bind it.
BEFORE_THE_REGULATIONS, LAST_DAY_OF_THE_DOUBT = date(2026, 7, 15), date(2027, 7, 15)
OLD_ENOUGH = 12
_REASONS = "Lessons disturbed on most days of the half-term; the steps of the school’s own plan were tried first."
_OBJECTIVES = "To learn in a small group, and to come back to lessons with a plan that the family knows."


@dataclass
class MovingWork:
    """The cases of this topic as they are made, one after the other."""

    people: Mapping[str, User]
    schools: Mapping[str, School]
    providers: Mapping[str, Provider]
    children: Iterator[Child]
    as_of: date
    cases: dict[str, Case] = field(default_factory=dict)

    @property
    def academy(self) -> School:
        """The school from which all of them are."""
        return self.schools[ACADEMY]

    @property
    def days(self) -> SchoolDays:
        """The academy's school days, seen from the day of the load."""
        return school_days(self.academy, self.as_of)

    @property
    def ours(self) -> LocalAuthority:
        """Our own authority, where these children live."""
        return LocalAuthority.objects.get(code=OUR_CODE)

    def acts(self) -> Iterator[Act]:
        """Every act with its day."""
        yield from self._separation()
        yield from self._direction()
        yield from self._doubtful_direction()
        yield from self._move()

    def _act(self, day: date, at: time, by: str, act: object) -> Act:
        officer = self.people[by]
        return Act(day, at, 0, officer, partial(act, officer, day))

    def _separation(self) -> Iterator[Act]:
        """It began a week ago and education goes on; where there were separations yet on that day."""
        began_on = self.days.at(-5)
        known = statute.calculate("exclusions.safeguarding_separation", facts={"began_on": began_on})
        if known.outcome == statute.Outcome.VALUE:
            yield self._act(began_on, AFTER_BREAK, FIRST_OFFICER, self._separate)
            yield self._act(self.days.at(-4), AFTER_BREAK, FIRST_OFFICER, self._book)
            yield self._act(self.days.at(-2), AFTER_LESSONS, FIRST_OFFICER, self._started)

    def _separate(self, officer: User, day: date) -> None:
        self.cases["separation"] = record_separation(
            child=next(self.children),
            school=self.academy,
            began_on=day,
            home_authority=self.ours,
            next_review_on=self.days.at(3),
            is_designated_officer_told=True,
            told={"parents": day},
            by=officer,
            as_of=day,
        )

    def _book(self, officer: User, day: date) -> None:
        basis = LegalBasis.SECTION_19_OTHERWISE
        book(self.cases["separation"], self.providers[WORKSHOP], self.days.at(-2), officer, day, legal_basis=basis)

    def _started(self, officer: User, day: date) -> None:
        start(self.cases["separation"], officer, day)

    def _direction(self) -> Iterator[Act]:
        """To the unit for half a term, with a notice in time."""
        decided_on = self.days.at(-22)
        yield self._act(
            decided_on, AFTER_LESSONS, SECOND_OFFICER, partial(self._direct, "direction", self.days.at(-15))
        )
        yield self._act(self.days.at(-20), AFTER_BREAK, SECOND_OFFICER, self._notify)

    def _direct(self, name: str, first_on: date, officer: User, day: date, decided_on: date | None = None) -> None:
        self.cases[name] = record_direction(
            child=next(self.children),
            school=self.academy,
            directed=Directed(
                decided_on=decided_on or day,
                first_on=first_on,
                reasons=_REASONS,
                objectives=_OBJECTIVES,
                destination_school=self.schools[UNIT],
                days_count=40,
                next_review_on=self.days.at(5),
            ),
            home_authority=self.ours,
            by=officer,
            as_of=day,
        )

    def _notify(self, officer: User, day: date) -> None:
        case = self.cases["direction"]
        record_notice(
            case=case,
            sent_on=day,
            authority_sent_on=None,
            items=NoticeItem.values,
            version=OffsiteDirection.objects.get(case=case).version,
            by=officer,
            as_of=day,
        )

    def _doubtful_direction(self) -> Iterator[Act]:
        """The academy told us late of one that began before the regulations bound it; the officer settled the doubt."""
        first_on = BEFORE_THE_REGULATIONS
        if first_on < self.days.latest <= LAST_DAY_OF_THE_DOUBT:
            tell = partial(self._direct, "doubt", first_on, decided_on=first_on)
            yield self._act(self.days.latest, AFTER_BREAK, SECOND_OFFICER, tell)
            yield self._act(self.days.latest, AFTER_LESSONS, SECOND_OFFICER, self._settle)

    def _settle(self, officer: User, day: date) -> None:
        case = self.cases["doubt"]
        version = OffsiteDirection.objects.get(case=case).version
        settle_binding(case=case, answer=Binding.BOUND, version=version, by=officer, as_of=day)

    def _move(self) -> Iterator[Act]:
        """Proposed; the new school has not agreed yet."""
        yield self._act(self.days.at(-6), AFTER_LESSONS, FIRST_OFFICER, self._propose)
        yield self._act(self.days.at(-3), END_OF_THE_DAY, FIRST_OFFICER, self._agree)

    def _propose(self, officer: User, day: date) -> None:
        ours = School.objects.filter(is_invented=False, phase=School.Phase.SECONDARY, local_authority__code=OUR_CODE)
        self.cases["move"] = propose_move(
            child=next(self.children),
            school=self.academy,
            proposed=Proposed(proposed_on=day, new_school=ours.order_by("urn").first(), starts_on=self.days.at(8)),
            home_authority=self.ours,
            by=officer,
            as_of=day,
        )

    def _agree(self, officer: User, day: date) -> None:
        case, party = self.cases["move"], MoveAgreement.Party
        record_agreements(
            case=case,
            agreed={str(party.PARENTS): day, str(party.OLD_SCHOOL): day},
            pupils_view=PupilsView.ACCEPTS_IT,
            was_exclusion_mentioned=False,
            version=ManagedMove.objects.get(case=case).version,
            by=officer,
            as_of=day,
        )


def free_children(school: School, taken: Iterable[int], as_of: date) -> Iterator[Child]:
    """Children of the school's roll alone, without a case, care, plan or safe address, in the order of their making.
    Also a year ago they were old enough for the other schools, which begin at 11."""
    old_enough = date(SchoolYear.containing(as_of).begins_in - OLD_ENOUGH, 8, 31)
    nobody = {
        f"{name}__isnull": True
        for name in ("cases", "plan_rows", "carestatus_rows", "socialworkerinvolvement_rows", "restrictedaddress_rows")
    }
    of_school = Child.objects.filter(enrolment_rows__school=school, enrolment_rows__kind="main", **nobody)
    of_school = of_school.filter(born_on__lte=old_enough)
    for child in of_school.exclude(pk__in=taken).order_by("pk"):
        if child.enrolment_rows.count() == 1:
            yield child
