"""The access table: every address, every role, the status that each gets. No address is without a row.

`tests/architecture/access.csv` is the table; a reader can check it against the house's rules on who sees what.
"sign_in" is a redirect to the sign-in page, "reason" one to the page that asks for a reason, "on" one to another page.
A POST is refused exactly where a GET is; POST-only addresses answer a GET with 405.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from accounts.roles import Role
from cases.actions.documents import add_document
from cases.actions.notes import add_note
from cases.models import Deadline, Task
from schools.actions.import_batches import receive
from schools.models import BankHoliday, CalendarEntry
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_school_user, make_team, make_user

TABLE = Path(__file__).with_name("access.csv")
PEOPLE = (
    "signed_out",
    "exclusions_officer",
    "education_officer",
    "team_manager",
    "head_of_service",
    "information_governance",
    "administrator",
    "school_office",
)
FILES = {
    "schools": Path("schools/data/gias_coventry.csv").read_bytes(),
    "pupils": (
        b"UPN,given names,surname,date of birth,sex,year group,URN,enrolled from,to\n"
        b",Noah,Lewis,2012-04-03,M,9,136126,2024-09-02,\n"
    ),
    "calendar": b"urn,from,to,kind,session,note\n,2027-09-02,2027-12-17,term,,Autumn\n",
}
REFUSALS = {"sign_in", "403", "404", "405", "reason"}


def every_pattern(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address of the product."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from every_pattern(pattern)
        else:
            yield pattern


def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


class World:
    """One of everything that an address can name, and one person of each sort."""

    def __init__(self) -> None:
        self.desk = desk = Desk()
        case = desk.record()
        note = add_note(
            child=desk.child,
            case=case,
            kind="observation",
            text="x",
            happened_on=EXCLUDED_ON,
            by=desk.officer,
            as_of=EXCLUDED_ON,
        )
        document = add_document(
            child=desk.child,
            case=case,
            upload=SimpleUploadedFile("letter.txt", b"A letter."),
            title="Letter",
            classification="general",
            by=desk.officer,
            as_of=EXCLUDED_ON,
        )
        administrator = make_user(Role.ADMINISTRATOR)
        self.batches = {
            kind: receive(
                kind=kind,
                file_name="file.csv",
                content=content,
                by=desk.officer if kind == "pupils" else administrator,
                as_of=EXCLUDED_ON,
            )
            for kind, content in FILES.items()
        }
        self.arguments = {
            "reference": case.reference,
            "child_uuid": desk.child.uuid,
            "task_uuid": Task.objects.filter(case=case).first().uuid,
            "deadline_uuid": Deadline.objects.filter(case=case).first().uuid,
            "note_uuid": note.uuid,
            "document_uuid": document.uuid,
            "enrolment_id": desk.child.enrolment_rows.first().pk,
            "urn": desk.school.urn,
            "entry_id": CalendarEntry.objects.first().pk,
            "holiday_id": BankHoliday.objects.first().pk,
            "uidb36": "1",
            "key": "abc",
        }
        other_team = make_team("another_kind", name="Another team")
        self.people: dict[str, User | None] = {
            "signed_out": None,
            "exclusions_officer": desk.officer,
            "education_officer": make_user(Role.EDUCATION_OFFICER, team=other_team),
            "team_manager": make_user(Role.TEAM_MANAGER, team=desk.team, is_manager=True),
            "head_of_service": make_user(Role.HEAD_OF_SERVICE),
            "information_governance": make_user(Role.INFORMATION_GOVERNANCE),
            "administrator": administrator,
            "school_office": make_school_user(desk.school),
        }

    def address(self, pattern: URLPattern) -> str:
        """The address of a pattern, with this world's own ids in it."""
        names = pattern.pattern.converters or dict.fromkeys(pattern.pattern.regex.groupindex)
        arguments = {name: self.arguments[name] for name in names if name != "batch_uuid"}
        if "batch_uuid" in names:
            kind = {"schools_import_batch": "schools", "calendar_import_batch": "calendar"}.get(
                str(pattern.name), "pupils"
            )
            arguments["batch_uuid"] = self.batches[kind].uuid
        return reverse(str(pattern.name), kwargs=arguments)

    def client(self, who: str) -> Client:
        """A browser of this person's, signed in."""
        client = Client()
        if self.people[who]:
            client.force_login(self.people[who])
        return client


def answer_of(client: Client, method: str, address: str) -> str:
    """The status in the table's words."""
    response = getattr(client, method)(address)
    if response.streaming:
        # A file that is served stays open until it has been read.
        list(response.streaming_content)
    if response.status_code not in (301, 302):
        return str(response.status_code)
    location = response.headers["Location"]
    if location.startswith(reverse("account_login")):
        return "sign_in"
    return "reason" if "/reason/" in location else "on"


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = [str(pattern.name) for pattern in every_pattern()]
    assert sorted(names) == sorted(row["address"] for row in rows())
    assert len(names) == len(set(names))


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(world: World, who: str) -> None:
    expected = {row["address"]: row[who] for row in rows()}
    client = world.client(who)
    wrong = {}
    for pattern in every_pattern():
        # Signing out would end the session of everything after it; it has its own test.
        if pattern.name == "account_logout":
            continue
        got = answer_of(client, "get", world.address(pattern))
        if got != expected[str(pattern.name)]:
            wrong[pattern.name] = f"{got}, not {expected[str(pattern.name)]}"
    assert not wrong


@pytest.mark.parametrize("who", PEOPLE)
def test_a_post_is_refused_where_a_get_is_and_never_fails(world: World, who: str) -> None:
    expected = {row["address"]: row[who] for row in rows()}
    client = world.client(who)
    wrong = {}
    for pattern in every_pattern():
        if pattern.name == "account_logout":
            continue
        allowed = expected[str(pattern.name)]
        got = answer_of(client, "post", world.address(pattern))
        if allowed in REFUSALS - {"405"}:
            if got not in {allowed, "405"}:
                wrong[pattern.name] = f"POST gives {got}, GET {allowed}"
        elif got.startswith("5") or got == "sign_in":
            wrong[pattern.name] = got
    assert not wrong


def test_an_outsider_cannot_tell_a_hidden_child_from_none(world: World) -> None:
    """The same bytes for a child that is hidden and for an id that nobody has."""
    child = world.desk.child
    type(child).objects.filter(pk=child.pk).update(is_hidden=True)
    client = world.client("exclusions_officer")
    absent = "11111111-1111-4111-8111-111111111111"
    for name in ("child", "child_cases", "child_timeline", "child_family", "child_documents"):
        hidden, none = client.get(reverse(name, args=[child.uuid])), client.get(reverse(name, args=[absent]))
        assert (hidden.status_code, none.status_code) == (404, 404)
        assert hidden.content == none.content
    reference = world.arguments["reference"]
    hidden, none = client.get(reverse("case", args=[reference])), client.get(reverse("case", args=["EX-1999-9999"]))
    assert (hidden.status_code, none.status_code) == (404, 404)
    assert hidden.content == none.content
