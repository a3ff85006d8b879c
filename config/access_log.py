"""The web server's log of requests, without the secrets that some links carry in their path."""

from __future__ import annotations

import re
from typing import Any

from gunicorn.glogging import Logger

# The links of invitations and of forgotten passwords: who has one can set a password.
_SECRET = re.compile(r"^(/account/(?:invitation|password/reset)/)[^/]+")


def without_secrets(path: str) -> str:
    """The path with “…” in place of a link's secret."""
    return _SECRET.sub(r"\1…", path)


class AccessLogger(Logger):
    """gunicorn's logger; `%(U)s` is the path without secrets."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """What a line can be made of."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        # A request that could not be read has no path.
        return {**atoms, "U": without_secrets(atoms["U"] or "-")}
