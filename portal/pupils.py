"""The pupil of a form: chosen from the school's own roll, or typed in. Every form about a pupil begins with this step.

A school sees the names, date of birth, UPN and year group of its own pupils, and nothing else of any child.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import DatedHolding
from cases.actions.children import ChildRefused, checked_upn
from cases.models import Child, Enrolment
from cases.names import SEPARATOR, fold
from cases.presenters.words import full_date, plain_date, year_group_words
from components.fields import DateField
from components.forms import GovukForm
from portal.answers import clean_text
from portal.webforms import PUPIL, FormContext, Payload, Step
from schools.models import School

MOST_FOUND = 20
# The value of `child` for a pupil who is typed in.
TYPED = "typed"
# The value of `then` when the Enter key was pressed in the page.
BY_ENTER = "enter"
_YEAR_GROUPS = [("", "Not known"), *((str(group), year_group_words(group)) for group in range(-1, 15))]
_TYPED_FIELDS = ("given_names", "surname", "born_on", "upn", "year_group")


def pupils_of(school: School, as_of: date) -> QuerySet[Enrolment]:
    """The school's pupils with a current enrolment, main or dual, by name. Hidden records are left out."""
    kinds = (Enrolment.Kind.MAIN, Enrolment.Kind.DUAL)
    rows = Enrolment.objects.filter(
        DatedHolding.in_force(as_of), school=school, kind__in=kinds, child__is_hidden=False
    ).select_related("child")
    return rows.order_by("child__sort_key", "child_id", "-kind", "pk")


def find_pupils(school: School, words: str, as_of: date) -> list[Enrolment]:
    """At most MOST_FOUND pupils one of whose names begins with each word, or whose UPN it is."""
    typed = fold(clean_text(words)).split()
    if not typed:
        return []
    rows = pupils_of(school, as_of)
    named = Q()
    for word in typed:
        starts = Q(child__sort_key__startswith=word)
        named &= starts | Q(child__sort_key__contains=f" {word}") | Q(child__sort_key__contains=f"{SEPARATOR}{word}")
    by_child = {
        row.child_id: row for row in rows.filter(named | Q(child__upn="".join(typed).upper()))[: 2 * MOST_FOUND]
    }
    return list(by_child.values())[:MOST_FOUND]


def pupil_by_uuid(school: School, value: Any, as_of: date) -> Enrolment | None:
    """The school's pupil of this id, if it is one of its pupils today."""
    wanted = _uuid_of(value)
    return pupils_of(school, as_of).filter(child__uuid=wanted).first() if wanted else None


def chosen_child(school: School, payload: Payload, as_of: date) -> Child | None:
    """The pupil whom the school chose from its roll, while it is on the roll."""
    pupil = pupil_by_uuid(school, payload.get(PUPIL, {}).get("child"), as_of)
    return pupil.child if pupil else None


def child_ids_of(*payloads: Payload) -> list[int]:
    """Keys of the children whom the school chose, for the view log; a pupil who was typed in has none."""
    wanted = [found for payload in payloads if (found := _uuid_of(payload.get(PUPIL, {}).get("child")))]
    return list(Child.objects.filter(uuid__in=wanted).values_list("pk", flat=True)) if wanted else []


def _uuid_of(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value or ""))
    except ValueError:
        return None


def short_pupil_name(payload: Payload) -> str:
    """“Amira H.”: enough for the school to know its own pupil in a list; empty before the pupil was given."""
    answers = payload.get(PUPIL, {})
    given, surname = (str(answers.get(name) or "").strip() for name in ("given_names", "surname"))
    first = given.split(" ")[0]
    return f"{first} {surname[:1]}.".strip() if surname else first


def pupil_rows(context: FormContext) -> list[tuple[str, str]]:
    """The pupil in words."""
    answers = context.answers(PUPIL)
    born, year_group = answers.get("born_on") or "", str(answers.get("year_group") or "")
    return [
        ("Name", f"{answers.get('given_names') or ''} {answers.get('surname') or ''}".strip()),
        ("Date of birth", full_date(date.fromisoformat(born)) if born else ""),
        ("UPN", str(answers.get("upn") or "")),
        ("Year group", dict(_YEAR_GROUPS).get(year_group, year_group) if year_group else ""),
    ]


class PupilForm(GovukForm):
    """Find the pupil on the school's roll and choose, or type the pupil's details.

    Cleans to child (uuid, or empty when typed), given_names, surname, born_on, upn and year_group. `is_only_asking` is
    True while the reader looks for the pupil or opens the boxes for typing: the page is then shown again, with what
    `asked_again` gives, and nothing is saved or called wrong.
    """

    marks_optional: ClassVar[bool] = False
    error_names: ClassVar[Mapping[str, str]] = {"born_on": "the date of birth"}

    find = forms.CharField(
        label="Find a pupil on your roll",
        max_length=120,
        required=False,
        help_text="Type some of the name, or the UPN. For example: hughes am",
    )
    child = forms.ChoiceField(label="Which pupil?", required=False, widget=forms.RadioSelect)
    given_names = forms.CharField(label="Given names", max_length=120, required=False)
    surname = forms.CharField(label="Surname", max_length=120, required=False)
    born_on = DateField(label="Date of birth", required=False, example=date(2013, 3, 14))
    upn = forms.CharField(
        label="UPN (optional)",
        max_length=20,
        required=False,
        help_text="13 characters, for example X331000114001. Leave empty if you do not know it.",
    )
    year_group = forms.ChoiceField(label="Year group", choices=_YEAR_GROUPS, required=False)
    found = forms.CharField(required=False, widget=forms.HiddenInput)
    typing = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context = context
        self.fields["born_on"].latest = context.as_of
        self.words = str(self._sent("find") or "")
        self.is_typing = bool(self._sent("typing")) or (not self.is_bound and self._was_typed())
        self.matches = find_pupils(context.school, self.words, context.as_of)
        chosen = pupil_by_uuid(context.school, self._sent("child"), context.as_of)
        if chosen and all(each.child_id != chosen.child_id for each in self.matches):
            self.matches = [chosen, *self.matches]
        choices = [(str(each.child.uuid), _pupil_words(each)) for each in self.matches]
        self.fields["child"].choices = [*choices, (TYPED, "None of these. I will type the pupil’s details")]
        self.fields["child"].error_messages["invalid_choice"] = "Select the pupil again: they are not on your roll now"
        if self.words:
            self.initial["found"] = self.words

    def _sent(self, name: str) -> Any:
        return self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)

    def _was_typed(self) -> bool:
        is_chosen = self._sent("child") not in (None, "", TYPED)
        return not is_chosen and bool(self._sent("child") == TYPED or self._sent("surname"))

    @property
    def has_found_none(self) -> bool:
        """True when pupils were looked for and none is on the roll."""
        return bool(self.words.strip()) and not self.matches

    @property
    def is_only_asking(self) -> bool:
        """True for a search, and for opening or closing the boxes for typing."""
        if "look" in self.data or "type" in self.data:
            return True
        if self._sent("typing"):
            return False
        is_new_search = bool(self.words.strip()) and self.words != self._sent("found")
        # The Enter key in other words than those that found the pupils is a search, whoever is still chosen below.
        is_by_enter = self.data.get("then") == BY_ENTER
        return self._sent("child") == TYPED or (is_new_search and (is_by_enter or not self._sent("child")))

    def asked_again(self) -> dict[str, Any]:
        """The initial values of the page that is shown again."""
        wants_boxes = "look" not in self.data and (
            "type" in self.data or self._sent("child") == TYPED or self.is_typing
        )
        boxes = {name: self[name].value() for name in _TYPED_FIELDS} if wants_boxes else {}
        child = TYPED if wants_boxes else ""
        return {**boxes, "find": self.words, "child": child, "typing": wants_boxes}

    def clean(self) -> dict[str, Any]:
        """The pupil's facts: the roll's own when chosen, else as typed."""
        cleaned = super().clean() or {}
        if self.is_typing:
            self._check_typed(cleaned)
            return {"child": "", **{name: cleaned.get(name) or "" for name in _TYPED_FIELDS}}
        pupil = pupil_by_uuid(self.context.school, cleaned.get("child"), self.context.as_of)
        if pupil is None:
            if "child" not in self.errors:
                self._ask_for_pupil()
            return {}
        return _facts_of(pupil)

    def _ask_for_pupil(self) -> None:
        if self.words.strip() and self.matches:
            self.add_error("child", "Select the pupil, or say that you will type the details")
        elif self.words.strip():
            self.add_error("find", "Find another name or UPN, or type the pupil’s details")
        else:
            self.add_error("find", "Enter the pupil’s name or UPN, or type the pupil’s details")

    def _check_typed(self, cleaned: dict[str, Any]) -> None:
        for name in ("given_names", "surname", "born_on"):
            if not cleaned.get(name) and name not in self.errors:
                words = {"given_names": "given names", "surname": "surname", "born_on": "date of birth"}[name]
                self.add_error(name, f"Enter the pupil’s {words}")
        try:
            cleaned["upn"] = checked_upn(cleaned.get("upn") or "")
        except ChildRefused as error:
            self.add_error("upn", str(error))


def _facts_of(pupil: Enrolment) -> dict[str, Any]:
    child = pupil.child
    return {
        "child": str(child.uuid),
        "given_names": child.given_names,
        "surname": child.surname,
        "born_on": child.born_on,
        "upn": child.upn,
        "year_group": "" if pupil.year_group is None else str(pupil.year_group),
    }


def _pupil_words(pupil: Enrolment) -> str:
    child = pupil.child
    parts = [f"{child.given_names} {child.surname}".strip(), year_group_words(pupil.year_group)]
    return ", ".join(part for part in (*parts, f"born {plain_date(child.born_on)}") if part)


PUPIL_STEP = Step(
    code=PUPIL,
    title="Which pupil is this about?",
    form=PupilForm,
    rows=pupil_rows,
    template="portal/send_pupil.html",
)
