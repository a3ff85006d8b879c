"""The steps of a permanent exclusion: one page, one form, one action each."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import governors_corrections, progress
from exclusions.actions import refusal_notice as notices
from exclusions.actions.steps import record_told
from exclusions.both_versions import Column
from exclusions.facts import Facts, gather
from exclusions.forms import (
    CancelForm,
    CheckForm,
    CorrectForm,
    RefusalNoticeForm,
    ToldForm,
)
from exclusions.governors.forms import MeetingForm
from exclusions.governors.outcome_forms import CorrectDecisionForm, GovernorsDecideForm
from exclusions.governors.policies import correcting_step, may_chair_decide
from exclusions.governors.views import LISTING, listing_meeting
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.policies import reasons_against
from exclusions.presenters import STEP_COLUMNS
from exclusions.review.steps import notice_step
from exclusions.states import transition
from exclusions.views.steps import Act, StepPage, cancelling, load_case, show_step


def _load(request: HttpRequest, reference: str, step: str) -> Facts:
    return gather(load_case(request, reference, f"exclusion_{step}", PERMANENT_EXCLUSION))


def _step(
    request: HttpRequest,
    facts: Facts,
    step: str,
    form: GovukForm,
    act: Act,
    *,
    done: str,
    lead: str,
    columns: Mapping[str, Column] = STEP_COLUMNS,
    page: str = "",
) -> HttpResponse:
    shown = StepPage(
        name=f"exclusion_{page or step}",
        title=transition(step).label,
        lead=lead,
        done=done,
        reasons=reasons_against(step, facts, request.as_of),
        columns=columns,
    )
    return show_step(request, facts, shown, form, act)


def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Check the notices, the home authority, care and plan."""
    facts = _load(request, reference, "check")
    form = CheckForm(request.POST or None, exclusion=facts.exclusion, told=dict(facts.told), as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return progress.check_exclusion(
            case=case,
            home_authority=form.authorities[answers["home_authority"]],
            is_looked_after=answers["is_looked_after"] == "yes",
            has_plan=answers["has_plan"] == "yes",
            has_social_worker=answers["has_social_worker"] == "yes",
            told=form.told(),
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "Who owns day six follows from where the child lives. Who must be told follows from care and plan."
    return _step(request, facts, "check", form, act, done="The exclusion is checked.", lead=lead)


def told(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was told on which day."""
    facts = _load(request, reference, "told")
    form = ToldForm(request.POST or None, told=facts.told, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return record_told(case=case, told=form.told(), version=version, by=request.user, as_of=request.as_of)

    lead = (
        "The governors’ clock runs from the day the notice reached them. Until it is recorded, the day of the decision "
        "is assumed."
    )
    return _step(request, facts, "told", form, act, done="Recorded. The dates follow.", lead=lead)


def correct(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct what was recorded wrongly."""
    facts = _load(request, reference, "correct")
    form = CorrectForm(request.POST or None, exclusion=facts.exclusion, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return progress.correct_exclusion(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.decision()
        )

    lead = "Every date is worked out again. What stood here before is kept in the history."
    return _step(request, facts, "correct", form, act, done="Corrected. The dates follow.", lead=lead, columns={})


def governors_listed(request: HttpRequest, reference: str) -> HttpResponse:
    """The day of the governors' meeting."""
    facts = _load(request, reference, "governors_listed")
    form = MeetingForm(request.POST or None, meeting=facts.board.meeting, meeting_on=facts.governors_meeting_on)
    act = listing_meeting(request, form, progress.list_governors_meeting)
    lead = LISTING
    return _step(request, facts, "governors_listed", form, act, done="The meeting is listed.", lead=lead)


def governors_decide(request: HttpRequest, reference: str) -> HttpResponse:
    """What the governors decided."""
    facts = _load(request, reference, "governors_decide")
    form = GovernorsDecideForm(request.POST or None, may_chair_decide=may_chair_decide(facts), as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return progress.record_governors_decision(
            case=case,
            notice_sent_on=answers["notice_sent_on"],
            notice_method=answers["notice_method"],
            version=version,
            by=request.user,
            as_of=request.as_of,
            **form.outcome(),
        )

    lead = "If they declined, the parents’ time to ask for a review runs from the service of the written decision."
    done, known = "The decision is recorded.", facts.board.outcome
    columns: dict[str, Column] = {
        **STEP_COLUMNS,
        "decided_by": lambda _: known.decided_by if known else None,
        "has_written_reasons": lambda _: known.has_written_reasons if known else None,
    }
    return _step(request, facts, "governors_decide", form, act, done=done, lead=lead, columns=columns)


def governors_decision_corrected(request: HttpRequest, reference: str) -> HttpResponse:
    """What the governors decided was recorded wrongly."""
    facts = _load(request, reference, "governors_correct")
    form = CorrectDecisionForm(
        request.POST or None,
        exclusion=facts.exclusion,
        known=facts.board.outcome,
        may_chair_decide=may_chair_decide(facts),
        as_of=request.as_of,
    )

    def act(case: Case, _: GovukForm, version: int) -> object:
        return governors_corrections.correct_governors_decision(
            case=case,
            because=form.cleaned_data["because"],
            version=version,
            by=request.user,
            as_of=request.as_of,
            **form.outcome(),
        )

    lead = (
        "The dates, the tasks, day six, the funding and the search for a school follow. If the decision itself "
        "changes, nobody has been told of it yet: record again who is. What stood here before is kept in the history."
    )
    step, done = correcting_step(facts), "Corrected. The dates follow."
    return _step(request, facts, step, form, act, done=done, lead=lead, columns={}, page="governors_correct")


def refusal_notice(request: HttpRequest, reference: str) -> HttpResponse:
    """When and how the governors' written decision went."""
    facts = _load(request, reference, "refusal_notice_sent")
    form = RefusalNoticeForm(
        request.POST or None,
        exclusion=facts.exclusion,
        may_be_taken_back=not reasons_against("refusal_notice_taken_back", facts, request.as_of),
        as_of=request.as_of,
    )

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"case": case, "version": version, "by": request.user, "as_of": request.as_of}
        if answers.get("is_mistake"):
            return notices.take_back_refusal_notice(because=answers["because"], **act_by)
        return notices.record_refusal_notice(
            sent_on=answers["notice_sent_on"], method=answers["notice_method"], **act_by
        )

    lead = "The day on which it counts as given follows from how it was sent."
    done = "The written decision is recorded. The parents’ time to ask for a review runs."
    if facts.exclusion.refusal_notice_sent_on is not None:
        done = "Corrected. The dates follow."
    return _step(request, facts, notice_step(facts), form, act, done=done, lead=lead, page="refusal_notice_sent")


def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """The head teacher cancelled the exclusion."""
    facts = _load(request, reference, "cancel")
    form = CancelForm(request.POST or None, meeting_on=facts.governors_meeting_on, as_of=request.as_of)

    act = cancelling(request, form, progress.cancel_exclusion)
    lead = (
        "This closes the case. Every date and open task of the exclusion ends. The days already lost still count, "
        "and the school must tell the parents, the governors, the council, the social worker and the "
        "virtual school head. If it should never have been recorded, say on the case page that it was recorded by "
        "mistake instead."
    )
    return _step(request, facts, "cancel", form, act, done="The exclusion is cancelled and the case closed.", lead=lead)
