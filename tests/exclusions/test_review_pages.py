"""The pages of a review: each POST signed out, by an outsider, without the right, well, badly and stale."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Event
from exclusions.kind import KIND
from exclusions.models import Exclusion, ReviewApplication, ReviewCost, ReviewHearing, ReviewPaper, ReviewSeat
from tests.exclusions.test_pages import tick
from tests.factories.children import enrol, make_child
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.people import make_school_user, make_user
from tests.factories.reviews import ReviewDesk, make_member, make_pool, make_review_at

TODAY = date(2026, 12, 1)
APPLICATION = {
    "sent_on": "2026-10-19",
    "method": "hand",
    "gives_grounds": "yes",
    "wants_expert": "yes",
    "wants_remote": "no",
}
HEARING = {
    "hearing_on": "2026-11-12",
    "starts_at": "09:30",
    "mode": "in_person",
    "venue": "Town Hall",
    "conditions": "no",
}


def applied(desk: Desk) -> Case:
    return make_review_at(desk, "review_applied")


def listed(desk: Desk) -> Case:
    return ReviewDesk(desk).list_hearing(applied(desk))


def asked(desk: Desk) -> Case:
    return ReviewDesk(desk).invite(listed(desk), make_member(desk.officer))


def with_paper(desk: Desk) -> Case:
    case = applied(desk)
    ReviewPaper.objects.create(review=case.review, title="Grounds", source="parents", received_on=date(2026, 11, 2))
    return case


def with_cost(desk: Desk) -> Case:
    case = applied(desk)
    ReviewCost.objects.create(review=case.review, kind="venue", amount="10.00", spent_on=date(2026, 11, 2))
    return case


def at(state: str) -> Callable[[Desk], Case]:
    return lambda desk: make_review_at(desk, state)


def invitable(desk: Desk) -> Case:
    case = listed(desk)
    make_member(desk.officer, name="Only One")
    return case


# Page, the case, a good answer, a bad answer and the words of its refusal, the state afterwards, where it leads.
PAPER = {"title": "Statement", "source": "parents", "received_on": "2026-11-02"}
COST = {"kind": "panel", "amount": "120.50", "spent_on": "2026-11-12"}
STEPS = [
    ("exclusion_review_waived", at("review_window"), {"waived_on": "2026-10-12"}, {"waived_on": "2026-10-05"},
     "must be on or after 6 October 2026", "review_waived", "case"),
    ("exclusion_review_waiver_correct", at("review_waived"), {"waived_on": "2026-10-09", "because": "A slip"},
     {"because": ""}, "Enter an answer to “Why is it corrected?”", "review_waived", "case"),
    ("exclusion_review_applied", at("review_window"), APPLICATION, {"sent_on": "2026-11-20"},
     "the last day was 5 November 2026", "review_applied", "case"),
    ("exclusion_review_claim", at("review_window"), {"made_on": "2026-10-20", "body": "tribunal"},
     {"determined_on": "2026-10-19"}, "must be on or after 20 October 2026", "review_window", "case"),
    ("exclusion_review_withdrawn", applied, {"withdrawn_on": "2026-11-02"}, {"withdrawn_on": "2026-10-18"},
     "must be on or after 19 October 2026", "review_abandoned", "case"),
    ("exclusion_review_hearing", applied, HEARING, {"venue": ""}, "Enter where the hearing takes place",
     "review_applied", "exclusion_review"),
    ("exclusion_review_record", listed, {"course": "held", "attended": ["parents", "clerk"], "is_confirmed": "on"},
     {"attended": []},
     "Say who was there", "review_applied", "exclusion_review"),
    ("exclusion_review_arranged", applied, {"clerk": "Cleo Clerk"}, {"expert_name": "Dr Evans"},
     "or none of them", "review_applied", "exclusion_review"),
    ("exclusion_review_panel", invitable, {"member": "x", "invited_on": "2026-11-02"}, {"invited_on": "1/9/2026"},
     "must be on or after 15 September 2026", "review_applied", "exclusion_review"),
    ("exclusion_review_answer", asked, {"answer": "accepted", "answered_on": "2026-11-02", "says_unconnected": "on"},
     {"says_unconnected": ""}, "Nobody sits who is connected", "review_applied", "exclusion_review"),
    ("exclusion_review_paper_add", applied, PAPER, {"title": ""}, "Enter what it is", "review_applied",
     "exclusion_review"),
    ("exclusion_review_paper_change", with_paper, PAPER, {"sent_on": "2026-11-01"}, "must be on or after 2 November",
     "review_applied", "exclusion_review"),
    ("exclusion_review_papers_sent", with_paper, {"sent_on": "2026-11-04"}, {"sent_on": "2026-11-01"},
     "must be on or after 2 November", "review_applied", "exclusion_review"),
    ("exclusion_review_cost_add", applied, COST, {"amount": "12.345"}, "decimal places", "review_applied",
     "exclusion_review"),
    ("exclusion_review_cost_change", with_cost, COST, {"amount": "-1"}, "0 or more", "review_applied",
     "exclusion_review"),
    ("exclusion_review_decided", lambda desk: ReviewDesk(desk).hold(listed(desk)),
     {"outcome": "quash_direct", "decided_on": "2026-11-12", "orders_adjustment": "yes"},
     {"notice_sent_on": "2026-11-13"}, "Choose how the panel’s decision was sent", "review_quashed", "case"),
    ("exclusion_review_told", at("review_quashed"),
     {"notice_sent_on": "2026-11-13", "notice_method": "hand", "panel_parents_told_on": "2026-11-13"},
     {"panel_parents_told_on": "2026-11-01"}, "must be on or after 12 November 2026", "review_quashed", "case"),
    ("exclusion_reconsidered", at("review_quashed"), {"decision": "declined", "reconsidered_on": "2026-11-24"},
     {"reinstate_on": "2026-11-25"}, "Take the date out", "reconsidered_declined", "case"),
    ("exclusion_reconsidered_correct", at("reconsidered_declined"),
     {"decision": "reinstated", "reconsidered_on": "2026-11-24", "because": "A slip"}, {"reinstate_on": "2026-11-23"},
     "must be on or after 24 November 2026", "reconsidered_reinstated", "case"),
    ("exclusion_review_adjustment", at("reconsidered_declined"), {"made_on": "2026-11-30"}, {"made_on": "2026-11-01"},
     "must be on or after 24 November 2026", "reconsidered_declined", "case"),
]  # fmt: skip
NAMES = ("page", "make", "good", "bad", "words", "after", "leads_to")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden_inputs(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(form_key|version)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def address_of(page: str, case: Case) -> str:
    """The page's address with the row that it names."""
    rows = {
        "exclusion_review_answer": ReviewSeat,
        "exclusion_review_paper_change": ReviewPaper,
        "exclusion_review_cost_change": ReviewCost,
    }
    more = [rows[page].objects.get().pk] if page in rows else []
    return reverse(page, args=[case.reference, *more])


def filled(client: Client, address: str, answers: dict) -> dict:
    """The answers with the page's hidden inputs; a member's name becomes the value of their radio."""
    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    if "member" in answers:
        value = re.search(r'name="member"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="member"', text)
        answers = {**answers, "member": value.group(1) or value.group(2)}
    return {**answers, **hidden_inputs(text)}


@pytest.mark.parametrize(NAMES, STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page, make, good, bad, words, after, leads_to) -> None:
        case = make(desk)
        client, address = signed_in(desk.officer), address_of(page, case)
        answer = client.post(address, filled(client, address, good))
        assert answer.status_code == 302, answer.content.decode()
        assert answer.headers["Location"] == reverse(leads_to, args=[case.reference])
        assert Case.objects.get(pk=case.pk).state == after
        assert client.get(answer.headers["Location"]).status_code == 200

    def test_invalid(self, desk: Desk, page, make, good, bad, words, after, leads_to) -> None:
        case = make(desk)
        client, address = signed_in(desk.officer), address_of(page, case)
        events = Event.objects.count()
        answer = client.post(address, filled(client, address, {**good, **bad}))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert words in unescape(text)
        assert "Error: " in text
        assert (Case.objects.get(pk=case.pk).state, Event.objects.count()) == (case.state, events)

    def test_stale(self, desk: Desk, page, make, good, bad, words, after, leads_to) -> None:
        case = make(desk)
        client, address = signed_in(desk.officer), address_of(page, case)
        answers = filled(client, address, good)
        Exclusion.objects.update(version=99)
        text = client.post(address, answers).content.decode()
        assert "Nothing was overwritten" in text
        assert hidden_inputs(text)["version"] == "99"
        assert Case.objects.get(pk=case.pk).state == case.state

    def test_refused(self, desk: Desk, page, make, good, bad, words, after, leads_to) -> None:
        case = make(desk)
        events, address = Event.objects.count(), address_of(page, case)
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.ADMINISTRATOR)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403
        assert signed_in(make_user(Role.EXCLUSIONS_OFFICER)).post(address, good).status_code == 403
        assert (Case.objects.get(pk=case.pk).state, Event.objects.count()) == (case.state, events)

    def test_an_earlier_case_has_no_form_and_says_why(
        self, desk: Desk, page, make, good, bad, words, after, leads_to
    ) -> None:
        make(desk)
        address = address_of(page, Case.objects.get())
        Case.objects.update(state="governors_listed")
        text = signed_in(desk.officer).get(address).content.decode()
        assert "This is not possible now" in text
        assert "form_key" not in text.split("<main", 1)[1]


def test_an_application_out_of_time_is_told_first_and_then_kept(desk: Desk) -> None:
    case = make_review_at(desk, "review_expired")
    client, address = signed_in(desk.officer), reverse("exclusion_review_applied", args=[case.reference])
    late = {**APPLICATION, "sent_on": "2026-11-20"}
    text = unescape(client.post(address, filled(client, address, late)).content.decode())
    assert "counts as made on 20 November 2026; the last day was 5 November 2026" in text
    assert 'value="2026"' in text or "2026-11-20" in text, "what was typed stays"
    answer = client.post(address, filled(client, address, {**late, "why_late": "Illness"}))
    assert answer.status_code == 302
    assert ReviewApplication.objects.get().why_late == "Illness"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Application out of time" in page
    assert "Illness" in page


def test_the_minutes_are_uploaded_and_opened_from_the_page(desk: Desk) -> None:
    case = listed(desk)
    client, address = signed_in(desk.officer), reverse("exclusion_review_record", args=[case.reference])
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    answers = filled(client, address, {"course": "held", "attended": ["parents"], "is_confirmed": "on"})
    wrong = client.post(address, {**answers, "minutes": SimpleUploadedFile("minutes.exe", b"MZ")})
    assert wrong.status_code == 200
    assert ReviewHearing.objects.get().course == "planned"
    client.post(address, {**answers, "minutes": SimpleUploadedFile("minutes.txt", b"We met.")})
    hearing = ReviewHearing.objects.get()
    page = client.get(reverse("exclusion_review", args=[case.reference])).content.decode()
    assert reverse("document", args=[hearing.minutes.uuid]) in page


def test_another_cases_rows_are_not_there(desk: Desk) -> None:
    case = with_paper(desk)
    ReviewCost.objects.create(review=case.review, kind="venue", amount="10.00", spent_on=date(2026, 11, 2))
    ReviewSeat.objects.create(review=case.review, member=make_member(desk.officer), invited_on=date(2026, 11, 2))
    other = desk.record(child=make_case_child(desk))
    client = signed_in(desk.officer)
    for page in ("exclusion_review_paper_change", "exclusion_review_cost_change", "exclusion_review_answer"):
        assert client.get(address_of(page, other)).status_code == 404


def make_case_child(desk: Desk):

    child = make_child()
    enrol(child, desk.school)
    return child


def test_before_anybody_asked_the_page_of_the_hearing_says_so(desk: Desk) -> None:
    case = make_case_at(desk, "review_window")
    text = signed_in(desk.officer).get(reverse("exclusion_review", args=[case.reference])).content.decode()
    assert "No review was asked for" in text


def test_the_page_of_a_complete_arrangement(desk: Desk) -> None:
    acts, members = ReviewDesk(desk), make_pool(desk.officer)
    case = acts.list_hearing(acts.apply(make_case_at(desk, "review_window"), wants_expert=True))
    for member in members:
        case = acts.answer(acts.invite(case, member, is_chair=member.may_chair), member)
    text = unescape(signed_in(desk.officer).get(reverse("exclusion_review", args=[case.reference])).content.decode())
    for words in (
        "Hearing of 12 November 2026",
        "12 November 2026 at 09:30, in person, Council House",
        f"{members[0]}, chair",
        "Accepted",
        "Wanted by the parents",
        "They should be sent by",
        "5 November 2026",
    ):
        assert words in text
    assert "no complete panel" not in text
    more = signed_in(desk.officer).get(reverse("exclusion_review_panel", args=[case.reference])).content.decode()
    assert "Nobody of the pool who is not asked yet may sit on 12 November 2026" in more, "who was asked is not offered"
    assert "Record under “Panel members”" in more
    assert 'name="invited_on' not in more, "where nobody can be asked there is no form to fill in"


def test_a_trusts_review_shows_the_hearing_alone(desk: Desk) -> None:
    case = listed(desk)
    Exclusion.objects.update(legal_type_then="academy")
    text = signed_in(desk.officer).get(reverse("exclusion_review", args=[case.reference])).content.decode()
    assert "The academy trust of Ashgrove Academy (invented) arranges this review" in text
    assert "Invite a member" not in text
    assert "List or move the hearing" in text


def rows(desk: Desk, case: Case, title: str) -> dict[str, tuple[str, str]]:
    groups = KIND.present(case, desk.officer, TODAY).groups
    return {row.label: (row.value, row.needs) for group in groups if group.title == title for row in group.rows}


def test_the_case_page_tells_the_whole_review(desk: Desk) -> None:
    acts = ReviewDesk(desk)
    case = acts.claim(make_case_at(desk, "review_window"), date(2026, 10, 20))
    asking = rows(desk, case, "Review")
    assert asking["Who arranges it"] == ("The council", "")
    assert "pending: the parents may still ask" in asking["Discrimination claim"][0]
    assert "finally determined" in asking["After the claim they may ask until"][0]
    case = acts.apply(
        case, date(2026, 10, 21), method="first_class_post", wants_expert=True, wants_remote=True, access_needs="A ramp"
    )
    said = rows(desk, case, "Review")["Application"][0]
    assert said.splitlines() == [
        "Made on 23 October 2026 (sent 21 October 2026, first-class post)",
        "With grounds",
        "Wants a SEN expert",
        "Asks for a remote hearing",
        "Needs: A ramp",
    ]
    hearing = rows(desk, case, "Hearing and panel")
    assert hearing["Hearing"] == ("", "No hearing is listed.")
    assert hearing["SEN expert"] == ("", "The parents want a SEN expert and none is appointed.")
    assert hearing["Clerk"] == ("", "No clerk yet.")


def test_a_hearing_on_a_bank_holiday_is_asked_about_on_its_page(desk: Desk) -> None:
    case, client = applied(desk), signed_in(desk.officer)
    address = reverse("exclusion_review_hearing", args=[case.reference])
    assert "is_confirmed" not in client.get(address).content.decode()
    answers = {**HEARING, "hearing_on": "2026-12-28", "starts_at": "5.30pm"}
    page = client.post(address, filled(client, address, answers)).content.decode()
    assert "Monday 28 December 2026 is no school day: it falls on a bank holiday." in page
    assert "28 December 2026 is after 17 November 2026, by which the review must begin." in page
    confirmed = filled(client, address, {**answers, **tick(page)})
    assert client.post(address, confirmed).status_code == 302
    hearing = ReviewHearing.objects.get()
    assert (hearing.hearing_on, f"{hearing.starts_at:%H:%M}") == (date(2026, 12, 28), "17:30")


def test_the_case_page_says_what_the_outcome_still_needs(desk: Desk) -> None:
    acts = ReviewDesk(desk)
    case = acts.decide(acts.hold(acts.list_hearing(applied(desk))), "quash_direct", orders=True)
    outcome = rows(desk, case, "Outcome of the review")
    assert "not recorded as sent" in outcome["Sent to the governors"][1]
    for who, them in (("Parents", "them"), ("Head teacher", "them"), ("Council", "it")):
        have = "have" if who == "Parents" else "has"
        needs = f"The {who.lower()} {have} not been told of the panel’s decision. Tell {them} in writing without delay."
        assert outcome[f"{who} told of the panel’s decision"][1] == needs
    assert "Home authority told of the panel’s decision" not in outcome
    money = rows(desk, case, "Financial adjustment")
    assert money["Ordered by the panel"][0] == "£4,000.00"
    assert money["Made on"][0] == "Not due unless the governors let their time pass or decline."
    case = acts.tell(case)
    assert rows(desk, case, "Outcome of the review")["Governors reconsider by"][0] == "27 November 2026"
    assert "is due" in rows(desk, case, "Financial adjustment")["Made on"][1], "1 December is past the ten days"
    case = acts.reconsider(case, "reinstated", on=date(2026, 11, 27))
    assert rows(desk, case, "Financial adjustment")["Made on"][0] == "Not due: reinstatement was offered in time."
    second = rows(desk, case, "Outcome of the review")["Governors’ second decision"][0]
    assert second == "Offer reinstatement, on 27 November 2026\nBack in school from 27 November 2026"


def test_a_payment_of_a_trust_has_its_last_day_and_then_its_day(desk: Desk) -> None:
    case = make_review_at(desk, "review_quashed")
    Exclusion.objects.update(legal_type_then="academy")
    case = ReviewDesk(desk).adjust(ReviewDesk(desk).reconsider(case, "declined"), date(2026, 12, 1))
    money = rows(desk, case, "Financial adjustment")
    assert money["Made on"][0] == "1 December 2026"
    assert money["The trust pays by"][0] == "25 December 2026"


def test_a_withdrawn_review_says_when(desk: Desk) -> None:
    case = make_review_at(desk, "review_abandoned")
    assert rows(desk, case, "Outcome of the review")["Withdrawn by the parents"][0] == "2 November 2026"


@pytest.mark.parametrize(
    ("make", "main", "not_yet"),
    [
        (at("review_window"), "Record an application for a review", set()),
        (applied, "List the hearing", {"Record the hearing", "Record the review panel’s decision"}),
        (listed, "Record the hearing", {"Record the review panel’s decision"}),
        (at("review_recommended"), "Record the governors’ second decision", set()),
    ],
)
def test_one_step_leads_on_and_others_say_why_not_yet(desk: Desk, make, main: str, not_yet: set[str]) -> None:
    steps = KIND.present(make(desk), desk.officer, TODAY).steps
    of_day_six = {"Book day-six provision", "Record that it started"}
    assert {step.label for step in steps if step.reasons and step.label not in of_day_six} >= not_yet
    chain = [step.label for step in steps if step.address and step.label not in of_day_six]
    assert main in chain
    assert sum(step.is_main for step in steps) == 1
