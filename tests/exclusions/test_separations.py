"""Safeguarding separations: what recording and each step refuse and leave behind, and what the page says."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.actions.tasks import finish_task
from cases.kinds import Presentation
from cases.models import Case, Deadline, Event, Plan, Task
from exclusions.actions import separations
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Notification, Separation, SeparationReview, Suspension
from exclusions.separations.facts import gather_separation
from exclusions.separations.policies import reasons_against
from exclusions.separations.presenters import present
from exclusions.separations.refreshing import refresh
from provision.actions.placements import book_placement
from provision.refusals import ProvisionRefused
from tests.factories.children import make_child, make_local_authority, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_user
from tests.factories.provision import book, booking, start
from tests.factories.provision import end as end_education
from tests.factories.separations import BEGAN_ON, ENDED_ON, correct, end, make_separation, review, version
from tests.factories.suspensions import make_suspension

STARTS_ON = date(2026, 9, 21)


def shown(desk: Desk, case: Case, as_of: date = BEGAN_ON) -> Presentation:
    return present(Case.objects.select_related("child", "school").get(pk=case.pk), desk.officer, as_of)


def rows(presentation: Presentation, title: str) -> dict[str, str]:
    group = next(each for each in presentation.groups if each.title == title)
    return {row.label: row.needs or row.value for row in group.rows}


def tasks(case: Case) -> dict[str, str]:
    """Every task but the standing one, which has a test file of its own."""
    others = Task.objects.filter(case=case).exclude(code__startswith="exclusions.next.")
    return dict(others.values_list("code", "state"))


def education_of(case: Case) -> Deadline:
    return Deadline.objects.get(case=case, code="exclusions.separation_education")


def book_from(desk: Desk, case: Case, **more: object) -> object:
    return book(case, desk.officer, legal_basis="section_19_otherwise", starts_on=STARTS_ON, as_of=BEGAN_ON, **more)


def test_recording_opens_the_section_19_task_and_the_duty_without_a_date(desk: Desk) -> None:
    case = make_separation(desk, told={"parents": BEGAN_ON}, is_designated_officer_told=True)
    assert (case.kind, case.state, case.reference) == ("safeguarding_separation", "separated", "SG-2026-0001")
    task = Task.objects.get(case=case, code="exclusions.section_19")
    assert (task.state, task.due_on, task.owner) == ("open", BEGAN_ON, desk.officer)
    deadline = education_of(case)
    assert (deadline.state, deadline.outcome, deadline.due_on) == ("no_date", "limit_not_known", None)
    assert (deadline.duty_owner, deadline.is_ours) == ("authority", True)
    assert deadline.assumption.startswith("Where the child lives is not known yet")
    assert dict(Notification.objects.filter(case=case).values_list("recipient", "told_on")) == {
        "council": BEGAN_ON,
        "parents": BEGAN_ON,
    }
    assert Event.objects.filter(case=case).latest("pk").code == "exclusions.separation_recorded"


def test_it_is_no_suspension(desk: Desk) -> None:
    """No day counts, no governors, no reason: nothing of it stands in the child's totals."""
    make_separation(desk)
    assert not Suspension.objects.exists()
    suspension = make_suspension(desk, date(2026, 9, 28), date(2026, 9, 30))
    assert Suspension.objects.get(case=suspension).sessions_count == 6
    assert not Deadline.objects.filter(code__startswith="exclusions.governors", case__kind="safeguarding_separation")


@pytest.mark.parametrize(
    ("began_on", "facts", "field", "words"),
    [
        (date(2026, 7, 25), {}, "began_on", "from 26 July 2026 on only"),
        (BEGAN_ON, {"as_of": date(2026, 9, 14)}, "began_on", "today or earlier"),
        (date(2013, 3, 13), {"as_of": BEGAN_ON}, "began_on", "after the child’s date of birth"),
        (BEGAN_ON, {"expected_until_on": date(2026, 9, 14)}, "expected_until_on", "on or after 15 September 2026"),
        (BEGAN_ON, {"next_review_on": date(2036, 9, 22)}, "next_review_on", "within a year"),
        (
            BEGAN_ON,
            {"told": {"parents": date(2026, 8, 14)}},
            "parents_told_on",
            "from 31 days before the separation began to today",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    desk: Desk, began_on: date, facts: dict, field: str, words: str
) -> None:
    with pytest.raises(ExclusionRefused, match=words) as refused:
        make_separation(desk, began_on, **facts)
    assert refused.value.field == field
    assert not Case.objects.exists()


def test_the_first_lawful_day_is_26_july_2026(desk: Desk) -> None:
    assert make_separation(desk, date(2026, 7, 26)).state == "separated"


def test_one_at_a_time_from_one_school(desk: Desk) -> None:
    case = make_separation(desk)
    with pytest.raises(ExclusionRefused, match=case.reference):
        make_separation(desk)
    end(desk, case)
    assert make_separation(desk, ENDED_ON).state == "separated"


def test_only_the_exclusions_team_records(desk: Desk) -> None:
    desk.officer = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        make_separation(desk)


def test_a_child_who_lives_elsewhere_is_the_home_authoritys(desk: Desk) -> None:
    leeds = make_local_authority("383", "Leeds")
    case = make_separation(desk, home_authority=leeds)
    deadline = education_of(case)
    assert (deadline.duty_owner, deadline.is_ours, deadline.assumption) == ("home_authority", False, "")
    assert tasks(case) == {"exclusions.section_19_home_authority": "open"}
    with pytest.raises(ProvisionRefused, match=r"Leeds \(383\) is the child’s home authority"):
        book_from(desk, case)
    correct(desk, case, home_authority=make_local_authority())
    assert tasks(case) == {"exclusions.section_19_home_authority": "cancelled", "exclusions.section_19": "open"}
    assert education_of(case).is_ours


def test_a_child_over_school_age_is_owed_nothing(desk: Desk) -> None:
    older = make_child(born_on=date(2009, 9, 1))
    case = make_separation(desk, child=older)
    assert education_of(case).state == "not_owed"
    assert tasks(case) == {}
    with pytest.raises(ProvisionRefused, match="not of compulsory school age"):
        book_from(desk, case)
    assert "not of compulsory school age" in rows(shown(desk, case), "Education meanwhile")["Duty"]


def test_booking_does_the_task_and_education_ends_the_duty_until_it_ends(desk: Desk) -> None:
    case = make_separation(desk)
    assert [step.label for step in shown(desk, case).steps] == ["Book education", "Record how it ended"]
    placement = book_from(desk, case)
    assert tasks(case)["exclusions.section_19"] == "done"
    assert education_of(case).state == "no_date", "booked is not given"
    assert rows(shown(desk, case, STARTS_ON), "Education meanwhile")["Education"].startswith("The booked day has come")
    placement = start(placement, desk.officer, STARTS_ON)
    assert education_of(case).state == "superseded"
    assert (
        rows(shown(desk, case, STARTS_ON), "Education meanwhile")["Education"] == "Full-time, since 21 September 2026"
    )
    end_education(placement, desk.officer, date(2026, 9, 23))
    live = Deadline.objects.filter(case=case).exclude(state="superseded")
    assert [each.state for each in live] == ["no_date"], "the duty is back"
    needs = rows(shown(desk, case, date(2026, 9, 24)), "Education meanwhile")["Education"]
    assert needs == "The education ended on 23 September 2026. Nothing is booked now: the duty goes on."


def states(case: Case, code: str) -> list[str]:
    """The states of every task with this code, oldest first."""
    return list(Task.objects.filter(case=case, code=code).order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("extent", ["full_time", "part_time"])
def test_the_task_comes_back_when_what_was_booked_ends(desk: Desk, extent: str) -> None:
    case = make_separation(desk)
    placement = start(book_from(desk, case, extent=extent), desk.officer, STARTS_ON)
    if extent == "part_time":
        task = Task.objects.get(case=case, code="exclusions.section_19")
        finish_task(task=task, version=task.version, by=desk.officer, as_of=STARTS_ON)
        refresh(case=case, by=None, as_of=STARTS_ON)
    end_education(placement, desk.officer, date(2026, 9, 23))
    assert states(case, "exclusions.section_19") == ["done", "open"]


def test_what_somebody_did_by_hand_is_not_asked_again_every_night(desk: Desk) -> None:
    case = make_separation(desk)
    task = Task.objects.get(case=case, code="exclusions.section_19")
    finish_task(task=task, version=task.version, by=desk.officer, as_of=BEGAN_ON)
    refresh(case=case, by=None, as_of=STARTS_ON)
    refresh(case=case, by=desk.officer, as_of=STARTS_ON)
    assert states(case, "exclusions.section_19") == ["done"]


def test_the_task_comes_back_with_the_child(desk: Desk) -> None:
    case = make_separation(desk)
    correct(desk, case, home_authority=make_local_authority("383", "Leeds"))
    assert states(case, "exclusions.section_19") == ["cancelled"]
    correct(desk, case, home_authority=make_local_authority())
    assert states(case, "exclusions.section_19") == ["cancelled", "open"]


def test_a_plan_that_was_corrected_away_asks_for_no_review_until_it_is_back(desk: Desk) -> None:
    case = make_separation(desk)
    for has_plan, expected in ((True, ["open"]), (False, ["cancelled"]), (True, ["cancelled", "open"])):
        correct(desk, case, has_plan=has_plan)
        assert states(case, "exclusions.start_plan_review") == expected


def test_part_time_does_not_do_the_task(desk: Desk) -> None:
    case = make_separation(desk)
    book_from(desk, case, extent="part_time")
    assert tasks(case)["exclusions.section_19"] == "open"
    assert "less than full-time" in rows(shown(desk, case), "Education meanwhile")["Education"]


def test_education_is_booked_from_the_first_day_on_a_lawful_basis(desk: Desk) -> None:
    case = make_separation(desk)
    for wrong in (
        {"legal_basis": "section_100"},
        {"legal_basis": "section_19_otherwise", "starts_on": date(2026, 9, 14)},
    ):
        with pytest.raises(ProvisionRefused):
            book_placement(case=case, booking=booking(**wrong), by=desk.officer, as_of=BEGAN_ON)


def test_the_sweep_may_run_twice_and_ends_nobodys_task(desk: Desk) -> None:
    case = make_separation(desk)
    before = list(Event.objects.values_list("pk", flat=True))
    for _ in range(2):
        refresh(case=case, by=None, as_of=date(2026, 9, 16))
    assert list(Event.objects.values_list("pk", flat=True)) == before


def test_telling_keeps_days_and_one_yes_or_no(desk: Desk) -> None:
    case = make_separation(desk)

    def tell(told: dict[str, date], *, is_told: bool = False) -> Case:
        return separations.tell_of_separation(
            case=case,
            told=told,
            is_designated_officer_told=is_told,
            version=version(case),
            by=desk.officer,
            as_of=ENDED_ON,
        )

    with pytest.raises(ExclusionRefused, match="at least one day"):
        tell({}, is_told=True)
    tell({"parents": date(2026, 8, 15)}, is_told=True)
    tell({"social_worker": date(2026, 9, 16)}, is_told=True)
    assert Separation.objects.get().is_designated_officer_told
    told = rows(shown(desk, case), "Who was told")
    assert told["Local authority designated officer"] == "Yes"
    assert told["Social worker"] == "16 September 2026"
    assert told["Parents"] == "15 August 2026", "a school says it beforehand"
    with pytest.raises(ExclusionRefused, match="Parents told on must be on or after 15 August 2026"):
        tell({"parents": date(2026, 8, 14)}, is_told=True)


def test_correcting_keeps_to_what_people_were_told_and_to_the_reviews(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    case = make_separation(desk, told={"parents": BEGAN_ON})
    assert "exclusions.start_plan_review" in tasks(case)
    with pytest.raises(ExclusionRefused, match="on or before 16 October 2026: somebody was told on 15"):
        correct(desk, case, began_on=date(2026, 10, 17), as_of=date(2026, 10, 17))
    correct(desk, case, began_on=date(2026, 9, 16))
    review(desk, case, date(2026, 9, 16))
    Notification.objects.all().delete()
    with pytest.raises(ExclusionRefused, match="before the first review"):
        correct(desk, case, began_on=date(2026, 9, 17))
    correct(desk, case, began_on=date(2026, 9, 14), expected_until_on=date(2026, 10, 2))
    assert Separation.objects.get().began_on == date(2026, 9, 14)
    assert education_of(case).facts["began_on"] == "2026-09-14"


def test_a_review_does_its_task_and_asks_for_the_next(desk: Desk) -> None:
    case = make_separation(desk, next_review_on=date(2026, 9, 22))
    assert tasks(case)["exclusions.separation_review.2026-09-22"] == "open"
    passed = rows(shown(desk, case, date(2026, 9, 23)), "Reviews")["Next review on"]
    assert passed == "The day of the review has passed. Record how it went."
    review(desk, case, next_review_on=date(2026, 9, 29), expected_until_on=date(2026, 10, 9))
    states = tasks(case)
    assert states["exclusions.separation_review.2026-09-22"] == "done"
    assert states["exclusions.separation_review.2026-09-29"] == "open"
    assert rows(shown(desk, case), "Reviews")["Held on 22 September 2026"] == "It goes on"
    end(desk, case)
    assert tasks(case)["exclusions.separation_review.2026-09-29"] == "cancelled"


@pytest.mark.parametrize(
    ("held_on", "facts", "field"),
    [
        (date(2026, 9, 14), {}, "held_on"),
        (date(2026, 9, 22), {"outcome": "x"}, "outcome"),
        (date(2026, 9, 22), {"next_review_on": date(2026, 9, 22)}, "next_review_on"),
        (date(2026, 9, 22), {"expected_until_on": date(2026, 9, 1)}, "expected_until_on"),
    ],
)
def test_a_review_that_cannot_be_is_refused(desk: Desk, held_on: date, facts: dict, field: str) -> None:
    case = make_separation(desk)
    with pytest.raises(ExclusionRefused) as refused:
        review(desk, case, held_on, **facts)
    assert refused.value.field == field
    assert not SeparationReview.objects.exists()


def test_two_reviews_of_one_day_are_one(desk: Desk) -> None:
    case = review(desk, make_separation(desk))
    with pytest.raises(ExclusionRefused, match="recorded already"):
        review(desk, case)


def test_the_end_closes_the_case_and_every_task_of_it(desk: Desk) -> None:
    case = end(desk, make_separation(desk))
    assert (case.state, case.close_reason, case.closed_on) == ("closed", "closed", ENDED_ON)
    assert tasks(case) == {"exclusions.section_19": "cancelled"}
    assert not Deadline.objects.filter(case=case).exclude(state="superseded").exists()
    page = shown(desk, case, ENDED_ON)
    assert rows(page, "The end") == {"Last day": "25 September 2026", "How": "The pupil came back to the school"}
    assert page.steps == ()
    assert "Reviews" not in [group.title for group in page.groups]
    reasons = ["The case is “Ended”; this is for “Away from the school”."]
    assert reasons_against("end", gather_separation(case), ENDED_ON) == reasons
    with pytest.raises(ProvisionRefused, match="The separation is over"):
        book_from(desk, case)


@pytest.mark.parametrize(("how", "day", "field"), [("x", ENDED_ON, "how"), ("returned", date(2026, 9, 14), "ended_on")])
def test_an_end_that_cannot_be_is_refused(desk: Desk, how: str, day: date, field: str) -> None:
    case = make_separation(desk)
    with pytest.raises(ExclusionRefused) as refused:
        end(desk, case, how, day, as_of=ENDED_ON)
    assert refused.value.field == field
    assert Case.objects.get(pk=case.pk).state == "separated"


def test_education_that_is_booked_is_not_ended_in_silence(desk: Desk) -> None:
    case = make_separation(desk)
    placement = book_from(desk, case)
    start(placement, desk.officer, STARTS_ON)
    end(desk, case)
    assert tasks(case)["exclusions.end_section_19"] == "open"
    placement.refresh_from_db()
    end_education(placement, desk.officer, ENDED_ON)
    assert tasks(case)["exclusions.end_section_19"] == "done"


def test_what_became_a_suspension_is_recorded_from_the_case(desk: Desk) -> None:
    case = end(desk, make_separation(desk), "suspension")
    follow_up = "exclusions.record_suspension_that_follows"
    assert tasks(case)[follow_up] == "open"
    assert rows(shown(desk, case, ENDED_ON), "The end")["How"] == "Record the suspension that it became."
    (group,) = (each for each in shown(desk, case, ENDED_ON).groups if each.title == "The end")
    assert group.change_url == f"/children/{desk.child.uuid}/suspension/?from={case.reference}"
    suspension = make_suspension(desk, date(2026, 9, 28), opened_from=case)
    assert suspension.opened_from == case
    assert tasks(case)[follow_up] == "done"
    assert rows(shown(desk, case, ENDED_ON), "The end")["How"] == "It became a suspension"


def test_what_became_a_permanent_exclusion_is_recorded_from_the_case(desk: Desk) -> None:
    case = end(desk, make_separation(desk), "permanent_exclusion")
    day = date(2026, 9, 28)
    exclusion = desk.record(decided_on=day, excluded_on=day, as_of=day, opened_from=case)
    assert exclusion.opened_from == case
    assert tasks(case)["exclusions.record_permanent_exclusion_that_follows"] == "done"


def test_a_case_of_another_child_is_not_followed(desk: Desk) -> None:
    case = make_separation(desk, child=make_child())
    with pytest.raises(ExclusionRefused, match="about another child"):
        make_suspension(desk, date(2026, 9, 28), opened_from=case, school=make_school())


def test_what_the_page_says(desk: Desk) -> None:
    page = shown(desk, make_separation(desk, expected_until_on=date(2026, 9, 18)), date(2026, 9, 21))
    separation = rows(page, "The separation")
    assert separation["Attendance code"].startswith("Not confirmed")
    assert separation["What it is not"].startswith("No suspension: no days count towards the 45")
    assert separation["Expected until"] == "The day until which it was expected has passed. Ask whether it goes on."
    assert separation["Home authority"] == "Home authority: not known yet. Find out where the child lives."
    education = rows(page, "Education meanwhile")
    assert education["Must start by"].endswith("No number of days by which it must start is known to us.")
    assert education["Whose duty"] == "The council, section 19"
    assert education["Education"] == "No education is booked."
    assert rows(page, "Reviews")["Next review on"] == "No day is set for the next review."
