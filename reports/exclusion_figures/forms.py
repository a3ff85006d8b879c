"""Forms that are sent by GET: what the page shows, and which rows a list is of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from components.forms import GovukForm
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.reasons import Reason
from reports.exclusion_figures.addresses import PUPILS, REINSTATED, UNCOUNTED
from reports.exclusion_figures.choice import (
    ALL_REASONS,
    AUTUMN,
    AUTUMN_AND_SPRING,
    FEW_REASONS,
    PUBLISHED,
    WHOLE_YEAR,
    WORKING,
    Choice,
)
from reports.exclusion_figures.periods import Window, default_year, months_to_choose, year_label, years_to_choose
from reports.exclusion_figures.rows import (
    ALL,
    CANCELLED,
    COUNTED,
    ELSEWHERE,
    KINDS,
    OURS,
    PHASE_LABELS,
    PHASES,
    RowFilter,
)

_PHASES = [(ALL, PHASE_LABELS[ALL]), *((phase, PHASE_LABELS[phase]) for phase in PHASES)]
EXACT, NEAREST_TEN = "1", "10"


class ChoiceForm(GovukForm):
    """Month, year, phase and view. What makes no sense in the address is as if it were not there."""

    marks_optional: ClassVar[bool] = False

    month = forms.ChoiceField(label="Month", required=False)
    year = forms.ChoiceField(label="Academic year", required=False, help_text="Of the yearly tables")
    phase = forms.ChoiceField(label="Phase", required=False, choices=_PHASES)
    view = forms.ChoiceField(
        label="View",
        required=False,
        choices=[(WORKING, "Working view: every number"), (PUBLISHED, "As published: small numbers hidden")],
    )
    nearest = forms.ChoiceField(
        label="Rounding", required=False, choices=[(EXACT, "Exact"), (NEAREST_TEN, "To the nearest 10")]
    )
    terms = forms.ChoiceField(
        label="Suspensions of the latest year",
        required=False,
        choices=[
            (WHOLE_YEAR, "All so far"),
            (AUTUMN, "Autumn term only"),
            (AUTUMN_AND_SPRING, "Autumn and spring terms only"),
        ],
    )
    reasons = forms.ChoiceField(
        label="Reasons", required=False, choices=[(FEW_REASONS, "The five most common"), (ALL_REASONS, "All")]
    )

    def __init__(self, data: QueryDict, as_of: date, policy: str) -> None:
        self.months = months_to_choose(as_of)
        self.default_year = default_year(as_of, policy)
        years = years_to_choose(as_of, policy)
        stated = {
            "month": self.months[0].code,
            "year": str(self.default_year),
            "view": WORKING,
            "nearest": EXACT,
        }
        super().__init__({**stated, **{name: value for name, value in data.items() if value}})
        self.fields["month"].choices = [(month.code, month.label) for month in self.months]
        self.fields["year"].choices = [(str(year), year_label(year)) for year in years]

    def choice(self) -> Choice:
        """What was chosen; for whatever makes no sense the choice that the page begins with."""
        self.is_valid()
        chosen: dict[str, Any] = self.cleaned_data
        months = {month.code: month for month in self.months}
        return Choice(
            month=months.get(chosen.get("month", ""), self.months[0]),
            year=int(chosen.get("year") or self.default_year),
            phase=chosen.get("phase", ALL),
            view=chosen.get("view") or WORKING,
            nearest=int(chosen.get("nearest") or EXACT),
            terms=chosen.get("terms", WHOLE_YEAR),
            reasons=chosen.get("reasons", FEW_REASONS),
        )


def choice_query(choice: Choice) -> dict[str, str]:
    """The query string from which ChoiceForm reads the choice again."""
    query = {
        "month": choice.month.code,
        "year": str(choice.year),
        "phase": choice.phase,
        "view": choice.view,
        "nearest": str(choice.nearest),
        "terms": choice.terms,
        "reasons": choice.reasons,
    }
    return {name: value for name, value in query.items() if value}


def _same(codes: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, code) for code in codes]


class RowFilterForm(GovukForm):
    """Which rows a list is of, as reports.exclusion_figures.addresses writes it. It is read, never drawn: with nowhere
    to say that a filter was left out, a list of more rows than were asked for would pass for what was asked for."""

    kind = forms.ChoiceField(required=False, choices=_same(KINDS))
    phase = forms.ChoiceField(required=False, choices=_same(PHASES))
    reason = forms.ChoiceField(required=False, choices=Reason.choices)
    urn = forms.IntegerField(required=False, min_value=1, max_value=999_999)
    standing = forms.ChoiceField(required=False, choices=_same((COUNTED, CANCELLED)))
    place = forms.ChoiceField(required=False, choices=_same((OURS, ELSEWHERE)))
    only = forms.ChoiceField(required=False, choices=_same((UNCOUNTED, REINSTATED)))
    by = forms.ChoiceField(required=False, choices=_same((PUPILS,)))

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        # “from” is a word of Python's own.
        for name in ("from", "to"):
            self.fields[name] = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def clean(self) -> dict[str, Any]:
        """Days that are not counted are a suspension's; reinstated is who was permanently excluded."""
        cleaned = super().clean() or self.cleaned_data
        of_kind = {UNCOUNTED: SUSPENSION, REINSTATED: PERMANENT_EXCLUSION}
        only = cleaned.get("only")
        if only and of_kind[only] != (cleaned.get("kind") or KINDS[0]):
            self.add_error("only", "This is not said of this kind")
        return cleaned

    def wanted(self) -> RowFilter:
        """What is asked for by a form that is valid."""
        chosen: dict[str, Any] = self.cleaned_data
        return RowFilter(
            kind=chosen.get("kind") or KINDS[0],
            phase=chosen.get("phase", ALL),
            window=self._window(chosen),
            reason=chosen.get("reason", ""),
            urn=chosen.get("urn"),
            standing=chosen.get("standing") or COUNTED,
            place=chosen.get("place") or OURS,
            is_uncounted=chosen.get("only") == UNCOUNTED,
            is_reinstated=chosen.get("only") == REINSTATED,
        )

    @property
    def is_by_pupil(self) -> bool:
        """True for a list of the pupils in place of the rows, by a form that is valid."""
        return bool(self.cleaned_data.get("by") == PUPILS)

    @staticmethod
    def _window(chosen: dict[str, Any]) -> Window | None:
        first, last = chosen.get("from"), chosen.get("to")
        if first is None and last is None:
            return None
        return Window(first or date.min, last or date.max)
