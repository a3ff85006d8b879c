"""Forms that are sent by GET: the filters of the list of cases, and the trial of another date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

import statute
from cases.presenters.case_list import DAYS, STANDINGS, kind_labels, state_labels
from cases.queries.case_list import DEFAULT_SORT, MINE, NOBODY, OPEN, CaseFilter, known_sort
from components.fields import DateField
from components.forms import GovukForm

TRIAL = "try_"


class CaseFilterForm(GovukForm):
    """The filters of the list of cases."""

    marks_optional: ClassVar[bool] = False

    kind = forms.ChoiceField(label="Kind", required=False)
    state = forms.ChoiceField(label="State", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    standing = forms.ChoiceField(label="Open or closed", required=False, choices=STANDINGS)
    opened_from = DateField(label="Opened on or after", required=False, is_single=True)
    opened_to = DateField(label="Opened on or before", required=False, is_single=True)
    closed_from = DateField(label="Closed on or after", required=False, is_single=True)
    closed_to = DateField(label="Closed on or before", required=False, is_single=True)
    overdue = forms.BooleanField(label="Overdue or without a date", required=False)
    due_soon = forms.BooleanField(label="Due within two working days", required=False)
    no_next_action = forms.BooleanField(label="No next action", required=False)

    def __init__(self, data: QueryDict, people: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "All kinds"), *kind_labels().items()]
        self.fields["state"].choices = [("", "All states"), *state_labels(data.get("kind", "")).items()]
        self.fields["owner"].choices = [("", "Anybody"), (MINE, "Me"), (NOBODY, "Nobody yet"), *people]

    def wanted(self) -> CaseFilter:
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        chosen = self.cleaned_data
        return CaseFilter(
            kind=chosen.get("kind", ""),
            state=chosen.get("state", ""),
            owner=chosen.get("owner", ""),
            is_overdue=bool(chosen.get("overdue")),
            is_due_soon=bool(chosen.get("due_soon")),
            has_no_next_action=bool(chosen.get("no_next_action")),
            **{name: chosen.get(name) for name in DAYS},
            standing=chosen.get("standing") or OPEN,
            sort=known_sort(self.data.get("sort", DEFAULT_SORT)),
        )


class TrialForm(GovukForm):
    """The facts of a rule that are dates, yes or no, to be tried otherwise. Its fields are named `try_<fact>`."""

    marks_optional: ClassVar[bool] = False

    def __init__(self, data: Mapping[str, Any] | None, rule: statute.Rule, facts: Mapping[str, Any]) -> None:
        stored = {TRIAL + name: _as_sent(value) for name, value in facts.items()}
        # What the address leaves out is as it is stored, so that one changed fact is a whole trial.
        super().__init__(None if data is None else {**stored, **data}, initial=stored)
        for fact in rule.facts:
            if fact.name in facts and (field := _field_for(fact.kind.name, fact.meaning)) is not None:
                self.fields[TRIAL + fact.name] = field
        self.word_errors()

    def changed_facts(self) -> dict[str, Any]:
        """The facts to try, as the rule takes them."""
        return {
            name.removeprefix(TRIAL): value == "yes" if value in ("yes", "no") else value
            for name, value in self.cleaned_data.items()
        }


def _field_for(kind: str, meaning: str) -> forms.Field | None:
    label = meaning[:1].upper() + meaning[1:]
    if kind == "date":
        return DateField(label=label, is_single=True)
    if kind in ("flag", "true or false"):
        return forms.ChoiceField(label=label, choices=[("no", "No"), ("yes", "Yes")])
    return None


def _as_sent(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return value
    return f"{day.day}/{day.month}/{day.year}"
