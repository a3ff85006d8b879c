"""What the governors decided of a suspension, and whom they told of their decision on a case of either kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.models import Case, Child
from exclusions.actions.refusals import ExclusionRefused, check_choice, check_day
from exclusions.actions.reinstating import check_back_from_suspension
from exclusions.actions.steps import begin_governed, finish
from exclusions.facts import GovernedFacts
from exclusions.governors import steps
from exclusions.governors.policies import outcomes_open_to, reasons_against_deciding_by, reasons_against_deciding_on
from exclusions.governors.telling import told_of_outcome
from exclusions.models import GovernorsOutcome, OutcomeTold, SuspensionOutcome
from exclusions.suspensions.counting import before_reinstatement
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.overlaps import overlapping
from exclusions.suspensions.refreshing import refresh_siblings
from ledger.versions import update_at_version

Outcome = SuspensionOutcome


@transaction.atomic
def record_suspension_outcome(
    *,
    case: Case,
    decision: str,
    decided_on: date,
    version: int,
    by: User,
    as_of: date,
    reinstate_on: date | None = None,
    decided_by: str = GovernorsOutcome.DecidedBy.BOARD,
    has_written_reasons: bool | None = None,
) -> Case:
    """Record what the governors decided of a suspension, or correct it. It meets their limit, late or in time; from a
    reinstatement on no days are lost, so the child's other suspensions are worked out again too. Of another decision
    nobody counts as told."""
    facts = cast(SuspensionFacts, begin_governed(case, steps.DECIDE, version, by, as_of))
    check_choice(decision, SuspensionOutcome, "Decision", "decision")
    earliest = facts.governors_told_on or facts.suspension.decided_on
    check_day(decided_on, "Decided on", "decided_on", earliest=earliest, latest=as_of)
    _check_open_to(facts, decision, decided_on)
    _check_reinstatement(facts, decision, decided_on, reinstate_on)
    is_back = decision in (Outcome.REINSTATE_NOW, Outcome.REINSTATE_ON)
    reinstated_on = (reinstate_on or decided_on) if is_back else None
    _check_days_are_free(facts, reinstated_on)
    again = forget_told(facts, decision)
    update_at_version(facts.suspension, version=version)
    keep_outcome(
        facts,
        decided_by,
        has_written_reasons,
        decided_on,
        decision=decision,
        decided_on=decided_on,
        reinstated_on=reinstated_on,
    )
    case = finish(case, "exclusions.governors_decided", by, as_of, decided_on, decision=decision, **again)
    refresh_siblings(case=case, by=by, as_of=as_of)
    return case


def keep_outcome(
    facts: GovernedFacts, decided_by: str, has_written_reasons: bool | None, on: date, **decision: object
) -> None:
    """Keep who decided for the board and whether the reasons were written; of a suspension also what. Raises
    ExclusionRefused when the chair may not decide alone, or the board before its meeting."""
    check_choice(decided_by, GovernorsOutcome.DecidedBy, "Who decided", "decided_by")
    reasons = reasons_against_deciding_by(facts, decided_by, on)
    if reasons:
        raise ExclusionRefused(*reasons, field="decided_by")
    too_early = reasons_against_deciding_on(facts, decided_by, on)
    if too_early:
        raise ExclusionRefused(*too_early, field="decided_on")
    row = {"decided_by": decided_by, "has_written_reasons": has_written_reasons, **decision}
    GovernorsOutcome.objects.update_or_create(case=facts.case, defaults=row)


def forget_told(facts: GovernedFacts, decision: str) -> dict[str, object]:
    """Where a correction gives another decision than the one that is recorded, nobody has been told of it yet: whoever
    was told of the other is asked about again. Gives what the event says of it; the history keeps the days."""
    if facts.governors_decision == decision or not facts.board.told:
        return {}
    again = sorted(facts.board.told)
    OutcomeTold.objects.filter(case=facts.case).delete()
    return {"to_tell_again": again}


def _check_open_to(facts: SuspensionFacts, decision: str, decided_on: date) -> None:
    if decision in outcomes_open_to(facts, decided_on):
        return
    if decision == Outcome.CONSIDERED:
        raise ExclusionRefused(
            "The suspension was not over on that day, so the governors decide whether the pupil is reinstated. Choose "
            "what they decided.",
            field="decision",
        )
    raise ExclusionRefused(
        "Without a duty to meet the governors cannot direct reinstatement: they consider what the parents wrote. "
        "Choose “Considered”.",
        field="decision",
    )


def _check_reinstatement(facts: SuspensionFacts, decision: str, decided_on: date, reinstate_on: date | None) -> None:
    if decision == Outcome.REINSTATE_ON and reinstate_on is None:
        raise ExclusionRefused("Back in school from: enter the day from which the child is back.", field="reinstate_on")
    if reinstate_on is not None and decision != Outcome.REINSTATE_ON:
        raise ExclusionRefused(
            "Back in school from is only for “Reinstate on a date”. Take the date out, or choose that answer.",
            field="reinstate_on",
        )
    if reinstate_on is not None:
        check_back_from_suspension(facts, reinstate_on, decided_on, "Back in school from")


def _check_days_are_free(facts: SuspensionFacts, reinstated_on: date | None) -> None:
    """A corrected decision may leave more of the suspension than the one before it; the child may have been suspended
    anew in those days since."""
    case, leaves = facts.case, before_reinstatement(facts.span, reinstated_on)
    # Acts that change a child's totals follow each other.
    Child.objects.select_for_update().get(pk=case.child_id)
    for other in overlapping(case.child, case.school, leaves, case):
        raise ExclusionRefused(
            f"With this decision the suspension would run into the one {other.served.days_in_words}, case "
            f"{other.case.reference}. Correct or cancel that one first.",
            field="decision",
        )


@transaction.atomic
def record_outcome_told(*, case: Case, told: Mapping[str, date | None], version: int, by: User, as_of: date) -> Case:
    """Record, correct or take back (None) who was told of the governors' decision on which day."""
    facts = begin_governed(case, steps.OUTCOME_TOLD, version, by, as_of)
    if not told:
        raise ExclusionRefused("Enter at least one day on which somebody was told.")
    decided_on, possible = cast(date, facts.governors_decided_on), told_of_outcome(facts)
    for recipient, told_on in told.items():
        if recipient not in possible:
            raise ExclusionRefused("Somebody was named who is not told of this decision here.")
        label = f"{OutcomeTold.Recipient(recipient).label} told on"
        if told_on is not None:
            check_day(told_on, label, f"{recipient}_told_on", earliest=decided_on, latest=as_of)
    update_at_version(facts.decision, version=version)
    for recipient, told_on in told.items():
        if told_on is None:
            OutcomeTold.objects.filter(case=case, recipient=recipient).delete()
        else:
            OutcomeTold.objects.update_or_create(case=case, recipient=recipient, defaults={"told_on": told_on})
    happened_on = max((day for day in told.values() if day), default=as_of)
    return finish(case, "exclusions.outcome_told", by, as_of, happened_on, told=sorted(told))
