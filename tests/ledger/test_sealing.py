"""Sealing: what is written once is chained, however late the job comes, and no row that ends late is passed over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from config.celery import BEAT
from ledger import sealing, tasks
from ledger.administrative import record_event
from ledger.models import Seal, ViewRecord
from ledger.sealing import SealedTable, SealingError, row_hash, seal_everything, seal_table, sealed_table, sealed_tables
from ledger.seals import VIEW_LOG
from ledger.verification import verify
from tests.factories.ledger import make_look

AT_ONCE = timedelta(0)


@pytest.fixture
def small_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_A_SEAL", 3)


@pytest.mark.django_db
def test_a_seal_covers_what_is_new_and_only_that() -> None:
    looks = [make_look(), make_look()]
    assert seal_table(VIEW_LOG) == 1
    later = make_look()
    assert seal_table(VIEW_LOG) == 1
    first, second = Seal.objects.filter(table_name="ledger.ViewRecord").order_by("number")
    assert (first.number, first.first_id, first.last_id, first.rows_count) == (1, looks[0].pk, looks[1].pk, 2)
    assert (second.number, second.first_id, second.last_id, second.rows_count) == (2, looks[1].pk + 1, later.pk, 1)
    assert first.previous_hash == ""
    assert second.previous_hash == first.hash


@pytest.mark.django_db
def test_the_job_runs_every_five_minutes_and_may_run_twice() -> None:
    make_look()
    record_event(code="test.happened", happened_on=date(2026, 9, 15), facts={"b": 1, "a": [None, True]})
    tasks.seal(something_of_a_newer_release=True)
    tasks.seal()
    assert sorted(Seal.objects.values_list("table_name", flat=True)) == [
        "ledger.AdministrativeEvent",
        "ledger.ViewRecord",
    ]
    assert BEAT["ledger.seal"].run_every == timedelta(minutes=5)


@pytest.mark.django_db
def test_months_without_the_job_are_sealed_in_chunks(small_seals: None) -> None:
    for _ in range(8):
        make_look()
    assert seal_table(VIEW_LOG) == 3
    assert list(Seal.objects.order_by("number").values_list("rows_count", flat=True)) == [3, 3, 2]
    assert verify(VIEW_LOG).rows_count == 8


@pytest.mark.django_db
def test_without_rows_there_is_no_seal() -> None:
    assert seal_everything() == 0
    assert not Seal.objects.exists()


@pytest.mark.django_db
def test_two_seals_never_have_the_same_number() -> None:
    make_look()
    seal_table(VIEW_LOG)
    seal = Seal.objects.get()
    seal.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        seal.save(force_insert=True)


def test_a_row_has_one_canonical_form() -> None:
    moment = datetime(2026, 9, 15, 8, 0, tzinfo=UTC)
    row = [1, "é", None, [2, 3], {"b": 1, "a": 2}, moment, date(2026, 9, 15), UUID(int=7)]
    same = [1, "é", None, [2, 3], {"a": 2, "b": 1}, moment.astimezone(), date(2026, 9, 15), UUID(int=7)]
    assert row_hash(row) == row_hash(same)
    # Written down once and for all: seals of old are checked against it.
    assert row_hash(row).hex() == "deccef1c9abad06421a5a5195a6d95daf079cb7433f331cf47f1f8dce9e09ec4"
    with pytest.raises(TypeError, match="canonical form"):
        row_hash([b"bytes"])


@pytest.mark.parametrize("table", sealed_tables(), ids=lambda table: table.name)
def test_the_newest_layout_has_every_column(table: SealedTable) -> None:
    """A column that was added to the model needs a new layout, added at the end; those before it never change."""
    assert set(table.layouts[-1]) == {each.attname for each in table.model._meta.concrete_fields}
    assert table.layouts[-1][0] == "id"
    assert table.model.append_only
    assert table.recorded_in in table.layouts[-1]
    assert apps.get_model(table.name) is table.model


def test_a_table_is_registered_once_and_an_unknown_one_is_refused() -> None:
    with pytest.raises(SealingError, match="twice"):
        sealing.register_sealed_table(VIEW_LOG)
    with pytest.raises(SealingError, match="not sealed"):
        sealed_table("ledger.OutboxMessage")
    assert sealed_table("ledger.ViewRecord") is VIEW_LOG


# --- several connections: real commits


class Elsewhere:
    """A second connection, in a thread of its own."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1)

    def do(self, what) -> object:
        return self.pool.submit(what).result(timeout=20)

    def close(self) -> None:
        # In a lambda: each thread has a connection of its own under this name.
        self.do(lambda: connection.close())
        self.pool.shutdown()


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator[Elsewhere]:
    other = Elsewhere()
    yield other
    other.close()


def begin_a_look() -> int:
    connection.set_autocommit(False)
    return make_look().pk


def end(*, is_kept: bool) -> None:
    connection.commit() if is_kept else connection.rollback()
    connection.set_autocommit(True)


def test_a_row_that_ends_late_is_not_passed_over(elsewhere: Elsewhere) -> None:
    late = elsewhere.do(begin_a_look)
    early = make_look()
    assert late < early.pk
    # The late one still runs: nothing is sealed rather than too much.
    assert seal_table(VIEW_LOG, patience=AT_ONCE) == 0
    elsewhere.do(lambda: end(is_kept=True))
    assert seal_table(VIEW_LOG, patience=AT_ONCE) == 1
    assert Seal.objects.get().rows_count == 2
    assert verify(VIEW_LOG).rows_count == 2


def test_sealing_waits_for_the_transactions_that_were_running_and_for_no_others(elsewhere: Elsewhere) -> None:
    elsewhere.do(begin_a_look)
    make_look()
    timer = threading.Timer(0.3, lambda: elsewhere.do(lambda: end(is_kept=True)))
    timer.start()
    assert seal_table(VIEW_LOG, patience=timedelta(seconds=20)) == 1
    timer.join()
    assert Seal.objects.get().rows_count == 2


def test_a_row_that_was_taken_back_leaves_a_gap_that_nobody_can_fill(elsewhere: Elsewhere) -> None:
    elsewhere.do(begin_a_look)
    make_look()
    elsewhere.do(lambda: end(is_kept=False))
    seal_table(VIEW_LOG, patience=AT_ONCE)
    make_look()
    seal_table(VIEW_LOG, patience=AT_ONCE)
    assert verify(VIEW_LOG).seals_count == 2


def test_while_one_process_seals_another_leaves_it_alone(elsewhere: Elsewhere) -> None:
    make_look()

    def hold() -> None:
        connection.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.SEALING_LOCK])

    elsewhere.do(hold)
    assert seal_table(VIEW_LOG) == 0
    elsewhere.do(lambda: end(is_kept=False))
    assert seal_table(VIEW_LOG) == 1


def test_two_processes_at_once_make_one_chain(elsewhere: Elsewhere, small_seals: None) -> None:
    for _ in range(30):
        make_look()
    other = elsewhere.pool.submit(seal_everything)
    made = seal_everything() + other.result(timeout=20)
    made += seal_everything()
    assert made == Seal.objects.count() == 10
    assert verify(VIEW_LOG).rows_count == ViewRecord.objects.count()
