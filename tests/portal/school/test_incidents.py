"""Several pupils of one incident: each is asked about once, all are checked on one page and sent once, together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from ledger import keys
from ledger.models import OutboxMessage
from portal import incidents, webforms
from portal.actions import sending
from portal.actions.answering import withdraw
from portal.actions.drafts import discard_draft, start_correction
from portal.actions.incidents import add_pupil_to_draft, add_pupil_to_sent
from portal.actions.sending import SendingRefused, send_together
from portal.models import Draft, Incident, Submission
from portal.policies import NotPossible
from tests.factories.children import enrol, make_child
from tests.factories.incidents import OTHER, THIRD, add, check_page, press_send, send, versions
from tests.factories.webforms import ANSWERS, AS_OF, FORM, EvidenceForm, Office

SignIn = Callable[[User], Client]


def test_another_pupil_begins_with_what_the_pupils_have_in_common(office: Office) -> None:
    draft = office.draft(note={"note": "Amira was seen first"})
    other = add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    assert other.payload == {"outing": ANSWERS["outing"]}
    assert other.saved_steps == ["outing"]
    draft.refresh_from_db()
    assert other.incident == draft.incident
    assert other.incident is not None
    assert other.incident.number == "OU-I-2026-0001"
    third = add_pupil_to_draft(draft=other, by=office.colleague, as_of=AS_OF)
    assert (third.incident, Incident.objects.count()) == (other.incident, 1)


def test_a_doubt_about_the_incident_is_confirmed_once(office: Office) -> None:
    draft = office.draft(outing={**ANSWERS["outing"], "starts_on": "2027-06-01"})
    draft.confirmed_doubts = [
        {"code": "far_off", "step": "outing", "title": "That is far off", "text": "x", "by": "A", "at": ""},
        {"code": "own", "step": "evidence", "title": "Own", "text": "x", "by": "A", "at": ""},
    ]
    draft.save()
    other = add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    assert [each["code"] for each in other.confirmed_doubts] == ["far_off"]


def test_all_are_sent_at_once_each_under_a_reference_of_its_own(office: Office) -> None:
    draft = office.draft()
    other, third = add(office, draft), add(office, draft, THIRD)
    sent = send(office, draft, other, third)
    assert [each.reference for each in sent.together] == ["OU-S-2026-0001", "OU-S-2026-0002", "OU-S-2026-0003"]
    assert [each.payload["pupil"]["given_names"] for each in sent.together] == ["Amira", "Ben", "Cleo"]
    assert {each.draft.incident for each in sent.together} == {draft.incident or Incident.objects.get()}
    assert OutboxMessage.objects.filter(task_name="accounts.send_message").count() == 3


def test_what_one_child_has_stands_in_no_payload_of_another(office: Office) -> None:
    draft = office.draft(note={"note": "Hughes hit Tully"})
    sent = send(office, draft, add(office, draft))
    assert "Hughes" not in str(sent.together[1].payload)
    assert "Tully" not in str({**sent.together[0].payload, "note": ""})


def test_all_or_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = office.draft()
    other = add(office, draft)
    keep = sending.keep_submission

    def fail_for_the_second(**columns: Any) -> Submission:
        if columns["draft"] == other:
            raise RuntimeError("broken")
        return keep(**columns)

    monkeypatch.setattr(sending, "keep_submission", fail_for_the_second)
    with pytest.raises(RuntimeError):
        send(office, draft, other)
    assert not Submission.objects.exists()


def test_sending_again_from_any_of_the_drafts_finds_the_first(office: Office) -> None:
    draft = office.draft()
    other = add(office, draft)
    first = send(office, draft, other)
    again, from_other = send(office, draft, other), send(office, other, draft)
    assert again.is_repeat
    assert from_other.is_repeat
    assert (again.submission, from_other.submission) == first.together
    assert Submission.objects.count() == 2


def test_what_was_added_or_changed_after_the_check_is_not_sent_unseen(office: Office) -> None:
    draft = office.draft()
    seen = versions(draft)
    other = add(office, draft)
    with pytest.raises(SendingRefused, match="Check the answers again"):
        send_together(draft=draft, checked=seen, by=office.user, as_of=AS_OF)
    seen = versions(draft, other)
    office.save(other, "note", {"note": "Later"}, by=office.colleague)
    with pytest.raises(SendingRefused, match="Check the answers again"):
        send_together(draft=draft, checked=seen, by=office.user, as_of=AS_OF)
    assert not Submission.objects.exists()


def test_who_is_not_complete_stays_a_draft_and_holds_nobody_up(office: Office) -> None:
    draft = office.draft()
    unfinished = add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    assert len(send(office, draft).together) == 1
    unfinished = office.save(unfinished, "pupil", OTHER)
    unfinished = office.save(unfinished, "evidence", ANSWERS["evidence"])
    later = send(office, unfinished).submission
    assert later.draft is not None
    assert later.draft.incident == Incident.objects.get()


@pytest.mark.parametrize(
    "again",
    [
        ANSWERS["pupil"],
        {**ANSWERS["pupil"], "given_names": "AMIRA", "surname": "hughes"},
    ],
)
def test_a_pupil_is_in_an_incident_once(office: Office, client: Client, again: dict[str, Any]) -> None:
    draft = office.draft()
    other = add(office, draft, again)
    with pytest.raises(SendingRefused) as refused:
        send(office, draft, other)
    assert refused.value.draft == other
    page = client.get(check_page(draft)).content.decode()
    assert f"/send/outing/{other.uuid}/pupil/?from=check" in page
    assert "This pupil is in the incident already" in page
    discard_draft(draft=other, by=office.user, as_of=AS_OF)
    send(office, draft)
    with pytest.raises(SendingRefused):
        send(office, add(office, draft_after(office, draft), again))


def draft_after(office: Office, sent: Draft) -> Draft:
    """A draft that was begun after the first pupil was sent."""
    return add_pupil_to_sent(submission=Submission.objects.get(draft=sent), by=office.user, as_of=AS_OF)


def test_twins_are_two(office: Office) -> None:
    draft = office.draft()
    send(office, draft, add(office, draft, {**ANSWERS["pupil"], "given_names": "Amara"}))
    assert Submission.objects.count() == 2


def test_two_of_one_name_on_the_roll_are_told_apart_by_their_ids(office: Office) -> None:
    twin = make_child("Hughes", "Amira", upn="")
    enrol(twin, office.school)
    draft = office.draft(pupil={**ANSWERS["pupil"], "child": str(office.child.uuid)})
    send(office, draft, add(office, draft, {**ANSWERS["pupil"], "child": str(twin.uuid)}))
    assert Submission.objects.count() == 2


def test_another_upn_is_another_pupil(office: Office) -> None:
    draft = office.draft(pupil={**ANSWERS["pupil"], "upn": "X331000114001"})
    send(office, draft, add(office, draft, {**ANSWERS["pupil"], "upn": "X331000114002"}))
    assert Submission.objects.count() == 2


def test_a_pupil_without_a_date_of_birth_is_nobody_else(office: Office) -> None:
    assert incidents.same_pupil_twice({"pupil": {"surname": "Hughes"}}, [{"pupil": {"surname": "Hughes"}}]) is None


def test_the_limit_and_forms_about_one_pupil(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = office.draft()
    monkeypatch.setattr("portal.actions.incidents.MOST_PUPILS", 2)
    add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    draft.refresh_from_db()
    with pytest.raises(NotPossible, match="can have"):
        add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    monkeypatch.setattr(type(FORM), "takes_several_pupils", False)
    with pytest.raises(NotPossible, match="about one pupil"):
        add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)


def test_no_pupil_is_added_to_a_correction_or_to_what_has_ended(office: Office, client: Client) -> None:
    submission = office.send()
    correction = start_correction(submission=submission, by=office.user, as_of=AS_OF)
    with pytest.raises(NotPossible, match="correction is about one pupil"):
        add_pupil_to_draft(draft=correction, by=office.user, as_of=AS_OF)
    assert "Add another pupil" not in client.get(check_page(correction)).content.decode()
    withdraw(submission=submission, reason="x", by=office.user, as_of=AS_OF)
    with pytest.raises(NotPossible, match="withdrawn or not accepted"):
        add_pupil_to_sent(submission=submission, by=office.user, as_of=AS_OF)
    address = f"/sent/{submission.reference}/add-pupil/"
    key = keys.make_key(user_id=office.user.pk, form_name=f"add_pupil:{submission.uuid}")
    page = client.post(address, {"form_key": key}, follow=True).content.decode()
    assert "No pupil can be added" in page
    assert "Add another pupil" not in page


def test_what_is_added_begins_with_the_newest_correction(office: Office) -> None:
    submission = office.send()
    correction = start_correction(submission=submission, by=office.user, as_of=AS_OF)
    office.send(office.save(correction, "outing", {**ANSWERS["outing"], "starts_on": "2026-09-22"}))
    other = add_pupil_to_sent(submission=submission, by=office.user, as_of=AS_OF)
    assert other.payload["outing"]["starts_on"] == "2026-09-22"


def test_files_are_never_about_the_incident() -> None:
    step = webforms.Step("proof", "Proof", EvidenceForm, about_incident=frozenset({"evidence"}))
    form = webforms.WebForm(**{**vars(FORM), "code": "with_files", "steps": (step,)})
    with pytest.raises(webforms.FilesAboutIncident):
        webforms.register_webform(form)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_from_both_drafts_are_two_submissions(sign_in: SignIn) -> None:
    office = Office()
    draft = office.draft()
    other = add(office, draft)
    browsers = [sign_in(office.user if number % 2 else office.colleague) for number in range(10)]
    gate, answers = threading.Barrier(len(browsers)), []

    def press(number: int, browser: Client) -> None:
        gate.wait()
        try:
            answers.append(press_send(browser, *((draft, other) if number % 2 else (other, draft))))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=each) for each in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["/sent/OU-S-2026-0001/"] * 5 + ["/sent/OU-S-2026-0002/"] * 5
    assert Submission.objects.count() == 2
