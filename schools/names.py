"""How a school's name is put in order and searched for."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`´.]")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def sort_key(name: str) -> str:
    """The name in small plain letters without punctuation: “St. Mary’s” and “St Marys” are the same."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORDS.sub(" ", _APOSTROPHES.sub("", plain)).strip()
