"""What the pages about the pool of panel members ask for. They validate; they never save."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django import forms

from components.dates import NotADate, parse_text
from components.fields import DateField
from components.forms import GovukForm
from exclusions.actions.panel_members import Interests, MemberFacts
from exclusions.models import PanelMember
from exclusions.panels.queries import authorities_by_code, schools_by_urn
from exclusions.review.forms import DatedForm

_KINDS = (("", "All kinds"), *PanelMember.Kind.choices)
_BETWEEN = re.compile(r"[\s,;]+")


class PoolFilterForm(GovukForm):
    """Which of the pool to show."""

    marks_optional = False

    kind = forms.ChoiceField(label="Kind", required=False, choices=_KINDS)
    free_on = DateField(label="Trained and free on", required=False, is_single=True)
    sort = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class PanelMemberForm(DatedForm):
    """Somebody of the pool."""

    error_names: ClassVar[dict[str, str]] = {"name": "the name"}
    open_ended = frozenset()

    name = forms.CharField(label="Name", max_length=120)
    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        choices=PanelMember.Kind,
    )
    may_chair = forms.BooleanField(label="May chair a panel", required=False, help_text="Only a lay member may.")
    trained_on = DateField(
        label="Trained on", help_text="The day of the last training. The list shows until when it counts."
    )
    email = forms.EmailField(label="E-mail", required=False, help_text="Of their work or the pool, never private.")
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    schools = forms.CharField(
        label="Schools they are connected with",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="URNs, one on a line: as governor, employee, parent or in any other way.",
    )
    authorities = forms.CharField(
        label="Authorities they are connected with",
        required=False,
        help_text="Three-digit codes. Being employed as a head teacher by an authority is not a connection by itself.",
    )
    free_on = forms.CharField(
        label="Days on which they are free",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One on a line, for example 4 1 2027 or 4 January 2027.",
    )

    def __init__(self, *args: Any, member: PanelMember | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial_of(member), **kwargs)

    def clean_schools(self) -> list[Any]:
        typed = _pieces(self.cleaned_data["schools"])
        wrong = [each for each in typed if not (each.isascii() and each.isdigit() and len(each) <= 6)]
        found = schools_by_urn([int(each) for each in typed if each not in wrong])
        wrong += [each for each in typed if each not in wrong and int(each) not in found]
        if wrong:
            raise forms.ValidationError(f"No school of the schools list has this URN: {', '.join(wrong)}")
        return list(found.values())

    def clean_authorities(self) -> list[Any]:
        typed = _pieces(self.cleaned_data["authorities"])
        found = authorities_by_code(typed)
        wrong = [each for each in typed if each not in found]
        if wrong:
            raise forms.ValidationError(f"No authority has this code: {', '.join(wrong)}")
        return list(found.values())

    def clean_free_on(self) -> list[date]:
        days, wrong = [], []
        for line in self.cleaned_data["free_on"].splitlines():
            if not line.strip():
                continue
            try:
                days.append(parse_text(line))
            except NotADate:
                wrong.append(line.strip())
        if wrong:
            raise forms.ValidationError(f"Days must be real dates, one on a line. Check: {'; '.join(wrong)}")
        return days

    def facts(self) -> MemberFacts:
        """The answers as the actions take them."""
        names = ("name", "kind", "may_chair", "trained_on", "email", "telephone", "free_on")
        return MemberFacts(**{name: self.cleaned_data[name] for name in names})

    def interests(self) -> Interests:
        """What the member is connected with."""
        return Interests(self.cleaned_data["schools"], self.cleaned_data["authorities"])


class PanelMemberChangeForm(PanelMemberForm):
    """Change somebody of the pool."""

    left_on = DateField(label="Left the pool on", required=False, help_text="Leave empty while they belong to it.")


def _pieces(text: str) -> list[str]:
    return [each for each in _BETWEEN.split(text) if each]


def _initial_of(member: PanelMember | None) -> dict[str, Any]:
    if member is None:
        return {}
    interests = list(member.interests.all())
    return {
        "name": member.name,
        "kind": member.kind,
        "may_chair": member.may_chair,
        "trained_on": member.trained_on,
        "email": member.email,
        "telephone": member.telephone,
        "schools": "\n".join(str(each.school.urn) for each in interests if each.school),
        "authorities": ", ".join(each.authority.code for each in interests if each.authority),
        "free_on": "\n".join(f"{day.day} {day:%B %Y}" for day in member.free_on),
        "left_on": member.left_on,
    }
