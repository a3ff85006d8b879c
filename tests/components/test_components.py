"""The other tags and includes."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.test import RequestFactory

from components import gallery
from components.paging import with_query
from tests.components.support import Element, render

REQUEST = RequestFactory().get("/cases/", {"owner": "me", "page": "3", "sort": "child"})


@pytest.mark.parametrize(("text", "kind"), gallery.LOZENGES)
def test_a_status_is_a_word_and_a_shape_of_its_own(text: str, kind: str) -> None:
    shown = render("{% lozenge text kind %}", text=text, kind=kind)
    assert shown.text == text
    assert shown.find("svg").attributes["aria-hidden"] == "true"


def test_no_two_kinds_share_a_shape() -> None:
    def shape(kind: str) -> list[dict[str, str]]:
        drawn = render("{% lozenge 'x' kind %}", kind=kind).find("svg")
        return [part.attributes for tag in ("path", "circle") for part in drawn.find_all(tag)]

    shapes = [str(shape(kind)) for _, kind in gallery.LOZENGES]
    assert len(set(shapes)) == len(shapes)


def test_a_kind_without_a_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="no lozenge of the kind 'red'"):
        render("{% lozenge 'x' 'red' %}")


def test_a_date_has_its_word() -> None:
    shown = render("{% contextual_date on 'Due today' 'attention' %}", on=date(2026, 9, 22))
    assert shown.text == "Tue 22 Sep 2026 Due today"
    assert shown.find("time").attributes["datetime"] == "2026-09-22"
    assert render("{% contextual_date on %}", on=None).text == "No date"


@pytest.mark.parametrize(
    ("sort", "direction", "following"),
    [
        ("child", "ascending", "-child"),
        ("-child", "descending", "child"),
        ("owner", None, "child"),
        ("", None, "child"),
    ],
)
def test_a_heading_sorts_the_whole_list_and_keeps_the_filters(sort: str, direction: str | None, following: str) -> None:
    shown = render("<table><tr>{% sort_heading 'Child' 'child' sort %}</tr></table>", request=REQUEST, sort=sort)
    heading = shown.find("th", scope="col")
    assert heading.attributes.get("aria-sort") == direction
    assert QueryDict(heading.find("a").attributes["href"][1:]).dict() == {"owner": "me", "sort": following}


def test_pages_say_what_is_shown_and_keep_the_filters() -> None:
    page = Paginator(range(312), 25).page(3)
    shown = render("{% pagination page 'cases' %}", page=page, request=REQUEST)
    assert shown.find_all("p")[0].text == "Showing 51 to 75 of 312 cases"
    assert shown.find("a", aria_current="page").text == "3"
    query = QueryDict(shown.find("a", rel="next").attributes["href"][1:])
    assert query.dict() == {"owner": "me", "sort": "child", "page": "4"}


def test_one_page_has_no_links_and_none_says_nothing() -> None:
    assert render("{% pagination page %}", page=Paginator([1], 25).page(1)).text == "Showing 1 to 1 of 1"
    assert render("{% pagination page %}", page=Paginator([], 25).page(1)).text == ""


@pytest.mark.parametrize(
    ("noun", "one"),
    [
        ("exclusions", "exclusion"),
        ("entries", "entry"),
        ("children", "child"),
        ("people", "person"),
        ("pieces of work", "piece of work"),
    ],
)
def test_one_is_said_in_the_singular(noun: str, one: str) -> None:
    shown = render("{% pagination page noun %}", page=Paginator([1], 25).page(1), noun=noun)
    assert shown.text == f"Showing 1 to 1 of 1 {one}"


def test_query_with_changes_and_removes() -> None:
    assert render("{% query_with page=None owner='you' %}", request=REQUEST).text == "?owner=you&sort=child"
    assert with_query({"a": "1"}, b=2) == "?a=1&b=2"


def test_buttons() -> None:
    shown = render("{% button 'Save' %}")
    assert shown.find("button", type="submit", data_prevent_double_click="true").text == "Save"
    link = render("{% button 'Add' url='/add/' kind='secondary' hidden_text='a note' %}").find("a", href="/add/")
    assert link.text == "Add a note"
    assert "govuk-button--secondary" in link.attributes["class"]


def test_block_tags_hold_their_content() -> None:
    shown = render(
        "{% details 'More' %}<p>{{ text }}</p>{% enddetails %}"
        "{% card 'Dates' level=3 link_url='/all/' link_label='All' id='dates' %}<p>One</p>{% endcard %}"
        "{% inset %}Set <b>apart</b>{% endinset %}",
        text="<b>",
    )
    assert shown.find("details").find("p").text == "<b>"
    assert shown.find("section", id="dates").find("h3").text == "Dates"
    assert shown.find("a", href="/all/").text == "All"
    assert shown.find("div", class_="govuk-inset-text").text == "Set apart"


def include(name: str, **context: object) -> Element:
    return render('{% include "components/' + name + '" %}', **context)


def test_a_missing_fact_is_said_to_be_missing() -> None:
    shown = include("summary_list.html", rows=[{"key": "Worker", "value": ""}, {"key": "Count", "value": 0}])
    assert [value.text for value in shown.find_all("dd")] == ["Not recorded", "0"]
    shown = include("summary_list.html", rows=[{"key": "Worker"}], missing_text="Not provided")
    assert shown.find("dd").text == "Not provided"


def test_a_change_link_says_what_it_changes() -> None:
    shown = include("summary_card.html", title="The exclusion", rows=gallery.summary_rows(), needs="Tell them.")
    assert shown.find_all("a")[0].text == "Change the kind of exclusion"
    assert "Needs attention: Tell them." in shown.text


def test_the_table_marks_headings_of_rows_and_restricted_rows() -> None:
    shown = include("table.html", caption="Cases", request=REQUEST, **gallery.table())
    assert shown.find("caption").text == "Cases"
    assert len(shown.find_all("th", scope="row")) == 6
    assert shown.find("td", colspan="5").text == "Restricted Ask S. Grant if you need this case."
    assert shown.find("th", aria_sort="descending").text == "Next date"


def test_the_identity_bar_says_the_restricted_address_in_words() -> None:
    shown = include("identity_bar.html", child=gallery.children()[0])
    assert "Restricted address. Do not share it with J. Hughes." in shown.text
    assert shown.find("button", data_copy="X331000114001").attributes["aria-label"] == "Copy UPN"


def test_the_timeline_shows_no_invented_time() -> None:
    times = include("timeline.html", entries=gallery.timeline_entries()).find_all("time")
    assert times[1].text == "Wednesday 16 September 2026"
    assert times[1].attributes["datetime"] == "2026-09-16"


def test_a_stale_edit_offers_both_versions() -> None:
    shown = include("stale_edit.html", changed_by="S. Grant", changed_at="10:42", rows=gallery.stale_rows())
    assert [group.find("legend").text for group in shown.find_all("fieldset")] == ["Address", "Telephone"]
    assert "checked" in shown.find("input", name="keep_address", value="yours").attributes
    assert not [one for one in shown.find_all("input", name="keep_telephone") if "checked" in one.attributes]


def test_a_form_carries_its_key_and_version() -> None:
    shown = include("form_open.html", form_key="abc", version=0)
    assert shown.find("input", name="form_key").attributes["value"] == "abc"
    assert shown.find("input", name="version").attributes["value"] == "0"
    assert include("form_open.html").find_all("input", name="version") == []


def test_a_tile_without_a_number_says_so_without_a_nought() -> None:
    shown = include("tiles.html", tiles=gallery.tiles())
    assert [one.text for one in shown.find_all("span", class_="onroll-tile__count")] == ["1", "2", "6", "3", "0", "–"]


def test_a_removable_filter_says_what_its_link_does() -> None:
    shown = include("filter_chips.html", chips=gallery.chips(), clear_url="?")
    assert shown.find_all("a")[0].text == "Remove filter Owner: Me"
    assert include("filter_chips.html", chips=[]).text == ""
