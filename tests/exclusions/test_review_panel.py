"""The panel of a review: who may be asked, who answered, and whether it is lawful."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.review_panel import invite_member, record_answer
from exclusions.facts import gather
from exclusions.models import Exclusion, PanelMember, ReviewSeat
from exclusions.panels.choosing import Candidate, candidates, composition_reasons
from exclusions.panels.queries import seats_of, sitting
from exclusions.review.arranging_presenters import panel_rows, present_nobody_to_ask, present_not_asked
from exclusions.review.panel import reasons_against_panel
from tests.factories.exclusions import Desk
from tests.factories.reviews import APPLIED_ON, HEARING_ON, ReviewDesk, make_member, make_pool, make_review_at


@pytest.fixture
def acts(desk: Desk) -> ReviewDesk:
    return ReviewDesk(desk)


@pytest.fixture
def case(desk: Desk) -> Case:
    return make_review_at(desk, "review_applied")


@pytest.fixture
def listed(acts: ReviewDesk, case: Case) -> Case:
    return acts.list_hearing(case)


def refused(act, *args: object, **more: object) -> ExclusionRefused:
    with pytest.raises(ExclusionRefused) as refusal:
        act(*args, **more)
    return refusal.value


def test_a_lawful_panel_is_complete_when_all_have_accepted(desk: Desk, acts: ReviewDesk, listed: Case) -> None:
    lay, governor, head = make_pool(desk.officer)
    case = listed
    assert "A panel has 3 or 5 members; this has 0." in reasons_against_panel(gather(case))
    for member in (lay, governor, head):
        case = acts.invite(case, member, is_chair=member == lay)
    assert reasons_against_panel(gather(case)) == [f"{each} has not answered." for each in (lay, governor, head)]
    for member in (lay, governor, head):
        case = acts.answer(case, member)
    assert reasons_against_panel(gather(case)) == []
    case = acts.answer(case, head, "declined", on=date(2026, 10, 20))
    assert reasons_against_panel(gather(case)) == [
        "A panel has 3 or 5 members; this has 2.",
        "A panel of 3 has 1 head teacher; this has 0.",
    ]
    acts.invite(case, head, on=date(2026, 10, 21))
    assert ReviewSeat.objects.get(member=head).answer == "waiting", "who declined may be asked again"


def test_a_hearing_begins_only_with_a_lawful_panel_or_when_that_is_confirmed(
    desk: Desk, acts: ReviewDesk, listed: Case
) -> None:
    refusal = refused(acts.hold, listed, is_confirmed=False)
    assert refusal.field == "is_confirmed"
    assert "A panel has 3 or 5 members; this has 0." in str(refusal)
    put_off = acts.hold(listed, is_confirmed=False, course="postponed", attended=[], why_not_held="Snow")
    case = acts.list_hearing(put_off, date(2026, 11, 13))
    case = acts.hold(case, as_of=date(2026, 11, 13))
    missing = next(row for row in panel_rows(gather(case)) if row.label == "Panel").needs
    assert "A panel has 3 or 5 members; this has 0." in missing
    # Who sat is recorded afterwards, also after the decision and whether or not they had said to be free.
    case = acts.decide(case, "uphold", on=date(2026, 11, 13))
    for member in make_pool(desk.officer):
        case = acts.invite(case, member, is_chair=member.kind == "lay")
        case = acts.answer(case, member)
    assert next(row for row in panel_rows(gather(case)) if row.label == "Panel").needs == ""


def test_a_hearing_with_a_lawful_panel_needs_no_word_more(desk: Desk, acts: ReviewDesk, listed: Case) -> None:
    case = listed
    for member in make_pool(desk.officer):
        case = acts.answer(acts.invite(case, member, is_chair=member.kind == "lay"), member)
    assert acts.hold(case, is_confirmed=False).review.hearings.get().course == "held"


def test_a_trusts_hearing_is_recorded_without_its_panel(desk: Desk, acts: ReviewDesk, listed: Case) -> None:
    Exclusion.objects.update(legal_type_then="academy")
    assert acts.hold(listed, is_confirmed=False).review.hearings.get().course == "held"


def test_who_may_not_sit_is_refused_with_every_reason(desk: Desk, acts: ReviewDesk, listed: Case) -> None:
    member = make_member(
        desk.officer,
        trained_on=date(2024, 9, 1),
        free_on=(),
        schools=(desk.school,),
        authorities=(desk.school.local_authority,),
    )
    PanelMember.objects.filter(pk=member.pk).update(left_on=date(2026, 9, 2), name="Perry Pool")
    member.refresh_from_db()
    assert refused(acts.invite, listed, member).reasons == (
        "Perry Pool left the pool on 2 September 2026.",
        "Perry Pool training counts until 31 August 2026 only.",
        "Perry Pool is connected with the school or its authority.",
        "Perry Pool has not said to be free on the day.",
    )
    assert not ReviewSeat.objects.exists()


def test_training_after_the_hearing_does_not_count(desk: Desk, listed: Case) -> None:
    member = make_member(desk.officer, trained_on=date(2026, 11, 20), as_of=date(2026, 11, 20))
    (row,) = candidates([member], desk.school, HEARING_ON)
    assert row.reasons == ("is trained only on 20 November 2026",)
    hearing = listed.review.hearings.get()
    assert present_not_asked([row], hearing).startswith("For the hearing on 12 November 2026. Not to be asked:")
    assert present_not_asked([], None) == ""
    nobody = present_nobody_to_ask([row], hearing)
    assert nobody[0].startswith("Nobody of the pool who is not asked yet may sit on 12 November 2026. Record under")
    assert nobody[1] == f"Not to be asked: {member}: is trained only on 20 November 2026."
    assert present_nobody_to_ask([row, Candidate(member, ())], hearing) == []
    assert present_nobody_to_ask([], None) == []


def test_an_interest_found_later_breaks_the_panel(desk: Desk, acts: ReviewDesk, listed: Case) -> None:
    members = make_pool(desk.officer)
    case = listed
    for member in members:
        case = acts.invite(case, member, is_chair=member.may_chair)
    members[1].interests.create(school=desk.school)
    seats = sitting(seats_of(case.review))
    assert composition_reasons(seats, desk.school, HEARING_ON) == [
        f"{members[1]} is connected with the school or the authority."
    ]
    assert composition_reasons(seats, None, HEARING_ON) == []


def test_only_a_lay_member_takes_the_chair_and_nobody_is_asked_twice(
    desk: Desk, acts: ReviewDesk, listed: Case
) -> None:
    head = make_member(desk.officer, "head_teacher")
    assert refused(acts.invite, listed, head, is_chair=True).field == "is_chair"
    case = acts.invite(listed, head)
    assert refused(acts.invite, case, head).field == "member"
    assert refused(acts.invite, case, make_member(desk.officer), on=date(2026, 9, 14)).field == "invited_on"


def test_an_answer_says_that_nothing_connects_them(desk: Desk, acts: ReviewDesk, listed: Case) -> None:
    member = make_member(desk.officer)
    case = acts.invite(listed, member)

    def answer(**more: object) -> Case:
        facts: dict[str, object] = {
            "answer": "accepted",
            "answered_on": APPLIED_ON,
            "says_unconnected": True,
            **more,
        }
        return record_answer(
            case=case,
            seat=ReviewSeat.objects.get(),
            version=desk.version(case),
            by=desk.officer,
            as_of=APPLIED_ON,
            **facts,  # type: ignore[arg-type]
        )

    assert refused(answer, says_unconnected=False).field == "says_unconnected"
    assert refused(answer, answer="waiting").field == "answer"
    assert refused(answer, answer="perhaps").field == "answer"
    assert refused(answer, answered_on=date(2026, 10, 18)).field == "answered_on"
    answer(answer="declined", says_unconnected=False)
    assert ReviewSeat.objects.get().answer == "declined"


def test_without_a_hearing_nobody_is_asked(desk: Desk, acts: ReviewDesk, case: Case) -> None:
    assert reasons_against_panel(gather(case)) == ["The panel is chosen when the hearing is listed."]
    member = make_member(desk.officer)
    refusal = refused(
        invite_member,
        case=case,
        member=member,
        is_chair=False,
        invited_on=APPLIED_ON,
        version=desk.version(case),
        by=desk.officer,
        as_of=APPLIED_ON,
    )
    assert refusal.reasons == ("List the hearing first.",)
