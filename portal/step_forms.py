"""The form of a step: as it is shown, and as it was sent, with the files that the portal keeps for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import QueryDict

from components.forms import GovukForm
from portal.actions.incidents import Given
from portal.answers import answers_of, file_fields, initial_of, initial_of_typed, typed_of
from portal.contexts import draft_context
from portal.incidents import open_drafts_of_incident
from portal.models import Draft
from portal.webforms import FormContext, Step


def shown_form(step: Step, draft: Draft, context: FormContext) -> GovukForm:
    """The form with what was saved: the right answers, or what was typed before they were right."""
    if step.code in draft.typed:
        initial = initial_of_typed(step, context, draft.typed[step.code])
    else:
        initial = initial_of(step, draft.payload.get(step.code, {}))
    return step.form(None, context=context, initial=initial)


def sent_form(step: Step, context: FormContext, data: QueryDict, with_files: Iterable[str]) -> GovukForm:
    """The form as it was sent. The fields `with_files` have files already: they need not be given again."""
    form = step.form(data, context=context)
    for name in with_files:
        form.fields[name].required = False
    return form


def asking_again(step: Step, form: GovukForm, context: FormContext) -> GovukForm | None:
    """The page again, when the reader only looked something up on it; None when it was sent to go on."""
    if not getattr(form, "is_only_asking", False):
        return None
    initial: dict[str, Any] = form.asked_again()
    return step.form(None, context=context, initial=initial)


def names_of_file_fields(step: Step, context: FormContext) -> list[str]:
    """The step's fields of files."""
    return file_fields(step.form(None, context=context))


def keep_only_errors_of(form: GovukForm, names: Iterable[str]) -> None:
    """Leave out every other error: the reader added a file and has not gone on yet."""
    kept = set(names)
    for name in [each for each in form.errors if each not in kept]:
        del form.errors[name]


def answers_so_far(form: GovukForm) -> dict[str, Any]:
    """The answers of those fields that are right, while others are still empty."""
    form.is_valid()
    return form.cleaned_data


def given_for_others(draft: Draft, step: Step, data: QueryDict, as_of: date) -> list[Given]:
    """What a page about the incident, sent for one pupil, says for each of the others: checked as if it had been typed
    there. Nothing for a page that is a pupil's own."""
    if not step.is_about_incident:
        return []
    others = [each for each in open_drafts_of_incident(draft) if each.pk != draft.pk]
    return [_given(other, step, data, as_of) for other in others]


def _given(draft: Draft, step: Step, data: QueryDict, as_of: date) -> Given:
    form = step.form(data, context=draft_context(draft, as_of))
    return Given(draft, answers_of(form) if form.is_valid() else None, typed_of(data))
