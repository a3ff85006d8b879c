"""The sessions of one person: where they are signed in, and ending all but the present one.

Sessions know no user in a column; they are read one by one. There are as many as people signed in within half a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.administrative import record_event


@dataclass(frozen=True)
class SignedIn:
    """One session: when it began and was last used, as far as it says, and whether it is the present one."""

    began_at: datetime | None
    seen_at: datetime | None
    is_present: bool


@dataclass(frozen=True)
class Left:
    """Seconds until a session ends when nothing more is clicked, and whatever is clicked."""

    seconds: int
    at_most_seconds: int


def sessions_of(user: User, present_key: str | None) -> list[SignedIn]:
    """Where the person is signed in now, the present session first, then the newest."""
    found = [
        SignedIn(_moment(data.get("began_at")), _moment(data.get("seen_at")), session.session_key == present_key)
        for session, data in _sessions(user)
    ]
    longest_ago = datetime.min.replace(tzinfo=UTC)
    newest_first = sorted(found, key=lambda each: each.began_at or longest_ago, reverse=True)
    return sorted(newest_first, key=lambda each: not each.is_present)


@transaction.atomic
def end_others(*, user: User, present_key: str, as_of: date) -> int:
    """End every session of the person's but the present one; gives their number."""
    keys = [session.session_key for session, _ in _sessions(user) if session.session_key != present_key]
    Session.objects.filter(session_key__in=keys).delete()
    record_event(
        code="accounts.other_sessions_ended",
        happened_on=as_of,
        by_user_id=user.pk,
        subject=f"accounts.User:{user.pk}",
        facts={"count": len(keys)},
    )
    return len(keys)


def delete_sessions(user: User) -> int:
    """End every session of a person in the caller's transaction; gives their number. The caller writes the event."""
    keys = [session.session_key for session, _ in _sessions(user)]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


def seconds_left(session: Mapping[str, object], now: int) -> Left:
    """How long a session lasts from `now` (seconds since 1970) without another click, and at most."""
    idle = settings.SESSION_IDLE_SECONDS - (now - int(str(session.get("seen_at", now))))
    at_most = settings.SESSION_ABSOLUTE_SECONDS - (now - int(str(session.get("began_at", now))))
    return Left(max(0, min(idle, at_most)), max(0, at_most))


def _sessions(user: User) -> Iterator[tuple[Session, dict]]:
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk):
            yield session, data


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, tz=UTC) if isinstance(seconds, int) else None
