"""Who takes over a leaver's work, one question for each kind of case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import User
from cases.queries.open_work import OpenWork
from components.forms import GovukForm

TEAM, STAYS = "team", "stays"


class HandOverForm(GovukForm):
    """A field `to_<kind>` for each kind of work that is open."""

    def __init__(self, data: Any, works: Sequence[OpenWork], person: User) -> None:
        super().__init__(data)
        self._works = works
        for work in works:
            officers = [(str(officer.pk), officer.name) for officer in work.receivers]
            self.fields[f"to_{work.kind}"] = forms.ChoiceField(
                label=f"{work.label}: {counts_in_words(work)}",
                choices=[
                    ("", "Choose who takes it over"),
                    *officers,
                    (TEAM, "Nobody yet: to the team, unallocated"),
                    (STAYS, f"Leave it with {person.name}"),
                ],
                error_messages={"required": f"Choose who takes over: {work.label}"},
            )
        self.word_errors()

    def receivers(self) -> dict[str, User | None]:
        """The officer (None: the team) for each kind that is handed over."""
        chosen: dict[str, User | None] = {}
        for work in self._works:
            answer = self.cleaned_data[f"to_{work.kind}"]
            if answer != STAYS:
                chosen[work.kind] = next((each for each in work.receivers if str(each.pk) == answer), None)
        return chosen

    def clean(self) -> dict[str, Any]:
        """Something must move."""
        super().clean()
        if not self.errors and not self.receivers():
            raise forms.ValidationError("Choose somebody, or the team, for at least one kind of work.")
        return self.cleaned_data


def counts_in_words(work: OpenWork) -> str:
    """“2 cases and 1 task”."""
    cases = f"{work.cases_count} case{'' if work.cases_count == 1 else 's'}" if work.cases_count else ""
    tasks = f"{work.tasks_count} task{'' if work.tasks_count == 1 else 's'}" if work.tasks_count else ""
    return " and ".join(part for part in (cases, tasks) if part)
