"""Making letters: the one way from a case, a kind of letter and a recipient to a draft, and from a draft to its file.

`prepare` asks `cases.disclosure.check` before anything is gathered and looks the finished words over afterwards; there
is no other way to a LetterDraft.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import Team, TeamMembership, User
from cases import disclosure
from cases.disclosure import Audience, Disclosure, DisclosureRefused, Recipient
from cases.letter_kinds import Content, LetterKind, Missing
from cases.models import Case
from cases.pdf import characters_without_font, write_pdf
from cases.presenters.words import full_date, plain_date
from schools.models import Authority
from schools.queries import the_authority

# The key of the fingerprint of the printed values among the facts of an issued letter.
VALUES = "values"
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class LetterDraft:
    """A letter that could be issued to one recipient, or says what it still needs. Made by `prepare` alone."""

    kind: LetterKind
    case: Case
    recipient: Recipient
    disclosure: Disclosure
    content: Content
    sheet: SafeString
    missing: tuple[Missing, ...]
    unprintable: tuple[str, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be read, and said to have been read, before the letter is issued."""
        if not self.unprintable:
            return self.disclosure.warnings
        letters = " ".join(self.unprintable)
        text = f"No font on this system has {letters}: an empty box is printed instead. Check how the name is written."
        return (*self.disclosure.warnings, text)

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as it is printed, without the name."""
        return self.disclosure.postal.lines if self.disclosure.postal else ()


@dataclass(frozen=True)
class Refused:
    """A recipient that this letter may not go to, and every reason."""

    recipient: Recipient
    reasons: tuple[str, ...]


def recipients_for(case: Case, kind: LetterKind) -> list[Recipient]:
    """Everybody around the case whom this kind of letter is for."""
    return disclosure.recipients_of(case.child, case.school, kind.audiences, kind.authority_of(case))


def check_recipient(case: Case, kind: LetterKind, recipient: Recipient, *, as_of: date) -> Disclosure:
    """What the recipient of this letter may be told. Raises DisclosureRefused."""
    return disclosure.check(case.child, recipient, as_of=as_of, tells=kind.tells)


def prepare(*, case: Case, kind: LetterKind, recipient: Recipient, by: User, as_of: date) -> LetterDraft:
    """The letter as it would be issued today. Raises DisclosureRefused when it may not go to this recipient, or when
    its words hold an address that they may not be told."""
    allowed = check_recipient(case, kind, recipient, as_of=as_of)
    content = kind.gather(case, allowed, as_of)
    sheet = _sheet(case, kind, allowed, content, by=by, as_of=as_of)
    text = words_of(sheet)
    allowed.check_text(text)
    return LetterDraft(
        kind=kind,
        case=case,
        recipient=recipient,
        disclosure=allowed,
        content=content,
        sheet=sheet,
        missing=(*_missing_address(allowed), *content.missing),
        unprintable=tuple(characters_without_font(text)),
    )


def prepare_each(
    *, case: Case, kind: LetterKind, recipients: Sequence[Recipient], by: User, as_of: date
) -> tuple[list[LetterDraft], list[Refused]]:
    """The drafts for these recipients, and those that are refused with the reasons."""
    drafts, refused = [], []
    for recipient in recipients:
        try:
            drafts.append(prepare(case=case, kind=kind, recipient=recipient, by=by, as_of=as_of))
        except DisclosureRefused as refusal:
            refused.append(Refused(recipient, refusal.reasons))
    return drafts, refused


def facts_of(content: Content) -> dict[str, Any]:
    """What is kept of a letter beside its file: its facts, and a fingerprint of the values that it prints."""
    values = content.values
    plain = asdict(values) if is_dataclass(values) and not isinstance(values, type) else values
    said = hashlib.sha256(json.dumps(plain, default=str, sort_keys=True).encode()).hexdigest()[:32]
    kept: dict[str, Any] = json.loads(json.dumps({**content.facts, VALUES: said}))
    return kept


def gather_again(case: Case, kind: LetterKind, allowed: Disclosure, *, on: date) -> Content:
    """What the record as it is now would have this letter say on that day. `allowed` is the check's answer."""
    return kind.gather(case, allowed, on)


def fingerprint(drafts: Sequence[LetterDraft]) -> str:
    """What the officer has seen: it changes with any word, address or warning of these drafts."""
    seen = [[draft.recipient.code, draft.sheet, draft.warnings] for draft in drafts]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]


def file_of(draft: LetterDraft) -> bytes:
    """The draft as a tagged PDF."""
    authority = the_authority()
    document = render_to_string(
        "letters/document.html",
        {
            "title": draft.kind.title,
            "reference": draft.case.reference,
            "authority": authority,
            "sheet": draft.sheet,
            "brand_colour": authority.brand_colour if authority else "#0f5e5a",
        },
    )
    return write_pdf(document)


def words_of(sheet: str) -> str:
    """The words of a piece of HTML, those of two elements never run together."""
    return " ".join(html.unescape(_TAG.sub(" ", sheet)).split())


def _sheet(case: Case, kind: LetterKind, allowed: Disclosure, content: Content, *, by: User, as_of: date) -> SafeString:
    """The letter from its letterhead to its signature, as one piece of HTML for the preview and the file alike."""
    authority = the_authority()
    recipient = allowed.recipient
    body = render_to_string(kind.template, {"letter": content.values, "child": case.child, "case": case})
    return render_to_string(
        "letters/_sheet.html",
        {
            "authority_name": authority.name if authority else "",
            "letterhead": _letterhead_lines(authority),
            "sender_address": authority.sender_address if authority else "",
            "addressee": _addressee(recipient),
            "address_lines": allowed.postal.lines if allowed.postal else (),
            "salutation": _salutation(recipient),
            "reference": case.reference,
            "date": full_date(as_of),
            "title": kind.title,
            "child_name": f"{case.child.given_names} {case.child.surname}".strip(),
            "born": plain_date(case.child.born_on),
            "sender": by.name,
            "team": _team_of(by, case, as_of),
            "body": body,
        },
    )


def _letterhead_lines(authority: Authority | None) -> list[str]:
    """The lines beside the authority's name, which stands there once."""
    lines = authority.letterhead.splitlines() if authority else []
    return [line for line in lines if line.strip() and authority and line.strip() != authority.name]


def _addressee(recipient: Recipient) -> tuple[str, ...]:
    if recipient.local_authority:
        return ("The exclusions team", recipient.name)
    return (recipient.name, recipient.school.name) if recipient.school else (recipient.name,)


def _salutation(recipient: Recipient) -> str:
    if recipient.audience == Audience.GOVERNORS:
        return "Chair of Governors"
    if recipient.local_authority:
        return "Colleague"
    return "Head Teacher" if recipient.audience == Audience.SCHOOL else recipient.name


def _team_of(by: User, case: Case, as_of: date) -> str:
    team: Team | None = case.team
    if team is None:
        own = TeamMembership.objects.filter(TeamMembership.in_force(as_of), user=by).select_related("team").first()
        team = own.team if own else None
    return team.name if team else ""


def _missing_address(allowed: Disclosure) -> tuple[Missing, ...]:
    if allowed.postal is not None:
        return ()
    if allowed.recipient.school:
        return (Missing(f"The address of {allowed.recipient.school.name}."),)
    family = reverse("child_family", args=[allowed.child.uuid])
    return (Missing(f"An address for {allowed.recipient.name}.", family, "See the family"),)
