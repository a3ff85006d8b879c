"""Where a draft stands: which steps are done, which can be opened, what comes next, and what is still in doubt."""

from __future__ import annotations

from enum import StrEnum

from portal.asked_of_forms import doubts_of
from portal.models import Draft
from portal.policies import confirmed_of, unconfirmed
from portal.webforms import Doubt, FormContext, Step, WebForm


class StepStatus(StrEnum):
    """The status of a step in the task list."""

    COMPLETED = "Completed"
    INCOMPLETE = "Incomplete"
    OPTIONAL = "Optional"
    CANNOT_START = "Cannot start yet"


def is_complete(draft: Draft, step: Step) -> bool:
    """True when the step's answers were right when it was last saved."""
    return step.code in draft.saved_steps


def every_step_is_complete(draft: Draft, webform: WebForm, context: FormContext) -> bool:
    """True when every page of the form was filled in, the optional ones too: there is nothing left to be shown."""
    return all(is_complete(draft, step) for step in webform.asked(context))


def incomplete_steps(draft: Draft, webform: WebForm, context: FormContext) -> list[Step]:
    """Steps of the form, with the answers so far, that keep it from being sent. A step that is optional does so only
    once something wrong was typed into it."""
    return [step for step in webform.asked(context) if _blocks(draft, step)]


def _blocks(draft: Draft, step: Step) -> bool:
    return not is_complete(draft, step) and (not step.is_optional or step.code in draft.typed)


def step_statuses(draft: Draft, webform: WebForm, context: FormContext) -> list[tuple[Step, StepStatus]]:
    """Each step that is asked, with its status. A step can be started when all before it are done: which steps are
    asked, and what they ask, depends on the answers before."""
    rows = []
    is_open = True
    for step in webform.asked(context):
        if is_complete(draft, step):
            status = StepStatus.COMPLETED
        elif not is_open:
            status = StepStatus.CANNOT_START
        else:
            status = StepStatus.INCOMPLETE if _blocks(draft, step) else StepStatus.OPTIONAL
        is_open = is_open and not _blocks(draft, step)
        rows.append((step, status))
    return rows


def can_open(draft: Draft, webform: WebForm, context: FormContext, step: Step) -> bool:
    """True when the step is part of the form now and can be started."""
    statuses = {each.code: status for each, status in step_statuses(draft, webform, context)}
    return statuses.get(step.code, StepStatus.CANNOT_START) != StepStatus.CANNOT_START


def step_after(webform: WebForm, context: FormContext, step: Step) -> Step | None:
    """The next step that is asked; None after the last one."""
    asked = webform.asked(context)
    codes = [each.code for each in asked]
    position = codes.index(step.code) + 1 if step.code in codes else 0
    return asked[position] if position < len(asked) else None


def step_to_do_after(draft: Draft, webform: WebForm, context: FormContext, step: Step) -> Step | None:
    """The next step that is asked and not complete; None when all after this one are."""
    following = step_after(webform, context, step)
    while following is not None and is_complete(draft, following):
        following = step_after(webform, context, following)
    return following


def step_before(webform: WebForm, context: FormContext, step: Step) -> Step | None:
    """The step before; None before the first one."""
    asked = webform.asked(context)
    codes = [each.code for each in asked]
    position = codes.index(step.code) if step.code in codes else 0
    return asked[position - 1] if position else None


def open_doubts(draft: Draft, webform: WebForm, context: FormContext) -> list[Doubt]:
    """Probable mistakes that the school has not said are right, of steps that are asked."""
    return unconfirmed(_doubts_asked(webform, context), draft.confirmed_doubts)


def still_confirmed(draft: Draft, webform: WebForm, context: FormContext) -> list[dict[str, str]]:
    """What the school has said is right, as far as these answers still raise it."""
    return confirmed_of(_doubts_asked(webform, context), draft.confirmed_doubts)


def _doubts_asked(webform: WebForm, context: FormContext) -> list[Doubt]:
    asked = {step.code for step in webform.asked(context)}
    return [doubt for doubt in doubts_of(webform, context) if doubt.step in asked]
