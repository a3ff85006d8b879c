"""What an officer does beside the steps of a suspension: keep it open, let it go, open it again, record education."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import keeping_open
from exclusions.actions.schools_education import record_schools_education
from exclusions.suspensions.forms import CloseForm, EducationForm, KeepOpenForm
from exclusions.suspensions.policies import REOPEN
from exclusions.suspensions.presenters import REOPEN_LABEL
from exclusions.views.suspensions import load_facts, show_suspension_step


def keep_open(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """Keep the case open beyond the return date."""
    facts = load_facts(request, suspension_reference, "keep_open")
    form = KeepOpenForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return keeping_open.keep_open(
            case=case, reason=form.cleaned_data["reason"], version=version, by=request.user, as_of=request.as_of
        )

    lead = "It then stays open after the return date, until somebody lets it close by itself again."
    return show_suspension_step(request, facts, "keep_open", form, act, done="The case is kept open.", lead=lead)


def let_go(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """No longer keep the case open."""
    facts = load_facts(request, suspension_reference, "let_go")
    form = CloseForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return keeping_open.let_go(case=case, version=version, by=request.user, as_of=request.as_of)

    lead = (
        "Nobody keeps the case open then. It closes at once if the suspension is over and nothing else keeps it open. "
        "The days lost stay in the child’s totals."
    )
    done = "Nobody keeps the case open any more."
    return show_suspension_step(request, facts, "let_go", form, act, done=done, lead=lead)


def reopen(request: HttpRequest, closed_suspension_reference: str) -> HttpResponse:
    """Open a closed case again."""
    facts = load_facts(request, closed_suspension_reference, REOPEN)
    form = KeepOpenForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return keeping_open.reopen_suspension(
            case=case, reason=form.cleaned_data["reason"], version=version, by=request.user, as_of=request.as_of
        )

    lead = "It keeps its number, its dates run again, and it stays open until somebody lets it close by itself."
    return show_suspension_step(
        request, facts, REOPEN, form, act, done="The case is open again.", lead=lead, title=REOPEN_LABEL
    )


def education(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """The education that the school gives during the suspension."""
    facts = load_facts(request, suspension_reference, "education")
    form = EducationForm(request.POST or None, suspension=facts.suspension, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return record_schools_education(
            case=case,
            started_on=answers["started_on"],
            is_full_time=answers["is_full_time"] == "yes",
            at=answers["at"],
            first_session_at=answers["first_session_at"],
            told_on=answers["told_on"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = (
        "What the school, its governing body or its trust provides under section 100 of the Education and Inspections "
        "Act 2006. Day six is met by full-time education that began by that day."
    )
    done = "The education is recorded. The dates follow."
    return show_suspension_step(request, facts, "education", form, act, done=done, lead=lead)
