"""The forms of a separation. They validate; they never save. None asks what is alleged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from components.fields import DateField
from exclusions.form_parts import (
    YES_NO,
    CircumstancesThen,
    DatedForm,
    HomeAuthorityChoice,
    MayConfirm,
    MayTakeBack,
    SchoolChoice,
    initial_circumstances,
    told_changes,
    told_date,
    told_days,
    yes_no,
)
from exclusions.models import Separation, SeparationEnd, SeparationReview


class SeparationForm(HomeAuthorityChoice):
    """From when, and until when as the school expects it."""

    past = ("began_on",)

    began_on = DateField(
        label="Began on", help_text="The first day on which the pupil was not allowed on the premises."
    )
    expected_until_on = DateField(
        label="Expected until", required=False, help_text="As the school expects it. Leave empty if it has not said."
    )

    def facts(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return {
            "began_on": answers["began_on"],
            "expected_until_on": answers["expected_until_on"],
            "home_authority": self.authorities.get(answers["home_authority"]),
        }


class SeparationToldForm(DatedForm):
    """Who was told on which day; of the designated officer only whether."""

    parents_told_on = told_date("Parents told on")
    home_authority_told_on = told_date("Home authority told on", "Only if the child lives in another authority.")
    social_worker_told_on = told_date("Social worker told on")
    virtual_school_head_told_on = told_date("Virtual school head told on")
    designated_officer = forms.ChoiceField(
        label="Was the local authority designated officer told?",
        help_text="Yes or no. While it is no, a task asks for it. Do not write here what was alleged.",
        widget=forms.RadioSelect,
        choices=YES_NO,
    )

    def __init__(
        self, *args: Any, told: Mapping[str, date] | None = None, separation: Separation | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {f"{recipient}_told_on": day for recipient, day in (told or {}).items()}
        if separation is not None:
            initial["designated_officer"] = yes_no(separation.is_designated_officer_told)
        super().__init__(*args, initial=initial, **kwargs)

    def told(self) -> dict[str, date]:
        """Who was told on which day, as far as it was filled in."""
        return told_days(self.cleaned_data)

    def told_changes(self) -> dict[str, date | None]:
        """The same; None where a day was taken out."""
        return told_changes(self)

    def is_designated_officer_told(self) -> bool:
        """The answer as the actions take it."""
        return bool(self.cleaned_data["designated_officer"] == "yes")


class RecordSeparationForm(SchoolChoice, SeparationToldForm, SeparationForm, MayConfirm):
    """Record a separation that the council heard of."""

    council_told_on = told_date("The school told us on", "Leave empty if it was today.")
    next_review_on = DateField(label="Next review on", required=False, help_text="As the school has set it.")

    field_order = (
        "school",
        "urn",
        "began_on",
        "expected_until_on",
        "next_review_on",
        "home_authority",
        "council_told_on",
        "parents_told_on",
        "home_authority_told_on",
        "social_worker_told_on",
        "virtual_school_head_told_on",
        "designated_officer",
    )


class CorrectSeparationForm(CircumstancesThen, SeparationForm, MayConfirm):
    """Correct what was recorded wrongly, or has changed."""

    def __init__(self, *args: Any, separation: Separation, **kwargs: Any) -> None:
        initial = {
            **initial_circumstances(separation),
            "began_on": separation.began_on,
            "expected_until_on": separation.expected_until_on,
        }
        super().__init__(*args, initial=initial, **kwargs)

    field_order = (
        "began_on",
        "expected_until_on",
        "home_authority",
        "is_looked_after",
        "has_plan",
        "has_social_worker",
    )


class ReviewSeparationForm(DatedForm):
    """A review that was held."""

    past = ("held_on",)

    held_on = DateField(label="Held on")
    outcome = forms.ChoiceField(
        label="What did it come to?", widget=forms.RadioSelect, choices=SeparationReview.Outcome
    )
    next_review_on = DateField(label="Next review on", required=False, help_text="Leave empty if none is set.")
    expected_until_on = DateField(label="Expected until", required=False)

    def __init__(self, *args: Any, separation: Separation, **kwargs: Any) -> None:
        super().__init__(*args, initial={"expected_until_on": separation.expected_until_on}, **kwargs)


class EndSeparationForm(DatedForm):
    """The last day, and how it ended."""

    past = ("ended_on",)

    ended_on = DateField(label="Last day of the separation")
    how = forms.ChoiceField(label="How did it end?", widget=forms.RadioSelect, choices=SeparationEnd)


class CorrectEndForm(EndSeparationForm, MayTakeBack):
    """The last day and how it ended, put right; or that it goes on."""

    mistake_label = "It was recorded by mistake: the separation goes on"

    def __init__(self, *args: Any, separation: Separation, **kwargs: Any) -> None:
        initial = {"ended_on": separation.ended_on, "how": separation.how_ended}
        super().__init__(*args, initial=initial, **kwargs)
