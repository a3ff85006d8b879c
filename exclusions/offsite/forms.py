"""The forms of a direction off site. They validate; they never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from components.fields import DateField, UrnField
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
)
from exclusions.models import Binding, DirectionEnd, DirectionReview, NoticeItem, OffsiteDirection
from exclusions.offsite.decisions import Directed
from exclusions.offsite.facts import DirectionFacts
from exclusions.queries import school_with_urn
from provision.models import Provider
from provision.queries import providers_to_choose

TO_SCHOOL, TO_PROVIDER = "school", "provider"


class DirectionForm(HomeAuthorityChoice, MayConfirm):
    """Where to, from when, until when, why and what for."""

    past = ("decided_on",)

    decided_on = DateField(label="Decided on", help_text="The day of the decision to direct the pupil off site.")
    is_for_behaviour = forms.ChoiceField(
        label="Is it to improve the pupil’s behaviour?",
        help_text="A direction off site is for nothing else.",
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    destination = forms.ChoiceField(
        label="Where is the pupil to go?",
        widget=forms.RadioSelect,
        choices=((TO_SCHOOL, "Another school or a pupil referral unit"), (TO_PROVIDER, "A provider that is no school")),
    )
    destination_urn = UrnField(
        label="URN of that school",
        required=False,
        help_text="Six digits, from the schools list. The pupil will be registered at both schools.",
    )
    destination_provider = forms.ChoiceField(label="Provider", required=False)
    first_on = DateField(label="First day off site")
    days_count = forms.IntegerField(
        label="Number of days", required=False, min_value=1, max_value=400, help_text="As the notice gives it."
    )
    until_on = DateField(
        label="Until", required=False, help_text="The last day, if one is fixed. It may lie in another school year."
    )
    reasons = forms.CharField(label="Reasons", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    objectives = forms.CharField(label="Objectives", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    next_review_on = DateField(label="Next review on", required=False, help_text="As the board has fixed it.")

    def __init__(self, *args: Any, provider: Provider | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.providers = providers_to_choose(provider)
        self.fields["destination_provider"].choices = [
            ("", "Choose one"),
            *((code, str(each)) for code, each in self.providers.items()),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._clean_destination(cleaned)
        if cleaned.get("is_for_behaviour") == "no":
            self.add_error("is_for_behaviour", "A direction off site is to improve behaviour and for nothing else")
        return cleaned

    def _clean_destination(self, cleaned: dict[str, Any]) -> None:
        chosen, urn = cleaned.get("destination"), cleaned.get("destination_urn")
        provider = self.providers.get(cleaned.get("destination_provider") or "")
        school = school_with_urn(urn) if chosen == TO_SCHOOL and urn else None
        if chosen == TO_SCHOOL and school is None and "destination_urn" not in self.errors:
            self.add_error("destination_urn", "Enter the URN of a school in the schools list, for example 136126")
        if chosen == TO_PROVIDER and provider is None:
            self.add_error("destination_provider", "Choose the provider")
        cleaned["to_school"] = school
        cleaned["to_provider"] = provider if chosen == TO_PROVIDER else None

    def directed(self) -> Directed:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        names = ("decided_on", "first_on", "days_count", "until_on", "reasons", "objectives", "next_review_on")
        return Directed(
            destination_school=answers["to_school"],
            destination_provider=answers["to_provider"],
            is_for_behaviour=answers["is_for_behaviour"] == "yes",
            is_confirmed=answers["is_confirmed"],
            **{name: answers[name] for name in names},
        )

    def chosen_authority(self) -> Any:
        """Where the child lives, when it is known."""
        return self.authorities.get(self.cleaned_data["home_authority"])


_DIRECTION = (
    "decided_on",
    "is_for_behaviour",
    "destination",
    "destination_urn",
    "destination_provider",
    "first_on",
    "days_count",
    "until_on",
    "reasons",
    "objectives",
    "next_review_on",
    "home_authority",
)


class RecordDirectionForm(SchoolChoice, DirectionForm):
    """Record a direction that the council heard of."""

    council_told_on = told_date("The school told us on", "Leave empty if it was today.")
    social_worker_told_on = told_date("Social worker told on")
    virtual_school_head_told_on = told_date("Virtual school head told on")

    field_order = (
        "school",
        "urn",
        *_DIRECTION,
        "council_told_on",
        "social_worker_told_on",
        "virtual_school_head_told_on",
    )

    def told(self) -> dict[str, date]:
        """Who was told on which day, as far as it was filled in."""
        return told_days(self.cleaned_data)


class CorrectDirectionForm(CircumstancesThen, DirectionForm):
    """Correct what was recorded wrongly, or has changed."""

    field_order = (*_DIRECTION, "is_looked_after", "has_plan", "has_social_worker")

    def __init__(self, *args: Any, direction: OffsiteDirection, **kwargs: Any) -> None:
        school, provider = direction.destination_school, direction.destination_provider
        names = ("decided_on", "first_on", "days_count", "until_on", "reasons", "objectives", "next_review_on")
        initial = {
            **initial_circumstances(direction),
            **{name: getattr(direction, name) for name in names},
            "is_for_behaviour": "yes",
            "destination": TO_SCHOOL if school else TO_PROVIDER,
            "destination_urn": school.urn if school else None,
            "destination_provider": str(provider.uuid) if provider else "",
        }
        super().__init__(*args, initial=initial, provider=provider, **kwargs)

    def corrected(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {
            "directed": self.directed(),
            "home_authority": self.chosen_authority(),
            **self.circumstances(),
        }


class DirectionToldForm(DatedForm):
    """Who was told on which day. The notice to the parents has a page of its own."""

    home_authority_told_on = told_date("Home authority told on", "Only if the child lives in another authority.")
    social_worker_told_on = told_date("Social worker told on")
    virtual_school_head_told_on = told_date("Virtual school head told on")

    def __init__(self, *args: Any, told: dict[str, date], **kwargs: Any) -> None:
        super().__init__(*args, initial={f"{who}_told_on": day for who, day in told.items()}, **kwargs)

    def answers(self) -> dict[str, Any]:
        """Who was told on which day; None where a day was taken out."""
        return {"told": told_changes(self)}


class NoticeForm(DatedForm):
    """When the notice went, and what it gives."""

    past = ("sent_on", "authority_sent_on")

    sent_on = DateField(label="Sent to the parents on", help_text="To the pupil, from the age of 18 on.")
    authority_sent_on = DateField(
        label="Sent to the authority on", required=False, help_text="Only if the child has an EHC plan."
    )
    items = forms.MultipleChoiceField(
        label="What does the notice give?",
        help_text="Tick what you have seen in it. It must give all five.",
        required=False,
        choices=NoticeItem,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, direction: OffsiteDirection, **kwargs: Any) -> None:
        initial = {
            "sent_on": direction.notice_sent_on,
            "authority_sent_on": direction.authority_notice_sent_on,
            "items": direction.notice_items,
        }
        super().__init__(*args, initial=initial, **kwargs)


class SettleForm(DatedForm):
    """Whether the regulations bind, as an officer found it."""

    answer = forms.ChoiceField(
        label="Do the regulations bind this direction?",
        help_text="Write in a note where you found it, or who said so.",
        widget=forms.RadioSelect,
        choices=Binding,
    )


class AskReviewForm(DatedForm):
    """A written request for a review."""

    past = ("requested_on",)

    requested_on = DateField(label="Asked for on", help_text="The day of the written request.")
    requested_by = forms.ChoiceField(label="Who asked?", widget=forms.RadioSelect, choices=DirectionReview.AskedBy)


class ListReviewForm(DatedForm):
    """The day of the review, and when people were invited."""

    past = ("invited_on",)

    review_on = DateField(label="Review on")
    invited_on = DateField(
        label="Invited on", required=False, help_text="Leave empty if the invitations have not gone."
    )

    def __init__(self, *args: Any, review: DirectionReview | None, **kwargs: Any) -> None:
        initial = {"review_on": review.review_on, "invited_on": review.invited_on} if review else {}
        super().__init__(*args, initial=initial, **kwargs)


class RecordReviewForm(DatedForm, MayConfirm):
    """A review that was held."""

    past = ("outcome_sent_on",)

    participants = forms.MultipleChoiceField(
        label="Who took part?", choices=DirectionReview.Participant, widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(label="What did it come to?", widget=forms.RadioSelect, choices=DirectionReview.Outcome)
    until_on = DateField(label="The direction goes on until", required=False, help_text="Only if it goes on.")
    next_review_on = DateField(label="Next review on", required=False)
    outcome_sent_on = DateField(
        label="Outcome sent in writing on", required=False, help_text="You can record it later."
    )


class InviteForm(DatedForm):
    """When people were invited to a review that was held."""

    past = ("invited_on",)

    invited_on = DateField(label="Invited on")


class SendOutcomeForm(DatedForm):
    """When the outcome went."""

    past = ("outcome_sent_on",)

    outcome_sent_on = DateField(label="Outcome sent in writing on")


class EndDirectionForm(DatedForm, MayConfirm):
    """The last day, and how it ended."""

    past = ("ended_on",)

    ended_on = DateField(
        label="Last day off site",
        help_text="If it never began, the day on which that was known.",
    )
    how = forms.ChoiceField(label="How did it end?", widget=forms.RadioSelect, choices=DirectionEnd)


class CorrectReviewForm(RecordReviewForm, MayTakeBack):
    """What the last review came to, put right; or that it was not held."""

    mistake_label = "It was recorded by mistake: the review was not held"

    def __init__(self, *args: Any, facts: DirectionFacts, **kwargs: Any) -> None:
        direction, names = facts.direction, ("participants", "outcome", "outcome_sent_on")
        initial: dict[str, Any] = {"until_on": direction.until_on, "next_review_on": direction.next_review_on}
        if facts.last_review is not None:
            initial |= {name: getattr(facts.last_review, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)


class CorrectEndForm(EndDirectionForm, MayTakeBack):
    """The last day and how it ended, put right; or that it goes on."""

    mistake_label = "It was recorded by mistake: the direction goes on"

    def __init__(self, *args: Any, direction: OffsiteDirection, **kwargs: Any) -> None:
        initial = {"ended_on": direction.ended_on, "how": direction.how_ended}
        super().__init__(*args, initial=initial, **kwargs)
