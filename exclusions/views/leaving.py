"""Off the roll, the school's return, placing, closing, and who was told of a cancelling: one page, one action each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import ending, roll
from exclusions.facts import CaseFacts, gather
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.leaving.forms import (
    CancellationToldForm,
    CorrectPlacedForm,
    DeletionReturnForm,
    OffRollForm,
    PlacedForm,
    ReopenForm,
)
from exclusions.leaving.records import cancellation_notice_of, leaving_of
from exclusions.leaving.roll import doubt_about
from exclusions.leaving.steps import facts_of, reasons_of
from exclusions.policies import REOPEN, REOPEN_LABEL
from exclusions.queries import deadlines_by_code
from exclusions.states import AFTER_THE_ROLL, transition
from exclusions.suspensions.forms import CloseForm
from exclusions.views.steps import Act, StepPage, load_case, show_step


def off_roll(request: HttpRequest, reference: str) -> HttpResponse:
    """The school took the name off its roll; before its time the page says so and asks again."""
    case = load_case(request, reference, "exclusion_off_roll", PERMANENT_EXCLUSION)
    facts, leaving = gather(case), leaving_of(case)
    doubt = doubt_about(request.as_of, facts, deadlines_by_code(case))
    form = OffRollForm(
        request.POST or None,
        leaving=leaving,
        is_doubtful=doubt is not None,
        may_be_taken_back=case.state not in AFTER_THE_ROLL,
        as_of=request.as_of,
    )
    page = StepPage(
        name="exclusion_off_roll",
        title=transition("off_roll").label,
        lead="The child’s enrolment at the school ends the day before, once the lawful day has come.",
        done="Recorded. The dates follow.",
        reasons=reasons_of(roll.step_for(facts, request.as_of), facts, request.as_of),
        columns={"off_on": "off_on"},
        warning=doubt.reason if doubt else "",
        row=leaving.deletion,
    )
    return show_step(request, facts, page, form, _taking_off_roll(request, form))


def _taking_off_roll(request: HttpRequest, form: OffRollForm) -> Act:
    """Keep the day that was entered, or take back the one that was recorded by mistake."""

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        if answers.get("is_mistake"):
            return roll.take_back_off_roll(case=case, version=version, by=request.user, as_of=request.as_of)
        return roll.record_off_roll(
            case=case,
            off_on=answers["off_on"],
            is_confirmed=answers["is_confirmed"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    return act


def deletion_return(request: HttpRequest, reference: str) -> HttpResponse:
    """The school's return of the deletion and its transfer file."""
    case = load_case(request, reference, "exclusion_deletion_return", PERMANENT_EXCLUSION)
    leaving = leaving_of(case)
    form = DeletionReturnForm(request.POST or None, leaving=leaving, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return roll.record_deletion_return(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = (
        "The school tells the council when the ground is met, no later than the day on which the name leaves the roll."
    )
    columns = {
        "received_on": "return_received_on",
        "ground": "ground",
        "transfer_file_sent_on": "transfer_file_sent_on",
    }
    return _step(request, gather(case), "deletion_return", form, act, lead=lead, columns=columns, row=leaving.deletion)


def placed(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the child is educated now."""
    case = load_case(request, reference, "exclusion_placed", PERMANENT_EXCLUSION)
    way = leaving_of(case).next_school
    form = PlacedForm(request.POST or None, way=way, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return ending.record_placed(
            case=case, version=version, by=request.user, as_of=request.as_of, **form.cleaned_data
        )

    lead = "A school counts once it has admitted the child."
    columns = {"destination": "destination", "placed_on": "placed_on"}
    return _step(request, gather(case), "placed", form, act, lead=lead, columns=columns, row=way)


def placed_corrected(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the child is was recorded wrongly, or by mistake."""
    case = load_case(request, reference, "exclusion_placed_correct", PERMANENT_EXCLUSION)
    form = CorrectPlacedForm(request.POST or None, way=leaving_of(case).next_school, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        act_by = {"case": case, "because": answers["because"], "version": version, "by": request.user}
        if answers["is_mistake"]:
            return ending.take_back_placed(as_of=request.as_of, **act_by)
        where = {"destination": answers["destination"], "placed_on": answers["placed_on"]}
        return ending.correct_placed(as_of=request.as_of, **where, **act_by)

    lead = (
        "If it is taken back, where the child is has to be recorded again. An admission is corrected on its own page."
    )
    return _step(request, gather(case), "placed_corrected", form, act, lead=lead, page="placed_correct")


def close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case, when nothing is open any more."""
    case = load_case(request, reference, "exclusion_close", PERMANENT_EXCLUSION)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return ending.close_exclusion(case=case, version=version, by=request.user, as_of=request.as_of)

    lead = "Nothing is open any more. The case stays readable and counts in every figure."
    return _step(request, gather(case), "close", CloseForm(request.POST or None), act, lead=lead)


def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Open a closed case again."""
    case = load_case(request, reference, "exclusion_reopen", PERMANENT_EXCLUSION)
    form = ReopenForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return ending.reopen_exclusion(
            case=case, reason=form.cleaned_data["reason"], version=version, by=request.user, as_of=request.as_of
        )

    facts = gather(case)
    page = StepPage(
        name="exclusion_reopen",
        title=REOPEN_LABEL,
        lead="It keeps its number, its dates run again, and what is recorded in it can be put right.",
        done="The case is open again.",
        reasons=reasons_of(REOPEN, facts, request.as_of),
        columns={},
    )
    return show_step(request, facts, page, form, act)


def cancellation_told(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom the school told of a cancelling, of either kind."""
    case = load_case(request, reference, "exclusion_cancellation_told", PERMANENT_EXCLUSION, SUSPENSION)
    notice = cancellation_notice_of(case)
    form = CancellationToldForm(request.POST or None, notice=notice, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return ending.record_cancellation_told(
            case=case, days=form.days(), version=version, by=request.user, as_of=request.as_of
        )

    lead = "The school tells them in writing, with reasons, without delay, and offers the parents a meeting."
    columns = {name: name for name in form.fields}
    facts = facts_of(case)
    return _step(request, facts, "cancellation_told", form, act, lead=lead, columns=columns, row=notice)


def _step(
    request: HttpRequest,
    facts: CaseFacts,
    step: str,
    form: GovukForm,
    act: Act,
    *,
    lead: str,
    columns: dict[str, str] | None = None,
    row: object | None = None,
    page: str = "",
) -> HttpResponse:
    shown = StepPage(
        name=f"exclusion_{page or step}",
        title=transition(step).label,
        lead=lead,
        done="The case is closed." if step == "close" else "Recorded. The dates follow.",
        reasons=reasons_of(step, facts, request.as_of),
        columns=columns or {},
        row=row,
    )
    return show_step(request, facts, shown, form, act)
