"""Help before an exclusion: asking, the steps, the tasks they bring, and what came of it."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied

import statute
from accounts.roles import Role
from cases.kinds import CaseKind
from cases.models import CareStatus, Case, Event, Plan, Task
from exclusions.actions import support
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.support_tasks import PREFIX, settle_tasks
from exclusions.models import Exclusion, MultiServiceMeeting, SupportLine, SupportRequest, Suspension, TriedSupport
from exclusions.support import presenters
from exclusions.support.asked import Asked
from exclusions.support.facts import gather_support, is_primary, tiers_of
from exclusions.support.kind import KIND
from exclusions.support.outcomes import Answer, Asking, Outcomes
from exclusions.support.policies import reasons_against
from exclusions.support.states import STATES, TRANSITIONS
from exclusions.support.suspended import suspended_so_far
from ledger.versions import StaleEdit
from provision.actions.placements import book_placement
from provision.models import LegalBasis, Placement
from provision.refusals import ProvisionRefused
from schools.models import Authority, CalendarEntry, School
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_user
from tests.factories.provision import booking, make_provider
from tests.factories.support import (
    ASKED,
    ASKED_ON,
    STARTS_ON,
    agree,
    ask,
    close,
    consider,
    end_line,
    make_support_at,
    review,
    version,
)
from tests.factories.suspensions import cancel as cancel_suspension
from tests.factories.suspensions import make_suspension

LATER = date(2026, 10, 9)
ALWAYS = {"correct", "meeting"}
ALLOWED = {
    "requested": {"consider", "decline", *ALWAYS},
    "considering": {"agree", "decline", *ALWAYS},
    "support_agreed": {"agree", "line", "review", *ALWAYS},
    "reviewing": {"agree", "line", *ALWAYS},
    "closed": set(),
    "not_taken_up": set(),
}


def tasks(case: Case) -> dict[str, str]:
    rows = Task.objects.filter(case=case, code__startswith=PREFIX)
    return {row.code.removeprefix(PREFIX).split(".")[0]: row.state for row in rows}


def shown(case: Case, as_of: date = LATER) -> dict[str, tuple[str, str]]:
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    groups = KIND.present(case, None, as_of).groups  # type: ignore[arg-type]
    return {row.label: (row.value, row.needs) for group in groups for row in group.rows}


def steps(case: Case, as_of: date = LATER) -> dict[str, tuple[str, ...]]:
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    return {step.label: step.reasons for step in KIND.present(case, None, as_of).steps}  # type: ignore[arg-type]


def set_policy(policy: str) -> None:
    Authority.objects.update(policy=policy)


class TestAsking:
    """A request is recorded whole or not at all."""

    def test_it_opens_a_case_with_what_is_so_about_the_child(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
        case = ask(desk, concerns=("behaviour", "sen_not_met"), concerns_in_words="He hides.")
        request = SupportRequest.objects.get(case=case)
        assert (case.kind, case.state, case.owner, case.school) == (
            "exclusion_support",
            "requested",
            desk.officer,
            desk.school,
        )
        assert case.reference.startswith("HP-2026-")
        assert (request.has_plan_then, request.is_looked_after_then, request.year_group_then) == (True, False, 9)
        assert TriedSupport.objects.get(request=request).since == date(2026, 6, 1)
        assert tasks(case) == {"decide": "open"}
        event = Event.objects.get(case=case, code="exclusions.support_requested")
        assert event.facts["concerns"] == ["behaviour", "sen_not_met"]
        page = shown(case)
        assert page["Concerns"][0] == "Behaviour; Special educational needs that are not met"
        assert page["Parents"][1] == "The parents have not been told, or it is not recorded."

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"concerns": ()}, "concerns"),
            ({"concerns": ("boredom",)}, "concerns"),
            ({"asked_for": ()}, "asked_for"),
            ({"asked_for": ("transitional_support",)}, "asked_for"),
            ({"tried": {"key_adult": date(2026, 9, 15)}}, "key_adult_since"),
            ({"do_parents_agree": True}, "parents_told_on"),
            ({"parents_told_on": date(2026, 9, 15)}, "parents_told_on"),
            ({"plan_review_asked_on": date(2026, 9, 15)}, "plan_review_asked_on"),
            ({"care_review_asked_on": date(2026, 9, 15)}, "care_review_asked_on"),
            ({"on": date(2026, 9, 15), "as_of": ASKED_ON}, "requested_on"),
            ({"on": date(2025, 9, 1), "as_of": ASKED_ON, "tried": {}}, "requested_on"),
        ],
    )
    def test_what_cannot_be_names_the_field(self, desk: Desk, wrong: dict, field: str) -> None:
        with pytest.raises(ExclusionRefused) as refused:
            ask(desk, **wrong)
        assert refused.value.field == field
        assert not Case.objects.exists()

    def test_one_request_of_a_school_at_a_time(self, desk: Desk) -> None:
        case = ask(desk)
        with pytest.raises(ExclusionRefused, match=case.reference):
            ask(desk)
        ask(desk, school=make_school())
        support.decline_support(
            case=case, because="asked_in_error", version=version(case), by=desk.officer, as_of=ASKED_ON
        )
        ask(desk)

    def test_only_the_team_records(self, desk: Desk) -> None:
        desk.officer = make_user(Role.HEAD_OF_SERVICE)
        with pytest.raises(PermissionDenied):
            ask(desk)


class TestWhenAnExclusionIsConsidered:
    """Interim reviews are owed, as tasks and in words, until they are asked for."""

    def test_the_reviews_of_plan_and_pep(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
        CareStatus.objects.create(child=desk.child, status=CareStatus.Status.LOOKED_AFTER, starts_on=date(2025, 1, 1))
        case = ask(desk, is_exclusion_considered=True)
        assert tasks(case) == {"decide": "open", "plan_review": "open", "care_review": "open"}
        page = shown(case)
        assert page["Interim review of the EHC plan"] == ("", "Ask for an interim review of the EHC plan.")
        assert "virtual school head" in page["Interim review of the PEP"][1]
        correct(
            desk,
            case,
            plan_review_asked_on=ASKED_ON,
            care_review_asked_on=ASKED_ON,
            has_plan=True,
            is_looked_after=True,
        )
        assert tasks(case) == {"decide": "open", "plan_review": "done", "care_review": "done"}
        assert shown(case)["Interim review of the EHC plan"] == ("Asked for 14 September 2026", "")

    def test_not_considered_nothing_is_owed(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
        case = ask(desk)
        assert tasks(case) == {"decide": "open"}
        assert shown(case)["Interim review of the EHC plan"] == ("Not asked for", "")

    @pytest.mark.parametrize(
        ("policy", "year_group", "considered", "offered"),
        [
            ("leicestershire", 4, True, True),
            ("leicestershire", 4, False, False),
            ("leicestershire", 7, True, False),
            ("coventry", 4, True, False),
        ],
    )
    def test_a_meeting_is_offered_where_policy_says_so(
        self, desk: Desk, policy: str, year_group: int, considered: bool, offered: bool
    ) -> None:
        set_policy(policy)
        child = make_child()
        enrol(child, desk.school, year_group=year_group)
        case = ask(desk, child=child, is_exclusion_considered=considered)
        assert ("meeting" in tasks(case)) is offered
        assert ("Meeting of several services" in shown(case)) is offered
        if offered:
            meet(desk, case)
            assert tasks(case)["meeting"] == "done"
            assert "Meeting of several services" not in shown(case)

    @pytest.mark.parametrize(
        ("year_group", "phase", "primary"),
        [
            (6, "", True),
            (7, "primary", False),
            (None, "primary", True),
            (None, "secondary", False),
            (None, None, False),
        ],
    )
    def test_primary_by_year_group_else_by_the_school(
        self, year_group: int | None, phase: str | None, primary: bool
    ) -> None:
        school = None if phase is None else School(phase=phase)
        assert is_primary(year_group, school) is primary


def meet(desk: Desk, case: Case, **more: object) -> Case:
    facts: dict[str, object] = {
        "met_on": ASKED_ON,
        "services": ["school", "send"],
        "decisions": "A key adult from Monday.",
        "version": version(case),
        "by": desk.officer,
        "as_of": LATER,
        **more,
    }
    return support.record_meeting(case=case, **facts)  # type: ignore[arg-type]


def correct(desk: Desk, case: Case, **more: object) -> Case:
    request = SupportRequest.objects.get(case=case)
    flags = {name: more.pop(name, False) for name in ("is_looked_after", "has_plan", "has_social_worker")}
    known = {name: getattr(request, name) for name in vars(ASKED) if name != "tried"}
    tried = {row.kind: row.since for row in request.tried.all()}
    asked = Asked(
        **{**known, "tried": tried, **{name: value for name, value in more.items() if name != "requested_on"}}
    )  # type: ignore[arg-type]
    return support.correct_request(
        case=case,
        requested_on=more.get("requested_on", request.requested_on),  # type: ignore[arg-type]
        asked=asked,
        version=request.version,
        by=desk.officer,
        as_of=LATER,
        **flags,  # type: ignore[arg-type]
    )


class TestSteps:
    """What each state allows, and what each step leaves."""

    @pytest.mark.parametrize("state", ALLOWED)
    def test_each_state_allows_its_own_steps_alone(self, desk: Desk, state: str) -> None:
        facts = gather_support(make_support_at(desk, state))
        assert {step.code for step in TRANSITIONS if not reasons_against(step.code, facts, LATER)} == ALLOWED[state]
        assert set(ALLOWED) == {each.code for each in STATES}

    def test_a_request_that_helped(self, desk: Desk) -> None:
        case = make_support_at(desk, "closed")
        assert (case.closed_on, case.close_reason) == (LATER, "closed")
        assert tasks(case)["decide"] == "done"
        page = shown(case)
        assert page["Targeted support"][0] == (
            "Outreach into the school, from 21 September 2026 to 9 October 2026. It helped."
        )
        assert page["Outcome of the help"][0] == "The pupil is settled at the school"
        assert steps(case) == {}
        codes = set(Event.objects.filter(case=case).values_list("code", flat=True))
        assert {
            "exclusions.support_considered",
            "exclusions.support_agreed",
            "exclusions.support_line_ended",
            "exclusions.support_reviewed",
            "exclusions.support_closed",
        } <= codes

    def test_one_that_is_not_taken_up(self, desk: Desk) -> None:
        case = make_support_at(desk, "not_taken_up")
        assert case.closed_on == ASKED_ON
        assert tasks(case) == {"decide": "cancelled"}
        assert shown(case)["Not taken up because"][0] == "The school has more of its own to try first"

    def test_a_line_brings_a_task_for_its_review(self, desk: Desk) -> None:
        case = consider(desk, ask(desk))
        line = agree(desk, case, review_on=LATER)
        task = Task.objects.get(case=case, code__contains="line.")
        assert (task.due_on, task.title) == (LATER, "Review the support: Outreach into the school")
        assert "Review on 9 October 2026." in shown(case)["Targeted support"][0]
        review(desk, case)
        task.refresh_from_db()
        assert task.state == "done"
        end_line(desk, line)
        assert tasks(case) == {"decide": "done", "line": "done"}

    def test_the_night_opens_what_is_owed_and_ends_nothing(self, desk: Desk) -> None:
        case = ask(desk)
        Case.objects.filter(pk=case.pk).update(state="support_agreed")
        settle_tasks(facts=gather_support(Case.objects.get(pk=case.pk)), by=None, as_of=LATER)
        assert tasks(case) == {"decide": "open"}
        KIND.refresh(case=make_support_at(desk, "closed", child=other(desk)), by=None, as_of=LATER)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"tier": "luxury"}, "tier"),
            ({"kind": "prayer"}, "kind"),
            ({"starts_on": date(2026, 9, 13)}, "starts_on"),
            ({"starts_on": date(2029, 9, 13)}, "starts_on"),
            ({"ends_on": date(2026, 9, 20)}, "ends_on"),
            ({"review_on": date(2026, 9, 20)}, "review_on"),
        ],
    )
    def test_a_line_that_cannot_be_names_the_field(self, desk: Desk, wrong: dict, field: str) -> None:
        case = consider(desk, ask(desk))
        with pytest.raises(ExclusionRefused) as refused:
            agree(desk, case, **wrong)
        assert refused.value.field == field
        assert not SupportLine.objects.exists()

    def test_a_provider_out_of_use_and_a_step_that_the_authority_has_not(self, desk: Desk) -> None:
        case = consider(desk, ask(desk))
        provider = make_provider()
        type(provider).objects.update(is_active=False)
        provider.refresh_from_db()
        with pytest.raises(ExclusionRefused, match="no longer in use"):
            agree(desk, case, provider=provider)
        with (
            mock.patch("exclusions.actions.support.tiers_of", return_value=["universal"]),
            pytest.raises(ExclusionRefused, match="Step of help"),
        ):
            agree(desk, case)
        assert tiers_of("coventry") == ["universal", "targeted", "time_limited", "transitional"]

    @pytest.mark.parametrize(
        ("outcome", "ends_on", "field"),
        [
            ("marvellous", LATER, "outcome"),
            ("helped", date(2026, 9, 20), "ends_on"),
            ("helped", date(2026, 10, 10), "ends_on"),
        ],
    )
    def test_how_it_went_names_the_field(self, desk: Desk, outcome: str, ends_on: date, field: str) -> None:
        make_support_at(desk, "support_agreed")
        line = SupportLine.objects.select_related("request__case").get()
        with pytest.raises(ExclusionRefused) as refused:
            support.record_line_outcome(
                line=line, outcome=outcome, ends_on=ends_on, version=1, by=desk.officer, as_of=LATER
            )
        assert refused.value.field == field

    def test_how_it_went_can_be_corrected_until_the_case_is_closed(self, desk: Desk) -> None:
        case = make_support_at(desk, "reviewing")
        line = SupportLine.objects.get()
        end_line(desk, line)
        end_line(desk, line, outcome="no_change")
        assert SupportLine.objects.get().outcome == "no_change"
        close(desk, case)
        with pytest.raises(ExclusionRefused, match="closed"):
            end_line(desk, line)
        line = SupportLine.objects.select_related("request__case").get()
        SupportLine.objects.update(outcome="")
        line.outcome = ""
        with pytest.raises(ExclusionRefused, match="Closed"):
            support.record_line_outcome(
                line=line, outcome="helped", ends_on=LATER, version=line.version, by=desk.officer, as_of=LATER
            )

    def test_it_is_not_closed_before_it_is_known_how_each_line_went(self, desk: Desk) -> None:
        case = make_support_at(desk, "reviewing")
        assert steps(case)["Close with the outcome"] == (
            "Record first how it went: Outreach into the school from 21 September 2026.",
        )
        with pytest.raises(ExclusionRefused, match="Record first how it went"):
            close(desk, case)

    @pytest.mark.parametrize("name", ["close", "decline"])
    def test_codes_that_are_not_in_the_list(self, desk: Desk, name: str) -> None:
        case = make_support_at(desk, "reviewing" if name == "close" else "requested")
        common = {"case": case, "version": version(case), "by": desk.officer, "as_of": LATER}
        if name == "close":
            end_line(desk, SupportLine.objects.get())
            with pytest.raises(ExclusionRefused, match="Choose one of the list"):
                support.close_support(outcome="bliss", **common)
        else:
            with pytest.raises(ExclusionRefused, match="Choose one of the list"):
                support.decline_support(because="no reason", **common)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"met_on": date(2026, 9, 13)}, "met_on"),
            ({"met_on": date(2026, 10, 10)}, "met_on"),
            ({"services": ["school", "school"]}, "services"),
            ({"services": ["school", "circus"]}, "services"),
            ({"decisions": "  "}, "decisions"),
        ],
    )
    def test_a_meeting_that_cannot_be(self, desk: Desk, wrong: dict, field: str) -> None:
        with pytest.raises(ExclusionRefused) as refused:
            meet(desk, ask(desk), **wrong)
        assert refused.value.field == field

    def test_a_meeting_of_the_same_day_takes_the_place_of_the_first(self, desk: Desk) -> None:
        case = ask(desk)
        meet(desk, case)
        meet(desk, case, services=["school", "health"])
        meeting = MultiServiceMeeting.objects.get()
        assert meeting.services == ["school", "health"]
        assert shown(case)["14 September 2026"][0] == (
            "School, Health, mental health included. Decided: A key adult from Monday."
        )

    def test_a_review_before_the_first_support(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        with pytest.raises(ExclusionRefused) as refused:
            support.review_support(
                case=case, reviewed_on=date(2026, 9, 18), version=version(case), by=desk.officer, as_of=LATER
            )
        assert refused.value.field == "reviewed_on"

    def test_a_correction_takes_out_what_was_not_tried_and_keeps_the_order_of_days(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        correct(desk, case, tried={"key_adult": date(2026, 5, 1)})
        correct(desk, case, tried={"key_adult": date(2026, 4, 1)}, parents_told_on=ASKED_ON, do_parents_agree=False)
        assert list(TriedSupport.objects.values_list("kind", "since")) == [("key_adult", date(2026, 4, 1))]
        assert shown(case)["Parents"][0] == "Told 14 September 2026. The parents do not agree."
        with pytest.raises(ExclusionRefused, match="when the first support starts"):
            correct(desk, case, requested_on=date(2026, 9, 22))

    def test_only_the_team_and_only_the_version_that_was_shown(self, desk: Desk) -> None:
        case = ask(desk)
        with pytest.raises(StaleEdit):
            support.start_considering(case=case, version=9, by=desk.officer, as_of=LATER)
        with pytest.raises(PermissionDenied):
            support.start_considering(case=case, version=1, by=make_user(Role.HEAD_OF_SERVICE), as_of=LATER)
        make_support_at(desk, "support_agreed", child=other(desk))
        line = SupportLine.objects.select_related("request__case").get()
        facts = {"line": line, "outcome": "helped", "ends_on": LATER, "as_of": LATER}
        with pytest.raises(StaleEdit):
            support.record_line_outcome(**facts, version=9, by=desk.officer)
        with pytest.raises(PermissionDenied):
            support.record_line_outcome(**facts, version=1, by=make_user(Role.HEAD_OF_SERVICE))


def other(desk: Desk) -> object:
    child = make_child()
    enrol(child, desk.school)
    return child


class TestPlaces:
    """A place is booked through provision, as the school's direction off site."""

    def test_a_place_is_booked_once_support_is_agreed(self, desk: Desk) -> None:
        case = consider(desk, ask(desk, asked_for=("time_limited_placement",)))
        wanted = booking(legal_basis=LegalBasis.SECTION_29A, starts_on=STARTS_ON, extent="part_time")
        with pytest.raises(ProvisionRefused, match="Agree the support first"):
            book_placement(case=case, booking=wanted, by=desk.officer, as_of=ASKED_ON)
        line = agree(desk, case, tier="time_limited", kind="time_limited_placement")
        assert shown(case)["Place"][1] == "No place is booked for the time-limited placement."
        case = Case.objects.get(pk=case.pk)
        with pytest.raises(ProvisionRefused, match="Legal basis"):
            wrong = booking(legal_basis=LegalBasis.SECTION_19_EXCLUDED, starts_on=STARTS_ON)
            book_placement(case=case, booking=wrong, by=desk.officer, as_of=ASKED_ON)
        with pytest.raises(ProvisionRefused, match="on or after 14 September 2026"):
            early = booking(legal_basis=LegalBasis.SECTION_29A, starts_on=date(2026, 9, 11))
            book_placement(case=case, booking=early, by=desk.officer, as_of=ASKED_ON)
        book_placement(case=case, booking=wanted, by=desk.officer, as_of=ASKED_ON)
        assert "Booked from 21 September 2026" in shown(case)["Place"][0]
        end_line(desk, line)
        review(desk, case)
        assert "Education is still booked" in steps(case)["Close with the outcome"][0]
        Placement.objects.update(state="ended", started_on=STARTS_ON, ends_on=LATER, end_reason="completed")
        assert steps(case)["Close with the outcome"] == ()
        assert "Since 21 September 2026, last day 9 October 2026. Ended." in shown(case)["Place"][0]


class TestManagedMove:
    """Opened from here, where that kind is registered."""

    def test_it_is_offered_only_where_the_kind_is_there(self, desk: Desk) -> None:
        case = ask(desk, asked_for=("managed_move",))
        fake = mock.Mock(
            spec=CaseKind, open_url_name="exclusion_record", open_label="Open a managed move", label="Move"
        )
        with mock.patch.object(presenters, "get_kind", side_effect=presenters.UnknownKind):
            assert "Open a managed move" not in steps(case)
        with mock.patch.object(presenters, "get_kind", return_value=fake):
            case_now = Case.objects.select_related("child", "school").get(pk=case.pk)
            (step,) = [
                each for each in KIND.present(case_now, None, LATER).steps if each.label == "Open a managed move"
            ]  # type: ignore[arg-type]
            assert step.address.endswith(f"?from={case.reference}")
            assert "Open a managed move" not in steps(ask(desk, child=other(desk)))
            fake.open_url_name = ""
            assert "Open a managed move" not in steps(case)


class TestExcludedWithinTwelveMonths:
    """Worked out from the records, never entered: the truth table, its edges, and what does not count."""

    def outcome(self, desk: Desk, as_of: date) -> tuple[Answer, Answer]:
        asking = Asking(desk.child.pk, ASKED_ON)
        found = Outcomes([asking], "statutory", as_of).of(asking)
        assert found.permanent.until == date(2027, 9, 14)
        return found.permanent.answer, found.suspension.answer

    @pytest.mark.parametrize(
        ("excluded_on", "as_of", "answer"),
        [
            (None, date(2026, 9, 14), Answer.NOT_YET),
            (None, date(2027, 9, 14), Answer.NOT_YET),
            (None, date(2027, 9, 15), Answer.NO),
            (date(2026, 9, 11), date(2027, 9, 15), Answer.NO),
            (date(2026, 9, 14), date(2026, 9, 14), Answer.YES),
            (date(2027, 9, 14), date(2027, 9, 14), Answer.YES),
            (date(2027, 9, 15), date(2027, 9, 15), Answer.NO),
        ],
    )
    def test_a_permanent_exclusion(self, desk: Desk, excluded_on: date | None, as_of: date, answer: Answer) -> None:
        if excluded_on:
            desk.record(decided_on=excluded_on, excluded_on=excluded_on, as_of=excluded_on)
        assert self.outcome(desk, as_of)[0] == answer

    def test_a_suspension_is_asked_apart(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 11, 9), date(2026, 11, 10))
        assert self.outcome(desk, date(2026, 12, 1)) == (Answer.NOT_YET, Answer.YES)

    def test_what_the_head_teacher_cancelled_does_not_count(self, desk: Desk) -> None:
        desk.cancel(desk.record())
        cancel_suspension(desk, make_suspension(desk, date(2026, 11, 9)), date(2026, 11, 9))
        assert self.outcome(desk, date(2027, 9, 15)) == (Answer.NO, Answer.NO)

    def test_a_reinstated_pupil_was_excluded(self, desk: Desk) -> None:
        case = desk.list_meeting(desk.tell_governors(desk.check(desk.record())))
        desk.decide(case, "reinstate_immediately")
        assert self.outcome(desk, date(2027, 9, 15))[0] == Answer.YES

    def test_another_childs_exclusion_is_no_outcome(self, desk: Desk) -> None:
        desk.record(child=other(desk))
        assert self.outcome(desk, date(2027, 9, 15))[0] == Answer.NO

    def test_the_case_page_says_it_in_words_and_follows_corrections(self, desk: Desk) -> None:
        case = ask(desk)
        label = "Permanently excluded by 14 September 2027?"
        assert shown(case)[label][0] == "Not yet known until 14 September 2027"
        assert shown(case, date(2027, 9, 15))[label][0] == "No"
        exclusion = desk.record()
        assert shown(case)[label][0] == f"Yes, {exclusion.reference}"
        Exclusion.objects.update(excluded_on=date(2027, 9, 15))
        assert shown(case)[label][0] == "Not yet known until 14 September 2027"

    def test_by_policy_the_time_is_longer(self, desk: Desk) -> None:
        with mock.patch.object(statute, "calculate", return_value=mock.Mock(due_on=date(2028, 3, 14))):
            asking = Asking(desk.child.pk, ASKED_ON)
            assert Outcomes([asking], "x", ASKED_ON).of(asking).permanent.until == date(2028, 3, 14)


class TestSuspendedSoFar:
    """Counted from the records, over all schools."""

    def test_term_and_year(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 9, 7), date(2026, 9, 10))
        make_suspension(desk, date(2026, 9, 16), date(2026, 9, 18), first="pm", school=make_school())
        so_far = suspended_so_far(desk.child, desk.school, date(2026, 9, 20))
        assert so_far.words() == (
            "6.5 school days this term (autumn 2026/27), 6.5 in the school year 2026/27, at all schools"
        )
        assert shown(ask(desk, as_of=date(2026, 9, 20)), date(2026, 9, 20))["Suspensions so far"][0] == so_far.words()

    def test_one_that_is_not_counted_is_said(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 9, 7))
        CalendarEntry.objects.all().delete()
        Suspension.objects.update(sessions_count=None)
        assert suspended_so_far(desk.child, desk.school, EXCLUDED_ON).words().endswith("is not counted yet")

    def test_terms_of_its_own_that_do_not_cover_the_day(self, desk: Desk) -> None:
        with mock.patch("exclusions.support.suspended.statute_calendar") as calendar:
            calendar.return_value = {
                "open": [["2026-09-02", "2026-12-18"]],
                "terms": {"autumn": ["2026-09-02", "2026-12-18"]},
            }
            so_far = suspended_so_far(desk.child, desk.school, date(2026, 8, 3))
        assert so_far.words() == "0.0 in the school year 2026/27, at all schools"


def test_a_request_that_is_recorded_later_keeps_its_day(desk: Desk) -> None:
    case = ask(desk, on=ASKED_ON, as_of=LATER)
    assert SupportRequest.objects.get(case=case).requested_on == ASKED_ON
    assert case.opened_on == LATER
