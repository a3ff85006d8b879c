"""The layouts: what every page has, and that each value of the shell may be missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string

from components import gallery
from components.gallery_forms import EveryField
from tests.components.support import Element, read

LAYOUTS = ("layout_desk.html", "layout_school.html", "layout_plain.html")
ERROR_PAGES = ("400.html", "403.html", "403_csrf.html", "404.html", "500.html")


def page(layout: str, context: dict[str, Any] | None = None) -> Element:
    source = (
        '{% extends "' + layout + '" %}{% block title %}Cases{% endblock %}'
        "{% block content %}<h1>Cases</h1>{% endblock %}"
    )
    html = engines["django"].from_string(source).render(context or {})
    return read(html.replace("<!DOCTYPE html>", ""))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shell", [None, {}, gallery.shell(), {"authority_name": "Coventry City Council"}])
def test_every_page_has_its_parts(layout: str, shell: dict[str, Any] | None) -> None:
    shown = page(layout, {"shell": shell})
    assert shown.find("html").attributes["lang"] == "en-GB"
    assert shown.find("title").text == "Cases | OnRoll"
    assert shown.find("body").find_all("a")[0].text == "Skip to main content"
    assert shown.find("main", id="main-content").find("h1").text == "Cases"
    assert "Help:" in shown.find("footer").text
    assert shown.find("footer").find_all("a")[0].text == "Accessibility statement"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_page_has_an_inline_script_or_style(layout: str) -> None:
    shown = page(layout, {"shell": gallery.shell()})
    assert shown.find_all("style") == []
    assert all(script.attributes["src"].startswith("/static/") for script in shown.find_all("script"))


def test_the_title_says_when_there_is_an_error() -> None:
    assert page("layout_desk.html", {"form": EveryField({})}).find("title").text == "Error: Cases | OnRoll"
    assert page("layout_desk.html", {"form": EveryField()}).find("title").text == "Cases | OnRoll"
    assert page("layout_desk.html", {"page_has_errors": True}).find("title").text == "Error: Cases | OnRoll"


def test_an_officer_s_page_has_search_navigation_and_a_way_out() -> None:
    shown = page("layout_desk.html", {"shell": gallery.shell()})
    search = shown.find("form", role="search")
    assert (search.attributes["action"], search.attributes["method"]) == ("#search", "post")
    assert shown.find("label", for_="global-search").text == "Find a child or case"
    assert "data-search-shortcut" not in shown.find("input", name="q").attributes
    navigation = shown.find("nav", aria_label="Menu")
    assert navigation.find("a", aria_current="true").text == "Cases"
    assert navigation.find_all("a")[0].text == "My work 14"
    assert shown.find("form", action="#sign-out").attributes["method"] == "post"


def test_the_search_key_can_be_switched_on() -> None:
    shown = page("layout_desk.html", {"shell": {**gallery.shell(), "search_shortcut": True}})
    assert shown.find("input", name="q").attributes["aria-keyshortcuts"] == "/"


def test_a_school_s_page_names_the_school_and_the_person() -> None:
    shown = page("layout_school.html", {"shell": gallery.shell()})
    assert "Ashgrove Academy (invented)" in shown.find("header").text
    assert "Signed in as A. Okafor" in shown.find("header").text
    assert shown.find_all("form", role="search") == []


def test_a_demonstration_says_so_and_production_does_not() -> None:
    words = "every child and event is invented"
    assert words in page("layout_plain.html", {"shell": {"demonstration": True}}).text
    assert words not in page("layout_plain.html", {"shell": {}}).text


def test_an_authority_s_brand_is_a_stylesheet() -> None:
    shown = page("layout_desk.html", {"shell": {"brand_stylesheet_url": "/brand.css"}})
    assert shown.find("link", href="/brand.css").attributes["rel"] == "stylesheet"


def test_messages_are_shown_by_their_kind() -> None:
    levels = {
        "success": constants.SUCCESS,
        "warning": constants.WARNING,
        "error": constants.ERROR,
        "info": constants.INFO,
    }
    messages = [Message(level, f"It was a {name}") for name, level in levels.items()]
    shown = page("layout_desk.html", {"messages": messages}).find("main")
    for words in ("Done: It was a success", "Warning: It was a warning", "Problem: It was a error", "Information: It"):
        assert words in shown.text


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_pages_need_nothing_and_never_differ(name: str) -> None:
    first, second = (render_to_string(name, {"shell": gallery.shell()}) for _ in range(2))
    assert first == second
    shown = read(render_to_string(name).replace("<!DOCTYPE html>", ""))
    assert shown.find("main").find("h1").text
    assert shown.find_all("form") == []


def test_a_refusal_gives_its_reason() -> None:
    assert "Ask S. Grant." in render_to_string("403.html", {"exception": "Ask S. Grant."})
