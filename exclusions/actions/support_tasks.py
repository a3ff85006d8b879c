"""The tasks that a request for help brings, kept in agreement with its facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, open_task
from cases.models import Case, Task
from exclusions.support.facts import SupportFacts
from exclusions.support.states import CONSIDERING, REQUESTED

PREFIX = "exclusions.support_task."
DECIDE = f"{PREFIX}decide"
PLAN_REVIEW = f"{PREFIX}plan_review"
CARE_REVIEW = f"{PREFIX}care_review"
MEETING = f"{PREFIX}meeting"
_LINE = f"{PREFIX}line."
_REVIEW_DAY = f"{PREFIX}review_day."
_PLACE = f"{PREFIX}place."
_OWED = {
    DECIDE: "Decide on the help that the school asks for",
    PLAN_REVIEW: "See that an interim review of the EHC plan is asked for: permanent exclusion is considered",
    CARE_REVIEW: "See that an interim review of the PEP is asked for: permanent exclusion is considered",
    MEETING: "Offer a meeting of several services: permanent exclusion of a primary pupil is considered",
}


@transaction.atomic
def settle_tasks(*, facts: SupportFacts, by: User | None, as_of: date) -> None:
    """Open what is owed now and end what is done. May run again on any day and changes nothing then.

    `by` None is the night's sweep: it ends no task of a person's.
    """
    owed = {code: (_OWED[code], as_of) for code in _owed(facts)}
    for line in facts.open_lines:
        if line.review_on is not None and not _is_reviewed(facts, line.review_on):
            code = f"{_LINE}{line.pk}.{line.review_on.isoformat()}"
            owed[code] = (f"Review the support: {line.get_kind_display()}", line.review_on)
    for line in facts.lines_without_review_day:
        owed[f"{_REVIEW_DAY}{line.pk}"] = (f"Set the day of review: {line.get_kind_display()}", as_of)
    for line in facts.lines_without_place:
        owed[f"{_PLACE}{line.pk}"] = (f"Book the place: {line.get_kind_display()}", as_of)
    for code, (title, due_on) in owed.items():
        open_task(case=facts.case, code=code, title=title, due_on=due_on, by=by, as_of=as_of)
    if by is not None:
        done = _known_codes(facts.case) - owed.keys()
        if done:
            finish_open_tasks(case=facts.case, codes=done, by=by, as_of=as_of)


@transaction.atomic
def end_tasks(*, case: Case, by: User, as_of: date) -> None:
    """The request is over: nothing of it is to do any more."""
    codes = _known_codes(case)
    if codes:
        cancel_open_tasks(case=case, codes=codes, by=by, as_of=as_of)


def _owed(facts: SupportFacts) -> Iterator[str]:
    if facts.case.state in (REQUESTED, CONSIDERING):
        yield DECIDE
    if facts.owes_plan_review:
        yield PLAN_REVIEW
    if facts.owes_care_review:
        yield CARE_REVIEW
    if facts.offers_meeting:
        yield MEETING


def _is_reviewed(facts: SupportFacts, review_on: date) -> bool:
    """True when the support was reviewed on the day that was meant, or later."""
    return facts.request.reviewed_on is not None and facts.request.reviewed_on >= review_on


def _known_codes(case: Case) -> set[str]:
    """Of the tasks whose cause is not known to be over, whether they are still to do or were done by hand."""
    tasks = Task.objects.filter(case=case, code__startswith=PREFIX, is_cause_over=False)
    return set(tasks.values_list("code", flat=True))
