"""Households: parents and carers, what they are to a child, and where everybody lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import cast

from django.utils import timezone

from accounts.models import User
from cases.models import Address, BarredPerson, Child, Person, Relationship, RestrictedAddress
from cases.models.child import Sex
from demo.generator.authority import NEIGHBOUR_CODE, OTHER_HOME_CODE, OUR_CODE
from demo.generator.copying import Collection
from demo.generator.invented_names import Names, email_of
from schools.models import LocalAuthority

Kind = Relationship.Kind
TOWNS = {OUR_CODE: "Coventry", NEIGHBOUR_CODE: "Leamington Spa", OTHER_HOME_CODE: "Solihull"}
LANGUAGES = ("English", "English", "English", "English", "Polish", "Panjabi", "Romanian", "Arabic", "Urdu")
PREFERENCES = ("", "", "", "By telephone after 4 pm", "By e-mail", "Through the interpreter service")


@dataclass(frozen=True)
class Adult:
    """Somebody of a household, and what they are to its children."""

    person: Person
    kind: str
    has_parental_responsibility: bool
    lives_with: bool


@dataclass(frozen=True)
class Household:
    """A family at one address; siblings share it."""

    surname: str
    place: Mapping[str, object]
    adults: list[Adult] = field(default_factory=list)

    @property
    def local_authority(self) -> LocalAuthority:
        """The authority in whose area they live."""
        return cast(LocalAuthority, self.place["local_authority"])

    @property
    def parent_elsewhere(self) -> Adult | None:
        """A parent who does not live there, if any."""
        return next((adult for adult in self.adults if not adult.lives_with), None)


class Families:
    """Makes households, and gives children their place in one."""

    def __init__(self, rows: Collection, names: Names, random: Random, as_of: date) -> None:
        self.rows, self.names, self.random, self.as_of = rows, names, random, as_of
        self.authorities = LocalAuthority.objects.in_bulk(field_name="code")

    def household(self, surname: str, home: str = OUR_CODE, *, has_parent_elsewhere: bool | None = None) -> Household:
        """A family; a third of the fathers live elsewhere unless the caller says which."""
        household = Household(surname, self._place(home))
        household.adults.append(Adult(self._person(Sex.FEMALE, surname), Kind.MOTHER, True, True))
        is_elsewhere = self.random.random() < 0.33 if has_parent_elsewhere is None else has_parent_elsewhere
        if is_elsewhere or self.random.random() < 0.6:
            father = self._person(Sex.MALE, surname)
            household.adults.append(Adult(father, Kind.FATHER, self.random.random() < 0.8, not is_elsewhere))
            if is_elsewhere:
                self.rows.add(Address(person=father, starts_on=self._some_time_ago(), **self._place(home)))
        return household

    def foster_household(self, child_surname: str, home: str = OUR_CODE) -> Household:
        """A foster carer's home, with the mother elsewhere; the local authority shares parental responsibility."""
        household = Household(child_surname, self._place(home))
        carer = self._person(Sex.FEMALE, self.names.last_name())
        household.adults.append(Adult(carer, Kind.FOSTER_CARER, False, True))
        household.adults.append(Adult(self._person(Sex.FEMALE, child_surname), Kind.MOTHER, True, False))
        return household

    def join(self, child: Child, household: Household) -> None:
        """Give the child the household's adults and its address."""
        self._relate(child, household)
        self.rows.add(Address(child=child, starts_on=self._some_time_ago(), **household.place))

    def join_in_hiding(self, child: Child, household: Household, restricted_by: User) -> None:
        """Give the child the household's adults, but a safe address that the parent elsewhere must never learn."""
        self._relate(child, household, is_barred=True)
        moved_on = self.as_of - timedelta(days=self.random.randint(90, 200))
        earlier = self._place(OUR_CODE)
        self.rows.add(
            Address(child=child, starts_on=self._some_time_ago(), ends_on=moved_on - timedelta(days=1), **earlier)
        )
        restricted = self.rows.add(
            RestrictedAddress(
                child=child,
                starts_on=moved_on,
                why="Non-molestation order; the family fled violence. Never tell the other parent or his relatives.",
                restricted_by=restricted_by,
                restricted_at=timezone.now(),
                **household.place,
            )
        )
        barred = household.parent_elsewhere
        if barred is not None:
            self.rows.add(BarredPerson(restricted_address=restricted, person=barred.person))

    def _relate(self, child: Child, household: Household, *, is_barred: bool = False) -> None:
        for adult in household.adults:
            self.rows.add(
                Relationship(
                    child=child,
                    person=adult.person,
                    kind=adult.kind,
                    has_parental_responsibility=adult.has_parental_responsibility,
                    lives_with=adult.lives_with,
                    may_be_contacted=adult.lives_with or not is_barred,
                )
            )

    def _person(self, sex: str, surname: str) -> Person:
        given_names = self.names.first_name(sex)
        return self.rows.add(
            Person(
                given_names=given_names,
                surname=surname,
                telephone=self.names.telephone(),
                email=email_of(given_names, surname),
                language=self.random.choice(LANGUAGES),
                contact_preference=self.random.choice(PREFERENCES),
            )
        )

    def _place(self, home: str) -> dict[str, object]:
        return {
            "line_1": self.names.street(),
            "town": TOWNS[home],
            "postcode": self.names.postcode(),
            "local_authority": self.authorities[home],
        }

    def _some_time_ago(self) -> date:
        return self.as_of - timedelta(days=self.random.randint(250, 1500))
