"""The gallery in a browser, without a server: its page is rendered here and its files are the build's output."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from components import gallery

ORIGIN = "http://onroll.test"
BUILT = Path(settings.BASE_DIR) / "static" / "built"


@dataclass
class Gallery:
    """An open gallery page and every address that it asked for."""

    page: Page
    asked: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        """Answers a request of the page from the templates and from the build."""
        address = route.request.url
        self.asked.append(address)
        path = address.removeprefix(ORIGIN).split("?")[0]
        built = BUILT / path.removeprefix("/static/")
        if path == "/gallery/":
            layout = "layout_school.html" if "layout=school" in address else "layout_desk.html"
            context = {"layout": layout, "request": RequestFactory().get("/gallery/"), **gallery.context()}
            route.fulfill(body=render_to_string("gallery/index.html", context), content_type="text/html")
        elif path.startswith("/static/") and built.is_file():
            content_type = mimetypes.guess_type(built.name)[0] or "application/octet-stream"
            route.fulfill(body=built.read_bytes(), content_type=content_type)
        else:
            self.missing.append(address)
            route.fulfill(status=404, body="")


@pytest.fixture
def open_gallery(browser: Browser) -> Iterator[Callable[..., Gallery]]:
    """Opens the gallery at a width: `open_gallery(320, layout="school", scripts=False)`."""
    contexts = []

    def open_at(width: int, layout: str = "desk", scripts: bool = True) -> Gallery:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="en-GB",
            reduced_motion="reduce",
        )
        contexts.append(context)
        opened = Gallery(context.new_page())
        opened.page.route("**/*", opened.answer)
        opened.page.goto(f"{ORIGIN}/gallery/?layout={layout}", wait_until="load")
        return opened

    yield open_at
    for context in contexts:
        context.close()
