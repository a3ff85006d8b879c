"""What becomes of a school's form: a new case, an attached one, a correction, a withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Deadline, Event, Note, Task
from exclusions.actions.steps import record_told
from exclusions.models import Exclusion, Notification, Suspension
from exclusions.webforms import FORM
from portal.models import Submission
from portal.webforms import Accepting, NotAccepted
from tests.factories.children import make_child, make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_school_user, make_user
from tests.factories.school_forms import permanent, receive, suspension
from tests.factories.separations import make_separation
from tests.factories.suspensions import FIRST_ON, LAST_ON, make_suspension

DAY_AFTER = date(2026, 9, 16)


def accepting(desk: Desk, submission: Submission, case: Case | None = None, as_of: date = DAY_AFTER) -> Accepting:
    return Accepting(submission=submission, child=desk.child, by=desk.officer, as_of=as_of, case=case)


def accept(desk: Desk, payload: dict[str, Any], case: Case | None = None, as_of: date = DAY_AFTER) -> Case:
    submission = receive(desk.school, payload, as_of)
    return FORM.open_case(accepting(desk, submission, case, as_of))


def told(case: Case) -> dict[str, date]:
    return dict(Notification.objects.filter(case=case).values_list("recipient", "told_on"))


def own_tasks(case: Case) -> list[str]:
    """Titles of the tasks without a code: those that a form brought."""
    return list(Task.objects.filter(case=case, code="").order_by("pk").values_list("title", flat=True))


def test_a_permanent_exclusion_opens_its_case(desk: Desk) -> None:
    case = accept(desk, permanent(desk.child, told={"parents_told_on": "2026-09-15"}))
    exclusion = Exclusion.objects.get(case=case)
    assert (case.kind, case.state, case.school, case.owner) == (
        "permanent_exclusion",
        "notified",
        desk.school,
        desk.officer,
    )
    assert (exclusion.excluded_on, exclusion.pm_began, exclusion.reasons) == (EXCLUDED_ON, False, ["DB"])
    assert told(case) == {"parents": EXCLUDED_ON, "council": DAY_AFTER}
    assert Deadline.objects.get(case=case, code="exclusions.sixth_day").due_on == date(2026, 9, 22)
    assert own_tasks(case) == []


def test_when_the_home_areas_council_was_told_goes_into_the_case(desk: Desk) -> None:
    days = {"home_authority_told_on": "2026-09-15"}
    case = accept(desk, permanent(desk.child, told=days))
    assert told(case) == {"home_authority": EXCLUDED_ON, "council": DAY_AFTER}


def test_a_suspension_opens_its_case(desk: Desk) -> None:
    case = accept(desk, suspension(desk.child, FIRST_ON, LAST_ON), as_of=FIRST_ON)
    assert case.reference.startswith("SU-2026-")
    assert Suspension.objects.get(case=case).sessions_count == 16


def test_the_council_was_told_when_the_form_came_not_when_it_was_accepted(desk: Desk) -> None:
    submission = receive(desk.school, permanent(desk.child), EXCLUDED_ON)
    correction = receive(desk.school, permanent(desk.child), DAY_AFTER, corrects=submission)
    case = FORM.open_case(accepting(desk, correction, as_of=date(2026, 9, 18)))
    assert told(case)["council"] == EXCLUDED_ON


def test_what_cannot_be_is_not_accepted_with_all_reasons(desk: Desk) -> None:
    payload = permanent(
        desk.child, excluded_on=date(2026, 9, 14), exams={"misses_exam": "yes", "exam_on": "2026-09-01"}
    )
    with pytest.raises(NotAccepted) as refused:
        accept(desk, payload)
    assert len(refused.value.reasons) == 2
    assert not Case.objects.exists()


def test_what_is_missing_is_named(desk: Desk) -> None:
    with pytest.raises(NotAccepted) as refused:
        accept(desk, {"what": {"kind": "permanent_exclusion"}})
    assert len(refused.value.reasons) == 4
    assert "whether afternoon school had begun" in str(refused.value)


def test_only_the_exclusions_team_accepts(desk: Desk) -> None:
    desk.officer = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        accept(desk, permanent(desk.child))


def test_what_the_notice_lacks_and_what_the_school_knows_else_become_tasks(desk: Desk) -> None:
    payload = permanent(
        desk.child, notice={"contents": ["reasons"]}, circumstances={"is_looked_after": "yes", "has_plan": "no"}
    )
    case = accept(desk, payload)
    (title,) = own_tasks(case)
    assert title.startswith("Ask the school about its notice")
    task = Task.objects.get(case=case, code="exclusions.look_into_is_looked_after")
    assert task.title.startswith("The school says something else than our record about “Looked after”")
    notes = "\n".join(Note.objects.filter(case=case).values_list("text", flat=True))
    assert "Looked after: the school says yes, our record says no." in notes
    assert "EHC plan" not in notes
    assert not Exclusion.objects.get(case=case).is_looked_after_then, "the record is not overwritten"


def test_checking_the_exclusion_answers_what_the_school_states(desk: Desk) -> None:
    case = accept(desk, permanent(desk.child, circumstances={"is_looked_after": "yes"}))
    desk.check(Case.objects.get(pk=case.pk), is_looked_after=True, as_of=DAY_AFTER)
    task = Task.objects.get(case=case, code="exclusions.look_into_is_looked_after")
    assert task.state == Task.State.DONE


def test_another_case_on_the_same_days_is_named_in_a_note_and_a_task(desk: Desk) -> None:
    separation = make_separation(desk)
    began_on = separation.separation.began_on
    case = accept(desk, suspension(desk.child, began_on), as_of=began_on)
    notes = "\n".join(Note.objects.filter(case=case).values_list("text", flat=True))
    assert f"another case on these days: {separation.reference}, safeguarding separation" in notes
    assert case.reference not in notes
    assert any("days" in title for title in own_tasks(case))


class TestAttach:
    """A form that comes after an officer opened the case."""

    def test_the_case_is_offered(self, desk: Desk) -> None:
        case = desk.record()
        make_suspension(desk, date(2026, 9, 14))
        desk.record(school=make_school())
        submission = receive(desk.school, permanent(desk.child), DAY_AFTER)
        assert list(FORM.cases_to_attach(desk.child, submission)) == [case]
        assert not FORM.cases_to_attach(make_child(), submission).exists()

    def test_who_was_told_is_added(self, desk: Desk) -> None:
        case = desk.record(told={"parents": EXCLUDED_ON})
        days = {"parents_told_on": "2026-09-15", "governors_told_on": "2026-09-16"}
        accept(desk, permanent(desk.child, told=days), case)
        assert told(case) == {"parents": EXCLUDED_ON, "governors": DAY_AFTER, "council": EXCLUDED_ON}
        assert Deadline.objects.get(case=case, code="exclusions.governors_meet").due_on == date(2026, 10, 7)
        assert own_tasks(case) == []
        assert Event.objects.filter(case=case, code="exclusions.form_attached").count() == 1

    def test_nothing_is_overwritten_and_each_difference_is_said(self, desk: Desk) -> None:
        case = desk.record(told={"parents": EXCLUDED_ON}, as_of=DAY_AFTER)
        payload = permanent(
            desk.child, pm_began="yes", told={"parents_told_on": "2026-09-16"}, reasons={"reasons": ["PA"]}
        )
        accept(desk, payload, case)
        exclusion = Exclusion.objects.get(case=case)
        assert (exclusion.pm_began, exclusion.reasons, told(case)["parents"]) == (False, ["DB"], EXCLUDED_ON)
        text = Note.objects.get(case=case).text
        assert "Excluded from: the school says 15 September 2026, after afternoon school began, the case has" in text
        assert "Reasons: the school says Physical assault against an adult, the case has Persistent" in text
        assert "Parents told on: the school says 16 September 2026, the case has 15 September 2026." in text
        assert own_tasks(case)[0].startswith("Compare the school’s form")

    def test_a_suspension(self, desk: Desk) -> None:
        case = make_suspension(desk)
        accept(desk, suspension(desk.child, FIRST_ON, date(2026, 11, 13)), case, as_of=FIRST_ON)
        assert Suspension.objects.get(case=case).last_on == LAST_ON
        assert "When: the school says From Monday 9 November 2026, morning" in Note.objects.get(case=case).text

    def test_only_to_an_open_case_of_the_kind(self, desk: Desk) -> None:
        for case in (desk.cancel(desk.record()), make_suspension(desk)):
            with pytest.raises(NotAccepted, match="cannot take the form"):
                accept(desk, permanent(desk.child), case)

    def test_what_cannot_be_is_not_accepted(self, desk: Desk) -> None:
        case = desk.record()
        with pytest.raises(NotAccepted, match="Governing board told on must be on or after"):
            accept(desk, permanent(desk.child, told={"governors_told_on": "2026-09-14"}), case)
        assert told(case) == {"council": EXCLUDED_ON}


class TestCorrection:
    """A school's correction of what was accepted."""

    def opened(self, desk: Desk, payload: dict[str, Any], as_of: date) -> tuple[Submission, Case]:
        original = receive(desk.school, payload, as_of)
        case = FORM.open_case(accepting(desk, original, as_of=as_of))
        original.statuses.create(
            status="accepted", at=original.received_at, by=desk.officer, child=desk.child, case=case
        )
        return original, case

    def correct(self, desk: Desk, original: Submission, case: Case, payload: dict[str, Any], as_of: date) -> Submission:
        correction = receive(desk.school, payload, as_of, corrects=original)
        FORM.correct_case(accepting(desk, correction, case, as_of))
        correction.statuses.create(
            status="accepted", at=correction.received_at, by=desk.officer, child=desk.child, case=case
        )
        return correction

    def test_what_the_school_changed_is_changed(self, desk: Desk) -> None:
        original, case = self.opened(desk, permanent(desk.child), EXCLUDED_ON)
        payload = permanent(
            desk.child,
            pm_began="yes",
            told={"governors_told_on": "2026-09-16"},
            circumstances={"has_plan": "yes"},
        )
        self.correct(desk, original, case, payload, DAY_AFTER)
        exclusion = Exclusion.objects.get(case=case)
        assert (exclusion.pm_began, exclusion.has_plan_then) == (True, True)
        assert told(case)["governors"] == DAY_AFTER
        assert Deadline.objects.get(case=case, code="exclusions.sixth_day").due_on == date(2026, 9, 23)

    def test_what_the_school_takes_back_is_asked_no_more(self, desk: Desk) -> None:
        stated = {"has_plan": "yes", "is_looked_after": "yes"}
        original, case = self.opened(desk, permanent(desk.child, circumstances=stated), EXCLUDED_ON)
        taken_back = permanent(desk.child, circumstances={**stated, "has_plan": "no"})
        self.correct(desk, original, case, taken_back, DAY_AFTER)
        states = dict(Task.objects.filter(case=case, code__contains="look_into").values_list("code", "state"))
        assert states == {"exclusions.look_into_has_plan": "done", "exclusions.look_into_is_looked_after": "open"}

    def test_what_an_officer_settled_meanwhile_stays(self, desk: Desk) -> None:
        original, case = self.opened(desk, permanent(desk.child), EXCLUDED_ON)
        case = desk.check(case, home="937", has_social_worker=True)
        record_told(
            case=case, told={"parents": EXCLUDED_ON}, version=desk.version(case), by=desk.officer, as_of=DAY_AFTER
        )
        self.correct(desk, original, case, permanent(desk.child, reasons={"reasons": ["PA"]}), DAY_AFTER)
        exclusion = Exclusion.objects.get(case=case)
        assert exclusion.reasons == ["PA"]
        assert (exclusion.home_authority.code, exclusion.has_social_worker_then) == ("937", True)
        assert told(case)["parents"] == EXCLUDED_ON

    def test_a_second_correction_is_compared_with_the_first(self, desk: Desk) -> None:
        original, case = self.opened(desk, permanent(desk.child), EXCLUDED_ON)
        self.correct(desk, original, case, permanent(desk.child, pm_began="yes"), DAY_AFTER)
        self.correct(desk, original, case, permanent(desk.child), DAY_AFTER)
        assert not Exclusion.objects.get(case=case).pm_began, "the school took its change back"

    def test_a_suspension_is_counted_again(self, desk: Desk) -> None:
        original, case = self.opened(desk, suspension(desk.child, FIRST_ON, LAST_ON), FIRST_ON)
        self.correct(desk, original, case, suspension(desk.child, FIRST_ON, date(2026, 11, 13)), FIRST_ON)
        assert Suspension.objects.get(case=case).sessions_count == 10

    def test_the_other_kind_or_case_is_not_accepted(self, desk: Desk) -> None:
        original, case = self.opened(desk, suspension(desk.child, FIRST_ON, LAST_ON), FIRST_ON)
        with pytest.raises(NotAccepted, match="two decisions"):
            self.correct(desk, original, case, permanent(desk.child), FIRST_ON)
        correction = receive(desk.school, suspension(desk.child, FIRST_ON), FIRST_ON, corrects=original)
        with pytest.raises(NotAccepted, match="not known"):
            FORM.correct_case(accepting(desk, correction, None, FIRST_ON))

    def test_what_cannot_be_is_not_accepted(self, desk: Desk) -> None:
        original, case = self.opened(desk, suspension(desk.child, FIRST_ON, LAST_ON), FIRST_ON)
        with pytest.raises(NotAccepted, match="no school session"):
            self.correct(desk, original, case, suspension(desk.child, date(2026, 11, 14)), FIRST_ON)


def test_a_withdrawal_is_a_task_and_closes_nothing(desk: Desk) -> None:
    case = accept(desk, permanent(desk.child))
    office = make_school_user(desk.school)
    FORM.withdrawn(case, office, DAY_AFTER)
    FORM.withdrawn(case, office, DAY_AFTER)
    case.refresh_from_db()
    assert (case.state, case.closed_on) == ("notified", None)
    assert len(own_tasks(case)) == 2, "each withdrawal asks"
    assert Task.objects.filter(case=case, code="").first().owner == desk.officer
    assert Event.objects.filter(case=case, code="exclusions.form_withdrawn").count() == 2
