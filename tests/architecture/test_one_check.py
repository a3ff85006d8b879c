"""Every letter goes through the one check, and there is one way to make one (docs/adr/0019)."""

from __future__ import annotations

import ast
from pathlib import Path
from unittest import mock

import pytest

from accounts.models import User
from cases import disclosure, letters
from cases.disclosure import Audience, DisclosureRefused, Recipient
from cases.letter_kinds import LetterKind, all_letter_kinds
from cases.models import Case, Child, Person

ROOT = Path(__file__).parents[2]
# Rooms that may hold people's addresses, or write to people.
ROOMS = ("cases", "exclusions", "provision", "portal", "reports")
SOURCES = [
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts and "__pycache__" not in path.parts
]


class Asked(Exception):
    """The check was asked before anything else was done."""


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls_in(path: Path, attribute: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == attribute
    ]


@pytest.mark.parametrize("kind", all_letter_kinds(), ids=lambda kind: kind.code)
@pytest.mark.parametrize("audience", list(Audience))
def test_every_letter_asks_the_check_before_it_gathers_anything(kind: LetterKind, audience: Audience) -> None:
    case = Case(child=Child(), reference="EX-2026-0001")
    recipient = Recipient(audience, person=Person(surname="Vaughan"))
    with mock.patch.object(disclosure, "check", side_effect=Asked) as check, pytest.raises(Asked):
        letters.prepare(case=case, kind=kind, recipient=recipient, by=User(), as_of=None)
    assert check.call_args.args == (case.child, recipient)
    assert check.call_args.kwargs["tells"] == kind.tells


def test_the_words_of_every_letter_are_looked_over() -> None:
    """A text that the check refuses is no draft."""
    kind = all_letter_kinds()[0]
    allowed = mock.Mock()
    allowed.check_text.side_effect = DisclosureRefused("No.")
    with (
        mock.patch.object(disclosure, "check", return_value=allowed),
        mock.patch.object(letters, "_sheet", return_value="<p>Words</p>"),
        pytest.raises(DisclosureRefused),
    ):
        unread = LetterKind(**{**vars(kind), "gather": mock.Mock()})
        letters.prepare(case=Case(child=Child()), kind=unread, recipient=mock.Mock(), by=User(), as_of=None)
    allowed.check_text.assert_called_once_with("Words")


def test_only_the_one_way_gathers_makes_drafts_and_keeps_letters() -> None:
    for path in SOURCES:
        source = path.read_text()
        if named(path) != "cases/letters.py":
            assert not [line for line in calls_in(path, "gather") if "kind.gather" in source], named(path)
            assert "LetterDraft(" not in source, named(path)
        if named(path) != "cases/actions/letters.py":
            assert "Letter.objects.create" not in source, named(path)


# Who may name the table of restricted addresses, and what for.
MAY_READ = {
    "cases/models/__init__.py": "the model",
    "cases/models/person.py": "the model",
    "cases/privacy.py": "its privacy classes",
    "cases/disclosure.py": "the check",
    "cases/queries/child.py": "whether there is one, for the identity bar; never its lines",
}


def test_only_the_check_reads_restricted_addresses() -> None:
    for path in SOURCES:
        if named(path) not in MAY_READ:
            assert "RestrictedAddress" not in path.read_text(), named(path)
            assert "restrictedaddress_rows" not in path.read_text(), named(path)
