"""One thing that must be true, and the rows of which it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

EXAMPLES_SHOWN = 5


@dataclass(frozen=True)
class Invariant:
    """A sentence, and a function that names the rows that break it: by reference or id, never by a person's name."""

    sentence: str
    breaches: Callable[[], Iterable[object]]

    def check(self) -> list[str]:
        """The names of the rows that break it, in order."""
        return sorted(map(str, self.breaches()))


def shown(breaches: list[str]) -> str:
    """The first few of the rows, for a line of output."""
    more = f" and {len(breaches) - EXAMPLES_SHOWN} more" if len(breaches) > EXAMPLES_SHOWN else ""
    return ", ".join(breaches[:EXAMPLES_SHOWN]) + more
