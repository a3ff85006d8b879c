"""The one row of the authority, and the local authorities around it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from ledger.models import AdministrativeEvent, OutboxMessage
from ledger.versions import StaleEdit
from schools.actions import authority as actions
from schools.actions.authority import AuthorityRefused
from schools.actions.local_authorities_import import import_local_authorities
from schools.effects import RECOMPUTE_TASK
from schools.import_files import FileRefused
from schools.models import Authority, LocalAuthority


def test_it_is_set_up_once(administrator: User, as_of: date) -> None:
    coventry = actions.set_up(name="Coventry City Council", la_code="331", policy="coventry", by=None, as_of=as_of)
    assert coventry.version == 1
    with pytest.raises(AuthorityRefused, match="set up already"):
        actions.set_up(name="Another", la_code="330", by=administrator, as_of=as_of)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"name": " "}, "name"),
        ({"la_code": "33"}, "la_code"),
        ({"policy": "atlantis"}, "policy"),
        ({"brand_colour": "teal"}, "brand_colour"),
        ({"motto": "x"}, "motto"),
    ],
)
def test_a_wrong_setting_is_refused_by_field(db: None, as_of: date, settings: dict[str, Any], field: str) -> None:
    with pytest.raises(AuthorityRefused) as refusal:
        actions.set_up(**{"name": "Coventry", "la_code": "331", **settings}, by=None, as_of=as_of)
    assert refusal.value.field == field
    assert not Authority.objects.exists()


def test_a_change_carries_its_version(administrator: User, officer: User, as_of: date) -> None:
    coventry = actions.set_up(name="Coventry", la_code="331", by=None, as_of=as_of)
    changed = actions.change(
        authority=coventry, version=1, by=administrator, as_of=as_of, contact_for_schools="024 7600 0000"
    )
    assert changed.version == 2
    assert AdministrativeEvent.objects.get(code="schools.authority_changed").facts["changed"] == ["contact_for_schools"]
    with pytest.raises(StaleEdit):
        actions.change(authority=coventry, version=1, by=administrator, as_of=as_of, name="Other")
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        actions.change(authority=coventry, version=2, by=officer, as_of=as_of, name="Other")


def test_the_neighbours_are_there(db: None) -> None:
    names = dict(LocalAuthority.objects.values_list("code", "name"))
    assert names["331"] == "Coventry"
    assert {"330", "334", "937", "855", "941"} <= names.keys()


def test_local_authorities_come_by_code_and_again_without_change(administrator: User, as_of: date) -> None:
    content = (
        'code,name,missing_education_contact\n331,Coventry,cme@example.org\n801,"Bristol, City of",\n8,Bad,\n802,,\n'
        f"803,{'n' * 121},\n"
    ).encode()
    first = import_local_authorities(content=content, by=administrator, as_of=as_of)
    again = import_local_authorities(content=content, by=administrator, as_of=as_of)
    assert first.counts == {"created": 1, "updated": 1, "unchanged": 0}
    assert again.counts == {"created": 0, "updated": 0, "unchanged": 2}
    assert [(error.line, error.column) for error in first.errors] == [(4, "code"), (5, "name"), (6, "name")]
    assert LocalAuthority.objects.get(code="801").name == "Bristol, City of"


def test_only_an_administrator_brings_in_local_authorities(officer: User, as_of: date) -> None:
    with pytest.raises(PermissionDenied):
        import_local_authorities(content=b"code,name\n801,Bristol\n", by=officer, as_of=as_of)
    with pytest.raises(FileRefused, match="lacks a column: name"):
        import_local_authorities(content=b"code\n801\n", by=None, as_of=as_of)


def test_another_policy_works_every_date_out_again(administrator: User, as_of: date) -> None:
    authority = actions.set_up(name="Coventry", la_code="331", by=None, as_of=as_of)
    actions.change(authority=authority, version=1, by=administrator, as_of=as_of, brand_colour="#123456")
    assert not OutboxMessage.objects.exists()
    actions.change(authority=authority, version=2, by=administrator, as_of=as_of, policy="coventry")
    assert OutboxMessage.objects.get().task_name == RECOMPUTE_TASK
    assert OutboxMessage.objects.get().arguments == {"school_id": None}
