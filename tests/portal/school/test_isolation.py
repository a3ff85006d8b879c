"""Every id on a school's pages, tried by another school, by an officer and by nobody: it is as if it were not there.

The pages are walked as a reader would, from the school's home; what is found is every address with an id in it, and
every address that a form is sent to. A new page is therefore in this test as soon as something leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from ledger import keys
from ledger.models import UsedKey, ViewRecord
from portal.actions.answering import answer_question
from portal.actions.asking import ask_school
from portal.actions.drafts import discard_draft, start_correction
from portal.actions.files_of_drafts import keep_files
from portal.models import Draft, Submission, SubmissionFile, SubmissionStatus
from tests.factories.webforms import AS_OF, FORM, Office
from tests.support.posts import without_tokens

SignIn = Callable[[User], Client]

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_REFERENCE = r"[A-Z]{2}-S-\d{4}-\d{4}(?:-[ACW]\d+)?"
AN_ID = re.compile(f"{_UUID}|{_REFERENCE}")
A_LINK = re.compile(r'(?:href|action|formaction|data-meaning-form)="(/[^"#]*)')
A_KEY = re.compile(r'name="form_key" value="([^"]+)"')
NOT_WALKED = re.compile("^/(static|account|accessibility|help|brand)")
ABSENT = {"uuid": "11111111-1111-4111-8111-111111111111", "reference": "OU-S-1999-9999"}


@dataclass
class Walk:
    """What one person's pages lead to."""

    addresses: set[str] = field(default_factory=set)
    # The names to which the keys of the forms on those pages are bound.
    form_names: set[str] = field(default_factory=set)

    @property
    def with_ids(self) -> list[str]:
        """Addresses that name something, without their questions."""
        return sorted({each.split("?")[0] for each in self.addresses if AN_ID.search(each)})


def walk(client: Client, *starts: str) -> Walk:
    """Open every page that the pages lead to."""
    found, waiting = Walk(), ["/", *starts]
    while waiting:
        address = waiting.pop()
        if address in found.addresses:
            continue
        found.addresses.add(address)
        response = client.get(address, follow=True)
        if response.streaming:
            list(response.streaming_content)
        elif response.headers["Content-Type"].startswith("text/html"):
            text = response.content.decode()
            links = (unescape(each) for each in A_LINK.findall(text))
            waiting += [each for each in links if not NOT_WALKED.match(each)]
            found.form_names |= {signing.loads(unescape(key), salt=keys._SALT)[2] for key in A_KEY.findall(text) if key}
    return found


def busy(office: Office) -> None:
    """Drafts with a file: open, sent and discarded; something sent with a file, an open question, an answered one with
    a file, a correction sent and one begun."""
    who = {"by": office.user, "as_of": AS_OF}
    draft = office.draft()
    upload = SimpleUploadedFile("ticket.txt", b"one ticket")
    keep_files(draft=draft, step="evidence", name="evidence", uploads=[upload], **who)
    discard_draft(draft=office.start(), **who)
    sent = office.draft()
    keep_files(draft=sent, step="evidence", name="evidence", uploads=[SimpleUploadedFile("map.txt", b"a map")], **who)
    sent.refresh_from_db()
    submission = office.send(sent)
    answered = ask_school(submission=submission, text="Which beach?", by=office.officer, as_of=AS_OF)
    answer_question(question=answered, text="The near one.", uploads=[SimpleUploadedFile("b.txt", b"b")], **who)
    ask_school(submission=submission, text="How many buses?", by=office.officer, as_of=AS_OF)
    correction = start_correction(submission=submission, **who)
    office.send(correction)
    start_correction(submission=submission, **who)


def absent(address: str) -> str:
    """The same address with ids that nobody has."""
    return AN_ID.sub(lambda one: ABSENT["reference" if "-S-" in one.group() else "uuid"], address)


@pytest.fixture
def other(office: Office) -> Office:
    """Another school that is as busy, with people of its own."""
    other = Office.__new__(Office)
    other.school, other.user, other.colleague = office.outsider.school_places.get().school, office.outsider, office.user
    other.officer, other.team, other.child = office.officer, office.team, office.child
    busy(other)
    return other


@pytest.fixture
def theirs(office: Office, client: Client) -> Walk:
    """What the pages of the first school lead to, with the drafts that no page leads to any more."""
    busy(office)
    drafts = [f"/send/{FORM.code}/{draft.uuid}/{end}" for draft in Draft.objects.all() for end in ("", "check/")]
    return walk(client, *drafts)


def outsiders(office: Office, sign_in: SignIn) -> Iterator[tuple[User, Client]]:
    """Who must find nothing: a person of another school, an officer who reads such forms."""
    for person in (office.outsider, office.officer):
        client = sign_in(person)
        client.handler.enforce_csrf_checks = True
        yield person, client


def post(client: Client, person: User, address: str, form_name: str) -> HttpResponse:
    """A POST with a token and a key of the person's own, bound to the form that it pretends to be."""
    token = client.get("/account/").context["csrf_token"]
    key = keys.make_key(user_id=person.pk, form_name=form_name)
    data = {"csrfmiddlewaretoken": str(token), "form_key": key, "version": "1", "text": "x", "reason": "x", "then": ""}
    return client.post(address, data)


def state() -> list[object]:
    """Everything that a POST could have changed."""
    return [
        list(Draft.objects.order_by("pk").values()),
        Submission.objects.count(),
        SubmissionFile.objects.count(),
        SubmissionStatus.objects.count(),
        UsedKey.objects.count(),
    ]


def test_the_walk_finds_every_sort_of_address_with_an_id(theirs: Walk) -> None:
    sorts = {re.sub(f"{_UUID}|{_REFERENCE}", "*", each) for each in theirs.with_ids}
    steps = {f"/send/outing/*/{step.code}/" for step in FORM.steps if step.code != "animal"}
    assert sorts >= steps | {f"{each}meaning/" for each in steps}
    assert sorts >= {"/send/outing/*/", "/send/outing/*/check/", "/send/outing/*/discard/", "/send/outing/*/files/*/"}
    assert sorts >= {f"/sent/*/{end}" for end in ("", "copy/", "files/*/", "questions/*/", "correct/", "withdraw/")}
    assert theirs.form_names


def test_nobody_else_finds_anything_by_get(office: Office, theirs: Walk, sign_in: SignIn) -> None:
    wrong = {}
    for person, client in outsiders(office, sign_in):
        for address in theirs.with_ids:
            got, none = client.get(address), client.get(absent(address))
            if got.status_code not in (404, 405) or without_tokens(got) != without_tokens(none):
                wrong[address] = f"{person}: {got.status_code}, and {none.status_code} for an absent id"
    assert not wrong
    assert not ViewRecord.objects.filter(user_id=office.outsider.pk).exists()


def test_nobody_else_finds_or_changes_anything_by_post(office: Office, theirs: Walk, sign_in: SignIn) -> None:
    before, wrong = state(), {}
    names = {name for name in theirs.form_names if AN_ID.search(name)}
    for person, client in outsiders(office, sign_in):
        for address in theirs.with_ids:
            ids = set(AN_ID.findall(address))
            own_names = [name for name in names if ids & set(AN_ID.findall(name))] or ["some:form"]
            for name in own_names:
                got, none = post(client, person, address, name), post(client, person, absent(address), name)
                if got.status_code not in (404, 405) or without_tokens(got) != without_tokens(none):
                    wrong[address] = f"{person}: {got.status_code}, and {none.status_code} for an absent id"
    assert not wrong
    assert state() == before


def test_their_files_and_questions_are_not_found_under_our_own_ids(
    office: Office, theirs: Walk, other: Office, sign_in: SignIn
) -> None:
    ours = Submission.objects.get(school=other.school, part=Submission.Part.ORIGINAL).reference
    draft = Draft.objects.filter(school=other.school, discarded_at=None, submission=None, corrects=None).get()
    client = sign_in(other.user)
    client.handler.enforce_csrf_checks = True
    assert client.get(f"/sent/{ours}/").status_code == 200
    mixed = []
    for address in theirs.with_ids:
        if len(AN_ID.findall(address)) == 2:
            own = ours if address.startswith("/sent/") else str(draft.uuid)
            mixed.append(AN_ID.sub(own, address, count=1))
    assert len(mixed) >= 4
    for address in mixed:
        second = AN_ID.findall(address)[1]
        none = address.replace(second, ABSENT["uuid"])
        assert client.get(address).status_code == 404
        assert without_tokens(client.get(address)) == without_tokens(client.get(none))
        assert post(client, other.user, address, "some:form").status_code == 404
    # What these requests lack is the right alone: our own draft is reached by the same means.
    assert post(client, other.user, f"/send/{FORM.code}/{draft.uuid}/discard/", "").status_code == 302


def test_who_is_not_signed_in_is_sent_to_sign_in(theirs: Walk) -> None:
    for address in theirs.with_ids:
        for method in ("get", "post"):
            response = getattr(Client(), method)(address)
            assert response.status_code == 302
            assert response.headers["Location"] == f"/account/sign-in/?next={address}"
