"""Providers and placements in words. Only a provider's address or another place is ever shown, never a home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from cases.presenters.words import plain_date, plural
from components.forms import GovukForm
from provision.education import is_open_on
from provision.models import Placement, PlacementSession, Provider, Venue

_LOZENGES = {
    Placement.State.BOOKED: "waiting",
    Placement.State.STARTED: "done",
    Placement.State.ENDED: "neutral",
    Placement.State.CANCELLED: "neutral",
}
_REGISTRATION = {
    Provider.Registration.YES: "done",
    Provider.Registration.NO: "attention",
    Provider.Registration.UNKNOWN: "attention",
}
NOT_A_LIMIT = "The law gives no number of hours for full-time: it is what a school would give."


def hours_words(hours: Decimal) -> str:
    """“25 hours”, “23.5 hours”, “1 hour”."""
    return f"{hours.normalize():f} {'hour' if hours == 1 else 'hours'}"


def session_words(placement: Placement) -> str:
    """“Mornings Monday, Tuesday 09:00 to 12:00; afternoons …”; empty while no sessions are recorded."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in placement.sessions.all():
        times = f"{each.from_time:%H:%M} to {each.until_time:%H:%M}"
        groups.setdefault((each.half, times), []).append(str(each.get_weekday_display()))
    names = {PlacementSession.Half.MORNING: "mornings", PlacementSession.Half.AFTERNOON: "afternoons"}
    words = "; ".join(f"{names[half]} {_days(days)} {times}" for (half, times), days in sorted(groups.items()))
    return words[:1].upper() + words[1:]


def _days(days: list[str]) -> str:
    return "Monday to Friday" if len(days) == len(PlacementSession.Weekday) else ", ".join(days)


def place_words(placement: Placement) -> str:
    """Where the child goes. A home is named as such and its address never shown."""
    if placement.venue == Venue.PROVIDER:
        return placement.provider.address or "The provider’s address (not recorded)"
    return placement.attends_at or str(placement.get_venue_display())


def present_placement(placement: Placement, as_of: date, *, can_book: bool) -> dict[str, Any]:
    """The values of components/summary_card.html for one placement."""
    return {
        "title": str(placement.provider),
        "lozenge": {"text": placement.get_state_display(), "kind": _LOZENGES[Placement.State(placement.state)]},
        "needs": _needs(placement, as_of),
        "rows": [{"key": key, "value": value} for key, value in _rows(placement)],
        "actions": _actions(placement) if can_book else [],
    }


def _rows(placement: Placement) -> list[tuple[str, str]]:
    sessions = session_words(placement)
    rows = [
        ("Booked to start on", plain_date(placement.starts_on)),
        ("Really started on", plain_date(placement.started_on) or "Not recorded"),
        ("Last day", plain_date(placement.ends_on) or "Not known"),
        ("How much", str(placement.get_extent_display())),
        ("Hours a week", hours_words(placement.hours_a_week)),
        ("Sessions", sessions or "Not recorded"),
        ("Where", place_words(placement)),
        ("Reports to", placement.reports_to),
        ("Provider’s telephone", placement.provider.telephone),
        ("Legal basis", str(placement.get_legal_basis_display())),
        ("Booked", f"{plain_date(placement.booked_on)}, by {placement.booked_by}"),
    ]
    if placement.not_started_reason:
        rows.append(("Did not start because", str(placement.get_not_started_reason_display())))
    if placement.end_reason:
        rows.append(("Ended because", str(placement.get_end_reason_display())))
    return [(key, value) for key, value in rows if value]


def _needs(placement: Placement, as_of: date) -> str:
    needs = []
    if placement.state == Placement.State.BOOKED and placement.starts_on <= as_of:
        needs.append("The booked day has come: record that the child started, or did not.")
    if placement.state == Placement.State.STARTED and not is_open_on(placement, as_of):
        needs.append("The last day has passed: record that it ended.")
    if is_open_on(placement, as_of) and placement.provider.registration != Provider.Registration.YES:
        needs.append("This provider is not known to be registered as a school.")
    return " ".join(needs)


def _actions(placement: Placement) -> list[dict[str, str]]:
    booked, started, ended = Placement.State.BOOKED, Placement.State.STARTED, Placement.State.ENDED
    offered = (
        ("placement_started", "It started", {booked}),
        ("placement_started", "Correct the start", {started}),
        ("placement_not_started", "It did not start", {booked, started}),
        ("placement_change", "Change", {booked, started}),
        ("placement_end", "End", {started}),
        ("placement_end", "Correct the end", {ended}),
    )
    return [
        {"label": label, "url": reverse(name, args=[placement.uuid]), "hidden": f"at {placement.provider}"}
        for name, label, states in offered
        if placement.state in states
    ]


def present_providers(providers: Sequence[Provider], *, can_change: bool) -> list[dict[str, Any]]:
    """The rows of the list of providers."""
    return [
        {
            "name": provider.name,
            "url": reverse("provider_change", args=[provider.uuid]) if can_change else "",
            "is_active": provider.is_active,
            "kind": provider.get_kind_display(),
            "urn": provider.school.urn if provider.school else "",
            "registration": {
                "text": provider.get_registration_display(),
                "kind": _REGISTRATION[Provider.Registration(provider.registration)],
            },
            "reports_to": provider.reports_to,
            "telephone": provider.telephone,
            "children": plural(provider.children, "child", "children") if provider.children else "None",
        }
        for provider in providers
    ]


def provider_fields(provider: Provider) -> dict[str, Any]:
    """A provider as its form shows it."""
    return {
        "name": provider.name,
        "kind": provider.kind,
        "urn": provider.school.urn if provider.school else None,
        "registration": provider.registration,
        "address": provider.address,
        "reports_to": provider.reports_to,
        "telephone": provider.telephone,
        "email": provider.email,
        "is_active": "yes" if provider.is_active else "no",
    }


def placement_fields(placement: Placement) -> dict[str, Any]:
    """A placement as its form shows it. Times that differ from day to day show those of the first."""
    sessions = list(placement.sessions.all())
    fields: dict[str, Any] = {
        "provider": str(placement.provider.uuid),
        "legal_basis": placement.legal_basis,
        "extent": placement.extent,
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
        "hours_a_week": placement.hours_a_week.normalize(),
        "venue": placement.venue,
        "attends_at": placement.attends_at,
        "reports_to": placement.reports_to,
        "sessions": [f"{each.weekday}{each.half}" for each in sessions],
    }
    for half, name in (("am", "morning"), ("pm", "afternoon")):
        first = next((each for each in sessions if each.half == half), None)
        fields |= {
            f"{name}_from": f"{first.from_time:%H:%M}" if first else "",
            f"{name}_until": f"{first.until_time:%H:%M}" if first else "",
        }
    return fields


def stale_rows(form: GovukForm, current: Mapping[str, Any]) -> list[dict[str, str]]:
    """After a stale edit: for each field that differs, what was typed and what stands now."""
    if not hasattr(form, "stale"):
        return []
    rows = []
    for name, theirs in current.items():
        if name in form.fields:
            yours = form.cleaned_data.get(name)
            row = {
                "label": str(form.fields[name].label),
                "yours": _in_words(form, name, yours),
                "theirs": _in_words(form, name, theirs),
            }
            if row["yours"] != row["theirs"]:
                rows.append(row)
    return rows


def _in_words(form: GovukForm, name: str, value: Any) -> str:
    if isinstance(value, date):
        return plain_date(value)
    if hasattr(value, "strftime"):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    labels = {str(code): str(label) for code, label in getattr(form.fields[name], "choices", ())}
    if isinstance(value, list | tuple):
        # In the order of the choices: a browser and a table put the same ones in different orders.
        chosen = {str(each) for each in value}
        return ", ".join(label for code, label in labels.items() if code in chosen) or "Nothing"
    return labels.get(str(value), str(value)) if value not in (None, "") else "Nothing"
