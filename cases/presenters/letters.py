"""Letters in words: which can be written to whom, the preview, and what became of each one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

import statute
from cases.letter_kinds import LetterKind, letter_label
from cases.letters import LetterDraft, Refused
from cases.models import Case, Letter, LetterCopy
from cases.presenters.explanation import skipped_words
from cases.presenters.words import file_size, full_date, moment, person, short_date
from cases.queries.letters import Service

_HEADING = re.compile(r"(</?h)([12])\b")
SAFE_ADDRESS = "A safe address, which is not shown here"


def present_choice(
    case: Case, kind: LetterKind, allowed: Sequence[LetterDraft], refused: Sequence[Refused]
) -> dict[str, Any]:
    """One kind of letter on the page that offers them: whom it may go to, and who may not have it and why."""
    return {
        "label": kind.label,
        "description": kind.description,
        "url": reverse("letter_preview", args=[case.reference, kind.code]),
        "name": kind.code.replace(".", "_"),
        "recipients": [
            {
                "code": draft.recipient.code,
                "name": draft.recipient.name,
                "hint": _what_they_are(draft),
                "needs": len(draft.missing),
            }
            for draft in allowed
        ],
        "refused": [{"name": each.recipient.name, "reasons": each.reasons} for each in refused],
    }


def _what_they_are(draft: LetterDraft) -> str:
    recipient = draft.recipient
    if recipient.school:
        return recipient.school.name
    if recipient.local_authority:
        return str(recipient.audience.label)
    kinds = [str(each.get_kind_display()) for each in recipient.relationships]
    return ", ".join([*kinds, *(["parental responsibility"] if recipient.has_parental_responsibility else [])])


def present_draft(draft: LetterDraft) -> dict[str, Any]:
    """A letter before it is issued: what it needs, what to read first, and the letter itself."""
    return {
        "code": draft.recipient.code,
        "name": draft.recipient.name,
        "hint": _what_they_are(draft),
        "missing": [{"what": each.what, "url": each.url, "label": each.label} for each in draft.missing],
        "warnings": draft.warnings,
        "notes": draft.content.notes,
        "sheet": _below_the_page(draft.sheet),
    }


def _below_the_page(sheet: SafeString) -> SafeString:
    """The sheet with its headings two steps lower: on the page it stands under the heading of its recipient. What was
    typed into the record is escaped already, so only the headings of our own templates are met."""
    return SafeString(_HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 2}", sheet))


def present_refused(refused: Iterable[Refused]) -> list[dict[str, Any]]:
    """Recipients who may not have the letter, each with every reason."""
    return [{"name": each.recipient.name, "reasons": each.reasons} for each in refused]


def present_letter_lines(letters: Iterable[Letter]) -> list[dict[str, Any]]:
    """Issued letters in a line each, for the page of the case."""
    return [
        {"label": letter_label(letter.kind), "name": recipient_name(letter), "lozenge": _sent_or_not(letter)}
        for letter in letters
    ]


def _sent_or_not(letter: Letter) -> dict[str, str]:
    is_sent = bool(letter.copies.all())
    return {"text": "Sent", "kind": "done"} if is_sent else {"text": "Not sent yet", "kind": "attention"}


def present_letters(
    letters: Iterable[Letter], service: Service, notes: Mapping[int, str], *, can_work: bool
) -> list[dict[str, Any]]:
    """Issued letters with their copies: who, when, how, and when each counts as given. `notes` are what is wrong with
    a letter today, by its id."""
    return [_letter(letter, service, notes.get(letter.pk, ""), can_work=can_work) for letter in letters]


def _letter(letter: Letter, service: Service, note: str, *, can_work: bool) -> dict[str, Any]:
    name = recipient_name(letter)
    copies = [present_copy(copy, letter, service) for copy in letter.copies.all()]
    return {
        "label": letter_label(letter.kind),
        "name": name,
        "reference": letter.case.reference,
        "case_url": reverse("case", args=[letter.case.reference]),
        "url": reverse("letter", args=[letter.uuid]),
        "size": file_size(letter.byte_count),
        "issued": f"{moment(letter.issued_at)} by {person(letter.issued_by)}",
        "relationship": letter.get_relationship_then_display() if letter.relationship_then else "",
        "is_to_safe_address": letter.is_to_safe_address,
        "lozenge": _sent_or_not(letter),
        "note": note,
        "copies": copies,
        "copy_url": reverse("letter_copy_add", args=[letter.uuid]) if can_work else "",
    }


def recipient_name(letter: Letter) -> str:
    """Whom the letter was written to, in words."""
    if letter.person:
        return str(letter.person)
    if letter.local_authority:
        return letter.local_authority.name
    school = letter.school.name if letter.school else ""
    return f"Governors of {school}" if letter.audience == Letter.Audience.GOVERNORS else school


def where_to(letter: Letter) -> str:
    """The address that was printed, on one line; a safe address is never repeated on a page."""
    return SAFE_ADDRESS if letter.is_to_safe_address else ", ".join(letter.address_lines)


def present_copy(copy: LetterCopy, letter: Letter, service: Service) -> dict[str, Any]:
    """One copy: how, when, where to and by whom, and the day it counts as given with the count in words."""
    served = service.of(copy)
    return {
        "how": copy.get_method_display(),
        "sent": short_date(copy.sent_on),
        "to": copy.email_address or where_to(letter),
        "by": person(copy.by),
        "served": full_date(served.due_on) or "No day can be given",
        "because": _because(served),
        "skipped": skipped_words(served.skipped),
        "days": [f"{full_date(each.day)}: working day {each.number}" for each in served.counted],
        "law": f"{served.citation.instrument}, {served.citation.provision}",
    }


def _because(result: statute.Result) -> str:
    return result.because if isinstance(result.because, str) else " ".join(result.because)
