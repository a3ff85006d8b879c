"""An answer of the statute engine as one text."""

from __future__ import annotations

from collections.abc import Sequence


def in_words(because: str | Sequence[str]) -> str:
    """The reason of a result: one sentence, or several joined."""
    return because if isinstance(because, str) else " ".join(because)
