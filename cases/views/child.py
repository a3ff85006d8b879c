"""The pages of one child that only show."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import kinds_worked_by
from cases.access import get_child_for
from cases.frames import child_frame
from cases.models import Child
from cases.permissions import user_can_change_child
from cases.presenters.case import present_files
from cases.presenters.child import (
    address_words,
    cards_of,
    education_now,
    open_case_buttons,
    present_case_lines,
    present_enrolments,
    present_next_dates,
    present_relationships,
    present_siblings,
    rolls_to_leave,
)
from cases.presenters.timeline import present_selection, present_timeline
from cases.queries import child as child_queries
from cases.queries.timeline import events_of_child, mentioned_in
from cases.views.desk import for_desk, page_of

LATEST_EVENTS = 8
NEXT_DATES = 8
ENTRIES_A_PAGE = 50


@for_desk
def child(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """A child's overview: education now, next dates, cases, and what happened last."""
    record = get_child_for(request, child_uuid, "child")
    user, as_of = request.user, request.as_of
    identity = child_queries.identity_of(record, user, as_of)
    lines = child_queries.cases_of_child(record, user, as_of)
    shown = [line.case for line in lines if not line.is_withheld]
    dates = list(child_queries.next_dates(shown, as_of)[:NEXT_DATES])
    latest = list(events_of_child(record, user)[:LATEST_EVENTS])
    context = {
        **child_frame(request, record, "child", identity=identity),
        **_buttons(request, record),
        "education": education_now(identity, record, user, as_of),
        "rolls": rolls_to_leave(identity, record),
        "cards": cards_of(record, user, as_of),
        "dates": present_next_dates(dates, {line.case.pk for line in lines if line.is_full}, as_of),
        "open_cases": present_case_lines([line for line in lines if line.case.is_open], as_of),
        "latest": present_timeline(latest, mentioned_in(latest), record, of_child=True),
    }
    return render(request, "cases/child.html", context)


def _buttons(request: HttpRequest, record: Child) -> dict[str, Any]:
    may_change = user_can_change_child(request.user, record)
    worked = kinds_worked_by(request.user) if may_change else frozenset()
    return {"child": record, "may_change": may_change, "open_buttons": open_case_buttons(record, worked)}


@for_desk
def child_cases(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """Every case of the child that may be known, open and closed."""
    record = get_child_for(request, child_uuid, "child_cases")
    lines = present_case_lines(child_queries.cases_of_child(record, request.user, request.as_of), request.as_of)
    context = {
        **child_frame(request, record, "child_cases"),
        **_buttons(request, record),
        "open_cases": [line for line in lines if line["is_open"]],
        "closed_cases": [line for line in lines if not line["is_open"]],
    }
    return render(request, "cases/child_cases.html", context)


@for_desk
def child_timeline(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """What happened, newest first; `?only=` narrows it."""
    record = get_child_for(request, child_uuid, "child_timeline")
    only = request.GET.get("only", "")
    page = page_of(request, events_of_child(record, request.user, only), ENTRIES_A_PAGE)
    events = list(page.object_list)
    context = {
        **child_frame(request, record, "child_timeline"),
        "page": page,
        "selection": present_selection(request.GET, only),
        "entries": present_timeline(events, mentioned_in(events), record, of_child=True),
    }
    return render(request, "cases/child_timeline.html", context)


@for_desk
def child_family(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """Parents, carers, brothers and sisters, addresses and schools."""
    record = get_child_for(request, child_uuid, "child_family")
    as_of = request.as_of
    identity = child_queries.identity_of(record, request.user, as_of)
    siblings = list(child_queries.siblings_of(record, request.user))
    relationships = list(child_queries.relationships_of(record, as_of))
    context = {
        **child_frame(request, record, "child_family", identity=identity),
        **_buttons(request, record),
        "relationships": present_relationships(relationships, identity.has_restricted_address),
        "is_restricted": identity.has_restricted_address,
        "addresses": [address_words(each) for each in child_queries.addresses_of(record, as_of)],
        "siblings": present_siblings(siblings, child_queries.open_kinds_of(siblings, request.user), as_of),
        "schools": present_enrolments(list(child_queries.enrolments_of(record))),
    }
    return render(request, "cases/child_family.html", context)


@for_desk
def child_documents(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The child's files."""
    record = get_child_for(request, child_uuid, "child_documents")
    files = present_files(list(child_queries.documents_of(record, request.user)))
    context = {**child_frame(request, record, "child_documents"), **_buttons(request, record), "files": files}
    return render(request, "cases/child_documents.html", context)
