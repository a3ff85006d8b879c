"""Pages as their readers read them."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from cases.models import Child
from portal.models import Submission


def text_of(page: str) -> str:
    """The words of a page, in order, without its marks."""
    words = re.sub(r"<(svg|script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


def triage_page(client: Client, sent: Submission, child: Child | None = None) -> str:
    """The page on which an officer decides, perhaps with another child beside it."""
    query = f"?child={child.uuid}" if child else ""
    response = client.get(f"/from-schools/{sent.reference}/{query}")
    assert response.status_code == 200
    return response.content.decode()
