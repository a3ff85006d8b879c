"""The API: the same checks as the form, once for each Idempotency-Key, and for the school of the key alone."""

from __future__ import annotations

import json
import threading
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from cases.models import Child
from portal.actions.asking import ask_school
from portal.actions.deciding import accept, return_to_school
from portal.models import ApiAnswer, Draft, Incident, Submission
from tests.factories.children import VALID_UPNS, enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.school_api import CONFIRM, SEND, Api, body, errors
from tests.factories.school_rows import TODAY, file_of, permanent_row, receive, row, states
from tests.factories.suspensions import make_suspension


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
        assert {each["confirm_in"] for each in response.json()["doubts"]} == {"confirmed_doubts"}
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

    def test_a_mark_of_direction_in_a_name_is_taken_out(self, desk: Desk, api: Api) -> None:
        assert api.post(body(None, surname="\u202eSenoj")).status_code == 201
        assert Submission.objects.get().payload["pupil"]["surname"] == "Senoj"

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
        assert [(each["code"], each["confirm_in"]) for each in answer["doubts"]] == [(*CONFIRM, "confirmed_doubts")]
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
            ("", 411),
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
            ('{"incident": "\\ud800"}', 422),
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

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("surname", True, "Send a text or null"),
            ("contact_telephone", 1632960001, "Send a text or null"),
            ("decided_on", 20261109, "Send a text or null"),
            ("given_names", ["Amira"], "Send a text or null"),
            ("looked_after", 1, "Send a text, true or false or null"),
            ("year_group", True, "Send a text, a whole number or null"),
            ("reasons", [["DB"]], "Send a text, a list of texts or null"),
            ("surname", "Hug\x00hes", "Take out the characters that cannot be kept"),
            ("anything_else", "\ud83d", "Take out the characters that cannot be kept"),
            ("reasons", ["DB\x00"], "Take out the characters that cannot be kept"),
            ("incident", "K\x0012", "Take out the characters that cannot be kept"),
        ],
    )
    def test_a_value_of_another_kind_names_the_field(
        self, desk: Desk, api: Api, field: str, value: object, words: str
    ) -> None:
        response = api.post(body(desk.child, **{field: value}))
        assert response.status_code == 422
        assert words in errors(response)[field]
        assert set(errors(response)) == {field}
        assert not Submission.objects.exists()

    def test_numbers_and_flags_are_taken_where_a_field_has_them(self, desk: Desk, api: Api) -> None:
        typed = body(make_child("Tully", "Ben"), year_group=9, looked_after=False, reasons=["DB", "BU"])
        assert api.post(typed).status_code == 201

    def test_a_body_in_chunks_is_refused_and_never_taken_for_an_empty_one(self, desk: Desk, api: Api) -> None:
        headers = api.headers(**{"Idempotency-Key": "one", "Transfer-Encoding": "chunked"})
        content = json.dumps(body(desk.child))
        response = api.client.post(SEND, content, content_type="application/json", headers=headers, CONTENT_LENGTH="")
        assert response.status_code == 411
        assert errors(response)[""].startswith("Send the header Content-Length")
        assert api.post(body(desk.child)).status_code == 201, "the key is not used up"

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
        assert errors(form)[""] == "Send the request as JSON, with the header “Content-Type: application/json”."
        other = api.client.get(SEND, headers=api.headers())
        assert (other.status_code, other.headers["Allow"]) == (405, "POST")
        assert errors(other)[""].startswith("This address does not take this method.")
        described = api.client.options(SEND, headers=api.headers())
        assert described.status_code == 405, "the schema describes the address"
        assert "Send it, or with" not in described.content.decode()
        read = api.client.get(SEND, headers=api.headers(Accept="text/html"))
        assert (read.status_code, "The answer is JSON." in errors(read)[""]) == (406, True)
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
