"""The forms of a permanent exclusion. They validate; they never save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from cases.models import Child
from components.fields import DateField
from components.forms import GovukForm
from exclusions.home_authority.forms import NOTICE_FIELDS, NoticeFields
from exclusions.models import CancellationReason, Exclusion, GovernorsDecision, HeadTeachersDecision, NoticeMethod
from exclusions.queries import local_authorities, school_with_urn, schools_of
from exclusions.reasons import MOST_REASONS, Reason

ANOTHER_SCHOOL = "another"
YES_NO = (("yes", "Yes"), ("no", "No"))


def told_date(label: str, hint: str = "") -> DateField:
    """The day on which somebody was told; it may be left for later."""
    return DateField(label=label, help_text=hint, required=False)


def told_days(answers: Mapping[str, Any]) -> dict[str, date]:
    """The days of the fields that end in “_told_on”, by recipient, as far as they were filled in."""
    return {name.removesuffix("_told_on"): day for name, day in answers.items() if name.endswith("_told_on") and day}


class AboutDecision(GovukForm):
    """What a suspension and a permanent exclusion are both asked for."""

    decided_on = DateField(label="Decided on", help_text="The day the head teacher decided.")
    reasons = forms.MultipleChoiceField(
        label="Reasons",
        help_text=f"Choose up to {MOST_REASONS}.",
        choices=Reason,
        widget=forms.CheckboxSelectMultiple,
    )
    home_authority = forms.ChoiceField(
        label="Authority the child lives in",
        required=False,
        help_text="Leave empty if you do not know yet.",
    )
    misses_exam = forms.ChoiceField(
        label="Would the child miss a public exam or National Curriculum test?",
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    exam_on = DateField(label="Date of the first such exam", required=False)

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = {each.code: each for each in local_authorities()}
        self.fields["home_authority"].choices = [
            ("", "Not known yet"),
            *((code, each.name) for code, each in self.authorities.items()),
        ]
        for name, field in self.fields.items():
            if name == "decided_on" or name.endswith(("_told_on", "_received_on")):
                field.latest = as_of

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


class DecisionForm(AboutDecision):
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
        }


class WithSchool(AboutDecision):
    """From which school, and who was told: what recording asks for beside the decision."""

    school = forms.ChoiceField(label="School", widget=forms.RadioSelect)
    urn = forms.IntegerField(
        label="URN of the other school", required=False, min_value=1, help_text="Six digits, from the schools list."
    )
    parents_told_on = told_date("Parents told on")
    governors_told_on = told_date("Governing board told on", "Leave empty if the school has not told them yet.")

    def __init__(self, *args: Any, child: Child, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, as_of=as_of, **kwargs)
        self.schools = {str(school.urn): school for school in schools_of(child, as_of)}
        choices = [(urn, school.name) for urn, school in self.schools.items()]
        self.fields["school"].choices = [*choices, (ANOTHER_SCHOOL, "Another school")]
        if len(choices) == 1:
            self.fields["school"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_school(cleaned)
        return cleaned

    def _clean_school(self, cleaned: dict[str, Any]) -> None:
        chosen = cleaned.get("school")
        if chosen != ANOTHER_SCHOOL:
            cleaned["chosen_school"] = self.schools.get(str(chosen))
            return
        if "urn" in self.errors:
            return
        school = school_with_urn(cleaned["urn"]) if cleaned.get("urn") else None
        if school is None:
            self.add_error("urn", "Enter the URN of a school in the schools list, for example 136126")
        cleaned["chosen_school"] = school

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
        "parents_told_on",
        "governors_told_on",
        *NOTICE_FIELDS,
    )


class WithCircumstances(AboutDecision):
    """Care, plan and social worker as they were then: what correcting asks for beside the decision."""

    is_looked_after = forms.ChoiceField(label="Was the child looked after?", widget=forms.RadioSelect, choices=YES_NO)
    has_plan = forms.ChoiceField(label="Did the child have an EHC plan?", widget=forms.RadioSelect, choices=YES_NO)
    has_social_worker = forms.ChoiceField(
        label="Did the child have a social worker?", widget=forms.RadioSelect, choices=YES_NO
    )

    def decision(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        flags = ("is_looked_after", "has_plan", "has_social_worker")
        return {**super().decision(), **{name: answers[name] == "yes" for name in flags}}


def initial_of(decision: HeadTeachersDecision) -> dict[str, Any]:
    """What stands in the boxes of a correction, as far as both kinds have it."""
    home = decision.home_authority
    return {
        "decided_on": decision.decided_on,
        "reasons": decision.reasons,
        "home_authority": home.code if home else "",
        "misses_exam": yes_no(decision.misses_exam),
        "exam_on": decision.exam_on,
        "is_looked_after": yes_no(decision.is_looked_after_then),
        "has_plan": yes_no(decision.has_plan_then),
        "has_social_worker": yes_no(decision.has_social_worker_then),
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

    def told(self) -> dict[str, date]:
        """Who was told on which day, as far as it was filled in."""
        return told_days(self.cleaned_data)


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


class ToldForm(GovukForm):
    """Who was told on which day. What was recorded before stands in the boxes and can be corrected."""

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

    def told(self) -> dict[str, date]:
        """Who was told on which day, as far as it was filled in."""
        return told_days(self.cleaned_data)


class GovernorsListedForm(GovukForm):
    """The day of the governors' meeting."""

    meeting_on = DateField(label="Meeting on")


class RefusalNoticeForm(GovukForm):
    """When and how the governors' written decision went to the parents."""

    notice_sent_on = DateField(label="Written decision sent on", help_text="The day it was posted or handed over.")
    notice_method = forms.ChoiceField(label="How was it sent?", widget=forms.RadioSelect, choices=NoticeMethod)

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_sent_on"].latest = as_of


class GovernorsDecideForm(GovukForm):
    """What the governors decided, and their written decision when it has gone."""

    decision = forms.ChoiceField(
        label="What did the governors decide?", widget=forms.RadioSelect, choices=GovernorsDecision
    )
    decided_on = DateField(label="Decided on")
    reinstate_on = DateField(label="Back in school from", required=False, help_text="Only for “Reinstate on a date”.")
    notice_sent_on = DateField(
        label="Written decision sent on",
        required=False,
        help_text="Only if they declined, and if it has gone. You can record it later.",
    )
    notice_method = forms.ChoiceField(
        label="How was it sent?", required=False, widget=forms.RadioSelect, choices=NoticeMethod
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].latest = as_of
        self.fields["notice_sent_on"].latest = as_of

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == GovernorsDecision.REINSTATE_ON and not cleaned.get("reinstate_on"):
            self.add_error("reinstate_on", "Enter the day from which the child is back, for example 12 10 2026")
        decision = cleaned.get("decision")
        if cleaned.get("reinstate_on") and decision and decision != GovernorsDecision.REINSTATE_ON:
            self.add_error("reinstate_on", "Take this date out, or choose “Reinstate on a date”")
        if cleaned.get("notice_sent_on") and decision and decision != GovernorsDecision.DECLINE:
            self.add_error("notice_sent_on", "Take this date out, or choose “Decline to reinstate”")
        elif cleaned.get("notice_sent_on") and not cleaned.get("notice_method"):
            self.add_error("notice_method", "Choose how the written decision was sent")
        return cleaned


class CancelForm(GovukForm):
    """The head teacher cancelled the exclusion."""

    cancelled_on = DateField(label="Cancelled on")
    reason = forms.ChoiceField(label="Why?", widget=forms.RadioSelect, choices=CancellationReason)

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cancelled_on"].latest = as_of
