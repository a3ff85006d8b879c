"""A submission with a file, a question with its answer, and a correction: what the officers' addresses name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.webforms import FORM
from portal.actions.asking import ask_school
from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.submissions import Office

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """The school's addresses name the same submission (world_parts.webforms, which comes later)."""
    desk = world.desk
    office = Office(desk.school)
    sent = office.send(desk.child, form=FORM.code, kind=PERMANENT_EXCLUSION)
    answer = office.answer(
        ask_school(submission=sent, text="Which day?", by=desk.officer, as_of=EXCLUDED_ON),
        files={"letter.txt": b"A letter."},
    )
    world.arguments |= {
        "submission_reference": sent.reference,
        "answer_reference": answer.reference,
        "submission_file_uuid": answer.files.get().uuid,
        "correction_reference": office.correct(sent, errand="Another").reference,
    }
