"""The money of one exclusion: what it is worked out from, the deduction, the payment on, the repayment, the end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import funding as acts
from exclusions.facts import Facts, gather
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.leaving.records import leaving_of
from exclusions.models import Funding
from exclusions.money.entries import CORRECTIONS, is_recorded, recorded
from exclusions.money.forms import DeductForm, EndFundingForm, FundingAmountsForm, PassOnForm, RepayForm
from exclusions.money.presenters import share_in_words, sum_in_words
from exclusions.money.queries import funding_of
from exclusions.money.states import STEPS, reasons_against
from exclusions.money.working import share
from exclusions.views.steps import Act, StepPage, load_case, show_step


def _load(request: HttpRequest, reference: str, step: str) -> tuple[Facts, Funding]:
    case = load_case(request, reference, step, PERMANENT_EXCLUSION)
    funding = funding_of(case)
    if funding is None:
        raise Http404
    return gather(case), funding


def _step(
    request: HttpRequest,
    loaded: tuple[Facts, Funding],
    step: str,
    form: GovukForm,
    act: Act,
    *,
    lead: str,
    columns: dict[str, str],
) -> HttpResponse:
    facts, funding = loaded
    is_correction = is_recorded(step, funding)
    page = StepPage(
        name=step,
        title=CORRECTIONS[step] if is_correction else STEPS[step].label,
        lead=lead,
        done="Corrected." if is_correction else "Recorded.",
        reasons=reasons_against(step, facts, request.as_of),
        columns=columns,
        row=funding,
    )
    return show_step(request, facts, page, form, act)


def _initial(step: str, day: str, funding: Funding, owed: Decimal | None) -> dict[str, object]:
    """What stands in the form: what is recorded already, else the amount that is owed."""
    entry = recorded(step, funding)
    if entry is None:
        return {"amount": owed}
    return {day: entry.on, "amount": entry.amount, "reference": entry.reference}


def amounts(request: HttpRequest, reference: str) -> HttpResponse:
    """What the amount is worked out from."""
    loaded = _load(request, reference, "funding_amounts")
    form = FundingAmountsForm(request.POST or None, funding=loaded[1])

    def act(case: Case, _: GovukForm, version: int) -> object:
        return acts.change_amounts(case=case, version=version, by=request.user, as_of=request.as_of, **form.amounts())

    lead = "The amount is worked out again from what you enter."
    columns = {name: name for name in form.fields}
    return _step(request, loaded, "funding_amounts", form, act, lead=lead, columns=columns)


def deduct(request: HttpRequest, reference: str) -> HttpResponse:
    """The deduction."""
    _, funding = loaded = _load(request, reference, "funding_deduct")
    initial = _initial("funding_deduct", "deducted_on", funding, funding.amount)
    form = DeductForm(request.POST or None, initial=initial, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return acts.record_deduction(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = f"Worked out: {sum_in_words(funding)}." if funding.amount is not None else funding.explanation
    columns = {"deducted_on": "deducted_on", "amount": "deducted_amount", "reference": "deducted_reference"}
    return _step(request, loaded, "funding_deduct", form, act, lead=lead, columns=columns)


def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    """What follows the pupil."""
    facts, funding = loaded = _load(request, reference, "funding_pass_on")
    way = leaving_of(facts.case).next_school
    owed = _owed(facts, funding, way.admitted_on)
    initial = _initial("funding_pass_on", "passed_on", funding, owed)
    form = PassOnForm(
        request.POST or None,
        school=funding.passed_to or way.school,
        admitted_on=way.admitted_on,
        initial=initial,
        as_of=request.as_of,
    )

    def act(case: Case, _: GovukForm, version: int) -> object:
        return acts.pass_on(case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data)

    lead = _lead(facts, funding, way.admitted_on, _NOBODY_YET)
    columns = {
        "school": "passed_to",
        "passed_on": "passed_on",
        "amount": "passed_amount",
        "reference": "passed_reference",
    }
    return _step(request, loaded, "funding_pass_on", form, act, lead=lead, columns=columns)


def _owed(facts: Facts, funding: Funding, from_on: date | None) -> Decimal | None:
    """The share from that day; None before the day is known, or while no weeks can be counted."""
    if from_on is None or funding.deducted_amount is None or funding.relevant_on is None:
        return None
    return share(facts, funding, from_on)


def _lead(facts: Facts, funding: Funding, from_on: date | None, without: str) -> str:
    """The share with how it is counted; before the day is known, the words without one."""
    if from_on is None:
        return without
    if _owed(facts, funding, from_on) is None:
        return _NOT_COUNTED
    return f"At least {share_in_words(facts, funding, from_on)}."


_NOBODY_YET = "No admission is recorded yet. The share is worked out from the day of admission that you enter."
_NOT_COUNTED = "The complete weeks are not worked out now, so the share cannot be counted."


def repay(request: HttpRequest, reference: str) -> HttpResponse:
    """What the school gets back."""
    facts, funding = loaded = _load(request, reference, "funding_repay")
    back = facts.back_on
    initial = _initial("funding_repay", "repaid_on", funding, _owed(facts, funding, back))
    form = RepayForm(request.POST or None, initial=initial, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return acts.repay(case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data)

    lead = _lead(facts, funding, back, "Nothing is owed.")
    columns = {"repaid_on": "repaid_on", "amount": "repaid_amount", "reference": "repaid_reference"}
    return _step(request, loaded, "funding_repay", form, act, lead=lead, columns=columns)


def end(request: HttpRequest, reference: str) -> HttpResponse:
    """The money ends without more."""
    _, funding = loaded = _load(request, reference, "funding_end")
    form = EndFundingForm(request.POST or None, funding=funding, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        if answers.get("is_mistake"):
            return acts.take_back_end(case=case, version=version, by=request.user, as_of=request.as_of)
        return acts.end_funding(
            case=case,
            ended_on=answers["ended_on"],
            because=answers["because"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "Nothing more is deducted, paid on or repaid."
    columns = {"ended_on": "ended_on", "because": "ended_because"}
    return _step(request, loaded, "funding_end", form, act, lead=lead, columns=columns)
