"""Which suspensions and permanent exclusions a number counts.

`RowFilter` is the only definition: a number, the address that it opens and the list at that address are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, Case, CharField, Count, F, Q, QuerySet, Sum, Value, When

from accounts.models import User
from cases.models import Child
from cases.permissions import cases_visible_to
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import Exclusion, SecondDecision, Suspension
from reports.exclusion_figures.periods import Window
from schools.models import Authority, School

PRIMARY, SECONDARY, SPECIAL, OTHER, ALL = "primary", "secondary", "special", "other", ""
PHASES = (PRIMARY, SECONDARY, SPECIAL, OTHER)
PHASE_LABELS = {
    PRIMARY: "Primary",
    SECONDARY: "Secondary",
    SPECIAL: "Special",
    OTHER: "Other",
    ALL: "All schools",
}
# The last year group of primary age: where a school has both, the pupil's year group then decides.
LAST_PRIMARY_YEAR_GROUP = 6
COUNTED, CANCELLED = "counted", "cancelled"
OURS, ELSEWHERE = "ours", "elsewhere"
KINDS = (SUSPENSION, PERMANENT_EXCLUSION)
MODELS: dict[str, type[Suspension] | type[Exclusion]] = {SUSPENSION: Suspension, PERMANENT_EXCLUSION: Exclusion}
STARTS_ON = {SUSPENSION: "first_on", PERMANENT_EXCLUSION: "excluded_on"}


@dataclass(frozen=True)
class RowFilter:
    """What of the suspensions or of the permanent exclusions is meant. An empty phase is all of them.

    Without `window` all days; `urn` is one school; `standing` those that count or those that were cancelled; `place` a
    school of ours or one of another authority; `is_uncounted` those whose sessions the calendar does not give;
    `is_reinstated` those after which the governors took the pupil back, at once or after an independent review.
    """

    kind: str = SUSPENSION
    phase: str = ALL
    window: Window | None = None
    reason: str = ""
    urn: int | None = None
    standing: str = COUNTED
    place: str = OURS
    is_uncounted: bool = False
    is_reinstated: bool = False

    def over(self, window: Window) -> RowFilter:
        """The same over these days."""
        return replace(self, window=window)

    def of(self, phase: str) -> RowFilter:
        """The same of this phase."""
        return replace(self, phase=phase)


def phase_then() -> Case:
    """The phase in which a row counts: of the school, and where the school has both the pupil's year group then.

    A pupil referral unit is none of the three, nor is a school whose pupils' phase cannot be told.
    """
    school = "case__school__"
    mixed = Q(**{f"{school}phase__in": [School.Phase.MIDDLE, School.Phase.ALL_THROUGH]})
    return Case(
        When(legal_type_then=School.LegalType.PUPIL_REFERRAL_UNIT, then=Value(OTHER)),
        When(Q(**{f"{school}is_special": True}), then=Value(SPECIAL)),
        When(Q(**{f"{school}phase": School.Phase.PRIMARY}), then=Value(PRIMARY)),
        When(Q(**{f"{school}phase": School.Phase.SECONDARY}), then=Value(SECONDARY)),
        When(mixed & Q(year_group_then__lte=LAST_PRIMARY_YEAR_GROUP), then=Value(PRIMARY)),
        When(mixed & Q(year_group_then__gt=LAST_PRIMARY_YEAR_GROUP), then=Value(SECONDARY)),
        default=Value(OTHER),
        output_field=CharField(),
    )


def rows_visible_to(user: User, kind: str) -> QuerySet[Any]:
    """Suspensions or exclusions of the cases that this person may open, with `phase_then`, `is_ours`, `starts_on`."""
    ours = Q(case__school__local_authority__code__in=Authority.objects.values("la_code"))
    rows = MODELS[kind].objects.filter(case__in=cases_visible_to(user))
    return rows.annotate(
        phase_then=phase_then(),
        is_ours=Case(When(ours, then=Value(True)), default=Value(False), output_field=BooleanField()),
        starts_on=F(STARTS_ON[kind]),
    )


def find_rows(user: User, wanted: RowFilter) -> QuerySet[Any]:
    """The rows that are meant, the latest first."""
    rows = rows_visible_to(user, wanted.kind).filter(conditions(wanted))
    return rows.select_related("case__child", "case__school").order_by("-starts_on", "-pk")


def conditions(wanted: RowFilter) -> Q:
    """What makes a row one of those that are meant."""
    chosen = Q(cancelled_on__isnull=wanted.standing == COUNTED, is_ours=wanted.place == OURS)
    if wanted.phase:
        chosen &= Q(phase_then=wanted.phase)
    if wanted.window is not None:
        chosen &= in_window(wanted.window)
    if wanted.reason:
        chosen &= Q(reasons__contains=[wanted.reason])
    if wanted.urn is not None:
        chosen &= Q(case__school__urn=wanted.urn)
    if wanted.is_uncounted and wanted.kind == SUSPENSION:
        chosen &= Q(sessions_count__isnull=True)
    if wanted.is_reinstated and wanted.kind == PERMANENT_EXCLUSION:
        chosen &= was_reinstated()
    return chosen


def was_reinstated() -> Q:
    """A permanent exclusion after which the governors took the pupil back: by their decision, or, where they declined
    and a review sent it back to them, by their second one."""
    return Q(reinstated_on__isnull=False) | Q(case__review__second_decision=SecondDecision.REINSTATED)


def in_window(window: Window) -> Q:
    """A row that starts in these days."""
    return Q(starts_on__range=(window.first, window.last))


def find_pupils(user: User, wanted: RowFilter) -> QuerySet[Child]:
    """The children of the rows that are meant, each once, with `times`, how many rows are theirs; by name."""
    rows = rows_visible_to(user, wanted.kind).filter(conditions(wanted))
    times = Count("cases", filter=Q(cases__in=rows.values("case")))
    return Child.objects.filter(pk__in=rows.values("case__child")).annotate(times=times).order_by("sort_key", "pk")


def days_of(user: User, wanted: RowFilter) -> tuple[int | None, int]:
    """The sessions of the suspensions that are meant, and of how many the calendar does not say."""
    rows = rows_visible_to(user, SUSPENSION).filter(conditions(wanted))
    found = rows.aggregate(sessions=Sum("sessions_count"), uncounted=Count("pk", filter=Q(sessions_count__isnull=True)))
    return found["sessions"], found["uncounted"]


def school_of(urn: int) -> School | None:
    """The school of a URN in an address."""
    return School.objects.filter(urn=urn).first()
