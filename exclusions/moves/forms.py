"""The forms of a managed move. They validate; they never save."""

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
    yes_no,
)
from exclusions.models import ManagedMove, MoveAgreement, MoveRefusal, PupilsView
from exclusions.moves.decisions import Proposed
from exclusions.moves.facts import MoveFacts
from exclusions.queries import school_with_urn


class MoveForm(HomeAuthorityChoice, MayConfirm):
    """To which school, from when, and that it is for good."""

    past = ("proposed_on",)

    proposed_on = DateField(label="Proposed on")
    new_urn = UrnField(label="URN of the new school")
    starts_on = DateField(label="Starts on", help_text="The first day at the new school, as it is planned.")
    has_trial = forms.ChoiceField(
        label="Is there to be a trial period?",
        help_text="From 26 July 2026 a managed move has none.",
        widget=forms.RadioSelect,
        choices=YES_NO,
        initial="no",
    )
    ends_on = DateField(
        label="Ends on", required=False, help_text="Leave empty: a managed move is for good. Only earlier ones had one."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        school = school_with_urn(cleaned["new_urn"]) if cleaned.get("new_urn") else None
        if school is None and "new_urn" not in self.errors:
            self.add_error("new_urn", "Enter the URN of a school in the schools list, for example 136126")
        cleaned["new_school"] = school
        return cleaned

    def proposed(self) -> Proposed:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return Proposed(
            proposed_on=answers["proposed_on"],
            new_school=answers["new_school"],
            starts_on=answers["starts_on"],
            has_trial=answers["has_trial"] == "yes",
            ends_on=answers["ends_on"],
            is_confirmed=answers["is_confirmed"],
        )

    def chosen_authority(self) -> Any:
        """Where the child lives, when it is known."""
        return self.authorities.get(self.cleaned_data["home_authority"])


_MOVE = ("proposed_on", "new_urn", "starts_on", "has_trial", "ends_on", "home_authority")


class ProposeMoveForm(SchoolChoice, MoveForm):
    """Propose a managed move."""

    field_order = ("school", "urn", *_MOVE)


class CorrectMoveForm(CircumstancesThen, MoveForm):
    """Correct what was recorded wrongly, or has changed."""

    field_order = (*_MOVE, "is_looked_after", "has_plan", "has_social_worker")

    def __init__(self, *args: Any, move: ManagedMove, **kwargs: Any) -> None:
        initial = {
            **initial_circumstances(move),
            "proposed_on": move.proposed_on,
            "new_urn": move.new_school.urn,
            "starts_on": move.starts_on,
            "has_trial": yes_no(move.has_trial),
            "ends_on": move.ends_on,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def corrected(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return {
            "proposed": self.proposed(),
            "home_authority": self.chosen_authority(),
            **self.circumstances(),
        }


class AgreeForm(DatedForm):
    """Who agrees, on which day; the pupil's view; and whether permanent exclusion was mentioned."""

    pupils_view = forms.ChoiceField(
        label="What does the pupil think of it?",
        required=False,
        widget=forms.RadioSelect,
        choices=(("", "Not asked yet"), *PupilsView.choices),
    )
    mentioned = forms.ChoiceField(
        label="Was permanent exclusion mentioned to the parents?",
        help_text="A managed move is never made under a threat. Ask the parents.",
        required=False,
        widget=forms.RadioSelect,
        choices=(("", "Not asked yet"), *YES_NO),
    )

    def __init__(self, *args: Any, facts: MoveFacts, as_of: date, **kwargs: Any) -> None:
        move, labels = facts.move, dict(MoveAgreement.Party.choices)
        mentioned = move.was_exclusion_mentioned
        initial = {
            "pupils_view": move.pupils_view,
            "mentioned": "" if mentioned is None else yes_no(mentioned),
            **{f"{party}_agreed_on": day for party, day in facts.agreed.items()},
        }
        super().__init__(*args, initial=initial, as_of=as_of, **kwargs)
        self.parties = facts.parties
        for party in self.parties:
            field = DateField(
                label=f"{labels[party]} agreed on", required=False, help_text="Leave empty while they do not agree."
            )
            field.latest = as_of
            self.fields[f"{party}_agreed_on"] = field
        self.order_fields([*(f"{party}_agreed_on" for party in self.parties), "pupils_view", "mentioned"])
        self.word_errors()

    def answers(self) -> dict[str, Any]:
        """The answers as the action takes them: who agrees, on which day; None while nobody asked about a mention."""
        given = self.cleaned_data
        days = {party: given[f"{party}_agreed_on"] for party in self.parties}
        return {
            "agreed": {party: day for party, day in days.items() if day},
            "pupils_view": given["pupils_view"],
            "was_exclusion_mentioned": {"yes": True, "no": False}.get(given["mentioned"]),
        }


class MoveToldForm(DatedForm):
    """Who was told on which day."""

    home_authority_told_on = told_date("Home authority told on", "Only if the child lives in another authority.")
    social_worker_told_on = told_date("Social worker told on")
    virtual_school_head_told_on = told_date("Virtual school head told on")

    def __init__(self, *args: Any, told: dict[str, date], **kwargs: Any) -> None:
        super().__init__(*args, initial={f"{who}_told_on": day for who, day in told.items()}, **kwargs)

    def answers(self) -> dict[str, Any]:
        """Who was told on which day; None where a day was taken out."""
        return {"told": told_changes(self)}


class StartForm(DatedForm):
    """The first day at the new school."""

    past = ("moved_on",)

    moved_on = DateField(label="First day at the new school")


class FileForm(DatedForm):
    """When the safeguarding file was passed on."""

    past = ("sent_on",)

    sent_on = DateField(label="Safeguarding file passed on")


class ReviewMoveForm(DatedForm, MayConfirm):
    """How the move goes."""

    past = ("reviewed_on",)

    reviewed_on = DateField(label="Looked at on")
    is_settled = forms.ChoiceField(label="Has the pupil settled?", widget=forms.RadioSelect, choices=YES_NO)

    def reviewed(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        return {
            "reviewed_on": answers["reviewed_on"],
            "is_settled": answers["is_settled"] == "yes",
            **self.confirmation(),
        }


class RefuseForm(DatedForm):
    """That the move does not come about."""

    past = ("refused_on",)

    refused_on = DateField(label="Declined or withdrawn on")
    refusal = forms.ChoiceField(label="Why?", widget=forms.RadioSelect, choices=MoveRefusal)


class CorrectStartForm(StartForm, MayTakeBack):
    """The first day at the new school, put right; or that the pupil has not moved."""

    mistake_label = "It was recorded by mistake: the pupil has not moved"

    def __init__(self, *args: Any, move: ManagedMove, **kwargs: Any) -> None:
        super().__init__(*args, initial={"moved_on": move.moved_on}, **kwargs)


class CorrectReviewForm(ReviewMoveForm, MayTakeBack):
    """How the move goes, put right; or that nobody has looked at it yet."""

    mistake_label = "It was recorded by mistake: the move is still to be looked at"

    def __init__(self, *args: Any, move: ManagedMove, **kwargs: Any) -> None:
        initial = {"reviewed_on": move.reviewed_on, "is_settled": yes_no(bool(move.is_settled))}
        super().__init__(*args, initial=initial, **kwargs)

    def corrected(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return self.reviewed()


class CorrectRefusalForm(RefuseForm, MayTakeBack):
    """When and why the move was declined, put right; or that it goes on."""

    mistake_label = "It was recorded by mistake: the move goes on"

    def __init__(self, *args: Any, move: ManagedMove, **kwargs: Any) -> None:
        super().__init__(*args, initial={"refused_on": move.refused_on, "refusal": move.refusal}, **kwargs)
