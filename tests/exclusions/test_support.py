"""Help before an exclusion: asking, the steps, the tasks they bring, and what came of it."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Event, Plan, Task
from exclusions.actions import support
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.support_tasks import PREFIX, settle_tasks
from exclusions.models import MultiServiceMeeting, SupportLine, SupportRequest, TriedSupport
from exclusions.support.asked import Asked
from exclusions.support.facts import gather_support, tiers_of
from exclusions.support.kind import KIND
from exclusions.support.policies import reasons_against
from exclusions.support.states import STATES, TRANSITIONS
from ledger.versions import StaleEdit
from schools.models import Authority
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_user
from tests.factories.provision import make_provider
from tests.factories.support import (
    ASKED,
    ASKED_ON,
    agree,
    ask,
    close,
    consider,
    end_line,
    make_support_at,
    review,
    version,
)

LATER = date(2026, 10, 9)
ALWAYS = {"correct", "meeting"}
ALLOWED = {
    "requested": {"consider", "decline", *ALWAYS},
    "considering": {"agree", "decline", *ALWAYS},
    "support_agreed": {"agree", "line", "correct_line", "line_taken_back", "review_day", "review", *ALWAYS},
    "reviewing": {"agree", "line", "correct_line", "line_taken_back", "review_day", *ALWAYS},
    "closed": {"correct_close"},
    "not_taken_up": {"correct_close"},
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
        assert TriedSupport.objects.get(request=request).since_on == date(2026, 6, 1)
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

    @pytest.mark.parametrize(
        ("do_parents_agree", "kind", "is_refused"),
        [
            (False, "managed_move", True),
            (False, "time_limited_placement", False),
            (True, "managed_move", False),
            (None, "managed_move", False),
        ],
    )
    def test_only_a_managed_move_needs_the_parents(
        self, desk: Desk, do_parents_agree: bool | None, kind: str, is_refused: bool
    ) -> None:
        case = consider(desk, ask(desk, do_parents_agree=do_parents_agree, parents_told_on=ASKED_ON))
        if not is_refused:
            assert agree(desk, case, tier="time_limited", kind=kind).kind == kind
            return
        with pytest.raises(ExclusionRefused, match="no managed move without them") as refused:
            agree(desk, case, tier="time_limited", kind=kind)
        assert refused.value.field == "kind"
        assert Case.objects.get(pk=case.pk).state == "considering"

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
    tried = {row.kind: row.since_on for row in request.tried.all()}
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
            ({"ends_on": date(2026, 10, 9), "review_on": date(2026, 10, 10)}, "review_on"),
            ({"tier": "universal", "kind": "managed_move"}, "kind"),
            ({"tier": "targeted", "kind": "time_limited_placement"}, "kind"),
            ({"tier": "time_limited", "kind": "transitional_support"}, "kind"),
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
        with pytest.raises(ExclusionRefused, match="The case is “Closed”"):
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
        assert list(TriedSupport.objects.values_list("kind", "since_on")) == [("key_adult", date(2026, 4, 1))]
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
