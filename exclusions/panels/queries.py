"""Reads of the pool and of the panels that are made from it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from exclusions.models import PanelMember, Review, ReviewSeat
from exclusions.permissions import panel_members_visible_to
from schools.models import LocalAuthority, School

# By which columns the list of the pool can be sorted; a second column keeps the order the same each time.
SORTS = {
    "name": ("name", "pk"),
    "kind": ("kind", "name", "pk"),
    "trained": ("trained_on", "name", "pk"),
}
NOT_ON_THE_PANEL = (ReviewSeat.Answer.DECLINED, ReviewSeat.Answer.RELEASED)


def pool(user: User, *, kind: str = "", sort: str = "name", with_left: bool = False) -> QuerySet[PanelMember]:
    """The pool with its interests, as this person may see it. A `-` before the sort turns it round."""
    members = panel_members_visible_to(user).prefetch_related("interests__school", "interests__authority")
    if not with_left:
        members = members.filter(left_on__isnull=True)
    if kind:
        members = members.filter(kind=kind)
    columns = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    first = f"-{columns[0]}" if sort.startswith("-") else columns[0]
    return members.order_by(first, *columns[1:])


def free_and_trained(members: QuerySet[PanelMember], on: date) -> QuerySet[PanelMember]:
    """Those who offered that day. Whose training counts then is for the statute engine, member by member."""
    return members.filter(free_on__contains=[on])


def panel_member(user: User, member_uuid: uuid.UUID) -> PanelMember | None:
    """The member with this id, as this person may see them."""
    members = panel_members_visible_to(user).prefetch_related("interests__school", "interests__authority")
    return members.filter(uuid=member_uuid).first()


def seats_of(review: Review | None) -> list[ReviewSeat]:
    """Everybody who was asked for this review, the chair first."""
    if review is None:
        return []
    seats = review.seats.select_related("member").prefetch_related("member__interests")
    return list(seats.order_by("-is_chair", "invited_on", "pk"))


def sitting(seats: Sequence[ReviewSeat]) -> list[ReviewSeat]:
    """Those of the seats who neither declined nor were released."""
    return [seat for seat in seats if seat.answer not in NOT_ON_THE_PANEL]


def schools_by_urn(urns: Sequence[int]) -> dict[int, School]:
    """The schools of the register with these URNs."""
    return {school.urn: school for school in School.objects.filter(urn__in=urns)}


def authorities_by_code(codes: Sequence[str]) -> dict[str, LocalAuthority]:
    """The local authorities with these codes."""
    return {each.code: each for each in LocalAuthority.objects.filter(code__in=codes)}
