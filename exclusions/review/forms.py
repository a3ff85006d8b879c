"""What the pages about asking for a review and about its outcome ask for. They validate; they never save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from components.fields import DateField
from components.forms import GovukForm
from exclusions.actions.review_asking import Application
from exclusions.form_parts import MayConfirm, why_corrected
from exclusions.forms import YES_NO, told_date, yes_no
from exclusions.models import (
    ClaimBody,
    NoticeMethod,
    PanelOutcome,
    Review,
    ReviewApplication,
    ReviewTold,
    SecondDecision,
)

About = ReviewTold.About
# The ways are those of every notice; whose agreement e-mail needs is another's here than the parents'.
WAYS_OF_PARENTS = [(each.value, "E-mail" if each == NoticeMethod.EMAIL_AGREED else each.label) for each in NoticeMethod]
WAYS_TO_GOVERNORS = [
    (each.value, "E-mail, as the board agreed in writing" if each == NoticeMethod.EMAIL_AGREED else each.label)
    for each in NoticeMethod
]


class DatedForm(GovukForm):
    """A form whose days, but those of `open_ended`, are today or earlier."""

    open_ended: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, DateField) and name not in self.open_ended:
                field.latest = as_of


class WaiverForm(DatedForm):
    """The parents' words that they will not ask for a review."""

    waived_on = DateField(
        label="Received on",
        help_text="The day their words came, to the school or to us. They must be in writing.",
    )


class CorrectWaiverForm(WaiverForm):
    """The day of the waiver, or that there was none."""

    is_mistake = forms.BooleanField(label="It was recorded by mistake: take the waiver back", required=False)
    because = why_corrected()

    def __init__(self, *args: Any, waived_on: date | None, may_be_taken_back: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"waived_on": waived_on}, **kwargs)
        if not may_be_taken_back:
            del self.fields["is_mistake"]
        # Whoever takes it back need not take the day out as well.
        self.fields["waived_on"].required = not ("is_mistake" in self.fields and self.data.get("is_mistake"))


class ApplicationForm(DatedForm, MayConfirm):
    """The parents' application for a review."""

    sent_on = DateField(
        label="Sent on", help_text="The day it was posted, handed over or e-mailed. See the postmark, if there is one."
    )
    method = forms.ChoiceField(label="How did it come?", widget=forms.RadioSelect, choices=WAYS_OF_PARENTS)
    gives_grounds = forms.ChoiceField(label="Does it give grounds?", widget=forms.RadioSelect, choices=YES_NO)
    wants_expert = forms.ChoiceField(
        label="Do the parents want a SEN expert?",
        help_text="They may, whether or not the school recognises special educational needs.",
        widget=forms.RadioSelect,
        choices=YES_NO,
    )
    wants_remote = forms.ChoiceField(
        label="Do they ask for a remote hearing?", widget=forms.RadioSelect, choices=YES_NO
    )
    access_needs = forms.CharField(
        label="What do they need to take part?",
        max_length=300,
        required=False,
        help_text="For example an interpreter, step-free access or large print.",
    )
    why_late = forms.CharField(
        label="If it is out of time: why did it come late?",
        max_length=300,
        required=False,
        help_text="Leave empty first. You are told if it is out of time.",
    )

    def __init__(self, *args: Any, application: ReviewApplication | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial_of_application(application), **kwargs)

    def application(self) -> Application:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        return Application(
            sent_on=answers["sent_on"],
            method=answers["method"],
            gives_grounds=answers["gives_grounds"] == "yes",
            wants_expert=answers["wants_expert"] == "yes",
            wants_remote=answers["wants_remote"] == "yes",
            access_needs=answers["access_needs"],
        )


def _initial_of_application(application: ReviewApplication | None) -> dict[str, Any]:
    if application is None:
        return {}
    return {
        "sent_on": application.sent_on,
        "method": application.method,
        "gives_grounds": yes_no(application.gives_grounds),
        "wants_expert": yes_no(application.wants_expert),
        "wants_remote": yes_no(application.wants_remote),
        "access_needs": application.access_needs,
    }


class ClaimForm(DatedForm):
    """A claim that the exclusion was discrimination."""

    made_on = DateField(label="Claim made on")
    body = forms.ChoiceField(label="Where?", widget=forms.RadioSelect, choices=ClaimBody)
    determined_on = DateField(
        label="Finally determined on",
        required=False,
        help_text="Decided for good, or withdrawn. Leave empty while it is pending.",
    )

    def __init__(self, *args: Any, review: Review | None, **kwargs: Any) -> None:
        initial = (
            {"made_on": review.claim_made_on, "body": review.claim_body, "determined_on": review.claim_determined_on}
            if review
            else {}
        )
        super().__init__(*args, initial=initial, **kwargs)


class WithdrawalForm(DatedForm):
    """The parents withdrew their application."""

    withdrawn_on = DateField(label="Withdrawn on", help_text="The day their words came.")


class NoticeFields(DatedForm):
    """When and how the panel's written decision went to the governors."""

    notice_sent_on = DateField(
        label="Panel’s decision sent to the governors on",
        required=False,
        help_text="Their time to reconsider runs from the day it counts as given. You can record it later.",
    )
    notice_method = forms.ChoiceField(
        label="How was it sent?", required=False, widget=forms.RadioSelect, choices=WAYS_TO_GOVERNORS
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("notice_sent_on") and not cleaned.get("notice_method"):
            self.add_error("notice_method", "Choose how the panel’s decision was sent")
        return cleaned


class PanelDecisionForm(NoticeFields):
    """What the panel decided."""

    outcome = forms.ChoiceField(label="What did the panel decide?", widget=forms.RadioSelect, choices=PanelOutcome)
    decided_on = DateField(label="Decided on")
    orders_adjustment = forms.ChoiceField(
        label="Does it order the financial adjustment?",
        help_text="Only if it quashed the decision. It bears only if the governors do not offer reinstatement in time.",
        widget=forms.RadioSelect,
        choices=YES_NO,
        initial="no",
    )

    field_order = ("outcome", "decided_on", "orders_adjustment", "notice_sent_on", "notice_method")

    def __init__(self, *args: Any, review: Review | None, **kwargs: Any) -> None:
        initial = {}
        if review is not None and review.outcome:
            initial = {
                "outcome": review.outcome,
                "decided_on": review.decided_on,
                "orders_adjustment": yes_no(review.orders_adjustment),
                "notice_sent_on": review.notice_sent_on,
                "notice_method": review.notice_method,
            }
        super().__init__(*args, initial=initial, **kwargs)


class ReviewToldForm(NoticeFields):
    """When the panel's decision went to the governors, and who else was told of it and of their second decision."""

    panel_parents_told_on = told_date("Parents told of the panel’s decision on")
    panel_head_teacher_told_on = told_date("Head teacher told of the panel’s decision on")
    panel_council_told_on = told_date("Council told of the panel’s decision on")
    panel_home_authority_told_on = told_date(
        "Home authority told of the panel’s decision on", "Only if the child lives in another authority."
    )
    second_parents_told_on = told_date("Parents told of the governors’ second decision on")
    second_head_teacher_told_on = told_date("Head teacher told of the governors’ second decision on")
    second_council_told_on = told_date("Council told of the governors’ second decision on")
    second_home_authority_told_on = told_date(
        "Home authority told of the governors’ second decision on", "Only if the child lives in another authority."
    )

    def __init__(self, *args: Any, review: Review, told: Mapping[tuple[str, str], date], **kwargs: Any) -> None:
        initial = {f"{about}_{recipient}_told_on": day for (about, recipient), day in told.items()}
        initial |= {"notice_sent_on": review.notice_sent_on, "notice_method": review.notice_method}
        super().__init__(*args, initial=initial, **kwargs)
        if review.reconsidered_on is None:
            for recipient in ReviewTold.Recipient.values:
                del self.fields[f"{About.SECOND}_{recipient}_told_on"]

    def told(self, about: str) -> dict[str, date]:
        """Who was told of that on which day, as far as it was filled in."""
        days = {name: self.cleaned_data.get(f"{about}_{name}_told_on") for name in ReviewTold.Recipient.values}
        return {name: day for name, day in days.items() if day}


class SecondDecisionForm(DatedForm):
    """What the governors decided after the review."""

    open_ended = frozenset({"reinstate_on"})

    decision = forms.ChoiceField(
        label="What did the governors decide?", widget=forms.RadioSelect, choices=SecondDecision
    )
    reconsidered_on = DateField(label="Decided on")
    reinstate_on = DateField(
        label="Back in school from",
        required=False,
        help_text="Only for “Offer reinstatement”. Leave empty if it is the day of the decision.",
    )


class CorrectSecondDecisionForm(SecondDecisionForm):
    """The same, filled with what is recorded, and why it is corrected."""

    because = why_corrected()

    def __init__(self, *args: Any, review: Review | None, **kwargs: Any) -> None:
        initial = {}
        if review is not None:
            is_dated = review.reinstated_on != review.reconsidered_on
            initial = {
                "decision": review.second_decision,
                "reconsidered_on": review.reconsidered_on,
                "reinstate_on": review.reinstated_on if is_dated else None,
            }
        super().__init__(*args, initial=initial, **kwargs)


class AdjustmentForm(DatedForm):
    """When the financial adjustment was made."""

    made_on = DateField(
        label="Made on", help_text="Taken from the budget of a maintained school, or paid by the academy trust."
    )

    def __init__(self, *args: Any, review: Review | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"made_on": review.adjustment_made_on if review else None}, **kwargs)
