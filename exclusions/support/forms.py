"""The forms of a request for help. They validate; they never save."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from cases.models import Child
from components.fields import DateField, UrnField
from components.forms import GovukForm
from exclusions.form_parts import ANOTHER_SCHOOL, YES_NO, DatedForm, MayConfirm, yes_no
from exclusions.models import SupportLine, SupportRequest
from exclusions.queries import school_with_urn, schools_of
from exclusions.support.asked import Asked, Line
from exclusions.support.codes import (
    ASKED_FOR,
    Concern,
    LineOutcome,
    NotTakenUp,
    Service,
    SupportKind,
    SupportOutcome,
    Tier,
    Tried,
    kinds_of,
)
from exclusions.support.facts import SupportFacts, tiers_of
from provision.models import Provider
from provision.queries import providers_to_choose

SINCE = "_since"
AGREE = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known yet"))
DATES_OF_REVIEWS = ("plan_review_asked_on", "care_review_asked_on")


class ConcernFields(GovukForm):
    """Why the school is worried."""

    concerns = forms.MultipleChoiceField(
        label="What are the concerns?",
        choices=Concern,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one concern"},
    )
    concerns_in_words = forms.CharField(
        label="In your own words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class TriedFields(GovukForm):
    """What was tried, each with the day since when."""

    tried_in_words = forms.CharField(
        label="How did it go?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Tried:
            self.fields[f"{kind}{SINCE}"] = DateField(label=f"{kind.label}: since", required=False, is_single=True)
        self.order_fields([*(f"{kind}{SINCE}" for kind in Tried), "tried_in_words"])
        self.word_errors()

    def tried(self) -> dict[str, date]:
        """What was tried, by kind, with the day since when."""
        days = {str(kind): self.cleaned_data.get(f"{kind}{SINCE}") for kind in Tried}
        return {kind: day for kind, day in days.items() if day}


class AskFields(GovukForm):
    """What help is asked for."""

    asked_for = forms.MultipleChoiceField(
        label="What help do you ask for?",
        choices=[(kind.value, kind.label) for kind in ASKED_FOR],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one kind of help"},
    )


class ParentsFields(GovukForm):
    """What the parents know and want."""

    parents_told_on = DateField(label="When were the parents told?", required=False)
    do_parents_agree = forms.ChoiceField(label="Do the parents agree?", widget=forms.RadioSelect, choices=AGREE)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_answered = cleaned.get("do_parents_agree") in ("yes", "no")
        if has_answered and not cleaned.get("parents_told_on") and "parents_told_on" not in self.errors:
            self.add_error("parents_told_on", "Enter when the parents were told, or answer “Not known yet” below")
        return cleaned


class ConsideredFields(GovukForm):
    """Whether the school considers excluding for good, and what it must ask for then."""

    is_exclusion_considered = forms.ChoiceField(
        label="Is a permanent exclusion being considered?", widget=forms.RadioSelect, choices=YES_NO
    )
    plan_review_asked_on = DateField(
        label="When was an interim review of the EHC plan asked for?",
        help_text="Only for a pupil with a plan.",
        required=False,
    )
    care_review_asked_on = DateField(
        label="When was an interim review of the personal education plan asked for?",
        help_text="Only for a looked-after pupil.",
        required=False,
    )


class RequestFields(ConsideredFields, ParentsFields, AskFields, TriedFields, ConcernFields):
    """Everything that is asked for: the officer's page, where a school's form has one page each."""

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name.endswith(("_on", SINCE)):
                field.latest = as_of
        self.order_fields(
            [
                "school",
                "urn",
                "requested_on",
                *ConcernFields.base_fields,
                *(f"{kind}{SINCE}" for kind in Tried),
                "tried_in_words",
                *AskFields.base_fields,
                *ParentsFields.base_fields,
                *ConsideredFields.base_fields,
            ]
        )

    def asked(self) -> Asked:
        """The answers as the actions take them."""
        answers = self.cleaned_data
        return Asked(
            concerns=tuple(answers["concerns"]),
            concerns_in_words=answers["concerns_in_words"],
            tried=self.tried(),
            tried_in_words=answers["tried_in_words"],
            asked_for=tuple(answers["asked_for"]),
            parents_told_on=answers["parents_told_on"],
            do_parents_agree={"yes": True, "no": False}.get(answers["do_parents_agree"]),
            is_exclusion_considered=answers["is_exclusion_considered"] == "yes",
            **{name: answers[name] for name in DATES_OF_REVIEWS},
        )


class RecordSupportForm(RequestFields):
    """Record a request for help without a form from the school."""

    school = forms.ChoiceField(label="School", widget=forms.RadioSelect)
    urn = UrnField(label="URN of the other school", required=False)
    requested_on = DateField(label="Asked for on")

    def __init__(self, *args: Any, child: Child, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, as_of=as_of, **kwargs)
        self.schools = {str(school.urn): school for school in schools_of(child, as_of)}
        choices = [(urn, school.name) for urn, school in self.schools.items()]
        self.fields["school"].choices = [*choices, (ANOTHER_SCHOOL, "Another school")]
        if len(choices) == 1:
            self.fields["school"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["chosen_school"] = self.schools.get(str(cleaned.get("school")))
        if cleaned.get("school") == ANOTHER_SCHOOL and "urn" not in self.errors:
            cleaned["chosen_school"] = school_with_urn(cleaned["urn"]) if cleaned.get("urn") else None
            if cleaned["chosen_school"] is None:
                self.add_error("urn", "Enter the URN of a school in the schools list, for example 136126")
        return cleaned


class CorrectSupportForm(RequestFields):
    """Correct what was recorded wrongly."""

    requested_on = DateField(label="Asked for on")
    is_looked_after = forms.ChoiceField(label="Was the child looked after?", widget=forms.RadioSelect, choices=YES_NO)
    has_plan = forms.ChoiceField(label="Did the child have an EHC plan?", widget=forms.RadioSelect, choices=YES_NO)
    has_social_worker = forms.ChoiceField(
        label="Did the child have a social worker?", widget=forms.RadioSelect, choices=YES_NO
    )

    def __init__(self, *args: Any, facts: SupportFacts, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(facts), as_of=as_of, **kwargs)

    def circumstances(self) -> dict[str, bool]:
        """What was so about the child, as the action takes it."""
        names = ("is_looked_after", "has_plan", "has_social_worker")
        return {name: self.cleaned_data[name] == "yes" for name in names}


def _initial(facts: SupportFacts) -> dict[str, Any]:
    request = facts.request
    as_they_are = ("requested_on", "concerns", "concerns_in_words", "tried_in_words", "asked_for", "parents_told_on")
    return {
        **{name: getattr(request, name) for name in (*as_they_are, *DATES_OF_REVIEWS)},
        **{f"{row.kind}{SINCE}": row.since_on for row in facts.tried},
        "do_parents_agree": {True: "yes", False: "no"}.get(request.do_parents_agree, "unknown"),
        "is_exclusion_considered": yes_no(request.is_exclusion_considered),
        **_circumstances(request),
    }


def _circumstances(request: SupportRequest) -> Mapping[str, str]:
    return {
        "is_looked_after": yes_no(request.is_looked_after_then),
        "has_plan": yes_no(request.has_plan_then),
        "has_social_worker": yes_no(request.has_social_worker_then),
    }


class ConsiderForm(GovukForm):
    """Nothing is asked."""


class DeclineForm(GovukForm):
    """Why it is not taken up."""

    because = forms.ChoiceField(label="Why?", widget=forms.RadioSelect, choices=NotTakenUp)


class AgreeForm(DatedForm, MayConfirm):
    """One line of support."""

    tier = forms.ChoiceField(
        label="Step of help", widget=forms.RadioSelect, error_messages={"required": "Select a step of help"}
    )
    kind = forms.ChoiceField(label="What is agreed?", widget=forms.RadioSelect, choices=SupportKind)
    provider = forms.ChoiceField(
        label="Who gives it?", required=False, help_text="Leave empty where the school or the council does."
    )
    starts_on = DateField(label="Starts on")
    ends_on = DateField(label="Last day", required=False, help_text="If it is known.")
    review_on = DateField(label="Review on", required=False, help_text="Opens a task for that day.")

    def __init__(self, *args: Any, facts: SupportFacts, provider: Provider | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.providers = providers_to_choose(provider)
        tiers = tiers_of(facts.policy)
        self.fields["tier"].choices = [(tier, Tier(tier).label) for tier in tiers]
        self.option_hints = {
            "tier": {tier: "; ".join(str(kind.label) for kind in kinds_of(tier, tiers)) for tier in tiers}
        }
        self.fields["provider"].choices = [
            ("", "Nobody from outside"),
            *((key, each.name) for key, each in self.providers.items()),
        ]
        if facts.offers_meeting and not facts.lines:
            self.fields["kind"].initial = SupportKind.MULTI_SERVICE_MEETING

    def line(self) -> Line:
        """The answers as the action takes them."""
        answers = self.cleaned_data
        return Line(
            tier=answers["tier"],
            kind=answers["kind"],
            provider=self.providers.get(answers["provider"]),
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
            review_on=answers["review_on"],
        )


class LineOutcomeForm(GovukForm):
    """How a line of support went."""

    outcome = forms.ChoiceField(label="How did it go?", widget=forms.RadioSelect, choices=LineOutcome)
    ends_on = DateField(label="Last day")

    def __init__(self, *args: Any, line: SupportLine, as_of: date, **kwargs: Any) -> None:
        initial = {"outcome": line.outcome, "ends_on": line.ends_on or as_of}
        super().__init__(*args, initial=initial, **kwargs)


class ReviewDayForm(GovukForm):
    """When a line of support is reviewed."""

    review_on = DateField(label="Review on", help_text="Opens a task for that day.")

    def __init__(self, *args: Any, line: SupportLine, **kwargs: Any) -> None:
        super().__init__(*args, initial={"review_on": line.review_on}, **kwargs)


class MeetingForm(GovukForm):
    """A meeting of several services."""

    met_on = DateField(label="Met on")
    services = forms.MultipleChoiceField(
        label="Who took part?",
        help_text="By role. Choose at least two.",
        choices=Service,
        widget=forms.CheckboxSelectMultiple,
    )
    decisions = forms.CharField(label="What was decided?", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met_on"].latest = as_of


class ReviewForm(GovukForm):
    """The support was reviewed."""

    reviewed_on = DateField(label="Reviewed on", help_text="Agree more support afterwards if it goes on.")

    def __init__(self, *args: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewed_on"].latest = as_of


class CloseSupportForm(DatedForm, MayConfirm):
    """What came of the help as a whole."""

    outcome = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect, choices=SupportOutcome)


class SupportFilterForm(GovukForm):
    """The filters of the list, sent by GET."""

    marks_optional: ClassVar[bool] = False

    school = forms.ChoiceField(label="School", required=False)
    tier = forms.ChoiceField(label="Step of help", required=False, choices=[("", "Any step"), *Tier.choices])
    excluded = forms.ChoiceField(
        label="Permanently excluded within the time looked at?",
        required=False,
        choices=[("", "Any answer"), ("yes", "Yes"), ("no", "No"), ("not_yet", "Not known yet")],
    )

    def __init__(self, data: Mapping[str, Any], schools: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["school"].choices = [("", "All schools"), *schools]

    def wanted(self) -> dict[str, str]:
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
