"""Acts on security codes: an administrator takes away those of somebody who lost their phone."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.actions.users import check_may_administer, record_of_user
from accounts.models import User
from accounts.refusals import AccountRefused
from accounts.sessions import delete_sessions


@transaction.atomic
def reset_security_codes(*, user: User, by: User, as_of: date) -> None:
    """Take away a person's security codes and recovery codes and end their sessions. Where codes are required they set
    new ones up after the next sign-in, before anything else opens.

    Raises AccountRefused for oneself (whoever took over the session could do it) and for who has none.
    """
    check_may_administer(by)
    if user.pk == by.pk:
        raise AccountRefused("You cannot reset your own security codes. Ask another administrator.")
    deleted, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    if not deleted:
        raise AccountRefused(f"{user} has no security codes to reset.")
    ended = delete_sessions(user)
    record_of_user("accounts.security_codes_reset", user, by, as_of, sessions=ended)


@transaction.atomic
def end_sessions(*, user: User, by: User, as_of: date) -> int:
    """Sign a person out everywhere; gives the number of sessions that were ended."""
    check_may_administer(by)
    ended = delete_sessions(user)
    record_of_user("accounts.sessions_ended", user, by, as_of, count=ended)
    return ended
