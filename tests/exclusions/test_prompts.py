"""When prompts are raised, withdrawn and dealt with."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import CareStatus, Case, Event, Note, Plan
from exclusions.actions.prompts import bring_into_agreement, deal_with_prompt
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Prompt, Suspension
from exclusions.prompts.reached import Due
from exclusions.prompts.words import label_of, sentence_of
from exclusions.refreshing import refresh as refresh_exclusion
from exclusions.suspensions.refreshing import refresh
from exclusions.suspensions.totals import totals_of_children
from ledger.versions import StaleEdit
from schools.models import CalendarEntry
from tests.factories.children import make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_user
from tests.factories.provision import book, start
from tests.factories.suspensions import cancel, correct, make_suspension

Code, State = Prompt.Code, Prompt.State
MONDAY = date(2026, 9, 7)


def open_codes(desk: Desk) -> list[str]:
    return sorted(Prompt.objects.filter(child=desk.child, state=State.OPEN).values_list("code", flat=True))


def test_a_first_short_suspension_prompts_nobody(desk: Desk) -> None:
    make_suspension(desk, MONDAY)
    assert open_codes(desk) == []


def test_the_second_in_a_term_is_a_repeat_and_prompts_once(desk: Desk) -> None:
    make_suspension(desk, MONDAY)
    case = make_suspension(desk, date(2026, 9, 14))
    make_suspension(desk, date(2026, 9, 21))
    prompt = Prompt.objects.get(child=desk.child, code=Code.REPEAT)
    assert (prompt.case, prompt.period) == (case, "2026 autumn")


def test_ten_and_fifteen_days_in_the_term_over_all_schools(desk: Desk) -> None:
    make_suspension(desk, MONDAY, date(2026, 9, 18), last="am")
    assert Code.TERM_FIRST not in open_codes(desk), "9.5 school days are not 10"
    make_suspension(desk, date(2026, 9, 22), last="am", school=make_school())
    assert Code.TERM_FIRST in open_codes(desk)
    make_suspension(desk, date(2026, 9, 28), date(2026, 10, 2))
    assert Code.TERM_SECOND in open_codes(desk), "15.0 school days"
    assert Code.TERM_FIRST not in open_codes(desk), "who is asked about 15 is not asked about 10"


def test_thirty_and_forty_days_in_the_year(desk: Desk) -> None:
    first = make_suspension(desk, date(2026, 9, 2), date(2026, 10, 13))
    assert Suspension.objects.get(case=first).sessions_count == 60
    assert Code.YEAR_FIRST in open_codes(desk)
    make_suspension(desk, date(2026, 11, 2), date(2026, 11, 13))
    assert Code.YEAR_SECOND in open_codes(desk)


def test_what_is_no_longer_so_is_withdrawn_and_raised_again(desk: Desk) -> None:
    make_suspension(desk, MONDAY)
    case = make_suspension(desk, date(2026, 9, 14))
    cancel(desk, case, date(2026, 9, 14))
    assert Prompt.objects.get(code=Code.REPEAT).state == State.WITHDRAWN
    again = make_suspension(desk, date(2026, 9, 21))
    prompt = Prompt.objects.get(code=Code.REPEAT)
    assert (prompt.state, prompt.case) == (State.OPEN, again)


def test_a_year_that_is_over_prompts_nobody(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), as_of=date(2027, 9, 6))
    make_suspension(desk, date(2026, 9, 14), as_of=date(2027, 9, 6))
    assert Code.REPEAT not in open_codes(desk)


def test_a_mark_of_a_year_that_is_over_stays_until_somebody_deals_with_it(desk: Desk) -> None:
    make_suspension(desk, MONDAY)
    make_suspension(desk, date(2026, 9, 14))
    make_suspension(desk, date(2026, 9, 21), as_of=date(2027, 9, 6))
    assert Code.REPEAT in open_codes(desk)


def test_care_a_plan_and_a_late_report_prompt_for_the_case(desk: Desk) -> None:
    CareStatus.objects.create(child=desk.child, status="looked_after", starts_on=date(2024, 1, 1))
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    case = make_suspension(desk, MONDAY, as_of=date(2026, 9, 9))
    assert open_codes(desk) == [Code.LOOKED_AFTER, Code.PLAN, Code.TOLD_LATE]
    correct(desk, case, is_looked_after=False)
    assert open_codes(desk) == [Code.PLAN, Code.TOLD_LATE]
    cancel(desk, case, date(2026, 9, 9))
    assert open_codes(desk) == []


@pytest.mark.parametrize("heard_on", [date(2026, 9, 7), date(2026, 9, 8)])
def test_told_within_a_school_day_is_in_time(desk: Desk, heard_on: date) -> None:
    make_suspension(desk, MONDAY, as_of=heard_on)
    assert Code.TOLD_LATE not in open_codes(desk)


def test_no_education_after_day_five_of_an_exclusion_until_it_begins(desk: Desk) -> None:
    case = desk.record()
    refresh_exclusion(case=case, by=None, as_of=date(2026, 9, 22))
    assert Code.NO_EDUCATION not in open_codes(desk), "day six itself is in time"
    refresh_exclusion(case=case, by=None, as_of=date(2026, 9, 23))
    assert Code.NO_EDUCATION in open_codes(desk)
    start(book(case, desk.officer, as_of=date(2026, 9, 23)), desk.officer, date(2026, 9, 23))
    assert Code.NO_EDUCATION not in open_codes(desk)


def test_where_another_authority_provides_we_are_not_told(desk: Desk) -> None:
    case = desk.check(desk.record(), home="937")
    refresh_exclusion(case=case, by=None, as_of=date(2026, 9, 30))
    assert Code.NO_EDUCATION not in open_codes(desk)


def test_working_it_out_again_changes_nothing(desk: Desk) -> None:
    make_suspension(desk, MONDAY)
    case = make_suspension(desk, date(2026, 9, 14))
    before = list(Prompt.objects.values_list("pk", "version")), Event.objects.count()
    refresh(case=case, by=None, as_of=date(2026, 9, 14))
    assert (list(Prompt.objects.values_list("pk", "version")), Event.objects.count()) == before


def repeat(desk: Desk) -> Prompt:
    make_suspension(desk, MONDAY)
    make_suspension(desk, date(2026, 9, 14))
    return Prompt.objects.select_related("case").get(code=Code.REPEAT)


def deal(desk: Desk, prompt: Prompt, **more: object) -> Prompt:
    facts: dict = {"outcome": "spoke_with_school", "note": "", "version": prompt.version, "by": desk.officer, **more}
    return deal_with_prompt(prompt=prompt, as_of=date(2026, 9, 15), **facts)


def test_dealing_with_it_says_who_and_leaves_a_note_and_an_event(desk: Desk) -> None:
    prompt = deal(desk, repeat(desk), note="Rang the head of year.")
    assert (prompt.state, prompt.dealt_with_by) == (State.DEALT_WITH, desk.officer)
    assert Note.objects.get(case=prompt.case).text == "Rang the head of year."
    event = Event.objects.filter(case=prompt.case).latest("pk")
    assert (event.code, event.facts) == (
        "exclusions.prompt_dealt_with",
        {"prompt": "repeat", "outcome": "spoke_with_school"},
    )


def test_what_was_dealt_with_is_not_raised_again_in_its_term(desk: Desk) -> None:
    deal(desk, repeat(desk))
    make_suspension(desk, date(2026, 9, 21))
    assert open_codes(desk) == []


def test_it_is_dealt_with_once_by_who_may_and_in_words_of_the_list(desk: Desk) -> None:
    prompt = repeat(desk)
    with pytest.raises(ExclusionRefused) as refused:
        deal(desk, prompt, outcome="x")
    assert refused.value.field == "outcome"
    with pytest.raises(PermissionDenied):
        deal(desk, prompt, by=make_user(Role.HEAD_OF_SERVICE))
    with pytest.raises(StaleEdit):
        deal(desk, prompt, version=prompt.version + 1)
    dealt = deal(desk, prompt)
    with pytest.raises(ExclusionRefused, match="already marked “Dealt with”"):
        deal(desk, Prompt.objects.select_related("case").get(pk=dealt.pk))


def test_the_words_name_the_authoritys_own_marks(desk: Desk) -> None:
    assert label_of(Code.TERM_FIRST, "statutory") == "10 school days in the term"
    assert label_of(Code.YEAR_SECOND, "statutory") == "40 school days in the year"
    assert label_of(Code.REPEAT, "statutory") == "Repeat suspensions"
    prompt = repeat(desk)
    totals = totals_of_children([desk.child.pk])[desk.child.pk]
    assert sentence_of(prompt, totals) == "2 suspensions, 2.0 school days in autumn 2026/27, over all schools."
    of_year = Prompt(code=Code.YEAR_FIRST, period="2026")
    assert sentence_of(of_year, totals) == (
        "2.0 school days by suspensions in 2026/27, over all schools. Days lost to a cancelled permanent exclusion "
        "count too."
    )
    assert "code E after day five" in sentence_of(Prompt(code=Code.NO_EDUCATION, period="EX"), totals)
    assert sentence_of(Prompt(code=Code.TERM_FIRST, period="2026 spring"), totals).startswith("0 suspensions, 0.0")


def test_a_missing_calendar_reproaches_nobody(desk: Desk) -> None:
    CalendarEntry.objects.all().delete()
    case = make_suspension(desk, MONDAY, as_of=date(2026, 9, 9))
    assert Case.objects.get(pk=case.pk).is_open
    assert open_codes(desk) == []


def test_an_exclusion_recorded_on_its_day_prompts_nobody(desk: Desk) -> None:
    desk.record(as_of=EXCLUDED_ON)
    assert open_codes(desk) == []


def test_two_acts_that_reach_a_mark_at_once_raise_it_once_and_say_so_once(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY)
    for _ in range(2):  # neither had seen the other's prompt when it read
        bring_into_agreement(case, [], {Due(Code.REPEAT, "2026 autumn")}, desk.officer, MONDAY)
    assert open_codes(desk) == [Code.REPEAT]
    assert Event.objects.filter(case=case, code="exclusions.prompt_raised").count() == 1


class TestCancelledExclusions:
    """X: 34 days are lost to a permanent exclusion before it is cancelled, and count towards the marks of the year."""

    def cancelled(self, desk: Desk) -> Case:
        case = desk.record(decided_on=MONDAY, excluded_on=MONDAY, as_of=MONDAY)
        return desk.cancel(case, as_of=date(2026, 10, 22))

    def test_they_alone_reach_the_first_mark(self, desk: Desk) -> None:
        self.cancelled(desk)
        assert open_codes(desk) == [Code.YEAR_FIRST]

    def test_with_a_suspension_they_reach_the_second(self, desk: Desk) -> None:
        self.cancelled(desk)
        make_suspension(desk, date(2026, 11, 2), date(2026, 11, 9))
        assert Code.YEAR_SECOND in open_codes(desk)
        assert Code.YEAR_FIRST not in open_codes(desk)
