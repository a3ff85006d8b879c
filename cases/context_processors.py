"""What every page's frame shows: the authority, the entries of the shell, who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cases.shell import shell_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context variable `shell` of templates/base.html."""
    return {"shell": shell_for(request)}
