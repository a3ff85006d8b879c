"""A real Chromium, the system's own, for pages as people meet them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    # Chromium refuses to sandbox under root; it opens nothing but our own pages here.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    # What follows keeps it from calling home.
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
)


def chromium_path() -> str:
    """The system's Chromium. Skips the test when there is none, fails it under REQUIRE_BROWSER=1."""
    found = next((path for program in PROGRAMS if (path := shutil.which(program))), None)
    if found:
        return found
    reason = f"No Chromium on the PATH (looked for {', '.join(PROGRAMS)})."
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason + " REQUIRE_BROWSER=1 makes that a failure.")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, for the length of the run."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's synchronous calls keep an event loop in this thread; Django takes that for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as started:
            yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the run."""
    started = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
    yield started
    started.close()


@pytest.fixture
def browser_context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A fresh profile: no cookies, no storage; London time, British English."""
    base_url = None
    if "live_stack" in request.fixturenames:
        base_url = request.getfixturevalue("live_stack").base_url
    context = browser.new_context(base_url=base_url, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """One page of a fresh profile; paths are of the live stack where the test has it."""
    return browser_context.new_page()


@pytest.fixture
def page_without_scripts(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a browser that runs no JavaScript."""
    base_url = None
    if "live_stack" in request.fixturenames:
        base_url = request.getfixturevalue("live_stack").base_url
    context = browser.new_context(base_url=base_url, java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
