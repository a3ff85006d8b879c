"""A head teacher makes and revokes keys; a key is shown once and kept as a hash."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from ledger.models import AdministrativeEvent
from portal.actions.api_keys import MOST_KEYS, KeysRefused, MadeKey, make_key, note_use, revoke_key
from portal.api_keys import find_key, hash_of, new_key
from portal.models import SchoolApiKey
from schools.models import SchoolStaff
from tests.factories.people import LONG_AGO, make_head_teacher
from tests.factories.webforms import AS_OF, Office

SignIn = Callable[[User], Client]
PAGE = "/school/keys/"
KEY = re.compile(r'name="form_key" value="([^"]+)"')


@pytest.fixture
def head(office: Office) -> User:
    """The school's head teacher."""
    return make_head_teacher(office.school)


def make(office: Office, by: User, as_of: date = AS_OF) -> MadeKey:
    return make_key(school=office.school, label="Our system", by=by, as_of=as_of)


def test_what_is_kept_is_not_the_key(office: Office, head: User) -> None:
    made = make(office, head)
    row = SchoolApiKey.objects.values().get()
    assert made.secret not in str(row)
    assert row["secret_sha256"] == hash_of(made.secret)
    assert row["prefix"] == made.secret.split("_")[1]
    assert row["expires_on"] == date(2027, 9, 15)
    event = AdministrativeEvent.objects.get(code="portal.api_key_made")
    assert event.facts == {"urn": office.school.urn, "prefix": row["prefix"]}
    assert new_key()[0] != new_key()[0]


def test_a_good_key_is_found_up_to_its_last_day(office: Office, head: User) -> None:
    made = make(office, head)
    for day in (AS_OF, made.key.expires_on):
        assert find_key(made.secret, day) == made.key
    assert find_key(made.secret, made.key.expires_on + timedelta(days=1)) is None


@pytest.mark.parametrize(
    "text",
    ["", "onroll", "onroll__x", "onroll_{prefix}_wrong", "other_{prefix}_{rest}", "onroll_{prefix}", "onroll_\x00_x",
     "onroll_{prefix}_{rest}x", "onroll_{upper}_{rest}"],
)  # fmt: skip
def test_what_is_not_the_key_is_not_found(office: Office, head: User, text: str) -> None:
    secret = make(office, head).secret
    _, prefix, rest = secret.split("_", 2)
    assert find_key(text.format(prefix=prefix, rest=rest, upper=prefix.upper() + "x"), AS_OF) is None


def test_a_revoked_key_is_not_found_and_stays_revoked(office: Office, head: User) -> None:
    made = make(office, head)
    first = revoke_key(key=made.key, by=head, as_of=AS_OF)
    again = revoke_key(key=made.key, by=head, as_of=AS_OF)
    assert find_key(made.secret, AS_OF) is None
    assert again.revoked_at == first.revoked_at
    assert AdministrativeEvent.objects.filter(code="portal.api_key_revoked").count() == 1


def test_a_key_ends_with_its_makers_place_and_account(office: Office, head: User) -> None:
    secret = make(office, head).secret
    SchoolStaff.objects.filter(user=head).update(ends_on=AS_OF - timedelta(days=1))
    assert find_key(secret, AS_OF) is None
    SchoolStaff.objects.filter(user=head).update(ends_on=None)
    assert find_key(secret, AS_OF) is not None
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert find_key(secret, AS_OF) is None


def test_a_key_of_the_demonstration_is_good_only_where_its_sign_ins_are(
    office: Office, head: User, settings: object
) -> None:
    secret = make(office, head).secret
    User.objects.filter(pk=head.pk).update(is_demonstration=True)
    assert find_key(secret, AS_OF) is not None
    settings.ARE_DEMO_SIGN_INS_ALLOWED = False  # type: ignore[attr-defined]
    assert find_key(secret, AS_OF) is None


def test_the_day_of_the_last_use_is_written_once_a_day(office: Office, head: User) -> None:
    key = make(office, head).key
    for _ in range(3):
        note_use(key=key, as_of=AS_OF)
    key.refresh_from_db()
    assert key.last_used_on == AS_OF
    assert SchoolApiKey.pgh_event_model.objects.filter(pgh_obj=key.pk).count() == 2


def test_a_school_has_so_many_keys_at_a_time(office: Office, head: User) -> None:
    keys = [make(office, head).key for _ in range(MOST_KEYS)]
    with pytest.raises(KeysRefused, match="Revoke one"):
        make(office, head)
    revoke_key(key=keys[0], by=head, as_of=AS_OF)
    assert make(office, head)
    assert make(office, head, as_of=date(2028, 1, 1)), "expired ones do not count"


def test_only_the_head_teacher_of_the_school(office: Office, head: User) -> None:
    key = make(office, head).key
    other = make_head_teacher(office.outsider.school_places.get().school)
    for person in (office.user, office.officer, other):
        with pytest.raises(PermissionDenied):
            make(office, person)
        with pytest.raises(PermissionDenied):
            revoke_key(key=key, by=person, as_of=AS_OF)


class TestPages:
    def make(self, client: Client, **data: str) -> str:
        key = unescape(KEY.findall(client.get(PAGE).content.decode())[0])
        self.posted = {"form_key": key, "label": "Our system", **data}
        return client.post(PAGE, self.posted, follow=True).content.decode()

    def test_the_key_is_shown_once(self, office: Office, head: User, sign_in: SignIn) -> None:
        client = sign_in(head)
        assert f'href="{PAGE}"' in client.get("/").content.decode()
        page = self.make(client)
        secret = re.findall(r"onroll_[a-z0-9]+_[\w-]+", page)[0]
        assert find_key(secret, AS_OF)
        again = client.post(PAGE, self.posted, follow=True).content.decode()
        assert "sent twice and counted once" in again
        assert secret not in again
        assert secret.split("_")[1] in again
        assert SchoolApiKey.objects.count() == 1

    def test_what_is_missing_is_said(self, office: Office, head: User, sign_in: SignIn) -> None:
        assert "Enter what the key is for" in self.make(sign_in(head), label="")
        for _ in range(MOST_KEYS):
            make(office, head)
        assert "Revoke one that is no longer used" in self.make(sign_in(head))

    def test_revoking_asks_first_and_is_done_once(self, office: Office, head: User, sign_in: SignIn) -> None:
        client, made = sign_in(head), make(office, head)
        address = f"{PAGE}{made.key.uuid}/revoke/"
        key = unescape(KEY.findall(client.get(address).content.decode())[0])
        assert find_key(made.secret, AS_OF)
        for _ in range(2):
            page = client.post(address, {"form_key": key}, follow=True).content.decode()
        assert "Revoked by" in page
        assert find_key(made.secret, AS_OF) is None

    def test_used_and_expired_keys_say_so(self, office: Office, head: User, sign_in: SignIn) -> None:
        note_use(key=make(office, head).key, as_of=AS_OF)
        SchoolApiKey.objects.filter(pk=make(office, head).key.pk).update(expires_on=AS_OF - timedelta(days=1))
        page = sign_in(head).get(PAGE).content.decode()
        assert "Used last on 15 September 2026" in page
        assert "Not used yet" in page
        assert "Expired" in page

    def test_who_may(self, office: Office, head: User, sign_in: SignIn) -> None:
        made = make(office, head)
        revoke = f"{PAGE}{made.key.uuid}/revoke/"
        other = sign_in(make_head_teacher(office.outsider.school_places.get().school))
        expected = ((sign_in(office.user), 403, 403), (sign_in(office.officer), 404, 404), (other, 200, 404))
        for client, on_list, on_key in expected:
            assert client.get(PAGE).status_code == on_list
            assert client.get(revoke).status_code == client.post(revoke).status_code == on_key
        assert "Our system" not in other.get(PAGE).content.decode()
        assert "Keys of the API" not in sign_in(office.user).get("/").content.decode()
        assert find_key(made.secret, AS_OF)

    def test_who_heads_several_schools_chooses_first(self, office: Office, head: User, sign_in: SignIn) -> None:
        SchoolStaff.objects.create(
            user=head, school=office.outsider.school_places.get().school, job="", starts_on=LONG_AGO
        )
        assert sign_in(head).get(PAGE).headers["Location"] == "/school/"


def test_no_other_role_of_a_school_manages_keys() -> None:
    from portal.permissions import GRANTS, Permission  # here: the table itself is what is looked at

    assert [role for role, granted in GRANTS.items() if Permission.MANAGE_KEYS in granted] == [Role.HEAD_TEACHER]
