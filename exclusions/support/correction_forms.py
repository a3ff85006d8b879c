"""The forms that put a request for help right. They validate; they never save."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms

from components.fields import DateField
from exclusions.form_parts import DatedForm, MayTakeBack
from exclusions.models import SupportLine
from exclusions.rows import spelled
from exclusions.support.codes import NotTakenUp
from exclusions.support.facts import SupportFacts
from exclusions.support.forms import AgreeForm, CloseSupportForm


class CorrectLineForm(AgreeForm, MayTakeBack):
    """One line of support, put right; or that it was never agreed."""

    mistake_label = "It was recorded by mistake: this support was not agreed"

    def __init__(self, *args: Any, line: SupportLine, **kwargs: Any) -> None:
        names = ("tier", "kind", "starts_on", "ends_on", "review_on")
        initial = {name: getattr(line, name) for name in names}
        initial["provider"] = str(line.provider.uuid) if line.provider else ""
        super().__init__(*args, initial=initial, provider=line.provider, **kwargs)


class CorrectMeetingForm(DatedForm, MayTakeBack):
    """The day of a meeting, put right; or that there was none."""

    past = ("met_on",)
    mistake_label = "It was recorded by mistake: there was no such meeting"
    asked_all_the_same: ClassVar[tuple[str, ...]] = ("because", "meeting")

    meeting = forms.TypedChoiceField(label="Which meeting?", widget=forms.RadioSelect, coerce=date.fromisoformat)
    met_on = DateField(label="Met on", help_text="The right day.")

    def __init__(self, *args: Any, facts: SupportFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [each.met_on for each in facts.meetings]
        self.fields["meeting"].choices = [(day.isoformat(), f"On {spelled(day)}") for day in days]
        if len(days) == 1:
            self.initial |= {"meeting": days[0].isoformat(), "met_on": days[0]}


class CorrectOutcomeForm(CloseSupportForm, MayTakeBack):
    """What came of the help, put right; or that it goes on."""

    mistake_label = "It was recorded by mistake: the help goes on"

    def __init__(self, *args: Any, facts: SupportFacts, **kwargs: Any) -> None:
        super().__init__(*args, initial={"outcome": facts.request.outcome}, **kwargs)


class CorrectNotTakenUpForm(DatedForm, MayTakeBack):
    """Why the help is not taken up, put right; or that it is still to be decided."""

    mistake_label = "It was recorded by mistake: the request is still to be decided"

    not_taken_up_because = forms.ChoiceField(
        label="Why is it not taken up?", widget=forms.RadioSelect, choices=NotTakenUp
    )

    def __init__(self, *args: Any, facts: SupportFacts, **kwargs: Any) -> None:
        initial = {"not_taken_up_because": facts.request.not_taken_up_because}
        super().__init__(*args, initial=initial, **kwargs)
