"""Questions about people that an administrator's pages ask."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet

from accounts.models import DatedHolding, Invitation, RoleHolding, Team, TeamMembership, User
from accounts.queries import WITHOUT_PASSWORD
from accounts.refusals import AccountRefused
from ledger.models import AdministrativeEvent
from schools.models import School, SchoolStaff
from schools.open_work import open_work_counts, working_roles
from schools.queries import find_schools

ACTIVE, INVITED, NEVER, DISABLED, CANNOT_WORK_IT = "active", "invited", "never", "disabled", "cannot_work_it"
_NAMED_AT_MOST = 4


@dataclass(frozen=True)
class PeopleFilter:
    """What of the list is asked for; empty is everybody. `team` is an id, `school` a URN."""

    words: str = ""
    role: str = ""
    team: str = ""
    school: str = ""
    state: str = ""


def find_people(wanted: PeopleFilter, as_of: date) -> QuerySet[User]:
    """The people of the list, by name, with what they hold today or later, the invitation that waits, and whether they
    can work what is open (`can_work`)."""
    people = User.objects.filter(*[Q(name__icontains=word) | Q(email__icontains=word) for word in wanted.words.split()])
    if wanted.role:
        held = RoleHolding.objects.filter(DatedHolding.in_force(as_of), role=wanted.role)
        people = people.filter(pk__in=held.values("user"))
    if wanted.team:
        held = TeamMembership.objects.filter(DatedHolding.in_force(as_of), team=int(wanted.team))
        people = people.filter(pk__in=held.values("user"))
    if wanted.school:
        held = SchoolStaff.objects.filter(DatedHolding.in_force(as_of), school__urn=int(wanted.school))
        people = people.filter(pk__in=held.values("user"))
    return _with_holdings(_in_state(people, wanted.state, as_of), as_of).order_by("name", "pk")


def _can_work(as_of: date) -> Q:
    """Who is not disabled and holds a role today by which open work is worked."""
    held = RoleHolding.objects.filter(DatedHolding.in_force(as_of), user=OuterRef("pk"), role__in=working_roles())
    return Q(is_active=True) & Q(Exists(held))


def _in_state(people: QuerySet[User], state: str, as_of: date) -> QuerySet[User]:
    if state == CANNOT_WORK_IT:
        cannot = list(people.exclude(_can_work(as_of)).values_list("pk", flat=True))
        return people.filter(pk__in=open_work_counts(cannot).keys())
    conditions = {
        ACTIVE: Q(is_active=True) & ~WITHOUT_PASSWORD,
        INVITED: Q(is_active=True) & WITHOUT_PASSWORD,
        NEVER: Q(is_active=True, last_login__isnull=True) & ~WITHOUT_PASSWORD,
        DISABLED: Q(is_active=False),
    }
    return people.filter(conditions.get(state, Q()))


def _with_holdings(people: QuerySet[User], as_of: date) -> QuerySet[User]:
    # What ended yesterday or before is history; what begins later is shown with its day.
    current = Q(ends_on__isnull=True) | Q(ends_on__gte=as_of)
    waiting = Invitation.objects.filter(used_recorded_at__isnull=True, superseded_recorded_at__isnull=True)
    can_work = ExpressionWrapper(_can_work(as_of), output_field=BooleanField())
    return people.annotate(can_work=can_work).prefetch_related(
        Prefetch("role_holdings", RoleHolding.objects.filter(current).order_by("starts_on", "pk"), "roles_held"),
        Prefetch(
            "team_memberships",
            TeamMembership.objects.filter(current).select_related("team").order_by("team__name", "pk"),
            "teams_held",
        ),
        Prefetch(
            "school_places",
            SchoolStaff.objects.filter(current).select_related("school").order_by("school__name_sort_key", "pk"),
            "places_held",
        ),
        Prefetch("invitations", waiting, "invitations_waiting"),
    )


def find_person(user_uuid: uuid.UUID, as_of: date) -> User | None:
    """One person with what they hold, or None."""
    return _with_holdings(User.objects.filter(uuid=user_uuid), as_of).first()


def role_held(person: User, holding_id: int) -> RoleHolding | None:
    """One of the roles that this person holds, or None when it was taken away."""
    return RoleHolding.objects.filter(user=person, pk=holding_id).select_related("user").first()


def team_held(person: User, membership_id: int) -> TeamMembership | None:
    """One of this person's places in a team, or None when it was taken away."""
    return TeamMembership.objects.filter(user=person, pk=membership_id).select_related("user", "team").first()


def place_held(person: User, place_id: int) -> SchoolStaff | None:
    """One of this person's places at a school, or None when it was taken away."""
    return SchoolStaff.objects.filter(user=person, pk=place_id).select_related("user", "school").first()


def teams() -> QuerySet[Team]:
    """Teams in use, by name."""
    return Team.objects.filter(is_active=True).order_by("name")


def schools_with_people(as_of: date) -> QuerySet[School]:
    """Schools at which somebody has a place today, by name."""
    places = SchoolStaff.objects.filter(DatedHolding.in_force(as_of))
    return School.objects.filter(pk__in=places.values("school")).order_by("name_sort_key", "urn")


def events_of(person: User) -> QuerySet[AdministrativeEvent]:
    """What was done to this person's account, newest first."""
    return AdministrativeEvent.objects.filter(
        Q(subject=f"accounts.User:{person.pk}") | Q(subject__startswith="schools.SchoolStaff:", facts__user=person.pk)
    ).order_by("-recorded_at", "-pk")


def names_of(events: list[AdministrativeEvent]) -> tuple[dict[int, str], dict[int, str], dict[int, str]]:
    """Names of the people, teams and schools (by URN) that these events speak of."""
    people = User.objects.filter(pk__in={event.by_user_id for event in events})
    in_teams = Team.objects.filter(pk__in={event.facts["team"] for event in events if event.facts.get("team")})
    at_schools = School.objects.filter(urn__in={event.facts["school"] for event in events if event.facts.get("school")})
    return (
        dict(people.values_list("pk", "name")),
        dict(in_teams.values_list("pk", "name")),
        dict(at_schools.values_list("urn", "name")),
    )


def one_school(by: User, typed: str, field: str) -> School:
    """The one open school with this URN or name. Raises AccountRefused for the field when there is none, or several."""
    words = " ".join(typed.split())
    found = list(find_schools(by, words, "open")[: _NAMED_AT_MOST + 1]) if words else []
    exact = [school for school in found if words.casefold() in (str(school.urn), school.name.casefold())]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    if not found:
        raise AccountRefused(f"No open school is “{words}”. Check the spelling or use the URN.", field=field)
    names = "; ".join(f"{school.name} ({school.urn})" for school in found[:_NAMED_AT_MOST])
    raise AccountRefused(
        f"More than one school fits “{words}”. Enter the URN of the one you mean: {names}.", field=field
    )
