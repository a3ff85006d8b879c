"""Reads of this cohort that are more than a line."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from accounts.models import DatedHolding, TeamMembership, User
from cases.models import (
    CareStatus,
    Case,
    Child,
    Deadline,
    FreeSchoolMeals,
    Plan,
    SocialWorkerInvolvement,
    SpecialEducationalNeeds,
)
from exclusions.ages import year_group_on
from exclusions.kind_code import (
    MANAGED_MOVE,
    OFFSITE_DIRECTION,
    PERMANENT_EXCLUSION,
    RECORDED_BY_MISTAKE,
    SAFEGUARDING_SEPARATION,
    SUSPENSION,
)
from exclusions.models import OffsiteDirection, Separation
from exclusions.moves.states import REFUSED
from schools.models import LocalAuthority, School

_FOLLOWS_NOTHING = (REFUSED, RECORDED_BY_MISTAKE)
# Where the first day of such a case stands.
_FIRST_DAYS = {SUSPENSION: "suspension__first_on", PERMANENT_EXCLUSION: "exclusion__excluded_on"}
# No limit of the law: one that begins longer after the separation is taken for another matter.
LONGEST_TO_BECOME = timedelta(days=31)


def deadlines_by_code(case: Case) -> dict[str, Deadline]:
    """The live deadlines of a case by their code."""
    return {
        deadline.code: deadline
        for deadline in Deadline.objects.filter(case=case).exclude(state=Deadline.State.SUPERSEDED)
    }


def schools_of(child: Child, as_of: date) -> QuerySet[School]:
    """Schools on whose roll the child is on that day, by name."""
    return (
        School.objects.filter(DatedHolding.in_force(as_of, "enrolments__"), enrolments__child=child)
        .distinct()
        .order_by("name_sort_key")
    )


def local_authorities() -> QuerySet[LocalAuthority]:
    """Every local authority, by name."""
    return LocalAuthority.objects.order_by("name")


def school_with_urn(urn: int) -> School | None:
    """The school with this URN, when it is known."""
    return School.objects.filter(urn=urn).first()


def has_followed(case: Case, kind: str) -> bool:
    """Whether a case of this kind follows from the case. A managed move that was refused does not, nor what was
    recorded by mistake: another one may. A move that was recorded from the child's page follows from a direction all
    the same, while it is open or when it was opened after the direction's first day; a suspension or a permanent
    exclusion follows from a separation that became one when it begins soon after its end."""
    follows = Q(opened_from=case)
    if kind in _FIRST_DAYS:
        follows |= _soon_after_a_separation(case, kind)
    if kind == MANAGED_MOVE:
        first_on = OffsiteDirection.objects.filter(case=case).values("first_on")
        follows |= Q(child=case.child_id) & (Q(closed_on__isnull=True) | Q(opened_on__gte=first_on))
    return Case.objects.filter(follows, kind=kind).exclude(state__in=_FOLLOWS_NOTHING).exists()


def _soon_after_a_separation(case: Case, kind: str) -> Q:
    """Cases of the child's at that school which begin from the last day of the separation on; none of another case."""
    separation = Separation.objects.filter(case=case, how_ended=kind).first()
    if separation is None or separation.ended_on is None:
        return Q(pk__in=())
    days = (separation.ended_on, separation.ended_on + LONGEST_TO_BECOME)
    return Q(child=case.child_id, school=case.school_id) & Q(**{f"{_FIRST_DAYS[kind]}__range": days})


def separations_of(child: Child) -> QuerySet[Case]:
    """The cases of the child's separations, oldest first."""
    return Case.objects.filter(child=child, kind=SAFEGUARDING_SEPARATION).order_by("opened_on", "pk")


def directions_of(child: Child) -> QuerySet[Case]:
    """The cases of the child's directions off site, oldest first."""
    return Case.objects.filter(child=child, kind=OFFSITE_DIRECTION).order_by("opened_on", "pk")


def people_who_work(kind: str, as_of: date) -> list[User]:
    """Everybody whose teams work this kind of case on that day, by name."""
    members = TeamMembership.objects.filter(
        DatedHolding.in_force(as_of), team__is_active=True, team__kinds__contains=[kind]
    )
    return list(User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "pk"))


def as_it_was(child: Child, school: School, on: date) -> dict[str, object]:
    """What was so about the child on the day, for reports that must not drift."""
    in_force = DatedHolding.in_force(on)
    care = CareStatus.objects.filter(in_force, child=child).first()
    needs = SpecialEducationalNeeds.objects.filter(in_force, child=child).first()
    return {
        "legal_type_then": school.legal_type,
        "year_group_then": year_group_on(child.born_on, on),
        "is_looked_after_then": bool(care and care.is_looked_after),
        "has_plan_then": Plan.objects.filter(in_force, child=child).exists(),
        "has_social_worker_then": SocialWorkerInvolvement.objects.filter(in_force, child=child).exists(),
        "has_free_school_meals_then": FreeSchoolMeals.objects.filter(in_force, child=child).exists(),
        "sen_status_then": needs.status if needs else "",
    }
