"""What schools sent: whole, once, with its files; and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from django.db.models import Count, OuterRef, Q, Subquery

from demo.invariants.invariant import Invariant
from demo.invariants.records import is_changed
from portal.models import Draft, DraftFile, Submission, SubmissionFile, SubmissionStatus

Named = Iterator[str]
Part, Status = Submission.Part, SubmissionStatus.Status


def not_received_first() -> Named:
    """Originals whose first status is not that they were received, or that have none."""
    first = SubmissionStatus.objects.filter(submission=OuterRef("pk")).order_by("pk").values("status")[:1]
    originals = Submission.objects.filter(part=Part.ORIGINAL).annotate(first_status=Subquery(first))
    wrong = originals.filter(~Q(first_status=Status.RECEIVED) | Q(first_status__isnull=True))
    yield from wrong.values_list("reference", flat=True)


def accepted_for_another_child() -> Named:
    """Submissions that were accepted without a case, or into the case of another child."""
    accepted = SubmissionStatus.objects.filter(status=Status.ACCEPTED).select_related("submission", "case")
    for row in accepted.order_by("pk"):
        if row.case is None or row.case.child_id != row.child_id:
            yield row.submission.reference


def payload_changed() -> Named:
    """Submissions whose answers no longer have the hash that they were received with."""
    for submission in Submission.objects.order_by("pk").iterator(chunk_size=500):
        canonical = json.dumps(submission.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(canonical.encode()).hexdigest() != submission.payload_sha256:
            yield submission.reference


def files_missing_or_changed() -> Named:
    """Files of submissions and of drafts that are gone, or have other bytes than were kept."""
    kept = DraftFile.objects.filter(removed_at__isnull=True)
    for file in (*SubmissionFile.objects.order_by("pk"), *kept.order_by("pk")):
        if is_changed(file.stored_name, file.sha256):
            yield f"file {file.uuid}"


def sent_twice() -> Named:
    """Drafts of which more than one submission was made, and discarded ones that were sent."""
    repeated = Submission.objects.filter(draft__isnull=False).values("draft").annotate(count=Count("pk"))
    twice = set(repeated.filter(count__gt=1).values_list("draft", flat=True))
    for draft in Draft.objects.filter(Q(pk__in=twice) | Q(discarded_at__isnull=False, submission__isnull=False)):
        yield f"draft {draft.uuid}"


def answered_for_another() -> Named:
    """Later parts that are of another school or form than their original, or answer a question about another."""
    for part in Submission.objects.exclude(part=Part.ORIGINAL).select_related("answers_to", "question").order_by("pk"):
        original = part.answers_to
        is_same = (part.school_id, part.form) == (original.school_id, original.form)
        if not is_same or (part.question is not None and part.question.submission_id != original.pk):
            yield part.reference


SUBMISSIONS = (
    Invariant("Every submission was first received", not_received_first),
    Invariant("Every accepted submission has its child’s case", accepted_for_another_child),
    Invariant("Every submission is as it was received", payload_changed),
    Invariant("Every file that a school gave is there, unchanged", files_missing_or_changed),
    Invariant("Every draft was sent at most once", sent_twice),
    Invariant("Every answer and correction belongs to its original", answered_for_another),
)
