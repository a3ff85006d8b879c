"""The pages of one child: overview, family, search results, two versions of one record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

from accounts.models import User
from cases.due import age_on, deadline_word
from cases.kinds import CaseKind, UnknownKind, all_kinds, get_kind
from cases.models import Address, Child, Deadline, Enrolment, Relationship
from cases.panels import child_cards, child_panels
from cases.presenters.case import present_case_line, present_panel_lines
from cases.presenters.identity import kind_lozenges, open_case_words, school_words
from cases.presenters.words import moment, plain_date, short_date
from cases.queries.child import CaseLine, Identity


def present_case_lines(lines: list[CaseLine], as_of: date) -> list[dict[str, Any]]:
    """The child's cases, as far as this person may see each."""
    presented = []
    for line in lines:
        try:
            kind = get_kind(line.case.kind)
        except UnknownKind:
            presented.append(present_case_line(line, line.case.kind, line.case.state, as_of))
        else:
            presented.append(present_case_line(line, *_kind_and_state(line, kind), as_of))
    return presented


def _kind_and_state(line: CaseLine, kind: CaseKind) -> tuple[str, str]:
    """Kind and state in words; of a sensitive case that may not be opened only that it is there."""
    if line.is_withheld:
        return "Restricted case", "Open" if line.case.is_open else "Closed"
    return kind.label, kind.state_label(line.case.state)


def present_next_dates(deadlines: list[Deadline], full_ids: set[int], as_of: date) -> list[dict[str, Any]]:
    """The child's next dates over these cases; one that may not be opened gives its date without the count."""
    presented = []
    for deadline in deadlines:
        text, kind = deadline_word(deadline, as_of)
        is_full = deadline.case_id in full_ids
        presented.append(
            {
                "label": deadline.label,
                "date": deadline.due_on,
                "status": {"text": text, "kind": kind},
                "case": deadline.case.reference,
                "case_url": reverse("case", args=[deadline.case.reference]) if is_full else "",
                "url": reverse("deadline", args=[deadline.uuid]) if is_full else "",
                "owner": deadline.get_duty_owner_display(),
            }
        )
    return presented


def education_now(identity: Identity, child: Child, user: User, as_of: date) -> list[str]:
    """What the child has now: the rolls they are on, and a line from each room that knows more."""
    lines = [
        f"{school_words(each)}: {each.get_kind_display().lower()} registration since {plain_date(each.starts_on)}."
        for each in identity.enrolments
    ] or ["On no school’s roll."]
    for panel in child_panels():
        lines += [f"{panel.label}: {line}" for line in panel.lines(child, user, as_of)]
    return lines


def cards_of(child: Child, user: User, as_of: date) -> list[dict[str, Any]]:
    """The cards that other rooms have for this child, with their lines; those without a line are left out."""
    cards = [(card.label, card.lines(child, user, as_of)) for card in child_cards()]
    return [{"label": label, "lines": present_panel_lines(lines)} for label, lines in cards if lines]


def rolls_to_leave(identity: Identity, child: Child) -> list[dict[str, str]]:
    """The rolls without a last day, each with the page that records one."""
    return [
        {"school": each.school.name, "url": reverse("enrolment_end", args=[child.uuid, each.pk])}
        for each in identity.enrolments
        if each.ends_on is None
    ]


def open_case_buttons(child: Child, worked: frozenset[str]) -> list[dict[str, str]]:
    """The kinds of case that this person's team may open, each with the page that opens one."""
    buttons = []
    for kind in all_kinds():
        if kind.open_url_name and kind.code in worked:
            try:
                url = reverse(kind.open_url_name, args=[child.uuid])
            except NoReverseMatch:
                continue
            buttons.append({"label": kind.open_label or f"Open a case: {kind.label.lower()}", "url": url})
    return buttons


def present_results(
    children: list[Child],
    enrolments: Mapping[int, list[Enrolment]],
    kinds: Mapping[int, Mapping[str, bool]],
    as_of: date,
) -> list[dict[str, Any]]:
    """The rows of the search's table: enough to tell twins and namesakes apart without opening them."""
    rows = []
    for child in children:
        main = next(iter(enrolments.get(child.pk, [])), None)
        names = ", ".join(open_case_words(kinds.get(child.pk, {})))
        rows.append(
            {
                "cells": [
                    {
                        "text": child.full_name,
                        "url": reverse("child", args=[child.uuid]),
                        "is_heading": True,
                        "note": f"Known as {child.preferred_name}" if child.preferred_name else "",
                    },
                    {"text": f"{plain_date(child.born_on)} (age {age_on(child.born_on, as_of)})"},
                    {"text": child.upn or "Not recorded"},
                    {"text": school_words(main) or "On no school’s roll"},
                    {"text": names or "None"},
                ]
            }
        )
    return rows


def result_columns() -> list[dict[str, str]]:
    """The columns of the search's table."""
    return [{"label": label} for label in ("Name", "Date of birth", "UPN", "School and year", "Open cases")]


def present_relationships(relationships: list[Relationship], hides_addresses: bool) -> list[dict[str, Any]]:
    """Parents, carers and others as summary cards."""
    return [_relationship(each, hides_addresses) for each in relationships]


def _relationship(relationship: Relationship, hides_addresses: bool) -> dict[str, Any]:
    someone = relationship.person
    addresses = [] if hides_addresses and relationship.lives_with else someone.addresses_now
    rows = [
        {"key": "Parental responsibility", "value": _yes_no(relationship.has_parental_responsibility)},
        {"key": "Lives with the child", "value": _yes_no(relationship.lives_with)},
        {
            "key": "May be contacted",
            "value": "" if not relationship.may_be_contacted else "Yes",
            "lozenge": None if relationship.may_be_contacted else {"text": "Do not contact", "kind": "restricted"},
        },
        {"key": "Telephone", "value": someone.telephone},
        {"key": "E-mail", "value": someone.email},
        {"key": "Language", "value": someone.language},
        {"key": "Address", "value": "\n".join(address_words(each) for each in addresses)},
    ]
    return {"title": f"{someone} ({relationship.get_kind_display().lower()})", "rows": rows}


def _yes_no(value: bool) -> str:
    return "Yes" if value else "No"


def address_words(address: Address) -> str:
    """An address on one line."""
    return ", ".join(part for part in (address.line_1, address.line_2, address.town, address.postcode) if part)


def present_siblings(
    siblings: list[Child], kinds: Mapping[int, Mapping[str, bool]], as_of: date
) -> list[dict[str, Any]]:
    """Brothers and sisters with their own lozenges."""
    return [
        {
            "name": sibling.full_name,
            "url": reverse("child", args=[sibling.uuid]),
            "born": f"Born {plain_date(sibling.born_on)} (age {age_on(sibling.born_on, as_of)})",
            "flags": kind_lozenges(kinds.get(sibling.pk, {})),
        }
        for sibling in siblings
    ]


def present_enrolments(enrolments: list[Enrolment]) -> list[dict[str, Any]]:
    """The schools a child has been at, as rows of a table."""
    return [
        {
            "cells": [
                {"text": school_words(each), "is_heading": True},
                {"text": each.get_kind_display()},
                {"text": short_date(each.starts_on)},
                {"text": short_date(each.ends_on) or "Still there"},
            ]
        }
        for each in enrolments
    ]


def present_stale(
    labels: Mapping[str, str],
    yours: Mapping[str, Any],
    theirs: Child,
    changed: tuple[str, Any] | None,
) -> dict[str, Any]:
    """The values of components/stale_edit.html: both versions, field by field."""
    name, at = changed or ("Somebody else", None)
    rows = [_stale_row(field, label, yours.get(field), getattr(theirs, field)) for field, label in labels.items()]
    return {"changed_by": name, "changed_at": moment(at) or "a moment ago", "rows": rows}


def _stale_row(name: str, label: str, yours: Any, theirs: Any) -> dict[str, Any]:
    shown = [plain_date(each) if isinstance(each, date) else str(each or "") for each in (yours, theirs)]
    return {
        "name": name,
        "label": label,
        "yours": shown[0],
        "theirs": shown[1],
        "is_different": shown[0] != shown[1],
        "choice": "yours",
    }
