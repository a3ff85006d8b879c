"""What the pages about the hearing, the panel, the papers and the costs ask for. They validate; they never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from components.fields import DateField, TimeField
from components.forms import GovukForm
from exclusions.actions.review_hearing import Hearing, Record
from exclusions.actions.review_papers import Cost, Paper
from exclusions.form_parts import MayConfirm
from exclusions.forms import YES_NO, yes_no
from exclusions.models import Attendee, Review, ReviewCost, ReviewHearing, ReviewPaper, ReviewSeat
from exclusions.panels.choosing import Candidate
from exclusions.review.forms import DatedForm

Course = ReviewHearing.Course


class HearingForm(MayConfirm):
    """When, where and how the panel is to sit."""

    hearing_on = DateField(label="Hearing on")
    starts_at = TimeField(label="Starts at", required=False, help_text="For example 9:30am or 17:00")
    mode = forms.ChoiceField(label="How?", widget=forms.RadioSelect, choices=ReviewHearing.Mode)
    venue = forms.CharField(
        label="Where", max_length=200, required=False, help_text="The room and its address, or the link’s host."
    )
    conditions = forms.ChoiceField(
        label="Could everybody take part remotely?",
        help_text="Everybody can use the technology and take part fully, and it would be fair and transparent.",
        widget=forms.RadioSelect,
        choices=YES_NO,
        initial="no",
    )
    why_remote = forms.CharField(
        label="If it is remote and the parents did not ask: why?",
        max_length=300,
        required=False,
        help_text="Only for an extraordinary event or unforeseen circumstances.",
    )
    why_moved = forms.CharField(
        label="If you change the day: why?", max_length=300, required=False, help_text="The old day is kept with it."
    )

    def __init__(self, *args: Any, planned: ReviewHearing | None, **kwargs: Any) -> None:
        initial = {}
        if planned is not None:
            initial = {
                "hearing_on": planned.hearing_on,
                "starts_at": planned.starts_at,
                "mode": planned.mode,
                "venue": planned.venue,
                "conditions": yes_no(planned.are_remote_conditions_met),
                "why_remote": planned.why_remote,
            }
        super().__init__(*args, initial=initial, **kwargs)
        if planned is None:
            del self.fields["why_moved"]

    def hearing(self) -> Hearing:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        return Hearing(
            hearing_on=answers["hearing_on"],
            starts_at=answers["starts_at"],
            mode=answers["mode"],
            venue=answers["venue"],
            are_remote_conditions_met=answers["conditions"] == "yes",
            why_remote=answers["why_remote"],
        )


class HearingRecordForm(GovukForm):
    """How a day of the hearing went."""

    course = forms.ChoiceField(
        label="How did it go?",
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in Course if each != Course.PLANNED],
    )
    attended = forms.MultipleChoiceField(
        label="Who was there besides the panel?",
        choices=Attendee,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why_not_held = forms.CharField(label="If it was adjourned or put off: why?", max_length=300, required=False)
    next_on = DateField(label="It goes on", required=False, help_text="Leave empty if the day is not fixed yet.")
    minutes = forms.FileField(
        label="Minutes", required=False, max_length=160, help_text="PDF, JPG, PNG, DOCX, XLSX or TXT, up to 25 MB."
    )

    is_confirmed = forms.BooleanField(
        label="It began all the same: who sat is recorded later",
        required=False,
        help_text="The case says what is missing until then.",
    )
    is_day_confirmed = forms.BooleanField(
        label="The day is right, though it is late or no school day: keep it", required=False
    )

    def __init__(self, *args: Any, is_panel_lawful: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_panel_lawful:
            del self.fields["is_confirmed"]
        # Asked only once a day was sent that is doubtful.
        if not self.is_bound:
            del self.fields["is_day_confirmed"]

    def record(self) -> Record:
        """The answers as the action takes them."""
        names = ("course", "attended", "why_not_held", "next_on", "is_day_confirmed")
        is_confirmed = self.cleaned_data.get("is_confirmed", False)
        return Record(**{name: self.cleaned_data[name] for name in names}, is_confirmed=is_confirmed)


class ArrangedForm(DatedForm):
    """The clerk, and the SEN expert."""

    clerk = forms.CharField(label="Clerk", max_length=120, required=False)
    expert_name = forms.CharField(label="SEN expert", max_length=120, required=False)
    expert_profession = forms.CharField(
        label="The expert’s profession",
        max_length=120,
        required=False,
        help_text="For example educational psychologist.",
    )
    expert_appointed_on = DateField(label="Appointed on", required=False)
    is_expert_independent = forms.BooleanField(
        label="The expert is independent of the school, the family and the council", required=False
    )

    def __init__(self, *args: Any, review: Review | None, **kwargs: Any) -> None:
        initial = {}
        if review is not None:
            initial = {
                "clerk": review.clerk,
                "expert_name": review.expert_name,
                "expert_profession": review.expert_profession,
                "expert_appointed_on": review.expert_appointed_on,
                "is_expert_independent": bool(review.expert_name),
            }
        super().__init__(*args, initial=initial, **kwargs)


class InviteForm(DatedForm):
    """Ask a member of the pool."""

    member = forms.ChoiceField(label="Who?", widget=forms.RadioSelect)
    is_chair = forms.BooleanField(label="To take the chair", required=False)
    invited_on = DateField(label="Invited on")

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(each.member.uuid): each.member for each in candidates if not each.reasons}
        self.fields["member"].choices = [
            (key, f"{member.name}, {member.get_kind_display().lower()}{', may chair' if member.may_chair else ''}")
            for key, member in self.members.items()
        ]

    def invited(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {**self.cleaned_data, "member": self.members[self.cleaned_data["member"]]}


class AnswerForm(DatedForm):
    """What a member answered."""

    answer = forms.ChoiceField(
        label="What did they answer?",
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in ReviewSeat.Answer if each != ReviewSeat.Answer.WAITING],
    )
    answered_on = DateField(label="Answered on")
    says_unconnected = forms.BooleanField(
        label="They say that nothing connects them with the pupil, the family or what happened", required=False
    )


class PaperForm(DatedForm):
    """A paper for the hearing."""

    title = forms.CharField(label="What it is", max_length=160)
    source = forms.ChoiceField(label="From", choices=ReviewPaper.Source)
    received_on = DateField(label="Received on")
    sent_on = DateField(label="Sent to everybody on", required=False, help_text="You can record it later for all.")

    def __init__(self, *args: Any, paper: ReviewPaper | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_columns(paper, self.base_fields), **kwargs)

    def paper(self) -> Paper:
        """The answers as the action takes them."""
        return Paper(**self.cleaned_data)


class PapersSentForm(DatedForm):
    """When the papers went."""

    sent_on = DateField(label="Sent to everybody on")


class CostForm(DatedForm):
    """Something that the review cost."""

    error_names: ClassVar[dict[str, str]] = {"amount": "the amount"}

    kind = forms.ChoiceField(label="For", choices=ReviewCost.Kind)
    amount = forms.DecimalField(
        label="Amount in pounds",
        min_value=0,
        max_digits=8,
        decimal_places=2,
        help_text="For example 120.50",
        error_messages={"invalid": "Amount must be in pounds and pence, for example 120.50"},
    )
    spent_on = DateField(label="Spent on")
    what_for = forms.CharField(label="What for", max_length=160, required=False)

    def __init__(self, *args: Any, cost: ReviewCost | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_columns(cost, self.base_fields), **kwargs)
        if cost is not None:
            self.fields["amount"].help_text = "Enter 0.00 to take out what was recorded by mistake."

    def cost(self) -> Cost:
        """The answers as the action takes them."""
        return Cost(**self.cleaned_data)


def _columns(row: ReviewPaper | ReviewCost | None, names: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row is not None else {}
