"""The privacy and retention classes that every model field and every model must be given, in its app's privacy.py."""

from __future__ import annotations

from dataclasses import dataclass

# How long rows of a class are kept is the authority's schedule, not code; these are the classes that it decides on.
RETENTION_CLASSES = {
    "child_record": "The child's record and everything in it",
    "case_record": "The case and its work",
    "audit": "Who did and saw what",
    "account": "People who sign in",
    "public": "Facts that are published elsewhere",
    "settings": "The authority's own settings",
    "technical": "Rows that only keep the machine right; cleared by a job",
}


@dataclass(frozen=True)
class Classified:
    """The classes of one model: its retention, and the names of its fields by privacy class (separated by spaces).

    none: says nothing about a person. personal: about a person. sensitive: health, ethnicity, care, needs, offences or
    what a case is about. safety: shown to the wrong person, it endangers somebody.
    """

    retention: str
    none: str = ""
    personal: str = ""
    sensitive: str = ""
    safety: str = ""

    def by_field(self) -> dict[str, str]:
        """Each field's class. A field named twice keeps the last: a test refuses it."""
        classes = ("none", "personal", "sensitive", "safety")
        return {name: each for each in classes for name in getattr(self, each).split()}

    def field_count(self) -> int:
        """How many names stand here, repeats included."""
        return sum(len(each.split()) for each in (self.none, self.personal, self.sensitive, self.safety))
