"""The forms of the governors' part. They validate; they never save."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from components.fields import DateField, TimeField
from components.forms import GovukForm
from exclusions.actions.governors_meeting import Invitation, Listing
from exclusions.form_parts import NOT_SAID, MayConfirm, maybe, maybe_field, shown
from exclusions.governors.policies import MAY_SEND_A_NOMINEE
from exclusions.models import (
    CouncilsPart,
    GovernorsInvitation,
    GovernorsMeeting,
    RemoteRequest,
    Representations,
    TakesPart,
)


class RepresentationsForm(GovukForm):
    """What the parents said to the governing board."""

    standing = forms.ChoiceField(
        label="What did the parents say?", widget=forms.RadioSelect, choices=Representations.Standing
    )
    received_on = DateField(label="Received on", help_text="The day on which the board or its clerk had it.")
    made_by = forms.ChoiceField(label="From whom?", widget=forms.RadioSelect, choices=Representations.MadeBy)
    method = forms.ChoiceField(label="How?", widget=forms.RadioSelect, choices=Representations.Method)

    def __init__(self, *args: Any, known: Representations | None, as_of: date, **kwargs: Any) -> None:
        names = ("standing", "received_on", "made_by", "method")
        initial = {name: getattr(known, name) for name in names} if known else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["received_on"].latest = as_of


class MeetingForm(MayConfirm):
    """The day of the governors' meeting, and how it is held."""

    meeting_on = DateField(label="Meeting on")
    from_time = TimeField(
        label="Time",
        required=False,
        help_text="For example 9:30am or 17:00.",
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
    )
    mode = forms.ChoiceField(label="How is it held?", widget=forms.RadioSelect, choices=GovernorsMeeting.Mode)
    remote_reason = forms.ChoiceField(
        label="Why remotely?",
        required=False,
        help_text="Only for a meeting held remotely. In person is the rule.",
        choices=(("", "It is not held remotely"), *GovernorsMeeting.RemoteReason.choices),
    )
    are_conditions_met = forms.BooleanField(
        label="The board is satisfied that all can connect and take part fully, and that it is fair and transparent",
        required=False,
        help_text="Only where somebody joins remotely. Where the parents asked, it is said at the request.",
    )
    place = forms.CharField(
        label="Place", required=False, max_length=120, help_text="The school or another venue. Never a home."
    )

    def __init__(self, *args: Any, meeting: GovernorsMeeting | None, meeting_on: date | None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"meeting_on": meeting_on, "mode": GovernorsMeeting.Mode.IN_PERSON}
        if meeting is not None:
            names = ("from_time", "mode", "remote_reason", "are_conditions_met", "place")
            initial |= {name: getattr(meeting, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)

    def listing(self) -> Listing:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return Listing(
            from_time=answers["from_time"],
            mode=answers["mode"],
            remote_reason=answers["remote_reason"],
            are_conditions_met=answers["are_conditions_met"],
            place=answers["place"],
            is_confirmed=answers["is_confirmed"],
        )


class RemoteRequestForm(GovukForm):
    """The parents asked for a remote meeting, and the conditions."""

    requested_on = DateField(label="Asked on")
    can_all_connect = maybe_field("Can everybody who takes part use the technology?")
    can_all_take_part = maybe_field("Can everybody take part fully?")
    is_fair_and_transparent = maybe_field("Would it be fair and transparent?")

    def __init__(self, *args: Any, known: RemoteRequest | None, as_of: date, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if known is not None:
            names = ("can_all_connect", "can_all_take_part", "is_fair_and_transparent")
            initial = {name: shown(getattr(known, name)) for name in names}
            initial["requested_on"] = known.requested_on
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["requested_on"].latest = as_of

    def request(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        answers = dict(self.cleaned_data)
        return {name: answer if name == "requested_on" else maybe(answer) for name, answer in answers.items()}


class PapersForm(GovukForm):
    """The papers went."""

    sent_on = DateField(label="Papers sent on", help_text="To everybody who takes part.")

    def __init__(self, *args: Any, meeting: GovernorsMeeting | None, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"sent_on": meeting.papers_sent_on if meeting else None}, **kwargs)
        self.fields["sent_on"].latest = as_of


class InvitationsForm(GovukForm):
    """Who is invited, who attends, and whom a professional sends: three fields for each who may take part."""

    marks_optional = False

    def __init__(
        self,
        *args: Any,
        roles: Sequence[str],
        known: Mapping[str, GovernorsInvitation],
        as_of: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=dict(_invited(known)), **kwargs)
        self.roles = roles
        for role in roles:
            self._add_fields_of(role, as_of)
        self.word_errors()

    def _add_fields_of(self, role: str, as_of: date) -> None:
        label = str(TakesPart(role).label)
        self.fields[f"{role}_invited_on"] = DateField(
            label=f"{label} invited on", required=False, is_single=True, latest=as_of
        )
        attends = [each for each in GovernorsInvitation.Attends if each != "nominee" or role in MAY_SEND_A_NOMINEE]
        self.fields[f"{role}_attends"] = forms.ChoiceField(
            label=f"{label}: attends?",
            required=False,
            choices=[NOT_SAID, *((each.value, each.label) for each in attends)],
        )
        if role in MAY_SEND_A_NOMINEE:
            self.fields[f"{role}_nominee"] = forms.CharField(
                label=f"{label}: name of the nominee", required=False, max_length=120
            )

    def cards(self) -> list[tuple[str, list[forms.BoundField]]]:
        """For each role its name and its fields."""
        parts = ("invited_on", "attends", "nominee")
        return [
            (
                str(TakesPart(role).label),
                [self[f"{role}_{part}"] for part in parts if f"{role}_{part}" in self.fields],
            )
            for role in self.roles
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for role in self.roles:
            day = f"{role}_invited_on"
            says_more = cleaned.get(f"{role}_attends") or cleaned.get(f"{role}_nominee")
            if says_more and day in cleaned and not cleaned[day]:
                self.add_error(day, f"Enter the day on which this person was invited: {TakesPart(role).label.lower()}")
        return cleaned

    def invitations(self) -> dict[str, Invitation]:
        """Who is invited, as the action takes it."""
        answers = self.cleaned_data
        return {
            role: Invitation(
                answers[f"{role}_invited_on"], answers[f"{role}_attends"], answers.get(f"{role}_nominee", "")
            )
            for role in self.roles
            if answers[f"{role}_invited_on"]
        }


def _invited(known: Mapping[str, GovernorsInvitation]) -> Iterator[tuple[str, object]]:
    for role, row in known.items():
        yield f"{role}_invited_on", row.invited_on
        yield f"{role}_attends", row.attends
        yield f"{role}_nominee", row.nominee


class RepresentativeForm(GovukForm):
    """Who represents the council at the meeting."""

    asked_for_on = DateField(
        label="Parents asked for somebody from the council on",
        required=False,
        help_text="To a meeting of this school somebody goes when the parents ask, normally to observe.",
    )
    representative = forms.ChoiceField(label="Council’s representative", required=False)
    attended = maybe_field("Was the representative there?", "Leave “Not known yet” until after the meeting.")

    def __init__(
        self,
        *args: Any,
        known: CouncilsPart | None,
        people: Sequence[User],
        is_invited: bool,
        as_of: date,
        **kwargs: Any,
    ) -> None:
        who = known.representative if known else None
        initial = {
            "asked_for_on": known.asked_for_on if known else None,
            "representative": str(who.pk) if who else "",
            "attended": shown(known.attended if known else None),
        }
        super().__init__(*args, initial=initial, **kwargs)
        # Who was named and has left the team since stays to be seen.
        self.people = {str(each.pk): each for each in (*people, *([who] if who else []))}
        choices = [(key, each.name) for key, each in self.people.items()]
        self.fields["representative"].choices = [("", "Nobody yet"), *choices]
        if is_invited:
            del self.fields["asked_for_on"]
        else:
            self.fields["asked_for_on"].latest = as_of

    def named(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        return {
            "representative": self.people.get(answers["representative"]),
            "asked_for_on": answers.get("asked_for_on"),
            "attended": maybe(answers["attended"]),
        }


class ReportForm(GovukForm):
    """The text of the council's report."""

    text = forms.CharField(
        label="Report",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="The clerk sends the papers to everybody who takes part. Do not write where the child lives or is "
        "taught. The dates and what the council provided are put in by themselves.",
    )

    def __init__(self, *args: Any, known: CouncilsPart | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"text": known.report if known else ""}, **kwargs)
