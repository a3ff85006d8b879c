"""JSON as schools' systems send it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import exceptions, parsers

_NOT_JSON = "The request is not JSON that can be read. Send one object."


class StrictJSONParser(parsers.JSONParser):
    """JSON as the standard has it; what is nested too deeply is refused like anything else that cannot be read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The object. Raises ParseError, in words that repeat nothing of what was sent."""
        try:
            return super().parse(stream, media_type, parser_context)
        except (exceptions.ParseError, RecursionError) as error:
            raise exceptions.ParseError(_NOT_JSON) from error
