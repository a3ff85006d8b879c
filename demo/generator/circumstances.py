"""What is so about a child: care, plans, needs, free meals, social workers, marks, other names and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from cases.models import (
    AliasName,
    CareStatus,
    Child,
    FormerUpn,
    FreeSchoolMeals,
    Person,
    Plan,
    SafetyMark,
    SocialWorkerInvolvement,
    SpecialEducationalNeeds,
)
from cases.models.child import Sex
from cases.names import sort_key
from demo.generator.authority import OUR_CODE
from demo.generator.children import InventedChild
from demo.generator.copying import Collection
from demo.generator.exclusion_plan import OVERDUE
from demo.generator.invented_names import Names, email_of
from demo.generator.pupil_numbers import pupil_number
from schools.models import LocalAuthority

SOCIAL_WORKERS_COUNT = 12
SOCIAL_CARE = "Children’s social care (invented)"
PRIMARY_NEEDS = (
    "Social, emotional and mental health",
    "Speech, language and communication needs",
    "Autistic spectrum disorder",
    "Moderate learning difficulty",
    "Specific learning difficulty",
)
CARE_OF_ORDINARY_CHILDREN = (
    *[CareStatus.Status.IN_NEED] * 45,
    *[CareStatus.Status.PROTECTION_PLAN] * 14,
    *[CareStatus.Status.LOOKED_AFTER] * 20,
    *[CareStatus.Status.LOOKED_AFTER_PROTECTION_PLAN] * 3,
    *[CareStatus.Status.CARE_LEAVER] * 4,
)
PLANS_COUNT, SUPPORT_COUNT, MEALS_COUNT, ALIASES_COUNT, FORMER_NUMBERS_COUNT = 70, 280, 470, 40, 30
# Serial numbers of former UPNs begin above those of the children.
FIRST_FORMER_SERIAL = 4000


class Circumstances:
    """Gives children their dated rows."""

    def __init__(self, rows: Collection, names: Names, random: Random, as_of: date) -> None:
        self.rows, self.names, self.random, self.as_of = rows, names, random, as_of
        self.ours = LocalAuthority.objects.get(code=OUR_CODE)
        self.social_workers = [self._social_worker() for _ in range(SOCIAL_WORKERS_COUNT)]

    def spread(self, made: Sequence[InventedChild]) -> None:
        """Everything for everybody: what the exclusions are to show, then a fair share of the rest."""
        for each in made:
            self._as_planned(each)
        ordinary = [each.child for each in made if each.seat.exclusion is None and not each.part]
        with_plans = {row.child_id for row in self.rows.rows(Plan)}
        without_plans = [child for child in ordinary if child.pk not in with_plans]
        self._needs(self.random.sample(without_plans, PLANS_COUNT + SUPPORT_COUNT))
        for child in self.random.sample([each.child for each in made], MEALS_COUNT):
            self.rows.add(FreeSchoolMeals(child=child, **self._since()))
        self._care(self.random.sample(ordinary, len(CARE_OF_ORDINARY_CHILDREN)))
        self._other_names(self.random.sample(ordinary, ALIASES_COUNT))
        self._former_numbers(self.random.sample(ordinary, FORMER_NUMBERS_COUNT))
        self._marks_and_hiding(self.random.sample(ordinary, 3))

    def _as_planned(self, each: InventedChild) -> None:
        plan = each.seat.exclusion.plan if each.seat.exclusion else None
        if each.seat.school.is_special or (plan and plan.has_plan):
            self._plan(each.child)
        if plan is None:
            return
        if plan.is_looked_after:
            self.rows.add(
                CareStatus(
                    child=each.child,
                    status=CareStatus.Status.LOOKED_AFTER,
                    responsible_authority=self.ours,
                    **self._since(),
                )
            )
        elif plan.has_social_worker:
            self.rows.add(CareStatus(child=each.child, status=CareStatus.Status.IN_NEED, **self._since()))
        if plan.has_social_worker:
            self._involve_social_worker(each.child)
        if plan.key == OVERDUE:
            self._mark(
                each.child,
                SafetyMark.Kind.SAFE_CONTACT,
                "Ring the mother’s own number only. Leave no message and send nothing by post to an old address.",
            )

    def _plan(self, child: Child) -> None:
        since = self._since()
        self.rows.add(
            Plan(
                child=child,
                maintained_by=self.ours,
                last_review_on=self.as_of - timedelta(days=self.random.randint(30, 340)),
                **since,
            )
        )
        self._needs_status(child, SpecialEducationalNeeds.Status.PLAN, since)

    def _needs(self, children: Sequence[Child]) -> None:
        for child in children[:PLANS_COUNT]:
            self._plan(child)
        for child in children[PLANS_COUNT:]:
            self._needs_status(child, SpecialEducationalNeeds.Status.SUPPORT, self._since())

    def _needs_status(self, child: Child, status: str, since: dict[str, date]) -> None:
        need = self.random.choice(PRIMARY_NEEDS)
        self.rows.add(SpecialEducationalNeeds(child=child, status=status, primary_need=need, **since))

    def _care(self, children: Sequence[Child]) -> None:
        for child, status in zip(children, CARE_OF_ORDINARY_CHILDREN, strict=True):
            self.rows.add(CareStatus(child=child, status=status, responsible_authority=self.ours, **self._since()))
            if status != CareStatus.Status.CARE_LEAVER:
                self._involve_social_worker(child)

    def _other_names(self, children: Sequence[Child]) -> None:
        for child in children:
            surname = self.names.last_name()
            self.rows.add(
                AliasName(
                    child=child,
                    given_names=child.given_names,
                    surname=surname,
                    sort_key=sort_key(surname, child.given_names),
                )
            )

    def _former_numbers(self, children: Sequence[Child]) -> None:
        for place, child in enumerate(children):
            self.rows.add(
                FormerUpn(
                    child=child,
                    upn=pupil_number(FIRST_FORMER_SERIAL + place, entered_in=child.born_on.year + 5, is_temporary=True),
                    replaced_on=self._since()["starts_on"],
                )
            )

    def _marks_and_hiding(self, children: Sequence[Child]) -> None:
        risky, careful, hidden = children
        self._mark(
            risky, SafetyMark.Kind.RISK_TO_VISITORS, "A large dog is loose in the yard. Ring first; go in pairs."
        )
        self._mark(careful, SafetyMark.Kind.SAFE_CONTACT, "Speak to the grandmother only, on the number given.")
        hidden.is_hidden = True

    def _mark(self, child: Child, kind: str, text: str) -> None:
        self.rows.add(SafetyMark(child=child, kind=kind, text=text, **self._since()))

    def _social_worker(self) -> Person:
        given_names, surname = self.names.first_name(Sex.FEMALE), self.names.last_name()
        return self.rows.add(
            Person(
                given_names=given_names,
                surname=surname,
                organisation=SOCIAL_CARE,
                telephone=self.names.telephone(),
                email=email_of(given_names, surname),
            )
        )

    def _involve_social_worker(self, child: Child) -> None:
        person = self.random.choice(self.social_workers)
        self.rows.add(SocialWorkerInvolvement(child=child, person=person, **self._since()))

    def _since(self) -> dict[str, date]:
        """From some day of the last years on: long before any exclusion of the plan."""
        return {"starts_on": self.as_of - timedelta(days=self.random.randint(150, 900))}
