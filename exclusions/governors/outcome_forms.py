"""The forms of what the governors decided, and whom they told. They validate; they never save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from components.fields import DateField
from components.forms import GovukForm
from exclusions.form_parts import maybe, maybe_field, shown, told_changes, told_date, why_corrected
from exclusions.models import (
    Exclusion,
    GovernorsDecision,
    GovernorsOutcome,
    NoticeMethod,
    OutcomeTold,
    SuspensionOutcome,
)

DECIDED_BY = GovernorsOutcome.DecidedBy


class WhoDecided(GovukForm):
    """Who decided for the board, and whether the reasons were written."""

    decided_by = forms.ChoiceField(
        label="Who decided?", required=False, widget=forms.RadioSelect, choices=DECIDED_BY, initial=DECIDED_BY.BOARD
    )
    has_written_reasons = maybe_field("Were the reasons given in writing?")

    def __init__(self, *args: Any, may_chair_decide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_chair_decide:
            del self.fields["decided_by"]

    def who(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return {
            "decided_by": answers.get("decided_by") or DECIDED_BY.BOARD,
            "has_written_reasons": maybe(answers["has_written_reasons"]),
        }


class DecisionForm(WhoDecided):
    """What the governors decided of a permanent exclusion."""

    decision = forms.ChoiceField(
        label="What did the governors decide?", widget=forms.RadioSelect, choices=GovernorsDecision
    )
    decided_on = DateField(label="Decided on")
    reinstate_on = DateField(label="Back in school from", required=False, help_text="Only for “Reinstate on a date”.")

    field_order = ("decision", "decided_on", "reinstate_on", "decided_by", "has_written_reasons")

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].latest = as_of

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision == GovernorsDecision.REINSTATE_ON and not cleaned.get("reinstate_on"):
            self.add_error("reinstate_on", "Enter the day from which the child is back, for example 12 10 2026")
        if cleaned.get("reinstate_on") and decision and decision != GovernorsDecision.REINSTATE_ON:
            self.add_error("reinstate_on", "Take this date out, or choose “Reinstate on a date”")
        return cleaned

    def outcome(self) -> dict[str, Any]:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return {name: answers[name] for name in ("decision", "decided_on", "reinstate_on")} | self.who()


class GovernorsDecideForm(DecisionForm):
    """The decision when it is recorded, and the written decision when it has gone."""

    notice_sent_on = DateField(
        label="Written decision sent on",
        required=False,
        help_text="Only if they declined, and if it has gone. You can record it later.",
    )
    notice_method = forms.ChoiceField(
        label="How was it sent?", required=False, widget=forms.RadioSelect, choices=NoticeMethod
    )

    field_order = (*DecisionForm.field_order, "notice_sent_on", "notice_method")

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, as_of=as_of, **kwargs)
        self.fields["notice_sent_on"].latest = as_of

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if cleaned.get("notice_sent_on") and decision and decision != GovernorsDecision.DECLINE:
            self.add_error("notice_sent_on", "Take this date out, or choose “Decline to reinstate”")
        elif cleaned.get("notice_sent_on") and not cleaned.get("notice_method"):
            self.add_error("notice_method", "Choose how the written decision was sent")
        return cleaned


class CorrectDecisionForm(DecisionForm):
    """The same decision, filled with what is recorded, and why it is corrected."""

    because = why_corrected()

    field_order = (*DecisionForm.field_order, "because")

    def __init__(self, *args: Any, exclusion: Exclusion, known: GovernorsOutcome | None, **kwargs: Any) -> None:
        decision = exclusion.governors_decision
        is_dated = decision == GovernorsDecision.REINSTATE_ON
        initial: dict[str, Any] = {
            "decision": decision,
            "decided_on": exclusion.governors_decided_on,
            "reinstate_on": exclusion.reinstated_on if is_dated else None,
        }
        if known is not None:
            initial |= {"decided_by": known.decided_by, "has_written_reasons": shown(known.has_written_reasons)}
        super().__init__(*args, initial=initial, **kwargs)


class SuspensionOutcomeForm(WhoDecided):
    """What the governors decided of a suspension."""

    decision = forms.ChoiceField(
        label="What did the governors decide?", widget=forms.RadioSelect, choices=SuspensionOutcome
    )
    decided_on = DateField(label="Decided on")
    reinstate_on = DateField(label="Back in school from", required=False, help_text="Only for “Reinstate on a date”.")

    field_order = ("decision", "decided_on", "reinstate_on", "decided_by", "has_written_reasons")

    def __init__(self, *args: Any, known: GovernorsOutcome | None, open_to: Sequence[str], as_of: date, **kwargs: Any):
        initial: dict[str, Any] = {}
        if known is not None:
            is_dated = known.decision == SuspensionOutcome.REINSTATE_ON
            initial = {
                "decision": known.decision,
                "decided_on": known.decided_on,
                "reinstate_on": known.reinstated_on if is_dated else None,
                "decided_by": known.decided_by,
                "has_written_reasons": shown(known.has_written_reasons),
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["decision"].choices = [(each.value, each.label) for each in SuspensionOutcome if each in open_to]
        self.fields["decided_on"].latest = as_of
        if SuspensionOutcome.REINSTATE_ON not in open_to:
            del self.fields["reinstate_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        decision = cleaned.get("decision")
        if decision == SuspensionOutcome.REINSTATE_ON and not cleaned.get("reinstate_on"):
            self.add_error("reinstate_on", "Enter the day from which the child is back, for example 12 10 2026")
        if cleaned.get("reinstate_on") and decision and decision != SuspensionOutcome.REINSTATE_ON:
            self.add_error("reinstate_on", "Take this date out, or choose “Reinstate on a date”")
        return cleaned

    def outcome(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        return {name: answers.get(name) for name in ("decision", "decided_on", "reinstate_on")} | self.who()


class OutcomeToldForm(GovukForm):
    """Who was told of the governors' decision on which day."""

    def __init__(
        self, *args: Any, recipients: Sequence[str], told: Mapping[str, date], as_of: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={f"{recipient}_told_on": day for recipient, day in told.items()}, **kwargs)
        for recipient in recipients:
            field = told_date(f"{OutcomeTold.Recipient(recipient).label} told on")
            field.latest = as_of
            self.fields[f"{recipient}_told_on"] = field
        self.word_errors()

    def told(self) -> dict[str, date | None]:
        """Who was told on which day; None where a day was taken out."""
        return told_changes(self)
