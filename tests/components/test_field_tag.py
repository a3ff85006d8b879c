"""What `{% field %}` draws for each kind of field."""

from __future__ import annotations

import pytest

from components.gallery_forms import EveryField, FilterSample, refused_form
from tests.components.support import Element, render


def draw(name: str, options: str = "") -> Element:
    return render("{% field form." + name + " " + options + " %}", form=EveryField())


@pytest.mark.parametrize("name", ["surname", "preferred_name", "email", "sessions", "reason", "account", "letter"])
def test_each_input_has_its_label(name: str) -> None:
    shown = draw(name)
    control = next(found for tag in ("input", "select", "textarea") for found in shown.find_all(tag))
    label = shown.find("label", for_=control.attributes["id"])
    assert label.text
    assert control.attributes["name"] == name
    for dropped in ("required", "maxlength", "placeholder"):
        assert dropped not in control.attributes


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    assert draw("preferred_name").find("label").text == "Preferred name (optional)"
    assert draw("surname").find("label").text == "Surname"
    assert draw("preferred_name", "optional=False").find("label").text == "Preferred name"
    assert render("{% field form.school %}", form=FilterSample()).find("label").text == "School"


def test_the_hint_describes_the_input() -> None:
    shown = draw("surname")
    assert shown.find("input").attributes["aria-describedby"] == "id_surname-hint"
    assert shown.find("div", id="id_surname-hint").text == "As it is on the school’s roll"


def test_an_error_is_announced_and_described() -> None:
    shown = render("{% field form.email %}", form=refused_form())
    box = shown.find("input")
    assert box.attributes["aria-describedby"] == "refused_email-error"
    assert box.attributes["aria-invalid"] == "true"
    assert box.attributes["value"] == "amira at school"
    assert shown.find("p", id="refused_email-error").text.startswith("Error: E-mail address must be")


def test_radios_are_a_fieldset_with_a_hint_for_a_choice() -> None:
    shown = draw("kind", "legend_size='s'")
    assert shown.find("legend").text == "What kind of exclusion is it?"
    first, second = shown.find_all("input", type="radio")
    assert shown.find("label", for_=first.attributes["id"]).text == "Suspension"
    assert first.attributes["aria-describedby"] == "id_kind_0-hint"
    assert "aria-describedby" not in second.attributes
    assert not [radio for radio in (first, second) if "checked" in radio.attributes]


def test_the_chosen_radio_is_checked() -> None:
    shown = render("{% field form.kind inline=True small=True %}", form=EveryField({"kind": "permanent"}))
    assert "checked" in shown.find("input", value="permanent").attributes
    assert shown.find("div", class_="govuk-radios govuk-radios--inline govuk-radios--small")


def test_checkboxes_are_a_fieldset() -> None:
    shown = render("{% field form.told %}", form=EveryField({"told": ["governors"]}))
    assert shown.find("legend").text == "Who has been told? (optional)"
    checked = [box.attributes["value"] for box in shown.find_all("input") if "checked" in box.attributes]
    assert checked == ["governors"]


def test_one_checkbox_has_its_label_and_error() -> None:
    shown = render("{% field form.certified %}", form=EveryField({}))
    assert shown.find("label", for_="id_certified").text == "I certify that this is true"
    assert shown.find("p", id="id_certified-error").text == "Error: Tick “I certify that this is true” to go on"


def test_a_limited_text_counts_its_characters() -> None:
    shown = draw("account", "rows=8")
    group = shown.find("div", data_module="govuk-character-count")
    assert group.attributes["data-maxlength"] == "400"
    assert shown.find("div", id="id_account-info").text == "You can enter up to 400 characters"
    assert shown.find("textarea").attributes["rows"] == "8"
    assert shown.find("textarea").attributes["aria-describedby"] == "id_account-info"


def test_options_of_the_tag() -> None:
    shown = draw("surname", "width=20 autocomplete='family-name' label='Family name' hint='Hint' hide_label=True")
    box = shown.find("input")
    assert "govuk-input--width-20" in box.attributes["class"]
    assert box.attributes["autocomplete"] == "family-name"
    assert "govuk-visually-hidden" in shown.find("label").attributes["class"]
    assert shown.find("label").text == "Family name"
    assert "govuk-!-width-one-half" in draw("surname", "width='one-half'").find("input").attributes["class"]


def test_a_label_can_be_the_page_s_heading() -> None:
    assert draw("surname", "heading=True").find("h1").find("label").text == "Surname"
    assert draw("kind", "heading=True").find("legend").find("h1").text == "What kind of exclusion is it?"


def test_a_unit_stands_beside_the_box() -> None:
    shown = draw("sessions", "suffix='sessions' prefix='about'")
    assert [part.text for part in shown.find_all("div", aria_hidden="true")] == ["about", "sessions"]


def test_a_date_of_birth_can_be_filled_in_by_the_browser() -> None:
    shown = draw("excluded_on", "autocomplete='bday'")
    assert [box.attributes["autocomplete"] for box in shown.find_all("input")] == [
        "bday-day",
        "bday-month",
        "bday-year",
    ]


@pytest.mark.parametrize("source", ["{% field form.surname colour='red' %}", "{% field form.nothing %}"])
def test_a_mistake_in_a_template_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="field"):
        render(source, form=EveryField())
