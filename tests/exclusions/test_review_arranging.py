"""Arranging a review: the hearing and its history, the clerk, the papers, the costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.files import FileRefused
from cases.models import Case, Deadline, Document
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.review_hearing import arrange_review
from exclusions.actions.review_papers import Cost, Paper, keep_cost, keep_paper, send_papers
from exclusions.facts import gather
from exclusions.kind import KIND
from exclusions.models import Exclusion, ReviewCost, ReviewHearing, ReviewPaper, ReviewSeat
from exclusions.review.arranging_presenters import hearing_rows, present_arrangements
from exclusions.review.policies import reasons_against_mode
from tests.factories.exclusions import Desk
from tests.factories.reviews import APPLIED_ON, HEARING_ON, ReviewDesk, make_member, make_review_at

MOVED_TO = date(2026, 11, 16)


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


def days(case: Case) -> list[tuple[date, str, str]]:
    rows = ReviewHearing.objects.filter(review__case=case).order_by("hearing_on", "pk")
    return [(row.hearing_on, row.course, row.why_not_held) for row in rows]


def deadline(case: Case, code: str) -> Deadline:
    return Deadline.objects.exclude(state="superseded").get(case=case, code=f"exclusions.{code}")


# --- the hearing


SUNDAY = date(2026, 11, 15)


def test_a_day_that_is_no_school_day_is_asked_about_and_kept_once_confirmed(acts: ReviewDesk, case: Case) -> None:
    refusal = refused(acts.list_hearing, case, SUNDAY)
    assert refusal.field == "is_confirmed"
    assert "Sunday 15 November 2026 is no school day: it falls on a weekend." in refusal.reasons[0]
    assert days(case) == []
    case = acts.list_hearing(case, SUNDAY, is_confirmed=True)
    acts.list_hearing(case, SUNDAY, venue="Town Hall")
    assert days(case) == [(SUNDAY, "planned", "")], "the same day is not asked about again"


LATE, TOO_LATE = date(2026, 11, 18), date(2026, 11, 21)


def test_a_day_after_the_last_one_to_begin_is_asked_about_with_all_else_and_shown(acts: ReviewDesk, case: Case) -> None:
    refusal = refused(acts.list_hearing, case, TOO_LATE)
    assert refusal.field == "is_confirmed"
    assert refusal.reasons[0].startswith("21 November 2026 is after 17 November 2026, by which the review must begin.")
    assert "Saturday 21 November 2026 is no school day" in refusal.reasons[1]
    case = acts.list_hearing(case, LATE, is_confirmed=True)
    acts.list_hearing(case, LATE, venue="Town Hall")
    words = (
        "The hearing is listed after 17 November 2026, the last day by which the review must begin. List an earlier "
        "day if the panel can sit."
    )
    assert next(hearing_rows(gather(case))).needs == words
    assert present_arrangements(gather(case), HEARING_ON)["hearings"][0]["needs"] == words
    assert next(hearing_rows(gather(acts.withdraw(case)))).needs == ""


def test_a_day_in_time_is_not_marked(listed: Case) -> None:
    assert next(hearing_rows(gather(listed))).needs == ""


def test_a_hearing_that_has_begun_may_go_on_after_that_day(acts: ReviewDesk, listed: Case) -> None:
    acts.hold(listed, course="adjourned", why_not_held="A witness", next_on=LATE)
    assert not any(row.needs for row in hearing_rows(gather(listed)))


def test_one_that_was_put_off_may_not_without_a_word(acts: ReviewDesk, listed: Case) -> None:
    put_off = {"course": "postponed", "attended": [], "why_not_held": "Snow", "next_on": LATE}
    refusal = refused(acts.hold, listed, **put_off)
    assert (refusal.field, "by which the review must begin" in refusal.reasons[0]) == ("is_day_confirmed", True)
    acts.hold(listed, **put_off, is_day_confirmed=True)


def test_so_is_the_day_on_which_it_goes_on(acts: ReviewDesk, listed: Case) -> None:
    adjourned = {"course": "adjourned", "why_not_held": "A witness", "next_on": SUNDAY}
    assert refused(acts.hold, listed, **adjourned).field == "is_day_confirmed"
    acts.hold(listed, **adjourned, is_day_confirmed=True)
    assert days(listed)[-1] == (SUNDAY, "planned", "")


def test_the_papers_follow_the_hearing(listed: Case) -> None:
    papers = deadline(listed, "review_papers")
    # Five school days before Thursday 12 November.
    assert (papers.due_on, papers.purpose, papers.is_ours) == (date(2026, 11, 5), "target", True)


def test_another_day_keeps_the_old_one_with_its_reason(acts: ReviewDesk, listed: Case) -> None:
    assert refused(acts.list_hearing, listed, MOVED_TO).field == "why_moved"
    case = acts.list_hearing(listed, MOVED_TO, why_moved="The chair is ill")
    assert days(case) == [(HEARING_ON, "postponed", "The chair is ill"), (MOVED_TO, "planned", "")]
    assert deadline(case, "review_papers").due_on == date(2026, 11, 9)
    assert deadline(case, "review_hearing").state == "running", "a day that was put off keeps no limit"


def test_the_same_day_changes_in_place_and_needs_no_reason(acts: ReviewDesk, listed: Case) -> None:
    case = acts.list_hearing(listed, venue="Town Hall")
    assert ReviewHearing.objects.get().venue == "Town Hall"
    assert refused(acts.list_hearing, case, why_moved="No reason").field == "why_moved"


def test_who_accepted_is_asked_again_for_another_day(desk: Desk, acts: ReviewDesk, listed: Case) -> None:
    member = make_member(desk.officer)
    case = acts.answer(acts.invite(listed, member, is_chair=True), member)
    acts.list_hearing(case, MOVED_TO, why_moved="The chair is ill")
    seat = ReviewSeat.objects.get()
    assert (seat.answer, seat.answered_on) == ("waiting", None)


def test_an_adjourned_hearing_has_begun_and_goes_on(acts: ReviewDesk, listed: Case) -> None:
    case = acts.hold(listed, course="adjourned", why_not_held="New evidence", next_on=date(2026, 11, 24))
    assert days(case) == [(HEARING_ON, "adjourned", "New evidence"), (date(2026, 11, 24), "planned", "")]
    begun = deadline(case, "review_hearing")
    assert (begun.state, begun.met_on) == ("met", HEARING_ON)
    assert deadline(case, "review_papers").due_on == date(2026, 11, 5), "the papers were for the first day"
    second = ReviewHearing.objects.get(course="planned")
    assert (second.venue, second.mode) == ("Council House", "in_person")
    acts.hold(case, as_of=date(2026, 11, 24))
    assert [course for _, course, _ in days(case)] == ["adjourned", "held"]


def test_a_hearing_that_began_after_its_limit_is_met_late(acts: ReviewDesk, case: Case) -> None:
    late = date(2026, 11, 18)
    case = acts.hold(acts.list_hearing(case, late, is_confirmed=True), as_of=late)
    assert deadline(case, "review_hearing").state == "met_late"


def test_minutes_are_kept_as_a_document_of_the_case(acts: ReviewDesk, listed: Case) -> None:
    acts.hold(listed, minutes=SimpleUploadedFile("minutes.txt", b"The panel met."))
    hearing = ReviewHearing.objects.get()
    assert hearing.minutes == Document.objects.get(case=listed)
    assert (hearing.minutes.classification, hearing.minutes.title) == ("legal", "Minutes of the review hearing")
    assert hearing.attended == ["parents", "head_teacher"]


def test_minutes_that_cannot_be_kept_undo_everything(acts: ReviewDesk, listed: Case) -> None:
    with pytest.raises(FileRefused):
        acts.hold(listed, minutes=SimpleUploadedFile("minutes.exe", b"MZ"))
    assert ReviewHearing.objects.get().course == "planned"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"course": "planned"}, "course"),
        ({"course": "vanished"}, "course"),
        ({"attended": []}, "attended"),
        ({"attended": ["the cat"]}, "attended"),
        ({"course": "postponed", "why_not_held": "Snow"}, "attended"),
        ({"why_not_held": "Snow"}, "course"),
        ({"next_on": MOVED_TO}, "course"),
        ({"course": "adjourned"}, "why_not_held"),
        ({"course": "adjourned", "why_not_held": "Snow", "next_on": date(2026, 11, 11)}, "next_on"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(acts: ReviewDesk, listed: Case, more: dict, field: str) -> None:
    assert refused(acts.hold, listed, **more).field == field
    assert ReviewHearing.objects.get().course == "planned"


def test_a_postponed_day_may_be_recorded_without_the_next(acts: ReviewDesk, listed: Case) -> None:
    case = acts.hold(listed, course="postponed", attended=[], why_not_held="Snow")
    assert days(case) == [(HEARING_ON, "postponed", "Snow")]
    assert refused(acts.hold, case).reasons == ("List the hearing first.",)
    papers = deadline(case, "review_papers")
    assert (papers.state, papers.explanation) == ("not_started", "Starts when the hearing is listed.")


@pytest.mark.parametrize(
    ("on", "more", "field"),
    [
        (date(2026, 10, 18), {}, "hearing_on"),
        (date(2028, 1, 4), {}, "hearing_on"),
        (HEARING_ON, {"mode": "by_pigeon"}, "mode"),
        (HEARING_ON, {"venue": ""}, "venue"),
        (HEARING_ON, {"mode": "remote", "why_remote": "Snow"}, "conditions"),
    ],
)
def test_a_hearing_that_cannot_be(acts: ReviewDesk, case: Case, on: date, more: dict, field: str) -> None:
    assert refused(acts.list_hearing, case, on, **more).field == field


def test_a_second_day_is_not_before_the_first(acts: ReviewDesk, listed: Case) -> None:
    case = acts.hold(listed, course="adjourned", why_not_held="New evidence")
    assert refused(acts.list_hearing, case, date(2026, 11, 11)).field == "hearing_on"
    acts.list_hearing(case, date(2026, 11, 24))


def test_a_trust_need_not_say_where(desk: Desk, acts: ReviewDesk, case: Case) -> None:
    Exclusion.objects.update(legal_type_then="academy")
    case = acts.list_hearing(case, venue="")
    assert [row[1] for row in days(case)] == ["planned"]
    assert "Hearing" in [group.title for group in KIND.present(case, desk.officer, HEARING_ON).groups]


@pytest.mark.parametrize(
    ("mode", "asked", "met", "why", "fields"),
    [
        ("in_person", False, False, "", []),
        ("in_person", False, True, "", []),
        ("in_person", True, False, "", []),
        ("in_person", True, True, "", ["mode"]),
        ("in_person", False, False, "Snow", ["why_remote"]),
        ("remote", True, True, "", []),
        ("remote", True, True, "Snow", ["why_remote"]),
        ("remote", True, False, "", ["conditions"]),
        ("remote", False, True, "Snow", []),
        ("remote", False, True, "", ["why_remote"]),
        ("remote", False, False, "", ["conditions", "why_remote"]),
    ],
)
def test_in_person_or_remote(mode: str, asked: bool, met: bool, why: str, fields: list[str]) -> None:
    reasons = reasons_against_mode(mode, is_asked_for=asked, are_conditions_met=met, why_remote=why)
    assert [field for field, _ in reasons] == fields


# --- clerk and expert


def arrange(desk: Desk, case: Case, **more: object) -> Case:
    facts: dict[str, object] = {
        "clerk": "Cleo Clerk",
        "expert_name": "Dr Evans",
        "expert_profession": "Educational psychologist",
        "expert_appointed_on": APPLIED_ON,
        "is_expert_independent": True,
        **more,
    }
    return arrange_review(case=case, version=desk.version(case), by=desk.officer, as_of=HEARING_ON, **facts)  # type: ignore[arg-type]


def test_the_expert_is_independent_and_complete(desk: Desk, case: Case) -> None:
    assert refused(arrange, desk, case, is_expert_independent=False).field == "is_expert_independent"
    assert "or none of them" in refused(arrange, desk, case, expert_profession="").reasons[0]
    assert refused(arrange, desk, case, expert_appointed_on=date(2026, 10, 18)).field == "expert_appointed_on"
    case = arrange(desk, case)
    assert (case.review.clerk, case.review.expert_name) == ("Cleo Clerk", "Dr Evans")
    nobody = {"expert_name": "", "expert_profession": "", "expert_appointed_on": None}
    arrange(desk, case, **nobody)
    case.review.refresh_from_db()
    assert case.review.expert_name == ""


# --- papers and costs


def keep(desk: Desk, case: Case, known: ReviewPaper | None = None, **more: object) -> Case:
    facts: dict[str, object] = {"title": "Statement", "source": "parents", "received_on": date(2026, 11, 2), **more}
    paper = Paper(**facts)  # type: ignore[arg-type]
    return keep_paper(
        case=case, paper=paper, known=known, version=desk.version(case), by=desk.officer, as_of=HEARING_ON
    )


def send(desk: Desk, case: Case, on: date) -> Case:
    return send_papers(case=case, sent_on=on, version=desk.version(case), by=desk.officer, as_of=HEARING_ON)


def test_papers_are_sent_together_and_late_ones_are_marked(desk: Desk, listed: Case) -> None:
    case = keep(desk, keep(desk, listed, title="Chronology", source="school"))
    assert refused(send, desk, case, date(2026, 11, 1)).field == "sent_on"
    case = send(desk, case, date(2026, 11, 4))
    papers = deadline(case, "review_papers")
    assert (papers.state, papers.met_on) == ("met", date(2026, 11, 4))
    assert "No paper is waiting" in refused(send, desk, case, date(2026, 11, 5)).reasons[0]
    case = keep(desk, case, title="Letter of a witness", received_on=date(2026, 11, 9), sent_on=date(2026, 11, 9))
    rows = present_arrangements(gather(case), HEARING_ON)["papers"]
    marks = [row["cells"][3].get("lozenge", {}).get("text") for row in rows]
    assert marks == [None, None, "Late"]
    assert deadline(case, "review_papers").state == "met", "one late paper does not make the bundle late"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"),
        ({"source": "the cat"}, "source"),
        ({"received_on": date(2026, 9, 14)}, "received_on"),
        ({"sent_on": date(2026, 11, 1)}, "sent_on"),
    ],
)
def test_a_paper_that_cannot_be(desk: Desk, listed: Case, more: dict, field: str) -> None:
    assert refused(keep, desk, listed, **more).field == field


def test_a_paper_is_put_right(desk: Desk, listed: Case) -> None:
    case = keep(desk, listed)
    keep(desk, case, ReviewPaper.objects.get(), title="Statement of the mother")
    assert ReviewPaper.objects.get().title == "Statement of the mother"


def spend(desk: Desk, case: Case, known: ReviewCost | None = None, **more: object) -> Case:
    facts: dict[str, object] = {"kind": "panel", "amount": Decimal("120.50"), "spent_on": HEARING_ON, **more}
    cost = Cost(**facts)  # type: ignore[arg-type]
    return keep_cost(case=case, cost=cost, known=known, version=desk.version(case), by=desk.officer, as_of=HEARING_ON)


def test_costs_add_up_by_kind_to_the_penny(desk: Desk, listed: Case) -> None:
    case = spend(desk, spend(desk, listed), amount=Decimal("79.55"))
    case = spend(desk, case, kind="venue", amount=Decimal("1000.05"), what_for="the hall")
    shown = present_arrangements(gather(case), HEARING_ON)
    assert shown["totals"] == [
        {"key": "Panel members", "value": "£200.05"},
        {"key": "Venue", "value": "£1,000.05"},
        {"key": "Total", "value": "£1,200.10"},
    ]
    assert [row["cells"][0]["text"] for row in shown["costs"]] == ["Panel members", "Panel members", "The hall"]
    spend(desk, case, ReviewCost.objects.get(kind="venue"), kind="venue", amount=Decimal("0.00"))
    assert len(present_arrangements(gather(case), HEARING_ON)["costs"]) == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "cake"}, "kind"),
        ({"amount": Decimal("0.00")}, "amount"),
        ({"amount": Decimal("-1.00")}, "amount"),
        ({"spent_on": date(2026, 9, 14)}, "spent_on"),
    ],
)
def test_a_cost_that_cannot_be(desk: Desk, listed: Case, more: dict, field: str) -> None:
    assert refused(spend, desk, listed, **more).field == field
