"""What becomes of a form that a school sent: a new case, something added to one, a correction, a withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn, cast

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from cases.actions.cases import CaseRefused
from cases.actions.events import record_event
from cases.actions.notes import add_note
from cases.actions.tasks import finish_open_tasks, open_task
from cases.models import Case, Child, Note
from exclusions.actions.circumstances import ask_about_stated
from exclusions.actions.form_versions import received_on, version_before
from exclusions.actions.progress import correct_exclusion
from exclusions.actions.recording import record_permanent_exclusion
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import finish, open_again, record_told
from exclusions.actions.suspensions import correct_suspension, record_suspension
from exclusions.facts import Facts, Recipient, gather
from exclusions.kind_code import PERMANENT_EXCLUSION, RECORDED_BY_MISTAKE
from exclusions.models import HeadTeachersDecision
from exclusions.school_form.differences import circumstances_that_differ, differences
from exclusions.school_form.doubts import missing_contents
from exclusions.school_form.officers_meaning import unlikely_days
from exclusions.school_form.reading import Reported, read
from exclusions.school_form.reckoning import reckon
from exclusions.stated import code_of
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import SuspensionFacts, gather_suspension
from exclusions.suspensions.states import CLOSED, TO_RECORD
from portal.contexts import context_about, submission_context
from portal.models import Submission
from portal.webforms import Accepting, NotAccepted

_MISSING = "The school has not said {}. Return the form, or ask the school."
_COMPARE = "Compare the school’s form {} with the case: see the note"
_NOTICE = "Ask the school about its notice to the parents: it seems to lack something, see the note"
_DAYS = "Ask the school about the days: another case of the child shares them, see the note"
_WITHDRAWN = "The school withdrew its form. Ask why, and whether the head teacher cancelled the exclusion"


def cases_to_attach(child: Child, submission: Submission) -> QuerySet[Case]:
    """Open cases of the child, of the form's kind and from its school, newest first. A suspension only when it shares a
    day with the form or was decided on the same day: else it is another one, which would never be counted. Then also
    one that closed by itself since an officer recorded it."""
    takes, reported = Q(closed_on__isnull=True), read(submission.payload)
    span = reported.span
    if span is not None:
        days = Q(suspension__first_on__lte=span.last_on, suspension__last_on__gte=span.first_on)
        takes &= days | Q(suspension__decided_on=reported.decided_on)
        # What begins after the governors brought the child back is a new suspension.
        is_back = Q(governors_outcome__reinstated_on__isnull=False, governors_outcome__reinstated_on__lte=span.first_on)
        takes |= Q(state=CLOSED) & days & ~is_back
    cases = Case.objects.filter(takes, child=child, kind=submission.kind, school_id=submission.school_id)
    return cases.order_by("-opened_on", "-pk")


@transaction.atomic
def accept_form(accepting: Accepting) -> Case:
    """Open a case from a form, or add what the officer did not have to a case that is open. Raises NotAccepted with
    all reasons, PermissionDenied."""
    reported = read(accepting.submission.payload)
    if accepting.case is not None:
        return _attach(accepting, accepting.case, reported)
    _check_complete(reported)
    try:
        case = _record(accepting, reported)
    except (ExclusionRefused, CaseRefused) as refused:
        _not_accepted(refused)
    _note_differences(accepting, case, circumstances_that_differ(reported, _facts_of(case)))
    _ask_about_days(accepting, case)
    _ask_about_the_notice(accepting, case)
    return case


def _record(accepting: Accepting, reported: Reported) -> Case:
    """Record what was checked to be complete."""
    common: dict[str, Any] = {
        "child": accepting.child,
        "school": accepting.submission.school,
        "decided_on": reported.decided_on,
        "reasons": reported.reasons,
        "exam_on": reported.exam_on,
        "told": {**reported.told, Recipient.COUNCIL: received_on(accepting.submission)},
        "stated": reported.circumstances,
        # The page on which it is accepted says what is unlikely, and a task of the case does.
        "is_confirmed": True,
        "by": accepting.by,
        "as_of": accepting.as_of,
    }
    if reported.is_permanent:
        return record_permanent_exclusion(
            excluded_on=cast(date, reported.excluded_on),
            pm_began=bool(reported.pm_began),
            has_finished_exams=reported.has_finished_exams,
            **common,
        )
    return record_suspension(span=cast(Span, reported.span), **common)


def _attach(accepting: Accepting, case: Case, reported: Reported) -> Case:
    """Add who was told where the officer had nothing. What differs is never overwritten: a note and a task say it."""
    if not cases_to_attach(accepting.child, accepting.submission).filter(pk=case.pk).exists():
        raise NotAccepted(
            "This case cannot take the form. It must be open, or closed and of the same days, and of the same "
            "kind, child and school."
        )
    facts = _facts_of(case)
    sentences = differences(reported, facts)
    _ask_about_circumstances(accepting, case, facts, reported)
    told = {recipient: told_on for recipient, told_on in reported.told.items() if recipient not in facts.told}
    if told:
        try:
            record_told(case=case, told=told, version=facts.decision.version, by=accepting.by, as_of=accepting.as_of)
        except (ExclusionRefused, CaseRefused) as refused:
            _not_accepted(refused)
    reference = accepting.submission.reference
    heard_on = received_on(accepting.submission)
    finish(case, "exclusions.form_attached", accepting.by, accepting.as_of, heard_on, reference=reference)
    if sentences:
        _note_differences(accepting, case, sentences)
        _task(accepting, case, _COMPARE.format(reference))
    _ask_about_the_notice(accepting, case)
    return case


def _ask_about_circumstances(
    accepting: Accepting, case: Case, facts: Facts | SuspensionFacts, reported: Reported
) -> None:
    """Where the school states something else of care, a plan or a social worker, somebody looks into it; a suspension
    that closed by itself is opened for that."""
    if not circumstances_that_differ(reported, facts):
        return
    if isinstance(facts, SuspensionFacts) and not case.is_open:
        open_again(facts, TO_RECORD, accepting.by, accepting.as_of)
    ask_about_stated(case, facts.decision, reported.circumstances, accepting.by, accepting.as_of)


@transaction.atomic
def accept_correction_of_form(accepting: Accepting) -> Case:
    """Take a school's correction into the case: what the school changed, and nothing else; what an officer corrected or
    checked meanwhile stays. Raises NotAccepted with all reasons, PermissionDenied."""
    case = accepting.case
    if case is None or case.child_id != accepting.child.pk:
        raise NotAccepted("The case of this correction is not known.")
    reported, before = read(accepting.submission.payload), read(version_before(accepting.submission).payload)
    _check_complete(reported)
    if reported.kind != case.kind:
        raise NotAccepted(
            "The school now reports the other of suspension and permanent exclusion. Ask it to withdraw this form and "
            "to send a new one: they are two decisions, each with its own dates."
        )
    facts = _facts_of(case)
    try:
        _correct(accepting, case, facts, reported, before)
        _correct_told(accepting, case, reported, before)
    except (ExclusionRefused, CaseRefused) as refused:
        _not_accepted(refused)
    if reported.days != before.days:
        _ask_about_days(accepting, case)
    _ask_about_the_notice(accepting, case)
    return case


def _correct(
    accepting: Accepting, case: Case, facts: Facts | SuspensionFacts, reported: Reported, before: Reported
) -> None:
    decision, circumstances = facts.decision, _circumstances(facts.decision, reported, before)
    agreed = {code_of(name) for name, word in reported.circumstances.items() if circumstances[name] == word}
    finish_open_tasks(case=case, codes=agreed, by=accepting.by, as_of=accepting.as_of)

    def settled(name: str, stands: Any) -> Any:
        """The school's word where it changed it, else what stands in the case."""
        return getattr(reported, name) if getattr(reported, name) != getattr(before, name) else stands

    common: dict[str, Any] = {
        "case": case,
        "decided_on": settled("decided_on", decision.decided_on),
        "reasons": settled("reasons", decision.reasons),
        "exam_on": settled("exam_on", decision.exam_on),
        "home_authority": decision.home_authority,
        **circumstances,
        # What is unlikely becomes a task of the case.
        "is_confirmed": True,
        "version": decision.version,
        "by": accepting.by,
        "as_of": accepting.as_of,
    }
    if isinstance(facts, Facts):
        exclusion = facts.exclusion
        correct_exclusion(
            excluded_on=settled("excluded_on", exclusion.excluded_on),
            pm_began=settled("pm_began", exclusion.pm_began),
            has_finished_exams=settled("has_finished_exams", exclusion.has_finished_exams),
            **common,
        )
    else:
        correct_suspension(span=settled("span", Span.of(facts.suspension)), **common)


def _circumstances(decision: HeadTeachersDecision, reported: Reported, before: Reported) -> dict[str, bool]:
    columns = {
        "is_looked_after": decision.is_looked_after_then,
        "has_plan": decision.has_plan_then,
        "has_social_worker": decision.has_social_worker_then,
    }
    now, then = reported.circumstances, before.circumstances
    return {
        name: now[name] if name in now and now[name] != then.get(name) else stands for name, stands in columns.items()
    }


def _correct_told(accepting: Accepting, case: Case, reported: Reported, before: Reported) -> None:
    """The days that the school changed; one that it took out stays, since somebody was told."""
    told = {recipient: day for recipient, day in reported.told.items() if before.told.get(recipient) != day}
    if told:
        version = _facts_of(case).decision.version
        record_told(case=case, told=told, version=version, by=accepting.by, as_of=accepting.as_of)


@transaction.atomic
def withdraw_form(case: Case, by: User, as_of: date) -> None:
    """The school took its form back: a task for the owner. The case stays as it is, only a person closes it; of one
    that was recorded by mistake nothing is asked any more."""
    if case.state != RECORDED_BY_MISTAKE:
        open_task(case=case, title=_WITHDRAWN, due_on=as_of, by=None, as_of=as_of)
    record_event(child=case.child, case=case, code="exclusions.form_withdrawn", by=by, happened_on=as_of)


def _facts_of(case: Case) -> Facts | SuspensionFacts:
    return gather(case) if case.kind == PERMANENT_EXCLUSION else gather_suspension(case)


def _check_complete(reported: Reported) -> None:
    needed: Mapping[str, object] = {
        "whether it is a suspension or a permanent exclusion": reported.kind,
        "when the head teacher decided": reported.decided_on,
        "why": reported.reasons,
        "when it starts": reported.starts_on,
    }
    if reported.is_permanent:
        needed = {**needed, "whether afternoon school had begun": None if reported.pm_began is None else "known"}
    missing = [words for words, answer in needed.items() if not answer]
    if missing:
        raise NotAccepted(*(_MISSING.format(words) for words in missing))


def _not_accepted(refused: Exception) -> NoReturn:
    raise NotAccepted(*getattr(refused, "reasons", (str(refused),))) from refused


def _note_differences(accepting: Accepting, case: Case, sentences: Sequence[str]) -> None:
    if sentences:
        _write(accepting, case, f"The school’s form {accepting.submission.reference} differs:", sentences)


def _ask_about_days(accepting: Accepting, case: Case) -> None:
    """Days that the suspension or exclusion shares with another of the child's cases, from this school or any other."""
    submission = accepting.submission
    about = context_about(submission, submission.payload, accepting.child, accepting.by, accepting.as_of)
    sentences = unlikely_days(reckon(replace(about, case=case), counts_waiting=False))
    if sentences:
        _write(accepting, case, f"The days of the school’s form {submission.reference}:", sentences)
        _task(accepting, case, _DAYS)


def _ask_about_the_notice(accepting: Accepting, case: Case) -> None:
    missing = missing_contents(reckon(submission_context(accepting.submission)))
    if missing:
        _write(accepting, case, "By the school’s own list its notice to the parents lacks:", [c.label for c in missing])
        _task(accepting, case, _NOTICE)


def _write(accepting: Accepting, case: Case, heading: str, lines: Sequence[str]) -> None:
    add_note(
        child=case.child,
        case=case,
        kind=Note.Kind.OBSERVATION,
        text="\n".join([heading, *(f"- {line}" for line in lines)]),
        happened_on=accepting.as_of,
        by=accepting.by,
        as_of=accepting.as_of,
    )


def _task(accepting: Accepting, case: Case, title: str) -> None:
    open_task(case=case, title=title, due_on=accepting.as_of, by=accepting.by, as_of=accepting.as_of)
