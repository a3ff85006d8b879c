"""A child who was seen in a public place: one page to record it, one to put it right, one to decide on it."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import public_place
from exclusions.facts import GovernedFacts
from exclusions.gathering import gather_any, reasons_of
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import PublicPlaceSighting
from exclusions.public_place.asking import sighting_with
from exclusions.public_place.forms import DecideForm, SightingForm
from exclusions.public_place.presenters import said_by_statute
from exclusions.rows import spelled
from exclusions.views.steps import StepPage, load_case, show_step


def _load(request: HttpRequest, reference: str, page: str) -> GovernedFacts:
    return gather_any(load_case(request, reference, page, PERMANENT_EXCLUSION, SUSPENSION))


def _load_sighting(
    request: HttpRequest, sighting_uuid: uuid.UUID, page: str
) -> tuple[GovernedFacts, PublicPlaceSighting]:
    row = sighting_with(sighting_uuid)
    if row is None:
        raise Http404
    return _load(request, row.case.reference, page), row


def record(request: HttpRequest, reference: str) -> HttpResponse:
    """The child was seen."""
    facts = _load(request, reference, "public_place_add")
    form = SightingForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return public_place.record_sighting(
            case=case, seen=form.seen(), version=version, by=request.user, as_of=request.as_of
        )

    page = StepPage(
        name="public_place_add",
        title="Record that the child was seen in a public place",
        lead="In school hours of the first days of an exclusion the parents must see that it does not happen. What "
        "follows is decided on a page of its own, where the law of that day is shown.",
        done="Recorded. Decide next what follows from it.",
        reasons=reasons_of(public_place.STEP, facts, request.as_of),
        columns={},
    )
    return show_step(request, facts, page, form, act)


def correct(request: HttpRequest, sighting_uuid: uuid.UUID) -> HttpResponse:
    """What was recorded of a sighting wrongly, or was not known yet."""
    facts, row = _load_sighting(request, sighting_uuid, "public_place_correct")
    form = SightingForm(request.POST or None, sighting=row, as_of=request.as_of)

    def act(_: Case, __: GovukForm, version: int) -> object:
        return public_place.correct_sighting(
            sighting=row, seen=form.seen(), version=version, by=request.user, as_of=request.as_of
        )

    page = StepPage(
        name=f"public_place_correct:{row.uuid}",
        title="Correct the sighting",
        lead="What stood here before is kept in the history. What was decided must still be lawful.",
        done="Corrected.",
        reasons=reasons_of(public_place.STEP, facts, request.as_of),
        columns={},
        row=row,
    )
    return show_step(request, facts, page, form, act)


def decide(request: HttpRequest, sighting_uuid: uuid.UUID) -> HttpResponse:
    """What follows from it."""
    facts, row = _load_sighting(request, sighting_uuid, "public_place_decide")
    form = DecideForm(request.POST or None, sighting=row, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return public_place.decide_on_sighting(
            sighting=row, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    page = StepPage(
        name=f"public_place_decide:{row.uuid}",
        title="Decide what follows",
        lead=f"Seen on {spelled(row.seen_on)}: {row.place}. {said_by_statute(facts, row)}",
        done="Recorded.",
        reasons=reasons_of(public_place.STEP, facts, request.as_of),
        columns={},
        row=row,
    )
    return show_step(request, facts, page, form, act)
