"""The forms about a child who was seen in a public place. They validate; they never save."""

from __future__ import annotations

from typing import Any

from django import forms

from components.fields import DateField
from exclusions.actions.public_place import Seen
from exclusions.form_parts import DatedForm, maybe, maybe_field, shown
from exclusions.models import PublicPlaceSighting, SchoolSession, SightingDecision, ToldUs


class SightingForm(DatedForm):
    """When and where the child was seen, who told us, and the justification."""

    past = ("seen_on",)

    seen_on = DateField(label="Seen on")
    session = forms.ChoiceField(label="When on that day?", widget=forms.RadioSelect, choices=SchoolSession)
    place = forms.CharField(
        label="Where?", max_length=120, help_text="In brief, for example a park. Never an address of the family."
    )
    told_by = forms.ChoiceField(label="Who told us?", widget=forms.RadioSelect, choices=ToldUs)
    is_justified = maybe_field(
        "Was there a reasonable justification?",
        "For example a medical appointment. Ask the parents; until then leave “Not known yet”.",
    )
    justification = forms.CharField(label="If yes: which?", max_length=300, required=False)

    def __init__(self, *args: Any, sighting: PublicPlaceSighting | None = None, **kwargs: Any) -> None:
        names = ("seen_on", "session", "place", "told_by", "justification")
        initial = {name: getattr(sighting, name) for name in names} if sighting else {}
        initial["is_justified"] = shown(sighting.is_justified if sighting else None)
        super().__init__(*args, initial=initial, **kwargs)

    def seen(self) -> Seen:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        return Seen(**{**answers, "is_justified": maybe(answers["is_justified"])})


class DecideForm(DatedForm):
    """What follows from it."""

    past = ("decided_on", "notice_received_on")

    decision = forms.ChoiceField(label="What follows?", widget=forms.RadioSelect, choices=SightingDecision)
    decided_on = DateField(label="Decided on")
    notice_received_on = DateField(
        label="Parents received the notice on",
        required=False,
        help_text="Only for a penalty notice; you can record it later. The time to pay runs from that day.",
    )

    def __init__(self, *args: Any, sighting: PublicPlaceSighting, **kwargs: Any) -> None:
        initial = {name: getattr(sighting, name) for name in ("decision", "decided_on", "notice_received_on")}
        super().__init__(*args, initial=initial, **kwargs)
