"""A school's file of many forms: received and looked through, confirmed, sent; some rows at a time.

Each step does some rows in its own transaction and leaves the rest to the outbox, in that same transaction: a worker
that is killed leaves rows as they were, and the next attempt goes on with them. No row is sent twice.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger import outbox
from portal.actions.drafts import as_confirmed
from portal.actions.rows import send_filled
from portal.actions.sending import SendingRefused
from portal.answers import clean_text
from portal.batch_files import read_batch
from portal.batch_judging import Judge, doubts_of_row, words_of_doubt
from portal.columns import INCIDENT
from portal.locking import lock_rows_of_school
from portal.models import Batch, BatchRow
from portal.permissions import check_user_can_send_for
from portal.policies import NotPossible
from portal.webforms import WebForm, get_webform
from schools.models import School

State = BatchRow.State
TASK = "portal.work_batch"
ROWS_AT_ONCE = 20


@transaction.atomic
def receive_batch(*, webform: WebForm, school: School, file_name: str, content: bytes, by: User, as_of: date) -> Batch:
    """Read a file, keep its rows and look through the first of them; nothing is sent.

    Raises portal.batch_files.BatchRefused, PermissionDenied.
    """
    check_user_can_send_for(by, school, as_of)
    rows, unread = read_batch(webform, content)
    name = clean_text(file_name)[-160:] or "file"
    batch = Batch.objects.create(
        form=webform.code, school=school, file_name=name, uploaded_at=timezone.now(), uploaded_by=by
    )
    good = [BatchRow(batch=batch, line=row.line, written=row.values) for row in rows]
    bad = [
        BatchRow(
            batch=batch,
            line=error.line,
            state=State.BAD,
            findings={"faults": [{"column": error.column, "text": error.reason}]},
        )
        for error in unread
    ]
    BatchRow.objects.bulk_create([*good, *bad])
    work_on(batch=batch, as_of=as_of)
    return batch


@transaction.atomic
def confirm_rows(*, batch: Batch, said_right: frozenset[str], by: User, as_of: date) -> int:
    """Keep that the school says these doubts are right; gives how many rows are ready now.

    `said_right` has the words that were read: those of one row (portal.batch_judging.words_of_doubt), or the title for
    all rows of which this is asked. Raises PermissionDenied.
    """
    check_user_can_send_for(by, batch.school, as_of)
    ready = 0
    rows = BatchRow.objects.select_for_update().filter(batch=batch, state=State.DOUBTFUL).order_by("line")
    for row in rows:
        doubts = doubts_of_row(row)
        right = [each for each in doubts if {each.title, words_of_doubt(row.line, each)} & said_right]
        if not right:
            continue
        row.confirmed = [*row.confirmed, *as_confirmed(right, by)]
        if len(right) == len(doubts):
            row.state = State.READY
            ready += 1
        row.save(update_fields=["confirmed", "state"])
    return ready


@transaction.atomic
def send_batch(*, batch: Batch, by: User, as_of: date) -> Batch:
    """Send the rows that are ready. Bad and doubtful rows stay. Raises NotPossible, PermissionDenied."""
    check_user_can_send_for(by, batch.school, as_of)
    batch = Batch.objects.select_for_update(of=("self",)).select_related("school").get(pk=batch.pk)
    if batch.rows.filter(state=State.WAITING).exists():
        raise NotPossible("The file is still being looked through. Wait until it is done.")
    if not batch.rows.filter(state=State.READY).exists():
        raise NotPossible("No row is ready to send. What was sent is sent; correct or confirm the others.")
    batch.sending_at, batch.sending_by = timezone.now(), by
    batch.save(update_fields=["sending_at", "sending_by"])
    work_on(batch=batch, as_of=as_of)
    return batch


@transaction.atomic
def work_on(*, batch: Batch, as_of: date) -> None:
    """Look through or send the next rows, and leave the rest to the outbox."""
    webform = get_webform(batch.form)
    if batch.rows.filter(state=State.WAITING).exists():
        rows = _next_rows(batch, State.WAITING)
        judge = Judge(webform, batch.school, rows, as_of)
        for row in rows:
            _keep(row, judge)
    elif batch.sending_by is not None:
        _send_rows(batch, webform, batch.sending_by, as_of)
    if has_more(batch):
        outbox.enqueue(TASK, batch_id=batch.pk, by_user_id=(batch.sending_by or batch.uploaded_by).pk)


def has_more(batch: Batch) -> bool:
    """True while rows are still to be looked through, or sent after somebody said so."""
    states = [State.WAITING, *([State.READY] if batch.sending_by_id else [])]
    return batch.rows.filter(state__in=states).exists()


def work_batch(*, batch_id: int, as_of: date, **_: object) -> None:
    """The outbox's task: the next rows of a file."""
    work_on(batch=Batch.objects.select_related("school", "uploaded_by", "sending_by").get(pk=batch_id), as_of=as_of)


def register() -> None:
    """Called once, when the app is ready."""
    outbox.register(TASK, work_batch)


def _next_rows(batch: Batch, state: str) -> list[BatchRow]:
    rows = BatchRow.objects.select_for_update(skip_locked=True).filter(batch=batch, state=state)
    return list(rows.order_by("line")[:ROWS_AT_ONCE])


def _keep(row: BatchRow, judge: Judge) -> None:
    judged = judge.judge(row)
    row.state, row.payload, row.findings = judged.state, judged.filled.payload, judged.findings
    row.submission = judged.sent_before
    row.save()


def _send_rows(batch: Batch, webform: WebForm, by: User, as_of: date) -> None:
    """Send the next rows that are ready, each looked at once more as things are now."""
    lock_rows_of_school(batch.school)
    rows = _next_rows(batch, State.READY)
    judge = Judge(webform, batch.school, rows, as_of)
    for row in rows:
        judged = judge.judge(row)
        row.state, row.payload, row.findings = judged.state, judged.filled.payload, judged.findings
        row.submission = judged.sent_before
        if judged.state == State.READY:
            try:
                row.submission = send_filled(
                    webform=webform,
                    filled=judged.filled,
                    school=batch.school,
                    confirmed=judged.confirmed,
                    incident=row.written.get(INCIDENT, ""),
                    by=by,
                    as_of=as_of,
                )
                row.state = State.SENT
            except SendingRefused as refused:
                row.state, row.findings = State.BAD, {**judged.findings, "faults": _faults_of(refused)}
        row.save()


def _faults_of(refused: SendingRefused) -> list[dict[str, str]]:
    return [{"column": "", "text": text} for text in [each.text for each in refused.problems] or [str(refused)]]
