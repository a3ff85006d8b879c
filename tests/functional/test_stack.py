"""The stack itself: healthy, killed, healthy again; and a browser reaches it."""

from __future__ import annotations

import urllib.request

from playwright.sync_api import Page

from tests.support.live_stack import LiveStack


def test_says_that_it_is_healthy(live_stack: LiveStack) -> None:
    with urllib.request.urlopen(f"{live_stack.base_url}/healthz") as answer:
        assert answer.status == 200


def test_worker_comes_back_after_kill_9(live_stack: LiveStack) -> None:
    live_stack.kill_worker()
    assert not live_stack.stack.supervisor.running("worker").is_alive()
    live_stack.start_worker()
    live_stack.wait_for(lambda: bool(live_stack.stack.supervisor.running("worker").is_alive()), "the worker runs")


def test_chromium_shows_a_page(live_stack: LiveStack, page: Page) -> None:
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
