"""Families with addresses, open and restricted, and letters of the kernel's own test kind. All invented."""

from __future__ import annotations

import io
import itertools
import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from cases.actions.letters import issue_letters
from cases.disclosure import Audience, Disclosure, Recipient, Tells
from cases.letter_kinds import Content, LetterKind, Missing
from cases.letters import fingerprint, prepare, recipients_for
from cases.models import Address, BarredPerson, Case, Child, Letter, Person, Relationship, RestrictedAddress
from schools.models import School
from tests.factories.cases import ERRAND

MOVED_IN, MOVED_OUT = date(2020, 5, 1), date(2026, 8, 31)
FLED_ON = date(2026, 9, 1)
_numbers = itertools.count(1)


def make_related(
    child: Child,
    kind: str = Relationship.Kind.MOTHER,
    *,
    name: str = "",
    responsibility: bool = True,
    lives_with: bool = False,
    may_be_contacted: bool = True,
    email: str = "",
) -> Person:
    """Somebody around the child."""
    given, _, surname = (name or f"Relative Number{next(_numbers)}").partition(" ")
    person = Person.objects.create(given_names=given, surname=surname, email=email)
    Relationship.objects.create(
        child=child,
        person=person,
        kind=kind,
        has_parental_responsibility=responsibility,
        lives_with=lives_with,
        may_be_contacted=may_be_contacted,
    )
    return person


def place(
    line_1: str,
    postcode: str,
    *,
    child: Child | None = None,
    person: Person | None = None,
    since: date = MOVED_IN,
    until: date | None = None,
    **more: object,
) -> Address:
    """Where a child or a person lives or lived."""
    return Address.objects.create(
        child=child, person=person, line_1=line_1, postcode=postcode, starts_on=since, ends_on=until, **more
    )


def safe_place(
    line_1: str,
    postcode: str,
    *barred: Person,
    by: User,
    child: Child | None = None,
    person: Person | None = None,
    since: date = FLED_ON,
    until: date | None = None,
) -> RestrictedAddress:
    """A safe address, and who must never learn it."""
    restricted = RestrictedAddress.objects.create(
        child=child,
        person=person,
        line_1=line_1,
        postcode=postcode,
        starts_on=since,
        ends_on=until,
        why="Safety plan",
        restricted_by=by,
        restricted_at=timezone.now(),
    )
    for each in barred:
        BarredPerson.objects.create(restricted_address=restricted, person=each)
    return restricted


def give_address(school: School) -> School:
    """A school that post can be sent to."""
    School.objects.filter(pk=school.pk).update(street="1 Ashgrove Lane", town="Coventry", postcode="CV9 1AA")
    school.refresh_from_db()
    return school


@dataclass(frozen=True)
class Errand:
    """What the test letter says."""

    text: str
    home: tuple[str, ...]


def gather_errand(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """The child's home, as far as the check lets it be shown."""
    home = allowed.home.lines if allowed.home else ()
    return Content(Errand("Please fetch the register.", home), facts={"as_of": as_of.isoformat()})


def gather_unready(case: Case, allowed: Disclosure, as_of: date) -> Content:
    """A letter that always misses something."""
    return Content(Errand("", ()), missing=(Missing("A register.", "/register/", "Add one"),), notes=("Be quick.",))


ERRAND_LETTER = LetterKind(
    code="errand.letter",
    label="Errand letter",
    description="Asks for the register.",
    title="The register",
    case_kinds=frozenset({ERRAND}),
    audiences=(Audience.RELATED, Audience.SCHOOL, Audience.GOVERNORS),
    template="letters/errand.html",
    gather=gather_errand,
)
PLACE_LETTER = LetterKind(
    code="errand.place",
    label="Place letter",
    description="Says where the child is.",
    title="The place",
    case_kinds=frozenset({ERRAND}),
    audiences=(Audience.PARENT,),
    template="letters/errand.html",
    gather=gather_errand,
    tells=frozenset({Tells.WHERE_THE_CHILD_IS}),
)
UNREADY_LETTER = LetterKind(
    code="errand.unready",
    label="Unready letter",
    description="Needs something.",
    title="Unready",
    case_kinds=frozenset({ERRAND}),
    audiences=(Audience.SCHOOL,),
    template="letters/errand.html",
    gather=gather_unready,
)
TEST_LETTERS = (ERRAND_LETTER, PLACE_LETTER, UNREADY_LETTER)


def recipient(case: Case, kind: LetterKind, whom: Person | str) -> Recipient:
    """The recipient that is this person, or this sort of body."""
    return next(each for each in recipients_for(case, kind) if whom in (each.person, each.code))


def issue(
    case: Case, kind: LetterKind, *whom: Person | str, by: User, as_of: date, has_read_warnings: bool = True
) -> list[Letter]:
    """Issue the letters as somebody who has just looked at them."""
    chosen = [recipient(case, kind, each) for each in whom]
    drafts = [prepare(case=case, kind=kind, recipient=each, by=by, as_of=as_of) for each in chosen]
    return issue_letters(
        case=case,
        kind=kind,
        recipients=chosen,
        seen=fingerprint(drafts),
        has_read_warnings=has_read_warnings,
        by=by,
        as_of=as_of,
    )


def words_of_pdf(content: bytes) -> str:
    """The words of a PDF with one space between them, in small letters."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split()).casefold()


def shows(text: str, *secrets: str) -> list[str]:
    """Which of these the text shows, wherever its spaces and lines fall."""
    compact = re.sub(r"\W", "", text).casefold()
    return [each for each in secrets if re.sub(r"\W", "", each).casefold() in compact]
