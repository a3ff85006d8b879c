"""Adding, changing and removing an entry of a calendar."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ledger.posts import form_key, posted_version
from ledger.versions import StaleEdit
from schools import presenters, queries
from schools.actions import calendars as actions
from schools.calendar_rules import returns_to_default
from schools.calendars import entries_of
from schools.effects import open_deadlines_count
from schools.forms import CalendarEntryForm, ConfirmForm
from schools.models import CalendarEntry, School
from schools.permissions import Permission, check_may_open, get_school_for
from schools.school_years import SchoolYear
from schools.views.answers import DATES_ARE_WORKED_OUT_AGAIN, answer_or_refuse


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add days to the default calendar, or with `?school=<URN>` to that school's."""
    school = _school_asked_for(request)
    form = CalendarEntryForm(request.POST or None)
    form_name = f"calendar_entry_add:{school.urn if school else 'default'}"

    def perform() -> str:
        entry = actions.add_entry(school=school, by=request.user, as_of=request.as_of, **form.cleaned_data)
        return _calendar_of(entry)

    if request.method == "POST" and form.is_valid():
        done = f"The days were added. {DATES_ARE_WORKED_OUT_AGAIN}"
        answer = answer_or_refuse(request, form, form_name, perform, done=done)
        if answer:
            return answer
    key = form_key(request, form_name)
    return _render_form(request, form, school, "calendar_entry_add", form_key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change an entry; a stale one shows both versions and keeps what was typed."""
    check_may_open(request.user, Permission.CHANGE_CALENDARS)
    entry = _entry_or_404(entry_id)
    form = _change_form(request, entry)
    form_name = f"calendar_entry_change:{entry_id}"

    def perform() -> str:
        version, as_of = posted_version(request), request.as_of
        return _calendar_of(
            actions.change_entry(entry=entry, version=version, by=request.user, as_of=as_of, **form.cleaned_data)
        )

    context: dict[str, Any] = {"entry": entry, "version": entry.version, "form_key": form_key(request, form_name)}
    if request.method == "POST" and form.is_valid():
        done = f"The days were changed. {DATES_ARE_WORKED_OUT_AGAIN}"
        try:
            answer = answer_or_refuse(request, form, form_name, perform, done=done)
        except StaleEdit as stale:
            context |= _stale(form, stale)
            return _render_form(request, form, entry.school, "calendar_entry_change", **context)
        if answer:
            return answer
    if request.method == "POST":
        # Kept as it came: a refused form must not take over a version that its reader has not seen.
        context["version"] = request.POST.get("version", "")
    return _render_form(request, form, entry.school, "calendar_entry_change", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Say what removing an entry does, and remove it."""
    check_may_open(request.user, Permission.CHANGE_CALENDARS)
    form = ConfirmForm(request.POST or None)
    form_name = f"calendar_entry_remove:{entry_id}"

    def perform() -> str:
        # Looked up here, so that a second sending of the same page finds the first one's answer and not a 404.
        entry = _entry_or_404(entry_id)
        actions.remove_entry(entry=entry, version=posted_version(request), by=request.user, as_of=request.as_of)
        return _calendar_of(entry)

    if request.method == "POST" and form.is_valid():
        done = f"The days were removed. {DATES_ARE_WORKED_OUT_AGAIN}"
        try:
            answer = answer_or_refuse(request, form, form_name, perform, done=done)
        except StaleEdit:
            answer = None
            form.add_error(None, "Somebody changed this entry after you opened the page. Here it is as it is now.")
        if answer:
            return answer
    return _render_removal(request, form, _entry_or_404(entry_id), form_key(request, form_name))


def _school_asked_for(request: HttpRequest) -> School | None:
    """The school of `?school=`; None for the default calendar. Raises Http404 or PermissionDenied."""
    check_may_open(request.user, Permission.CHANGE_CALENDARS)
    urn = request.GET.get("school", "")
    if not urn:
        return None
    if not (urn.isascii() and urn.isdigit() and len(urn) <= 6):
        raise Http404
    return get_school_for(request.user, int(urn), Permission.CHANGE_CALENDARS)


def _entry_or_404(entry_id: int) -> CalendarEntry:
    entry = queries.calendar_entry(entry_id)
    if entry is None:
        raise Http404
    return entry


def _change_form(request: HttpRequest, entry: CalendarEntry) -> CalendarEntryForm:
    initial = presenters.entry_fields(entry)
    if request.method != "POST":
        return CalendarEntryForm(initial=initial)
    return CalendarEntryForm(_with_choices(request.POST, initial))


def _with_choices(posted: QueryDict, saved: dict[str, Any]) -> QueryDict:
    """What was typed, with the saved value wherever the person chose to keep the other's."""
    chosen = posted.copy()
    for name, value in saved.items():
        if posted.get(f"keep_{name}") == "theirs":
            chosen[name] = value if isinstance(value, str) else value.isoformat()
    return chosen


def _stale(form: CalendarEntryForm, stale: StaleEdit) -> dict[str, Any]:
    changed_by, changed_at = queries.last_change(stale.current)
    return {
        "entry": stale.current,
        "version": stale.current.version,
        "stale_rows": presenters.stale_rows(form, stale.current),
        "changed_by": changed_by,
        "changed_at": presenters.moment_words(changed_at),
        "page_has_errors": True,
    }


def _calendar_of(entry: CalendarEntry) -> str:
    return presenters.calendar_url(entry.school, SchoolYear.containing(entry.starts_on))


def _render_form(
    request: HttpRequest, form: CalendarEntryForm, school: School | None, name: str, **context: Any
) -> HttpResponse:
    return render(
        request,
        f"schools/{name}.html",
        {
            "form": form,
            "school": school,
            "back_url": presenters.calendar_url(school),
            "open_deadlines": open_deadlines_count(school.pk if school else None),
            **context,
        },
    )


def _render_removal(request: HttpRequest, form: ConfirmForm, entry: CalendarEntry, key: str) -> HttpResponse:
    year = SchoolYear.containing(entry.starts_on)
    entries = entries_of(entry.school, year, year)
    context = {
        "form": form,
        "form_key": key,
        "entry": entry,
        "year": year,
        "returns_to_default": returns_to_default(entry, entries),
        "has_default_terms": entries.has_default_terms(year),
        "kind": presenters.short_kind(entry),
        "days": presenters.span_words(entry),
        "back_url": _calendar_of(entry),
        "open_deadlines": open_deadlines_count(entry.school_id),
    }
    return render(request, "schools/calendar_entry_remove.html", context)
