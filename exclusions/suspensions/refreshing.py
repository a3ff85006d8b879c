"""Working a suspension out again: its sessions by term, every date, and whether the return date closes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.models import User
from cases.actions.cases import reopen_case
from cases.actions.deadlines import refresh_deadlines
from cases.actions.events import record_event
from cases.models import Case, Deadline
from exclusions.actions.prompts import settle_prompts
from exclusions.actions.self_closing import close_if_over
from exclusions.kind_code import SUSPENSION
from exclusions.models import Suspension, SuspensionTerm
from exclusions.suspensions.clocks import clocks_of, duties_of_others
from exclusions.suspensions.counting import Lost, count_served, served_of
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from exclusions.suspensions.states import CLOSED, NEW_DUTY, state_when_open
from schools.calendars import CalendarJson, calendars_around
from schools.queries import the_authority


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring sessions, deadlines and prompts into agreement with facts, calendar and policy, and close the case when its
    return date has come and nothing keeps it open. May run again on any day and changes nothing then."""
    close_if_over(facts=work_out(case=case, by=by, as_of=as_of), as_of=as_of)


def work_out(*, case: Case, by: User | None, as_of: date) -> SuspensionFacts:
    """The first half of `refresh`: sessions, deadlines and prompts, without closing. Gives the facts they came from."""
    facts = gather_suspension(case)
    _store_sessions(facts.suspension, facts.lost)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_prompts(facts=facts, by=by, as_of=as_of)
    return facts


def refresh_siblings(*, case: Case, by: User | None, as_of: date) -> None:
    """Work out the child's other open suspensions: this one counts in their totals and runs, and may move their bands
    and day six. A closed one is opened again only when it thereby gets a duty that it never had."""
    _open_for_new_duties(case, as_of)
    others = Case.objects.filter(child_id=case.child_id, kind=SUSPENSION, closed_on__isnull=True).exclude(pk=case.pk)
    for other in others.select_related("child", "school").order_by("pk"):
        refresh(case=other, by=by, as_of=as_of)


def _open_for_new_duties(case: Case, as_of: date) -> None:
    """Open the child's later suspensions again that closed by themselves, where what was recorded only now brings the
    governors a duty, or the run a sixth day, of which no date ever ran."""
    first_on = Suspension.with_mistakes.values_list("first_on", flat=True).get(case=case)
    later = Case.objects.filter(
        child_id=case.child_id, kind=SUSPENSION, state=CLOSED, suspension__first_on__gte=first_on
    ).exclude(pk=case.pk)
    for other in later.select_related("child", "school").order_by("pk"):
        facts = gather_suspension(other)
        ran = set(Deadline.objects.filter(case=other).values_list("code", flat=True))
        if {clock.code for clock in duties_of_others(facts)} - ran:
            state = state_when_open(facts.suspension)
            reopen_case(case=other, to_state=state, reason=NEW_DUTY, by=None, as_of=as_of)


def recount_closed(case_ids: Sequence[int], as_of: date) -> None:
    """Count closed suspensions again on calendars that changed: they stand in the child's totals. Their dates stay
    asleep; where a count moved, the child's open suspensions are worked out, since they add it up."""
    rows = Suspension.objects.filter(case__in=case_ids, case__closed_on__isnull=False)
    suspensions = list(
        rows.select_related("case__child", "case__school", "case__governors_outcome")
        .prefetch_related("terms")
        .order_by("pk")
    )
    authority = the_authority()
    policy = authority.policy if authority else "statutory"
    calendars = calendars_around((each.case.school, each.first_on) for each in suspensions)
    children = set()
    for suspension in suspensions:
        calendar = calendars[suspension.case.school_id, suspension.first_on]
        if _recount(suspension, calendar, policy, as_of):
            children.add(suspension.case.child_id)
    open_cases = Case.objects.filter(child__in=children, kind=SUSPENSION, closed_on__isnull=True)
    for case in open_cases.select_related("child", "school").order_by("pk"):
        refresh(case=case, by=None, as_of=as_of)


def _recount(suspension: Suspension, calendar: CalendarJson, policy: str, as_of: date) -> bool:
    was = suspension.sessions_count
    lost = count_served(suspension, served_of(suspension), calendar, policy)
    if not _store_sessions(suspension, lost):
        return False
    case = suspension.case
    record_event(
        child=case.child,
        case=case,
        code="exclusions.counted_again",
        by=None,
        happened_on=as_of,
        was=was,
        now=lost.count,
    )
    return True


def _store_sessions(suspension: Suspension, lost: Lost) -> bool:
    """Write the count and the terms where they changed; True when they did. They are worked out, so the row's version
    stays."""
    if (suspension.sessions_count, suspension.sessions_rule_version) != (lost.count, lost.rule_version):
        Suspension.with_mistakes.filter(pk=suspension.pk).update(
            sessions_count=lost.count, sessions_rule_version=lost.rule_version
        )
    stored = {(row.school_year, row.term): row for row in suspension.terms.all()}
    before = {key: row.sessions for key, row in stored.items()}
    for (year, term), sessions in lost.by_term.items():
        row = stored.pop((year, term), None)
        if row is None:
            SuspensionTerm.objects.create(suspension=suspension, school_year=year, term=term, sessions=sessions)
        elif row.sessions != sessions:
            SuspensionTerm.objects.filter(pk=row.pk).update(sessions=sessions)
    SuspensionTerm.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
    return suspension.sessions_count != lost.count or before != dict(lost.by_term)
