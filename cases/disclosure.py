"""What a recipient may learn of where a child is. Every letter, e-mail, print and export asks `check` first.

See docs/adr/0019-one-check-before-anything-leaves.md for what is refused and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q

from accounts.models import DatedHolding
from cases.models import Address, BarredPerson, Child, Letter, Person, Relationship, RestrictedAddress, SafetyMark
from cases.models.person import Place
from cases.names import fold
from schools.models import LocalAuthority, School

Audience = Letter.Audience
PEOPLE = frozenset({Audience.PARENT, Audience.RELATED})
# Shorter first lines ("2 Elm") are looked for together with what follows them.
SHORTEST_LINE = 8
# Stands where the address of another authority would, while its contact is not recorded.
BY_SECURE_EMAIL = "By secure e-mail"


class Tells(StrEnum):
    """What a text tells besides what everybody around the child knows."""

    WHERE_THE_CHILD_IS = "where_the_child_is"


class DisclosureRefused(Exception):
    """This must not go to this recipient. `reasons` are for the officer; none of them holds an address or a place."""

    field = "to"

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Recipient:
    """Who something is for: a person around the child, with all that they are to the child, a body of a school, or
    another authority."""

    audience: Audience
    person: Person | None = None
    relationships: tuple[Relationship, ...] = ()
    school: School | None = None
    local_authority: LocalAuthority | None = None

    @property
    def code(self) -> str:
        """What names the recipient in a form: the person's random id, or the sort of body."""
        return str(self.person.uuid) if self.person else str(self.audience)

    @property
    def name(self) -> str:
        """The recipient in words, for officers and in the address."""
        if self.person:
            return str(self.person)
        if self.local_authority:
            return self.local_authority.name
        return "The Chair of Governors" if self.audience == Audience.GOVERNORS else "The Head Teacher"

    @property
    def has_parental_responsibility(self) -> bool:
        """True when any of the relationships says so."""
        return any(each.has_parental_responsibility for each in self.relationships)

    @property
    def lives_with_child(self) -> bool:
        """True when any of the relationships says so."""
        return any(each.lives_with for each in self.relationships)


@dataclass(frozen=True)
class PostalAddress:
    """Where a letter goes, line by line without the name. A safe address is for this recipient's envelope alone."""

    lines: tuple[str, ...]
    is_safe_address: bool = False


@dataclass(frozen=True)
class Disclosure:
    """The answer of `check`: the addresses that this recipient may be told, and what must be read before sending."""

    child: Child
    recipient: Recipient
    is_barred: bool
    postal: PostalAddress | None
    home: PostalAddress | None
    warnings: tuple[str, ...] = ()
    _lines: frozenset[str] = field(default=frozenset(), repr=False)
    _postcodes: frozenset[str] = field(default=frozenset(), repr=False)

    def check_text(self, text: str) -> None:
        """Refuse a text that holds an address which this recipient may not be told. Raises DisclosureRefused."""
        words = _words(text)
        compact = words.replace(" ", "")
        shows_line = any(f" {line} " in f" {words} " for line in self._lines)
        if shows_line or any(postcode in compact for postcode in self._postcodes):
            raise DisclosureRefused(
                f"The text holds an address that {self.recipient.name} may not be told. Nothing was made or sent. "
                "Look at what was typed into the record, and ask your manager before you go on."
            )


def recipients_of(
    child: Child,
    school: School | None,
    audiences: Iterable[Audience],
    local_authority: LocalAuthority | None = None,
) -> list[Recipient]:
    """Everybody of these sorts around the child, in the order of the sorts; whether they may be written to is for
    `check` to say. A person with several relationships stands once. `school` and `local_authority` are the bodies of
    the case, where it has them."""
    found = []
    for audience in audiences:
        if audience in PEOPLE:
            found += _people(child, audience)
        elif audience == Audience.AUTHORITY:
            if local_authority is not None:
                found.append(Recipient(audience, local_authority=local_authority))
        elif school is not None:
            found.append(Recipient(audience, school=school))
    return found


def _people(child: Child, audience: Audience) -> list[Recipient]:
    by_person: dict[int, list[Relationship]] = {}
    for relationship in Relationship.objects.filter(child=child).select_related("person").order_by("pk"):
        by_person.setdefault(relationship.person_id, []).append(relationship)
    return [Recipient(audience, rows[0].person, tuple(rows)) for rows in by_person.values()]


def check(child: Child, recipient: Recipient, *, as_of: date, tells: frozenset[Tells] = frozenset()) -> Disclosure:
    """What `recipient` may be told of where the child is, for a text that `tells` more than everybody knows.

    Raises DisclosureRefused with every reason when nothing of the sort may go to them.
    """
    around = _Around(child, recipient)
    is_barred = around.is_barred()
    reasons = list(_reasons(child, recipient, is_barred=is_barred, tells=tells))
    postal = _postal(around, is_barred=is_barred, as_of=as_of)
    if postal is not None and is_barred and around.is_restricted(postal):
        reasons.append(f"The address recorded for {recipient.name} cannot be used. Ask your manager.")
    if reasons:
        raise DisclosureRefused(*reasons)
    lines, postcodes = around.withheld(postal, is_barred=is_barred)
    return Disclosure(
        child=child,
        recipient=recipient,
        is_barred=is_barred,
        postal=postal,
        home=_home(around, is_barred=is_barred, as_of=as_of),
        warnings=tuple(_warnings(around, postal, as_of)),
        _lines=lines,
        _postcodes=postcodes,
    )


def _reasons(child: Child, recipient: Recipient, *, is_barred: bool, tells: frozenset[Tells]) -> Iterable[str]:
    name = recipient.name
    if child.is_hidden:
        yield "Nothing may leave this record. Ask information governance."
    if recipient.audience not in PEOPLE:
        return
    if not recipient.relationships:
        yield f"{name} is not recorded as anybody of this child’s."
    if recipient.audience == Audience.PARENT and not recipient.has_parental_responsibility:
        yield f"{name} is not recorded with parental responsibility. This letter is for parents who have it."
    if any(not each.may_be_contacted for each in recipient.relationships):
        yield f"{name} is marked “Do not contact”."
    if is_barred and Tells.WHERE_THE_CHILD_IS in tells:
        yield f"{name} must not learn where the child is, and this letter says where the child will be each day."
    if is_barred and recipient.lives_with_child:
        yield f"{name} is barred from the child’s address, but the record says they live together. Correct it first."


def names_address_of_the_family(child: Child, text: str) -> bool:
    """True when the text names an address of any time, open or safe, of the child, of a child of the same household or
    of somebody around the child: by its first line, or by its postcode alone, however they are spaced."""
    around = _Around(child, Recipient(Audience.SCHOOL))
    lines, postcodes = _fingerprints([*around.restricted, *around.open])
    folded = fold(text)
    spellings = (r"\W*".join(re.escape(word) for word in line.split()) for line in lines)
    if any(re.search(rf"(?<!\w){spelling}(?!\w)", folded) for spelling in spellings):
        return True
    compact = _words(text).replace(" ", "")
    return any(postcode in compact for postcode in postcodes)


class _Around:
    """Every address, of any time, of the child and of the people and children around it: three to five queries."""

    def __init__(self, child: Child, recipient: Recipient) -> None:
        self.child, self.recipient = child, recipient
        self.person_id = recipient.person.pk if recipient.person else None
        relationships = list(Relationship.objects.filter(child=child).values_list("person_id", "lives_with"))
        everybody = [person_id for person_id, _ in relationships]
        at_home = [person_id for person_id, lives_with in relationships if lives_with]
        # Where it is not recorded with whom the child lives, it may be with anybody.
        self.household = frozenset(at_home or everybody)
        # Children of one household share an address, whichever of them it was written down for.
        together = Relationship.objects.filter(person__in=at_home, lives_with=True).values("child")
        where = Q(child=child) | Q(child__in=together) | Q(person__in=everybody)
        self.restricted = list(RestrictedAddress.objects.filter(where).order_by("-starts_on", "-pk"))
        self.open = list(Address.objects.filter(where | Q(person=self.person_id or 0)).order_by("-starts_on", "-pk"))

    def is_barred(self) -> bool:
        """True when the recipient is barred from an address of the child or of who the child lives with, present,
        past or to come."""
        if self.person_id is None:
            return False
        of_home = [each for each in self.restricted if each.person_id is None or each.person_id in self.household]
        return BarredPerson.objects.filter(person=self.person_id, restricted_address__in=of_home).exists()

    def is_restricted(self, postal: PostalAddress) -> bool:
        """True when this is one of the restricted addresses, however it was written down."""
        own_words, own_compact = _of_postal(postal)
        return any(
            all(f" {line} " in f" {own_words} " for line in lines) and all(code in own_compact for code in postcodes)
            for lines, postcodes in (_fingerprints([each]) for each in self.restricted)
        )

    def withheld(self, postal: PostalAddress | None, *, is_barred: bool) -> tuple[frozenset[str], frozenset[str]]:
        """Fingerprints of every address that the recipient may not be told."""
        hidden: list[Place] = list(self.restricted)
        if is_barred or self.recipient.person is None:
            hidden += self.open
        else:
            hidden += [each for each in self.open if each.person_id not in (None, self.person_id)]
        lines, postcodes = _fingerprints(hidden)
        if not is_barred and self.recipient.person is not None:
            # Not a secret: the recipient's own, and where the child lives when that is no safe address.
            known_lines, known_postcodes = _fingerprints(
                [each for each in self.open if each.person_id in (None, self.person_id)]
            )
            safe_lines, safe_postcodes = _fingerprints(self.restricted)
            lines -= known_lines - safe_lines
            postcodes -= known_postcodes - safe_postcodes
        own_words, own_compact = _of_postal(postal)
        return (
            frozenset(line for line in lines if f" {line} " not in f" {own_words} "),
            frozenset(code for code in postcodes if code not in own_compact),
        )

    def in_force(self, rows: Sequence[Place], as_of: date, **whose: int | None) -> list[Place]:
        """The rows of a child or a person that hold on that day, newest first."""
        return [
            row
            for row in rows
            if all(getattr(row, name) == value for name, value in whose.items())
            and row.starts_on <= as_of
            and (row.ends_on is None or row.ends_on >= as_of)
        ]


def _postal(around: _Around, *, is_barred: bool, as_of: date) -> PostalAddress | None:
    """Where post for the recipient goes. Their own safe address first: the old one beside it may be the wrong hands."""
    recipient = around.recipient
    if recipient.school is not None:
        return _of_school(recipient.school)
    if recipient.local_authority is not None:
        return _of_authority(recipient.local_authority)
    shares_home = recipient.lives_with_child and not is_barred
    sources: list[tuple[Sequence[Place], dict[str, int | None]]] = [
        (around.restricted, {"person_id": around.person_id}),
        (around.restricted if shares_home else (), {"child_id": around.child.pk}),
        (around.open, {"person_id": around.person_id}),
        (around.open if shares_home else (), {"child_id": around.child.pk}),
    ]
    for rows, whose in sources:
        found = around.in_force(rows, as_of, **whose)
        if found:
            return PostalAddress(_lines_of(found[0]), is_safe_address=isinstance(found[0], RestrictedAddress))
    return None


def _home(around: _Around, *, is_barred: bool, as_of: date) -> PostalAddress | None:
    """Where the child lives, as far as it may be shown: never to a body, to who is barred, or from a safe address."""
    recipient = around.recipient
    may_know = recipient.has_parental_responsibility or recipient.lives_with_child
    if recipient.person is None or is_barred or not may_know:
        return None
    if around.in_force(around.restricted, as_of, child_id=around.child.pk):
        return None
    found = around.in_force(around.open, as_of, child_id=around.child.pk)
    return PostalAddress(_lines_of(found[0])) if found else None


def _warnings(around: _Around, postal: PostalAddress | None, as_of: date) -> Iterable[str]:
    if around.recipient.person is None:
        return
    name = around.recipient.name
    if postal is not None and postal.is_safe_address:
        yield (
            f"This letter goes to a safe address. It stands in {name}’s own copy and nowhere else. Use an envelope "
            "that shows nothing but the address, and hand or post it to nobody else."
        )
    own = around.in_force(around.open, as_of, person_id=around.person_id)
    if len(own) > 1:
        yield f"Two addresses are recorded for {name} as of today. The newest is used: check that it is right."
    marks = SafetyMark.objects.filter(
        DatedHolding.in_force(as_of), child=around.child, kind=SafetyMark.Kind.SAFE_CONTACT
    )
    for mark in marks.order_by("starts_on", "pk"):
        yield f"Safe contact: {mark.text}"


def _of_school(school: School) -> PostalAddress | None:
    lines = tuple(filter(None, (school.street, school.locality, school.town, school.county, school.postcode)))
    return PostalAddress(lines) if school.street or school.postcode else None


def _of_authority(authority: LocalAuthority) -> PostalAddress:
    """Its contact for exclusions is all that is recorded of another authority. A notice that is owed without delay does
    not wait for one: authorities write to each other by secure e-mail."""
    lines = tuple(part.strip() for part in authority.exclusions_contact.split(",") if part.strip())
    return PostalAddress(lines or (BY_SECURE_EMAIL,))


def _lines_of(place: Place) -> tuple[str, ...]:
    return tuple(part for part in (place.line_1, place.line_2, place.town, place.postcode) if part)


def _words(text: str) -> str:
    """The text in folded words with one space between them, so that commas, lines and capitals make no difference."""
    return " ".join(re.findall(r"\w+", fold(text)))


def _fingerprints(places: Iterable[Place]) -> tuple[frozenset[str], frozenset[str]]:
    """What an address is known by in a text: its first lines in words, and its postcode without spaces."""
    lines, postcodes = set(), set()
    for place in places:
        line = _words(place.line_1)
        for more in (place.line_2, place.town):
            if len(line) < SHORTEST_LINE:
                line = _words(f"{line} {more}")
        lines.add(line)
        postcodes.add(_words(place.postcode).replace(" ", ""))
    return frozenset(lines - {""}), frozenset(postcodes - {""})


def _of_postal(postal: PostalAddress | None) -> tuple[str, str]:
    text = _words(" ".join(postal.lines)) if postal else ""
    return text, text.replace(" ", "")
