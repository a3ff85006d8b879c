"""The forms of a suspension. They validate; they never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from components.fields import DateField, TimeField
from components.forms import GovukForm
from exclusions.form_parts import MayConfirm
from exclusions.forms import YES_NO, AboutDecision, WithCircumstances, WithSchool, initial_of, yes_no
from exclusions.models import KeptOpen, SchoolSession, Suspension
from exclusions.suspensions.counting import Span


class SpanFields(GovukForm):
    """From which session to which; for lunchtimes alone, from which day to which."""

    is_lunchtime_only = forms.ChoiceField(
        label="Is it for lunchtimes only?",
        help_text="Each lunchtime counts as half a school day.",
        widget=forms.RadioSelect,
        choices=YES_NO,
        initial="no",
    )
    first_on = DateField(
        label="First day",
        help_text="The day of the first session that the pupil misses. Who is sent home after the afternoon session "
        "began misses the morning of the next school day first.",
    )
    first_session = forms.ChoiceField(
        label="First session missed",
        help_text="Leave empty for lunchtimes only.",
        widget=forms.RadioSelect,
        choices=SchoolSession,
        error_messages={"required": "Select whether the first session missed is a morning or an afternoon"},
    )
    last_on = DateField(label="Last day", help_text="The last school day on which the pupil misses a session.")
    last_session = forms.ChoiceField(
        label="Last session missed",
        help_text="Leave empty for lunchtimes only.",
        widget=forms.RadioSelect,
        choices=SchoolSession,
        error_messages={"required": "Select whether the last session missed is a morning or an afternoon"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_lunchtime_only") == "yes":
            for name in ("first_session", "last_session"):
                self.errors.pop(name, None)
        if not self.errors and self.span().runs_backwards:
            self.add_error(
                "last_on", "Last day must be on or after the first day, and its session not before the first"
            )
        return cleaned

    def span(self) -> Span:
        """The span that was entered."""
        answers = self.cleaned_data
        if answers["is_lunchtime_only"] == "yes":
            return Span(answers["first_on"], answers["last_on"], is_lunchtime_only=True)
        return Span(answers["first_on"], answers["last_on"], answers["first_session"], answers["last_session"])


class SuspensionForm(SpanFields, AboutDecision, MayConfirm):
    """A suspension as the head teacher decided it."""

    field_order = (
        "decided_on",
        *SpanFields.base_fields,
        "reasons",
        "home_authority",
        "misses_exam",
        "exam_on",
    )

    def decision(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        return {**super().decision(), "span": self.span(), **self.confirmation()}


class RecordSuspensionForm(WithSchool, SuspensionForm):
    """Record a suspension without any form from the school."""

    field_order = (
        "school",
        "urn",
        *SuspensionForm.field_order,
        "council_told_on",
        "parents_told_on",
        "governors_told_on",
    )


class CorrectSuspensionForm(WithCircumstances, SuspensionForm):
    """Correct what was recorded wrongly."""

    field_order = (*SuspensionForm.field_order, "is_looked_after", "has_plan", "has_social_worker")

    def __init__(self, *args: Any, suspension: Suspension, as_of: date, **kwargs: Any) -> None:
        is_lunchtime_only = suspension.is_lunchtime_only
        initial = {
            **initial_of(suspension),
            "is_lunchtime_only": yes_no(is_lunchtime_only),
            "first_on": suspension.first_on,
            "first_session": "" if is_lunchtime_only else suspension.first_session,
            "last_on": suspension.last_on,
            "last_session": "" if is_lunchtime_only else suspension.last_session,
        }
        super().__init__(*args, as_of=as_of, initial=initial, **kwargs)


class ReturnForm(GovukForm):
    """The child is back in school."""

    returned_on = DateField(label="Back in school on")
    reintegration_met_on = DateField(
        label="Reintegration meeting on",
        required=False,
        help_text="Leave empty if there was none. The return does not wait for it.",
    )

    def __init__(self, *args: Any, suspension: Suspension, as_of: date, **kwargs: Any) -> None:
        initial = {name: getattr(suspension, name) for name in ("returned_on", "reintegration_met_on")}
        super().__init__(*args, initial=initial, **kwargs)
        for field in self.fields.values():
            field.latest = as_of


class CloseForm(GovukForm):
    """Nothing is asked: the child is back, or due back; or the case is let go."""


class KeepOpenForm(GovukForm):
    """Why the case stays open."""

    reason = forms.ChoiceField(
        label="Why should it stay open?",
        widget=forms.RadioSelect,
        choices=KeptOpen,
        error_messages={"required": "Select why the case should stay open"},
    )


class EducationForm(GovukForm):
    """The education that the school gives during the suspension."""

    started_on = DateField(
        label="Education started on",
        help_text="The day on which it really began. By law it is owed from the sixth school day.",
    )
    is_full_time = forms.ChoiceField(
        label="Is it full-time?",
        help_text="The same hours as a school would give. Less meets no duty.",
        widget=forms.RadioSelect,
        choices=YES_NO,
        error_messages={"required": "Select whether it is full-time"},
    )
    at = forms.CharField(
        label="Where is it given?",
        help_text="The name of the place. Not the school’s own site, unless it is shared with at least one other "
        "school. Never an address of the family.",
        max_length=120,
        error_messages={"required": "Enter where it is given"},
    )
    first_session_at = TimeField(
        label="First session began at",
        help_text="For example 9am. The notice to the parents is counted back from it. Empty if you do not know.",
        required=False,
    )
    told_on = DateField(label="Parents told of it on", required=False, help_text="Leave empty if you do not know.")

    def __init__(self, *args: Any, suspension: Suspension, as_of: date, **kwargs: Any) -> None:
        known = suspension.education_started_on is not None
        initial = {
            "started_on": suspension.education_started_on,
            "is_full_time": yes_no(suspension.education_is_full_time) if known else None,
            "at": suspension.education_at,
            "first_session_at": suspension.education_first_session_at,
            "told_on": suspension.education_told_on,
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("started_on", "told_on"):
            self.fields[name].latest = as_of
