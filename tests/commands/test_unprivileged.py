"""PostgreSQL under root: in a user namespace, and as nobody where there are none."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import psycopg
import pytest

from config.servers import unprivileged
from config.servers.embedded import embedded_servers


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to give something up")
def test_root_without_user_namespaces_runs_it_as_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unprivileged, "_has_user_namespaces", lambda: False)
    place = None
    try:
        for _start in ("first", "again"):
            with embedded_servers(tmp_path) as servers:
                place = servers.postgresql.standing.data.parent
                postmaster = int((place / "data" / "postmaster.pid").read_text().split("\n")[0])
                assert Path(f"/proc/{postmaster}").stat().st_uid == unprivileged.NOBODY
                with psycopg.connect(servers.addresses()["DATABASE_URL"]) as connection:
                    assert connection.execute("SELECT current_user").fetchone() == ("onroll_app",)
    finally:
        if place:
            shutil.rmtree(place)


def test_the_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    standing = unprivileged.standing(tmp_path / "data", tmp_path)
    assert standing.data.stat().st_mode & 0o077 == 0
