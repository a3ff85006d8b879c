"""What becomes of a school's request for help: a new case, something added to one, a correction, a withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from cases.actions.cases import CaseRefused
from cases.actions.events import record_event
from cases.actions.notes import add_note
from cases.actions.tasks import open_task
from cases.models import Case, Child, Note
from exclusions.actions.form_versions import received_on, version_before
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.support import correct_request, request_support
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.models import SupportRequest
from exclusions.permissions import check_user_can_work
from exclusions.support.asked import Asked
from exclusions.support.facts import SupportFacts, gather_support
from exclusions.support.school_form.meaning import lines_of
from exclusions.support.school_form.reading import Request, read
from portal.models import Submission
from portal.webforms import Accepting, NotAccepted

_MISSING = "The school has not said {}. Return the form, or ask the school."
_COMPARE = "Compare the school’s form {} with the case: see the note"
_WITHDRAWN = "The school withdrew its request for help. Ask why, and whether the pupil still needs it"
_COLUMNS = {
    "is_looked_after": ("Looked after", "is_looked_after_then"),
    "has_plan": ("Has an EHC plan", "has_plan_then"),
    "has_social_worker": ("Has a social worker", "has_social_worker_then"),
}


def cases_to_attach(child: Child, submission: Submission) -> QuerySet[Case]:
    """Open requests of the child from the same school, newest first."""
    cases = Case.objects.filter(child=child, kind=EXCLUSION_SUPPORT, school_id=submission.school_id)
    return cases.filter(closed_on__isnull=True).order_by("-opened_on", "-pk")


@transaction.atomic
def accept_form(accepting: Accepting) -> Case:
    """Open a case from a form, or keep what it says beside a case that is open. Raises NotAccepted with all reasons,
    PermissionDenied."""
    request = read(accepting.submission.payload)
    if accepting.case is not None:
        return _attach(accepting, accepting.case, request)
    _check_complete(request)
    try:
        case = request_support(
            child=accepting.child,
            school=accepting.submission.school,
            requested_on=received_on(accepting.submission),
            asked=request.asked,
            by=accepting.by,
            as_of=accepting.as_of,
        )
    except (ExclusionRefused, CaseRefused) as refused:
        raise _not_accepted(refused) from refused
    differences = _circumstances_that_differ(request, gather_support(case).request)
    if differences:
        _keep_beside(accepting, case, differences)
    return case


def _attach(accepting: Accepting, case: Case, request: Request) -> Case:
    """Nothing is overwritten: what the school says stands in a note, and a task asks to compare."""
    if not cases_to_attach(accepting.child, accepting.submission).filter(pk=case.pk).exists():
        raise NotAccepted("This case cannot take the form. It must be open, of the same kind, child and school.")
    check_user_can_work(accepting.by, case)
    reference = accepting.submission.reference
    record_event(
        child=case.child,
        case=case,
        code="exclusions.support_form_attached",
        by=accepting.by,
        happened_on=received_on(accepting.submission),
        reference=reference,
    )
    differences = _circumstances_that_differ(request, gather_support(case).request)
    _keep_beside(accepting, case, [*lines_of(request), *differences])
    return case


@transaction.atomic
def accept_correction_of_form(accepting: Accepting) -> Case:
    """Take a school's correction into the case: what the school changed, and nothing else. Raises NotAccepted with all
    reasons, PermissionDenied."""
    case = accepting.case
    if case is None or case.child_id != accepting.child.pk:
        raise NotAccepted("The case of this correction is not known.")
    request = read(accepting.submission.payload)
    before = read(version_before(accepting.submission).payload)
    _check_complete(request)
    facts = gather_support(case)
    try:
        return correct_request(
            case=case,
            requested_on=facts.request.requested_on,
            asked=_settled(request.asked, before.asked, facts),
            **_settled_circumstances(request, before, facts.request),
            version=facts.request.version,
            by=accepting.by,
            as_of=accepting.as_of,
        )
    except (ExclusionRefused, CaseRefused) as refused:
        raise _not_accepted(refused) from refused


def _settled(now: Asked, before: Asked, facts: SupportFacts) -> Asked:
    """The school's word where it changed it, else what stands in the case."""
    request = facts.request
    stands: dict[str, Any] = {
        each.name: getattr(request, each.name) for each in fields(Asked) if each.name != "tried"
    } | {
        "concerns": tuple(request.concerns),
        "asked_for": tuple(request.asked_for),
        "tried": {row.kind: row.since_on for row in facts.tried},
    }
    return Asked(
        **{
            name: getattr(now, name) if getattr(now, name) != getattr(before, name) else kept
            for name, kept in stands.items()
        }
    )


def _settled_circumstances(now: Request, before: Request, request: SupportRequest) -> Mapping[str, bool]:
    stands = {name: bool(getattr(request, column)) for name, (_, column) in _COLUMNS.items()}
    said, then = now.circumstances, before.circumstances
    return {
        name: said[name] if name in said and said[name] != then.get(name) else kept for name, kept in stands.items()
    }


@transaction.atomic
def withdraw_form(case: Case, by: User, as_of: date) -> None:
    """The school took its form back: a task for the owner. The case stays as it is, only a person closes it."""
    open_task(case=case, title=_WITHDRAWN, due_on=as_of, by=None, as_of=as_of)
    record_event(child=case.child, case=case, code="exclusions.support_form_withdrawn", by=by, happened_on=as_of)


def _check_complete(request: Request) -> None:
    needed = {
        "what it is worried about": request.asked.concerns,
        "what help it asks for": request.asked.asked_for,
    }
    missing = [words for words, answer in needed.items() if not answer]
    if missing:
        raise NotAccepted(*(_MISSING.format(words) for words in missing))


def _circumstances_that_differ(request: Request, stands: SupportRequest) -> list[str]:
    return [
        f"{label}: the school says {_yes_no(request.circumstances[name])}, our record says {_yes_no(ours)}."
        for name, (label, column) in _COLUMNS.items()
        if name in request.circumstances and request.circumstances[name] != (ours := getattr(stands, column))
    ]


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _not_accepted(refused: Exception) -> NotAccepted:
    return NotAccepted(*getattr(refused, "reasons", (str(refused),)))


def _keep_beside(accepting: Accepting, case: Case, lines: Sequence[str]) -> None:
    reference = accepting.submission.reference
    add_note(
        child=case.child,
        case=case,
        kind=Note.Kind.OBSERVATION,
        text="\n".join([f"The school’s form {reference} says:", *(f"- {line}" for line in lines)]),
        happened_on=accepting.as_of,
        by=accepting.by,
        as_of=accepting.as_of,
    )
    title = _COMPARE.format(reference)
    open_task(case=case, title=title, due_on=accepting.as_of, by=accepting.by, as_of=accepting.as_of)
