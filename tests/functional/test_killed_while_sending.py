"""Kill -9 of web and worker while a school sends form after form: what was acknowledged is there, whole and once."""

from __future__ import annotations

import http.client
import os
import queue
import signal
import subprocess
import threading
from collections import Counter
from dataclasses import dataclass, field

from django.core.files.storage import default_storage
from django.db.models import Count
from django.utils import timezone

from ledger import outbox
from portal.models import Draft, Submission
from tests.functional.desk import make_desk
from tests.functional.plain_client import PlainClient
from tests.functional.post_room import letters_to
from tests.functional.ready_drafts import FILES, Ready, make_ready_drafts
from tests.functional.school_desk import make_office
from tests.support.live_stack import LiveStack

FORMS, SENDERS = 90, 6
# After how many forms what is killed.
KILLS = ((8, "a process of web"), (20, "web"), (35, "worker"), (50, "the parent of web"), (65, "worker"))


@dataclass
class Sending:
    """People of one school sending as fast as they can, and what they were told."""

    live_stack: LiveStack
    client: PlainClient
    waiting: queue.SimpleQueue[Ready]
    acknowledged: dict[Ready, str] = field(default_factory=dict)
    unanswered: list[Ready] = field(default_factory=list)

    @property
    def done_count(self) -> int:
        """How many were sent, answered or not."""
        return len(self.acknowledged) + len(self.unanswered)

    def send_all(self) -> None:
        """Send until nothing waits. A form without an answer is left as it is; the next waits until web is back."""
        while True:
            try:
                draft = self.waiting.get_nowait()
            except queue.Empty:
                return
            try:
                answer = self.client.post(draft.check_path, version=draft.version)
            except (OSError, http.client.HTTPException):
                self.unanswered.append(draft)
                self.live_stack.wait_for(self.live_stack.stack.is_healthy, "web is back", 60)
                continue
            assert answer.status == 302, answer
            self.acknowledged[draft] = answer.location.split("/")[2]


def kill(live_stack: LiveStack, what: str) -> None:
    """Kill -9."""
    parent = live_stack.stack.supervisor.running("web").process.pid
    if what == "a process of web":
        os.kill(children_of(parent)[0], signal.SIGKILL)
    elif what == "the parent of web":
        os.kill(parent, signal.SIGKILL)
    else:
        live_stack.kill(what)


def children_of(parent: int) -> list[int]:
    """The processes that this one has started."""
    listed = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return sorted(pid for pid, its_parent in pairs if its_parent == parent)


def test_every_acknowledged_submission_is_there_once(live_stack: LiveStack) -> None:
    with live_stack.own_models():
        desk = make_desk("Killedsender")
        user = make_office(desk.school)
        drafts = make_ready_drafts(desk, user, FORMS)
        client = PlainClient.sign_in(live_stack, user)
    waiting: queue.SimpleQueue[Ready] = queue.SimpleQueue()
    for draft in drafts:
        waiting.put(draft)
    sending = Sending(live_stack, client.with_token(drafts[0].check_path), waiting)

    # When web and worker are killed again and again under six senders
    threads = [threading.Thread(target=sending.send_all) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for count, what in KILLS:
        live_stack.wait_supervised(lambda least=count: sending.done_count >= least, f"{count} forms were sent")
        kill(live_stack, what)
    live_stack.wait_supervised(lambda: sending.done_count == FORMS, "every form was sent")
    live_stack.wait_supervised(live_stack.is_up, "web and worker run again")
    for thread in threads:
        thread.join()
    assert sending.unanswered, "nothing was killed in the middle of anything"

    # Then each form is wholly there or not at all, and what was acknowledged is there under its reference
    assert len(sending.acknowledged) + len(sending.unanswered) == FORMS
    before = expect_whole(live_stack, drafts)
    assert {draft: before.get(draft) for draft in sending.acknowledged} == sending.acknowledged

    # And what had no answer, sent again, is there once too
    for draft in sending.unanswered:
        answer = sending.client.post(draft.check_path, version=draft.version)
        reference = answer.location.split("/")[2]
        assert before.get(draft, reference) == reference
        sending.acknowledged[draft] = reference
    assert expect_whole(live_stack, drafts) == sending.acknowledged
    expect_one_letter_each(live_stack, user.email, set(sending.acknowledged.values()))


def expect_whole(live_stack: LiveStack, drafts: list[Ready]) -> dict[Ready, str]:
    """The references of those that are there. Each is there once, with its answers, both files and its first status."""
    with live_stack.own_models():
        uuids = {draft.uuid: draft for draft in drafts}
        found = (
            Submission.objects.filter(draft__uuid__in=uuids)
            .select_related("draft")
            .annotate(files_count=Count("files", distinct=True), statuses_count=Count("statuses", distinct=True))
        )
        references = {}
        for submission in found:
            assert (submission.files_count, submission.statuses_count) == (len(FILES), 1)
            assert submission.payload.keys() >= submission.draft.payload.keys()
            assert all(default_storage.exists(file.stored_name) for file in submission.files.all())
            references[uuids[submission.draft.uuid]] = submission.reference
        assert len(references) == len(set(references.values())) == found.count()
        assert Draft.objects.filter(uuid__in=uuids, discarded_at=None).count() == len(drafts)
    return references


def expect_one_letter_each(live_stack: LiveStack, address: str, references: set[str]) -> None:
    """Rung again as beat would, each receipt goes out under one Message-ID: a crash between sending and writing it
    down can only bring the same e-mail again, which a receiver takes for one."""
    with live_stack.own_models():
        outbox.sweep(now=timezone.now() + 2 * outbox.RING_AGAIN_AFTER)
    live_stack.wait_for_outbox()
    sent = {(letter.subject.split()[0], letter.message_id) for letter in letters_to(live_stack, address)}
    assert Counter(reference for reference, _ in sent) == dict.fromkeys(references, 1)
