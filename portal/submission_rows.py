"""The answers of a form in words, step by step: for check answers, copy, receipt, officers and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from cases.presenters.words import full_date
from components.fields import DateField
from portal.answers import initial_of
from portal.contexts import submission_context
from portal.models import Submission
from portal.webforms import FormContext, Step, WebForm, get_webform

NOT_PROVIDED = "Not provided"
NO_LONGER_ASKED = "no longer asked for with these dates and answers"


@dataclass(frozen=True)
class Group:
    """One step: its title, its code and (label, value) rows."""

    title: str
    step: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ComparedRow:
    """One row of two versions side by side."""

    label: str
    before: str
    after: str

    @property
    def is_different(self) -> bool:
        """True when the school changed it."""
        return self.before != self.after


def groups_of(webform: WebForm, context: FormContext) -> list[Group]:
    """Every step that is part of the form with these answers, in order."""
    return [Group(step.title, step.code, rows_of(step, context)) for step in webform.asked(context)]


def groups_of_submission(submission: Submission) -> list[Group]:
    """The same for what was sent, as it was at receipt. For originals and corrections."""
    return groups_of(get_webform(submission.form), submission_context(submission))


def compare_groups(before: Sequence[Group], after: Sequence[Group]) -> list[tuple[str, list[ComparedRow]]]:
    """Two versions, step by step and row by row; a row that one of them lacks is empty there."""
    older = {group.step: dict(group.rows) for group in before}
    newer = {group.step: dict(group.rows) for group in after}
    titles = {group.step: group.title for group in [*after, *before]}
    compared = []
    for step, title in titles.items():
        one, other = older.get(step, {}), newer.get(step, {})
        labels = dict.fromkeys([*other, *one])
        rows = [ComparedRow(label, one.get(label, ""), other.get(label, "")) for label in labels]
        compared.append((title, rows))
    return compared


def rows_of(step: Step, context: FormContext) -> list[tuple[str, str]]:
    """The rows of one step: in the step's own words, else from its fields."""
    if step.rows is not None:
        return [(label, value or NOT_PROVIDED) for label, value in step.rows(context)]
    answers = context.answers(step.code)
    form = step.form(None, context=context, initial=initial_of(step, answers))
    every = step.form.base_fields
    return [
        (str(field.label), _words(field, answers.get(name), every.get(name, field)) or NOT_PROVIDED)
        for name, field in form.fields.items()
        if not field.widget.is_hidden
    ]


def _words(field: forms.Field, value: Any, every: forms.Field) -> str:
    """An answer in words. `every` is the field as its page declares it: with each choice that it may ever offer."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, list):
        return "\n".join(_words(field, each, every) for each in value)
    if isinstance(field, DateField):
        return _date_words(value)
    if isinstance(field, forms.ChoiceField):
        return _choice_words(field, value) or _no_longer_asked(every, value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)


def _date_words(value: Any) -> str:
    try:
        return full_date(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value)


def _choice_words(field: forms.ChoiceField, value: Any) -> str:
    for code, label in field.choices:
        if isinstance(label, list | tuple):
            found = dict(label).get(value)
            if found:
                return str(found)
        elif str(code) == str(value):
            return str(label)
    return ""


def _no_longer_asked(every: forms.Field, value: Any) -> str:
    """A choice that was made while other answers offered it."""
    words = _choice_words(every, value) if isinstance(every, forms.ChoiceField) else ""
    return f"{words} ({NO_LONGER_ASKED})" if words else str(value)
