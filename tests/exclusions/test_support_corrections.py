"""Help before an exclusion is put right: a line that was agreed, a meeting, and how the request ended."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Event, Note, Task
from exclusions.actions import support, support_corrections
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import MultiServiceMeeting, SupportLine, SupportRequest
from exclusions.support.asked import Line
from exclusions.support.codes import NotTakenUp, kinds_of
from exclusions.support.facts import policy_of_authority, tiers_of
from exclusions.support.presenters import present
from provision.actions.placements import book_placement
from provision.models import LegalBasis
from tests.exclusions.test_pages import hidden_inputs, send, signed_in, tick
from tests.exclusions.test_support import tasks
from tests.factories.exclusions import Desk
from tests.factories.provision import booking
from tests.factories.support import (
    ASKED_ON,
    STARTS_ON,
    agree,
    ask,
    close,
    consider,
    decline,
    end_line,
    make_support_at,
    review,
    version,
)

LATER = date(2026, 10, 12)
BECAUSE = "A slip of the pen"
WHAT = {"because": BECAUSE, "as_of": LATER}


def line_of(case: Case) -> SupportLine:
    return SupportLine.objects.select_related("request__case").filter(request__case=case).latest("pk")


def correct_line(desk: Desk, line: SupportLine, *, is_confirmed: bool = False, **changes: object) -> Case:
    names = ("tier", "kind", "starts_on", "provider", "ends_on", "review_on")
    corrected = Line(**{**{name: getattr(line, name) for name in names}, **changes})  # type: ignore[arg-type]
    return support_corrections.correct_line(
        line=line, corrected=corrected, is_confirmed=is_confirmed, version=line.version, by=desk.officer, **WHAT
    )


def take_back_line(desk: Desk, line: SupportLine) -> Case:
    return support_corrections.take_back_line(line=line, version=line.version, by=desk.officer, **WHAT)


def act(desk: Desk, case: Case, action: str, **answers: object) -> Case:
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    answers = {"case": case, "version": version(case), "by": desk.officer, **WHAT, **answers}
    return getattr(support_corrections, action)(**answers)


def meet(desk: Desk, case: Case, on: date = date(2026, 9, 16)) -> Case:
    return support.record_meeting(
        case=case,
        met_on=on,
        services=["school", "health"],
        decisions="A key adult.",
        version=version(case),
        by=desk.officer,
        as_of=LATER,
    )


class TestLines:
    """A line that was agreed wrongly."""

    def test_it_is_corrected_and_its_tasks_follow(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        correct_line(desk, line_of(case), kind="advice", review_on=date(2026, 10, 9), starts_on=date(2026, 9, 22))
        line = line_of(case)
        assert (line.kind, line.starts_on, line.version) == ("advice", date(2026, 9, 22), 2)
        task = Task.objects.get(case=case, state="open")
        assert (task.title.split(":")[0], task.due_on) == ("Review the support", date(2026, 10, 9))
        facts = Event.objects.get(code="exclusions.support_line_corrected").facts
        assert facts == {
            "line": str(line.uuid),
            "was_tier": "targeted",
            "was_kind": "outreach",
            "was_on": STARTS_ON.isoformat(),
        }
        assert BECAUSE in Note.objects.get(case=case).text

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"starts_on": date(2026, 9, 13)}, "starts_on"),
            ({"kind": "nothing"}, "kind"),
            ({"ends_on": date(2026, 9, 20)}, "ends_on"),
        ],
    )
    def test_what_cannot_be(self, desk: Desk, changes: dict, field: str) -> None:
        case = make_support_at(desk, "support_agreed")
        with pytest.raises(ExclusionRefused) as refused:
            correct_line(desk, line_of(case), **changes)
        assert refused.value.field == field

    def test_what_is_unlikely_and_new_is_asked_about(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        placement = {"tier": _tier_of_placements(), "kind": "time_limited_placement"}
        with pytest.raises(ExclusionRefused, match="Last day is empty") as refused:
            correct_line(desk, line_of(case), **placement)
        assert refused.value.field == "is_confirmed"
        correct_line(desk, line_of(case), is_confirmed=True, **placement)
        assert tasks(case)["place"] == "open"
        correct_line(desk, line_of(case), starts_on=date(2026, 9, 22))

    def test_of_one_that_has_ended_the_last_day_is_needed(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        end_line(desk, line_of(case))
        for ends_on, words in ((None, "enter it, since it is recorded"), (date(2026, 10, 13), "to today")):
            with pytest.raises(ExclusionRefused, match=words) as refused:
                correct_line(desk, line_of(case), ends_on=ends_on)
            assert refused.value.field == "ends_on"
        correct_line(desk, line_of(case), ends_on=date(2026, 10, 8))
        assert (line_of(case).ends_on, line_of(case).outcome) == (date(2026, 10, 8), "helped")

    def test_one_of_two_is_taken_back(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        agree(desk, case, kind="advice")
        case = take_back_line(desk, line_of(case))
        assert (case.state, SupportLine.objects.count()) == ("support_agreed", 1)
        assert Event.objects.get(code="exclusions.support_line_taken_back").facts["was_kind"] == "advice"

    def test_without_any_left_the_help_is_to_be_decided_again(self, desk: Desk) -> None:
        case = make_support_at(desk, "reviewing")
        case = take_back_line(desk, line_of(case))
        assert (case.state, tasks(case)["decide"]) == ("considering", "open")
        assert not SupportLine.objects.exists()
        agree(desk, case)
        assert Case.objects.get(pk=case.pk).state == "support_agreed"

    def test_not_while_education_is_booked_for_it(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        wanted = booking(legal_basis=LegalBasis.SECTION_29A, starts_on=STARTS_ON, extent="part_time")
        book_placement(case=case, booking=wanted, by=desk.officer, as_of=ASKED_ON)
        with pytest.raises(ExclusionRefused, match="Education is booked in this case") as refused:
            take_back_line(desk, line_of(case))
        assert refused.value.field == "is_mistake"
        agree(desk, case, kind="advice")
        assert take_back_line(desk, line_of(case)).state == "support_agreed"

    def test_not_once_the_case_is_closed(self, desk: Desk) -> None:
        case = make_support_at(desk, "closed")
        with pytest.raises(ExclusionRefused, match="The case is “Closed”"):
            correct_line(desk, line_of(case), kind="advice")


def _tier_of_placements() -> str:
    tiers = tiers_of(policy_of_authority())
    return next(tier for tier in tiers if "time_limited_placement" in kinds_of(tier, tiers))


class TestMeetings:
    """The day of a meeting."""

    def test_it_is_corrected_or_taken_back(self, desk: Desk) -> None:
        case = meet(desk, ask(desk))
        act(desk, case, "correct_meeting", meeting=date(2026, 9, 16), met_on=date(2026, 9, 17))
        row = MultiServiceMeeting.objects.get()
        assert (row.met_on, row.decisions) == (date(2026, 9, 17), "A key adult.")
        assert Event.objects.get(code="exclusions.support_meeting_corrected").facts == {"was_on": "2026-09-16"}
        act(desk, case, "take_back_meeting", meeting=date(2026, 9, 17))
        assert not MultiServiceMeeting.objects.exists()

    @pytest.mark.parametrize(
        ("meeting", "met_on", "field"),
        [
            (date(2026, 9, 15), date(2026, 9, 17), "meeting"),
            (date(2026, 9, 16), date(2026, 9, 13), "met_on"),
            (date(2026, 9, 16), date(2026, 10, 13), "met_on"),
            (date(2026, 9, 16), date(2026, 9, 18), "met_on"),
        ],
        ids=["no such meeting", "before the request", "ahead", "another meeting"],
    )
    def test_what_cannot_be(self, desk: Desk, meeting: date, met_on: date, field: str) -> None:
        case = meet(desk, meet(desk, ask(desk)), date(2026, 9, 18))
        with pytest.raises(ExclusionRefused) as refused:
            act(desk, case, "correct_meeting", meeting=meeting, met_on=met_on)
        assert refused.value.field == field

    def test_there_must_be_one(self, desk: Desk) -> None:
        with pytest.raises(ExclusionRefused, match="No meeting is recorded"):
            act(desk, ask(desk), "take_back_meeting", meeting=date(2026, 9, 16))


class TestTheEnd:
    """How the request ended."""

    def test_the_outcome_is_corrected_and_the_case_stays_closed(self, desk: Desk) -> None:
        case = act(desk, make_support_at(desk, "closed"), "correct_outcome", outcome="managed_move")
        assert (case.state, SupportRequest.objects.get().outcome) == ("closed", "managed_move")
        facts = Event.objects.get(code="exclusions.support_end_corrected").facts
        assert facts == {"outcome": "managed_move", "was_outcome": "settled"}
        with pytest.raises(ExclusionRefused) as refused:
            act(desk, case, "correct_outcome", outcome="nothing")
        assert refused.value.field == "outcome"
        with pytest.raises(ExclusionRefused, match="The help was taken up"):
            act(desk, case, "correct_not_taken_up", not_taken_up_because="school_first")

    def test_another_outcome_of_an_excluded_child_is_asked_about(self, desk: Desk) -> None:
        case = make_support_at(desk, "closed")
        desk.record(as_of=LATER, decided_on=LATER, excluded_on=LATER)
        with pytest.raises(ExclusionRefused) as refused:
            act(desk, case, "correct_outcome", outcome="managed_move")
        assert refused.value.field == "is_confirmed"
        act(desk, case, "correct_outcome", outcome="managed_move", is_confirmed=True)
        act(desk, case, "correct_outcome", outcome="managed_move")

    def test_why_it_was_not_taken_up_is_corrected(self, desk: Desk) -> None:
        case = make_support_at(desk, "not_taken_up")
        other = next(code for code in NotTakenUp.values if code != "school_first")
        case = act(desk, case, "correct_not_taken_up", not_taken_up_because=other)
        assert (case.state, SupportRequest.objects.get().not_taken_up_because) == ("not_taken_up", other)
        with pytest.raises(ExclusionRefused) as refused:
            act(desk, case, "correct_not_taken_up", not_taken_up_because="nothing")
        assert refused.value.field == "not_taken_up_because"
        with pytest.raises(ExclusionRefused, match="not taken up, so nothing came of it"):
            act(desk, case, "correct_outcome", outcome="managed_move")

    def test_taken_back_it_has_the_state_it_had(self, desk: Desk) -> None:
        case = act(desk, make_support_at(desk, "closed"), "take_back_close")
        assert (case.state, case.closed_on, SupportRequest.objects.get().outcome) == ("reviewing", None, "")
        end_line(desk, agree(desk, case))
        case = act(desk, close(desk, case), "take_back_close")
        assert case.state == "support_agreed"
        assert review(desk, case).state == "reviewing"

    def test_so_has_one_that_was_not_taken_up(self, desk: Desk) -> None:
        case = act(desk, make_support_at(desk, "not_taken_up"), "take_back_close")
        assert (case.state, tasks(case)["decide"]) == ("requested", "open")
        assert SupportRequest.objects.get().not_taken_up_because == ""
        case = act(desk, decline(desk, consider(desk, case)), "take_back_close")
        assert case.state == "considering"

    def test_not_beside_another_open_request(self, desk: Desk) -> None:
        case = make_support_at(desk, "closed")
        other = ask(desk)
        with pytest.raises(ExclusionRefused, match=other.reference):
            act(desk, case, "take_back_close")


class TestPages:
    """The page of each correction, and what a closed case says."""

    @pytest.fixture(autouse=True)
    def _today(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)

    def links(self, desk: Desk, case: Case) -> set[str]:
        fresh = Case.objects.select_related("child", "school").get(pk=case.pk)
        groups = present(fresh, desk.officer, LATER).groups
        return {url for group in groups for url in (group.change_url, *(link for link, _ in group.links)) if url}

    def test_a_line(self, desk: Desk) -> None:
        case = make_support_at(desk, "support_agreed")
        client, address = signed_in(desk.officer), reverse("support_correct_line", args=[line_of(case).uuid])
        assert address in self.links(desk, case)
        answers = {"tier": "targeted", "kind": "advice", "starts_on": "2026-09-22", "because": BECAUSE}
        bad = send(client, address, {**answers, "starts_on": "2026-09-13"}).content.decode()
        assert "Starts on must be on or after 14 September 2026" in bad
        assert send(client, address, answers).status_code == 302
        assert (line_of(case).kind, line_of(case).starts_on) == ("advice", date(2026, 9, 22))
        answers |= {"tier": _tier_of_placements(), "kind": "time_limited_placement"}
        asked = send(client, address, answers).content.decode()
        assert send(client, address, {**answers, **tick(asked)}).status_code == 302
        assert send(client, address, {"is_mistake": "on", "because": BECAUSE}).status_code == 302
        assert not SupportLine.objects.exists()

    def test_a_meeting(self, desk: Desk) -> None:
        case = meet(desk, make_support_at(desk, "considering"))
        client, address = signed_in(desk.officer), reverse("support_correct_meeting", args=[case.reference])
        assert address in self.links(desk, case)
        answers = {"meeting": "2026-09-16", "met_on": "2026-09-17", "because": BECAUSE}
        assert "Which meeting" in send(client, address, {"is_mistake": "on", "because": BECAUSE}).content.decode()
        assert send(client, address, answers).status_code == 302
        answers = {"meeting": "2026-09-17", "is_mistake": "on", "because": BECAUSE}
        assert send(client, address, answers).status_code == 302
        assert "No meeting is recorded." in client.get(address).content.decode()

    def test_the_end(self, desk: Desk) -> None:
        case = make_support_at(desk, "closed")
        client, address = signed_in(desk.officer), reverse("support_correct_close", args=[case.reference])
        assert address in self.links(desk, case)
        assert send(client, address, {"outcome": "managed_move", "because": BECAUSE}).status_code == 302
        assert SupportRequest.objects.get().outcome == "managed_move"
        assert send(client, address, {"is_mistake": "on", "because": BECAUSE}).status_code == 302
        assert Case.objects.get(pk=case.pk).state == "reviewing"

    def test_the_end_of_one_that_was_not_taken_up(self, desk: Desk) -> None:
        case = make_support_at(desk, "not_taken_up")
        client, address = signed_in(desk.officer), reverse("support_correct_close", args=[case.reference])
        other = next(code for code in NotTakenUp.values if code != "school_first")
        assert send(client, address, {"not_taken_up_because": other, "because": BECAUSE}).status_code == 302
        assert SupportRequest.objects.get().not_taken_up_because == other

    def test_after_somebody_elses_change_both_versions_are_shown(self, desk: Desk) -> None:
        case = make_support_at(desk, "not_taken_up")
        client, address = signed_in(desk.officer), reverse("support_correct_close", args=[case.reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        SupportRequest.objects.update(version=9)
        answers = {"not_taken_up_because": NotTakenUp.values[-1], "because": BECAUSE}
        page = client.post(address, {**answers, **hidden}).content.decode()
        assert "Both versions" in page
        assert "school_first" not in page.split("<form class")[0]

    def test_a_line_of_a_closed_case_says_so_and_shows_no_form(self, desk: Desk) -> None:
        case = make_support_at(desk, "closed")
        page = signed_in(desk.officer).get(reverse("support_line", args=[line_of(case).uuid])).content.decode()
        assert "This is not possible now" in page
        assert "The case is “Closed”" in page
        assert 'name="outcome"' not in page
