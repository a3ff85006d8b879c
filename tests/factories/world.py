"""One of everything that an address of the product can name, and one person of each sort."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import schools
from accounts.models import User
from accounts.roles import Role
from cases.actions.documents import add_document
from cases.actions.notes import add_note
from cases.models import Deadline, Task
from schools.actions.import_batches import receive
from schools.models import BankHoliday, CalendarEntry
from tests.factories import world_parts
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_school_user, make_team, make_user

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
    "schools": (Path(schools.__file__).parent / "data" / "gias_coventry.csv").read_bytes(),
    "pupils": (
        b"UPN,given names,surname,date of birth,sex,year group,URN,enrolled from,to\n"
        b",Noah,Lewis,2012-04-03,M,9,136126,2024-09-02,\n"
    ),
    "calendar": b"urn,from,to,kind,session,note\n,2027-09-02,2027-12-17,term,,Autumn\n",
}


def every_pattern(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every address of the product."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from every_pattern(pattern)
        else:
            yield pattern


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

        for part in sorted(each.name for each in pkgutil.iter_modules(world_parts.__path__)):
            importlib.import_module(f"{world_parts.__name__}.{part}").add_to(self)

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
