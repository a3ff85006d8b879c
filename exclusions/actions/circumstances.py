"""The tasks that care, a social worker and a plan bring, and what a school states of them otherwise than the record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, open_task
from cases.models import Case
from exclusions.facts import CaseFacts
from exclusions.models import AsItWas
from exclusions.stated import LABELS, code_of, title_of

TASK_FOR_A_PLAN = ("exclusions.start_plan_review", "Ask the EHC plan coordinator to start a review of the plan")
TASK_FOR_LOOKED_AFTER = ("exclusions.tell_virtual_school", "Tell the virtual school head and the social worker")

TASKS_TO_LOOK_INTO = {code_of(name) for name in LABELS}


def open_care_tasks(case: Case, row: AsItWas, by: User, as_of: date) -> None:
    """Open, once, the tasks that a plan, care or a social worker brings; what was corrected away brings none."""
    tasks = {
        TASK_FOR_A_PLAN: row.has_plan_then,
        TASK_FOR_LOOKED_AFTER: row.is_looked_after_then or row.has_social_worker_then,
    }
    for (code, title), is_wanted in tasks.items():
        if is_wanted:
            open_task(case=case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)
        else:
            cancel_open_tasks(case=case, codes={code}, by=by, as_of=as_of)


def ask_about_stated(case: Case, row: AsItWas, stated: Mapping[str, bool], by: User, as_of: date) -> None:
    """Open, once each, the task to look into what the school states otherwise; `stated` is keyed as `stated.LABELS`."""
    for name, is_so in stated.items():
        if is_so != getattr(row, f"{name}_then"):
            open_task(case=case, code=code_of(name), title=title_of(name), due_on=as_of, by=by, as_of=as_of)


def settle_stated(facts: CaseFacts, corrected: Mapping[str, bool], by: User, as_of: date) -> None:
    """A correction that takes the school's word settles what was asked about it."""
    settled = {code_of(name) for name in facts.stated if corrected[name] != getattr(facts.decision, f"{name}_then")}
    finish_open_tasks(case=facts.case, codes=settled, by=by, as_of=as_of)
