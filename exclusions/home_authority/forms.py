"""What went between the authorities, as a form. It validates; it never saves."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from components.fields import DateField
from components.forms import GovukForm
from exclusions.actions.home_authority import Information, Notice, Told
from exclusions.home_authority.telling import Telling
from exclusions.models import NoticeSender, TellingMethod
from exclusions.queries import local_authorities

TOLD_FIELDS = ("told_on", "told_method", "told_reference", "acknowledged_on")
NOTICE_FIELDS = ("notice_received_on", "notice_sender", "notice_authority", "notice_reference")
INFORMATION_FIELDS = ("plan_asked_on", "plan_received_on", "care_asked_on", "care_received_on")


class NoticeFields(GovukForm):
    """How we were told of our resident by another authority or its school."""

    notice_received_on = DateField(label="Notice received on", required=False)
    notice_sender = forms.ChoiceField(
        label="Who told us?", required=False, widget=forms.RadioSelect, choices=NoticeSender
    )
    notice_authority = forms.ChoiceField(label="Which other authority?", required=False)
    notice_reference = forms.CharField(label="Their reference", required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.noticing = {each.code: each for each in local_authorities()}
        self.fields["notice_authority"].choices = [
            ("", "Not another one"),
            *((code, each.name) for code, each in self.noticing.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "notice_received_on" not in self.errors and "notice_sender" not in self.errors:
            self._clean_notice(cleaned)
        return cleaned

    def _clean_notice(self, cleaned: dict[str, Any]) -> None:
        received_on, sender = cleaned.get("notice_received_on"), cleaned.get("notice_sender")
        if received_on and not sender:
            self.add_error("notice_sender", "Select who told us")
        if sender and not received_on:
            self.add_error(
                "notice_received_on", "Enter the day on which the notice was received, for example 16 9 2026"
            )
        if sender == NoticeSender.OTHER_AUTHORITY and not cleaned.get("notice_authority"):
            self.add_error("notice_authority", "Select the authority that told us")

    def notice(self) -> Notice | None:
        """The notice as the actions take it; None where none was entered."""
        answers = self.cleaned_data
        if not answers.get("notice_received_on"):
            return None
        return Notice(
            received_on=answers["notice_received_on"],
            sender=answers["notice_sender"],
            authority=self.noticing.get(answers["notice_authority"]),
            reference=answers["notice_reference"],
        )


class BetweenAuthoritiesForm(NoticeFields):
    """Everything that went between the authorities of one case: only what can be is asked for."""

    told_on = DateField(
        label="We told the home authority on", required=False, help_text="Leave empty if only the school has."
    )
    told_method = forms.ChoiceField(label="How?", required=False, widget=forms.RadioSelect, choices=TellingMethod)
    told_reference = forms.CharField(label="Their reference", required=False, max_length=60)
    acknowledged_on = DateField(label="It acknowledged on", required=False)
    plan_asked_on = DateField(label="EHC plan asked for on", required=False)
    plan_received_on = DateField(label="EHC plan received on", required=False)
    care_asked_on = DateField(label="Care and social worker asked for on", required=False)
    care_received_on = DateField(label="Care and social worker received on", required=False)

    field_order = (*TOLD_FIELDS, *NOTICE_FIELDS, *INFORMATION_FIELDS)

    def __init__(self, *args: Any, telling: Telling, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(telling), **kwargs)
        is_told_asked = not telling.facts.lives_here
        for name in TOLD_FIELDS if not is_told_asked else ():
            del self.fields[name]
        for name in NOTICE_FIELDS if is_told_asked or not telling.is_school_elsewhere else ():
            del self.fields[name]
        for name, field in self.fields.items():
            if name.endswith("_on"):
                field.latest, field.earliest = as_of, telling.facts.exclusion.decided_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "told_on" not in self.fields or "told_on" in self.errors:
            return cleaned
        told_on = cleaned.get("told_on")
        if told_on and not cleaned.get("told_method"):
            self.add_error("told_method", "Select how it was told")
        if not told_on and (cleaned.get("told_method") or cleaned.get("acknowledged_on")):
            self.add_error("told_on", "Enter the day on which we told it, for example 16 9 2026")
        return cleaned

    def told(self) -> Told | None:
        """Our telling as the action takes it; None where none was entered."""
        answers = self.cleaned_data
        if not answers.get("told_on"):
            return None
        return Told(answers["told_on"], answers["told_method"], answers["told_reference"], answers["acknowledged_on"])

    def information(self) -> Information:
        """The days of the information as the action takes them."""
        return Information(**{name: self.cleaned_data.get(name) for name in INFORMATION_FIELDS})


def _initial(telling: Telling) -> dict[str, Any]:
    row = telling.row
    initial = {name: getattr(row, name) for name in (*NOTICE_FIELDS, *INFORMATION_FIELDS)}
    initial["notice_authority"] = row.notice_authority.code if row.notice_authority else ""
    if telling.told_by_us_on is not None:
        initial |= {name: getattr(row, name) for name in TOLD_FIELDS}
    return initial
