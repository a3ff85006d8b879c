"""A school’s file is looked through: encodings, faults by line and column, and what is hostile."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from portal.actions.batches import confirm_rows, send_batch
from portal.batch_files import MOST_BYTES, MOST_ROWS
from portal.batch_judging import words_of_doubt
from portal.models import Batch, Draft, Submission
from portal.webforms import Doubt
from schools.import_files import FileRefused
from tests.factories.children import make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user
from tests.factories.school_rows import (
    KEYS,
    NAMES,
    TODAY,
    faults,
    file_of,
    receive,
    row,
    states,
)


class TestLookingThrough:
    def test_nothing_is_sent_before_somebody_says_so(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(desk.child), row(contact_name="")))
        assert states(batch) == ["doubtful", "bad"]
        assert not Submission.objects.exists()
        assert not Draft.objects.exists()

    def test_each_fault_has_its_line_and_column(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(desk.child), row(contact_name="", reasons="XX"), row(last_day="soon")))
        assert [(line, column) for line, column, _ in faults(batch)] == [
            (3, "reasons"),
            (3, "contact name"),
            (4, "last day"),
        ]

    @pytest.mark.parametrize("separator", [",", ";"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
    def test_encodings_and_separators(self, desk: Desk, user: User, separator: str, encoding: str) -> None:
        pupil = row(given_names="Zoë", surname="D’Arcy–Núñez", anything_else="Ring first; then, write")
        batch = receive(desk, user, file_of(pupil, separator=separator, encoding=encoding))
        assert states(batch) == ["doubtful"]
        answers = batch.rows.get().payload
        assert (answers["pupil"]["given_names"], answers["pupil"]["surname"]) == ("Zoë", "D’Arcy–Núñez")
        assert answers["contact"]["anything_else"] == "Ring first; then, write"

    def test_headings_may_be_written_as_the_api_has_them_and_in_any_order(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(desk.child), names=[key.upper() for key in KEYS]))
        assert states(batch) == ["doubtful"]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"PK\x03\x04 a workbook", "workbook"),
            (b"\xd0\xcf\x11\xe0 an old workbook", "workbook"),
            (b"name\nSol\n", "lacks columns: given names, surname, date of birth"),
            (file_of(row(), separator="\t"), "tabs"),
            (file_of(), "nothing under it"),
            (file_of(row(), names=[*NAMES[:-1], "hair colour"]), "“hair colour”"),
            (file_of(row(), names=[*NAMES[:-1], "UPN"]), "twice"),
            (file_of(row(), names=[*NAMES[:-1], "given_names"]), "twice: given names"),
            (b"x" * (MOST_BYTES + 1), "2 MB"),
            (file_of(*[row()] * (MOST_ROWS + 1)), f"It can have {MOST_ROWS}"),
        ],
    )
    def test_a_file_that_is_none_is_explained_and_not_kept(
        self, desk: Desk, user: User, content: bytes, words: str
    ) -> None:
        with pytest.raises(FileRefused, match=words):
            receive(desk, user, content)
        assert not Batch.objects.exists()

    def test_a_row_that_cannot_be_read_spoils_no_other(self, desk: Desk, user: User) -> None:
        lines = file_of(row(desk.child), row()).decode().splitlines()
        content = "\n".join([lines[0], lines[1], '"never closed', lines[2], "too,few"]).encode()
        batch = receive(desk, user, content)
        assert states(batch) == ["doubtful", "bad", "doubtful", "bad"]

    def test_the_example_of_the_template_is_about_nobody(self, desk: Desk, user: User) -> None:
        example = row(given_names="Amira", surname="Example", date_of_birth="14/03/2013")
        batch = receive(desk, user, file_of(example))
        assert "example of the template" in faults(batch)[0][2]

    def test_the_same_row_twice_in_a_file_is_a_fault_of_the_second(self, desk: Desk, user: User) -> None:
        again = row(desk.child, upn="", reasons="BU")
        batch = receive(desk, user, file_of(row(desk.child), again, row(desk.child, last_day="11/11/2026")))
        assert states(batch) == ["doubtful", "bad", "doubtful"]
        assert "stand in line 2" in faults(batch)[0][2]

    def test_a_long_number_of_an_incident_is_a_fault(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(incident="x" * 61)))
        assert [(column, "60" in text) for _, column, text in faults(batch)] == [("incident", True)]

    def test_what_is_hostile_is_text(self, desk: Desk, user: User) -> None:
        hostile = ["=cmd|' /C calc'!A0", "+44 24 7600 0000", "-1", "@SUM(A1)", "<script>alert(1)</script>", "'; DROP"]
        batch = receive(
            desk, user, file_of(*[row(given_names=f"P{n}", anything_else=t) for n, t in enumerate(hostile)])
        )
        kept = [each.payload["contact"]["anything_else"] for each in batch.rows.order_by("line")]
        assert kept == hostile

    def test_who_has_no_place_at_the_school_brings_in_nothing(self, desk: Desk, user: User) -> None:
        outsider = make_school_user(make_school())
        for act in (
            lambda: receive(desk, outsider, file_of(row())),
            lambda: confirm_rows(
                batch=receive(desk, user, file_of(row())), said_right=frozenset(), by=outsider, as_of=TODAY
            ),
            lambda: send_batch(batch=Batch.objects.get(), by=outsider, as_of=TODAY),
        ):
            with pytest.raises(PermissionDenied):
                act()


class TestConfirming:
    def test_by_kind_and_by_row(self, desk: Desk, user: User) -> None:
        other = make_child("Tully", "Ben")
        batch = receive(desk, user, file_of(row(desk.child, parents_told_on=""), row(other)))
        first, second = batch.rows.order_by("line")
        title = "Have you added the notice?"
        assert confirm_rows(batch=batch, said_right=frozenset({title}), by=user, as_of=TODAY) == 1
        assert states(batch) == ["doubtful", "ready"]
        second.refresh_from_db()
        assert second.confirmed[0]["by"] == user.name
        doubt = next(Doubt(**each) for each in first.findings["doubts"] if each["code"] == "not_told_parents")
        for line in (99, first.line):
            said = frozenset({words_of_doubt(line, doubt)})
            confirm_rows(batch=batch, said_right=said, by=user, as_of=TODAY)
        assert states(batch) == ["ready", "ready"]

    def test_other_words_than_those_that_were_read_confirm_nothing(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(desk.child)))
        doubt = Doubt(**batch.rows.get().findings["doubts"][0])
        said = frozenset({words_of_doubt(2, doubt) + " not"})
        assert confirm_rows(batch=batch, said_right=said, by=user, as_of=TODAY) == 0
        assert states(batch) == ["doubtful"]
