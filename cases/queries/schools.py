"""Which school somebody means who typed its name or URN."""

from __future__ import annotations

from accounts.models import User
from cases.actions.children import ChildRefused
from schools.models import School
from schools.queries import find_schools

_NAMED_AT_MOST = 4


def find_one_school(user: User, typed: str) -> School:
    """The one open school with this URN or name. Raises ChildRefused when there is none, or more than one."""
    words = " ".join(typed.split())
    found = list(find_schools(user, words, "open")[: _NAMED_AT_MOST + 1])
    exact = [school for school in found if str(school.urn) == words or school.name.casefold() == words.casefold()]
    if len(exact) == 1:
        return exact[0]
    if len(found) == 1:
        return found[0]
    if not found:
        raise ChildRefused("No open school has this name or URN. Check the spelling or use the URN.", field="school")
    names = "; ".join(f"{school.name} ({school.urn})" for school in found[:_NAMED_AT_MOST])
    raise ChildRefused(f"More than one school fits. Enter the URN of the one you mean: {names}.", field="school")
