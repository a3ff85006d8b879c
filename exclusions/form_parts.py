"""What the forms of several kinds ask alike: from which school, where the child lives, what was so about the child."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from cases.models import Child
from components.fields import DateField, UrnField
from components.forms import GovukForm
from exclusions.actions.refusals import ExclusionRefused
from exclusions.doubts import CONFIRM
from exclusions.models import AsItWas
from exclusions.queries import local_authorities, school_with_urn, schools_of

ANOTHER_SCHOOL = "another"
YES_NO = (("yes", "Yes"), ("no", "No"))
NOT_SAID = ("", "Not known yet")
MAYBE = (NOT_SAID, *YES_NO)


def yes_no(value: bool) -> str:
    """A stored answer as the form has it."""
    return "yes" if value else "no"


def maybe(answer: str) -> bool | None:
    """The answer of such a field; None for not known yet."""
    return {"yes": True, "no": False}.get(answer)


def shown(value: bool | None) -> str:
    """What stands in such a field."""
    return "" if value is None else yes_no(value)


def maybe_field(label: str, hint: str = "") -> forms.ChoiceField:
    """Yes, no, or not known yet."""
    return forms.ChoiceField(label=label, help_text=hint, required=False, choices=MAYBE, widget=forms.RadioSelect)


def digest_of(sentences: Sequence[str]) -> str:
    """What the tick beside these sentences is sent as."""
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:16]


def told_date(label: str, hint: str = "") -> DateField:
    """The day on which somebody was told; it may be left for later."""
    return DateField(label=label, help_text=hint, required=False)


def told_days(answers: Mapping[str, Any]) -> dict[str, date]:
    """The days of the fields that end in “_told_on”, by recipient, as far as they were filled in."""
    return {name.removesuffix("_told_on"): day for name, day in answers.items() if name.endswith("_told_on") and day}


def told_changes(form: forms.Form) -> dict[str, date | None]:
    """The days of such a form, by recipient; None where a day that stood there was taken out. A box that was not sent
    changes nothing."""
    boxes = {name: day for name, day in form.cleaned_data.items() if name.endswith("_told_on")}
    changed = {name: day for name, day in boxes.items() if day or (form.initial.get(name) and _was_sent(form, name))}
    return {name.removesuffix("_told_on"): day for name, day in changed.items()}


def _was_sent(form: forms.Form, name: str) -> bool:
    box = form.fields[name].widget
    return not box.value_omitted_from_data(form.data, form.files, form.add_prefix(name))


class DatedForm(GovukForm):
    """A form that knows today: the days of `past`, and those on which somebody was told, cannot lie ahead."""

    past: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in self.past or name.endswith(("_told_on", "_received_on")):
                field.latest = as_of


class MayConfirm(GovukForm):
    """A form whose answers may be unlikely, and kept once that is ticked. Asked only once something was sent. The tick
    is for the sentences beside which it stood and for no others: its value is their digest."""

    is_confirmed = forms.BooleanField(label="It is right all the same: keep it", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tick = self.fields.pop(CONFIRM)
        if self.is_bound:
            tick.widget.attrs["value"] = self._ticked
            # Below what it is about.
            self.fields[CONFIRM] = tick

    @property
    def _ticked(self) -> str:
        return str(self.data.get(self.add_prefix(CONFIRM), ""))

    def confirming(self, perform: Callable[[], str]) -> Callable[[], str]:
        """`perform` without the tick first; with it where it was made beside the very sentences that come now. Where
        others come the box is empty again."""

        def confirmed() -> str:
            self.cleaned_data[CONFIRM] = False
            try:
                return perform()
            except ExclusionRefused as refused:
                if refused.field != CONFIRM:
                    raise
                shown = digest_of(refused.reasons)
                if self._ticked != shown:
                    self.fields[CONFIRM].widget.attrs["value"] = shown
                    self.data = self.data.copy()
                    self.data.pop(self.add_prefix(CONFIRM), None)
                    raise
            self.cleaned_data[CONFIRM] = True
            return perform()

        return confirmed

    def confirmation(self) -> dict[str, bool]:
        """The tick as the actions take it."""
        return {"is_confirmed": self.cleaned_data["is_confirmed"]}


class HomeAuthorityChoice(DatedForm):
    """Where the child lives."""

    home_authority = forms.ChoiceField(
        label="Authority the child lives in",
        required=False,
        help_text="Leave empty if you do not know yet.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = {each.code: each for each in local_authorities()}
        self.fields["home_authority"].choices = [
            NOT_SAID,
            *((code, each.name) for code, each in self.authorities.items()),
        ]


class SchoolChoice(DatedForm):
    """One of the child's schools, or another one by its number. Cleans to `chosen_school`."""

    school = forms.ChoiceField(label="School", widget=forms.RadioSelect)
    urn = UrnField(label="URN of the other school", required=False)

    def __init__(self, *args: Any, child: Child, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, as_of=as_of, **kwargs)
        self.schools = {str(school.urn): school for school in schools_of(child, as_of)}
        choices = [(urn, school.name) for urn, school in self.schools.items()]
        self.fields["school"].choices = [*choices, (ANOTHER_SCHOOL, "Another school")]
        if len(choices) == 1:
            self.fields["school"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._clean_school(cleaned)
        return cleaned

    def _clean_school(self, cleaned: dict[str, Any]) -> None:
        chosen = cleaned.get("school")
        if chosen != ANOTHER_SCHOOL:
            cleaned["chosen_school"] = self.schools.get(str(chosen))
            return
        if "urn" in self.errors:
            return
        school = school_with_urn(cleaned["urn"]) if cleaned.get("urn") else None
        if school is None:
            self.add_error("urn", "Enter the URN of a school in the schools list, for example 136126")
        cleaned["chosen_school"] = school


class CircumstancesThen(DatedForm):
    """Care, plan and social worker as they were then: what correcting asks for."""

    is_looked_after = forms.ChoiceField(label="Was the child looked after?", widget=forms.RadioSelect, choices=YES_NO)
    has_plan = forms.ChoiceField(label="Did the child have an EHC plan?", widget=forms.RadioSelect, choices=YES_NO)
    has_social_worker = forms.ChoiceField(
        label="Did the child have a social worker?", widget=forms.RadioSelect, choices=YES_NO
    )

    def circumstances(self) -> dict[str, bool]:
        """The answers as the actions take them."""
        names = ("is_looked_after", "has_plan", "has_social_worker")
        return {name: self.cleaned_data[name] == "yes" for name in names}


def why_corrected(label: str = "Why is it corrected?") -> forms.CharField:
    """Every correction says why; it is kept as a note of the case."""
    return forms.CharField(
        label=label, max_length=300, help_text="Kept as a note of the case, beside what stood before."
    )


class MayTakeBack(GovukForm):
    """A form that corrects what is recorded, or takes it back as recorded by mistake, and says why. Whoever takes it
    back need not fill the rest in."""

    mistake_label: ClassVar[str] = "It was recorded by mistake: take it back"
    asked_all_the_same: ClassVar[tuple[str, ...]] = ("because",)

    is_mistake = forms.BooleanField(required=False)
    because = why_corrected()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_mistake"].label = self.mistake_label
        # Below what is corrected.
        for name in ("is_mistake", "because"):
            self.fields[name] = self.fields.pop(name)
        if self.data.get("is_mistake"):
            for name, field in self.fields.items():
                field.required = name in self.asked_all_the_same

    def corrected(self) -> dict[str, Any]:
        """What was corrected, as the actions take it."""
        asked_only = ("is_mistake", "because")
        return {name: value for name, value in self.cleaned_data.items() if name not in asked_only}


def initial_circumstances(row: AsItWas) -> dict[str, str]:
    """What stands in the boxes of a correction, as far as every kind has it."""
    home = row.home_authority
    return {
        "home_authority": home.code if home else "",
        "is_looked_after": yes_no(row.is_looked_after_then),
        "has_plan": yes_no(row.has_plan_then),
        "has_social_worker": yes_no(row.has_social_worker_then),
    }
