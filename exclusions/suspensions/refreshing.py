"""Working a suspension out again: its sessions by term, and every date."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.prompts import settle_prompts
from exclusions.kind_code import SUSPENSION
from exclusions.models import Suspension, SuspensionTerm
from exclusions.suspensions.clocks import clocks_of
from exclusions.suspensions.counting import Lost, Span, count
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring the stored sessions, every deadline and the prompts into agreement with facts, calendar and policy."""
    facts = gather_suspension(case)
    _store_sessions(facts.suspension, sessions_that_count(facts))
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_prompts(facts=facts, by=by, as_of=as_of)


def refresh_siblings(*, case: Case, by: User | None, as_of: date) -> None:
    """Work out the child's other open suspensions: this one counts in their totals, and may move their bands."""
    others = Case.objects.filter(child_id=case.child_id, kind=SUSPENSION, closed_on__isnull=True).exclude(pk=case.pk)
    for other in others.select_related("child", "school").order_by("pk"):
        refresh(case=other, by=by, as_of=as_of)


def sessions_that_count(facts: SuspensionFacts) -> Lost:
    """The sessions of the suspension; of a cancelled one those up to the day of the cancellation, which stay lost, and
    of one that the governors ended those up to the day before the child was reinstated."""
    cut = facts.served
    if cut == Span.of(facts.suspension):
        return facts.lost
    return count(cut, facts.calendar, facts.policy) if cut else Lost(rule_version=facts.lost.rule_version)


def _store_sessions(suspension: Suspension, lost: Lost) -> None:
    """Write the count and the terms where they changed. They are worked out, so the row's version stays."""
    if (suspension.sessions_count, suspension.sessions_rule_version) != (lost.count, lost.rule_version):
        Suspension.objects.filter(pk=suspension.pk).update(
            sessions_count=lost.count, sessions_rule_version=lost.rule_version
        )
    stored = {(row.school_year, row.term): row for row in suspension.terms.all()}
    for (year, term), sessions in lost.by_term.items():
        row = stored.pop((year, term), None)
        if row is None:
            SuspensionTerm.objects.create(suspension=suspension, school_year=year, term=term, sessions=sessions)
        elif row.sessions != sessions:
            SuspensionTerm.objects.filter(pk=row.pk).update(sessions=sessions)
    SuspensionTerm.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()
