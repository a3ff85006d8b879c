"""Error words, the cleaning of what was sent, several files, the error summary."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from components.account_forms import SignInForm
from components.fields import DateField, SeveralFilesField
from components.forms import GovukForm, summary_errors
from components.words import lower_first, spelled_date, upper_first
from tests.components.support import render


class ChildForm(GovukForm):
    error_names = {"school": "the school"}

    surname = forms.CharField(max_length=10)
    upn = forms.CharField(label="UPN", min_length=13)
    sessions = forms.IntegerField(min_value=1, max_value=10, label="Sessions % missed")
    hours = forms.DecimalField()
    email = forms.EmailField(label="E-mail address")
    school = forms.ChoiceField(choices=[("a", "A")])
    when = forms.ChoiceField(label="When did it start?", choices=[("a", "A")], widget=forms.RadioSelect)
    told = forms.MultipleChoiceField(label="People told", choices=[("a", "A")])
    seen_at = forms.TimeField(label="Seen at")
    letter = forms.FileField()
    certified = forms.BooleanField(label="I certify this")
    own = forms.CharField(error_messages={"required": "Say something"})

    def clean(self) -> dict[str, Any]:
        """Refuses one surname, for the whole form."""
        if self.cleaned_data.get("surname") == "Whole":
            raise forms.ValidationError("The form as a whole is wrong")
        return self.cleaned_data


WRONG = {
    "surname": "abcdefghijk",
    "upn": "X1",
    "sessions": "ten",
    "hours": "some",
    "email": "x",
    "school": "z",
    "when": "z",
    "told": ["z"],
    "seen_at": "noon",
}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("surname", "Enter surname"),
        ("upn", "Enter UPN"),
        ("school", "Select the school"),
        ("when", "Select an answer to “When did it start?”"),
        ("told", "Select people told"),
        ("letter", "Choose a file for letter"),
        ("certified", "Tick “I certify this” to go on"),
        ("own", "Say something"),
    ],
)
def test_an_empty_field_says_what_to_enter(name: str, message: str) -> None:
    assert ChildForm({}).errors[name] == [message]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("surname", "Surname must be 10 characters or fewer"),
        ("upn", "UPN must be 13 characters or more"),
        ("sessions", "Sessions per cent missed must be a whole number, for example 12"),
        ("hours", "Hours must be a number, for example 12.5"),
        ("email", "E-mail address must be an e-mail address, for example name@example.org"),
        ("school", "The school must be one of the choices listed"),
        ("when", "The answer to “When did it start?” must be one of the choices listed"),
        ("told", "People told must be one of the choices listed"),
        ("seen_at", "Seen at must be a time, for example 9:30am or 17:00"),
    ],
)
def test_a_wrong_field_says_how_to_put_it_right(name: str, message: str) -> None:
    assert ChildForm(WRONG).errors[name] == [message]


def test_numbers_say_their_bounds() -> None:
    assert ChildForm({"sessions": "0"}).errors["sessions"] == ["Sessions per cent missed must be 1 or more"]
    assert ChildForm({"sessions": "11"}).errors["sessions"] == ["Sessions per cent missed must be 10 or less"]


def test_an_empty_file_is_named() -> None:
    form = ChildForm({}, {"letter": SimpleUploadedFile("a.pdf", b"")})
    assert form.errors["letter"] == ["Letter: the file that you chose is empty. Choose another"]


def test_words_follow_a_label_that_changes() -> None:
    form = ChildForm({})
    form.fields["surname"].label = "Family name"
    form.word_errors()
    assert form.errors["surname"] == ["Enter family name"]
    assert form.errors["own"] == ["Say something"]


def test_nul_characters_go_and_line_ends_are_plain() -> None:
    form = ChildForm(QueryDict("surname=A%00b%0D%0Ac&told=a&told=b"))
    assert form.data["surname"] == "Ab\nc"
    assert form.data.getlist("told") == ["a", "b"]
    assert ChildForm({"surname": "A\x00"}).data["surname"] == "A"


@pytest.mark.parametrize("mark", ["\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u061c"])
def test_marks_of_direction_are_taken_out_and_joiners_of_letters_stay(mark: str) -> None:
    data = QueryDict(mutable=True)
    data["surname"] = f"{mark}Ab\u200dc"
    assert ChildForm(data).data["surname"] == "Ab\u200dc"
    assert ChildForm({"surname": f"Ab{mark}"}).data["surname"] == "Ab"


def test_clean_data_is_left_as_it_is() -> None:
    data = QueryDict("surname=Ng")
    assert ChildForm(data).data is data


def test_typed_text_is_shown_again_even_where_a_number_was_asked_for() -> None:
    shown = render("{% field form.sessions %}", form=ChildForm(WRONG))
    assert shown.find("input").attributes["value"] == "ten"
    assert shown.find("input").attributes["type"] == "text"
    assert shown.find("input").attributes["inputmode"] == "numeric"


def test_the_summary_links_to_the_first_input_of_each_field() -> None:
    form = ChildForm({"surname": "Whole"})
    targets = [error["target"] for error in form.errors_for_summary]
    assert targets[:2] == ["", "id_upn"]
    assert "id_when_0" in targets
    shown = render("{% error_summary form %}", form=form)
    assert shown.find("h2").text == "There is a problem"
    assert shown.find_all("li")[0].text == "The form as a whole is wrong"
    assert shown.find("a", href="#id_certified").text == "Tick “I certify this” to go on"


def test_no_summary_without_errors() -> None:
    assert render("{% error_summary form nothing %}", form=ChildForm(), nothing=None).text == ""


def test_a_formset_s_errors_are_in_the_summary() -> None:
    class NameForm(GovukForm):
        name = forms.CharField()

    formset_class = forms.formset_factory(NameForm, min_num=2, validate_min=True)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""}
    errors = list(summary_errors([formset_class(data)]))
    assert errors[0]["target"] == ""
    assert {"text": "Enter name", "target": "id_form-0-name"} in errors


class FilesForm(GovukForm):
    files = SeveralFilesField(label="Evidence", required=False)
    needed = SeveralFilesField(label="Letters")


def test_several_files() -> None:
    one, two = SimpleUploadedFile("a.pdf", b"a"), SimpleUploadedFile("b.pdf", b"b")
    form = FilesForm({}, {"needed": [one, two]})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"files": [], "needed": [one, two]}


def test_several_files_give_an_error_for_each() -> None:
    empty = SimpleUploadedFile("a.pdf", b"")
    form = FilesForm({}, {"needed": [empty, empty]})
    assert len(form.errors["needed"]) == 2
    assert FilesForm({}).errors["needed"] == ["Choose a file for letters"]


def test_sign_in_is_worded_by_field() -> None:
    form = SignInForm({})
    assert form.errors["login"] == ["Enter your e-mail address"]
    assert form.errors["password"] == ["Enter your password"]
    shown = render("{% field form.password autocomplete='current-password' %}", form=form)
    assert shown.find("input").attributes["autocomplete"] == "current-password"
    assert "placeholder" not in shown.find("input").attributes
    assert "value" not in shown.find("input").attributes


def test_words() -> None:
    assert lower_first("Surname of the child") == "surname of the child"
    assert lower_first("EHC plan") == "EHC plan"
    assert lower_first("UPN") == "UPN"
    assert lower_first("E-mail address") == "e-mail address"
    assert upper_first("the école") == "The école"
    assert spelled_date(date(2026, 9, 3)) == "3 September 2026"


def test_a_question_about_a_date_is_asked_for_once() -> None:
    class Asking(GovukForm):
        decided_on = DateField(label="When did the head teacher decide?")

    form = Asking({})
    assert not form.is_valid()
    (text,) = form.errors["decided_on"]
    assert text.startswith("Enter a date as an answer to “When did the head teacher decide?”, for example ")
