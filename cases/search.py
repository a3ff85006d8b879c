"""Finding a child: by UPN, case reference, date of birth, or the beginning of a name in any order.

What was typed is kept in the session under a random id: it may be a name, and names do not belong in addresses.
"""

from __future__ import annotations

import re
import secrets

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.models import User
from cases.models import AliasName, Case, Child, FormerUpn
from cases.names import SEPARATOR, fold
from cases.permissions import cases_known_to, children_visible_to
from components.dates import NotADate, parse_text

UPN_LENGTH = 13
LONGEST_SEARCH = 120
_REFERENCE = re.compile(r"[A-Z]{1,6}-\d{4}-\d{1,8}")
_SESSION_KEY = "searches"
_SEARCHES_KEPT = 20


def remember(request: HttpRequest, words: str) -> str:
    """Keep the words of a search in the session; gives the id that its address carries."""
    searches = dict(request.session.get(_SESSION_KEY, {}))
    search_id = secrets.token_urlsafe(6)
    searches[search_id] = words[:LONGEST_SEARCH]
    request.session[_SESSION_KEY] = dict(list(searches.items())[-_SEARCHES_KEPT:])
    return search_id


def remembered(request: HttpRequest, search_id: str) -> str:
    """The words of an earlier search of this session; empty when it is not known any more."""
    return str(request.session.get(_SESSION_KEY, {}).get(search_id, ""))


def find_case(user: User, words: str) -> Case | None:
    """The case with exactly this reference, when the user may know of it."""
    reference = "".join(words.split()).upper()
    if not _REFERENCE.fullmatch(reference):
        return None
    return cases_known_to(user).filter(reference=reference).first()


def find_children(user: User, words: str) -> QuerySet[Child]:
    """Children whose record the user may open and whom the words may mean, by name."""
    children = children_visible_to(user)
    condition = _by_upn(words) or _by_birth(words) or _by_name(words)
    if condition is None:
        return children.none()
    return children.filter(condition).order_by("sort_key", "born_on", "pk")


def _by_upn(words: str) -> Q | None:
    upn = "".join(words.split()).upper()
    if len(upn) != UPN_LENGTH or not upn[1:-1].isdigit():
        return None
    return Q(upn=upn) | Q(pk__in=FormerUpn.objects.filter(upn=upn).values("child"))


def _by_birth(words: str) -> Q | None:
    try:
        return Q(born_on=parse_text(words))
    except NotADate:
        return None


def _by_name(words: str) -> Q | None:
    own = Q()
    for surname, given in _readings(words):
        own |= Q(sort_key__startswith=surname) & (Q(sort_key__contains=f"{SEPARATOR}{given}") if given else Q())
    if not own:
        return None
    return own | Q(pk__in=AliasName.objects.filter(own).values("child"))


def _readings(words: str) -> list[tuple[str, str]]:
    """What may be meant, as the beginnings of a surname and of given names: “Amira Hug” may be either way round."""
    if "," in words:
        surname, _, given = words.partition(",")
        return [(fold(surname), fold(given))] if fold(surname) else []
    parts = fold(words).split()
    readings = [(" ".join(parts), "")] if parts else []
    for cut in range(1, len(parts)):
        first, second = " ".join(parts[:cut]), " ".join(parts[cut:])
        readings += [(first, second), (second, first)]
    return readings
