"""Acts on invitations: invite, send, use. The token exists in the e-mail alone; a row keeps its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.actions.users import change_user, check_may_administer, create_user, record_of_user
from accounts.mail import MailFields, MailMessage, deliver, register_message
from accounts.models import Invitation, User
from accounts.refusals import AccountRefused
from ledger import outbox

TASK = "accounts.send_invitation"
MESSAGE = MailMessage(
    code="accounts.invitation",
    subject="You have been invited to OnRoll",
    text=(
        "You have been given an account in OnRoll, your council's system for children's education.\n\n"
        "Choose a password here. The link works once, for 72 hours:\n{address}\n\n"
        "If you did not expect this, you need do nothing: without a password nobody can use the account.\n"
    ),
)
_SIGNER = signing.Signer(salt="accounts.invitation")


class InvitationRefused(Exception):
    """A link cannot be used. The text says what to do and nothing about whose link it was."""

    def __init__(self) -> None:
        super().__init__("This link no longer works.")


class PasswordRefused(Exception):
    """The password is too easy to guess; `reasons` say why."""

    field = "password"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def invite(*, email: str, name: str, by: User, as_of: date, job_title: str = "", telephone: str = "") -> User:
    """Create a person without a password and send the link. Raises PermissionDenied or AccountRefused."""
    user = create_user(
        email=email, name=name, job_title=job_title, telephone=telephone, password=None, by=by, as_of=as_of
    )
    _open_invitation(user, by, as_of)
    return user


@transaction.atomic
def invite_again(*, user: User, by: User, as_of: date) -> Invitation:
    """Send a new link; an older one stops working. Raises AccountRefused for who has a password or is disabled."""
    check_may_administer(by)
    if user.has_usable_password():
        raise AccountRefused(
            f"{user} has set a password already. A forgotten one is replaced from the sign-in page by the person."
        )
    if not user.is_active:
        raise AccountRefused(f"{user} is disabled. Enable the account first.")
    return _open_invitation(user, by, as_of)


@transaction.atomic
def change_person(*, user: User, version: int, by: User, as_of: date, **changes: str) -> User:
    """Change a person. With another e-mail address, a link that waits at the old one stops working and one is sent to
    the new one. Raises what `change_user` raises."""
    was = user.email
    fresh = change_user(user=user, version=version, by=by, as_of=as_of, **changes)
    if fresh.email != was and fresh.is_active and not fresh.has_usable_password():
        _open_invitation(fresh, by, as_of)
    return fresh


def _open_invitation(user: User, by: User, as_of: date) -> Invitation:
    User.objects.select_for_update().get(pk=user.pk)
    waiting = Invitation.objects.filter(user=user, used_recorded_at__isnull=True, superseded_recorded_at__isnull=True)
    is_again = bool(waiting.update(superseded_recorded_at=timezone.now()))
    invitation = Invitation.objects.create(user=user, invited_at=timezone.now(), invited_by=by)
    outbox.enqueue(TASK, by_user_id=by.pk, invitation_id=invitation.pk, key=secrets.token_hex(16))
    record_of_user("accounts.invited", user, by, as_of, invitation=invitation.pk, is_again=is_again)
    return invitation


@transaction.atomic
def send_invitation(*, invitation_id: int, key: str, as_of: date, **_: object) -> None:
    """The outbox's handler: make the token, keep its hash, send the link. Nothing when it was superseded or used."""
    invitation = Invitation.objects.select_for_update().select_related("user").get(pk=invitation_id)
    if invitation.used_recorded_at or invitation.superseded_recorded_at or not invitation.user.is_active:
        return
    token = _SIGNER.sign(f"{invitation.pk}.{secrets.token_urlsafe(32)}")
    invitation.token_hash = _hash(token)
    invitation.sent_recorded_at = timezone.now()
    invitation.save(update_fields=["token_hash", "sent_recorded_at"])
    path = reverse("account_invitation", args=[token])
    deliver(code=MESSAGE.code, user_id=invitation.user_id, fields=MailFields(path), key=key)


def find_invitation(token: str) -> Invitation:
    """The invitation that this link belongs to, if it can be used now. Raises InvitationRefused."""
    return _usable(token, Invitation.objects.select_related("user"))


@transaction.atomic
def use_invitation(*, token: str, password: str, as_of: date) -> User:
    """Set the first password. Raises InvitationRefused, or PasswordRefused with the reasons."""
    invitation = _usable(token, Invitation.objects.select_for_update(of=("self",)).select_related("user"))
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefused(error.messages) from error
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_recorded_at = timezone.now()
    invitation.save(update_fields=["used_recorded_at"])
    record_of_user("accounts.invitation_used", user, user, as_of, invitation=invitation.pk)
    return user


def _usable(token: str, invitations: QuerySet[Invitation]) -> Invitation:
    try:
        _SIGNER.unsign(token)
    except signing.BadSignature as error:
        raise InvitationRefused from error
    now = timezone.now()
    found = invitations.filter(
        token_hash=_hash(token),
        used_recorded_at__isnull=True,
        superseded_recorded_at__isnull=True,
        sent_recorded_at__gt=now - Invitation.LASTS,
        user__is_active=True,
    ).first()
    # Who has a password by another way (a reset) needs no link that would set another.
    if found is None or found.user.has_usable_password():
        raise InvitationRefused
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def register() -> None:
    """Tell the outbox who sends invitations, and the mail what they say."""
    register_message(MESSAGE)
    outbox.register(TASK, send_invitation)
