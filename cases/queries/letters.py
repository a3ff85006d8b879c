"""Letters of a case or a child with their copies, and when a copy counts as given."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

import statute
from accounts.models import User
from cases.models import Case, Child, Letter, LetterCopy
from cases.permissions import cases_visible_to
from schools.calendars import statute_calendar


def letters_of_case(case: Case) -> QuerySet[Letter]:
    """Letters of the case with their copies, newest first."""
    return _with_copies(Letter.objects.filter(case=case))


def letters_of_child(child: Child, user: User) -> QuerySet[Letter]:
    """Letters of those of the child's cases that the user may open in full, newest first."""
    return _with_copies(Letter.objects.filter(child=child, case__in=cases_visible_to(user)))


def _with_copies(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    copies = Prefetch("copies", queryset=LetterCopy.objects.select_related("by").order_by("sent_on", "pk"))
    joined = letters.select_related("case", "person", "school", "local_authority", "issued_by")
    return joined.prefetch_related(copies).order_by("-issued_at", "-pk")


def first_sent_on(case: Case, kind: str) -> date | None:
    """The first day on which a copy of a letter of this kind went; None when none has."""
    sent = LetterCopy.objects.filter(letter__case=case, letter__kind=kind)
    return sent.order_by("sent_on").values_list("sent_on", flat=True).first()


class Service:
    """When copies count as given, by the working days of the authority's calendar, read once for a page."""

    def __init__(self, as_of: date) -> None:
        self.calendar = statute_calendar(None, as_of)

    def of(self, copy: LetterCopy) -> statute.Result:
        """The rule's answer for one copy, with the days that it counted."""
        facts = {"sent_on": copy.sent_on, "method": copy.method}
        result = statute.calculate("letters.deemed_service", facts=facts, calendar=self.calendar)
        if result.outcome != statute.Outcome.CALENDAR_INCOMPLETE:
            return result
        # The calendar of the schools may not reach so far; England's published bank holidays do.
        return statute.calculate("letters.deemed_service", facts=facts)
