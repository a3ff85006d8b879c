"""The pages of several pupils of one incident."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from ledger import keys
from ledger.models import ViewRecord
from portal.actions.incidents import add_pupil_to_draft
from portal.models import Draft, Submission
from tests.factories.children import enrol, make_child
from tests.factories.incidents import OTHER, THIRD, add, check_page, press_add, press_send, send
from tests.factories.webforms import ANSWERS, AS_OF, FORM, Office

SignIn = Callable[[User], Client]


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
    client.post(f"/send/outing/{draft.uuid}/note/", {"note": "Hughes was seen", "version": 99, "then": "all"})
    draft.refresh_from_db()
    other.refresh_from_db()
    assert draft.payload["note"] == {"note": "Hughes was seen"}
    assert "note" not in other.payload


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
