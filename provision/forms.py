"""What people type and choose on this room's pages. Forms validate; they never save."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from components.fields import DateField, TimeField, UrnField
from components.forms import GovukForm
from provision.actions.providers import ProviderFacts
from provision.booking import Booking, SessionTime
from provision.models import (
    MOST_HOURS_A_WEEK,
    EndReason,
    Extent,
    LegalBasis,
    NotStartedReason,
    Placement,
    PlacementSession,
    Provider,
    Venue,
)
from provision.queries import providers_to_choose, school_with_urn

_YES_NO = (("yes", "Yes"), ("no", "No"))
_HALVES = (("am", "morning"), ("pm", "afternoon"))
SESSIONS = [
    (f"{weekday}{half}", f"{PlacementSession.Weekday(weekday).label} {name}")
    for half, name in _HALVES
    for weekday in PlacementSession.Weekday.values
]


class ProviderSearchForm(GovukForm):
    """Finds providers by name or address."""

    marks_optional = False

    q = forms.CharField(label="Name or address", required=False, max_length=100)
    unused = forms.ChoiceField(
        label="Which providers", required=False, choices=(("", "In use"), ("yes", "Also those no longer in use"))
    )


class ProviderForm(GovukForm):
    """A provider."""

    option_hints = {
        "registration": {
            Provider.Registration.UNKNOWN: "Whoever books full-time education there is asked to check first",
        }
    }

    kind = forms.ChoiceField(label="What is it?", choices=Provider.Kind, widget=forms.RadioSelect)
    urn = UrnField(
        label="URN",
        required=False,
        help_text="For a school, a pupil referral unit or an academy. Its name, address and telephone are filled in.",
    )
    name = forms.CharField(
        label="Name", required=False, max_length=200, help_text="Leave it empty to take it from the URN."
    )
    registration = forms.ChoiceField(
        label="Is it registered as a school?",
        choices=Provider.Registration,
        widget=forms.RadioSelect,
        initial=Provider.Registration.UNKNOWN,
    )
    address = forms.CharField(
        label="Address", required=False, max_length=300, widget=forms.Textarea, help_text="Where children go."
    )
    reports_to = forms.CharField(
        label="Who does a child report to?", required=False, max_length=120, help_text="For example, the reception."
    )
    telephone = forms.CharField(label="Telephone", required=False, max_length=40)
    email = forms.EmailField(label="E-mail", required=False)

    def clean(self) -> dict[str, Any]:
        """A URN must be one of the schools list."""
        cleaned = super().clean() or self.cleaned_data
        urn = cleaned.get("urn")
        cleaned["school"] = school_with_urn(urn) if urn else None
        if urn and cleaned["school"] is None:
            self.add_error("urn", "Enter the URN of a school in the schools list, for example 136126")
        return cleaned

    def facts(self) -> ProviderFacts:
        """The answers as the actions take them."""
        names = ("name", "kind", "school", "registration", "address", "reports_to", "telephone", "email")
        return ProviderFacts(**{name: self.cleaned_data[name] for name in names})


class ProviderChangeForm(ProviderForm):
    """A provider that is here already."""

    is_active = forms.ChoiceField(
        label="Is it in use?",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        help_text="When it is not, nothing new is booked there. What is booked stays.",
    )


class BookingForm(GovukForm):
    """Education at a provider."""

    error_names = {"provider": "a provider", "hours_a_week": "the hours a week"}
    option_hints = {
        "extent": {
            Extent.FULL_TIME: "As many hours as a school would give. The law gives no number",
            Extent.COMBINED: "Book the other placement as well",
            Extent.PLAN_HOURS: "Only where the plan itself names fewer hours",
            Extent.PART_TIME: "Does not fulfil a duty to give full-time education",
        },
        "venue": {Venue.HOME: "The address is not written here"},
    }

    provider = forms.ChoiceField(label="Provider")
    starts_on = DateField(label="Starts on")
    ends_on = DateField(label="Last day", required=False, help_text="Leave it empty when it is not known.")
    extent = forms.ChoiceField(label="How much of the education is this?", choices=Extent, widget=forms.RadioSelect)
    hours_a_week = forms.DecimalField(
        label="Hours a week", max_value=MOST_HOURS_A_WEEK, min_value=Decimal("0.25"), max_digits=4, decimal_places=2
    )
    sessions = forms.MultipleChoiceField(
        label="Sessions",
        required=False,
        choices=SESSIONS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Parents must have the times of the sessions before it starts.",
    )
    morning_from = TimeField(label="Mornings begin at", required=False)
    morning_until = TimeField(label="Mornings end at", required=False)
    afternoon_from = TimeField(label="Afternoons begin at", required=False)
    afternoon_until = TimeField(label="Afternoons end at", required=False)
    venue = forms.ChoiceField(
        label="Where does the child go?", choices=Venue, widget=forms.RadioSelect, initial=Venue.PROVIDER
    )
    attends_at = forms.CharField(
        label="Other address",
        required=False,
        max_length=300,
        widget=forms.Textarea,
        help_text="Only for “Another address”. Never an address of the child or the family.",
    )
    reports_to = forms.CharField(
        label="Who does the child report to?",
        required=False,
        max_length=120,
        help_text="Leave it empty to take it from the provider.",
    )
    legal_basis = forms.ChoiceField(label="Legal basis", widget=forms.RadioSelect)
    is_registration_checked = forms.BooleanField(label="I have checked", required=False)

    def __init__(
        self, *args: Any, legal_bases: tuple[LegalBasis, ...], placement: Placement | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.providers = providers_to_choose(placement.provider if placement else None)
        self.fields["provider"].choices = [
            ("", "Choose one"),
            *((code, each.name) for code, each in self.providers.items()),
        ]
        self.fields["legal_basis"].choices = [(basis.value, basis.label) for basis in legal_bases]
        if placement is None:
            self.fields["legal_basis"].initial = legal_bases[0].value
        elif placement.started_on is not None:
            # The booked day no longer changes; the day of the start has its own page.
            del self.fields["starts_on"]
            self.kept_start = placement.starts_on

    @property
    def asks_about_registration(self) -> bool:
        """True once there is something to check, and while that answer stands."""
        return "is_registration_checked" in self.errors or bool(self["is_registration_checked"].value())

    def clean(self) -> dict[str, Any]:
        """Ticked sessions need their times; times without a session would be lost in silence."""
        cleaned = super().clean() or self.cleaned_data
        ticked = {code[1:] for code in cleaned.get("sessions") or ()}
        for half, name in _HALVES:
            for end in ("from", "until"):
                field = f"{name}_{end}"
                if field in self.errors:
                    continue
                if half in ticked and cleaned.get(field) is None:
                    begins = "begin" if end == "from" else "end"
                    self.add_error(field, f"Enter when {name}s {begins}, for example {_EXAMPLES[field]}")
                if half not in ticked and cleaned.get(field) is not None:
                    self.add_error(field, f"Tick the {name}s on which the child attends, or take this time out")
        provider = self.providers.get(str(cleaned.get("provider")))
        if provider is not None and not cleaned.get("reports_to") and "reports_to" not in self.errors:
            cleaned["reports_to"] = provider.reports_to
            if not provider.reports_to:
                self.add_error("reports_to", "Enter whom the child reports to on the first day")
        return cleaned

    def booking(self) -> Booking:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return Booking(
            provider=self.providers[answers["provider"]],
            legal_basis=answers["legal_basis"],
            extent=answers["extent"],
            starts_on=answers["starts_on"] if "starts_on" in self.fields else self.kept_start,
            ends_on=answers["ends_on"],
            hours_a_week=answers["hours_a_week"],
            venue=answers["venue"],
            attends_at=answers["attends_at"],
            reports_to=answers["reports_to"],
            sessions=tuple(self._session(code) for code in answers["sessions"]),
        )

    def _session(self, code: str) -> SessionTime:
        name = dict(_HALVES)[code[1:]]
        answers = self.cleaned_data
        return SessionTime(int(code[0]), code[1:], answers[f"{name}_from"], answers[f"{name}_until"])


_EXAMPLES = {
    "morning_from": "09:00",
    "morning_until": "12:00",
    "afternoon_from": "13:00",
    "afternoon_until": "15:00",
}


class StartedForm(GovukForm):
    """The day on which the child really started."""

    started_on = DateField(label="Started on", help_text="The first day on which the child was really there.")
    is_early = forms.BooleanField(
        label="It started before the booked day", required=False, help_text="Tick this only if it did."
    )

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started_on"].latest = as_of


class NotStartedForm(GovukForm):
    """The child did not start."""

    reason = forms.ChoiceField(label="Why?", choices=NotStartedReason, widget=forms.RadioSelect)
    moved_to = DateField(
        label="New start", required=False, help_text="Leave it empty to call the booking off: it never starts."
    )


class EndForm(GovukForm):
    """Education that had started ended."""

    ended_on = DateField(label="Last day", help_text="The last day on which the child attended.")
    reason = forms.ChoiceField(label="Why did it end?", choices=EndReason, widget=forms.RadioSelect)

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].latest = as_of
