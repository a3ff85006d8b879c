"""A head teacher makes and revokes the keys with which the school's own system sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.administrative import record_event
from portal.api_keys import hash_of, new_key
from portal.models import SchoolApiKey
from portal.permissions import check_user_can_manage_keys
from schools.models import School
from statute.days import months_later

# A key is good for a year, a school can have this many at a time: settings of our own, not of any law.
MONTHS_OF_A_KEY = 12
MOST_KEYS = 5


class KeysRefused(Exception):
    """The key cannot be made; the text says why and what to do."""

    field = "label"


@dataclass(frozen=True)
class MadeKey:
    """A new key. `secret` is the key itself, which can be read this one time."""

    key: SchoolApiKey
    secret: str


@transaction.atomic
def make_key(*, school: School, label: str, by: User, as_of: date) -> MadeKey:
    """Make a key for a school. Raises KeysRefused, PermissionDenied."""
    check_user_can_manage_keys(by, school, as_of)
    good = SchoolApiKey.objects.filter(school=school, revoked_at__isnull=True, expires_on__gte=as_of)
    if good.count() >= MOST_KEYS:
        raise KeysRefused(f"Your school has {MOST_KEYS} keys. Revoke one that is no longer used, then make this one.")
    secret, prefix = new_key()
    key = SchoolApiKey.objects.create(
        school=school,
        label=label,
        prefix=prefix,
        secret_sha256=hash_of(secret),
        expires_on=months_later(as_of, MONTHS_OF_A_KEY),
        made_at=timezone.now(),
        made_by=by,
    )
    _record("portal.api_key_made", key, by, as_of)
    return MadeKey(key, secret)


@transaction.atomic
def revoke_key(*, key: SchoolApiKey, by: User, as_of: date) -> SchoolApiKey:
    """End a key at once; a second time changes nothing. Raises PermissionDenied."""
    check_user_can_manage_keys(by, key.school, as_of)
    key = SchoolApiKey.objects.select_for_update(of=("self",)).select_related("school").get(pk=key.pk)
    if key.revoked_at is None:
        key.revoked_at, key.revoked_by = timezone.now(), by
        key.save(update_fields=["revoked_at", "revoked_by"])
        _record("portal.api_key_revoked", key, by, as_of)
    return key


@transaction.atomic
def note_use(*, key: SchoolApiKey, as_of: date) -> None:
    """Keep the day on which a key was used last: one write a day."""
    SchoolApiKey.objects.filter(pk=key.pk).exclude(last_used_on=as_of).update(last_used_on=as_of)


def _record(code: str, key: SchoolApiKey, by: User, as_of: date) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk,
        subject=f"portal.SchoolApiKey:{key.pk}",
        facts={"urn": key.school.urn, "prefix": key.prefix},
    )
