"""What the page of one case and of one deadline show."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db.models import Case as FirstOf
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from cases.models import Case, Deadline, Document, Task
from schools.models import School

State = Deadline.State


def deadlines_of(case: Case) -> QuerySet[Deadline]:
    """The case's dates: running ones soonest first, then those not started, then what is over."""
    place = FirstOf(
        When(state=State.RUNNING, then=Value(0)),
        When(state=State.NO_DATE, then=Value(1)),
        When(state=State.NOT_STARTED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return (
        Deadline.objects.filter(case=case)
        .exclude(state=State.SUPERSEDED)
        .annotate(place=place)
        .order_by("place", F("due_on").asc(nulls_last=True), "pk")
    )


def tasks_of(case: Case) -> QuerySet[Task]:
    """Open tasks soonest first."""
    return Task.objects.filter(case=case, state=Task.State.OPEN).select_related("owner").order_by("due_on", "pk")


def documents_of_case(case: Case) -> QuerySet[Document]:
    """Files of the case, newest first."""
    return Document.objects.filter(case=case).select_related("by").order_by("-recorded_at", "-pk")


def calendar_changed_at(school: School | None) -> datetime | None:
    """When a line of this school's calendar, or of the default that it builds on, was last changed."""
    history = apps.get_model("schools", "CalendarEntryHistory").objects
    mine = Q(school__isnull=True) | Q(school=school) if school else Q(school__isnull=True)
    changes = history.filter(mine)
    return changes.order_by("-pgh_created_at").values_list("pgh_created_at", flat=True).first()


def open_deadlines_count(school_id: int | None) -> int:
    """How many dates of open cases a change of this school's calendar (None: of the default) works out again."""
    dates = Deadline.objects.filter(case__closed_on__isnull=True, snapshot__isnull=False)
    dates = dates.exclude(state=State.SUPERSEDED)
    return (dates if school_id is None else dates.filter(case__school=school_id)).count()
