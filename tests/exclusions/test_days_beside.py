"""A suspension and a permanent exclusion from one school in the same days: refused where the suspension begins in the
exclusion, asked about where one runs into the other."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Enrolment, Note, Task
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Exclusion, Suspension
from exclusions.school_form.doubts import doubts
from exclusions.school_form.officers_meaning import officers_meaning
from exclusions.suspensions.counting import Span
from exclusions.webforms import FORM
from portal.contexts import context_about, context_for
from portal.models import Submission
from portal.webforms import Accepting, FormContext, NotAccepted
from tests.exclusions.test_pages import send, signed_in, tick
from tests.exclusions.test_progress import correct as correct_exclusion
from tests.factories.children import make_school
from tests.factories.exclusions import EXCLUDED_ON, GOVERNORS_MEET_ON, Desk, make_case_at
from tests.factories.governors import decide, tell_board
from tests.factories.school_api import Api, body
from tests.factories.school_forms import permanent, receive, suspension
from tests.factories.school_rows import TODAY as NOVEMBER
from tests.factories.school_rows import fill, row
from tests.factories.suspensions import cancel, correct, make_suspension

MONDAY, NEXT_DAY, FRIDAY = date(2026, 9, 14), date(2026, 9, 16), date(2026, 9, 18)
TODAY = date(2026, 9, 21)


def refused(act: object, *arguments: object, **facts: object) -> ExclusionRefused:
    with pytest.raises(ExclusionRefused) as refusal:
        act(*arguments, **facts)  # type: ignore[operator]
    return refusal.value


class TestSuspension:
    """Recorded or corrected when the permanent exclusion is there already."""

    @pytest.mark.parametrize("first_on", [EXCLUDED_ON, NEXT_DAY, date(2026, 11, 9)])
    def test_none_begins_while_the_child_is_permanently_excluded(self, desk: Desk, first_on: date) -> None:
        case = desk.record()
        refusal = refused(make_suspension, desk, first_on, first_on, is_confirmed=True)
        assert refusal.field == "first_on"
        assert case.reference in str(refusal)
        assert not Suspension.objects.exists()

    def test_one_that_ends_when_the_exclusion_starts_is_kept(self, desk: Desk) -> None:
        desk.record()
        make_suspension(desk, MONDAY)
        make_suspension(desk, EXCLUDED_ON, last="am")
        assert Suspension.objects.count() == 2

    def test_after_the_afternoon_began_the_day_itself_can_be_one_of_a_suspension(self, desk: Desk) -> None:
        desk.record(pm_began=True)
        make_suspension(desk, EXCLUDED_ON)
        assert refused(make_suspension, desk, NEXT_DAY).field == "first_on"

    def test_another_school_or_a_cancelled_exclusion_is_no_bar(self, desk: Desk) -> None:
        desk.cancel(desk.record())
        desk.record(school=make_school())
        assert make_suspension(desk, NEXT_DAY).state

    def test_one_from_the_day_of_the_reinstatement_is_kept(self, desk: Desk) -> None:
        make_case_at(desk, "reinstated")
        assert refused(make_suspension, desk, date(2026, 10, 5)).field == "first_on"
        assert make_suspension(desk, GOVERNORS_MEET_ON).state

    def test_one_after_the_school_took_the_child_again_is_kept(self, desk: Desk) -> None:
        desk.record()
        Enrolment.objects.filter(child=desk.child).update(ends_on=EXCLUDED_ON)
        Enrolment.objects.create(child=desk.child, school=desk.school, starts_on=date(2026, 11, 2))
        assert make_suspension(desk).state

    def test_one_that_lasts_into_the_exclusion_is_asked_about(self, desk: Desk) -> None:
        case = desk.record()
        refusal = refused(make_suspension, desk, MONDAY, FRIDAY, as_of=TODAY, is_confirmed=False)
        assert refusal.field == "is_confirmed"
        assert case.reference in str(refusal)
        assert make_suspension(desk, MONDAY, FRIDAY, as_of=TODAY, is_confirmed=True).state

    def test_a_correction_asks_only_about_what_it_changes(self, desk: Desk) -> None:
        case = make_suspension(desk, MONDAY)
        desk.record()
        longer, later = Span(MONDAY, FRIDAY), Span(NEXT_DAY, FRIDAY)

        def change(**facts: object) -> Case:
            return correct(desk, Case.objects.get(pk=case.pk), TODAY, **facts)

        assert refused(change, span=longer).field == "is_confirmed"
        change(span=longer, is_confirmed=True)
        change(reasons=["PP"])
        assert refused(change, span=later, is_confirmed=True).field == "first_on"

    def test_one_that_lay_in_the_exclusion_already_can_be_corrected_otherwise(self, desk: Desk) -> None:
        case = make_suspension(desk, NEXT_DAY, as_of=TODAY)
        desk.record(is_confirmed=True)
        correct(desk, case, TODAY, reasons=["PP"])
        assert Suspension.objects.get().reasons == ["PP"]

    def test_what_the_governors_left_nothing_of_is_asked_nothing(self, desk: Desk) -> None:
        case = make_suspension(desk, NEXT_DAY, FRIDAY, as_of=TODAY, exam_on=FRIDAY)
        tell_board(desk, case, NEXT_DAY)
        decide(desk, case, "reinstate_immediately", NEXT_DAY)
        desk.record()
        correct(desk, Case.objects.get(pk=case.pk), TODAY, span=Span(date(2026, 9, 17), FRIDAY))
        assert Suspension.objects.get(case=case).first_on == date(2026, 9, 17)

    def test_the_officers_page_names_the_field_or_asks(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)
        case = desk.record()
        client, address = signed_in(desk.officer), reverse("suspension_record", args=[desk.child.uuid])
        answers = {
            "school": str(desk.school.urn),
            "decided_on": "2026-09-16",
            "is_lunchtime_only": "no",
            "first_on": "2026-09-16",
            "first_session": "am",
            "last_on": "2026-09-18",
            "last_session": "pm",
            "reasons": ["DB"],
            "misses_exam": "no",
        }
        page = send(client, address, answers).content.decode()
        assert f"since 15 September 2026, case {case.reference}. No suspension can begin" in page
        assert 'href="#id_first_on' in page
        answers |= {"decided_on": "2026-09-14", "first_on": "2026-09-14"}
        page = send(client, address, answers).content.decode()
        assert "The suspension lasts into the permanent exclusion" in page
        assert 'name="is_confirmed"' in page
        assert send(client, address, {**answers, **tick(page)}).status_code == 302


class TestPermanentExclusion:
    """Recorded or corrected when the suspension is there already."""

    @pytest.mark.parametrize(
        ("span", "pm_began"),
        [
            (Span(MONDAY, FRIDAY), False),
            (Span(MONDAY, EXCLUDED_ON), False),
            (Span(EXCLUDED_ON, EXCLUDED_ON), False),
            (Span(MONDAY, NEXT_DAY, last_session="am"), True),
            (Span(NEXT_DAY, FRIDAY), False),
            (Span(MONDAY, FRIDAY, is_lunchtime_only=True), False),
        ],
    )
    def test_one_that_starts_in_a_suspension_is_asked_about(self, desk: Desk, span: Span, *, pm_began: bool) -> None:
        case = make_suspension(
            desk, span.first_on, span.last_on, last=span.last_session, lunchtimes=span.is_lunchtime_only
        )
        refusal = refused(desk.record, as_of=TODAY, pm_began=pm_began, is_confirmed=False)
        assert refusal.field == "is_confirmed"
        assert case.reference in str(refusal)
        assert desk.record(as_of=TODAY, pm_began=pm_began, is_confirmed=True).state == "notified"

    @pytest.mark.parametrize(
        ("last_on", "last", "pm_began"),
        [(MONDAY, "pm", False), (EXCLUDED_ON, "am", False), (EXCLUDED_ON, "pm", True)],
    )
    def test_one_that_starts_when_it_ends_is_kept(
        self, desk: Desk, last_on: date, last: str, *, pm_began: bool
    ) -> None:
        make_suspension(desk, MONDAY, last_on, last=last)
        assert desk.record(pm_began=pm_began).state == "notified"

    def test_a_cancelled_one_or_that_of_another_school_is_not_asked_about(self, desk: Desk) -> None:
        cancel(desk, make_suspension(desk, MONDAY, FRIDAY), MONDAY)
        make_suspension(desk, MONDAY, FRIDAY, school=make_school())
        assert desk.record().state == "notified"

    def test_a_correction_asks_only_about_what_it_changes(self, desk: Desk) -> None:
        make_suspension(desk, NEXT_DAY, FRIDAY, as_of=TODAY)
        case = desk.record(as_of=TODAY, is_confirmed=True)
        other = make_suspension(desk, MONDAY, as_of=TODAY)
        correct_exclusion(desk, case, excluded_on=EXCLUDED_ON, pm_began=False)
        facts = {"decided_on": MONDAY, "excluded_on": MONDAY, "pm_began": False}
        refusal = refused(correct_exclusion, desk, case, **facts)
        assert refusal.field == "is_confirmed"
        assert other.reference in str(refusal)
        assert correct_exclusion(desk, case, **facts, is_confirmed=True).state == "notified"

    def test_the_officers_page_asks(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)
        make_suspension(desk, MONDAY, FRIDAY)
        client, address = signed_in(desk.officer), reverse("exclusion_record", args=[desk.child.uuid])
        answers = {
            "school": str(desk.school.urn),
            "decided_on": "2026-09-15",
            "excluded_on": "2026-09-15",
            "pm_began": "no",
            "reasons": ["DB"],
            "misses_exam": "no",
            "has_finished_exams": "no",
        }
        page = send(client, address, answers).content.decode()
        assert "A suspension cannot be turned into a permanent exclusion" in page
        assert 'name="is_confirmed"' in page
        assert send(client, address, {**answers, **tick(page)}).status_code == 302


class TestSchoolsForm:
    """The school is asked; a suspension in the exclusion is not accepted, the rest is accepted with a task."""

    def codes(self, desk: Desk, payload: dict, case: Case | None = None) -> list[tuple[str, str]]:
        context: FormContext = context_for(desk.school, payload, TODAY, case)
        about = ("permanent_exclusion", "in_suspension")
        return [(each.step, each.code) for each in doubts(context) if each.code.endswith(about)]

    def sent(self, desk: Desk, payload: dict, corrects: Submission | None = None) -> Submission:
        return receive(desk.school, payload, TODAY, corrects=corrects)

    def accepting(self, desk: Desk, sent: Submission, case: Case | None = None) -> Accepting:
        return Accepting(submission=sent, child=desk.child, by=desk.officer, as_of=TODAY, case=case)

    def test_a_suspension_that_begins_in_the_exclusion(self, desk: Desk) -> None:
        case, payload = desk.record(), suspension(desk.child, NEXT_DAY, FRIDAY)
        assert self.codes(desk, payload) == [("dates", "begins_in_permanent_exclusion")]
        sent = self.sent(desk, payload)
        meaning = officers_meaning(context_about(sent, payload, desk.child, desk.officer, TODAY))
        assert meaning is not None
        assert case.reference in meaning.warnings[-1]
        with pytest.raises(NotAccepted) as refusal:
            FORM.open_case(self.accepting(desk, sent))
        assert case.reference in str(refusal.value)
        assert not Suspension.objects.exists()

    def test_a_suspension_that_lasts_into_the_exclusion(self, desk: Desk) -> None:
        desk.record()
        payload = suspension(desk.child, MONDAY, FRIDAY)
        assert self.codes(desk, payload) == [("dates", "lasts_into_permanent_exclusion")]
        self._is_accepted_with_a_task(desk, payload)

    def test_an_exclusion_that_starts_in_a_suspension(self, desk: Desk) -> None:
        make_suspension(desk, MONDAY, FRIDAY)
        payload = permanent(desk.child)
        assert self.codes(desk, payload) == [("start", "starts_in_suspension")]
        self._is_accepted_with_a_task(desk, payload)

    def _is_accepted_with_a_task(self, desk: Desk, payload: dict) -> None:
        sent = self.sent(desk, payload)
        meaning = officers_meaning(context_about(sent, payload, desk.child, desk.officer, TODAY))
        assert meaning is not None
        assert "Ask the school before you accept" in meaning.warnings[-1]
        case = FORM.open_case(self.accepting(desk, sent))
        assert self._asks(case)
        assert "cannot be turned into" in Note.objects.get(case=case).text

    def _asks(self, case: Case) -> bool:
        return Task.objects.filter(case=case, title__startswith="Ask the school about the days").exists()

    def test_a_correction_of_the_days(self, desk: Desk) -> None:
        make_suspension(desk, NEXT_DAY, FRIDAY)
        first = self.sent(desk, permanent(desk.child, excluded_on=TODAY))
        case = FORM.open_case(self.accepting(desk, first))
        same = self.sent(desk, permanent(desk.child, excluded_on=TODAY, reasons={"reasons": ["PP"]}), first)
        FORM.correct_case(self.accepting(desk, same, case))
        assert not self._asks(case)
        earlier = self.sent(desk, permanent(desk.child), first)
        case = FORM.correct_case(self.accepting(desk, earlier, case))
        assert Exclusion.objects.get().excluded_on == EXCLUDED_ON
        assert self._asks(case)

    def test_what_came_after_a_reinstatement_is_not_asked_about(self, desk: Desk) -> None:
        case = make_case_at(desk, "reinstated")
        make_suspension(desk, date(2026, 11, 9))
        assert self.codes(desk, permanent(desk.child), Case.objects.get(pk=case.pk)) == []

    def test_before_the_dates_and_of_a_typed_pupil_nothing_is_said(self, desk: Desk) -> None:
        desk.record()
        typed = suspension(desk.child, NEXT_DAY)
        typed["pupil"]["child"] = ""
        assert self.codes(desk, typed) == []
        assert self.codes(desk, suspension(desk.child, FRIDAY, MONDAY)) == []
        payload = permanent(desk.child)
        payload["start"]["pm_began"] = ""
        assert self.codes(desk, payload) == []


def test_a_row_and_the_api_ask_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: NOVEMBER)
    case = desk.record()
    written = row(desk.child)
    [doubt] = [each for each in fill(desk, written).doubts if each.code == "begins_in_permanent_exclusion"]
    assert case.reference in doubt.text
    answer = Api(desk.school).post(body(desk.child))
    assert answer.status_code == 422
    assert "begins_in_permanent_exclusion" in {each["code"] for each in answer.json()["doubts"]}
