"""What an officer is asked about a submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from cases.forms import YEAR_GROUPS
from cases.models import Enrolment
from cases.models.child import Sex
from cases.search import LONGEST_SEARCH
from components.fields import DateField
from components.forms import GovukForm
from portal.matching import GivenPupil
from portal.models import Question, SubmissionStatus
from portal.triage import MY_ANSWERS, MY_QUESTIONS, STANDINGS, WAITING, SubmissionFilter

NEW_CASE = "new"
_REASON_LENGTH = SubmissionStatus._meta.get_field("reason").max_length
_QUESTION_LENGTH = Question._meta.get_field("text").max_length


class SubmissionFilterForm(GovukForm):
    """The filters of the list of submissions."""

    marks_optional: ClassVar[bool] = False

    form = forms.ChoiceField(label="Form", required=False)
    school = forms.ChoiceField(label="School", required=False)

    def __init__(
        self, data: QueryDict, *, webforms: Sequence[tuple[str, str]], schools: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["form"].choices = [("", "All forms"), *webforms]
        self.fields["school"].choices = [("", "All schools"), *schools]

    def wanted(self) -> SubmissionFilter:
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        standing = self.data.get("state", WAITING)
        return SubmissionFilter(
            standing=standing if standing in (*STANDINGS, MY_QUESTIONS, MY_ANSWERS) else WAITING,
            form=self.cleaned_data.get("form", ""),
            school=self.cleaned_data.get("school", ""),
        )


class AcceptForm(GovukForm):
    """Accept for the child that is shown: into which case, and, where facts differ, that somebody has looked."""

    case = forms.ChoiceField(label="Where does this form belong?", widget=forms.RadioSelect)
    is_this_child = forms.BooleanField(
        label="I have looked at the differences: this is the child",
        error_messages={"required": "Look at the differences and confirm that this is the child"},
    )

    def __init__(self, *args: Any, cases: Sequence[tuple[str, str]], differs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cases:
            self.fields["case"].choices = [*cases, (NEW_CASE, "A new case")]
            self.fields["case"].error_messages["required"] = "Choose a case that is open, or a new case"
        else:
            del self.fields["case"]
        if not differs:
            del self.fields["is_this_child"]


class FindChildForm(GovukForm):
    """Another child than those suggested."""

    words = forms.CharField(
        label="Name, date of birth or UPN",
        max_length=LONGEST_SEARCH,
        error_messages={"required": "Enter a name, a date of birth or a UPN"},
    )


class ReasonForm(GovukForm):
    """Why a submission or a correction is not accepted, for the school to read."""

    error_names: ClassVar[Mapping[str, str]] = {"reason": "the reason"}

    reason = forms.CharField(
        label="Reason",
        max_length=_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="The school reads this. Say what to change, and where.",
    )


class QuestionForm(GovukForm):
    """A question to the school."""

    text = forms.CharField(
        label="Your question",
        max_length=_QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The school reads this and answers in place; it can add files.",
    )

    error_names: ClassVar[Mapping[str, str]] = {"text": "your question"}


class NewChildForm(GovukForm):
    """The facts of a pupil without a record, as the school gave them, for the officer to confirm."""

    given_names = forms.CharField(label="Given names", max_length=120)
    surname = forms.CharField(label="Surname", max_length=120)
    born_on = DateField(label="Date of birth")
    upn = forms.CharField(label="UPN", max_length=20, required=False)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, initial=Sex.UNKNOWN)
    year_group = forms.ChoiceField(label="Year group", choices=YEAR_GROUPS, required=False)
    enrolment_kind = forms.ChoiceField(
        label="Registration", choices=Enrolment.Kind.choices, initial=Enrolment.Kind.MAIN
    )
    starts_on = DateField(
        label="On this school’s roll since",
        required=False,
        help_text="Leave it empty when you do not know: the day on which the form came is then the first known day.",
    )
    is_another_child = forms.BooleanField(
        label="I have looked at these children: this is another one",
        error_messages={"required": "Look at the children above and confirm that this is another one"},
    )

    error_names: ClassVar[Mapping[str, str]] = {
        "given_names": "the given names",
        "surname": "the surname",
        "born_on": "the date of birth",
        "starts_on": "the day since when",
    }

    def __init__(self, *args: Any, given: GivenPupil, received_on: date, has_similar: bool, **kwargs: Any) -> None:
        facts = {name: getattr(given, name) for name in ("given_names", "surname", "born_on", "upn")}
        year_group = "" if given.year_group is None else str(given.year_group)
        super().__init__(*args, initial={**facts, "year_group": year_group}, **kwargs)
        self.received_on = received_on
        if not has_similar:
            del self.fields["is_another_child"]

    def facts(self) -> dict[str, Any]:
        """The arguments of `deciding.NewChild`."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "is_another_child"}
        year_group = int(chosen["year_group"]) if chosen["year_group"] else None
        return {**chosen, "year_group": year_group, "starts_on": chosen["starts_on"] or self.received_on}
