"""Who gets in by key, and where a key leads: its school’s own submissions, and nowhere else."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts import middleware
from accounts.models import User
from exclusions.webforms import FORM
from ledger.models import ViewRecord
from portal import webforms
from portal.actions.api_keys import revoke_key
from portal.api.authentication import KeyThrottle
from portal.api.urls import urlpatterns
from portal.models import SchoolApiKey, Submission
from portal.rows import columns_of
from schools.models import SchoolStaff
from tests.factories.children import enrol, make_school
from tests.factories.exclusions import Desk
from tests.factories.school_api import SEND, Api, body, errors
from tests.factories.school_rows import TODAY
from tests.factories.suspensions import make_suspension

SignIn = Callable[[User], Client]


class TestTwoSchools:
    def test_each_sends_its_own_about_a_dually_registered_pupil(self, desk: Desk, api: Api) -> None:
        other = make_school("Fernhill School (invented)")
        enrol(desk.child, other, kind="dual")
        theirs = Api(other)
        assert api.post(body(desk.child)).status_code == 201
        looked = theirs.post(body(desk.child), query="?dry_run=true")
        assert looked.json()["already_sent_as"] is None
        assert "EX-S-2026-0001" not in looked.content.decode()
        assert theirs.post(body(desk.child)).status_code == 201, "the same Idempotency-Key of another school is another"
        assert {each.school for each in Submission.objects.all()} == {desk.school, other}

    def test_a_pupil_of_another_roll_is_typed_and_tells_nothing(self, desk: Desk, api: Api) -> None:
        make_suspension(desk, date(2026, 10, 5), date(2026, 10, 9))
        theirs = Api(make_school("Fernhill School (invented)"))
        answer = theirs.post(body(desk.child), query="?dry_run=true").json()
        assert "Earlier suspensions of this pupil are not in these numbers" in answer["meaning"]["warnings"][0]
        assert "7.0" not in json.dumps(answer)


class TestKeys:
    def refused(self, api: Api, desk: Desk) -> None:
        for response in (api.post(body(desk.child)), api.get("EX-S-2026-0001")):
            assert response.status_code == 401
            assert response.headers["WWW-Authenticate"] == "Bearer"
            assert response.json()["errors"]
        assert not Submission.objects.exists()

    def test_revoked(self, desk: Desk, api: Api) -> None:
        revoke_key(key=api.key, by=api.head, as_of=TODAY)
        self.refused(api, desk)

    def test_expired(self, desk: Desk, api: Api) -> None:
        SchoolApiKey.objects.update(expires_on=TODAY - timedelta(days=1))
        self.refused(api, desk)

    def test_of_a_head_teacher_who_has_left(self, desk: Desk, api: Api) -> None:
        SchoolStaff.objects.filter(user=api.head).update(ends_on=TODAY - timedelta(days=1))
        self.refused(api, desk)

    def test_forged(self, desk: Desk, api: Api) -> None:
        api.secret = api.secret[:-1] + ("a" if api.secret[-1] != "a" else "b")
        self.refused(api, desk)

    @pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "Token x", "Bearer a b c"])
    def test_none(self, desk: Desk, api: Api, header: str) -> None:
        response = Client().post(SEND, "{}", content_type="application/json", headers={"Authorization": header})
        assert response.status_code == 401

    def test_a_cookie_is_no_key(self, desk: Desk, api: Api, sign_in: SignIn) -> None:
        for person in (api.head, desk.officer):
            client = sign_in(person)
            headers = {"Idempotency-Key": "1"}
            assert (
                client.post(SEND, body(desk.child), content_type="application/json", headers=headers).status_code == 401
            )
            assert client.get("/api/v1/submissions/EX-S-2026-0001/").status_code == 401
        assert not Submission.objects.exists()

    def test_a_key_leads_to_no_page(self, desk: Desk, api: Api) -> None:
        for address in ("/", "/work/", "/school/keys/", "/sent/EX-S-2026-0001/", "/send/exclusion/", "/cases/"):
            response = api.client.get(address, headers=api.headers())
            assert response.status_code == 302
            assert response.headers["Location"].startswith("/account/sign-in/")

    def test_a_key_goes_with_another_persons_cookie_nowhere_else(self, desk: Desk, api: Api, sign_in: SignIn) -> None:
        client = sign_in(desk.officer)
        response = client.post(
            SEND, json.dumps(body(desk.child)), content_type="application/json",
            headers=api.headers(**{"Idempotency-Key": "1"}),
        )  # fmt: skip
        assert response.status_code == 201
        assert Submission.objects.get().by == api.head

    def test_the_day_of_use_is_kept(self, desk: Desk, api: Api) -> None:
        api.post("{}")
        api.key.refresh_from_db()
        assert api.key.last_used_on == TODAY

    def test_so_many_requests_in_a_minute(self, desk: Desk, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(KeyThrottle, "THROTTLE_RATES", {"school_key": "2/min"})
        other = Api(make_school())
        assert [api.get("x").status_code for _ in range(3)] == [404, 404, 429]
        refused = api.get("x")
        assert int(refused.headers["Retry-After"]) > 0
        assert errors(refused)[""].startswith("Too many requests of this key in a minute. Wait as many seconds")
        assert other.get("x").status_code == 404, "another school is not held up"
        without = Client().get("/api/v1/submissions/x/")
        assert without.status_code == 401
        assert errors(without)[""].startswith("Send your school’s key with the request")


class TestSchema:
    def test_is_for_who_is_signed_in_and_for_a_key(self, desk: Desk, api: Api, sign_in: SignIn) -> None:
        address = "/api/v1/schema/"
        assert Client().get(address).status_code == 401
        assert sign_in(desk.officer).get(address).status_code == 200
        schema = json.loads(api.client.get(address, headers=api.headers()).content)
        assert set(schema["paths"]) == {SEND, "/api/v1/submissions/{submission_reference}/"}
        posted = schema["paths"][SEND]["post"]["requestBody"]["content"]["application/json"]["schema"]
        names = {column.key for column in columns_of(FORM).columns}
        assert set(posted["properties"]) == names | {"incident", "confirmed_doubts"}
        assert posted["additionalProperties"] is False
        assert schema["components"]["securitySchemes"]["schoolKey"] == {"type": "http", "scheme": "bearer"}
        always = posted["properties"]["confirmed_doubts"]["description"]
        assert "Always asked: `no_notice_file`. No documents can be sent so" in always
        refused = schema["paths"][SEND]["post"]["responses"]["422"]["content"]["application/json"]["schema"]
        assert "confirm_in" in refused["properties"]["doubts"]["items"]["properties"]
        assert "Persistent or general disruptive behaviour" in posted["properties"]["reasons"]["description"]

    def test_who_must_set_up_codes_first_reads_nothing(self, desk: Desk, sign_in: SignIn, settings: Any) -> None:
        settings.REQUIRE_TOTP = True
        response = sign_in(desk.officer).get("/api/v1/schema/")
        assert response.status_code == 302
        assert "security-codes" in response.headers["Location"]

    def test_exactly_these_addresses_ask_for_the_key_themselves(self) -> None:
        assert {str(pattern.name) for pattern in urlpatterns} == middleware.KEY_URL_NAMES
        assert not middleware.KEY_URL_NAMES & middleware.SET_UP_URL_NAMES
        assert any(str(pattern.pattern) == "api/v1/" for pattern in get_resolver().url_patterns)

    def test_every_form_with_columns_has_its_address(self) -> None:
        with_columns = {f"api_send_{form.columns.path}" for form in webforms.webforms() if form.columns}
        assert with_columns <= middleware.KEY_URL_NAMES


def test_the_view_log_has_which_pupil_a_school_was_told_about(desk: Desk, api: Api) -> None:
    api.post(body(desk.child), query="?dry_run=true")
    api.post(body(desk.child))
    api.get("EX-S-2026-0001")
    rows = ViewRecord.objects.filter(user_id=api.head.pk).order_by("pk")
    assert [(each.what, each.child_ids) for each in rows] == [
        ("api_look", [desk.child.pk]),
        ("api_send", [desk.child.pk]),
        ("api_submission", [desk.child.pk]),
    ]


def test_no_log_line_holds_a_childs_data(desk: Desk, api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for content in (body(desk.child), body(desk.child, decided_on="Hughes"), body(desk.child, Hughes="Amira")):
        api.post(content)
        api.post(content, key=desk.child.surname)
    lines = " ".join(f"{each.getMessage()} {each.args}" for each in caplog.records if "SELECT" not in each.getMessage())
    app = [line for line in lines.splitlines() if "INSERT" not in line and "UPDATE" not in line]
    for word in (desk.child.surname, desk.child.upn, api.secret):
        assert word not in " ".join(app)
