"""How a cohort adds a letter: it builds one LetterKind and registers it when the apps are ready.

The kernel chooses the recipient, asks `cases.disclosure.check`, and hands its answer to `gather`: a cohort has no other
way to an address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from cases.disclosure import Audience, Disclosure, Tells

if TYPE_CHECKING:
    from cases.models import Case
    from schools.models import LocalAuthority


class DuplicateLetterKind(Exception):
    """Two cohorts registered the same letter."""


class UnknownLetterKind(Exception):
    """No cohort has registered this letter."""


@dataclass(frozen=True)
class Missing:
    """Something that the letter needs and the record does not hold: in words, and the page that puts it right."""

    what: str
    url: str = ""
    label: str = "Put this right"


@dataclass(frozen=True)
class Content:
    """What one letter says: its typed values for the template, what is missing, notes for the officer (never printed),
    and the facts kept with the letter (ids, codes, dates with the rule and version they came from)."""

    values: object
    missing: tuple[Missing, ...] = ()
    notes: tuple[str, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class LetterKind:
    """A letter: whom it is for, what it tells, where its words come from. `template` holds the body alone.

    `title` stands at the head of the letter and is the file's title, so it names nobody. `authority_of` gives the other
    authority that a letter for an authority goes to, where the case has one.
    """

    code: str
    label: str
    description: str
    title: str
    case_kinds: frozenset[str]
    audiences: tuple[Audience, ...]
    template: str
    gather: Callable[[Case, Disclosure, date], Content]
    tells: frozenset[Tells] = frozenset()
    authority_of: Callable[[Case], LocalAuthority | None] = lambda _: None


_letter_kinds: dict[str, LetterKind] = {}


def register_letter_kind(kind: LetterKind) -> None:
    """Register a letter. Raises DuplicateLetterKind when its code is taken."""
    if kind.code in _letter_kinds:
        raise DuplicateLetterKind(f"The letter {kind.code} is registered twice.")
    _letter_kinds[kind.code] = kind


def all_letter_kinds() -> list[LetterKind]:
    """Every letter, in the order of registration."""
    return list(_letter_kinds.values())


def letter_kinds_for(case: Case) -> list[LetterKind]:
    """The letters that this kind of case has, in the order of registration."""
    return [kind for kind in _letter_kinds.values() if case.kind in kind.case_kinds]


def letter_kind_for(case: Case, code: str) -> LetterKind:
    """The letter with this code, when this kind of case has it. Raises UnknownLetterKind."""
    kind = _letter_kinds.get(code)
    if kind is None or case.kind not in kind.case_kinds:
        raise UnknownLetterKind(f"There is no letter {code} for this kind of case.")
    return kind


def letter_label(code: str) -> str:
    """The letter in words; the code itself when it is from an older release."""
    return _letter_kinds[code].label if code in _letter_kinds else code
