"""The way to the next school: one page, one form, one action each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import admission, next_school
from exclusions.facts import Facts, gather
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.leaving.forms import (
    AdmitForm,
    AgreeForm,
    ApplyForm,
    CorrectAdmissionForm,
    FairAccessForm,
    PanelForm,
    PlanReferralForm,
)
from exclusions.leaving.next_school import STEPS, reasons_against
from exclusions.leaving.records import leaving_of
from exclusions.models import NextSchool
from exclusions.views.steps import Act, StepPage, load_case, show_step

# Where fields are stored that their form is not filled with, or is filled with what is only likely.
_COLUMNS = {
    "next_school_special": {"referred_on": "plan_referred_on"},
    "next_school_agree": {"school": "school"},
    "next_school_admit": {"admitted_on": "admitted_on"},
}


def _load(request: HttpRequest, reference: str, step: str) -> tuple[Facts, NextSchool]:
    case = load_case(request, reference, step, PERMANENT_EXCLUSION)
    return gather(case), leaving_of(case).next_school


def _step(
    request: HttpRequest,
    loaded: tuple[Facts, NextSchool],
    step: str,
    form: GovukForm,
    act: Act,
    *,
    lead: str,
    page: str = "",
) -> HttpResponse:
    facts, way = loaded
    shown = StepPage(
        name=page or step,
        title=STEPS[step].label,
        lead=lead,
        done="Recorded. The dates follow.",
        reasons=reasons_against(step, facts, request.as_of),
        columns=_COLUMNS.get(step, {}),
        row=way,
    )
    return show_step(request, facts, shown, form, act)


def apply(request: HttpRequest, reference: str) -> HttpResponse:
    """An in-year application."""
    loaded = _load(request, reference, "next_school_apply")
    form = ApplyForm(request.POST or None, way=loaded[1], as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return next_school.record_application(
            case=case,
            applied_on=answers["applied_on"],
            applied_to=form.authorities[answers["applied_to"]],
            asked_for=answers["asked_for"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "The parents apply to the authority in whose area the school is."
    return _step(request, loaded, "next_school_apply", form, act, lead=lead)


def fair_access(request: HttpRequest, reference: str) -> HttpResponse:
    """The panel accepted the child."""
    loaded = _load(request, reference, "next_school_fair_access")
    form = FairAccessForm(
        request.POST or None, initial={"accepted_on": loaded[1].fair_access_accepted_on}, as_of=request.as_of
    )

    def act(case: Case, _: GovukForm, version: int) -> object:
        return next_school.accept_for_fair_access(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "The date by which the child has a place follows from the day on which the panel accepted the child."
    return _step(request, loaded, "next_school_fair_access", form, act, lead=lead)


def panel(request: HttpRequest, reference: str) -> HttpResponse:
    """What the panel decided."""
    loaded = _load(request, reference, "next_school_panel")
    way = loaded[1]
    initial = {
        "panel_on": way.panel_on,
        "outcome": way.panel_outcome,
        "school": way.panel_school.urn if way.panel_school else None,
    }
    form = PanelForm(request.POST or None, initial=initial, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return next_school.record_panel(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "Where the school refuses, the panel may ask for a direction. The time to a place goes on."
    return _step(request, loaded, "next_school_panel", form, act, lead=lead)


def special(request: HttpRequest, reference: str) -> HttpResponse:
    """A special school through the plan."""
    loaded = _load(request, reference, "next_school_special")
    form = PlanReferralForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return next_school.refer_through_plan(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "The plan is reviewed and names the school. A task for the EHC plan coordinator is opened."
    return _step(request, loaded, "next_school_special", form, act, lead=lead)


def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """The agreed place."""
    loaded = _load(request, reference, "next_school_agree")
    form = AgreeForm(request.POST or None, way=loaded[1], as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return next_school.agree_place(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "The school, and the day from which the child is there."
    return _step(request, loaded, "next_school_agree", form, act, lead=lead)


def admit(request: HttpRequest, reference: str) -> HttpResponse:
    """The admission."""
    loaded = _load(request, reference, "next_school_admit")
    form = AdmitForm(request.POST or None, way=loaded[1], as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return next_school.admit(case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data)

    lead = f"The child is put on the main roll of {loaded[1].school or 'the agreed school'}."
    return _step(request, loaded, "next_school_admit", form, act, lead=lead)


def admission_corrected(request: HttpRequest, reference: str) -> HttpResponse:
    """The admission was recorded wrongly, or by mistake."""
    loaded = _load(request, reference, "next_school_admission_correct")
    way = loaded[1]
    form = CorrectAdmissionForm(request.POST or None, way=way, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"case": case, "because": answers["because"], "version": version, "by": request.user}
        if answers["is_mistake"]:
            return admission.take_back_admission(as_of=request.as_of, **act_by)
        return admission.correct_admission(
            admitted_on=answers["admitted_on"], as_of=request.as_of, **form.confirmation(), **act_by
        )

    lead = (
        f"The child’s record at {way.school or 'the school'} and the money that follows the pupil go by this day. A "
        "payment that was made stays: the case says what no longer fits. If the school is wrong, take the admission "
        "back and record the right place."
    )
    return _step(
        request, loaded, "next_school_admission_corrected", form, act, lead=lead, page="next_school_admission_correct"
    )
