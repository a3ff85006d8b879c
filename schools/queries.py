"""Every question that pages, presenters and calendars of this room ask of the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from accounts.models import User
from ledger.models import AdministrativeEvent
from schools.models import Authority, BankHoliday, CalendarEntry, ImportBatch, School, SchoolStaff
from schools.names import sort_key
from schools.permissions import visible_to
from schools.school_years import SchoolYear

OPEN_STATUSES = (School.Status.OPEN, School.Status.CLOSING)


def the_authority() -> Authority | None:
    """The authority of this deployment, or None before it is set up."""
    return Authority.objects.first()


def policy_of(authority: Authority | None) -> str:
    """The name of the policy by which the authority counts; the law alone before it is set up."""
    return authority.policy if authority else "statutory"


def calendar_entries(school_ids: Sequence[int], first: date, last: date) -> Iterable[CalendarEntry]:
    """Entries of these schools and of the default calendar that touch the days, in their order."""
    return CalendarEntry.objects.filter(
        Q(school__isnull=True) | Q(school_id__in=school_ids), starts_on__lte=last, ends_on__gte=first
    ).order_by("starts_on", "kind", "pk")


def school_years(school: School | None, as_of: date, shown: SchoolYear) -> list[SchoolYear]:
    """The school years to choose from: those with an entry of this calendar or the default, this one and the next."""
    entries = CalendarEntry.objects.filter(Q(school=school) | Q(school__isnull=True))
    days = entries.order_by("starts_on").values_list("starts_on", flat=True).distinct()
    this_year = SchoolYear.containing(as_of)
    return sorted({*map(SchoolYear.containing, days), this_year, this_year.years_later(1), shown})


def schools_with_own_entries(user: User, year: SchoolYear) -> QuerySet[School]:
    """Schools with entries of their own in a school year, by name."""
    own = CalendarEntry.objects.filter(
        school__isnull=False, starts_on__gte=year.first_day, starts_on__lte=year.last_day
    )
    schools = visible_to(user).filter(pk__in=own.values("school_id"))
    return schools.select_related("local_authority").order_by("name_sort_key", "urn")


def school_staff(school: School, as_of: date) -> QuerySet[SchoolStaff]:
    """People with a place at the school on a day, by name."""
    places = SchoolStaff.objects.filter(SchoolStaff.in_force(as_of), school=school, user__is_active=True)
    return places.select_related("user").order_by("user__name", "pk")


def last_change(row: Model) -> tuple[str, datetime | None]:
    """Who last acted on a row, and when; "The system" when it was no person."""
    events = AdministrativeEvent.objects.filter(subject=f"{row._meta.label}:{row.pk}")
    event = events.order_by("-recorded_at", "-pk").first()
    if event is None:
        return "The system", None
    people = User.objects.filter(pk=event.by_user_id) if event.by_user_id else User.objects.none()
    return people.values_list("name", flat=True).first() or "The system", event.recorded_at


def calendar_entry(entry_id: int) -> CalendarEntry | None:
    """One entry with its school, or None when it has been removed."""
    return CalendarEntry.objects.filter(pk=entry_id).select_related("school").first()


def bank_holiday_days(since: date) -> Iterable[date]:
    """The bank holidays of the table from a day on, in order."""
    return BankHoliday.objects.filter(day__gte=since).order_by("day").values_list("day", flat=True)


def bank_holidays(since: date) -> QuerySet[BankHoliday]:
    """The bank holidays from a day on, in order."""
    return BankHoliday.objects.filter(day__gte=since).order_by("day")


def bank_holiday(holiday_id: int) -> BankHoliday | None:
    """One bank holiday, or None when it has been removed."""
    return BankHoliday.objects.filter(pk=holiday_id).first()


def import_batch(kind: str, uuid: UUID) -> ImportBatch | None:
    """An uploaded file of this kind, with the people who brought it in, or None."""
    batches = ImportBatch.objects.defer("content").select_related("uploaded_by", "applied_by")
    return batches.filter(kind=kind, uuid=uuid).first()


def find_schools(user: User, text: str, status: str) -> QuerySet[School]:
    """Schools that the user may see, whose name, URN, town or postcode has every word of `text`."""
    schools = visible_to(user).select_related("local_authority")
    if status == "open":
        schools = schools.filter(status__in=OPEN_STATUSES)
    elif status == "closed":
        schools = schools.exclude(status__in=OPEN_STATUSES)
    for word in text.split():
        schools = schools.filter(_matches(word))
    return schools.order_by("name_sort_key", "urn")


def _matches(word: str) -> Q:
    key = sort_key(word)
    found = Q(town__icontains=word) | Q(postcode__icontains=word)
    if key:
        found |= Q(name_sort_key__contains=key)
    # URNs have six digits; a longer number is none and would not fit the column.
    return found | Q(urn=int(word)) if word.isascii() and word.isdigit() and len(word) <= 6 else found
