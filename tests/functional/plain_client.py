"""A signed-in client without a page: many at once, and each answer as the network gave it, redirects not followed."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client

from accounts.models import User
from tests.support.live_stack import LiveStack

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_CSRF_COOKIE = re.compile(r"csrftoken=([^;]+)")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str


@dataclass(frozen=True)
class PlainClient:
    """One session; each call has a connection of its own, so threads may share it."""

    address: str
    session: str
    csrf_cookie: str = ""
    token: str = ""

    @classmethod
    def sign_in(cls, live_stack: LiveStack, user: User) -> PlainClient:
        """A new session of this person's. Call it inside `live_stack.own_models()`."""
        client = Client()
        client.force_login(user)
        return cls(urlsplit(live_stack.base_url).netloc, client.cookies[settings.SESSION_COOKIE_NAME].value)

    def with_token(self, page: str) -> PlainClient:
        """The same with the CSRF token that a page gave."""
        connection, response = self._ask("GET", page)
        text = response.read().decode()
        cookie = _CSRF_COOKIE.search(response.headers.get("Set-Cookie", "") or "")
        token = _TOKEN.search(text)
        connection.close()
        assert response.status == 200 and cookie and token, f"{page}: {response.status} {response.headers}"
        return PlainClient(self.address, self.session, cookie.group(1), token.group(1))

    def get(self, path: str) -> Answer:
        """A GET. Raises OSError or http.client.HTTPException when no whole answer came."""
        return self._answer("GET", path)

    def post(self, path: str, **fields: object) -> Answer:
        """A POST. Raises OSError or http.client.HTTPException when no whole answer came."""
        return self._answer("POST", path, urlencode({"csrfmiddlewaretoken": self.token, **fields}))

    def _answer(self, method: str, path: str, body: str | None = None) -> Answer:
        connection, response = self._ask(method, path, body)
        try:
            return Answer(response.status, response.headers.get("Location", ""), response.read().decode())
        finally:
            connection.close()

    def _ask(
        self, method: str, path: str, body: str | None = None
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        connection = http.client.HTTPConnection(self.address, timeout=30)
        cookies = f"sessionid={self.session}" + (f"; csrftoken={self.csrf_cookie}" if self.csrf_cookie else "")
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        return connection, connection.getresponse()
