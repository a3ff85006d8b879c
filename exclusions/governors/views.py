"""The governors' part of a case of either kind: one page, one form, one action each, and back to the case."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cases.models import Case
from components.forms import GovukForm
from exclusions.actions import governors_meeting, governors_outcome
from exclusions.facts import GovernedFacts
from exclusions.gathering import gather_any, reasons_of, step_of
from exclusions.governors import steps
from exclusions.governors.forms import (
    InvitationsForm,
    MeetingForm,
    PapersForm,
    RemoteRequestForm,
    ReportForm,
    RepresentationsForm,
    RepresentativeForm,
)
from exclusions.governors.outcome_forms import OutcomeToldForm, SuspensionOutcomeForm
from exclusions.governors.policies import (
    council_is_invited,
    may_chair_decide,
    outcomes_open_to,
    taking_part,
)
from exclusions.governors.telling import told_of_outcome
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.queries import people_who_work
from exclusions.suspensions.facts import gather_suspension
from exclusions.views.steps import Act, StepPage, load_case, show_step

LISTING = (
    "The day for the papers follows from the day of the meeting. In person is the rule: remotely when the parents ask "
    "and the conditions are met, or for what nobody could foresee after a meeting in person was agreed. Another day "
    "keeps the earlier one to be seen."
)


def _load(request: HttpRequest, reference: str, step: str) -> GovernedFacts:
    return gather_any(load_case(request, reference, step, PERMANENT_EXCLUSION, SUSPENSION))


def _page(request: HttpRequest, facts: GovernedFacts, step: str, lead: str, done: str, **more: str) -> StepPage:
    """The page of a step. Its form is filled with what is stored, so no column shows the stored version."""
    transition = step_of(step, facts)
    return StepPage(
        name=transition.url_name,
        title=transition.label,
        lead=lead,
        done=done,
        reasons=reasons_of(step, facts, request.as_of),
        columns={},
        **more,
    )


def _taking(request: HttpRequest, action: Callable[..., object], answers: Callable[[], dict[str, object]]) -> Act:
    """The act of a page: `answers` gives what its form says, as the action takes it."""

    def act(case: Case, _: GovukForm, version: int) -> object:
        return action(case=case, version=version, by=request.user, as_of=request.as_of, **answers())

    return act


def representations(request: HttpRequest, reference: str) -> HttpResponse:
    """What the parents said to the board."""
    facts = _load(request, reference, steps.REPRESENTATIONS)
    known = facts.board.representations
    form = RepresentationsForm(request.POST or None, known=known, as_of=request.as_of)
    act = _taking(request, governors_meeting.record_representations, lambda: dict(form.cleaned_data))
    lead = (
        "Where a meeting is due only if the parents make representations, it binds once they do. When they say that "
        "they will make none, it is waived."
    )
    page = _page(request, facts, steps.REPRESENTATIONS, lead, "Recorded. The dates follow.")
    return show_step(request, facts, page, form, act)


def listing_meeting(request: HttpRequest, form: MeetingForm, action: Callable[..., object]) -> Act:
    """The act of a page on which the meeting is listed: `action` is that of the kind."""
    return _taking(request, action, lambda: {"meeting_on": form.cleaned_data["meeting_on"], "listing": form.listing()})


def listed(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """The day of the governors' meeting on a suspension, and how it is held."""
    case = load_case(request, suspension_reference, "suspension_governors_listed", SUSPENSION)
    facts = gather_suspension(case)
    meeting = facts.board.meeting
    form = MeetingForm(request.POST or None, meeting=meeting, meeting_on=facts.governors_meeting_on)
    act = listing_meeting(request, form, governors_meeting.list_suspension_meeting)
    page = _page(request, facts, steps.LIST, LISTING, "The meeting is listed.")
    return show_step(request, facts, page, form, act)


def remote(request: HttpRequest, reference: str) -> HttpResponse:
    """The parents asked for a remote meeting."""
    facts = _load(request, reference, steps.REMOTE)
    known = facts.board.remote_request
    form = RemoteRequestForm(request.POST or None, known=known, as_of=request.as_of)
    act = _taking(request, governors_meeting.record_remote_request, form.request)
    lead = "When the board is satisfied of all three, the meeting must be held remotely."
    page = _page(request, facts, steps.REMOTE, lead, "The request is recorded.")
    return show_step(request, facts, page, form, act)


def papers(request: HttpRequest, reference: str) -> HttpResponse:
    """The papers went."""
    facts = _load(request, reference, steps.PAPERS)
    meeting = facts.board.meeting
    form = PapersForm(request.POST or None, meeting=meeting, as_of=request.as_of)
    act = _taking(request, governors_meeting.record_papers_sent, lambda: dict(form.cleaned_data))
    lead = "Whether they went in time follows from the day of the meeting."
    page = _page(request, facts, steps.PAPERS, lead, "The papers are recorded.")
    return show_step(request, facts, page, form, act)


def invitations(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is invited and who attends."""
    facts = _load(request, reference, steps.INVITE)
    roles = list(taking_part(facts))
    form = InvitationsForm(request.POST or None, roles=roles, known=facts.board.invitations, as_of=request.as_of)
    act = _taking(request, governors_meeting.record_invitations, lambda: {"invitations": form.invitations()})
    lead = "Name only professionals, and only whom they send in their place. Leave empty who is not invited."
    template = "exclusions/governors_invitations.html"
    page = _page(request, facts, steps.INVITE, lead, "The invitations are recorded.", template=template)
    return show_step(request, facts, page, form, act)


def representative(request: HttpRequest, reference: str) -> HttpResponse:
    """Who represents the council."""
    facts = _load(request, reference, steps.COUNCIL)
    form = RepresentativeForm(
        request.POST or None,
        known=facts.board.council,
        people=people_who_work(facts.case.kind, request.as_of),
        is_invited=council_is_invited(facts),
        as_of=request.as_of,
    )
    act = _taking(request, governors_meeting.name_representative, form.named)
    lead = "Naming somebody does the task to book them."
    page = _page(request, facts, steps.COUNCIL, lead, "The council’s representative is recorded.")
    return show_step(request, facts, page, form, act)


def report(request: HttpRequest, reference: str) -> HttpResponse:
    """The text of the council's report."""
    facts = _load(request, reference, steps.REPORT)
    known = facts.board.council
    form = ReportForm(request.POST or None, known=known)
    act = _taking(request, governors_meeting.write_report, lambda: dict(form.cleaned_data))
    lead = "It is printed by the letter “Council’s report for the governors” and by no other."
    done = "The report is kept. Write the letter to send it."
    page = _page(request, facts, steps.REPORT, lead, done)
    return show_step(request, facts, page, form, act)


def decide(request: HttpRequest, suspension_reference: str) -> HttpResponse:
    """What the governors decided of a suspension."""
    case = load_case(request, suspension_reference, "suspension_governors_decide", SUSPENSION)
    facts = gather_suspension(case)
    known = facts.board.outcome
    form = SuspensionOutcomeForm(
        request.POST or None,
        known=known,
        open_to=outcomes_open_to(facts, request.as_of),
        may_chair_decide=may_chair_decide(facts),
        as_of=request.as_of,
    )
    act = _taking(request, governors_outcome.record_suspension_outcome, form.outcome)
    lead = (
        "A suspension is considered also when it is over. From a reinstatement on no more days are lost. If you change "
        "the decision, nobody has been told of it yet: record again who is."
    )
    page = _page(request, facts, steps.DECIDE, lead, "The decision is recorded.")
    return show_step(request, facts, page, form, act)


def outcome_told(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom the governors told of their decision."""
    facts = _load(request, reference, steps.OUTCOME_TOLD)
    recipients, told = list(told_of_outcome(facts)), facts.board.told
    form = OutcomeToldForm(request.POST or None, recipients=recipients, told=told, as_of=request.as_of)
    act = _taking(request, governors_outcome.record_outcome_told, lambda: {"told": form.told()})
    lead = "They tell everybody in writing, with reasons, without delay."
    page = _page(request, facts, steps.OUTCOME_TOLD, lead, "Recorded.")
    return show_step(request, facts, page, form, act)
