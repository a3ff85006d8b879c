"""The ledger's rows. They point at other rooms by name and id only, so that the ledger knows none of them."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class OutboxMessage(models.Model):
    """A task to be done, written in the transaction that makes it necessary.

    The row is the truth, the broker a doorbell.
    """

    task_name = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict, help_text="Ids and codes only; never a name or a text.")
    context = models.JSONField(default=dict, help_text="Who caused it: kept for the history of what the task writes.")
    due_at = models.DateTimeField()
    enqueued_recorded_at = models.DateTimeField()
    attempts_count = models.PositiveIntegerField(default=0)
    next_attempt_recorded_at = models.DateTimeField()
    last_error = models.CharField(max_length=300, blank=True)
    done_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_recorded_at"],
                condition=Q(done_recorded_at__isnull=True),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_name} #{self.pk}"


class UsedKey(models.Model):
    """The key of a POST that has been answered: a repeat gets the same answer instead of a second effect."""

    key = models.UUIDField(unique=True)
    user_id = models.BigIntegerField(null=True)
    form_name = models.CharField(max_length=100)
    content_hash = models.CharField(max_length=64)
    answer_address = models.CharField(max_length=300, blank=True)
    used_recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["used_recorded_at"], name="used_key_age")]

    def __str__(self) -> str:
        return f"{self.form_name} {self.key}"


class ViewRecord(models.Model):
    """Somebody read something: who, what kind of page, which ids. Written in the transaction of the read."""

    append_only = True

    user_id = models.BigIntegerField()
    what = models.CharField(max_length=60)
    child_ids = ArrayField(models.BigIntegerField(), default=list)
    case_ids = ArrayField(models.BigIntegerField(), default=list)
    document_id = models.BigIntegerField(null=True)
    request_id = models.UUIDField()
    reason = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user_id", "seen_at"], name="view_record_user"),
            # "Who has looked at this child" over every list that showed the child.
            GinIndex(fields=["child_ids"], name="view_record_children"),
        ]

    def __str__(self) -> str:
        return f"{self.what} by {self.user_id} at {self.seen_at:%Y-%m-%d %H:%M}"


class AdministrativeEvent(models.Model):
    """An act in accounts, schools or the authority's own data: what cases.Event is to a case."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    by_user_id = models.BigIntegerField(null=True, help_text="Empty when the machine itself acted.")
    subject = models.CharField(max_length=80, blank=True, help_text="model:id of what was acted on.")
    facts = models.JSONField(default=dict, help_text="Codes, ids, dates and the values of an authority's own settings.")

    class Meta:
        indexes = [models.Index(fields=["subject", "recorded_at"], name="administrative_event_subject")]

    def __str__(self) -> str:
        return f"{self.code} {self.happened_on}"


class Seal(models.Model):
    """One link of a chain over the rows of a table that is written once (ledger.sealing, docs/adr/0018).

    Its hash is made of the hash before it, of every other column here and of every row from `first_id` to `last_id`.
    """

    append_only = True

    table_name = models.CharField(max_length=80, help_text="app.Model of the rows.")
    number = models.PositiveBigIntegerField(help_text="1, 2, 3 … within the table's chain.")
    layout = models.PositiveSmallIntegerField(help_text="Which list of columns the rows were hashed by.")
    first_id = models.BigIntegerField(help_text="One more than the last id of the seal before.")
    last_id = models.BigIntegerField()
    rows_count = models.PositiveIntegerField()
    row_marks = models.BinaryField(help_text="The first bytes of each row's hash, in order: they find the row.")
    previous_hash = models.CharField(max_length=64, blank=True, help_text="Empty in the first seal.")
    hash = models.CharField(max_length=64)
    sealed_recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table_name", "number"], name="seal_number_once")]

    def __str__(self) -> str:
        return f"{self.table_name} seal {self.number}"
