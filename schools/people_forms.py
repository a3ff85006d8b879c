"""What an administrator types and chooses about people. Forms validate; they never save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.actions.users import DisableReason
from accounts.permissions import roles_in_use
from accounts.roles import Role
from components.fields import DateField
from components.forms import GovukForm
from schools.people_queries import ACTIVE, CANNOT_WORK_IT, DISABLED, INVITED, NEVER, PeopleFilter

NOW, LATER = "now", "later"
MOST_SCHOOLS, LONGEST_SCHOOL = 20, 200
STATES = {
    ACTIVE: "Active",
    INVITED: "Invited, no password yet",
    NEVER: "Never signed in",
    DISABLED: "Disabled",
    CANNOT_WORK_IT: "Open work, but cannot work it",
}


def role_choices() -> list[tuple[str, str]]:
    """The roles that open a page here, by label."""
    return sorted(((role.value, role.label) for role in roles_in_use()), key=lambda choice: choice[1])


class PeopleFilterForm(GovukForm):
    """The filters of the list of people."""

    marks_optional = False

    q = forms.CharField(label="Name or e-mail address", required=False, max_length=100)
    role = forms.ChoiceField(label="Role", required=False)
    team = forms.ChoiceField(label="Team", required=False)
    school = forms.ChoiceField(label="School", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Everybody"), *STATES.items()])

    def __init__(self, data: QueryDict, teams: Iterable[tuple[int, str]], schools: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["role"].choices = [("", "Any role"), *role_choices()]
        self.fields["team"].choices = [("", "Any team"), *((str(pk), name) for pk, name in teams)]
        self.fields["school"].choices = [("", "Any school"), *((str(urn), name) for urn, name in schools)]

    def wanted(self) -> PeopleFilter:
        """What is asked for; a filter that makes no sense is left out."""
        self.is_valid()
        asked = {name: self.cleaned_data.get(name, "") for name in ("role", "team", "school", "state")}
        return PeopleFilter(words=self.cleaned_data.get("q", ""), **asked)


class PersonForm(GovukForm):
    """Who somebody is."""

    error_names = {"name": "the person’s name", "email": "the person’s e-mail address"}

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address", max_length=254)
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)


class InviteForm(PersonForm):
    """A new person, with everything they need from the first day."""

    error_names = {**PersonForm.error_names, "roles": "at least one role"}

    roles = forms.MultipleChoiceField(
        label="Roles",
        widget=forms.CheckboxSelectMultiple,
        help_text="What the person may see and do. Select all that apply.",
    )
    team = forms.ChoiceField(label="Team", required=False)
    is_manager = forms.BooleanField(label="Manages this team", required=False)
    schools = forms.CharField(
        label="Schools",
        required=False,
        widget=forms.Textarea,
        help_text="For people of a school only. Name or URN, one school on each line.",
    )

    def __init__(self, data: Any, teams: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["roles"].choices = role_choices()
        self.fields["team"].choices = [("", "No team"), *((str(pk), name) for pk, name in teams)]

    def clean_schools(self) -> list[str]:
        """The lines that have something on them, as they were typed."""
        lines = [line.strip() for line in self.cleaned_data["schools"].splitlines() if line.strip()]
        if len(lines) > MOST_SCHOOLS or any(len(line) > LONGEST_SCHOOL for line in lines):
            raise forms.ValidationError(
                f"Schools must be {MOST_SCHOOLS} lines or fewer, each with one name or URN. Add the others afterwards."
            )
        return lines

    def clean(self) -> dict[str, Any]:
        """Managing needs a team."""
        super().clean()
        if self.cleaned_data.get("is_manager") and not self.cleaned_data.get("team"):
            self.add_error("team", "Select the team that this person manages.")
        return self.cleaned_data


class DaysForm(GovukForm):
    """From when to when something is held."""

    starts_on = DateField(label="First day", help_text="Today, or a later day.")
    ends_on = DateField(label="Last day", required=False, help_text="Leave it empty when no end is known.")

    def __init__(self, data: Any, as_of: date, **kwargs: Any) -> None:
        super().__init__(data, initial={"starts_on": as_of}, **kwargs)


class GiveRoleForm(DaysForm):
    """A role and its days."""

    field_order = ["role", "starts_on", "ends_on"]
    role = forms.ChoiceField(label="Role")

    def __init__(self, data: Any, as_of: date, held: Iterable[str]) -> None:
        super().__init__(data, as_of)
        free = [choice for choice in role_choices() if choice[0] not in set(held)]
        self.fields["role"].choices = [("", "Select a role"), *free]

    def clean_role(self) -> Role:
        """As the act takes it."""
        return Role(self.cleaned_data["role"])


class JoinTeamForm(DaysForm):
    """A team and the days in it."""

    field_order = ["team", "is_manager", "starts_on", "ends_on"]
    team = forms.ChoiceField(label="Team")
    is_manager = forms.BooleanField(label="Manages this team", required=False)

    def __init__(self, data: Any, as_of: date, teams: Iterable[tuple[int, str]]) -> None:
        super().__init__(data, as_of)
        self.fields["team"].choices = [("", "Select a team"), *((str(pk), name) for pk, name in teams)]


class GivePlaceForm(DaysForm):
    """A school, the job there, and the days."""

    field_order = ["school", "job", "is_champion", "starts_on", "ends_on"]
    school = forms.CharField(label="School", max_length=LONGEST_SCHOOL, help_text="Name or URN")
    job = forms.CharField(label="Job at this school", max_length=120, required=False)
    is_champion = forms.BooleanField(label="Is this school’s senior attendance champion", required=False)

    def __init__(self, data: Any, as_of: date) -> None:
        super().__init__(data, as_of)


class EndForm(GovukForm):
    """When something that is held ends."""

    error_names = {"when": "when it ends"}

    when = forms.ChoiceField(
        label="When does it end?",
        choices=[(NOW, "Now"), (LATER, "At the end of a day")],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    last_day = DateField(label="Last day", required=False, help_text="For “at the end of a day” only.")

    def clean(self) -> dict[str, Any]:
        """A later end needs its day; an end now has none."""
        super().clean()
        if self.cleaned_data.get("when") == NOW:
            self.cleaned_data["last_day"] = None
        elif self.cleaned_data.get("last_day") is None and "last_day" not in self.errors:
            self.add_error("last_day", "Enter the last day, for example 30 November 2026.")
        return self.cleaned_data


class DisableForm(GovukForm):
    """Why somebody is disabled."""

    reason = forms.ChoiceField(label="Why?", choices=DisableReason, widget=forms.RadioSelect)
