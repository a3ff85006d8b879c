"""Attacks as the application's own role: what was written once can be neither changed nor removed."""

from __future__ import annotations

import pghistory
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from accounts.models import Team
from ledger.history import is_history_model
from ledger.privileges import append_only_tables, is_append_only

pytestmark = pytest.mark.django_db
TABLES = append_only_tables()


def refused(statement: str) -> bool:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return True


def test_tests_act_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("onroll_app",)


@pytest.mark.parametrize("table", TABLES)
def test_nobody_changes_or_removes_what_was_written_once(table: str) -> None:
    column = "pgh_label" if "history" in table else "id"
    assert refused(f'UPDATE "{table}" SET "{column}" = "{column}"')
    assert refused(f'DELETE FROM "{table}"')
    assert refused(f'TRUNCATE "{table}"')


@pytest.mark.parametrize("table", ["cases_child", "cases_case", "accounts_user", "ledger_outboxmessage"])
def test_nothing_is_truncated(table: str) -> None:
    assert refused(f'TRUNCATE "{table}" CASCADE')


def test_the_application_makes_and_removes_no_table() -> None:
    assert refused("CREATE TABLE mine (id int)")
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE cases_event")


def test_the_application_cannot_switch_a_trigger_off() -> None:
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_child DISABLE TRIGGER ALL")


def test_the_records_that_matter_are_among_them() -> None:
    names = {"cases_event", "cases_note", "cases_document", "ledger_viewrecord", "ledger_administrativeevent"}
    assert names <= set(TABLES)
    assert "cases_childhistory" in TABLES


def test_every_table_that_can_change_has_a_history() -> None:
    without = {
        "ledger.outboxmessage",
        "ledger.usedkey",
        "cases.referencecounter",
    }
    for model in apps.get_models():
        label = model._meta.label_lower
        ours = model._meta.app_label in ("accounts", "ledger", "schools", "cases", "exclusions")
        if ours and not is_append_only(model) and label not in without:
            assert any(is_history_model(each.related_model) for each in model._meta.related_objects), label


def test_insert_update_and_delete_leave_rows_that_say_who() -> None:
    with pghistory.context(user=7, request="r-1"):
        team = Team.objects.create(name="North")
        Team.objects.filter(pk=team.pk).update(name="South")
        history = type(team.history.first())
        Team.objects.filter(pk=team.pk).delete()
    rows = history.objects.filter(id=team.pk).order_by("pgh_id")
    assert list(rows.values_list("pgh_label", "name")) == [
        ("insert", "North"),
        ("update", "South"),
        ("delete", "South"),
    ]
    assert {(row.pgh_context["user"], row.pgh_context["request"]) for row in rows} == {(7, "r-1")}
