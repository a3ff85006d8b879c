"""Notes and files: kept once, refused in words, corrected without being changed, and opened by whom they may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.actions.documents import add_document
from cases.models import Document, Event, Note
from ledger.models import UsedKey, ViewRecord
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child
from tests.support.posts import key_of, post_form

SignIn = Callable[..., Client]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def note(**more: object) -> dict[str, object]:
    return {"kind": "visit", "text": "Seen at home.", "happened_on": "15/9/2026", **more}


def upload(name: str = "letter.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def note_page(desk: ErrandDesk) -> str:
    return f"/children/{desk.child.uuid}/notes/add/"


def document_page(desk: ErrandDesk) -> str:
    return f"/children/{desk.child.uuid}/documents/add/"


# --- notes


def test_a_note_about_the_child_is_kept(desk: ErrandDesk, sign_in: SignIn) -> None:
    answer = post_form(sign_in(desk.owner), note_page(desk), note(happened_time="09:30"))
    assert answer["Location"] == f"/children/{desk.child.uuid}/timeline/"
    kept = Note.objects.get()
    assert (kept.text, kept.happened_on, kept.case) == ("Seen at home.", date(2026, 9, 15), None)
    assert (kept.happened_time.hour, kept.by) == (9, desk.owner)
    assert Event.objects.filter(code="note_added", case=None).count() == 1


def test_a_note_in_a_case_leads_back_to_it(desk: ErrandDesk, sign_in: SignIn) -> None:
    answer = post_form(sign_in(desk.owner), note_page(desk), note(case=desk.case.reference))
    assert answer["Location"] == f"/cases/{desk.case.reference}/"
    assert Note.objects.get().case == desk.case


def test_the_next_note_remembers_the_kind(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    post_form(client, note_page(desk), note(kind="meeting"))
    page = client.get(note_page(desk)).content.decode()
    assert '<option value="meeting" selected>' in page
    assert 'value="16/9/2026"' in page


def test_the_timeline_shows_no_time_that_nobody_wrote(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    post_form(client, note_page(desk), note())
    page = client.get(f"/children/{desk.child.uuid}/timeline/").content.decode()
    assert "00:00<" not in page
    assert ">Tue 15 Sep 2026<" in page


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": ""}, "Enter the note"),
        ({"happened_on": "17/9/2026"}, "must be on or before 16 September 2026"),
        ({"happened_on": "31/2/2026"}, "must be a real date"),
        ({"happened_time": "soon"}, "must be a time"),
        ({"kind": "gossip"}, "must be one of the choices"),
    ],
)
def test_a_bad_note_keeps_what_was_typed(
    desk: ErrandDesk, sign_in: SignIn, data: dict[str, object], message: str
) -> None:
    typed = {"text": "A long story.", **data}
    page = post_form(sign_in(desk.owner), note_page(desk), note(**typed)).content.decode()
    assert message in page
    assert "<title>Error: " in page
    assert not typed["text"] or "A long story." in page
    assert not Note.objects.exists()
    assert not UsedKey.objects.exists()


def test_sent_twice_it_is_kept_once(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    key = key_of(client, note_page(desk))
    answers = [client.post(note_page(desk), {"form_key": key, **note()}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Note.objects.count() == 1
    assert "sent twice and counted once" in client.get(answers[1]["Location"]).content.decode()


def test_the_same_key_with_other_words_changes_nothing_and_says_so(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    key = key_of(client, note_page(desk))
    client.post(note_page(desk), {"form_key": key, **note()})
    answer = client.post(note_page(desk), {"form_key": key, **note(text="Other words.")}, follow=True)
    assert "the second sending changed nothing" in answer.content.decode()
    assert Note.objects.get().text == "Seen at home."


@pytest.mark.parametrize("key", ["", "forged", "of another form"])
def test_a_key_that_is_missing_forged_or_of_another_form_is_refused_in_words(
    desk: ErrandDesk, sign_in: SignIn, key: str
) -> None:
    client = sign_in(desk.owner)
    if key == "of another form":
        key = key_of(client, document_page(desk))
    page = client.post(note_page(desk), {"form_key": key, **note()}).content.decode()
    assert "This page was open too long or was copied." in page
    assert "Seen at home." in page
    assert not Note.objects.exists()


def test_the_key_of_one_child_serves_no_other(desk: ErrandDesk, sign_in: SignIn) -> None:
    client, other = sign_in(desk.owner), make_child()
    key = key_of(client, note_page(desk))
    answer = client.post(f"/children/{other.uuid}/notes/add/", {"form_key": key, **note()})
    assert answer.status_code == 200
    assert not Note.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("governance", 403), ("administrator", 404)])
def test_who_may_not_write(desk: ErrandDesk, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(getattr(desk, who))
    for page in (note_page(desk), document_page(desk), f"/children/{desk.child.uuid}/change/"):
        assert client.get(page).status_code == status
        assert client.post(page, note()).status_code == status
    assert not Note.objects.exists()


def test_signed_out_nothing_is_kept(desk: ErrandDesk) -> None:
    for page in (note_page(desk), document_page(desk)):
        assert Client().post(page, note())["Location"].startswith("/account/sign-in/")
    assert not Note.objects.exists()


def test_a_note_cannot_go_into_a_case_of_another_team_or_child(desk: ErrandDesk, sign_in: SignIn) -> None:
    data = note(case=desk.case.reference)
    assert sign_in(desk.other_team).post(note_page(desk), data).status_code == 403
    other = make_child()
    assert sign_in(desk.owner).post(f"/children/{other.uuid}/notes/add/", data).status_code == 404


def test_a_correction_is_a_new_note_and_both_stay(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    post_form(client, note_page(desk), note(case=desk.case.reference))
    old = Note.objects.get()
    page = f"/children/{desk.child.uuid}/notes/{old.uuid}/correct/"
    assert "Seen at home." in client.get(page).content.decode()
    post_form(client, page, note(text="Seen at school.", case=desk.case.reference))
    new = Note.objects.exclude(pk=old.pk).get()
    assert (new.corrects, new.case) == (old, desk.case)
    shown = client.get(f"/cases/{desk.case.reference}/").content.decode()
    assert "Seen at home." in shown
    assert "Seen at school." in shown
    assert "Corrected on" in shown
    assert "This corrects the note recorded on" in shown


def test_a_note_of_another_child_cannot_be_corrected_here(desk: ErrandDesk, sign_in: SignIn) -> None:
    client, other = sign_in(desk.owner), make_child()
    post_form(client, note_page(desk), note())
    page = f"/children/{other.uuid}/notes/{Note.objects.get().uuid}/correct/"
    assert client.get(page).status_code == 404


# --- documents


def test_a_file_is_kept_and_comes_back_as_an_attachment(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    data = {"upload": upload(), "title": "", "classification": "medical", "case": desk.case.reference}
    answer = post_form(client, document_page(desk), data)
    assert answer["Location"] == f"/cases/{desk.case.reference}/"
    kept = Document.objects.get()
    assert (kept.title, kept.classification, kept.byte_count) == ("letter", "medical", len(PDF))
    download = client.get(f"/documents/{kept.uuid}/")
    assert b"".join(download.streaming_content) == PDF
    assert download["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert download["Content-Type"] == "application/pdf"
    assert download["X-Content-Type-Options"] == "nosniff"
    assert download["Content-Security-Policy"] == "sandbox; default-src 'none'"
    row = ViewRecord.objects.get(what="document_download")
    assert (row.document_id, row.child_ids) == (kept.pk, [desk.child.pk])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("virus.exe", b"MZ", "must be a PDF, JPG"),
        ("page.html", b"<script>", "must be a PDF, JPG"),
        ("empty.pdf", b"", "empty"),
        ("letter.pdf", PNG, "is not what its name says"),
        ("photo.png", b"just text", "is not what its name says"),
        ("list.txt", b"a\x00b", "is not what its name says"),
        ("report.docx", b"PK\x03\x04 xl/workbook", "is not what its name says"),
        ("noextension", PDF, "must be a PDF, JPG"),
    ],
)
def test_a_refused_file_is_an_error_of_its_field(
    desk: ErrandDesk, sign_in: SignIn, name: str, content: bytes, message: str
) -> None:
    data = {"upload": upload(name, content), "title": "A title", "classification": "general"}
    page = post_form(sign_in(desk.owner), document_page(desk), data).content.decode()
    assert message in page
    assert 'href="#id_upload"' in page
    assert 'value="A title"' in page
    assert not Document.objects.exists()


def test_a_file_that_is_too_big_is_refused(desk: ErrandDesk, sign_in: SignIn) -> None:
    with mock.patch("cases.files.LARGEST_BYTES", 10):
        data = {"upload": upload(), "classification": "general"}
        page = post_form(sign_in(desk.owner), document_page(desk), data).content.decode()
    assert "must be smaller than 25 MB" in page


def test_a_path_in_the_name_goes_nowhere(desk: ErrandDesk) -> None:
    kept = add_document(
        child=desk.child,
        upload=SimpleUploadedFile("../../etc/passwd.pdf", PDF),
        title="",
        classification="general",
        by=desk.owner,
        as_of=AS_OF,
    )
    assert kept.file_name == "passwd.pdf"
    assert "/" not in kept.stored_name


def test_a_row_that_cannot_be_written_leaves_no_file(desk: ErrandDesk, settings: object) -> None:
    folder = Path(settings.MEDIA_ROOT)
    before = set(folder.glob("*"))
    with (
        mock.patch("cases.actions.documents.record_event", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        add_document(child=desk.child, upload=upload(), title="", classification="general", by=desk.owner, as_of=AS_OF)
    assert set(folder.glob("*")) == before
    assert not Document.objects.exists()


def test_a_file_of_a_case_is_opened_by_who_may_open_the_case(desk: ErrandDesk, sign_in: SignIn) -> None:
    kept = add_document(
        child=desk.child,
        case=desk.case,
        upload=upload(),
        title="",
        classification="general",
        by=desk.owner,
        as_of=AS_OF,
    )
    address = f"/documents/{kept.uuid}/"
    for who, status in (("colleague", 200), ("head", 200), ("other_team", 403), ("administrator", 404)):
        answer = sign_in(getattr(desk, who)).get(address)
        assert answer.status_code == status, who
        assert not answer.streaming or b"".join(answer.streaming_content) == PDF
    type(desk.child).objects.filter(pk=desk.child.pk).update(is_hidden=True)
    assert sign_in(desk.owner).get(address).status_code == 404
