"""A cancelling that was recorded wrongly or by mistake: its day and reason, or the case stands again as before."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline, Event, Note, Plan, Task
from exclusions.actions import cancellings, ending
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import CancellationNotice, Exclusion, Funding, Suspension
from exclusions.suspensions.totals import totals_of_children
from tests.exclusions.test_next_school import groups
from tests.exclusions.test_pages import send, signed_in, tick
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at
from tests.factories.leaving import version_of
from tests.factories.suspensions import FIRST_ON, bring_back, cancel, make_suspension

TODAY = date(2026, 11, 12)
WHY = "The school’s letter says so."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


def correct(desk: Desk, case: Case, **more: object) -> Case:
    facts: dict[str, object] = {
        "cancelled_on": date(2026, 11, 10),
        "reason": "procedure",
        "because": WHY,
        "as_of": TODAY,
        **more,
    }
    return cancellings.correct_cancelling(case=case, version=version_of(case), by=desk.officer, **facts)  # type: ignore[arg-type]


def take_back(desk: Desk, case: Case, *, as_of: date = TODAY, because: str = WHY, is_confirmed: bool = False) -> Case:
    return cancellings.take_back_cancelling(
        case=case,
        because=because,
        is_confirmed=is_confirmed,
        version=version_of(case),
        by=desk.officer,
        as_of=as_of,
    )


def sessions(desk: Desk) -> tuple[int, int]:
    """Those that stand, and those of the year."""
    totals = totals_of_children([desk.child.pk])[desk.child.pk]
    return sum(totals.standing.values()), totals.in_year(2026)


def open_tasks(case: Case) -> set[str]:
    return set(Task.objects.filter(case=case, state=Task.State.OPEN).values_list("code", flat=True))


def test_another_day_and_reason(desk: Desk) -> None:
    case = cancel(desk, make_suspension(desk), date(2026, 11, 11))
    assert sessions(desk) == (0, 6)
    case = correct(desk, case)
    assert sessions(desk) == (0, 4)
    row = Suspension.objects.get(case=case)
    assert (row.cancelled_on, row.cancellation_reason, case.state) == (date(2026, 11, 10), "procedure", "cancelled")
    facts = Event.objects.get(case=case, code="exclusions.cancelling_corrected").facts
    assert facts == {"reason": "procedure", "was": "new_evidence", "was_on": "2026-11-11"}
    assert Note.objects.get(case=case).text == f"The cancelling was corrected. {WHY}"


def test_of_a_permanent_exclusion_too(desk: Desk) -> None:
    case = correct(desk, desk.cancel(desk.record()), cancelled_on=date(2026, 9, 16))
    assert groups(desk, case)["Cancelled"]["Days lost, which still count"].value == "2"


def test_what_cannot_be(desk: Desk) -> None:
    case = cancel(desk, make_suspension(desk), date(2026, 11, 10))
    told = {"parents_told_on": date(2026, 11, 11), "council_told_on": TODAY}
    ending.record_cancellation_told(case=case, days=told, version=version_of(case), by=desk.officer, as_of=TODAY)
    for wrong, field, words in (
        ({"cancelled_on": date(2026, 11, 8)}, "cancelled_on", "on or after 9 November 2026"),
        ({"cancelled_on": TODAY}, "cancelled_on", "11 November 2026: “Parents told on” is that day"),
        ({"reason": "none"}, "reason", "choose one of the list"),
        ({"because": " "}, "because", "Say why"),
    ):
        with pytest.raises(ExclusionRefused, match=words) as refused:
            correct(desk, case, **wrong)
        assert refused.value.field == field
    with pytest.raises(ExclusionRefused, match="this is for “Cancelled by the head teacher”"):
        correct(desk, desk.record())


def test_a_suspension_stands_again(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
    case = make_suspension(desk)
    before = open_tasks(case)
    case = cancel(desk, case, date(2026, 11, 11))
    told = {"parents_told_on": TODAY}
    ending.record_cancellation_told(case=case, days=told, version=version_of(case), by=desk.officer, as_of=TODAY)
    case = take_back(desk, case)
    assert (case.state, case.closed_on, sessions(desk)) == ("notified", None, (16, 16))
    assert open_tasks(case) == before != set()
    assert Deadline.objects.filter(case=case, state=Deadline.State.RUNNING).exists()
    assert CancellationNotice.objects.get(case=case).parents_told_on is None
    assert Event.objects.get(case=case, code="exclusions.cancelling_taken_back").facts == {"was_on": "2026-11-11"}
    assert cancel(desk, case, TODAY).state == "cancelled", "and may be cancelled again"


def test_one_that_is_over_closes_by_itself(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 11, 3))
    case = take_back(desk, cancel(desk, case, date(2026, 11, 3)))
    assert (case.state, sessions(desk)) == ("closed", (2, 2))


def test_back_in_school_it_was_and_is(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
    case = make_suspension(desk, date(2026, 11, 3))
    case = cancel(desk, bring_back(desk, case, date(2026, 11, 4)), date(2026, 11, 4))
    assert take_back(desk, case).state == "returned"


@pytest.mark.parametrize("state", ["notified", "checked", "governors_listed"])
def test_a_permanent_exclusion_stands_where_it_stood(desk: Desk, state: str) -> None:
    case = make_case_at(desk, state)
    before = open_tasks(case)
    tracks = Exclusion.objects.values("day_six_state", "funding_state", "next_school_state").get()
    live = Deadline.objects.filter(case=case, state=Deadline.State.RUNNING).count()
    case = take_back(desk, desk.cancel(case), as_of=EXCLUDED_ON)
    assert (case.state, case.closed_on) == (state, None)
    assert open_tasks(case) == before != set()
    assert Exclusion.objects.values("day_six_state", "funding_state", "next_school_state").get() == tracks
    assert Deadline.objects.filter(case=case, state=Deadline.State.RUNNING).count() == live > 0


def test_what_was_recorded_since_bars_it(desk: Desk) -> None:
    case = cancel(desk, make_suspension(desk))
    again = make_suspension(desk, date(2026, 11, 11))
    with pytest.raises(ExclusionRefused, match=again.reference) as refused:
        take_back(desk, case)
    assert refused.value.field == "is_mistake"
    first = desk.cancel(desk.record())
    second = desk.record()
    with pytest.raises(ExclusionRefused, match=second.reference) as refused:
        take_back(desk, first)
    assert (refused.value.field, refused.value.references) == ("is_mistake", (second.reference,))


def test_what_is_unlikely_beside_it_is_asked_about(desk: Desk) -> None:
    case = cancel(desk, make_suspension(desk))
    exclusion = desk.record(decided_on=TODAY, excluded_on=TODAY, as_of=TODAY)
    with pytest.raises(ExclusionRefused, match="lasts into the permanent exclusion") as refused:
        take_back(desk, case)
    assert refused.value.field == "is_confirmed"
    assert refused.value.references == [exclusion.reference]
    exclusion = desk.cancel(exclusion, as_of=TODAY)
    assert take_back(desk, case).is_open
    with pytest.raises(ExclusionRefused, match="suspended from this school") as refused:
        take_back(desk, exclusion)
    assert refused.value.field == "is_confirmed"
    assert take_back(desk, exclusion, is_confirmed=True).is_open


def test_the_page_corrects_and_takes_back(desk: Desk) -> None:
    case = cancel(desk, make_suspension(desk), date(2026, 11, 11))
    client = signed_in(desk.officer)
    address = reverse("exclusion_cancellation_correct", args=[case.reference])
    assert f'href="{address}"' in client.get(reverse("case", args=[case.reference])).content.decode()
    good = {"cancelled_on": "2026-11-10", "reason": "procedure", "because": WHY}
    answer = send(client, address, {**good, "cancelled_on": "2026-11-08"})
    assert "on or after 9 November 2026" in answer.content.decode()
    assert send(client, address, good).status_code == 302
    assert Suspension.objects.get(case=case).cancelled_on == date(2026, 11, 10)
    desk.record(decided_on=TODAY, excluded_on=TODAY, as_of=TODAY)
    never = {"is_mistake": "on", "because": WHY}
    answer = send(client, address, never)
    assert "lasts into the permanent exclusion" in answer.content.decode()
    assert send(client, address, {**never, **tick(answer.content.decode())}).status_code == 302
    case.refresh_from_db()
    assert case.state == "notified"
    assert client.get(address).content.decode().count("This is not possible now") == 1
    assert FIRST_ON < TODAY


def test_the_page_of_a_listed_exclusion_asks_what_came_first(desk: Desk) -> None:
    case = desk.cancel(make_case_at(desk, "governors_listed"))
    client = signed_in(desk.officer)
    address = reverse("exclusion_cancellation_correct", args=[case.reference])
    good = {"cancelled_on": "2026-10-06", "reason": "procedure", "because": WHY}
    assert "Say whether the head teacher cancelled before it began" in send(client, address, good).content.decode()
    assert send(client, address, {**good, "was_before_meeting": "yes"}).status_code == 302
    assert Exclusion.objects.get(case=case).cancelled_on == date(2026, 10, 6)


def test_after_the_repayment_the_cancelling_stays(desk: Desk) -> None:
    case = make_case_at(desk, "cancelled")
    paid = {"deducted_on": TODAY, "deducted_amount": 1, "repaid_on": TODAY, "repaid_amount": 1}
    Funding.objects.filter(case=case).update(**paid)
    with pytest.raises(ExclusionRefused, match="was repaid to the school on 12 November 2026") as refused:
        take_back(desk, case)
    assert refused.value.field == "is_mistake"
