"""The hearing, the panel, the papers and the costs of a review: the page that shows them and one page for each act."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.files import FileRefused
from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import review_hearing, review_panel, review_papers
from exclusions.facts import Facts
from exclusions.panels.choosing import candidates
from exclusions.panels.queries import pool, seats_of, sitting
from exclusions.review.arranger import Arranger, arranger_of
from exclusions.review.arranging_forms import (
    AnswerForm,
    ArrangedForm,
    CostForm,
    HearingForm,
    HearingRecordForm,
    InviteForm,
    PaperForm,
    PapersSentForm,
)
from exclusions.review.arranging_presenters import present_arrangements, present_nobody_to_ask, present_not_asked
from exclusions.review.panel import reasons_against_panel
from exclusions.review.queries import cost_of, paper_of, seat_of
from exclusions.views.review import load_review, review_step

ARRANGEMENTS = "exclusion_review"


@require_safe
def arrangements(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is arranged for the hearing, with the page of each act."""
    facts = load_review(request, reference, "review")
    context = {
        "case": facts.case,
        "child": facts.case.child,
        **present_arrangements(facts, request.as_of),
    }
    return render(request, "exclusions/review.html", context)


def _step(
    request: HttpRequest, facts: Facts, step: str, form: GovukForm, act: Any, *, done: str, lead: str, **more: Any
) -> HttpResponse:
    return review_step(request, facts, step, form, act, done=done, lead=lead, return_to=ARRANGEMENTS, **more)


def hearing(request: HttpRequest, reference: str) -> HttpResponse:
    """List the hearing, or move it."""
    facts = load_review(request, reference, "review_hearing")
    form = HearingForm(request.POST or None, planned=facts.review.planned)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_hearing.list_hearing(
            case=case,
            hearing=form.hearing(),
            why_moved=form.cleaned_data.get("why_moved", ""),
            **form.confirmation(),
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "The review must begin in time; the day for the papers follows from the day of the hearing."
    return _step(request, facts, "review_hearing", form, act, done="The hearing is listed.", lead=lead)


def record(request: HttpRequest, reference: str) -> HttpResponse:
    """How the planned day went."""
    facts = load_review(request, reference, "review_record")
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    is_panel_lawful = arranger_of(facts) is not Arranger.US or not reasons_against_panel(facts)
    form = HearingRecordForm(data, files, is_panel_lawful=is_panel_lawful)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_hearing.record_hearing(
            case=case,
            record=form.record(),
            minutes=form.cleaned_data["minutes"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = (
        "The minutes are kept with the case’s documents. A hearing that has begun keeps the limit, even if adjourned."
    )
    return _step(
        request, facts, "review_record", form, act, done="The hearing is recorded.", lead=lead, refusals=(FileRefused,)
    )


def arranged(request: HttpRequest, reference: str) -> HttpResponse:
    """The clerk and the SEN expert."""
    facts = load_review(request, reference, "review_arranged")
    form = ArrangedForm(request.POST or None, review=facts.review.review, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_hearing.arrange_review(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "The council appoints and pays the SEN expert whenever the parents want one."
    return _step(request, facts, "review_arranged", form, act, done="Recorded.", lead=lead)


def panel(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a member of the pool: those who are free, trained and unconnected on the day."""
    facts = load_review(request, reference, "review_panel")
    hearing, has_begun = facts.review.hearing_of_the_panel, facts.review.planned is None
    asked = {seat.member_id for seat in sitting(seats_of(facts.review.review))}
    not_asked = [each for each in pool(request.user) if each.pk not in asked]
    rows = candidates(not_asked, facts.case.school, hearing.hearing_on, has_begun=has_begun) if hearing else []
    form = InviteForm(request.POST or None, candidates=rows, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_panel.invite_member(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.invited()
        )

    return _step(
        request,
        facts,
        "review_panel",
        form,
        act,
        done="The invitation is recorded.",
        lead=present_not_asked(rows, hearing),
        more_reasons=present_nobody_to_ask(rows, hearing),
    )


def answer(request: HttpRequest, reference: str, seat_id: int) -> HttpResponse:
    """What a member answered."""
    facts = load_review(request, reference, "review_panel")
    seat = seat_of(facts.case, seat_id)
    if seat is None:
        raise Http404
    form = AnswerForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_panel.record_answer(
            case=case, seat=seat, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    return _step(
        request,
        facts,
        "review_panel",
        form,
        act,
        done="The answer is recorded.",
        lead="Ask whether anything connects them with the pupil, the family or what happened.",
        page=f"review_answer:{seat.pk}",
        title=f"Answer of {seat.member}",
    )


def paper_add(request: HttpRequest, reference: str) -> HttpResponse:
    """A paper that came."""
    return _paper(request, load_review(request, reference, "review_paper_add"), None)


def paper_change(request: HttpRequest, reference: str, paper_id: int) -> HttpResponse:
    """A paper that was recorded wrongly, or has gone."""
    facts = load_review(request, reference, "review_paper_add")
    known = paper_of(facts.case, paper_id)
    if known is None:
        raise Http404
    return _paper(request, facts, known)


def _paper(request: HttpRequest, facts: Facts, known: Any) -> HttpResponse:
    form = PaperForm(request.POST or None, paper=known, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_papers.keep_paper(
            case=case, paper=form.paper(), known=known, version=version, by=request.user, as_of=request.as_of
        )

    return _step(
        request,
        facts,
        "review_papers",
        form,
        act,
        done="The paper is recorded.",
        lead="A paper that went after the day for the papers is marked as late.",
        page=f"review_paper:{known.pk if known else 'new'}",
        title="Change a paper" if known else "Add a paper",
    )


def papers_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that was waiting went to everybody."""
    facts = load_review(request, reference, "review_papers_sent")
    form = PapersSentForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_papers.send_papers(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    return _step(
        request,
        facts,
        "review_papers",
        form,
        act,
        done="The papers are recorded as sent.",
        lead="This is for every paper that has not been sent yet.",
        page="review_papers_sent",
        title="Record that the papers were sent",
    )


def cost_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Something that the review cost."""
    return _cost(request, load_review(request, reference, "review_cost_add"), None)


def cost_change(request: HttpRequest, reference: str, cost_id: int) -> HttpResponse:
    """A cost that was recorded wrongly."""
    facts = load_review(request, reference, "review_cost_add")
    known = cost_of(facts.case, cost_id)
    if known is None:
        raise Http404
    return _cost(request, facts, known)


def _cost(request: HttpRequest, facts: Facts, known: Any) -> HttpResponse:
    form = CostForm(request.POST or None, cost=known, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_papers.keep_cost(
            case=case, cost=form.cost(), known=known, version=version, by=request.user, as_of=request.as_of
        )

    return _step(
        request,
        facts,
        "review_costs",
        form,
        act,
        done="The cost is recorded.",
        lead="In pounds and pence, as it was paid.",
        page=f"review_cost:{known.pk if known else 'new'}",
        title="Change a cost" if known else "Add a cost",
    )
