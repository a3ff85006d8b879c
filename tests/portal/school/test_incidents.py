"""Several pupils of one incident: each is asked about once, all are checked on one page and sent once, together."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from ledger import keys
from ledger.models import OutboxMessage, ViewRecord
from portal import incidents, webforms
from portal.actions import sending
from portal.actions.answering import withdraw
from portal.actions.drafts import discard_draft, start_correction
from portal.actions.incidents import add_pupil_to_draft, add_pupil_to_sent
from portal.actions.sending import SendingRefused, send_together
from portal.models import Draft, Incident, Submission
from portal.policies import NotPossible
from tests.factories.children import enrol, make_child
from tests.factories.webforms import ANSWERS, AS_OF, FORM, EvidenceForm, Office

SignIn = Callable[[User], Client]
OTHER = {**ANSWERS["pupil"], "given_names": "Ben", "surname": "Tully", "born_on": "2012-05-01"}
THIRD = {**ANSWERS["pupil"], "given_names": "Cleo", "surname": "Marsh", "born_on": "2012-06-01"}


def add(office: Office, draft: Draft, pupil: dict[str, Any] | None = None, **changed: dict[str, Any]) -> Draft:
    """Another pupil of the incident, with their own answers given."""
    other = add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    for step, answers in {"pupil": pupil or OTHER, "evidence": ANSWERS["evidence"], **changed}.items():
        other = office.save(other, step, answers)
    return other


def versions(*drafts: Draft) -> dict[int, int]:
    return {draft.pk: Draft.objects.get(pk=draft.pk).version for draft in drafts}


def send(office: Office, draft: Draft, *others: Draft) -> sending.Sent:
    return send_together(draft=draft, checked=versions(draft, *others), by=office.user, as_of=AS_OF)


def check_page(draft: Draft) -> str:
    return f"/send/outing/{draft.uuid}/check/"


def press_send(client: Client, draft: Draft, *others: Draft) -> str:
    shown = versions(draft, *others)
    checked = [f"{other.uuid}:{shown[other.pk]}" for other in others]
    data = {"version": shown[draft.pk], "checked": checked}
    return client.post(check_page(draft), data).headers.get("Location", "")


def press_add(client: Client, user: User, address: str, about: Draft | Submission) -> str:
    key = keys.make_key(user_id=user.pk, form_name=f"add_pupil:{about.uuid}")
    first = client.post(address, {"form_key": key})["Location"]
    assert client.post(address, {"form_key": key})["Location"] == first, "a double click is one pupil"
    return first


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


def test_a_pupil_is_added_at_check_answers_and_all_stand_on_one_page(office: Office, client: Client) -> None:
    draft = office.draft()
    page = client.get(check_page(draft)).content.decode()
    assert "Was another pupil part of the same incident?" in page
    first = press_add(client, office.user, f"/send/outing/{draft.uuid}/add-pupil/", draft)
    other = Draft.objects.exclude(pk=draft.pk).get()
    assert first == f"/send/outing/{other.uuid}/pupil/"
    tasks = client.get(f"/send/outing/{other.uuid}/").content.decode()
    assert "Pupils of incident OU-I-2026-0001" in tasks
    assert "Amira H." in tasks
    office.save(office.save(other, "pupil", OTHER), "evidence", ANSWERS["evidence"])
    page = client.get(check_page(draft)).content.decode()
    assert "The same for all 2 pupils" in page
    assert page.count("For fun") == 1, "what is the same stands there once"
    assert "What this means for Amira H." in page
    assert "What this means for Ben T." in page
    assert "Send all 2" in page
    assert len(set(re.findall(r' id="([^"]+)"', page))) == len(re.findall(r' id="([^"]+)"', page))
    receipt = client.post(check_page(draft), data_of(page), follow=True).content.decode()
    assert "OU-S-2026-0001" in receipt
    assert re.search(r'<a class="govuk-link" href="/sent/OU-S-2026-0002/">OU-S-2026-0002</a>, Ben T\.', receipt)


def data_of(page: str) -> dict[str, Any]:
    """What the form of the page that sends would post."""
    form = page[page.index("Send to the council") :]
    return {
        "version": re.findall(r'name="version" value="(\d+)"', form)[0],
        "checked": re.findall(r'name="checked" value="([^"]+)"', form),
    }


def test_only_what_is_the_pupils_own_is_asked(office: Office, client: Client) -> None:
    other = add_pupil_to_draft(draft=office.draft(), by=office.user, as_of=AS_OF)
    typed = {"typing": "1", "given_names": "Ben", "surname": "Tully", "born_on": "2012-05-01", "version": 1}
    after = client.post(f"/send/outing/{other.uuid}/pupil/", typed)["Location"]
    assert after == f"/send/outing/{other.uuid}/evidence/"
    other.refresh_from_db()
    office.save(other, "evidence", ANSWERS["evidence"])
    assert client.post(f"/send/outing/{other.uuid}/note/", {"version": 9})["Location"] == check_page(other)


def test_a_pupil_is_added_after_sending(office: Office, client: Client) -> None:
    submission = office.send()
    assert "Pupils of incident" not in client.get(f"/sent/{submission.reference}/").content.decode()
    first = press_add(client, office.user, f"/sent/{submission.reference}/add-pupil/", submission)
    other = Draft.objects.get(submission=None)
    assert first == f"/send/outing/{other.uuid}/pupil/"
    other = office.save(office.save(other, "pupil", OTHER), "evidence", ANSWERS["evidence"])
    receipt = press_send(client, other)
    page = client.get(receipt).content.decode()
    assert f'href="/sent/{submission.reference}/"' in page
    copy = client.get(f"{receipt}copy/")
    assert copy.status_code == 200


def test_what_is_added_begins_with_the_newest_correction(office: Office) -> None:
    submission = office.send()
    correction = start_correction(submission=submission, by=office.user, as_of=AS_OF)
    office.send(office.save(correction, "outing", {**ANSWERS["outing"], "starts_on": "2026-09-22"}))
    other = add_pupil_to_sent(submission=submission, by=office.user, as_of=AS_OF)
    assert other.payload["outing"]["starts_on"] == "2026-09-22"


def test_a_page_about_the_incident_is_changed_for_one_or_for_all(office: Office, client: Client) -> None:
    draft = office.draft()
    other, third = add(office, draft), add(office, draft, THIRD)
    address = f"/send/outing/{draft.uuid}/outing/"
    page = client.get(address).content.decode()
    assert "changes this for Amira H. alone" in page
    assert "for all 3 pupils" in page
    assert "pupils" not in client.get(f"/send/outing/{draft.uuid}/evidence/").content.decode()
    changed = {"starts_on": "2026-09-21", "place": "sea", "version": draft.version}
    client.post(address, changed)
    dates = {each.payload["outing"]["starts_on"] for each in Draft.objects.filter(pk__in=[other.pk, third.pk])}
    assert dates == {"2026-09-20"}
    page = client.get(check_page(draft)).content.decode()
    assert "The same for all" not in page, "the pupils differ, and each shows their own"
    client.post(address, {**changed, "starts_on": "2026-09-22", "version": 99, "then": "all"})
    assert {each.payload["outing"]["starts_on"] for each in Draft.objects.all()} == {"2026-09-22"}


def test_for_all_on_a_page_of_one_pupil_changes_that_pupil_alone(office: Office, client: Client) -> None:
    draft = office.draft()
    other = add(office, draft)
    data = {"shows": "Another ticket", "version": 99, "then": "all"}
    client.post(f"/send/outing/{draft.uuid}/evidence/", data)
    other.refresh_from_db()
    assert other.payload["evidence"]["shows"] == "A bus ticket"


def test_for_all_is_checked_beside_the_answers_of_each(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = office.draft()
    other = add(office, draft)
    form = FORM.steps[1].form
    is_valid = form.is_valid
    monkeypatch.setattr(
        form, "is_valid", lambda self: self.context.payload["pupil"]["surname"] != "Tully" and is_valid(self)
    )
    client = Client()
    client.force_login(office.user)
    changed = {"starts_on": "2026-09-22", "place": "sea", "version": 99, "then": "all"}
    client.post(f"/send/outing/{draft.uuid}/outing/", changed)
    other.refresh_from_db()
    assert "outing" not in other.saved_steps
    assert other.typed["outing"]["starts_on"] == ["2026-09-22"]


def test_the_doubts_of_every_pupil_stand_before_check_answers(office: Office, client: Client) -> None:
    draft = office.draft()
    other = add(office, draft, outing={**ANSWERS["outing"], "starts_on": "2027-06-01"})
    address = client.get(check_page(draft))["Location"]
    assert address == f"/send/outing/{other.uuid}/outing/sure/?from=check"


def test_one_who_is_not_complete_is_named_on_the_check_page(office: Office, client: Client) -> None:
    draft = office.draft()
    unfinished = add_pupil_to_draft(draft=draft, by=office.user, as_of=AS_OF)
    page = client.get(check_page(draft)).content.decode()
    assert "They stay drafts when you send" in page
    assert f'href="/send/outing/{unfinished.uuid}/"' in page
    assert press_send(client, draft) == "/sent/OU-S-2026-0001/"


def test_what_is_named_on_a_page_is_in_the_view_log(office: Office, client: Client) -> None:
    twin = make_child("Tully", "Ben", upn="")
    enrol(twin, office.school)
    draft = office.draft(pupil={**ANSWERS["pupil"], "child": str(office.child.uuid)})
    other = add(office, draft, {**OTHER, "child": str(twin.uuid)})
    client.get(f"/send/outing/{draft.uuid}/")
    assert ViewRecord.objects.latest("pk").child_ids == sorted([office.child.pk, twin.pk])
    sent = send(office, draft, other)
    client.get(f"/sent/{sent.submission.reference}/")
    assert ViewRecord.objects.latest("pk").child_ids == sorted([office.child.pk, twin.pk])
    client.get(f"/sent/{sent.submission.reference}/copy/")
    assert ViewRecord.objects.latest("pk").child_ids == [office.child.pk], "the copy names one pupil"


def test_another_school_neither_adds_nor_sends(office: Office, sign_in: SignIn) -> None:
    draft = office.draft()
    other = add(office, draft)
    client = sign_in(office.outsider)
    key = keys.make_key(user_id=office.outsider.pk, form_name=f"add_pupil:{draft.uuid}")
    assert client.post(f"/send/outing/{draft.uuid}/add-pupil/", {"form_key": key}).status_code == 404
    assert client.post(check_page(draft), {"version": 1, "checked": f"{other.uuid}:1"}).status_code == 404
    own = Office.__new__(Office)
    own.school, own.user = office.outsider.school_places.get().school, office.outsider
    mine = own.draft()
    assert press_send(client, mine, other) == "/sent/OU-S-2026-0001/", "another school’s draft is not taken along"
    assert Submission.objects.get().draft == mine


def test_a_key_of_another_page_adds_nobody(office: Office, client: Client) -> None:
    draft = office.draft()
    response = client.post(f"/send/outing/{draft.uuid}/add-pupil/", {"form_key": "forged"}, follow=True)
    assert "open too long" in response.content.decode()
    assert Draft.objects.count() == 1


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
