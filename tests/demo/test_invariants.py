"""check_invariants finds nothing in a demonstration, and finds each row that is broken."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, Model

from accounts.models import User
from cases.models import Case, Child, Deadline, Document, Enrolment, Event, Letter, Person, Task
from demo.invariants import INVARIANTS
from demo.invariants.invariant import shown
from exclusions.models import (
    CouncilsPart,
    Exclusion,
    Funding,
    GovernorsMeeting,
    GovernorsOutcome,
    Review,
    ReviewApplication,
    Suspension,
    SuspensionTerm,
)
from portal.models import Draft, Submission, SubmissionFile, SubmissionStatus
from schools.models import School
from tests.demo.conftest import TUESDAY
from tests.factories.ledger import owner_of_the_database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def said() -> str:
    output = io.StringIO()
    try:
        call_command("check_invariants", stdout=output)
    except CommandError as error:
        return f"{output.getvalue()}{error}"
    return output.getvalue()


def test_all_hold_in_a_demonstration() -> None:
    lines = said().splitlines()
    assert [line.split()[0] for line in lines[:-1]] == ["0"] * len(INVARIANTS)
    assert lines[-1] == f"All {len(INVARIANTS)} invariants hold."


def in_state(state: str) -> Exclusion:
    return Exclusion.objects.filter(case__state=state).order_by("pk").first()


def change(state: str, **changes: object) -> Callable[[], object]:
    """Change the exclusion of the first case in a state."""
    return lambda: Exclusion.objects.filter(pk=in_state(state).pk).update(**changes)


def move_a_deadline() -> None:
    deadline = Deadline.objects.filter(state="running").first()
    Deadline.objects.filter(pk=deadline.pk).update(due_on=F("due_on") + timedelta(days=1))


def break_the_facts_of_a_deadline() -> None:
    Deadline.objects.filter(pk=Deadline.objects.filter(state="running").first().pk).update(facts={"moon": "full"})


def run_a_deadline_in_a_closed_case() -> None:
    deadline = Deadline.objects.filter(case__state="cancelled", is_ours=True).exclude(purpose="window").first()
    Deadline.objects.filter(pk=deadline.pk).update(state="running")


def give_a_deadline_to_another_child() -> None:
    deadline = Deadline.objects.first()
    Deadline.objects.filter(pk=deadline.pk).update(child=Child.objects.exclude(pk=deadline.child_id).first())


def forget_a_case() -> None:
    case = Case.objects.filter(state="checked").first()
    Deadline.objects.filter(case=case).update(state="superseded")
    Task.objects.filter(case=case).update(state="cancelled")


def case_without(**more: object) -> Case:
    """A case that nobody opened: made behind the application's back."""
    values = {"reference": "EX-1999-0001", "kind": "permanent_exclusion", "state": "notified"} | more
    return Case.objects.create(child=Child.objects.first(), opened_on=TUESDAY, **values)


def begin_with_something_else() -> None:
    case = case_without()
    Event.objects.create(
        case=case, child=case.child, code="note_added", happened_on=TUESDAY, recorded_at="2026-11-24T09:00Z"
    )


def record_an_event_of_another_child() -> None:
    case = Case.objects.first()
    other = Child.objects.exclude(pk=case.child_id).first()
    Event.objects.create(
        case=case, child=other, code="note_added", happened_on=TUESDAY, recorded_at="2026-11-24T09:00Z"
    )


def misspell_a_number() -> None:
    child = Child.objects.first()
    letter = "A" if child.upn[0] != "A" else "B"
    Child.objects.filter(pk=child.pk).update(upn=letter + child.upn[1:])


def enrol_twice() -> None:
    enrolment = Enrolment.objects.filter(kind="main", ends_on__isnull=True).first()
    other = Enrolment.objects.exclude(school=enrolment.school).first().school
    Enrolment.objects.create(child=enrolment.child, school=other, starts_on=TUESDAY)


def write_history_without_context() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', false)")
        cursor.execute("UPDATE cases_person SET language = 'Welsh' WHERE id = (SELECT min(id) FROM cases_person)")


def take_a_file_away() -> None:
    default_storage.delete(Document.objects.first().stored_name)


def change_a_file() -> None:
    name = Document.objects.last().stored_name
    Path(default_storage.path(name)).write_bytes(b"something else")


def wake_a_date() -> None:
    """A date of a closed suspension runs again."""
    asleep = Deadline.objects.filter(case__suspension=suspension(), code="exclusions.suspension_return")
    assert asleep.update(state=Deadline.State.RUNNING)


def owe_day_six_twice() -> None:
    """The sixth day of a run stands in both of its suspensions."""
    owed = Deadline.objects.filter(code="exclusions.suspension_sixth_day", state=Deadline.State.MET).first()
    sibling = Suspension.objects.filter(case__child=owed.child).exclude(case=owed.case).first()
    owed.pk, owed.uuid, owed.case = None, uuid.uuid4(), sibling.case
    owed.save()


def suspension() -> Suspension:
    return Suspension.objects.filter(case__state="closed").order_by("pk").first()


def lose_more_than_the_cap() -> None:
    row = SuspensionTerm.objects.filter(suspension__case__child__surname="Hollowmere").first()
    SuspensionTerm.objects.filter(pk=row.pk).update(sessions=row.sessions + 1)


def make_a_suspension_without_facts() -> None:
    case_without(kind="suspension", state="notified")


@contextmanager
def without_its_guard(model: type[Model]) -> Iterator[None]:
    """What the application can never change is changed by the tables' owner."""
    table = connection.ops.quote_name(model._meta.db_table)
    with owner_of_the_database(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def original() -> Submission:
    return Submission.objects.filter(part="original").order_by("pk").first()


def forget_the_receipt() -> None:
    row = SubmissionStatus.objects.filter(submission=original()).order_by("pk").first()
    with without_its_guard(SubmissionStatus):
        SubmissionStatus.objects.filter(pk=row.pk).update(status="withdrawn", reason="?")


def accept_for_another_child() -> None:
    row = SubmissionStatus.objects.filter(status="accepted").first()
    other = Child.objects.exclude(pk=row.child_id).first()
    with without_its_guard(SubmissionStatus):
        SubmissionStatus.objects.filter(pk=row.pk).update(child=other)


def change_what_was_sent() -> None:
    with without_its_guard(Submission):
        Submission.objects.filter(pk=original().pk).update(payload={"pupil": {}})


def discard_what_was_sent() -> None:
    Draft.objects.filter(pk=original().draft_id).update(
        discarded_at="2026-11-24T09:00Z", discarded_by=User.objects.first()
    )


def answer_from_another_school() -> None:
    part = Submission.objects.exclude(part="original").first()
    other = School.objects.exclude(pk=part.school_id).first()
    with without_its_guard(Submission):
        Submission.objects.filter(pk=part.pk).update(school=other)


def take_a_schools_file_away() -> None:
    default_storage.delete(SubmissionFile.objects.first().stored_name)


def change_a_letter() -> None:
    Path(default_storage.path(Letter.objects.first().stored_name)).write_bytes(b"something else")


def decide_behind_the_board() -> None:
    owed = Deadline.objects.filter(code__startswith="exclusions.governors_meet", state="running")
    case = owed.filter(case__kind="suspension").first().case
    GovernorsOutcome.objects.create(case=case, decided_by="board", decision="considered", decided_on=TUESDAY)


BROKEN = {
    "a moved date": (move_a_deadline, "what the law gives"),
    "facts the law does not know": (break_the_facts_of_a_deadline, "what the law gives"),
    "a clock in a closed case": (run_a_deadline_in_a_closed_case, "No limit of ours runs in a closed case"),
    "a deadline of another child": (give_a_deadline_to_another_child, "about the child of its case"),
    "a forgotten case": (forget_a_case, "a running deadline or an open task"),
    "a case without events": (case_without, "begins with its opening"),
    "a case that begins elsewhere": (begin_with_something_else, "begins with its opening"),
    "an event of another child": (record_an_event_of_another_child, "event and task of a case"),
    "an unknown kind": (lambda: case_without(kind="weather"), "in a state of its kind"),
    "an unknown state": (lambda: case_without(state="raining"), "in a state of its kind"),
    "an end that is not closed": (lambda: case_without(state="closed"), "in a state of its kind"),
    "an exclusion without facts": (case_without, "has its facts"),
    "facts of another kind": (
        lambda: Case.objects.filter(state="checked").update(kind="weather"),
        "has its facts",
    ),
    "not checked": (change("checked", checked_on=None), "agree with its state"),
    "checked too soon": (change("notified", checked_on=TUESDAY), "agree with its state"),
    "not listed": (change("governors_listed", governors_meeting_on=None), "agree with its state"),
    "listed too soon": (change("checked", governors_meeting_on=TUESDAY), "agree with its state"),
    "decided too soon": (
        change("governors_listed", governors_decision="decline_reinstatement", governors_decided_on=TUESDAY),
        "agree with its state",
    ),
    "reinstated in name": (
        change("reinstated", governors_decision="decline_reinstatement", reinstated_on=None),
        "agree with its state",
    ),
    "back without a day": (change("reinstated", reinstated_on=None), "agree with its state"),
    "sent too soon": (
        change("declined", refusal_notice_sent_on=TUESDAY, refusal_notice_method="hand"),
        "agree with its state",
    ),
    "not sent": (
        change("review_window", refusal_notice_sent_on=None, refusal_notice_method=""),
        "agree with its state",
    ),
    "cancelled in name": (change("cancelled", cancelled_on=None), "agree with its state"),
    "a track that goes on": (change("reinstated", funding_state="deducted"), "agree with its state"),
    "waived in name": (lambda: Review.objects.update(waived_on=None), "of every review agree"),
    "asked for too late": (
        lambda: ReviewApplication.objects.update(is_in_time=False, why_late="Late"),
        "of every review agree",
    ),
    "upheld in name": (
        lambda: Review.objects.filter(outcome="uphold").update(outcome="recommend"),
        "of every review agree",
    ),
    "a review without facts": (
        lambda: Case.objects.filter(pk=in_state("declined").case_id).update(state="review_applied"),
        "of every review agree",
    ),
    "money in another state": (change("checked", funding_state="repaid"), "follow what is recorded"),
    "no money at all": (
        lambda: Funding.objects.filter(case=in_state("checked").case).delete(),
        "follow what is recorded",
    ),
    "off too early without a word": (
        lambda: Task.objects.filter(code="exclusions.challenge_deletion").update(code="exclusions.something"),
        "is challenged",
    ),
    "booked without a booking": (change("checked", day_six_state="booked"), "agrees with its placements"),
    "started without a start": (change("checked", day_six_state="started"), "agrees with its placements"),
    "a suspension without facts": (make_a_suspension_without_facts, "suspension has its facts"),
    "back in name": (
        lambda: Suspension.objects.filter(case__state="returned").update(returned_on=None),
        "of every suspension agree",
    ),
    "a closed one that is awake": (wake_a_date, "runs in a closed suspension"),
    "day six twice": (owe_day_six_twice, "is owed once"),
    "miscounted": (
        lambda: Suspension.objects.filter(pk=suspension().pk).update(sessions_count=F("sessions_count") + 1),
        "that the law counts",
    ),
    "a term miscounted": (lose_more_than_the_cap, "that the law counts"),
    "more than the cap": (lose_more_than_the_cap, "more than 45 school days"),
    "listed for two days": (
        lambda: GovernorsMeeting.objects.filter(replaced_on=None).update(meeting_on=TUESDAY),
        "the day that the exclusion says",
    ),
    "decided and owed": (decide_behind_the_board, "is owed no more"),
    "a decision in the wrong place": (
        lambda: GovernorsOutcome.objects.filter(case__kind="permanent_exclusion").update(
            decision="considered", decided_on=TUESDAY
        ),
        "where its kind of case has it",
    ),
    "nobody attended": (
        lambda: CouncilsPart.objects.update(representative=None, attended=True),
        "Only a named representative",
    ),
    "never received": (forget_the_receipt, "was first received"),
    "accepted for another": (accept_for_another_child, "has its child’s case"),
    "a changed form": (change_what_was_sent, "as it was received"),
    "a discarded form": (discard_what_was_sent, "sent at most once"),
    "an answer from elsewhere": (answer_from_another_school, "belongs to its original"),
    "a school's file that is gone": (take_a_schools_file_away, "file that a school gave"),
    "a letter that changed": (change_a_letter, "as it was issued"),
    "a malformed number": (misspell_a_number, "Every UPN is well formed"),
    "two main rolls": (enrol_twice, "two main rolls"),
    "a number in use": (
        lambda: Child.objects.filter(pk=Child.objects.first().pk).update(upn="B801200005001"),
        "UPN that may be somebody's",
    ),
    "a user's real address": (
        lambda: User.objects.filter(pk=User.objects.first().pk).update(email="somebody@example.com"),
        "e-mail address that may be somebody's",
    ),
    "a parent's real address": (
        lambda: Person.objects.filter(relationships__isnull=False).update(email="somebody@example.com"),
        "e-mail address that may be somebody's",
    ),
    "history without context": (write_history_without_context, "under what it was written"),
    "a file that is gone": (take_a_file_away, "file is there"),
    "a file that changed": (change_a_file, "file is there"),
}


@pytest.mark.parametrize(("breaks", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_found(breaks: Callable[[], object], sentence: str) -> None:
    kept_in = (Document, SubmissionFile, Letter)
    names = {name for model in kept_in for name in model.objects.values_list("stored_name", flat=True)}
    kept = {name: Path(default_storage.path(name)).read_bytes() for name in names}
    try:
        breaks()
        lines = said().splitlines()
    finally:
        put_back(kept)
    line = next(line for line in lines if sentence in line)
    assert int(line.split()[0]) >= 1
    assert "invariants do not hold" in lines[-1]


def put_back(kept: dict[str, bytes]) -> None:
    """Files are not rolled back with the rows."""
    for name, content in kept.items():
        Path(default_storage.path(name)).write_bytes(content)


def test_names_of_people_are_never_said() -> None:
    misspell_a_number()
    assert Child.objects.first().surname not in said()


def test_only_the_first_few_rows_are_named() -> None:
    assert shown(["a", "b"]) == "a, b"
    assert shown(list("abcdefgh")) == "a, b, c, d, e and 3 more"
