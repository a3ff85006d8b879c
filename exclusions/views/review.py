"""Asking for a review and how it ends: one page, one form, one action each."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import review_asking, review_corrections, review_outcome
from exclusions.facts import Facts, gather
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import Review
from exclusions.policies import reasons_against
from exclusions.review.arranger import arranger_words
from exclusions.review.forms import (
    About,
    AdjustmentForm,
    ApplicationForm,
    ClaimForm,
    CorrectSecondDecisionForm,
    CorrectWaiverForm,
    PanelDecisionForm,
    ReviewToldForm,
    SecondDecisionForm,
    WaiverForm,
    WithdrawalForm,
)
from exclusions.review.queries import told_of
from exclusions.review.steps import correction_of, panel_step, waiver_step
from exclusions.states import transition
from exclusions.views.steps import Act, StepPage, load_case, show_step

# Where fields that their form is not filled with are stored, to show both versions after a stale edit.
_COLUMNS = {
    "waived_on": "waived_on",
    "withdrawn_on": "withdrawn_on",
    "decision": "second_decision",
    "reconsidered_on": "reconsidered_on",
    "reinstate_on": "reinstated_on",
}


def load_review(request: HttpRequest, reference: str, step: str) -> Facts:
    """The exclusion, for who may work it; the look is logged under the step's page."""
    return gather(load_case(request, reference, f"exclusion_{step}", PERMANENT_EXCLUSION))


def review_step(
    request: HttpRequest,
    facts: Facts,
    step: str,
    form: GovukForm,
    act: Act,
    *,
    done: str,
    lead: str,
    more_reasons: Sequence[str] = (),
    **more: str,
) -> HttpResponse:
    """The page of a step of the review; `more` as StepPage takes it, `more_reasons` beside those of the policies."""
    page = StepPage(
        name=f"exclusion_{more.pop('page', step)}",
        title=more.pop("title", transition(step).label),
        lead=lead,
        done=done,
        reasons=[*reasons_against(step, facts, request.as_of), *more_reasons],
        columns=_COLUMNS,
        row=facts.review.review or Review(),
        **more,
    )
    return show_step(request, facts, page, form, act)


def waived(request: HttpRequest, reference: str) -> HttpResponse:
    """The parents will not ask for a review."""
    facts = load_review(request, reference, "review_waived")
    form = WaiverForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        waived_on = form.cleaned_data["waived_on"]
        return review_asking.record_waiver(
            case=case, waived_on=waived_on, version=version, by=request.user, as_of=request.as_of
        )

    lead = (
        "Only if they said it in writing, of their own accord. Nobody may press them. The name may leave the roll from "
        "that day on. If it came in time you can record it when their time is over."
    )
    step, done = waiver_step(facts), "The waiver is recorded. The dates follow."
    return review_step(request, facts, step, form, act, done=done, lead=lead, page="review_waived")


def waiver_corrected(request: HttpRequest, reference: str) -> HttpResponse:
    """The waiver was recorded wrongly, or by mistake."""
    facts = load_review(request, reference, "review_waiver_correct")
    review, step = facts.review.review, correction_of("review_waiver", facts)
    form = CorrectWaiverForm(
        request.POST or None,
        waived_on=review.waived_on if review else None,
        may_be_taken_back=step == "review_waiver_corrected",
        as_of=request.as_of,
    )

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"case": case, "because": answers["because"], "version": version, "by": request.user}
        if answers.get("is_mistake"):
            return review_corrections.take_back_waiver(as_of=request.as_of, **act_by)
        return review_corrections.correct_waiver(waived_on=answers["waived_on"], as_of=request.as_of, **act_by)

    lead = "The day on which the name may leave the roll follows. If it is taken back, the parents’ time runs again."
    done = "Corrected. The dates follow."
    return review_step(request, facts, step, form, act, done=done, lead=lead, page="review_waiver_correct")


def applied(request: HttpRequest, reference: str) -> HttpResponse:
    """The parents’ application, in time or not."""
    facts = load_review(request, reference, "review_applied")
    form = ApplicationForm(request.POST or None, application=facts.review.application, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_asking.record_application(
            case=case,
            application=form.application(),
            why_late=form.cleaned_data["why_late"],
            **form.confirmation(),
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = (
        f"{arranger_words(facts)} arranges this review. The day on which the application counts as made follows from "
        "how it was sent."
    )
    return review_step(request, facts, "review_applied", form, act, done="The application is recorded.", lead=lead)


def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """A claim that the exclusion was discrimination."""
    facts = load_review(request, reference, "review_claim")
    form = ClaimForm(request.POST or None, review=facts.review.review, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_asking.record_claim(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "The parents’ time to ask for a review does not end while the claim is pending, and another runs after it."
    return review_step(request, facts, "review_claim", form, act, done="The claim is recorded.", lead=lead)


def withdrawn(request: HttpRequest, reference: str) -> HttpResponse:
    """The parents withdrew their application."""
    facts = load_review(request, reference, "review_withdrawn")
    form = WithdrawalForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_asking.record_withdrawal(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "The review is abandoned, and the governors’ decision stands. The name may then leave the roll."
    return review_step(request, facts, "review_withdrawn", form, act, done="The review is withdrawn.", lead=lead)


def decided(request: HttpRequest, reference: str) -> HttpResponse:
    """What the panel decided."""
    facts = load_review(request, reference, "review_decided")
    form = PanelDecisionForm(request.POST or None, review=facts.review.review, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = {**form.cleaned_data, "orders_adjustment": form.cleaned_data["orders_adjustment"] == "yes"}
        return review_outcome.record_panel_decision(
            case=case, version=version, by=request.user, as_of=request.as_of, **answers
        )

    lead = "A panel cannot reinstate. Its decision goes in writing, without delay, to everybody concerned."
    step, done = panel_step(facts), "The panel’s decision is recorded."
    return review_step(request, facts, step, form, act, done=done, lead=lead, page="review_decided")


def told(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was told of the panel's decision and of the governors' second one."""
    facts = load_review(request, reference, "review_told")
    review = facts.review.review or Review()
    form = ReviewToldForm(request.POST or None, review=review, told=told_of(review), as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return review_outcome.record_review_told(
            case=case,
            notice_sent_on=answers["notice_sent_on"],
            notice_method=answers["notice_method"],
            panel=form.told(About.PANEL),
            second=form.told(About.SECOND),
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "The governors’ time to reconsider runs from the day the panel’s decision counts as given to them."
    return review_step(request, facts, "review_told", form, act, done="Recorded. The dates follow.", lead=lead)


def reconsidered(request: HttpRequest, reference: str) -> HttpResponse:
    """The governors' second decision."""
    facts = load_review(request, reference, "reconsidered")
    form = SecondDecisionForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_outcome.record_second_decision(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "Reinstatement ends day six, the funding and the search for a school. Declining again is final."
    return review_step(request, facts, "reconsidered", form, act, done="The decision is recorded.", lead=lead)


def second_decision_corrected(request: HttpRequest, reference: str) -> HttpResponse:
    """The second decision was recorded wrongly."""
    facts = load_review(request, reference, "reconsidered_correct")
    step = correction_of("reconsidered", facts)
    form = CorrectSecondDecisionForm(request.POST or None, review=facts.review.review, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_corrections.correct_second_decision(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = (
        "The dates, the tasks, day six, the funding and the search for a school follow. What stood here before is kept "
        "in the history."
    )
    done = "Corrected. The dates follow."
    return review_step(request, facts, step, form, act, done=done, lead=lead, page="reconsidered_correct")


def adjustment(request: HttpRequest, reference: str) -> HttpResponse:
    """When the financial adjustment was made."""
    facts = load_review(request, reference, "review_adjustment")
    form = AdjustmentForm(request.POST or None, review=facts.review.review, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return review_outcome.record_adjustment(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "The panel ordered it, and the governors did not offer reinstatement in time."
    return review_step(request, facts, "review_adjustment", form, act, done="The adjustment is recorded.", lead=lead)
