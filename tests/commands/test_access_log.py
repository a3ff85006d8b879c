"""The log of requests keeps no secret that a link carries."""

from __future__ import annotations

import pytest

from config import web_server
from config.access_log import AccessLogger, without_secrets


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/account/invitation/12.abc:def/", "/account/invitation/…/"),
        ("/account/password/reset/1-abc-def/", "/account/password/reset/…/"),
        ("/account/sign-in/", "/account/sign-in/"),
        ("/cases/EX-2026-0001/", "/cases/EX-2026-0001/"),
    ],
)
def test_secrets_are_left_out(path: str, logged: str) -> None:
    assert without_secrets(path) == logged


def test_the_web_server_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert web_server.logger_class == "config.access_log.AccessLogger"
    monkeypatch.setattr(AccessLogger.__mro__[1], "atoms", lambda *_: {"U": "/account/invitation/x/", "m": "GET"})
    assert AccessLogger.atoms(object.__new__(AccessLogger), None, None, None, None) == {
        "U": "/account/invitation/…/",
        "m": "GET",
    }


def test_a_request_that_could_not_be_read_is_still_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AccessLogger.__mro__[1], "atoms", lambda *_: {"U": None})
    assert AccessLogger.atoms(object.__new__(AccessLogger), None, None, None, None) == {"U": "-"}
