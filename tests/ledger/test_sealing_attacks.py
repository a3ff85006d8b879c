"""Somebody who owns the database changes what was sealed: each such change is found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases import kinds
from cases.models import Event
from ledger import sealing, verification
from ledger.administrative import record_event
from ledger.management.commands import verify_view_log
from ledger.models import Seal, ViewRecord
from ledger.sealing import SealedTable, seal_everything, sealed_table
from ledger.seals import VIEW_LOG
from ledger.verification import ChainBroken, verify
from tests.factories.cases import KIND, ErrandDesk
from tests.factories.children import make_child
from tests.factories.ledger import make_look, owner_of_the_database

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 15)
# Any other value of a column's type, made from the one that stands there.
OTHER = {
    "bigint": "coalesce({0}, 0) + 1000000",
    "integer": "{0} + 1",
    "smallint": "{0} + 1",
    "character varying": "'#' || substr({0}, 2)",
    "ARRAY": "{0} || 99::bigint",
    "jsonb": """{0} || '{{"added": 1}}'""",
    "uuid": "gen_random_uuid()",
    "date": "{0} + 1",
    "timestamp with time zone": "{0} + interval '1 microsecond'",
    "bytea": "set_byte({0}, 0, (get_byte({0}, 0) + 1) %% 256)",
}


def make_event() -> None:
    Event.objects.create(child=make_child(), code="test.happened", happened_on=DAY, recorded_at=timezone.now())


WRITERS: dict[str, Callable[[], object]] = {
    "ledger.ViewRecord": make_look,
    "ledger.AdministrativeEvent": lambda: record_event(code="test.happened", happened_on=DAY),
    "cases.Event": make_event,
}


@pytest.fixture(autouse=True)
def _seals_of_four(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, KIND.code, KIND)
    monkeypatch.setattr(sealing, "ROWS_A_SEAL", 4)


def sealed(name: str = "ledger.ViewRecord", count: int = 12) -> SealedTable:
    """Three seals of four rows."""
    for _ in range(count):
        WRITERS[name]()
    seal_everything()
    verify(sealed_table(name))
    return sealed_table(name)


def tamper(statement: str, *values: object) -> None:
    with owner_of_the_database(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, values)
        assert cursor.rowcount >= 1


def type_of(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [table, column],
        )
        return cursor.fetchone()[0]


def ids(table: SealedTable) -> list[int]:
    return list(table.model.objects.order_by("pk").values_list("pk", flat=True))


COLUMNS = [(name, column) for name in WRITERS for column in sealed_table(name).layouts[-1]]


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_changed_column_of_a_row_is_found_and_the_row_is_named(name: str, column: str) -> None:
    table = sealed(name)
    row, database_table = ids(table)[5], table.model._meta.db_table
    if column in ("case_id", "child_id", "by_id"):
        other, value = "%s", other_key(column)
    else:
        other, value = OTHER[type_of(database_table, column)].format(f'"{column}"'), None
    values = [row] if value is None else [value, row]
    tamper(f'UPDATE "{database_table}" SET "{column}" = {other} WHERE id = %s', *values)
    with pytest.raises(ChainBroken, match=rf"Seal 2 of {name} .*" if column == "id" else rf"row {row} was changed"):
        verify(table)


def other_key(column: str) -> int:
    """The key of another row, which the foreign key accepts."""
    if column == "child_id":
        return make_child().pk
    desk = ErrandDesk()
    return desk.case.pk if column == "case_id" else desk.owner.pk


SEAL_COLUMNS = sorted(each.attname for each in Seal._meta.concrete_fields if each.attname != "id")


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("column", SEAL_COLUMNS)
def test_a_changed_column_of_a_seal_is_found(column: str, number: int) -> None:
    table = sealed()
    other = OTHER[type_of("ledger_seal", column)].format(f'"{column}"')
    tamper(f'UPDATE ledger_seal SET "{column}" = {other} WHERE number = %s', number)
    with pytest.raises(ChainBroken):
        verify(table)


@pytest.mark.parametrize("place", range(12))
def test_a_removed_row_is_found(place: int) -> None:
    table = sealed()
    gone = ids(table)[place]
    tamper("DELETE FROM ledger_viewrecord WHERE id = %s", gone)
    with pytest.raises(ChainBroken, match=rf"^Seal {place // 4 + 1} of ledger.ViewRecord .* is missing"):
        verify(table)


def test_rows_that_are_all_gone_are_found() -> None:
    table = sealed(count=3)
    tamper("DELETE FROM ledger_viewrecord")
    with pytest.raises(ChainBroken, match="all its rows are missing"):
        verify(table)


@pytest.mark.parametrize("place", [0, 2, 4, 11])
def test_an_inserted_row_is_found(place: int) -> None:
    """Into an id that was free: before the first row, within a seal, at the beginning of one, before the last row."""
    for number in range(12):
        if number == place:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval(pg_get_serial_sequence('ledger_viewrecord', 'id'))")
                (free,) = cursor.fetchone()
        make_look()
    seal_everything()
    verify(VIEW_LOG)
    ViewRecord.objects.create(
        id=free, user_id=1, what="child", request_id="00000000-0000-0000-0000-000000000001", seen_at=timezone.now()
    )
    with pytest.raises(ChainBroken, match=rf"Seal {place // 4 + 1} .*row {free} was added"):
        verify(VIEW_LOG)


@pytest.mark.parametrize("number", [1, 2])
def test_a_removed_seal_is_found(number: int) -> None:
    table = sealed()
    tamper("DELETE FROM ledger_seal WHERE number = %s", number)
    with pytest.raises(ChainBroken, match=f"Seal {number} of ledger.ViewRecord is missing"):
        verify(table)
    with pytest.raises(ChainBroken, match=f"Seal {number} of ledger.ViewRecord is missing"):
        verify(table, first_number=number + 1)


def test_an_end_that_was_cut_off_is_found_by_the_seal_that_was_noted_elsewhere() -> None:
    table = sealed()
    newest = Seal.objects.get(number=3)
    verify(table, anchor=(3, newest.hash))
    tamper("DELETE FROM ledger_seal WHERE number = 3")
    tamper("DELETE FROM ledger_viewrecord WHERE id > %s", newest.first_id - 1)
    assert verify(table).seals_count == 2
    with pytest.raises(ChainBroken, match=r"Seal 3 of ledger\.ViewRecord is missing: the chain is not the one"):
        verify(table, anchor=(3, newest.hash))
    with pytest.raises(ChainBroken, match=r"Seal 2 of ledger\.ViewRecord has the hash"):
        verify(table, anchor=(2, newest.hash))


def test_rows_that_nobody_seals_are_told() -> None:
    make_look()
    assert verify(VIEW_LOG).unsealed_count == 1
    make_look(seen_at=timezone.now() - timedelta(hours=2))
    with pytest.raises(ChainBroken, match="does not run, or seals were removed"):
        verify(VIEW_LOG)


def test_from_a_later_seal_on_what_is_before_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "SEALS_AT_ONCE", 2)
    table = sealed()
    seen: list[int] = []
    assert verify(table, progress=lambda seal: seen.append(seal.number)).rows_count == 12
    tamper("DELETE FROM ledger_viewrecord WHERE id = %s", ids(table)[0])
    assert verify(table, first_number=2).rows_count == 8
    assert seen == [1, 2, 3]


# --- the command


def run(*arguments: str) -> tuple[str, str]:
    said, complained = StringIO(), StringIO()
    call_command("verify_view_log", *arguments, stdout=said, stderr=complained)
    return said.getvalue(), complained.getvalue()


def test_the_command_says_what_agrees_and_the_newest_seal() -> None:
    sealed()
    said, complained = run()
    assert "ledger.ViewRecord: 12 rows under 3 seals agree, 0 wait for the next seal" in said
    assert f"newest seal 3:{Seal.objects.get(number=3).hash}" in said
    assert "cases.Event: 0 rows under 0 seals agree, 0 wait for the next seal\n" in said
    assert complained == ""


def test_the_command_ends_with_1_and_names_what_does_not_agree() -> None:
    table = sealed()
    row = ids(table)[7]
    tamper("UPDATE ledger_viewrecord SET reason = 'none' WHERE id = %s", row)
    complained = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_view_log", stdout=StringIO(), stderr=complained)
    assert ended.value.code == 1
    assert f"row {row} was changed" in complained.getvalue()


def test_the_command_takes_a_table_a_beginning_and_a_noted_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_view_log, "SEALS_A_LINE", 2)
    sealed()
    newest = Seal.objects.get(number=3)
    said, _ = run("--table", "ledger.ViewRecord", "--from", "2", "--anchor", f"3:{newest.hash}")
    assert "8 rows under 2 seals agree" in said
    assert "seal 2 agrees" in said
    assert "cases.Event" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2"),
        ("--anchor", f"3:{'0' * 64}"),
        ("--table", "ledger.OutboxMessage"),
        ("--table", "ledger.ViewRecord", "--anchor", "3"),
    ],
)
def test_the_command_refuses_what_makes_no_sense(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)
