"""Acts on the one row that says whose deployment this is."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from ledger.administrative import record_event
from ledger.versions import update_at_version
from schools.actions.calendars import recompute
from schools.models import Authority
from schools.permissions import Permission, check_user_can
from schools.refusals import FieldRefused
from statute.errors import StatuteError
from statute.policy import Policy

SETTINGS = (
    "name",
    "la_code",
    "policy",
    "brand_colour",
    "letterhead",
    "sender_address",
    "contact_for_schools",
    "is_demonstration",
)


class AuthorityRefused(FieldRefused):
    """The authority cannot be set up or changed so."""


@transaction.atomic
def set_up(*, by: User | None, as_of: date, **settings: Any) -> Authority:
    """Write the authority of this deployment: `name` and `la_code`, and any other of SETTINGS.

    Raises PermissionDenied, or AuthorityRefused when there is one already or a setting is wrong.
    """
    check_user_can(by, Permission.CHANGE_AUTHORITY)
    if Authority.objects.select_for_update().exists():
        raise AuthorityRefused("", "The authority is set up already. Change it instead.")
    _check({"name": "", "la_code": "", **settings})
    authority = Authority.objects.create(**settings)
    _record("schools.authority_set_up", authority, by, as_of, settings)
    return authority


@transaction.atomic
def change(*, authority: Authority, version: int, by: User | None, as_of: date, **settings: Any) -> Authority:
    """Change some of SETTINGS while the row still has `version`. Another policy or code works all open dates out again.

    Raises PermissionDenied, AuthorityRefused or StaleEdit.
    """
    check_user_can(by, Permission.CHANGE_AUTHORITY)
    _check(settings)
    before = (authority.policy, authority.la_code)
    changed = update_at_version(authority, version=version, **settings)
    if (changed.policy, changed.la_code) != before:
        # Both decide dates: the policy how a limit is read, the code which children live here.
        recompute(None, by)
    _record("schools.authority_changed", changed, by, as_of, settings)
    return changed


def _check(settings: dict[str, Any]) -> None:
    for unknown in settings.keys() - set(SETTINGS):
        raise AuthorityRefused(unknown, f"{unknown} is not a setting of the authority.")
    if not settings.get("name", "-").strip():
        raise AuthorityRefused("name", "Enter the authority's name.")
    if not re.fullmatch(r"\d{3}", settings.get("la_code", "000"), re.ASCII):
        raise AuthorityRefused("la_code", "Local authority code must be three digits, for example 331.")
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", settings.get("brand_colour", "#000000")):
        raise AuthorityRefused("brand_colour", "Brand colour must be a hash and six digits, for example #0f5e5a.")
    _check_policy(settings.get("policy", "statutory"))


def _check_policy(name: str) -> None:
    try:
        Policy.load(name)
    except StatuteError as error:
        raise AuthorityRefused("policy", f"Policy cannot be used. {error.fix}") from error


def _record(code: str, authority: Authority, by: User | None, as_of: date, settings: dict[str, Any]) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject=f"schools.Authority:{authority.pk}",
        facts={"changed": sorted(settings), "la_code": authority.la_code, "policy": authority.policy},
    )
