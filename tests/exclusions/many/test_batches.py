"""A school's file: looked through, confirmed, sent; twice is once, halfway goes on, and nothing of it is lost."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.utils import timezone

from accounts.models import User
from cases.models import Child
from exclusions.webforms import FORM
from ledger import outbox
from ledger.models import AdministrativeEvent, OutboxMessage
from portal.actions import batches as actions
from portal.actions.answering import withdraw
from portal.actions.batches import receive_batch, send_batch
from portal.actions.deciding import reject
from portal.actions.drafts import start_correction
from portal.actions.incidents import LABEL_LASTS
from portal.models import Batch, BatchRow, Draft, Incident, Submission
from portal.policies import NotPossible
from schools.models import SchoolStaff
from tests.factories.children import VALID_UPNS, enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user
from tests.factories.school_rows import (
    TODAY,
    confirm_all,
    faults,
    file_of,
    finish,
    permanent_row,
    receive,
    row,
    states,
)


def send(batch: Batch, by: User) -> list[str]:
    """Confirm everything and send it; the states afterwards."""
    confirm_all(batch, by)
    send_batch(batch=batch, by=by, as_of=TODAY)
    finish(batch)
    return states(batch)


def sent_references(batch: Batch) -> list[str]:
    return [each.submission.reference for each in batch.rows.order_by("line") if each.submission]


class TestSending:
    def test_good_rows_are_sent_like_forms_and_bad_ones_stay(self, desk: Desk, user: User) -> None:
        other = make_child("Tully", "Ben")
        batch = receive(desk, user, file_of(row(desk.child), row(contact_name=""), permanent_row(other)))
        assert send(batch, user) == ["sent", "bad", "sent"]
        assert sent_references(batch) == ["EX-S-2026-0001", "EX-S-2026-0002"]
        first, second = Submission.objects.order_by("pk")
        assert (first.kind, second.kind, first.by, first.school) == (
            "suspension",
            "permanent_exclusion",
            user,
            desk.school,
        )
        assert first.payload["_confirmed"][0]["code"] == "no_notice_file"
        assert first.statuses.get().status == "received"
        messages = OutboxMessage.objects.filter(task_name="accounts.send_message")
        assert {each.arguments["code"] for each in messages} == {"portal.received"}

    def test_the_same_file_again_sends_nothing(self, desk: Desk, user: User) -> None:
        content = file_of(row(desk.child), permanent_row(make_child("Tully", "Ben")))
        send(receive(desk, user, content), user)
        again = receive(desk, user, content)
        assert states(again) == ["already", "already"]
        assert sent_references(again) == ["EX-S-2026-0001", "EX-S-2026-0002"]
        with pytest.raises(NotPossible, match="No row is ready"):
            send_batch(batch=again, by=user, as_of=TODAY)
        assert Submission.objects.count() == 2

    def test_two_files_looked_through_before_either_is_sent(self, desk: Desk, user: User) -> None:
        content = file_of(row(desk.child))
        one, other = receive(desk, user, content), receive(desk, user, content)
        assert send(one, user) == ["sent"]
        assert send(other, user) == ["already"]
        assert Submission.objects.count() == 1

    @pytest.mark.parametrize("changed", [{"upn": ""}, {"upn": "", "given_names": "AMIRA"}, {"reasons": "BU"}])
    def test_the_same_pupil_and_days_are_recognised_however_they_are_written(
        self, desk: Desk, user: User, changed: dict[str, str]
    ) -> None:
        send(receive(desk, user, file_of(row(desk.child))), user)
        assert states(receive(desk, user, file_of(row(desk.child, **changed)))) == ["already"]

    def test_other_days_are_another_suspension(self, desk: Desk, user: User) -> None:
        send(receive(desk, user, file_of(row(desk.child))), user)
        for changed in ({"last_session_missed": "am"}, {"lunchtimes_only": "yes"}, {"last_day": "11/11/2026"}):
            assert states(receive(desk, user, file_of(row(desk.child, **changed)))) == ["doubtful"]

    def test_lunchtimes_are_recognised(self, desk: Desk, user: User) -> None:
        content = file_of(row(desk.child, lunchtimes_only="yes", first_session_missed="", last_session_missed=""))
        send(receive(desk, user, content), user)
        assert states(receive(desk, user, content)) == ["already"]

    def test_another_school_of_a_dually_registered_pupil_sends_its_own(self, desk: Desk, user: User) -> None:
        own = desk.school
        other = make_school("Fernhill School (invented)")
        enrol(desk.child, other, kind="dual")
        send(receive(desk, user, file_of(row(desk.child))), user)
        desk.school = other
        theirs = receive(desk, make_school_user(other), file_of(row(desk.child)))
        desk.school = own
        assert states(theirs) == ["doubtful"], "what the first school sent is not known to the second"

    def test_a_correction_is_what_was_sent(self, desk: Desk, user: User) -> None:
        send(receive(desk, user, file_of(row(desk.child))), user)
        original = Submission.objects.get()
        draft = start_correction(submission=original, by=user, as_of=TODAY)
        draft.payload["dates"]["last_on"] = "2026-11-11"
        draft.save()
        actions_send(draft, user)
        assert sent_references(receive(desk, user, file_of(row(desk.child, last_day="11/11/2026")))) == [
            original.reference
        ]

    @pytest.mark.parametrize("how", ["withdrawn", "rejected"])
    def test_what_has_ended_is_asked_about_before_it_is_sent_again(self, desk: Desk, user: User, how: str) -> None:
        content = file_of(row(desk.child))
        send(receive(desk, user, content), user)
        if how == "withdrawn":
            withdraw(submission=Submission.objects.get(), reason="Wrong.", by=user, as_of=TODAY)
        else:
            reject(submission=Submission.objects.get(), reason="Wrong.", by=desk.officer, as_of=TODAY)
        again = receive(desk, user, content)
        titles = {each["title"] for each in again.rows.get().findings["doubts"]}
        assert "Is this to be sent again?" in titles
        assert send(again, user) == ["sent"]
        assert states(receive(desk, user, content)) == ["already"]

    def test_what_changed_between_looking_and_sending_is_looked_at_again(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(desk.child), row(permanent_child := make_child("Tully", "Ben"))))
        confirm_all(batch, user)
        enrol(permanent_child, desk.school)
        enrol(make_child("Tully", "Ben"), desk.school)
        send_batch(batch=batch, by=user, as_of=TODAY)
        assert states(batch) == ["sent", "bad"]
        assert "Several pupils" in faults(batch)[0][2]

    def test_a_new_doubt_is_asked_about_and_not_sent(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(desk.child)))
        confirm_all(batch, user)
        send_batch(batch=batch, by=user, as_of=TODAY + timedelta(days=60))
        assert states(batch) == ["doubtful"]
        codes = {each["code"] for each in batch.rows.get().findings["doubts"]}
        assert codes == {"started_long_ago"}, "what was confirmed before is not asked again"

    def test_a_row_about_a_hidden_child_is_sent_and_only_information_governance_is_told(
        self, desk: Desk, user: User
    ) -> None:
        Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
        batch = receive(desk, user, file_of(row(desk.child)))
        assert send(batch, user) == ["sent"]
        assert AdministrativeEvent.objects.filter(code="cases.hidden_record_met").count() == 1
        assert str(desk.child.uuid) not in str(batch.rows.get().payload)

    def test_who_has_left_sends_nothing_that_waits(self, desk: Desk, user: User) -> None:
        batch = receive(desk, user, file_of(row(desk.child)))
        confirm_all(batch, user)
        SchoolStaff.objects.filter(user=user).update(ends_on="2026-11-01")
        with pytest.raises(PermissionDenied):
            send_batch(batch=batch, by=user, as_of=TODAY)
        assert states(batch) == ["ready"]


def actions_send(draft: Draft, by: User) -> None:
    """Send a draft as its check page does, with every doubt confirmed."""
    from portal.actions.drafts import confirm_doubts  # here: the only test that fills in a form by hand
    from portal.actions.sending import send_draft
    from portal.contexts import draft_context
    from portal.steps import open_doubts

    doubts = open_doubts(draft, FORM, draft_context(draft, TODAY))
    draft = confirm_doubts(draft=draft, doubts=doubts, by=by, as_of=TODAY)
    send_draft(draft=draft, version=draft.version, by=by, as_of=TODAY)


class TestIncidents:
    def test_rows_of_one_number_are_one_incident(self, desk: Desk, user: User) -> None:
        first, second = row(desk.child, incident="K12"), row(make_child("Tully", "Ben"), incident="K12")
        batch = receive(desk, user, file_of(first, second, row(incident="K13"), row(given_names="Una")))
        send(batch, user)
        drafts = [each.submission.draft for each in batch.rows.order_by("line")]
        assert [each.incident.label if each.incident else None for each in drafts] == ["K12", "K12", "K13", None]
        assert Incident.objects.count() == 2

    def test_a_row_that_was_corrected_joins_its_incident(self, desk: Desk, user: User) -> None:
        bad = row(make_child("Tully", "Ben"), incident="K12", contact_name="")
        send(receive(desk, user, file_of(row(desk.child, incident="K12"), bad)), user)
        send(receive(desk, user, file_of({**bad, "contact_name": "Helena"})), user)
        assert Incident.objects.get().drafts.count() == 2

    def test_a_number_is_not_for_ever_and_belongs_to_one_school(self, desk: Desk, user: User) -> None:
        send(receive(desk, user, file_of(row(desk.child, incident="1"))), user)
        assert Incident.objects.count() == 1
        later = timezone.now() + LABEL_LASTS + timedelta(days=1)
        other = make_school("Fernhill School (invented)")
        own, desk.school = desk.school, other
        theirs = make_school_user(other)
        send(receive(desk, theirs, file_of(row(incident="1"))), theirs)
        assert Incident.objects.count() == 2
        desk.school = own
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("portal.actions.incidents.timezone.now", lambda: later)
            send(receive(desk, user, file_of(row(given_names="Una", incident="1"))), user)
        assert Incident.objects.filter(school=own).count() == 2

    def test_the_same_pupil_twice_in_an_incident_is_a_fault(self, desk: Desk, user: User) -> None:
        again = row(desk.child, last_day="11/11/2026", incident="K12")
        batch = receive(desk, user, file_of(row(desk.child, incident="K12"), again))
        assert send(batch, user) == ["sent", "bad"]
        assert "in the incident already" in faults(batch)[0][2]
        assert Draft.objects.count() == 1, "nothing is left of the row that was refused"


class TestMany:
    def rows(self, count: int) -> bytes:
        return file_of(*(row(given_names=f"Pupil {number}") for number in range(count)))

    def receive(self, desk: Desk, user: User, count: int) -> Batch:
        return receive_batch(
            webform=FORM, school=desk.school, file_name="", content=self.rows(count), by=user, as_of=TODAY
        )

    def tasks(self) -> list[OutboxMessage]:
        return list(OutboxMessage.objects.filter(task_name=actions.TASK, done_recorded_at=None).order_by("pk"))

    def test_goes_on_some_rows_at_a_time_by_the_outbox(
        self, desk: Desk, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(actions, "ROWS_AT_ONCE", 2)
        batch = self.receive(desk, user, 5)
        assert states(batch) == ["doubtful"] * 2 + ["waiting"] * 3
        with pytest.raises(NotPossible, match="still being looked through"):
            send_batch(batch=batch, by=user, as_of=TODAY)
        for _ in range(2):
            outbox.perform(self.tasks()[0].pk, as_of=timezone.now())
        assert states(batch) == ["doubtful"] * 5
        assert not self.tasks()
        confirm_all(batch, user)
        send_batch(batch=batch, by=user, as_of=TODAY)
        assert states(batch) == ["sent"] * 2 + ["ready"] * 3
        first = self.tasks()[0]
        assert outbox.perform(first.pk)
        assert not outbox.perform(first.pk), "a task that rings twice is done once"
        outbox.perform(self.tasks()[0].pk)
        assert states(batch) == ["sent"] * 5
        assert not self.tasks()
        assert Submission.objects.count() == 5

    def test_what_stops_halfway_goes_on_and_sends_nothing_twice(
        self, desk: Desk, user: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        batch = self.receive(desk, user, 4)
        confirm_all(batch, user)
        monkeypatch.setattr(actions, "ROWS_AT_ONCE", 2)
        send_batch(batch=batch, by=user, as_of=TODAY)
        send_filled, calls = actions.send_filled, []

        def killed_at_the_second(**more: Any) -> Submission:
            calls.append(1)
            if len(calls) == 2:
                raise RuntimeError("killed")
            return send_filled(**more)

        monkeypatch.setattr(actions, "send_filled", killed_at_the_second)
        message = self.tasks()[0]
        with pytest.raises(RuntimeError):
            outbox.perform(message.pk)
        assert states(batch) == ["sent", "sent", "ready", "ready"]
        outbox.perform(message.pk)
        assert states(batch) == ["sent"] * 4
        assert Submission.objects.count() == 4

    def test_nothing_to_do_is_nothing_done(self, desk: Desk, user: User) -> None:
        batch = self.receive(desk, user, 1)
        actions.work_batch(batch_id=batch.pk, as_of=TODAY)
        assert states(batch) == ["doubtful"]
        assert not self.tasks()


@pytest.mark.django_db(transaction=True)
def test_two_files_sent_at_the_same_moment_send_each_row_once() -> None:
    desk = Desk()
    user = make_school_user(desk.school)
    content = file_of(row(desk.child), row(), permanent_row(make_child("Tully", "Ben", upn=VALID_UPNS[1])))
    files = [receive(desk, user, content) for _ in range(4)]
    for batch in files:
        confirm_all(batch, user)
    gate = threading.Barrier(len(files))

    def press(batch: Batch) -> None:
        gate.wait()
        try:
            send_batch(batch=batch, by=user, as_of=TODAY)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=[batch]) for batch in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Submission.objects.count() == 3
    found = sorted(state for batch in files for state in states(batch))
    assert found == ["already"] * 9 + ["sent"] * 3
    assert BatchRow.objects.filter(state="sent").values("submission").distinct().count() == 3
