"""The front end's lock and its build."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def test_the_lock_holds_versions_and_hashes_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in text
    assert "http" not in text
    packages = json.loads(text)["packages"]
    assert all(entry["integrity"].startswith("sha512-") for path, entry in packages.items() if path)


def test_packages_run_no_scripts_when_installed() -> None:
    npmrc = (ROOT / ".npmrc").read_text().splitlines()
    assert "ignore-scripts=true" in npmrc
    assert "omit-lockfile-registry-resolved=true" in npmrc


def test_a_brand_can_be_changed_by_one_property() -> None:
    css = (ROOT / "static" / "built" / "onroll.css").read_text()
    assert "--govuk-brand-colour: #0f5e5a" in css or "--govuk-brand-colour:#0f5e5a" in css
    assert "background-color:var(--govuk-brand-colour" in css
