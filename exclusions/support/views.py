"""Help before an exclusion: recording a request, its steps (one page, one form, one action each), and the list."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access import get_child_for, reason_for_lists
from cases.models import Case
from cases.views.desk import ROWS_A_PAGE, for_desk
from components.forms import GovukForm
from exclusions.actions import support
from exclusions.actions.refusals import ExclusionRefused
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.models import SupportLine
from exclusions.support import forms
from exclusions.support.facts import LineFacts, SupportFacts, gather_support
from exclusions.support.lines import line_with
from exclusions.support.lists import cases_of, schools_to_choose, support_list, user_can_see_support
from exclusions.support.policies import reasons_against, reasons_against_line
from exclusions.support.presenters_list import all_rows_address, present_numbers, present_rows, present_suspensions
from exclusions.support.states import transition
from exclusions.views.steps import KindPages, StepPage, load_case, show_step
from ledger.posts import act_on_form, form_key
from ledger.viewlog import record_view

PAGES = KindPages(
    "support",
    transition,
    reasons_against,
    {"outcome": "outcome", "reviewed_on": "reviewed_on", "because": "not_taken_up_because"},
)


def record(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """The officer's form; a valid one opens the case and shows it."""
    child = get_child_for(request, child_uuid, "support_record", to_change=True)
    support.check_user_can_ask(request.user)
    form = forms.RecordSupportForm(request.POST or None, child=child, as_of=request.as_of)
    form_name = f"support_record:{child.uuid}"

    def perform() -> str:
        case = support.request_support(
            child=child,
            school=form.cleaned_data["chosen_school"],
            requested_on=form.cleaned_data["requested_on"],
            asked=form.asked(),
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("case", args=[case.reference])

    answer = act_on_form(
        request, form, form_name, perform, refusals=(ExclusionRefused,), done="The request for help is recorded."
    )
    context = {"form": form, "child": child, "form_key": form_key(request, form_name)}
    return answer or render(request, "exclusions/support_record.html", context)


def load(request: HttpRequest, reference: str, step: str) -> SupportFacts:
    """The request of this case, for who may work it."""
    return gather_support(load_case(request, reference, f"support_{step}", EXCLUSION_SUPPORT))


def correct(request: HttpRequest, support_reference: str) -> HttpResponse:
    """Correct what was recorded wrongly."""
    facts = load(request, support_reference, "correct")
    form = forms.CorrectSupportForm(request.POST or None, facts=facts, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return support.correct_request(
            case=case,
            requested_on=form.cleaned_data["requested_on"],
            asked=form.asked(),
            version=version,
            by=request.user,
            as_of=request.as_of,
            **form.circumstances(),
        )

    lead = "What stood here before is kept in the history. Whether the child was excluded is worked out again."
    return PAGES.show(request, facts, "correct", form, act, done="Corrected.", lead=lead)


def consider(request: HttpRequest, support_reference: str) -> HttpResponse:
    """Take the request up for a decision."""
    facts = load(request, support_reference, "consider")
    form = forms.ConsiderForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return support.start_considering(case=case, version=version, by=request.user, as_of=request.as_of)

    lead = "Then agree support, or record that the help is not taken up."
    return PAGES.show(request, facts, "consider", form, act, done="The request is being considered.", lead=lead)


def decline(request: HttpRequest, support_reference: str) -> HttpResponse:
    """The help is not taken up."""
    facts = load(request, support_reference, "decline")
    form = forms.DeclineForm(request.POST or None)

    def act(case: Case, _: GovukForm, version: int) -> object:
        because = form.cleaned_data["because"]
        return support.decline_support(
            case=case, because=because, version=version, by=request.user, as_of=request.as_of
        )

    lead = "This closes the case. Tell the school why, and what it can do itself."
    return PAGES.show(request, facts, "decline", form, act, done="The case is closed.", lead=lead)


def agree(request: HttpRequest, support_reference: str) -> HttpResponse:
    """One line of support."""
    facts = load(request, support_reference, "agree")
    form = forms.AgreeForm(request.POST or None, facts=facts, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        return support.agree_support(
            case=case,
            line=form.line(),
            is_confirmed=form.cleaned_data["is_confirmed"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "One kind of help at a time. For a placement, book the place afterwards under “Places that are booked”."
    return PAGES.show(request, facts, "agree", form, act, done="The support is agreed.", lead=lead)


def meeting(request: HttpRequest, support_reference: str) -> HttpResponse:
    """A meeting of several services."""
    facts = load(request, support_reference, "meeting")
    form = forms.MeetingForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return support.record_meeting(
            case=case,
            met_on=answers["met_on"],
            services=answers["services"],
            decisions=answers["decisions"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    lead = "Write roles, not names. A second entry for the same day takes the place of the first."
    return PAGES.show(request, facts, "meeting", form, act, done="The meeting is recorded.", lead=lead)


def review(request: HttpRequest, support_reference: str) -> HttpResponse:
    """The support was reviewed."""
    facts = load(request, support_reference, "review")
    form = forms.ReviewForm(request.POST or None, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        reviewed_on = form.cleaned_data["reviewed_on"]
        return support.review_support(
            case=case, reviewed_on=reviewed_on, version=version, by=request.user, as_of=request.as_of
        )

    lead = "Then record how each line of support went, agree more, or close."
    return PAGES.show(request, facts, "review", form, act, done="The review is recorded.", lead=lead)


def close(request: HttpRequest, support_reference: str) -> HttpResponse:
    """What came of the help as a whole."""
    facts = load(request, support_reference, "close")
    form = forms.CloseSupportForm(request.POST or None, as_of=request.as_of)
    lead = "This closes the case. Whether the child is excluded afterwards is worked out from the records."
    return PAGES.show_plain(request, facts, "close", form, support.close_support, done="The case is closed.", lead=lead)


def load_line(request: HttpRequest, line_uuid: uuid.UUID, step: str) -> tuple[SupportLine, SupportFacts]:
    """The line of support and its request, for who may work the case."""
    found = line_with(line_uuid)
    if found is None:
        raise Http404
    return found, load(request, found.request.case.reference, step)


def line(request: HttpRequest, support_line_uuid: uuid.UUID) -> HttpResponse:
    """How one line of support went."""
    found, facts = load_line(request, support_line_uuid, "line")
    form = forms.LineOutcomeForm(request.POST or None, line=found, as_of=request.as_of)

    def act(case: Case, _: GovukForm, version: int) -> object:
        answers = form.cleaned_data
        return support.record_line_outcome(
            line=found,
            outcome=answers["outcome"],
            ends_on=answers["ends_on"],
            version=version,
            by=request.user,
            as_of=request.as_of,
        )

    page = StepPage(
        name=f"support_line:{found.uuid}",
        title=f"{transition('line').label}: {found.get_kind_display()}",
        lead="Its last day and how it went. The case can be closed once this is recorded of every line.",
        done="Recorded.",
        reasons=reasons_against_line("line", found, facts, request.as_of),
        columns={"outcome": "outcome", "ends_on": "ends_on"},
    )
    return show_step(request, LineFacts(facts.case, found), page, form, act)


def review_day(request: HttpRequest, support_line_uuid: uuid.UUID) -> HttpResponse:
    """When one line of support is reviewed."""
    found, facts = load_line(request, support_line_uuid, "review_day")
    form = forms.ReviewDayForm(request.POST or None, line=found)

    def act(case: Case, _: GovukForm, version: int) -> object:
        review_on = form.cleaned_data["review_on"]
        return support.set_review_day(
            line=found, review_on=review_on, version=version, by=request.user, as_of=request.as_of
        )

    page = StepPage(
        name=f"support_review_day:{found.uuid}",
        title=f"{transition('review_day').label}: {found.get_kind_display()}",
        lead="On that day a task asks to review the support.",
        done="The day of review is set.",
        reasons=reasons_against("review_day", facts, request.as_of),
        columns={"review_on": "review_on"},
    )
    return show_step(request, LineFacts(facts.case, found), page, form, act)


@require_safe
@for_desk
def listed(request: HttpRequest) -> HttpResponse:
    """`/exclusions/support/`: requests for help, newest first, and what came of them."""
    if not user_can_see_support(request.user):
        raise PermissionDenied("This page is for the team that helps before an exclusion.")
    reason = reason_for_lists(request)
    form = forms.SupportFilterForm(request.GET, schools_to_choose(request.user))
    wanted = form.wanted()
    shown = support_list(request.user, wanted, request.as_of)
    page = Paginator(shown.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    cases = cases_of(page.object_list)
    record_view(
        request,
        "exclusions_support",
        child_ids=[case.child_id for case in cases.values()],
        case_ids=list(cases),
        reason=reason,
    )
    context = {
        "form": form,
        "is_filtered": any(wanted.values()),
        "numbers": present_numbers(shown, wanted),
        "suspensions": present_suspensions(shown),
        "all_url": all_rows_address(wanted),
        "page": page,
        "rows": present_rows(page.object_list, cases),
    }
    return render(request, "exclusions/support.html", context)
