"""The API: the same checks as the form, once for each Idempotency-Key, and for the school of the key alone."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from accounts import middleware
from accounts.models import User
from cases.models import Child
from exclusions.webforms import FORM
from ledger.models import ViewRecord
from portal import webforms
from portal.actions.api_keys import make_key, revoke_key
from portal.actions.asking import ask_school
from portal.actions.deciding import accept, return_to_school
from portal.api.authentication import KeyThrottle
from portal.api.urls import urlpatterns
from portal.models import ApiAnswer, Draft, Incident, SchoolApiKey, Submission
from portal.rows import columns_of
from schools.models import School, SchoolStaff
from tests.factories.children import VALID_UPNS, enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_head_teacher
from tests.factories.school_rows import TODAY, file_of, permanent_row, receive, row, states
from tests.factories.suspensions import make_suspension

SEND = "/api/v1/submissions/exclusions/"
CONFIRM = ["no_notice_file"]
SignIn = Callable[[User], Client]


class Api:
    """A school's own system with its key."""

    def __init__(self, school: School, as_of: date = TODAY) -> None:
        self.school, self.head = school, make_head_teacher(school)
        made = make_key(school=school, label="Our system", by=self.head, as_of=as_of)
        self.key, self.secret = made.key, made.secret
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **more}

    def post(self, body: Any, key: str = "one", query: str = "", **headers: str) -> HttpResponse:
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        more = {"Idempotency-Key": key} if key else {}
        return self.client.post(
            SEND + query, content, content_type="application/json", headers=self.headers(**more, **headers)
        )

    def get(self, reference: str) -> HttpResponse:
        return self.client.get(f"/api/v1/submissions/{reference}/", headers=self.headers())


@pytest.fixture
def api(desk: Desk) -> Api:
    return Api(desk.school)


def body(child: Child | None = None, /, **changes: Any) -> dict[str, Any]:
    return {**row(child), "confirmed_doubts": CONFIRM, **changes}


def errors(response: HttpResponse) -> dict[str, str]:
    return {each["field"]: each["message"] for each in response.json()["errors"]}


class TestSending:
    def test_is_sent_like_a_form_and_answered_with_its_meaning(self, desk: Desk, api: Api) -> None:
        response = api.post(body(desk.child))
        assert response.status_code == 201
        assert response.headers["Location"] == "/api/v1/submissions/EX-S-2026-0001/"
        answer = response.json()
        assert (answer["reference"], answer["status"]) == ("EX-S-2026-0001", "received")
        assert {"label": "This suspension", "value": "2.0 school days"} in answer["meaning"]["rows"]
        sent = Submission.objects.get()
        assert (sent.by, sent.school, sent.kind) == (api.head, desk.school, "suspension")
        assert sent.payload["pupil"]["child"] == str(desk.child.uuid)
        assert [each["code"] for each in sent.payload["_confirmed"]] == CONFIRM
        assert api.get(answer["reference"]).json()["status"] == "received"

    def test_the_same_request_again_has_the_same_answer(self, desk: Desk, api: Api) -> None:
        first = api.post(body(desk.child))
        make_suspension(desk, date(2026, 10, 5), date(2026, 10, 9))
        again = api.post(dict(reversed(body(desk.child).items())))
        assert again.status_code == first.status_code
        assert again.json() == first.json(), "also when another suspension has come since"
        assert again.headers["Idempotent-Replayed"] == "true"
        assert Submission.objects.count() == 1

    @pytest.mark.parametrize("changes", [{"reasons": "BU"}, {"confirmed_doubts": [*CONFIRM, "x"]}, {"incident": "1"}])
    def test_other_content_under_the_same_key_is_refused(self, desk: Desk, api: Api, changes: dict[str, Any]) -> None:
        api.post(body(desk.child))
        response = api.post(body(desk.child, **changes))
        assert response.status_code == 409
        assert "was used for another form" in errors(response)[""]
        assert Submission.objects.count() == 1

    def test_the_same_pupil_and_days_under_another_key_are_not_sent_twice(self, desk: Desk, api: Api) -> None:
        api.post(body(desk.child))
        response = api.post(body(desk.child, upn=""), key="two")
        assert response.status_code == 409
        assert response.json()["already_sent_as"] == "EX-S-2026-0001"
        assert states(receive(desk, api.head, file_of(row(desk.child)))) == ["already"], "nor by a file"

    def test_a_refusal_does_not_use_the_key_up(self, desk: Desk, api: Api) -> None:
        assert api.post(body(desk.child, contact_name="")).status_code == 422
        assert api.post(body(desk.child)).status_code == 201

    def test_doubts_are_to_be_confirmed_by_their_codes(self, desk: Desk, api: Api) -> None:
        response = api.post(row(desk.child, parents_told_on=""))
        assert response.status_code == 422
        assert {each["code"] for each in response.json()["doubts"]} == {"not_told_parents", "no_notice_file"}
        assert response.json()["errors"] == []
        some = api.post(body(desk.child, parents_told_on=""))
        assert [each["code"] for each in some.json()["doubts"]] == ["not_told_parents"]
        both = [*CONFIRM, "not_told_parents"]
        assert api.post(body(desk.child, parents_told_on="", confirmed_doubts=both)).status_code == 201

    def test_faults_name_the_field_and_the_fix(self, desk: Desk, api: Api) -> None:
        response = api.post(body(desk.child, decided_on="soon", reasons=["XX"], looked_after=None))
        assert response.status_code == 422
        found = errors(response)
        assert set(found) == {"decided_on", "reasons", "looked_after"}
        assert "real date" in found["decided_on"]
        assert "Write one or more of: PP" in found["reasons"]
        assert "Write one of: yes, no, unknown" in found["looked_after"]
        assert not Draft.objects.exists()

    def test_an_incident_ties_pupils_together(self, desk: Desk, api: Api) -> None:
        answers = [
            api.post(body(child, incident="K12"), key=key).json()
            for child, key in ((desk.child, "one"), (make_child("Tully", "Ben"), "two"))
        ]
        assert {each["incident"] for each in answers} == {Incident.objects.get().number}
        again = api.post(body(desk.child, incident="K12", last_day="11/11/2026"), key="three")
        assert "in the incident already" in errors(again)[""]
        assert Draft.objects.count() == 2

    def test_a_hidden_record_never_leaks(self, desk: Desk, api: Api) -> None:
        make_suspension(desk, date(2026, 10, 5), date(2026, 10, 9))
        Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
        hidden = api.post(row(desk.child), query="?dry_run=true").json()
        unknown = api.post(row(None, upn=VALID_UPNS[1]), query="?dry_run=true").json()
        assert hidden == unknown
        assert api.post(body(desk.child)).status_code == 201


class TestLooking:
    def test_a_dry_run_says_everything_and_sends_nothing(self, desk: Desk, api: Api) -> None:
        response = api.post(permanent_row(desk.child), key="", query="?dry_run=true")
        assert response.status_code == 200
        answer = response.json()
        assert answer["errors"] == []
        assert [each["code"] for each in answer["doubts"]] == CONFIRM
        assert answer["already_sent_as"] is None
        assert answer["meaning"]["title"] == "Permanent exclusion"
        assert not Draft.objects.exists()
        assert not ApiAnswer.objects.exists()

    def test_faults_and_what_was_sent_before(self, desk: Desk, api: Api) -> None:
        api.post(body(desk.child))
        assert api.post(body(desk.child), query="?dry_run=1").json()["already_sent_as"] == "EX-S-2026-0001"
        response = api.post(body(desk.child, contact_name=""), query="?dry_run=True")
        assert set(errors(response)) == {"contact_name"}
        assert api.post(body(kind_of="x"), query="?dry_run=true").status_code == 422


class TestShape:
    @pytest.mark.parametrize(
        ("content", "status"),
        [
            ("", 422),
            ("{", 400),
            ("[" * 90_000, 400),
            ('{"a": NaN}', 400),
            (b"\xff\xfe", 400),
            ("[]", 422),
            ('"text"', 422),
            ("null", 422),
            ("{}", 422),
            ('{"surname": {"a": 1}}', 422),
            ('{"surname": [1]}', 422),
            ('{"surname": 1.5}', 422),
            ('{"hair_colour": "red"}', 422),
            ('{"confirmed_doubts": "all"}', 422),
            ('{"confirmed_doubts": [1]}', 422),
            ('{"incident": 7}', 422),
            ('{"surname": "\\u0000\\ud800"}', 422),
            (" " * 200_001, 413),
        ],
    )
    def test_what_is_no_form_is_refused_in_one_shape(
        self, desk: Desk, api: Api, content: str | bytes, status: int
    ) -> None:
        response = api.post(content)
        assert response.status_code == status
        assert response.headers["Content-Type"] == "application/json"
        assert all(set(each) == {"field", "message"} for each in response.json()["errors"])
        assert response.json()["errors"]
        assert not Submission.objects.exists()

    @pytest.mark.parametrize(("key", "words"), [("", "Send the header"), ("x" * 201, "at most 200"), ("ä", "plain")])
    def test_the_idempotency_key(self, desk: Desk, api: Api, key: str, words: str) -> None:
        response = api.post(body(desk.child), key=key)
        assert response.status_code == 400
        assert words in errors(response)[""]

    def test_no_field_of_a_model_can_be_set(self, desk: Desk, api: Api) -> None:
        fields = [field.name for model in (Draft, Submission) for field in model._meta.concrete_fields]
        fields.remove("incident")
        response = api.post(body(desk.child, **dict.fromkeys(fields, "x")))
        assert set(errors(response)) == set(fields)

    def test_another_content_type_and_method(self, desk: Desk, api: Api) -> None:
        form = api.client.post(SEND, {"surname": "x"}, headers=api.headers(**{"Idempotency-Key": "1"}))
        assert form.status_code == 415
        assert api.client.get(SEND, headers=api.headers()).status_code == 405
        assert api.client.post("/api/v1/submissions/EX-S-2026-0001/", headers=api.headers()).status_code == 405


class TestStatus:
    def test_says_what_was_decided_and_why(self, desk: Desk, api: Api) -> None:
        api.post(body(desk.child))
        sent = Submission.objects.get()
        ask_school(submission=sent, text="Which day?", by=desk.officer, as_of=TODAY)
        assert api.get(sent.reference).json() | {"received_at": ""} == {
            "reference": sent.reference,
            "received_at": "",
            "status": "received",
            "decision": None,
            "open_question_count": 1,
            "page": f"/sent/{sent.reference}/",
        }
        return_to_school(submission=sent, reason="The days differ.", by=desk.officer, as_of=TODAY)
        answer = api.get(sent.reference.lower()).json()
        assert (answer["status"], answer["decision"]["reason"]) == ("returned", "The days differ.")
        assert answer["open_question_count"] == 0

    def test_names_no_case_and_no_officer(self, desk: Desk, api: Api) -> None:
        api.post(body(desk.child))
        case = accept(submission=Submission.objects.get(), child=desk.child, by=desk.officer, as_of=TODAY)
        text = api.get("EX-S-2026-0001").content.decode()
        assert '"accepted"' in text
        assert case.reference not in text
        assert desk.officer.name not in text

    def test_another_schools_is_as_absent_as_none(self, desk: Desk, api: Api) -> None:
        other = make_school("Fernhill School (invented)")
        enrol(desk.child, other, kind="dual")
        theirs = Api(other)
        api.post(body(desk.child))
        found, none = theirs.get("EX-S-2026-0001"), theirs.get("EX-S-1999-0001")
        assert (found.status_code, none.status_code) == (404, 404)
        assert found.content == none.content
        assert api.get("EX-S-2026-0001\x00").status_code == 200

    def test_parts_have_no_status_of_their_own(self, desk: Desk, api: Api) -> None:
        api.post(body(desk.child))
        assert api.get("EX-S-2026-0001-C1").status_code == 404


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
        assert "Expected available in" in errors(refused)[""]
        assert other.get("x").status_code == 404, "another school is not held up"
        assert Client().get("/api/v1/submissions/x/").status_code == 401


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_eight_at_once_are_one_submission(same_key: bool) -> None:
    desk = Desk()
    api = Api(desk.school)
    clients = [Client() for _ in range(8)]
    gate, answers = threading.Barrier(len(clients)), []

    def press(number: int, client: Client) -> None:
        gate.wait()
        try:
            headers = api.headers(**{"Idempotency-Key": "one" if same_key else str(number)})
            response = client.post(SEND, json.dumps(body(desk.child)), content_type="application/json", headers=headers)
            answers.append((response.status_code, response.json().get("reference")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=each) for each in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Submission.objects.count() == 1
    expected = (201, "EX-S-2026-0001") if same_key else (409, None)
    assert answers.count(expected) == (8 if same_key else 7)
