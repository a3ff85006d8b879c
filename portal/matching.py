"""Which child a school means: the facts that it gave beside the facts of children on record.

It suggests and compares, it never decides: an officer looks at both and accepts. A child is suggested when the school
chose it from its own list, by UPN (a former one too), and by surname and date of birth, whatever the marks, capitals
and hyphens and with the names the other way round. A UPN that belongs to a child with another name and another date of
birth is a mistake of somebody's: it is told, and suggests nobody.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from cases.models import AliasName, Child, Enrolment, FormerUpn
from cases.names import SEPARATOR, fold, sort_key
from cases.permissions import children_visible_to
from cases.queries.child import current_enrolments
from cases.search import find_children
from portal.webforms import PUPIL, Payload
from schools.models import School

MOST_SUGGESTED = 5
MOST_FOUND = 25


class Agreement(StrEnum):
    """How what the school gave stands to what is on record."""

    SAME = "same"
    # Written differently, or true of the child at another time: a former UPN, another name, names swapped.
    NEARLY = "nearly"
    DIFFERENT = "different"
    NOT_GIVEN = "not_given"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class GivenPupil:
    """The pupil as the school gave it. What was left out is empty or None."""

    given_names: str
    surname: str
    born_on: date | None
    upn: str
    year_group: int | None
    child_uuid: uuid.UUID | None

    @property
    def full_name(self) -> str:
        """Surname first, as lists have it."""
        return ", ".join(part for part in (self.surname, self.given_names) if part)


@dataclass(frozen=True)
class Compared:
    """One fact, as given and as recorded. `note` says in words why they agree nearly, or whose the value is."""

    name: str
    agreement: Agreement
    note: str = ""


@dataclass(frozen=True)
class Candidate:
    """A child that the school may mean, compared fact by fact. `chosen` says that the school chose it from its list."""

    child: Child
    enrolments: list[Enrolment]
    facts: tuple[Compared, ...]
    is_chosen: bool

    def agreement(self, name: str) -> Agreement:
        """How this fact agrees."""
        return next(fact.agreement for fact in self.facts if fact.name == name)

    @property
    def differs(self) -> bool:
        """True when the name, the date of birth or the UPN is another: an officer then says that they looked."""
        return any(self.agreement(name) == Agreement.DIFFERENT for name in _IDENTIFYING)


@dataclass(frozen=True)
class Matches:
    """The children suggested, likeliest first, and the child on whose record the UPN is when that is another one."""

    candidates: list[Candidate]
    upn_of_another: Child | None = None


_IDENTIFYING = ("surname", "given_names", "born_on", "upn")
# What makes a child likelier; twins share all but the given names and the UPN.
_WEIGHTS: Mapping[str, int] = {"surname": 2, "given_names": 4, "born_on": 4, "upn": 3, "school": 1, "year_group": 1}


def is_same_pupil(one: GivenPupil, other: GivenPupil) -> bool:
    """True when two forms of a school are about one pupil: the same of its list, the same UPN, or the same surname and
    date of birth (then perhaps a twin: it is mentioned, never decided)."""
    if one.child_uuid and one.child_uuid == other.child_uuid:
        return True
    if one.upn and one.upn == other.upn:
        return True
    if not one.surname or one.born_on is None:
        return False
    return fold(one.surname) == fold(other.surname) and one.born_on == other.born_on


def is_surely_same_pupil(one: GivenPupil, other: GivenPupil) -> bool:
    """True when two forms of a school are about one pupil beyond doubt: the same of its list, the same UPN, or the
    same whole name and date of birth where neither says that it is another. Twins are two."""
    if one.child_uuid and other.child_uuid:
        return one.child_uuid == other.child_uuid
    if one.upn and other.upn:
        return one.upn == other.upn
    if not one.surname or one.born_on is None:
        return False
    names = sort_key(one.surname, one.given_names), sort_key(other.surname, other.given_names)
    return names[0] == names[1] and one.born_on == other.born_on


def given_pupil(payload: Payload) -> GivenPupil:
    """The pupil of a submission. A fact that cannot be read counts as not given: a submission is never refused here."""
    answers = payload.get(PUPIL, {})
    return GivenPupil(
        given_names=_text(answers.get("given_names")),
        surname=_text(answers.get("surname")),
        born_on=_day(answers.get("born_on")),
        upn="".join(_text(answers.get("upn")).split()).upper(),
        year_group=_number(answers.get("year_group")),
        child_uuid=_uuid(answers.get("child")),
    )


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value))
    except ValueError:
        return None


def _number(value: Any) -> int | None:
    try:
        return int(_text(value))
    except ValueError:
        return None


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(_text(value))
    except ValueError:
        return None


def suggest(given: GivenPupil, school: School, user: User, as_of: date) -> Matches:
    """The children whom this school may mean, at most MOST_SUGGESTED, and whose the UPN is."""
    found = list(_known_to(user).filter(_may_be(given)).order_by("sort_key", "pk"))
    candidates = compare(given, school, found, as_of)
    fitting = [each for each in candidates if each.is_chosen or _fits(each)]
    fitting.sort(key=_likelihood, reverse=True)
    shown = fitting[:MOST_SUGGESTED]
    with_upn = next((each.child for each in candidates if each.agreement("upn") == Agreement.SAME), None)
    is_first = bool(shown) and shown[0].child == with_upn
    return Matches(shown, None if is_first else with_upn)


def candidate_for(child_uuid: str, given: GivenPupil, school: School, user: User, as_of: date) -> Candidate | None:
    """The child with this uuid, suggested or not, compared; None when this person knows no such child."""
    asked_for = _uuid(child_uuid)
    child = _known_to(user).filter(uuid=asked_for).first() if asked_for else None
    return compare(given, school, [child], as_of)[0] if child else None


def must_look_twice(candidate: Candidate, given: GivenPupil, user: User) -> bool:
    """True when a fact that identifies a child is another, or the UPN is on the record of somebody else."""
    holders = _known_to(user).filter(upn=given.upn).exclude(pk=candidate.child.pk)
    return candidate.differs or bool(given.upn and holders.exists())


def look_for(words: str, given: GivenPupil, school: School, user: User, as_of: date) -> list[Candidate]:
    """Children whom the words of an officer may mean, compared: the first MOST_FOUND by name."""
    found = list(find_children(user, words).filter(is_hidden=False)[:MOST_FOUND]) if words else []
    return compare(given, school, found, as_of)


def similar_children(given: GivenPupil, school: School, user: User, as_of: date) -> list[Candidate]:
    """Children who look alike, for the warning before a new record: those suggested, and namesakes born otherwise."""
    alike = Q(sort_key=sort_key(given.surname, given.given_names))
    found = list(_known_to(user).filter(_may_be(given) | alike).order_by("sort_key", "born_on", "pk"))
    return sorted(compare(given, school, found, as_of), key=_likelihood, reverse=True)[:MOST_SUGGESTED]


def hidden_children_met(given: GivenPupil) -> list[int]:
    """Keys of hidden records that these facts meet, by UPN or by whole name and date of birth.

    For information governance's review alone; nothing of it may reach a page, a count or an error.
    """
    return list(Child.objects.filter(_is(given), is_hidden=True).order_by("pk").values_list("pk", flat=True))


def _known_to(user: User) -> QuerySet[Child]:
    # Without the hidden ones even for who may open them: they have their own way in, with a reason.
    return children_visible_to(user).filter(is_hidden=False)


def _has_upn(given: GivenPupil) -> Q:
    if not given.upn:
        return Q(pk__in=())
    return Q(upn=given.upn) | Q(pk__in=FormerUpn.objects.filter(upn=given.upn).values("child"))


def _is(given: GivenPupil) -> Q:
    same = Q(born_on=given.born_on, sort_key=sort_key(given.surname, given.given_names))
    return _has_upn(given) | (same if given.born_on else Q(pk__in=()))


def _may_be(given: GivenPupil) -> Q:
    condition = _has_upn(given)
    if given.child_uuid:
        condition |= Q(uuid=given.child_uuid)
    if given.born_on and fold(given.surname):
        surname = Q(sort_key__startswith=f"{fold(given.surname)}{SEPARATOR}")
        swapped = Q(sort_key=sort_key(given.given_names, given.surname))
        known_as = Q(pk__in=AliasName.objects.filter(surname).values("child"))
        condition |= Q(born_on=given.born_on) & (surname | swapped | known_as)
    return condition


def _fits(candidate: Candidate) -> bool:
    """False for a child of whom nothing but the UPN agrees: born otherwise, and not of this name."""
    good = {Agreement.SAME, Agreement.NEARLY}
    has_name = {candidate.agreement("surname"), candidate.agreement("given_names")} <= good
    return has_name or candidate.agreement("born_on") in good


def _likelihood(candidate: Candidate) -> tuple[bool, int]:
    worth = {Agreement.SAME: 2, Agreement.NEARLY: 1}
    score = sum(worth.get(fact.agreement, 0) * _WEIGHTS[fact.name] for fact in candidate.facts)
    return candidate.is_chosen, score


def compare(given: GivenPupil, school: School, children: Iterable[Child], as_of: date) -> list[Candidate]:
    """Each child compared with what was given, in three queries for all of them."""
    children = list(children)
    enrolments = current_enrolments(children, as_of)
    aliases: dict[int, list[AliasName]] = {}
    for alias in AliasName.objects.filter(child__in=children):
        aliases.setdefault(alias.child_id, []).append(alias)
    former = set(FormerUpn.objects.filter(child__in=children, upn=given.upn).values_list("child", flat=True))
    return [
        Candidate(
            child=child,
            enrolments=enrolments.get(child.pk, []),
            facts=(
                *_names(given, child, aliases.get(child.pk, [])),
                _exact("born_on", given.born_on, child.born_on),
                _upn(given.upn, child, is_former=child.pk in former),
                _year_group(given.year_group, enrolments.get(child.pk, [])),
                _school(school, enrolments.get(child.pk, [])),
            ),
            is_chosen=child.uuid == given.child_uuid,
        )
        for child in children
    ]


def _names(given: GivenPupil, child: Child, aliases: Iterable[AliasName]) -> tuple[Compared, Compared]:
    surname = _name("surname", given.surname, child.surname)
    first = _name("given_names", given.given_names, child.given_names)
    if {surname.agreement, first.agreement} <= {Agreement.SAME, Agreement.NEARLY}:
        return surname, first
    whole = sort_key(given.surname, given.given_names)
    if whole == sort_key(child.given_names, child.surname):
        note = "The names are the other way round"
        return _nearly("surname", note), _nearly("given_names", note)
    if any(whole == alias.sort_key for alias in aliases):
        note = "Also known by this name"
        return _nearly("surname", note), _nearly("given_names", note)
    if child.preferred_name and fold(child.preferred_name) == fold(given.given_names):
        return surname, _nearly("given_names", "Known as this")
    return surname, first


def _nearly(name: str, note: str) -> Compared:
    return Compared(name, Agreement.NEARLY, note)


def _name(name: str, given: str, recorded: str) -> Compared:
    if given and given != recorded and fold(given) == fold(recorded):
        return _nearly(name, "Written differently")
    if given and _begins_alike(given, recorded):
        return _nearly(name, "One has a name more")
    return _exact(name, given, recorded)


def _begins_alike(given: str, recorded: str) -> bool:
    """True for “Amira” beside “Amira Jane”."""
    one, other = fold(given).split(), fold(recorded).split()
    shorter = min(len(one), len(other))
    return 0 < shorter < max(len(one), len(other)) and one[:shorter] == other[:shorter]


def _exact(name: str, given: object, recorded: object) -> Compared:
    if given in (None, ""):
        return Compared(name, Agreement.NOT_GIVEN)
    if recorded in (None, ""):
        return Compared(name, Agreement.NOT_RECORDED)
    return Compared(name, Agreement.SAME if given == recorded else Agreement.DIFFERENT)


def _upn(given: str, child: Child, *, is_former: bool) -> Compared:
    if is_former and given != child.upn:
        return _nearly("upn", "A former UPN of this child")
    return _exact("upn", given, child.upn)


def _year_group(given: int | None, enrolments: Iterable[Enrolment]) -> Compared:
    years = [each.year_group for each in enrolments if each.year_group is not None]
    return _exact("year_group", given, given if given in years else next(iter(years), None))


def _school(school: School, enrolments: list[Enrolment]) -> Compared:
    if any(each.school_id == school.pk for each in enrolments):
        return Compared("school", Agreement.SAME)
    return Compared("school", Agreement.DIFFERENT if enrolments else Agreement.NOT_RECORDED)
