"""Off the roll: the lawful day, a name that leaves before it, the school's return and its transfer file."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.roles import Role
from cases.actions.cases import move_case
from cases.models import Case, Deadline, Enrolment, Event, Task
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.roll import CHALLENGE, record_deletion_return, record_off_roll, take_back_off_roll
from exclusions.facts import gather
from exclusions.leaving.roll import doubt_about
from exclusions.models import ReturnItem, RollDeletion
from exclusions.presenters import present
from exclusions.queries import deadlines_by_code
from exclusions.states import RECONSIDERED_REINSTATED
from ledger.versions import StaleEdit
from schools.models import School
from tests.exclusions.test_pages import send, signed_in
from tests.factories.children import make_school
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import LATER, LAWFUL_ON, expired, off_roll, window
from tests.factories.people import make_user
from tests.factories.reviews import ReviewDesk, make_review_at

EVERYTHING = [item.value for item in ReturnItem if item not in ("new_address", "new_school", "start_date")]
NOT_NEEDED = ["new_address", "new_school", "start_date"]


def deadline(case: Case, code: str) -> Deadline:
    return Deadline.objects.get(case=case, code=f"exclusions.{code}")


def enrolment(desk: Desk) -> Enrolment:
    return Enrolment.objects.get(child=desk.child, school=desk.school)


def lozenges(desk: Desk, case: Case, as_of: date = LATER) -> tuple[str, ...]:
    return present(Case.objects.get(pk=case.pk), desk.officer, as_of).lozenges


def rows(desk: Desk, case: Case, title: str = "Off roll and next school") -> dict[str, object]:
    groups = present(Case.objects.get(pk=case.pk), desk.officer, LATER).groups
    return {row.label: row for group in groups if group.title == title for row in group.rows}


def returned(desk: Desk, case: Case, **more: object) -> Case:
    facts: dict[str, object] = {
        "received_on": date(2026, 11, 5),
        "ground": "permanent_exclusion",
        "items_given": EVERYTHING,
        "items_not_needed": NOT_NEEDED,
        "transfer_file_sent_on": date(2026, 11, 20),
        "version": desk.version(case),
        "by": desk.officer,
        "as_of": LATER,
        **more,
    }
    return record_deletion_return(case=case, **facts)  # type: ignore[arg-type]


def test_x1_a_name_that_leaves_on_the_lawful_day_leads_on_and_ends_the_enrolment(desk: Desk) -> None:
    case = off_roll(desk, expired(desk))
    assert case.state == "off_roll"
    assert enrolment(desk).ends_on == date(2026, 11, 5), "the last day on the roll is the one before"
    assert not Task.objects.filter(case=case, code=CHALLENGE[0]).exists()
    assert Event.objects.filter(case=case, code="exclusions.off_roll").exists()
    assert "Taken off the roll too early" not in lozenges(desk, case)


def test_x1_a_day_before_is_kept_only_when_it_is_said_to_have_happened_and_then_marked(desk: Desk) -> None:
    case = expired(desk)
    with pytest.raises(ExclusionRefused, match="from 6 November 2026") as refused:
        off_roll(desk, case, off_on=date(2026, 11, 5))
    assert refused.value.field == "is_confirmed"
    assert not RollDeletion.objects.exists()
    case = off_roll(desk, case, off_on=date(2026, 11, 5), is_confirmed=True)
    # By the day on which it is recorded the child may be off the roll, so the case goes on: marked.
    assert case.state == "off_roll"
    assert "Taken off the roll too early" in lozenges(desk, case)
    assert Task.objects.get(case=case, code=CHALLENGE[0]).state == Task.State.OPEN
    event = Event.objects.get(case=case, code="exclusions.off_roll_too_early")
    assert (event.happened_on, event.facts["lawful_on"]) == (date(2026, 11, 5), "2026-11-06")


def test_a_day_that_is_corrected_corrects_the_end_of_the_enrolment(desk: Desk) -> None:
    case = off_roll(desk, expired(desk))
    case = off_roll(desk, case, off_on=date(2026, 11, 10))
    assert (case.state, enrolment(desk).ends_on) == ("off_roll", date(2026, 11, 9))
    # Somebody has put another end into the child's record meanwhile: that stays.
    Enrolment.objects.update(ends_on=date(2026, 11, 3))
    off_roll(desk, case, off_on=date(2026, 11, 11))
    assert enrolment(desk).ends_on == date(2026, 11, 3)


def test_a_day_recorded_by_mistake_is_taken_back_with_its_mark_and_its_task(desk: Desk) -> None:
    case = window(desk)

    def take_back(case: Case) -> Case:
        return take_back_off_roll(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)

    with pytest.raises(ExclusionRefused, match="No day is recorded"):
        take_back(case)
    case = off_roll(desk, case, off_on=date(2026, 10, 20), as_of=date(2026, 10, 21), is_confirmed=True)
    case = take_back(case)
    assert RollDeletion.objects.get(case=case).off_on is None
    assert Task.objects.get(case=case, code=CHALLENGE[0]).state == Task.State.CANCELLED
    assert "Taken off the roll too early" not in lozenges(desk, case)
    assert case.state == "review_expired", "the parents' time has ended by then"
    gone_on = off_roll(desk, case)
    with pytest.raises(ExclusionRefused, match="Correct the day instead"):
        take_back(gone_on)


def test_a_pending_claim_does_not_keep_the_name_on_the_roll(desk: Desk) -> None:
    case = window(desk)
    case = ReviewDesk(desk).claim(case, date(2026, 10, 20))
    with pytest.raises(ExclusionRefused, match="from 6 November 2026"):
        off_roll(desk, case, off_on=date(2026, 11, 2), as_of=date(2026, 11, 3))
    case = off_roll(desk, case, as_of=LAWFUL_ON)
    assert (case.state, enrolment(desk).ends_on) == ("off_roll", date(2026, 11, 5))


def test_a_claim_that_becomes_known_after_the_end_opens_the_time_again(desk: Desk) -> None:
    case = ReviewDesk(desk).claim(expired(desk), date(2026, 11, 20), as_of=date(2026, 11, 25))
    assert case.state == "review_window"


def test_a_name_that_leaves_during_the_parents_time_moves_nothing_and_keeps_the_enrolment(desk: Desk) -> None:
    case = window(desk)
    case = off_roll(desk, case, off_on=date(2026, 10, 20), as_of=date(2026, 10, 21), is_confirmed=True)
    assert case.state == "review_window"
    assert enrolment(desk).ends_on is None
    assert "in law the child is its pupil" in rows(desk, case)["In the child’s record"].value
    assert "Taken off the roll too early" in lozenges(desk, case)


def test_the_early_day_stays_marked_when_the_case_then_goes_on(desk: Desk) -> None:
    case = off_roll(desk, window(desk), off_on=date(2026, 10, 20), as_of=date(2026, 10, 21), is_confirmed=True)
    case = move_case(case=case, transition="review_window_ends", to_state="review_expired", by=None, as_of=LAWFUL_ON)
    case = off_roll(desk, case, off_on=date(2026, 10, 20), is_confirmed=True)
    assert case.state == "off_roll"
    assert enrolment(desk).ends_on == date(2026, 10, 19)
    assert "Taken off the roll too early" in lozenges(desk, case)
    # Corrected: it had happened on the lawful day.
    case = off_roll(desk, case, off_on=LAWFUL_ON)
    assert "Taken off the roll too early" not in lozenges(desk, case)
    challenges = Task.objects.filter(case=case, code=CHALLENGE[0]).order_by("pk")
    assert [each.state for each in challenges.all()] == ["cancelled"]
    off_roll(desk, case, off_on=date(2026, 10, 20), is_confirmed=True)
    assert [each.state for each in challenges.all()] == ["cancelled", "open"]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("notified", "have not declined"),
        ("governors_listed", "have not declined"),
        ("declined", "not recorded as sent"),
        ("reinstated", "no longer stands"),
    ],
)
def test_before_the_governors_refused_in_writing_no_day_is_lawful(desk: Desk, state: str, words: str) -> None:
    case = make_case_at(desk, state)
    doubt = doubt_about(LATER, gather(case), deadlines_by_code(case))
    assert doubt is not None and doubt.is_early
    assert words in doubt.reason
    case = off_roll(desk, case, off_on=date(2026, 10, 20), is_confirmed=True)
    assert case.state == state
    assert Task.objects.filter(case=case, code=CHALLENGE[0]).exists()


def test_after_reinstatement_by_a_review_no_day_is_lawful_when_the_case_is_closed_either(desk: Desk) -> None:
    facts = gather(make_review_at(desk, RECONSIDERED_REINSTATED))
    facts.case.state = "closed"
    doubt = doubt_about(LATER, facts, deadlines_by_code(facts.case))
    assert doubt is not None and doubt.is_early
    assert "no longer stands" in doubt.reason


def test_a_pending_review_makes_every_day_too_early(desk: Desk) -> None:
    case = window(desk)
    Deadline.objects.filter(case=case, code="exclusions.roll_deletion").update(
        due_on=None, outcome="refused", state=Deadline.State.NO_DATE, explanation="The review is not determined."
    )
    doubt = doubt_about(LATER, gather(case), deadlines_by_code(case))
    assert doubt is not None
    assert (doubt.is_early, doubt.reason, doubt.lozenge) == (
        True,
        "The review is not determined.",
        "Taken off the roll too early",
    )


def test_where_the_day_cannot_be_counted_nothing_is_called_early(desk: Desk) -> None:
    case = window(desk)
    Deadline.objects.filter(case=case, code="exclusions.roll_deletion").update(
        due_on=None, outcome="calendar_incomplete", state=Deadline.State.NO_DATE, explanation="No calendar."
    )
    doubt = doubt_about(LATER, gather(case), deadlines_by_code(case))
    assert doubt is not None
    assert (doubt.is_early, doubt.lozenge) == (False, "Deletion from the roll to check")
    case = move_case(case=case, transition="review_window_ends", to_state="review_expired", by=None, as_of=LAWFUL_ON)
    case = off_roll(desk, case, is_confirmed=True)
    assert case.state == "off_roll"
    assert not Task.objects.filter(case=case, code=CHALLENGE[0]).exists()


def test_x15_a_posted_refusal_may_leave_the_roll_from_9_december(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    case = desk.decide(case, "decline_reinstatement", as_of=date(2026, 11, 11))
    case = desk.send_notice(case, sent_on=date(2026, 11, 12), method="first_class_post")
    early = doubt_about(date(2026, 12, 8), gather(case), deadlines_by_code(case))
    assert early is not None and early.lawful_on == date(2026, 12, 9)
    assert doubt_about(date(2026, 12, 9), gather(case), deadlines_by_code(case)) is None


def test_x15_with_the_waiver_that_the_clock_is_told_of_the_name_may_leave_that_day(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    case = desk.decide(case, "decline_reinstatement", as_of=date(2026, 11, 11))
    case = desk.send_notice(case, sent_on=date(2026, 11, 12), method="first_class_post")
    waived = gather(case).ask(
        "exclusions.roll_deletion",
        notice_sent_on=date(2026, 11, 12),
        method="first_class_post",
        waived_on=date(2026, 11, 18),
    )
    Deadline.objects.filter(case=case, code="exclusions.roll_deletion").update(due_on=waived.due_on)
    assert doubt_about(date(2026, 11, 18), gather(case), deadlines_by_code(case)) is None
    assert doubt_about(date(2026, 11, 17), gather(case), deadlines_by_code(case)) is not None


def test_without_an_enrolment_there_is_nothing_to_end(desk: Desk) -> None:
    case = expired(desk)
    Enrolment.objects.update(ends_on=date(2026, 11, 2))
    case = off_roll(desk, case)
    assert case.state == "off_roll"
    assert enrolment(desk).ends_on == date(2026, 11, 2)
    assert rows(desk, case)["In the child’s record"].value == "No longer on the roll of the school"


def test_an_enrolment_that_cannot_be_ended_stays_and_the_page_says_so(desk: Desk) -> None:
    case = expired(desk)
    Enrolment.objects.update(starts_on=date(2026, 11, 10))
    case = off_roll(desk, case)
    assert case.state == "off_roll"
    assert enrolment(desk).ends_on is None
    assert "still has the child on the school’s roll" in rows(desk, case)["In the child’s record"].needs


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 9, 14)])
def test_a_day_that_cannot_be_is_refused(desk: Desk, day: date) -> None:
    with pytest.raises(ExclusionRefused) as refused:
        off_roll(desk, expired(desk), off_on=day)
    assert refused.value.field == "off_on"


def test_who_may_not_and_an_old_version_are_refused(desk: Desk) -> None:
    case = expired(desk)
    facts: dict[str, object] = {"case": case, "off_on": LAWFUL_ON, "as_of": LATER}
    with pytest.raises(PermissionDenied):
        record_off_roll(version=desk.version(case), by=make_user(Role.HEAD_OF_SERVICE), **facts)  # type: ignore[arg-type]
    with pytest.raises(StaleEdit):
        record_off_roll(version=1, by=desk.officer, **facts)  # type: ignore[arg-type]


def test_the_schools_return_and_transfer_file_have_their_days(desk: Desk) -> None:
    case = off_roll(desk, expired(desk))
    assert deadline(case, "deletion_return").due_on == LAWFUL_ON
    transfer = deadline(case, "transfer_file")
    assert (transfer.due_on, transfer.duty_owner, transfer.is_ours) == (date(2026, 11, 27), "school", False)
    assert "no return of the deletion" in rows(desk, case)["School’s return received"].needs
    case = returned(desk, case)
    assert deadline(case, "deletion_return").state == Deadline.State.MET
    assert deadline(case, "transfer_file").state == Deadline.State.MET
    assert rows(desk, case)["The return holds"].value == "Everything that it must"
    late = returned(desk, case, received_on=date(2026, 11, 9))
    assert deadline(late, "deletion_return").state == Deadline.State.MET_LATE


def test_what_the_return_does_not_say_and_another_ground_are_asked_for(desk: Desk) -> None:
    case = returned(
        desk, off_roll(desk, expired(desk)), ground="another", items_given=["name"], items_not_needed=["new_school"]
    )
    shown = rows(desk, case)
    assert "Ask why" in shown["Ground"].needs
    assert "address, name and address of each parent" in shown["The return holds"].needs
    assert "new school" not in shown["The return holds"].needs
    assert shown["The return holds"].value == "Full name", "what it gave is never called not recorded"
    nothing = returned(desk, case, items_given=[], items_not_needed=[])
    assert rows(desk, nothing)["The return holds"].value == "Nothing that it must"


def test_the_transfer_file_alone_may_be_recorded_before_the_deletion_is(desk: Desk) -> None:
    case = returned(desk, expired(desk), received_on=None, ground="", items_given=[], items_not_needed=[])
    row = RollDeletion.objects.get(case=case)
    assert (row.return_received_on, row.transfer_file_sent_on) == (None, date(2026, 11, 20))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"received_on": None, "transfer_file_sent_on": None}, "received_on"),
        ({"received_on": None}, "received_on"),
        ({"ground": "left"}, "ground"),
        ({"items_given": ["shoes"]}, "items_given"),
        ({"items_not_needed": ["name"]}, "items_given"),
        ({"items_given": ["new_school"], "items_not_needed": ["new_school"]}, "items_not_needed"),
        ({"received_on": date(2026, 12, 1)}, "received_on"),
        ({"transfer_file_sent_on": date(2026, 11, 5)}, "transfer_file_sent_on"),
    ],
)
def test_a_return_that_does_not_fit_names_the_field(desk: Desk, wrong: dict, field: str) -> None:
    case = off_roll(desk, expired(desk))
    with pytest.raises(ExclusionRefused) as refused:
        returned(desk, case, **wrong)
    assert refused.value.field == field


def test_x20_the_return_of_a_child_of_another_authority_goes_there(desk: Desk) -> None:
    academy = make_school("Oak Academy (invented)", legal_type=School.LegalType.ACADEMY)
    case = desk.check(desk.record(school=academy), home="937")
    case = desk.list_meeting(desk.tell_governors(case))
    case = desk.send_notice(desk.decide(case, "decline_reinstatement"))
    case = move_case(case=case, transition="review_window_ends", to_state="review_expired", by=None, as_of=LAWFUL_ON)
    case = off_roll(desk, case)
    shown = rows(desk, case)
    assert shown["The return goes to"].value.endswith("(937), where the child lives")
    explained = deadline(case, "deletion_return")
    assert shown["School’s return received"].explain_url == reverse("deadline", args=[explained.uuid])
    asked = gather(case).ask("exclusions.deletion_return", deleted_on=LATER)
    assert "from knowledge" in " ".join(asked.warnings)
    assert "places the child through its own protocol" in rows(desk, case)["Fair Access"].value


def test_an_early_day_asks_again_and_is_then_marked_on_the_case(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    case = window(desk)
    client = signed_in(desk.officer)
    address = reverse("exclusion_off_roll", args=[case.reference])
    answer = send(client, address, {"off_on": "20 10 2026", "is_confirmed": "on"})
    assert answer.status_code == 302
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Taken off the roll too early" in page
    assert "Challenge the school" in page
    text = client.get(address).content.decode()
    assert 'value="20"' in text, "what was recorded stands in the boxes"
