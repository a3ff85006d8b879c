"""People as an administrator's pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.actions.users import DisableReason
from accounts.models import DatedHolding, Invitation, User
from accounts.roles import Role
from components.paging import with_query
from components.words import spelled_date
from ledger.models import AdministrativeEvent
from schools.people_forms import STATES
from schools.people_queries import PeopleFilter
from schools.presenters import moment_words

COLUMNS = [{"label": label} for label in ("Name", "Roles", "Teams and schools", "Last sign-in", "State")]
_EVENT_LABELS = {
    "accounts.user_created": "Account created",
    "accounts.user_changed": "Details changed",
    "accounts.user_disabled": "Disabled",
    "accounts.user_enabled": "Enabled again",
    "accounts.invited": "Invitation sent",
    "accounts.invitation_used": "Invitation used: password set",
    "accounts.role_given": "Role given",
    "accounts.role_ended": "Role ended",
    "accounts.team_joined": "Put into a team",
    "accounts.team_left": "Taken out of a team",
    "accounts.sessions_ended": "Signed out everywhere",
    "accounts.other_sessions_ended": "Signed out everywhere else",
    "accounts.security_codes_reset": "Security codes reset",
    "schools.staff_placed": "Place at a school given",
    "schools.staff_place_ended": "Place at a school ended",
    "cases.work_handed_over": "Work handed over",
    "cases_allocated": "Cases allocated to this person",
}
_FIELD_WORDS = {"email": "e-mail address", "name": "name", "job_title": "job title", "telephone": "telephone"}


def state_lozenge(person: User, now: datetime) -> dict[str, str]:
    """Whether somebody can sign in, as a word with a shape."""
    if not person.is_active:
        return {"text": "Disabled", "kind": "neutral"}
    if person.has_usable_password():
        return {"text": "Active", "kind": "done"}
    invitation = _waiting(person)
    if invitation is None or (invitation.expires_at and invitation.expires_at <= now):
        return {"text": "Invitation expired", "kind": "attention"}
    return {"text": "Invited", "kind": "waiting"}


def _waiting(person: User) -> Invitation | None:
    return next(iter(person.invitations_waiting), None)


def present_rows(people: Iterable[User], work: Mapping[int, int], as_of: date, now: datetime) -> list[dict[str, Any]]:
    """The rows of the list."""
    return [
        {
            "name": person.name,
            "url": reverse("person", args=[person.uuid]),
            "email": person.email,
            "job_title": person.job_title,
            "roles": [_in_words(Role(held.role).label, held, as_of) for held in person.roles_held],
            "places": [
                *(_in_words(_team_words(held), held, as_of) for held in person.teams_held),
                *(_in_words(held.school.name, held, as_of) for held in person.places_held),
            ],
            "last_sign_in": moment_words(person.last_login) if person.last_login else "never",
            "state": state_lozenge(person, now),
            "open_work": "" if person.can_work else _open_work_words(work.get(person.pk, 0)),
        }
        for person in people
    ]


def _open_work_words(count: int) -> str:
    return f"{count} open piece{'' if count == 1 else 's'} of work" if count else ""


def _team_words(membership: Any) -> str:
    return f"{membership.team.name} (manager)" if membership.is_manager else membership.team.name


def _in_words(label: str, held: DatedHolding, as_of: date) -> str:
    days = _days(held, as_of)
    return f"{label}, {days}" if days else label


def _days(held: DatedHolding, as_of: date) -> str:
    parts = []
    if held.starts_on > as_of:
        parts.append(f"from {spelled_date(held.starts_on)}")
    if held.ends_on:
        parts.append(f"until {spelled_date(held.ends_on)}")
    return " ".join(parts)


def present_chips(
    wanted: PeopleFilter, query: QueryDict, teams: Sequence[tuple[int, str]], schools: Sequence[tuple[int, str]]
) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it away."""
    named = {str(key): name for key, name in (*teams, *schools)}
    in_force = (
        ("q", "Name or e-mail address", wanted.words),
        ("role", "Role", Role(wanted.role).label if wanted.role else ""),
        ("team", "Team", named.get(wanted.team, "")),
        ("school", "School", named.get(wanted.school, "")),
        ("state", "State", STATES.get(wanted.state, "")),
    )
    return [
        {"label": label, "value": value, "remove_url": with_query(query, **{name: None}, page=None)}
        for name, label, value in in_force
        if value
    ]


def present_person(person: User, has_codes: bool, now: datetime) -> list[dict[str, Any]]:
    """The rows of the card “Details”."""
    return [
        {"key": "Name", "value": person.name},
        {"key": "E-mail address", "value": person.email},
        {"key": "Job title", "value": person.job_title},
        {"key": "Telephone", "value": person.telephone},
        {"key": "Last sign-in", "value": moment_words(person.last_login) if person.last_login else "never"},
        {"key": "Security codes", "value": "Set up" if has_codes else "Not set up"},
        {"key": "Invitation", "value": invitation_words(person, now)},
    ]


def invitation_words(person: User, now: datetime) -> str:
    """Where the invitation stands."""
    invitation = _waiting(person)
    if person.has_usable_password():
        return "Not needed: a password is set"
    if invitation is None:
        return "None waits"
    if invitation.expires_at is None:
        return f"Asked for on {moment_words(invitation.invited_at)}; the e-mail is on its way"
    if invitation.expires_at <= now:
        return f"Sent on {moment_words(invitation.sent_recorded_at)}; not used in time"
    return f"Sent on {moment_words(invitation.sent_recorded_at)}; works until {moment_words(invitation.expires_at)}"


def present_holdings(person: User, as_of: date) -> dict[str, list[dict[str, str]]]:
    """Roles, teams and schools with their days, each with the address where it is ended."""

    def row(label: str, held: DatedHolding, end: str) -> dict[str, str]:
        words = _days(held, as_of) or f"since {spelled_date(held.starts_on)}"
        return {"label": label, "days": words, "end_url": reverse(end, args=[person.uuid, held.pk])}

    return {
        "roles": [row(Role(held.role).label, held, "person_role_end") for held in person.roles_held],
        "teams": [row(_team_words(held), held, "person_team_end") for held in person.teams_held],
        "places": [row(_place_words(held), held, "person_school_end") for held in person.places_held],
    }


def _place_words(place: Any) -> str:
    words = [place.school.name, place.job, "senior attendance champion" if place.is_champion else ""]
    return ", ".join(part for part in words if part)


Names = tuple[Mapping[int, str], Mapping[int, str], Mapping[int, str]]


def present_events(events: Iterable[AdministrativeEvent], names: Names) -> list[dict[str, str]]:
    """What was done to an account: when, what, by whom."""
    people, _, _ = names
    return [
        {
            "what": _EVENT_LABELS.get(event.code, event.code),
            "body": _event_body(event, names),
            "when": moment_words(event.recorded_at),
            "by": people.get(event.by_user_id or 0, "The system"),
        }
        for event in events
    ]


def _event_body(event: AdministrativeEvent, names: Names) -> str:
    facts, (_, teams, schools) = event.facts, names
    parts = []
    if facts.get("role"):
        parts.append(Role(facts["role"]).label)
    if facts.get("team"):
        parts.append(teams.get(facts["team"], ""))
    if facts.get("school"):
        parts.append(schools.get(facts["school"], ""))
    if facts.get("fields"):
        parts.append(", ".join(_FIELD_WORDS.get(field, field) for field in facts["fields"]))
    if facts.get("reason"):
        parts.append(str(DisableReason(facts["reason"]).label))
    parts += [f"{word} {spelled_date(date.fromisoformat(facts[key]))}" for key, word in _DAYS if facts.get(key)]
    return ", ".join(part for part in parts if part)


_DAYS = (("starts_on", "from"), ("ends_on", "until"), ("last_day", "last day"))


def stale_rows(form: Any, current: User) -> list[dict[str, Any]]:
    """What was typed beside what is saved, for components/stale_edit.html."""
    rows = []
    for name, yours in form.cleaned_data.items():
        theirs = getattr(current, name)
        label, is_different = form.fields[name].label, yours != theirs
        rows.append(
            {
                "name": name,
                "label": label,
                "yours": yours,
                "theirs": theirs,
                "is_different": is_different,
                "choice": "yours",
            }
        )
    return rows
