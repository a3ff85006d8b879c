"""Who a request of the API is from: the school of the key in its header, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.models import User
from portal.actions.api_keys import note_use
from portal.api_keys import find_key
from portal.models import SchoolApiKey

if TYPE_CHECKING:
    # The framework imports this module while it makes its own views.
    from rest_framework.views import APIView

_SCHEME = "bearer"
_REFUSED = "This key is not good: it is unknown, was revoked or has expired. Ask your head teacher for another one."


class SchoolKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer onroll_…`. A cookie counts for nothing here, so no other site can make use of one."""

    def authenticate(self, request: Request) -> tuple[User, SchoolApiKey] | None:
        """The person on whose behalf the key sends, and the key; None without the header. Raises
        AuthenticationFailed."""
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != _SCHEME:
            return None
        as_of = request.as_of
        key = find_key(text.strip(), as_of)
        if key is None:
            raise AuthenticationFailed(_REFUSED)
        note_use(key=key, as_of=as_of)
        return key.made_by, key

    def authenticate_header(self, request: HttpRequest) -> str:
        """What a request without a good key is told to bring."""
        return "Bearer"


class KeyThrottle(SimpleRateThrottle):
    """So many requests of one key in a minute (REST_FRAMEWORK, DEFAULT_THROTTLE_RATES)."""

    scope = "school_key"

    def get_cache_key(self, request: Request, view: APIView) -> str | None:
        """One count a key; requests without a key get no further anyhow."""
        if not isinstance(request.auth, SchoolApiKey):
            return None
        return f"api_throttle_{request.auth.pk}"
