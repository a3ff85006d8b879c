"""Why the answers together cannot be sent. The reasons are those for which an officer's action would refuse."""

from __future__ import annotations

from datetime import date

from exclusions.decisions import Objection, objections_to_permanent, objections_to_suspension, objections_to_told
from exclusions.school_form.reading import EXAMS, REASONS, SPAN, START, TOLD, Reported
from exclusions.school_form.reckoning import Reckoning, reckon
from exclusions.suspensions.counting import Lost
from portal.webforms import FormContext, Problem

_STEPS = {"reasons": REASONS, "exam_on": EXAMS}


def problems(context: FormContext) -> list[Problem]:
    """Everything for which the form cannot be sent; empty while the answers that decide it are missing."""
    reckoning = reckon(context)
    return [
        Problem(_step_of(objection, reckoning.reported), objection.field, objection.text)
        for objection in objections(reckoning)
    ]


def objections(reckoning: Reckoning) -> list[Objection]:
    """What the officer's actions would object to."""
    reported, as_of = reckoning.reported, reckoning.context.as_of
    decided_on, starts_on = reported.decided_on, reported.starts_on
    if decided_on is None or starts_on is None or not reported.reasons:
        return []
    told = objections_to_told(reported.told, decided_on, as_of)
    born_on = reported.born_on or date.min
    if reported.span is None:
        return [
            *objections_to_permanent(
                born_on=born_on,
                decided_on=decided_on,
                excluded_on=starts_on,
                reasons=reported.reasons,
                exam_on=reported.exam_on,
                as_of=as_of,
            ),
            *told,
        ]
    return [
        *objections_to_suspension(
            span=reported.span,
            born_on=born_on,
            decided_on=decided_on,
            reasons=reported.reasons,
            exam_on=reported.exam_on,
            lost=reckoning.lost or Lost(),
            others=reckoning.others,
            policy=reckoning.policy,
            as_of=as_of,
        ),
        *told,
    ]


def _step_of(objection: Objection, reported: Reported) -> str:
    if objection.field.endswith("_told_on"):
        return TOLD
    return _STEPS.get(objection.field, START if reported.is_permanent else SPAN)
