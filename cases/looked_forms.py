"""The filters of the page that says who has looked at a child; sent by GET."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from cases.queries.looked import LookFilter
from components.fields import DateField
from components.forms import GovukForm


class LookFilterForm(GovukForm):
    """Whose looks, and of which days. A person stands in the address as a random id, never by name."""

    marks_optional: ClassVar[bool] = False

    person = forms.ChoiceField(label="Person", required=False)
    from_on = DateField(label="From", is_single=True, required=False)
    to_on = DateField(label="To", is_single=True, required=False)

    def __init__(self, data: QueryDict, people: Iterable[tuple[uuid.UUID, str]]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [("", "Anybody"), *((str(one), name) for one, name in people)]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "To must be on or after the date in From")
        return cleaned

    def wanted(self) -> LookFilter:
        """What is asked for; a filter that makes no sense is left out and its error shown."""
        self.is_valid()
        chosen = self.cleaned_data
        person = chosen.get("person")
        return LookFilter(
            person=uuid.UUID(person) if person else None, from_on=chosen.get("from_on"), to_on=chosen.get("to_on")
        )
