"""A request for help and its steps: ask, correct, consider, agree, how it went, meet, review, close, not taken up.

Each asks permission, then the version that was shown, then policy, writes, settles the tasks, and leaves its event, in
one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import check_permission
from cases.actions.cases import move_case, open_case
from cases.actions.events import record_event
from cases.actions.recompute import recompute_case
from cases.models import Case, Child
from exclusions.actions.refusals import ExclusionRefused, check_day, refuse
from exclusions.actions.support_tasks import end_tasks, settle_tasks
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.models import MultiServiceMeeting, SupportLine, SupportRequest, TriedSupport
from exclusions.permissions import Permission, check_user_can_work
from exclusions.queries import as_it_was
from exclusions.support.asked import (
    Asked,
    Line,
    doubts_about_line,
    objections_to_line,
    objections_to_outcome,
    objections_to_request,
    objections_to_review_day,
)
from exclusions.support.codes import NotTakenUp, Service, SupportOutcome
from exclusions.support.facts import SupportFacts, gather_support, tiers_of
from exclusions.support.outcomes import doubts_about_outcome
from exclusions.support.policies import reasons_against, reasons_against_line
from exclusions.support.states import AGREED, CLOSED, CONSIDERING, NOT_TAKEN_UP, REVIEWING
from ledger.versions import StaleEdit, update_at_version
from schools.models import School

# What was so about the child then, as far as a request keeps it.
_CIRCUMSTANCES = (
    "year_group_then",
    "is_looked_after_then",
    "has_plan_then",
    "has_social_worker_then",
    "sen_status_then",
)
# A meeting of one service is none of several.
_FEWEST_SERVICES = 2


def check_user_can_ask(user: User) -> None:
    """Raise PermissionDenied unless the user may record a request for help."""
    check_permission(user, Permission.RECORD, "Only the exclusions team can record a request for help.")


@transaction.atomic
def request_support(*, child: Child, school: School, requested_on: date, asked: Asked, by: User, as_of: date) -> Case:
    """Record that a school asks for help with a pupil. Opens the case, keeps what is so about the child, and opens the
    task of deciding. Raises ExclusionRefused naming the field, PermissionDenied."""
    check_user_can_ask(by)
    # Two people who hear of it at once follow each other: the second finds the first one's case.
    Child.objects.select_for_update().get(pk=child.pk)
    refuse(objections_to_request(asked, requested_on, as_of))
    check_only_one(child, school)
    case = open_case(child=child, kind=EXCLUSION_SUPPORT, school=school, by=by, as_of=as_of)
    then = as_it_was(child, school, requested_on)
    request = SupportRequest.objects.create(
        case=case, requested_on=requested_on, **asked.columns(), **{name: then[name] for name in _CIRCUMSTANCES}
    )
    _keep_tried(request, asked)
    codes = {"concerns": list(asked.concerns), "asked_for": list(asked.asked_for)}
    return finish_support(case, "exclusions.support_requested", by, as_of, requested_on, school=school.urn, **codes)


@transaction.atomic
def correct_request(
    *,
    case: Case,
    requested_on: date,
    asked: Asked,
    is_looked_after: bool,
    has_plan: bool,
    has_social_worker: bool,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what was recorded wrongly. The history keeps what stood there before."""
    facts = begin_support(case, "correct", version, by, as_of)
    refuse(objections_to_request(asked, requested_on, as_of))
    first = min((line.starts_on for line in facts.lines), default=requested_on)
    if requested_on > first:
        raise ExclusionRefused(
            f"Asked for on must be on or before {first.day} {first:%B %Y}, when the first support starts.",
            field="requested_on",
        )
    request = update_at_version(
        facts.request,
        version=version,
        requested_on=requested_on,
        is_looked_after_then=is_looked_after,
        has_plan_then=has_plan,
        has_social_worker_then=has_social_worker,
        **asked.columns(),
    )
    _keep_tried(request, asked)
    return finish_support(case, "exclusions.support_corrected", by, as_of, as_of)


@transaction.atomic
def start_considering(*, case: Case, version: int, by: User, as_of: date) -> Case:
    """Take the request up for a decision."""
    facts = begin_support(case, "consider", version, by, as_of)
    update_at_version(facts.request, version=version)
    case = move_case(case=case, transition="consider", to_state=CONSIDERING, by=by, as_of=as_of)
    return finish_support(case, "exclusions.support_considered", by, as_of, as_of)


@transaction.atomic
def agree_support(
    *, case: Case, line: Line, is_confirmed: bool = False, version: int, by: User, as_of: date
) -> SupportLine:
    """Agree one line of support. Raises ExclusionRefused naming the field, or asking for the tick that what is unlikely
    is meant."""
    facts = begin_support(case, "agree", version, by, as_of)
    request = facts.request
    refuse(
        objections_to_line(
            line, request.requested_on, tiers_of(facts.policy), do_parents_agree=request.do_parents_agree
        )
    )
    if not is_confirmed:
        refuse(doubts_about_line(line))
    update_at_version(request, version=version)
    agreed = SupportLine.objects.create(request=request, **vars(line))
    case = move_case(case=case, transition="agree", to_state=AGREED, by=by, as_of=as_of)
    finish_support(
        case, "exclusions.support_agreed", by, as_of, as_of, tier=line.tier, kind=line.kind, line=str(agreed.uuid)
    )
    return agreed


@transaction.atomic
def record_line_outcome(*, line: SupportLine, outcome: str, ends_on: date, version: int, by: User, as_of: date) -> Case:
    """Record how one line of support went, and its last day; or correct what was recorded. `version` is the line's."""
    begin_line(line, "line", version, by, as_of)
    refuse(objections_to_outcome(outcome, ends_on, line.starts_on, as_of))
    update_at_version(line, version=version, outcome=outcome, ends_on=ends_on)
    facts_of_event = {"outcome": outcome, "line": str(line.uuid)}
    return finish_support(line.request.case, "exclusions.support_line_ended", by, as_of, ends_on, **facts_of_event)


@transaction.atomic
def set_review_day(*, line: SupportLine, review_on: date, version: int, by: User, as_of: date) -> Case:
    """Set the day on which one line of support is reviewed, or another day. `version` is the line's."""
    begin_line(line, "review_day", version, by, as_of)
    if line.outcome:
        raise ExclusionRefused("It is recorded how this support went, so there is nothing to review.")
    refuse(objections_to_review_day(review_on, line.starts_on, line.ends_on, as_of))
    update_at_version(line, version=version, review_on=review_on)
    facts = {"line": str(line.uuid), "review_on": review_on.isoformat()}
    return finish_support(line.request.case, "exclusions.support_review_day_set", by, as_of, as_of, **facts)


@transaction.atomic
def record_meeting(
    *, case: Case, met_on: date, services: Sequence[str], decisions: str, version: int, by: User, as_of: date
) -> Case:
    """Record a meeting of several services; of a day that has one already, what was decided and who took part anew."""
    facts = begin_support(case, "meeting", version, by, as_of)
    check_day(met_on, "Met on", "met_on", earliest=facts.request.requested_on, latest=as_of)
    if len(set(services)) < _FEWEST_SERVICES or not set(services) <= set(Service.values):
        raise ExclusionRefused("Who took part: choose at least two of the list.", field="services")
    if not decisions.strip():
        raise ExclusionRefused("Enter what was decided.", field="decisions")
    update_at_version(facts.request, version=version)
    MultiServiceMeeting.objects.update_or_create(
        request=facts.request, met_on=met_on, defaults={"services": list(services), "decisions": decisions.strip()}
    )
    return finish_support(case, "exclusions.support_meeting", by, as_of, met_on, services=sorted(services))


@transaction.atomic
def review_support(*, case: Case, reviewed_on: date, version: int, by: User, as_of: date) -> Case:
    """Record that the support was reviewed."""
    facts = begin_support(case, "review", version, by, as_of)
    earliest = min(line.starts_on for line in facts.lines)
    check_day(reviewed_on, "Reviewed on", "reviewed_on", earliest=min(earliest, as_of), latest=as_of)
    update_at_version(facts.request, version=version, reviewed_on=reviewed_on)
    case = move_case(case=case, transition="review", to_state=REVIEWING, by=by, as_of=as_of)
    return finish_support(case, "exclusions.support_reviewed", by, as_of, reviewed_on)


@transaction.atomic
def close_support(*, case: Case, outcome: str, is_confirmed: bool = False, version: int, by: User, as_of: date) -> Case:
    """Close with what came of it. Whether the child is excluded afterwards goes on being worked out. Another outcome
    while the child was excluded since is refused until `is_confirmed` says that it is right."""
    facts = begin_support(case, "close", version, by, as_of)
    if outcome not in SupportOutcome.values:
        raise ExclusionRefused("What came of it? Choose one of the list.", field="outcome")
    if not is_confirmed:
        refuse(doubts_about_outcome(outcome, case.child_id, facts.request.requested_on))
    update_at_version(facts.request, version=version, outcome=outcome)
    return _end(case, "close", CLOSED, "exclusions.support_closed", by, as_of, outcome=outcome)


@transaction.atomic
def decline_support(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Record that the help is not taken up, and why."""
    facts = begin_support(case, "decline", version, by, as_of)
    if because not in NotTakenUp.values:
        raise ExclusionRefused("Why? Choose one of the list.", field="because")
    update_at_version(facts.request, version=version, not_taken_up_because=because)
    return _end(case, "decline", NOT_TAKEN_UP, "exclusions.support_not_taken_up", by, as_of, because=because)


def begin_support(case: Case, step: str, version: int, by: User, as_of: date) -> SupportFacts:
    """Permission, version and state, as every step begins; gives the facts of the request."""
    check_user_can_work(by, case)
    facts = gather_support(case)
    if facts.request.version != version:
        raise StaleEdit(facts.request)
    _check_reasons(reasons_against(step, facts, as_of))
    return facts


def begin_line(line: SupportLine, step: str, version: int, by: User, as_of: date) -> SupportFacts:
    """The same for a step of one line of support; `version` is the line's."""
    check_user_can_work(by, line.request.case)
    if line.version != version:
        raise StaleEdit(line)
    facts = gather_support(line.request.case)
    _check_reasons(reasons_against_line(step, line, facts, as_of))
    return facts


def _check_reasons(reasons: Sequence[str]) -> None:
    if reasons:
        raise ExclusionRefused(*reasons)


def finish_support(case: Case, code: str, by: User, as_of: date, happened_on: date, **facts: object) -> Case:
    """Settle the tasks and leave the event."""
    recompute_case(case=case, by=by, as_of=as_of)
    record_event(child=case.child, case=case, code=code, by=by, happened_on=happened_on, **facts)
    return case


def _end(case: Case, step: str, state: str, code: str, by: User, as_of: date, **facts: object) -> Case:
    end_tasks(case=case, by=by, as_of=as_of)
    case = move_case(case=case, transition=step, to_state=state, by=by, as_of=as_of)
    return finish_support(case, code, by, as_of, as_of, **facts)


def check_only_one(child: Child, school: School) -> None:
    """Refuse a second request of this school for the child beside an open one."""
    other = Case.objects.filter(child=child, school=school, kind=EXCLUSION_SUPPORT, closed_on__isnull=True).first()
    if other is not None:
        raise ExclusionRefused(
            f"This school has already asked for help with this child, case {other.reference}. Open that case instead."
        )


def _keep_tried(request: SupportRequest, asked: Asked) -> None:
    """What was tried as it is said now; the history keeps what was said before."""
    stored = {row.kind: row for row in TriedSupport.objects.filter(request=request)}
    for kind, since in asked.tried.items():
        row = stored.pop(kind, None)
        if row is None:
            TriedSupport.objects.create(request=request, kind=kind, since_on=since)
        elif row.since_on != since:
            TriedSupport.objects.filter(pk=row.pk).update(since_on=since)
    TriedSupport.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """A request for help has no clock of the law: its tasks are brought into agreement with its facts."""
    if case.is_open:
        settle_tasks(facts=gather_support(case), by=by, as_of=as_of)
