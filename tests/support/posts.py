"""Posting a form as its page would: with the key that the page was given."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client

_KEY = re.compile(r'name="form_key" value="([^"]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


def key_of(client: Client, page: str) -> str:
    """The key of the last form on a page (the page's own form stands after those of its frame)."""
    found = _KEY.findall(client.get(page).content.decode())
    assert found, f"{page} has no form with a key"
    return unescape(found[-1])


def post_form(client: Client, page: str, data: dict[str, object], *, to: str = "") -> HttpResponse:
    """Get the page, then post its form with this content."""
    return client.post(to or page, {"form_key": key_of(client, page), **data})


def without_tokens(response: HttpResponse) -> str:
    """A page's text without what differs each time by design: the CSRF token."""
    return _TOKEN.sub("", response.content.decode())
