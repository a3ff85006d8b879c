"""The governing board's part of every case."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

from cases.models import Deadline
from demo.invariants.invariant import Invariant
from exclusions.governors.clocks import EXAM, MEET, MEET_IF_ASKED
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import CouncilsPart, GovernorsMeeting, GovernorsOutcome


def on_another_day() -> Iterator[str]:
    """Permanent exclusions whose meeting, as it is listed, is on another day than the exclusion says."""
    listed = GovernorsMeeting.objects.filter(case__kind=PERMANENT_EXCLUSION, replaced_on=None)
    wrong = listed.exclude(case__exclusion__governors_meeting_on=F("meeting_on"))
    yield from wrong.values_list("case__reference", flat=True)


def decided_and_still_owed() -> Iterator[str]:
    """Suspensions that the governors have decided, and of which a date of theirs still runs or was waived."""
    decided = GovernorsOutcome.objects.filter(case__kind=SUSPENSION).exclude(decision="").values("case")
    owed = Deadline.objects.filter(case__in=decided, code__in=[MEET, MEET_IF_ASKED, EXAM])
    yield from owed.filter(state__in=[Deadline.State.RUNNING, Deadline.State.WAIVED]).values_list(
        "case__reference", flat=True
    )


def of_the_wrong_kind() -> Iterator[str]:
    """Outcomes whose decision stands in the wrong place for their kind of case."""
    wrong = Q(case__kind=SUSPENSION, decision="") | (Q(case__kind=PERMANENT_EXCLUSION) & ~Q(decision=""))
    yield from GovernorsOutcome.objects.filter(wrong).values_list("case__reference", flat=True)


def there_without_a_name() -> Iterator[str]:
    """Cases at whose meeting nobody's attendance is recorded."""
    nobody = CouncilsPart.objects.filter(representative=None, attended__isnull=False)
    yield from nobody.values_list("case__reference", flat=True)


GOVERNORS = (
    Invariant("Every meeting of a permanent exclusion is listed for the day that the exclusion says", on_another_day),
    Invariant("What the governors decided of a suspension is owed no more", decided_and_still_owed),
    Invariant("Every decision of the governors stands where its kind of case has it", of_the_wrong_kind),
    Invariant("Only a named representative was at a meeting", there_without_a_name),
)
