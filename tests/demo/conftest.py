"""A loaded demonstration for a whole module, and the content of a database as one value to compare."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder

from ledger.history import is_history_model
from tests.support import databases

TUESDAY = date(2026, 11, 24)
ROOMS = ("accounts", "schools", "cases", "provision", "portal", "exclusions", "reports", "ledger")
# What is random by design, or the machine's own: passwords, names of files, the keys of a load.
LEFT_OUT = {
    "accounts.User": {"password", "last_login"},
    "cases.Document": {"stored_name"},
    "cases.Letter": {"stored_name", "sha256", "byte_count"},
    "ledger.OutboxMessage": {"arguments"},
    # What the rows hash to holds the moments at which they were written.
    "ledger.Seal": {"row_marks", "previous_hash", "hash", "sealed_recorded_at"},
    "portal.DraftFile": {"stored_name"},
    "portal.SubmissionFile": {"stored_name"},
}


@dataclass(frozen=True)
class Demonstration:
    """Where a loaded demonstration keeps its sign-ins, and what the command said."""

    data: Path
    said: str


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    run_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demonstration]:
    """A demonstration of a Tuesday, loaded once for the module; each test's own changes are rolled back."""
    data = tmp_path_factory.mktemp("demonstration") / "data"
    said = data.parent / "said.txt"
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(settings, "MEDIA_ROOT", run_folder / "files")
        with said.open("w") as output:
            call_command("load_demo", as_of=TUESDAY, data=data, stdout=output)
        yield Demonstration(data, said.read_text())
        databases.renew()


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., str]:
    """Load a demonstration inside the test; gives what the command said."""

    def load_as_of(as_of: date, **options: object) -> str:
        with (tmp_path / "said.txt").open("w+") as output:
            call_command("load_demo", as_of=as_of, data=tmp_path, stdout=output, **options)
            output.seek(0)
            return output.read()

    return load_as_of


def content_of_database() -> dict[str, str]:
    """A hash of the rows of every table, by model."""
    return {
        model._meta.label: _hash(model)
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and not is_history_model(model)
    }


def _hash(model: type) -> str:
    left_out = LEFT_OUT.get(model._meta.label, set())
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    rows = list(model._default_manager.order_by("pk").values_list(*names))
    return hashlib.sha256(json.dumps(rows, cls=_Encoder, ensure_ascii=False).encode()).hexdigest()


class _Encoder(DjangoJSONEncoder):
    def default(self, value: object) -> object:
        if isinstance(value, memoryview):
            return bytes(value).hex()
        return str(value) if isinstance(value, uuid.UUID) else super().default(value)
