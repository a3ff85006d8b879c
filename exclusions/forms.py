"""The forms of a permanent exclusion. They validate; they never save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from components.fields import DateField
from components.forms import GovukForm
from components.words import spelled_date
from exclusions.form_parts import (
    YES_NO,
    CircumstancesThen,
    HomeAuthorityChoice,
    MayConfirm,
    SchoolChoice,
    initial_circumstances,
    told_changes,
    told_date,
    told_days,
    why_corrected,
    yes_no,
)
from exclusions.home_authority.forms import NOTICE_FIELDS, NoticeFields
from exclusions.models import CancellationReason, Exclusion, HeadTeachersDecision, NoticeMethod
from exclusions.queries import local_authorities
from exclusions.reasons import MOST_REASONS, Reason


class AboutDecision(HomeAuthorityChoice):
    """What a suspension and a permanent exclusion are both asked for."""

    past = ("decided_on",)
    decided_on = DateField(label="Decided on", help_text="The day the head teacher decided.")
    reasons = forms.MultipleChoiceField(
        label="Reasons",
        help_text=f"Choose up to {MOST_REASONS}.",
        choices=Reason,
        widget=forms.CheckboxSelectMultiple,
    )
    misses_exam = forms.ChoiceField(
        label="Would the child miss a public exam or National Curriculum test?",
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    exam_on = DateField(label="Date of the first such exam", required=False)

    def clean_reasons(self) -> list[str]:
        reasons: list[str] = self.cleaned_data["reasons"]
        if len(reasons) > MOST_REASONS:
            raise forms.ValidationError(f"Reasons: choose no more than {MOST_REASONS}.")
        return reasons

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "exam_on" not in self.errors:
            self._clean_exam(cleaned)
        return cleaned

    def _clean_exam(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("misses_exam") == "yes" and not cleaned.get("exam_on"):
            self.add_error("exam_on", "Enter the date of the exam, for example 18 5 2027")
        if cleaned.get("misses_exam") == "no" and cleaned.get("exam_on"):
            self.add_error("exam_on", "Take the date of the exam out, or answer “Yes” above")

    def decision(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return {
            "decided_on": answers["decided_on"],
            "reasons": answers["reasons"],
            "home_authority": self.authorities.get(answers["home_authority"]),
            "exam_on": answers["exam_on"],
        }


class DecisionForm(AboutDecision, MayConfirm):
    """A permanent exclusion as the head teacher decided it."""

    excluded_on = DateField(label="Excluded from", help_text="The day the exclusion starts. Often the same day.")
    pm_began = forms.ChoiceField(
        label="When on that day did it start?",
        widget=forms.RadioSelect,
        choices=(
            ("no", "Before the afternoon session began"),
            ("yes", "After the afternoon session began, or outside school hours"),
        ),
    )
    has_finished_exams = forms.ChoiceField(
        label="Has the child finished all public exams of Year 11?",
        widget=forms.RadioSelect,
        choices=YES_NO,
        initial="no",
    )

    field_order = (
        "decided_on",
        "excluded_on",
        "pm_began",
        "reasons",
        "home_authority",
        "misses_exam",
        "exam_on",
        "has_finished_exams",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home_authority"].help_text += " Until it is checked, day six is taken to be ours."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decided_on, excluded_on = cleaned.get("decided_on"), cleaned.get("excluded_on")
        if decided_on and excluded_on and excluded_on < decided_on:
            self.add_error("excluded_on", "Excluded from must be on or after the day of the decision")
        return cleaned

    def decision(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return {
            **super().decision(),
            "excluded_on": answers["excluded_on"],
            "pm_began": answers["pm_began"] == "yes",
            "has_finished_exams": answers["has_finished_exams"] == "yes",
            **self.confirmation(),
        }


class WithSchool(SchoolChoice, AboutDecision):
    """From which school, and who was told: what recording asks for beside the decision."""

    council_told_on = told_date("The school told us on", "Leave empty if it was today.")
    parents_told_on = told_date("Parents told on")
    governors_told_on = told_date("Governing board told on", "Leave empty if the school has not told them yet.")

    def told(self) -> dict[str, date]:
        """Who was told on which day, as far as it was filled in."""
        return told_days(self.cleaned_data)


class RecordForm(WithSchool, DecisionForm, NoticeFields):
    """Record a permanent exclusion without any form from the school; of our resident at a school of another authority
    with how that one told us."""

    field_order = (
        "school",
        "urn",
        *DecisionForm.field_order,
        "council_told_on",
        "parents_told_on",
        "governors_told_on",
        *NOTICE_FIELDS,
    )


class WithCircumstances(CircumstancesThen, AboutDecision):
    """Care, plan and social worker as they were then: what correcting asks for beside the decision."""

    def decision(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {**super().decision(), **self.circumstances()}


def initial_of(decision: HeadTeachersDecision) -> dict[str, Any]:
    """What stands in the boxes of a correction, as far as both kinds have it."""
    return {
        **initial_circumstances(decision),
        "decided_on": decision.decided_on,
        "reasons": decision.reasons,
        "misses_exam": yes_no(decision.misses_exam),
        "exam_on": decision.exam_on,
    }


class CorrectForm(WithCircumstances, DecisionForm):
    """Correct what was recorded wrongly."""

    field_order = (*DecisionForm.field_order, "is_looked_after", "has_plan", "has_social_worker")

    def __init__(self, *args: Any, exclusion: Exclusion, as_of: date, **kwargs: Any) -> None:
        initial = {
            **initial_of(exclusion),
            "excluded_on": exclusion.excluded_on,
            "pm_began": yes_no(exclusion.pm_began),
            "has_finished_exams": yes_no(exclusion.has_finished_exams),
        }
        super().__init__(*args, as_of=as_of, initial=initial, **kwargs)


class CheckForm(GovukForm):
    """Check the notices, the home authority, care and plan."""

    home_authority = forms.ChoiceField(label="Authority the child lives in")
    is_looked_after = forms.ChoiceField(label="Is the child looked after?", widget=forms.RadioSelect, choices=YES_NO)
    has_plan = forms.ChoiceField(label="Does the child have an EHC plan?", widget=forms.RadioSelect, choices=YES_NO)
    has_social_worker = forms.ChoiceField(
        label="Does the child have a social worker?", widget=forms.RadioSelect, choices=YES_NO
    )
    parents_told_on = told_date("Parents told on")
    home_authority_told_on = told_date("Home authority told on", "Only if the child lives in another authority.")
    social_worker_told_on = told_date("Social worker told on")
    virtual_school_head_told_on = told_date("Virtual school head told on")

    def __init__(self, *args: Any, exclusion: Exclusion, told: dict[str, date], as_of: date, **kwargs: Any) -> None:
        authorities = {each.code: each for each in local_authorities()}
        home = exclusion.home_authority
        initial = {
            "home_authority": home.code if home else "",
            "is_looked_after": yes_no(exclusion.is_looked_after_then),
            "has_plan": yes_no(exclusion.has_plan_then),
            "has_social_worker": yes_no(exclusion.has_social_worker_then),
            **{f"{recipient}_told_on": day for recipient, day in told.items()},
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.authorities = authorities
        self.fields["home_authority"].choices = [
            ("", "Choose one"),
            *((code, each.name) for code, each in authorities.items()),
        ]
        for name, field in self.fields.items():
            if name.endswith("_told_on"):
                field.latest = as_of

    def told(self) -> dict[str, date | None]:
        """Who was told on which day; None where a day was taken out."""
        return told_changes(self)


class ToldForm(GovukForm):
    """Who was told on which day. What was recorded before stands in the boxes and can be corrected."""

    council_told_on = told_date("The school told us on")
    parents_told_on = told_date("Parents told on")
    governors_told_on = told_date(
        "Governing board told on", "The day the notice reached the board or its clerk. Their clock runs from it."
    )
    home_authority_told_on = told_date("Home authority told on", "Only if the child lives in another authority.")
    social_worker_told_on = told_date("Social worker told on")
    virtual_school_head_told_on = told_date("Virtual school head told on")

    def __init__(self, *args: Any, told: Mapping[str, date], as_of: date, **kwargs: Any) -> None:
        initial = {f"{recipient}_told_on": day for recipient, day in told.items()}
        super().__init__(*args, initial=initial, **kwargs)
        for field in self.fields.values():
            field.latest = as_of

    def told(self) -> dict[str, date | None]:
        """Who was told on which day; None where a day was taken out."""
        return told_changes(self)


class RefusalNoticeForm(GovukForm):
    """When and how the governors' written decision went to the parents."""

    notice_sent_on = DateField(label="Written decision sent on", help_text="The day it was posted or handed over.")
    notice_method = forms.ChoiceField(label="How was it sent?", widget=forms.RadioSelect, choices=NoticeMethod)

    is_mistake = forms.BooleanField(label="It was recorded by mistake: it never went", required=False)
    because = why_corrected(label="If it was recorded by mistake: why?")

    def __init__(self, *args: Any, exclusion: Exclusion, may_be_taken_back: bool, as_of: date, **kwargs: Any) -> None:
        initial = {
            "notice_sent_on": exclusion.refusal_notice_sent_on,
            "notice_method": exclusion.refusal_notice_method,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["notice_sent_on"].latest = as_of
        if not may_be_taken_back:
            del self.fields["is_mistake"], self.fields["because"]
            return
        is_mistake = bool(self.data.get("is_mistake"))
        self.fields["because"].required = is_mistake
        # Whoever takes it back need not take the answers out as well.
        for name in initial:
            self.fields[name].required = not is_mistake


class CancelForm(GovukForm):
    """The head teacher cancelled the exclusion. `meeting_on`: the day for which the governors' meeting is listed."""

    cancelled_on = DateField(label="Cancelled on")
    was_before_meeting = forms.ChoiceField(
        label="Did the head teacher cancel before the governors’ meeting began?",
        required=False,
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect, choices=CancellationReason)

    def __init__(self, *args: Any, meeting_on: date | None, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cancelled_on"].latest = as_of
        if meeting_on is None:
            del self.fields["was_before_meeting"]
        else:
            hint = f"Only if it was cancelled on {spelled_date(meeting_on)}, the day of the meeting."
            self.fields["was_before_meeting"].help_text = hint

    def before_meeting(self) -> bool | None:
        """The answer; None when nothing was said."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("was_before_meeting", ""))


class CorrectCancellationForm(CancelForm, MayConfirm):
    """The day and the reason of the cancelling, or that there was none."""

    is_mistake = forms.BooleanField(label="It was recorded by mistake: take the cancelling back", required=False)
    because = why_corrected()

    def __init__(self, *args: Any, decision: HeadTeachersDecision, **kwargs: Any) -> None:
        initial = {"cancelled_on": decision.cancelled_on, "reason": decision.cancellation_reason}
        super().__init__(*args, initial=initial, **kwargs)
        # Whoever takes it back need not take the rest out as well.
        for name in ("cancelled_on", "reason"):
            self.fields[name].required = not self.data.get("is_mistake")


class MistakeForm(GovukForm):
    """Why the case should never have been recorded."""

    because = forms.CharField(
        label="Why should it not have been recorded?",
        max_length=300,
        help_text="Kept as a note of the case. The case itself stays readable, as everything that was recorded in it.",
    )
