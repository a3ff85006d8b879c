"""The two thousand children: on which rolls, in which year group, of which family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from accounts.models import User
from cases.models import Child, Enrolment, Event
from cases.names import sort_key
from demo.generator.authority import ACADEMY, ELSEWHERE, NEIGHBOUR_CODE, OUR_CODE, PRIMARY, SPECIAL, UNIT
from demo.generator.cast import CAST, STANDINGS, Part
from demo.generator.copying import Collection
from demo.generator.exclusion_dates import DatedExclusion
from demo.generator.families import Families, Household
from demo.generator.invented_names import NAMES_OF_EXCLUDED, UNUSUAL_NAMES, Name, Names
from demo.generator.pupil_numbers import pupil_number
from schools.models import School

CHILDREN_COUNT = 2000
# Children with and without an exclusion on the rolls of the invented schools; the rest is spread over the real ones.
ROLLS = {ACADEMY: 430, PRIMARY: 210, SPECIAL: 90, UNIT: 45, ELSEWHERE: 60}
SIBLINGS_COUNT, DUAL_COUNT, MOVED_COUNT, TEMPORARY_NUMBERS_COUNT = 240, 14, 60, 12
DUAL_SINCE_DAYS = (20, 120)
SOURCE = "demonstration"
ETHNICITIES = ("White British", "Indian", "Pakistani", "Black African", "White other", "Mixed", "Not obtained")
LANGUAGES = ("English", "English", "English", "English", "Polish", "Panjabi", "Romanian", "Arabic")


@dataclass(frozen=True)
class Seat:
    """A place on a school's roll for a child who is in that year group on a day."""

    school: School
    year_group: int
    on: date
    exclusion: DatedExclusion | None = None

    @property
    def year_ends_in(self) -> int:
        """The calendar year in which the school year of the day ends; year groups change on 1 September."""
        return self.on.year + (self.on.month >= 9)


@dataclass(frozen=True)
class InventedChild:
    """A child with its family and its place on a roll."""

    child: Child
    seat: Seat
    household: Household
    is_restricted: bool = False
    part: str = ""

    @property
    def may_have_siblings(self) -> bool:
        """Not a child of the cast, who is looked after, or who lives where a parent must not learn it."""
        is_looked_after = self.seat.exclusion is not None and self.seat.exclusion.plan.is_looked_after
        return not (self.is_restricted or is_looked_after or self.part)


class Children:
    """Makes the children, one after the other, and collects their rows."""

    def __init__(self, rows: Collection, names: Names, families: Families, random: Random, as_of: date) -> None:
        self.rows, self.names, self.families, self.random, self.as_of = rows, names, families, random, as_of
        self.made: list[InventedChild] = []
        self._main: dict[int, Enrolment] = {}

    def excluded(self, exclusion: DatedExclusion, restricted_by: User) -> InventedChild:
        """The child of a planned exclusion."""
        plan = exclusion.plan
        name = NAMES_OF_EXCLUDED.get(plan.key) or self.names.child()
        if plan.is_looked_after:
            household = self.families.foster_household(name.surname, plan.home)
        else:
            is_elsewhere = True if plan.has_restricted_address else None
            household = self.families.household(name.surname, plan.home, has_parent_elsewhere=is_elsewhere)
        seat = Seat(exclusion.school, plan.year_group, exclusion.excluded_on, exclusion)
        return self._make(name, seat, household, restricted_by=restricted_by if plan.has_restricted_address else None)

    def ordinary(self, seat: Seat, name: Name | None = None, restricted_by: User | None = None) -> InventedChild:
        """A child without a case."""
        name = name or self.names.child()
        lives_here = seat.school.local_authority.code == OUR_CODE or self.random.random() < 0.3
        household = self.families.household(
            name.surname,
            OUR_CODE if lives_here else NEIGHBOUR_CODE,
            has_parent_elsewhere=True if restricted_by else None,
        )
        return self._make(name, seat, household, restricted_by=restricted_by)

    def sibling(self, seat: Seat, of: InventedChild) -> InventedChild:
        """A brother or sister, who shares parents and address."""
        return self._make(self.names.child(of.household.surname), seat, of.household)

    def of_cast(self, part: Part, school: School, others: Mapping[str, InventedChild]) -> InventedChild:
        """A child with a part to play, long on the roll; a twin shares the date of birth and the family."""
        seat = Seat(school, part.year_group, self.as_of)
        twin = others.get(part.twin_of)
        household = twin.household if twin else self.families.household(part.name.surname)
        born_on = twin.child.born_on if twin else None
        return self._make(part.name, seat, household, born_on=born_on, part=part.key)

    def dual(self, invented: InventedChild, school: School, since: date | None = None) -> None:
        """Let the child be on a second school's roll as well."""
        starts_on = since or self.as_of - timedelta(days=self.random.randint(*DUAL_SINCE_DAYS))
        self._enrol(invented.child, school, starts_on, invented.seat.year_group, kind=Enrolment.Kind.DUAL)

    def moved(self, invented: InventedChild, from_school: School) -> None:
        """Let the child have been at another school before this one."""
        starts_on = self.main_roll(invented).starts_on
        self._enrol(
            invented.child,
            from_school,
            starts_on - timedelta(days=600),
            None,
            ends_on=starts_on - timedelta(days=1),
        )

    def _make(
        self,
        name: Name,
        seat: Seat,
        household: Household,
        *,
        born_on: date | None = None,
        restricted_by: User | None = None,
        part: str = "",
    ) -> InventedChild:
        child = self.rows.add(
            Child(
                upn=self._upn(seat),
                given_names=name.given_names,
                surname=name.surname,
                sort_key=sort_key(name.surname, name.given_names),
                born_on=born_on or self._born_on(seat),
                sex=name.sex,
                ethnicity=self.random.choice(ETHNICITIES),
                first_language=self.random.choice(LANGUAGES),
                is_invented=True,
                source=SOURCE,
            )
        )
        starts_on = self._long_ago(seat) if part else self._joined_on(seat)
        self._record(child, "child_created", starts_on, source=SOURCE)
        self._main[child.pk] = self._enrol(child, seat.school, starts_on, seat.year_group)
        if restricted_by is None:
            self.families.join(child, household)
        else:
            self.families.join_in_hiding(child, household, restricted_by)
        self.made.append(InventedChild(child, seat, household, is_restricted=restricted_by is not None, part=part))
        return self.made[-1]

    def _upn(self, seat: Seat) -> str:
        """The next number; the last children to be made have temporary ones."""
        serial = len(self.made)
        is_temporary = serial >= CHILDREN_COUNT - TEMPORARY_NUMBERS_COUNT
        return pupil_number(
            serial, entered_in=seat.year_ends_in - 1 - max(seat.year_group, 0), is_temporary=is_temporary
        )

    def _born_on(self, seat: Seat) -> date:
        """A day of the year that makes the child of this year group: from 1 September to 31 August."""
        first = date(seat.year_ends_in - seat.year_group - 6, 9, 1)
        return first + timedelta(days=self.random.randrange(365))

    def _joined_on(self, seat: Seat) -> date:
        """Long ago; now and then, and in a referral unit always, later."""
        if seat.school.legal_type == School.LegalType.PUPIL_REFERRAL_UNIT or self.random.random() < 0.1:
            return seat.on - timedelta(days=self.random.randint(60, 240))
        return self._long_ago(seat)

    def _long_ago(self, seat: Seat) -> date:
        """1 September of the school's first year group."""
        first_group = 7 if seat.school.phase == School.Phase.SECONDARY else 0
        return date(seat.year_ends_in - 1 - (seat.year_group - first_group), 9, 1)

    def _enrol(
        self,
        child: Child,
        school: School,
        starts_on: date,
        year_group: int | None,
        *,
        kind: str = Enrolment.Kind.MAIN,
        ends_on: date | None = None,
    ) -> Enrolment:
        enrolment = self.rows.add(
            Enrolment(
                child=child, school=school, kind=kind, starts_on=starts_on, ends_on=ends_on, year_group=year_group
            )
        )
        self._record(child, "child_enrolled", starts_on, school=school.urn, enrolment_kind=str(kind))
        return enrolment

    def main_roll(self, invented: InventedChild) -> Enrolment:
        """The child's place on the roll of its own school."""
        return self._main[invented.child.pk]

    def _record(self, child: Child, code: str, happened_on: date, **facts: object) -> None:
        self.rows.add(Event(child=child, code=code, happened_on=happened_on, recorded_at=timezone.now(), facts=facts))


def seats(
    invented: dict[str, School], exclusions: Sequence[DatedExclusion], random: Random, as_of: date
) -> Iterator[Seat]:
    """The seats of the children without an exclusion, in a mixed order."""
    taken = [exclusion.plan.school for exclusion in exclusions] + [part.school for part in CAST]
    rolls = [invented[key] for key, count in ROLLS.items() for _ in range(count - taken.count(key))]
    real = list(School.objects.filter(is_invented=False).select_related("local_authority").order_by("urn"))
    others = CHILDREN_COUNT - len(taken) - len(rolls)
    rolls += [real[number % len(real)] for number in range(others)]
    random.shuffle(rolls)
    for school in rolls:
        yield Seat(school, random.choice(_year_groups(school)), as_of)


def _year_groups(school: School) -> range:
    if school.phase == School.Phase.PRIMARY:
        return range(7)
    return range(1, 12) if school.is_special else range(7, 12)


def make_children(
    children: Children,
    invented: dict[str, School],
    exclusions: Sequence[DatedExclusion],
    random: Random,
    restricted_by: User,
) -> dict[str, InventedChild]:
    """All children; gives those of the exclusions by the plan's key, and those of the cast by the part's."""
    known = {each.plan.key: children.excluded(each, restricted_by) for each in exclusions}
    for part in CAST:
        known[part.key] = children.of_cast(part, invented[part.school], known)
    free = list(seats(invented, exclusions, random, children.as_of))
    for seat, name in zip(free, UNUSUAL_NAMES, strict=False):
        children.ordinary(seat, name)
    free = free[len(UNUSUAL_NAMES) :]
    children.ordinary(free[0], restricted_by=restricted_by)
    alone, with_siblings = free[1:-SIBLINGS_COUNT], free[-SIBLINGS_COUNT:]
    for seat in alone:
        children.ordinary(seat)
    families = [each for each in children.made if each.may_have_siblings]
    for seat, of in zip(with_siblings, random.sample(families, SIBLINGS_COUNT), strict=True):
        children.sibling(seat, of)
    _second_schools(children, invented, random, known)
    return known


def _second_schools(
    children: Children, invented: dict[str, School], random: Random, known: Mapping[str, InventedChild]
) -> None:
    on_two_rolls = [each.part.key for each in STANDINGS.values() if each.elsewhere_from is not None]
    for key in on_two_rolls:
        children.dual(known[key], invented[UNIT], since=children.main_roll(known[key]).starts_on)
    ordinary = [each for each in children.made if not (each.seat.exclusion or each.part)]
    at_academy = [each for each in ordinary if each.seat.school == invented[ACADEMY]]
    for each in random.sample(at_academy, DUAL_COUNT - len(on_two_rolls)):
        children.dual(each, invented[UNIT])
    older = [each for each in ordinary if each.seat.year_group >= 2 and each.seat.school != invented[PRIMARY]]
    for each in random.sample(older, MOVED_COUNT):
        children.moved(each, invented[PRIMARY])
