"""The forms of leaving: roll, return, next school, reintegration, file, end. They validate; they never save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from components.fields import DateField, UrnField
from components.forms import GovukForm
from exclusions.actions.ending import CANCELLATION_DAYS
from exclusions.form_parts import YES_NO, MayConfirm, MayTakeBack, why_corrected
from exclusions.leaving.records import Leaving
from exclusions.models import (
    ONLY_IF_KNOWN,
    CancellationNotice,
    DeletionGround,
    Destination,
    FairAccessOutcome,
    NextSchool,
    Reintegration,
    ReturnItem,
    SafeguardingFile,
    TookPart,
)
from exclusions.queries import local_authorities, school_with_urn
from exclusions.states import REOPEN_REASONS
from provision.models import Provider
from schools.models import School

LONGEST_TEXT = 2000


class SchoolField(UrnField):
    """A school by its URN; gives the school."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "URN of the school")
        super().__init__(max_value=999999, **kwargs)

    def clean(self, value: Any) -> School | None:
        urn = super().clean(value)
        if urn is None:
            return None
        school = school_with_urn(urn)
        if school is None:
            raise forms.ValidationError(f"{self.label}: enter one that is in the schools list, for example 136126")
        return school


class PastDays(GovukForm):
    """A form whose days, but for those in `may_lie_ahead`, are today or earlier."""

    may_lie_ahead: frozenset[str] = frozenset()

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, DateField) and name not in self.may_lie_ahead:
                field.latest = as_of


class OffRollForm(PastDays):
    """The school took the name off its roll."""

    off_on = DateField(label="Taken off the roll on", help_text="The first day on which the child was not on the roll.")
    is_mistake = forms.BooleanField(label="It was recorded by mistake: take the day back", required=False)
    is_confirmed = forms.BooleanField(
        label="The school has done it before its time: keep it, mark it, and challenge the school", required=False
    )

    def __init__(self, *args: Any, leaving: Leaving, is_doubtful: bool, may_be_taken_back: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"off_on": leaving.deletion.off_on}, **kwargs)
        if leaving.deletion.off_on is None or not may_be_taken_back:
            del self.fields["is_mistake"]
        # Whoever takes the day back need not take it out as well.
        self.fields["off_on"].required = not ("is_mistake" in self.fields and self.data.get("is_mistake"))
        # Asked where today itself is too early, or the day that was sent turns out to be.
        if not is_doubtful and not self.is_bound:
            del self.fields["is_confirmed"]


class DeletionReturnForm(PastDays):
    """The school's return of the deletion, and its transfer file."""

    received_on = DateField(label="Return received on", required=False)
    ground = forms.ChoiceField(
        label="On which ground?", required=False, widget=forms.RadioSelect, choices=DeletionGround
    )
    items_given = forms.MultipleChoiceField(
        label="What does the return hold?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=ReturnItem,
        help_text="Only whether it is there is kept, never the address or the name itself.",
    )
    items_not_needed = forms.MultipleChoiceField(
        label="What is not needed?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(item.value, item.label) for item in ReturnItem if item in ONLY_IF_KNOWN],
        help_text="Where the child does not move, or has no new school yet.",
    )
    transfer_file_sent_on = DateField(label="Common transfer file sent on", required=False)

    def __init__(self, *args: Any, leaving: Leaving, **kwargs: Any) -> None:
        deletion = leaving.deletion
        initial = {
            "received_on": deletion.return_received_on,
            "ground": deletion.ground,
            "items_given": deletion.items_given,
            "items_not_needed": deletion.items_not_needed,
            "transfer_file_sent_on": deletion.transfer_file_sent_on,
        }
        super().__init__(*args, initial=initial, **kwargs)


class ApplyForm(PastDays):
    """An in-year application."""

    applied_on = DateField(label="Applied on")
    applied_to = forms.ChoiceField(label="To which authority?")
    asked_for = SchoolField(label="URN of the school that was asked for", required=False)

    def __init__(self, *args: Any, way: NextSchool, **kwargs: Any) -> None:
        initial = {
            "applied_on": way.applied_on,
            "applied_to": way.applied_to.code if way.applied_to else "",
            "asked_for": way.asked_for.urn if way.asked_for else None,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.authorities = {each.code: each for each in local_authorities()}
        self.fields["applied_to"].choices = [
            ("", "Choose one"),
            *((code, each.name) for code, each in self.authorities.items()),
        ]


class FairAccessForm(PastDays, MayConfirm):
    """The panel accepted the child."""

    accepted_on = DateField(label="Accepted on", help_text="The school days to a place run from this day.")


class PanelForm(PastDays):
    """What the panel decided."""

    panel_on = DateField(label="Panel on")
    outcome = forms.ChoiceField(label="What did the panel decide?", widget=forms.RadioSelect, choices=FairAccessOutcome)
    school = SchoolField(label="URN of the school that was named")


class PlanReferralForm(PastDays):
    """A special school through the plan."""

    referred_on = DateField(label="Referred on")


class AgreeForm(PastDays, MayConfirm):
    """The agreed place."""

    may_lie_ahead = frozenset({"starts_on"})

    school = SchoolField()
    agreed_on = DateField(label="Agreed on")
    starts_on = DateField(label="Starts on")

    def __init__(self, *args: Any, way: NextSchool, **kwargs: Any) -> None:
        school = way.school or way.panel_school
        initial = {"school": school.urn if school else None, "agreed_on": way.agreed_on, "starts_on": way.starts_on}
        super().__init__(*args, initial=initial, **kwargs)


class AdmitForm(PastDays, MayConfirm):
    """The admission."""

    admitted_on = DateField(label="Admitted on", help_text="The child is on the main roll of the school from this day.")

    def __init__(self, *args: Any, way: NextSchool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"admitted_on": way.starts_on}, **kwargs)


class CorrectAdmissionForm(PastDays, MayConfirm):
    """The day of the admission, or that there was none."""

    admitted_on = DateField(label="Admitted on", help_text="The child is on the main roll of the school from this day.")
    is_mistake = forms.BooleanField(label="It was recorded by mistake: take the admission back", required=False)
    because = why_corrected()

    def __init__(self, *args: Any, way: NextSchool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"admitted_on": way.admitted_on}, **kwargs)
        # Whoever takes it back need not take the day out as well.
        self.fields["admitted_on"].required = not self.data.get("is_mistake")


class PlacedForm(PastDays):
    """Where the child is now."""

    destination = forms.ChoiceField(
        label="Where is the child educated now?", widget=forms.RadioSelect, choices=Destination
    )
    placed_on = DateField(label="There since")

    def __init__(self, *args: Any, way: NextSchool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"placed_on": way.admitted_on}, **kwargs)


class CorrectPlacedForm(PastDays):
    """Where the child is now, filled with what is recorded; or that nothing of it was so."""

    destination = forms.ChoiceField(
        label="Where is the child educated now?", widget=forms.RadioSelect, choices=Destination
    )
    placed_on = DateField(label="There since")
    is_mistake = forms.BooleanField(label="It was recorded by mistake: the child is not placed", required=False)
    because = why_corrected()

    def __init__(self, *args: Any, way: NextSchool, **kwargs: Any) -> None:
        initial = {"destination": way.destination, "placed_on": way.placed_on}
        super().__init__(*args, initial=initial, **kwargs)
        # Whoever takes it back need not take the answers out as well.
        for name in initial:
            self.fields[name].required = not self.data.get("is_mistake")


class ReopenForm(GovukForm):
    """Why a closed case is opened again."""

    reason = forms.ChoiceField(
        label="Why is it opened again?",
        widget=forms.RadioSelect,
        choices=tuple(REOPEN_REASONS.items()),
        error_messages={"required": "Select why the case is opened again"},
    )


class ReintegrationForm(GovukForm):
    """A plan for the return."""

    meeting_on = DateField(
        label="Meeting on", required=False, help_text="Leave empty if there was none. The return does not wait for it."
    )
    took_part = forms.MultipleChoiceField(
        label="Who took part?", required=False, widget=forms.CheckboxSelectMultiple, choices=TookPart
    )
    aims = forms.CharField(label="Aims", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea)
    support = forms.CharField(label="Support", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea)
    is_full_time = forms.ChoiceField(label="Does the child return full-time?", widget=forms.RadioSelect, choices=YES_NO)
    review_on = DateField(label="Look at it again on", required=False)


class ReturnOutcomeForm(PastDays):
    """How the return went."""

    outcome = forms.ChoiceField(label="How did it go?", widget=forms.RadioSelect, choices=Reintegration.Outcome)
    outcome_on = DateField(label="Looked at on")


class SafeguardingFileForm(PastDays):
    """The safeguarding file was passed on."""

    from_school = SchoolField(label="URN of the school that passed it on")
    to_provider = forms.ChoiceField(label="To which provider?", required=False)
    to_school = SchoolField(label="Or the URN of the school that it went to", required=False)
    method = forms.ChoiceField(label="How?", widget=forms.RadioSelect, choices=SafeguardingFile.Method)
    passed_on = DateField(label="Passed on", help_text="The day it was sent or handed over. Nothing of what is in it.")
    confirmed_on = DateField(label="Receipt confirmed on", required=False)

    def __init__(self, *args: Any, school: School | None, providers: Mapping[str, Provider], **kwargs: Any) -> None:
        super().__init__(*args, initial={"from_school": school.urn if school else None}, **kwargs)
        self.providers = providers
        self.fields["to_provider"].choices = [
            ("", "None, it went to a school"),
            *((key, str(each)) for key, each in providers.items()),
        ]


class CorrectFileForm(SafeguardingFileForm, MayTakeBack):
    """What is recorded of a file, put right; or that it was never passed on."""

    mistake_label = "It was recorded by mistake: no file was passed on"

    def __init__(self, *args: Any, file: SafeguardingFile, **kwargs: Any) -> None:
        super().__init__(*args, school=file.from_school, **kwargs)
        names = ("method", "passed_on", "confirmed_on")
        self.initial |= {
            "to_provider": str(file.to_provider.uuid) if file.to_provider else "",
            "to_school": file.to_school.urn if file.to_school else None,
            **{name: getattr(file, name) for name in names},
        }

    def corrected(self) -> dict[str, Any]:
        """What was corrected, with the provider itself."""
        return {**super().corrected(), "to_provider": self.providers.get(self.cleaned_data["to_provider"])}


class ConfirmFileForm(PastDays):
    """Receipt of the file was confirmed."""

    confirmed_on = DateField(label="Receipt confirmed on")


class CancellationToldForm(PastDays):
    """Whom the school told of the cancelling, and what else it brings."""

    parents_told_on = DateField(label=CANCELLATION_DAYS["parents_told_on"], required=False)
    governors_told_on = DateField(label=CANCELLATION_DAYS["governors_told_on"], required=False)
    council_told_on = DateField(label=CANCELLATION_DAYS["council_told_on"], required=False)
    social_worker_told_on = DateField(label=CANCELLATION_DAYS["social_worker_told_on"], required=False)
    virtual_school_head_told_on = DateField(label=CANCELLATION_DAYS["virtual_school_head_told_on"], required=False)
    meeting_offered_on = DateField(label=CANCELLATION_DAYS["meeting_offered_on"], required=False)
    counted_to_governors_on = DateField(label=CANCELLATION_DAYS["counted_to_governors_on"], required=False)

    def __init__(self, *args: Any, notice: CancellationNotice, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(notice, name) for name in CANCELLATION_DAYS}, **kwargs)

    def days(self) -> dict[str, date | None]:
        """The days as the action takes them."""
        return {name: self.cleaned_data[name] for name in CANCELLATION_DAYS}
