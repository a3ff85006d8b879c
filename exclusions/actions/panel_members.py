"""Acts on the pool of panel members: add one, change one. Each leaves an administrative event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from exclusions.actions.refusals import refuse
from exclusions.decisions import Objection
from exclusions.models import PanelInterest, PanelMember
from exclusions.permissions import check_user_can_change_panel_members
from ledger.administrative import record_event
from ledger.versions import update_at_version
from schools.models import LocalAuthority, School


@dataclass(frozen=True, kw_only=True)
class MemberFacts:
    """What is kept of a member of the pool, besides what they are connected with."""

    name: str
    kind: str
    may_chair: bool
    trained_on: date
    email: str = ""
    telephone: str = ""
    free_on: Sequence[date] = ()


@dataclass(frozen=True)
class Interests:
    """The schools and authorities that a member is connected with."""

    schools: Sequence[School] = ()
    authorities: Sequence[LocalAuthority] = ()


@transaction.atomic
def add_panel_member(*, facts: MemberFacts, interests: Interests, by: User, as_of: date) -> PanelMember:
    """Add somebody to the pool. Raises PermissionDenied, ExclusionRefused naming the field."""
    check_user_can_change_panel_members(by)
    refuse(list(_objections(facts, as_of)))
    member = PanelMember.objects.create(**_columns(facts))
    _connect(member, interests)
    _record("exclusions.panel_member_added", member, by, as_of)
    return member


@transaction.atomic
def change_panel_member(
    *,
    member: PanelMember,
    facts: MemberFacts,
    interests: Interests,
    left_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> PanelMember:
    """Change somebody of the pool, or record that they left it: then they are asked for nothing new, and the panels on
    which they sat stay. Raises PermissionDenied, ExclusionRefused naming the field, StaleEdit."""
    check_user_can_change_panel_members(by)
    objections = list(_objections(facts, as_of))
    if left_on is not None and left_on > as_of:
        objections.append(Objection("left_on", "Left on must be today or earlier."))
    refuse(objections)
    member = update_at_version(member, version=version, left_on=left_on, **_columns(facts))
    member.interests.all().delete()
    _connect(member, interests)
    _record("exclusions.panel_member_changed", member, by, as_of)
    return member


def _objections(facts: MemberFacts, as_of: date) -> Iterator[Objection]:
    if not facts.name:
        yield Objection("name", "Enter the name.")
    if facts.kind not in PanelMember.Kind.values:
        yield Objection("kind", "Kind: choose one of the list.")
    elif facts.may_chair and facts.kind != PanelMember.Kind.LAY:
        yield Objection("may_chair", "Only a lay member may chair a panel.")
    if facts.trained_on > as_of:
        yield Objection("trained_on", "Trained on must be today or earlier.")


def _columns(facts: MemberFacts) -> dict[str, object]:
    return {**asdict(facts), "free_on": sorted(set(facts.free_on))}


def _connect(member: PanelMember, interests: Interests) -> None:
    rows = [PanelInterest(member=member, school=school) for school in dict.fromkeys(interests.schools)]
    rows += [PanelInterest(member=member, authority=each) for each in dict.fromkeys(interests.authorities)]
    PanelInterest.objects.bulk_create(rows)


def _record(code: str, member: PanelMember, by: User, as_of: date) -> None:
    facts = {"kind": member.kind, "trained_on": member.trained_on.isoformat(), "has_left": member.left_on is not None}
    record_event(code=code, happened_on=as_of, by_user_id=by.pk, subject=f"panel_member:{member.uuid}", facts=facts)
