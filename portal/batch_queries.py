"""A school's files of many forms, and the rows of one."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from portal.models import Batch, BatchRow
from schools.models import School

State = BatchRow.State
# What is still in a file, and was not sent.
NOT_SENT = (State.WAITING, State.BAD, State.DOUBTFUL, State.READY)


def batches_of(school: School, form: str) -> QuerySet[Batch]:
    """The school's files of a form, newest first, each with how many rows it has and how many were not sent."""
    batches = Batch.objects.filter(school=school, form=form).select_related("uploaded_by")
    counted = batches.annotate(row_count=Count("rows"), open_count=Count("rows", filter=Q(rows__state__in=NOT_SENT)))
    return counted.order_by("-uploaded_at", "-pk")


def rows_of_batch(batch: Batch, *states: str) -> QuerySet[BatchRow]:
    """Rows by line, perhaps those in some states alone."""
    rows = BatchRow.objects.filter(batch=batch).select_related("submission").order_by("line")
    return rows.filter(state__in=states) if states else rows


def counts_of_batch(batch: Batch) -> dict[str, int]:
    """How many rows are in each state."""
    found = BatchRow.objects.filter(batch=batch).values_list("state").annotate(Count("pk"))
    counts = dict(found.order_by())
    return {state: counts.get(state, 0) for state in State.values}
