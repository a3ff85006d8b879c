"""The pages of the form after the pupil's, one question each. They validate what stands on one page; nothing is saved
here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from cases.models import SpecialEducationalNeeds
from components.fields import DateField, SeveralFilesField
from components.forms import GovukForm
from exclusions.decisions import LONGEST_TO_THE_START
from exclusions.doubts import YEAR_OF_EXAMS
from exclusions.form_parts import YES_NO, told_date
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.reasons import MOST_REASONS, Reason
from exclusions.school_form import reading
from exclusions.school_form.notice import Content
from exclusions.school_form.reckoning import Reckoning, reckon
from exclusions.suspensions.bands import cap_reasons
from exclusions.suspensions.counting import Lost
from exclusions.suspensions.forms import SpanFields
from portal.pupils import PUPIL_STEP
from portal.webforms import PUPIL, FormContext, Step

_YES_NO_UNKNOWN = (*YES_NO, ("unknown", "Not known"))


class Page(GovukForm):
    """A page of the form. Dates that lie in the past by their nature end today."""

    past: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context
        for name in self.past:
            self.fields[name].latest = context.as_of


class WhatPage(Page):
    """A suspension or a permanent exclusion."""

    kind = forms.ChoiceField(
        label="What did the head teacher decide?",
        widget=forms.RadioSelect,
        choices=((SUSPENSION, "Suspension"), (PERMANENT_EXCLUSION, "Permanent exclusion")),
    )
    option_hints: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "kind": {
            SUSPENSION: "For a fixed time, half a day or more. Lunchtimes count as half days.",
            PERMANENT_EXCLUSION: "The pupil is not to come back, unless the governors reinstate.",
        }
    }


class StartPage(Page):
    """When a permanent exclusion was decided and starts."""

    past = frozenset({"decided_on"})
    error_names = {
        "decided_on": "the day on which the head teacher decided",
        "excluded_on": "the day on which it starts",
        "pm_began": "when on that day it starts",
    }

    decided_on = DateField(label="When did the head teacher decide?")
    excluded_on = DateField(label="When does it start?", help_text="Often the same day.")
    pm_began = forms.ChoiceField(
        label="When on that day?",
        widget=forms.RadioSelect,
        choices=(
            ("no", "Before afternoon school began"),
            ("yes", "After it began, or outside school hours"),
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _check_start(self, "excluded_on", "It")
        return cleaned


class DatesPage(Page, SpanFields):
    """When a suspension was decided, and from which session to which it lasts."""

    past = frozenset({"decided_on"})
    error_names = {"decided_on": "the day on which the head teacher decided"}

    decided_on = DateField(label="When did the head teacher decide?")

    field_order = ("decided_on", *SpanFields.base_fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        _check_start(self, "first_on", "The suspension")
        if not self.errors and self.span().is_too_long:
            self.add_error("last_on", "Last day must be within a year of the first day. Check the year")
        if not self.errors:
            self._check_cap(cleaned)
        return cleaned

    def _check_cap(self, cleaned: dict[str, Any]) -> None:
        """Refuse what the law forbids, with the sum, here already and not only when the answers are checked."""
        reported = replace(reading.read(self.context.payload), span=self.span())
        reckoning, last_on = Reckoning(self.context, reported), cleaned["last_on"]
        for text in cap_reasons(reckoning.lost or Lost(), reckoning.others, reckoning.policy):
            self.add_error("last_on", text)
        # The day stays known: what the days mean is shown beside the refusal.
        cleaned["last_on"] = last_on


def _check_start(page: Page, field: str, subject: str) -> None:
    """Refuse a start before the decision, or further from it than a slip of the pen explains."""
    decided_on, starts_on = page.cleaned_data.get("decided_on"), page.cleaned_data.get(field)
    if decided_on is None or starts_on is None:
        return
    decision = "the day on which the head teacher decided"
    if starts_on < decided_on:
        page.add_error(field, f"{subject} must start on or after {decision}")
    elif starts_on > decided_on + LONGEST_TO_THE_START:
        page.add_error(field, f"{subject} must start within a year of {decision}. Check the year")


class ReasonsPage(Page):
    """Why."""

    reasons = forms.MultipleChoiceField(
        label="Why?",
        help_text=f"Choose up to {MOST_REASONS}. They are the reasons of the school census.",
        choices=Reason,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select one to three reasons"},
    )

    def clean_reasons(self) -> list[str]:
        reasons: list[str] = self.cleaned_data["reasons"]
        if len(reasons) > MOST_REASONS:
            raise forms.ValidationError(f"Select no more than {MOST_REASONS} reasons")
        return reasons


def year_group_of(context: FormContext) -> int | None:
    """The pupil's year group as the form has it; None when it is not known."""
    text = str(context.answers(PUPIL).get("year_group") or "")
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None


class ExamsPage(Page):
    """Exams that would be missed."""

    misses_exam = forms.ChoiceField(
        label="Would the pupil miss a public exam or a National Curriculum test?",
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    exam_on = DateField(label="If yes, when is the first of them?", required=False)
    has_finished_exams = forms.ChoiceField(
        label="Has the pupil finished all public exams of Year 11?", widget=forms.RadioSelect, choices=YES_NO
    )

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, context=context, **kwargs)
        # Younger pupils have no public exams behind them, and older ones are past the age for which it matters.
        may_have_finished = year_group_of(context) in (None, YEAR_OF_EXAMS)
        if not reading.read(context.payload).is_permanent or not may_have_finished:
            del self.fields["has_finished_exams"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "exam_on" not in self.errors:
            if cleaned.get("misses_exam") == "yes" and not cleaned.get("exam_on"):
                self.add_error("exam_on", "Enter the date of the exam, for example 18 5 2027")
            if cleaned.get("misses_exam") == "no" and cleaned.get("exam_on"):
                self.add_error("exam_on", "Take the date of the exam out, or answer “Yes” above")
        return cleaned


class CircumstancesPage(Page):
    """What the school knows of the pupil: it decides who must be told."""

    is_looked_after = forms.ChoiceField(
        label="Is the pupil looked after by a local authority?", widget=forms.RadioSelect, choices=_YES_NO_UNKNOWN
    )
    has_social_worker = forms.ChoiceField(
        label="Does the pupil have a social worker?", widget=forms.RadioSelect, choices=_YES_NO_UNKNOWN
    )
    has_plan = forms.ChoiceField(
        label="Does the pupil have an EHC plan?", widget=forms.RadioSelect, choices=_YES_NO_UNKNOWN
    )
    sen_status = forms.ChoiceField(
        label="Special educational needs",
        widget=forms.RadioSelect,
        choices=(*SpecialEducationalNeeds.Status.choices, ("unknown", "Not known")),
    )


class ToldPage(Page):
    """Who was told, and when."""

    past = frozenset(f"{recipient}_told_on" for recipient in reading.TOLD_OF_PERMANENT)
    error_names = {
        "parents_told_on": "the day on which the parents were told",
        "governors_told_on": "the day on which the governing board was told",
        "social_worker_told_on": "the day on which the social worker was told",
        "virtual_school_head_told_on": "the day on which the virtual school head was told",
        "home_authority_told_on": "the day on which the council of the pupil’s home area was told",
    }

    parents_told_on = told_date("When were the parents told?", "In person or by telephone, then in writing.")
    governors_told_on = told_date(
        "When was the governing board told?", "The day the notice reached the board or clerk."
    )
    social_worker_told_on = told_date("When was the social worker told?")
    virtual_school_head_told_on = told_date("When was the virtual school head told?")
    home_authority_told_on = told_date("When was the council of the pupil’s home area told, if it is another one?")

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, context=context, **kwargs)
        reported = reading.read(context.payload)
        if reckon(context).is_pupil_told:
            self.fields["parents_told_on"].label = "When was the pupil told?"
        if reported.circumstances.get("has_social_worker") is False:
            del self.fields["social_worker_told_on"]
        if reported.circumstances.get("is_looked_after") is False:
            del self.fields["virtual_school_head_told_on"]
        if not reported.is_permanent:
            del self.fields["home_authority_told_on"]
        for field in self.fields.values():
            field.earliest = reported.decided_on
            field.error_messages["earliest"] += ", when the head teacher decided"


class NoticePage(Page):
    """What the written notice to the parents says: a list to check it by."""

    marks_optional: ClassVar[bool] = False

    contents = forms.MultipleChoiceField(
        label="What does the notice say?",
        help_text="Tick what stands in it. What the law asks for and is not ticked, we ask you about before you send.",
        required=False,
        choices=Content,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, context=context, **kwargs)
        # Only what this notice must say is asked for. What was ticked before the dates changed keeps its words.
        self.fields["contents"].choices = [(each.value, each.label) for each in reckon(context).contents]


class DocumentsPage(Page):
    """Files: the notice, and evidence."""

    notice_files = SeveralFilesField(label="The notice to the parents", required=False)
    evidence_files = SeveralFilesField(
        label="Evidence", required=False, help_text="For example statements, behaviour log, support plan."
    )


class WorkPage(Page):
    """What the school sets and arranges."""

    sets_work = forms.ChoiceField(
        label="Have you set work for the first five school days?",
        widget=forms.RadioSelect,
        choices=(("yes", "Yes"), ("soon", "Not yet, but we will"), ("no", "No")),
    )
    provision = forms.CharField(
        label="Education that you arrange from day six, if you know it",
        help_text="Where, from when, at what times, and whom to report to.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ContactPage(Page):
    """Whom to ask, and anything else."""

    contact_name = forms.CharField(label="Who can we ask about this?", max_length=120)
    contact_telephone = forms.CharField(label="Their telephone number", max_length=40)
    anything_else = forms.CharField(
        label="Is there anything else we should know?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def _is_permanent(context: FormContext) -> bool:
    return reading.read(context.payload).kind == PERMANENT_EXCLUSION


def _is_suspension(context: FormContext) -> bool:
    return reading.read(context.payload).kind == SUSPENSION


def _all_fields(page: type[Page]) -> frozenset[str]:
    return frozenset(page.base_fields)


# Pupils of one incident begin with the same decision, days and reasons. Exams, care, who was told and the notice are a
# pupil's own, and so is every box of free text: it may name somebody, and goes into one child's record.
STEPS = (
    PUPIL_STEP,
    Step(reading.WHAT, "Suspension or permanent exclusion?", WhatPage, about_incident=_all_fields(WhatPage)),
    Step(
        reading.START,
        "When did it start?",
        StartPage,
        is_asked=_is_permanent,
        about_incident=_all_fields(StartPage),
    ),
    Step(
        reading.SPAN,
        "When does the suspension start and end?",
        DatesPage,
        is_asked=_is_suspension,
        about_incident=_all_fields(DatesPage),
    ),
    Step(reading.REASONS, "Reasons", ReasonsPage, about_incident=_all_fields(ReasonsPage)),
    Step(reading.EXAMS, "Exams and tests", ExamsPage),
    Step(
        reading.CIRCUMSTANCES,
        "What you know of the pupil",
        CircumstancesPage,
        lead="Who must be told follows from this.",
    ),
    Step(reading.TOLD, "Who was told?", ToldPage, lead="Leave a date empty if it has not happened yet."),
    Step(reading.NOTICE, "The notice to the parents", NoticePage),
    Step(reading.DOCUMENTS, "Documents", DocumentsPage, is_optional=True),
    Step(reading.WORK, "Work and education meanwhile", WorkPage, about_incident=frozenset({"sets_work"})),
    Step(
        reading.CONTACT,
        "Contact at your school",
        ContactPage,
        about_incident=frozenset({"contact_name", "contact_telephone"}),
    ),
)
