"""Names as people type them and as lists sort them."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_SPECIAL = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ß": "ss", "æ": "ae", "Æ": "ae", "đ": "d", "Đ": "d", "ı": "i"}
)


# A tab comes before every letter and before a space, so that Smith stands before Smithson, and Van before Van Dyke.
SEPARATOR = "\t"


def fold(text: str) -> str:
    """The name in small letters, without marks, apostrophes and hyphens: “O’Neill-Şahin” gives “oneill sahin”."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_SPECIAL).casefold())
    letters = "".join(each for each in decomposed if not unicodedata.combining(each))
    without = "".join(" " if each in "-‐‑–," else "" if each in "'’ʼ`." else each for each in letters)
    return " ".join(without.split())


def sort_key(surname: str, given_names: str) -> str:
    """What children are sorted and found by: the folded surname, SEPARATOR, the folded given names."""
    return f"{fold(surname)}{SEPARATOR}{fold(given_names)}"[:260]
