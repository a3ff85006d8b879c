"""Exactly one submission, however it is sent: twice in a moment, after Back, from two tabs, after a lost answer, by
twenty at once. On the real stack; the reference is the same each time."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, Route, expect

from portal.models import Submission
from tests.functional.desk import make_desk, sign_in
from tests.functional.hands import Mouse
from tests.functional.plain_client import PlainClient
from tests.functional.ready_drafts import Ready, make_ready_drafts
from tests.functional.school_desk import make_office
from tests.functional.school_form import reference_on
from tests.support.live_stack import LiveStack


def expect_one(live_stack: LiveStack, draft: Ready, reference: str) -> None:
    """One submission of this draft, with this reference."""
    with live_stack.own_models():
        assert [each.reference for each in Submission.objects.filter(draft__uuid=draft.uuid)] == [reference]


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with_scripts", "without_scripts"])
def test_sent_twice_from_a_browser(
    live_stack: LiveStack, page: Page, page_without_scripts: Page, has_scripts: bool
) -> None:
    page = page if has_scripts else page_without_scripts
    with live_stack.own_models():
        desk = make_desk("Twice")
        user = make_office(desk.school)
        clicked, gone_back, in_two_tabs, lost = make_ready_drafts(desk, user, 4)
    sign_in(page, user.email)

    # A double click, and a reload of what it leads to
    page.goto(clicked.check_path)
    page.get_by_role("button", name="Send", exact=True).dblclick()
    reference = reference_on(Mouse(page))
    page.reload()
    assert reference_on(Mouse(page)) == reference
    expect_one(live_stack, clicked, reference)

    # Back, and sending again, when there is anything to send
    page.goto(gone_back.check_path)
    reference = press_send(page)
    page.go_back()
    again = page.get_by_role("button", name="Send", exact=True)
    if again.count():
        again.click()
    assert reference_on(Mouse(page)) == reference
    expect_one(live_stack, gone_back, reference)

    # Two tabs
    page.goto(in_two_tabs.check_path)
    other = page.context.new_page()
    other.goto(in_two_tabs.check_path)
    reference = press_send(page)
    assert press_send(other) == reference
    expect(other.get_by_text(re.compile("received once"))).to_be_visible()
    expect_one(live_stack, in_two_tabs, reference)
    other.close()

    # The answer is lost on the way; what the browser shows is loaded again, which posts again
    page.goto(lost.check_path)
    page.route("**/check/", lose_the_answer)
    page.get_by_role("button", name="Send", exact=True).click()
    live_stack.wait_for(lambda: is_sent(live_stack, lost), "the stack has received it")
    page.unroute("**/check/", lose_the_answer)
    page.goto(lost.check_path)
    reference = reference_on(Mouse(page))
    expect_one(live_stack, lost, reference)


def press_send(page: Page) -> str:
    """Send; gives the reference on the receipt."""
    page.get_by_role("button", name="Send", exact=True).click()
    return reference_on(Mouse(page))


def lose_the_answer(route: Route) -> None:
    """The stack gets the request and answers; the browser hears nothing."""
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def is_sent(live_stack: LiveStack, draft: Ready) -> bool:
    sent = "SELECT 1 FROM portal_submission JOIN portal_draft d ON d.id = draft_id WHERE d.uuid = %s"
    return bool(live_stack.query(sent, draft.uuid))


def test_the_same_post_again_leads_to_the_same_receipt(live_stack: LiveStack) -> None:
    """What a browser does that loads the answer of a POST again."""
    with live_stack.own_models():
        desk = make_desk("Reload")
        user = make_office(desk.school)
        (draft,) = make_ready_drafts(desk, user, 1)
        client = PlainClient.sign_in(live_stack, user)
    client = client.with_token(draft.check_path)
    answers = [client.post(draft.check_path, version=draft.version) for _ in range(3)]
    assert [answer.status for answer in answers] == [302, 302, 302]
    (address,) = {answer.location for answer in answers}
    expect_one(live_stack, draft, address.split("/")[2])


def test_twenty_at_once_are_one(live_stack: LiveStack) -> None:
    with live_stack.own_models():
        desk = make_desk("Twenty")
        user = make_office(desk.school)
        (draft,) = make_ready_drafts(desk, user, 1)
        client = PlainClient.sign_in(live_stack, user)
    client = client.with_token(draft.check_path)
    with ThreadPoolExecutor(20) as threads:
        sending = [threads.submit(client.post, draft.check_path, version=draft.version) for _ in range(20)]
        answers = [each.result() for each in sending]
    assert {answer.status for answer in answers} == {302}
    (address,) = {answer.location for answer in answers}
    reference = address.split("/")[2]
    assert reference in client.get(address).text
    expect_one(live_stack, draft, reference)
