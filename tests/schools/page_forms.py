"""What the tests of calendar pages share: sending a page's form with what it was given, and its errors."""

from __future__ import annotations

from typing import Any

from django.test import Client

# A day of snow at a school that should have been open.
CLOSURE = {"kind": "closure", "starts_on": "17/9/2026", "ends_on": "", "open_session": "", "note": "snow"}


def posted(browser: Client, address: str, **fields: Any) -> Any:
    """Sends the page's form with the key and the version that it was given."""
    page = browser.get(address)
    hidden = {name: page.context[name] for name in ("form_key", "version") if page.context.get(name)}
    if "entry" in page.context:
        hidden["version"] = page.context["entry"].version
    return browser.post(address, {**hidden, **fields})


def errors(page: Any) -> dict[str, list[str]]:
    return {name or "": list(texts) for name, texts in page.context["form"].errors.items()}
