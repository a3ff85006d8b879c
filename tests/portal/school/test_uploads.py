"""Files of a form: several, each refused for its own reason, taken out again, and given back to the school alone."""

from __future__ import annotations

import html
import uuid
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from accounts.models import User
from ledger.models import ViewRecord
from portal.actions import files_of_drafts
from portal.actions.files_of_drafts import keep_files
from portal.models import Draft, DraftFile, FormMistake
from tests.factories.webforms import ANSWERS, AS_OF, Office

TICKET = b"one ticket"


@pytest.fixture
def draft(office: Office) -> Draft:
    draft = office.save(office.start(), "pupil", ANSWERS["pupil"])
    return office.save(draft, "outing", ANSWERS["outing"])


def text_file(name: str = "ticket.txt", content: bytes = TICKET) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-lie")


def page_url(draft: Draft) -> str:
    return f"/send/outing/{draft.uuid}/evidence/"


def posted(client: Client, draft: Draft, *uploads: SimpleUploadedFile, **fields: str) -> object:
    draft.refresh_from_db()
    return client.post(page_url(draft), {"version": draft.version, "evidence": list(uploads), **fields})


def names(draft: Draft) -> list[str]:
    rows = DraftFile.objects.filter(draft=draft, removed_at__isnull=True).order_by("pk")
    return [file.file_name for file in rows]


def text_of(response: object) -> str:
    return html.unescape(response.content.decode())


def test_files_are_added_one_by_one_and_the_rest_of_the_page_stays_as_typed(draft: Draft, client: Client) -> None:
    assert posted(client, draft, text_file(), then="upload", shows="A tick")["Location"] == page_url(draft)
    posted(client, draft, text_file("second.txt", b"another"), then="upload", shows="A tick")
    page = text_of(client.get(page_url(draft)))
    assert names(draft) == ["ticket.txt", "second.txt"]
    assert page.count('name="then" value="remove:') == 2
    assert 'value="A tick"' in page
    assert "There is a problem" not in page
    # The Enter key presses the first button of a form: it must go on, not take a file out.
    assert page.index(">Continue</button>") < page.index('value="remove:')


def test_several_files_come_with_continue(draft: Draft, client: Client) -> None:
    response = posted(client, draft, text_file(), text_file("second.txt", b"x"), shows="Tickets")
    assert response["Location"] == f"/send/outing/{draft.uuid}/note/"
    assert names(draft) == ["ticket.txt", "second.txt"]


def test_each_bad_file_has_its_own_error_and_good_ones_are_kept(draft: Draft, client: Client) -> None:
    uploads = (text_file(), text_file("photo.jpg", b"no photo"), text_file("run.exe"), text_file("empty.txt", b""))
    page = text_of(posted(client, draft, *uploads, shows="Tickets"))
    for words in ("photo.jpg is not what its name says", "run.exe must be a PDF", "empty.txt is empty"):
        assert words in page
    assert names(draft) == ["ticket.txt"]
    assert 'value="Tickets"' in page
    messages = list(FormMistake.objects.values_list("field", "message"))
    assert len(messages) == 3
    assert all(field == "evidence" for field, _ in messages)
    assert not any("photo" in message or "run.exe" in message for _, message in messages)


def test_adding_files_complains_about_files_alone(draft: Draft, client: Client) -> None:
    page = text_of(posted(client, draft, text_file("run.exe"), then="upload"))
    assert "run.exe must be" in page
    assert "Enter what do the files show" not in page
    assert "Choose a file" in text_of(posted(client, draft, then="upload"))


def test_a_required_file_may_have_been_given_before(draft: Draft, client: Client) -> None:
    assert "Choose a file" in text_of(posted(client, draft, shows="Tickets"))
    posted(client, draft, text_file(), then="upload")
    assert posted(client, draft, shows="Tickets")["Location"].endswith("/note/")


def test_a_refused_file_is_told_before_coming_back_later(draft: Draft, client: Client) -> None:
    assert "run.exe must be" in text_of(posted(client, draft, text_file("run.exe"), then="later"))
    assert posted(client, draft, text_file(), then="later")["Location"] == "/"
    assert names(draft) == ["ticket.txt"]


def test_a_double_click_keeps_a_file_once(draft: Draft, client: Client) -> None:
    for _ in range(2):
        posted(client, draft, text_file(), then="upload")
    assert names(draft) == ["ticket.txt"]


def test_a_file_is_taken_out_with_its_content_and_only_once(office: Office, draft: Draft, client: Client) -> None:
    posted(client, draft, text_file(), then="upload")
    file = DraftFile.objects.get()
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert posted(client, draft, then=f"remove:{file.uuid}")["Location"] == page_url(draft)
    assert names(draft) == []
    assert not default_storage.exists(file.stored_name)
    file.refresh_from_db()
    assert file.removed_by == office.user
    assert posted(client, draft, then=f"remove:{file.uuid}").status_code == 302
    for nonsense in (uuid.uuid4(), "nonsense"):
        assert posted(client, draft, then=f"remove:{nonsense}").status_code == 302
    assert client.get(f"/send/outing/{draft.uuid}/files/{file.uuid}/").status_code == 404


def test_what_was_sent_keeps_its_file_when_a_correction_takes_it_out(
    office: Office, draft: Draft, client: Client
) -> None:
    posted(client, draft, text_file(), shows="Tickets")
    draft.refresh_from_db()
    sent = office.send(draft)
    correction = client.post(f"/sent/{sent.reference}/correct/")["Location"]
    copied = DraftFile.objects.get(draft__corrects=sent)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(f"{correction}evidence/", {"version": 1, "then": f"remove:{copied.uuid}"})
    assert default_storage.exists(sent.files.get().stored_name)


def test_there_is_a_limit_to_files_and_to_their_size(
    office: Office, draft: Draft, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_of_drafts, "MOST_FILES", 2)
    uploads = [text_file(f"{number}.txt", b"%d" % number) for number in range(3)]
    assert "2.txt was not kept" in text_of(posted(client, draft, *uploads, shows="x"))
    assert names(draft) == ["0.txt", "1.txt"]
    monkeypatch.setattr(files_of_drafts, "MOST_FILES", 20)
    monkeypatch.setattr(files_of_drafts, "MOST_BYTES", 5)
    assert "together must be smaller" in text_of(posted(client, draft, text_file("long.txt", b"long text"), shows="x"))


def test_files_of_a_failed_save_are_not_left_behind(
    office: Office, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    real = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *args: kept.append(real(*args)) or kept[-1])

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(files_of_drafts, "touch", fail)
    with pytest.raises(RuntimeError):
        keep_files(draft=draft, step="evidence", name="evidence", uploads=[text_file()], by=office.user, as_of=AS_OF)
    assert kept
    assert not any(default_storage.exists(name) for name in kept)


def test_a_file_is_given_back_as_a_download_to_the_school_alone(
    office: Office, draft: Draft, sign_in: Callable[[User], Client]
) -> None:
    posted(sign_in(office.user), draft, text_file("../../ticket.txt"), then="upload")
    file = DraftFile.objects.get()
    address = f"/send/outing/{draft.uuid}/files/{file.uuid}/"
    response = sign_in(office.colleague).get(address)
    assert b"".join(response.streaming_content) == TICKET
    assert response["Content-Disposition"] == 'attachment; filename="ticket.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "text/plain"
    assert file.file_name == "ticket.txt"
    assert "ticket" not in file.stored_name
    assert Client().get(address).status_code == 302
    for person in (office.outsider, office.officer):
        assert sign_in(person).get(address).status_code == 404
    assert not ViewRecord.objects.filter(what="send_file").exists(), "a typed pupil is no child on record"
