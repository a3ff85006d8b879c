"""A row goes through the very pages of the form: what is right, wrong, doubtful, and what it means."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.models import Child
from exclusions.school_form.doubts import doubts
from exclusions.school_form.meaning import meaning
from exclusions.webforms import FORM
from portal.contexts import context_for
from portal.rows import Fault, NotByColumns, columns_of
from tests.factories.children import VALID_UPNS, enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.school_rows import TODAY, fill, permanent_row, row
from tests.factories.suspensions import make_suspension
from tests.factories.webforms import FORM as OUTING


def faults(desk: Desk, **changes: Any) -> list[Fault]:
    return fill(desk, row(desk.child, **changes)).faults


def test_a_good_row_is_the_same_answers_as_the_form_gives(desk: Desk) -> None:
    filled = fill(desk, row(desk.child))
    assert filled.faults == []
    assert filled.payload["pupil"]["child"] == str(desk.child.uuid)
    assert filled.payload["pupil"]["year_group"] == str(desk.child.enrolment_rows.get().year_group or "")
    assert filled.payload["dates"] == {
        "decided_on": "2026-11-09",
        "is_lunchtime_only": "no",
        "first_on": "2026-11-09",
        "first_session": "am",
        "last_on": "2026-11-10",
        "last_session": "pm",
    }
    assert set(filled.saved) == {step.code for step in FORM.steps} - {"start"}
    assert filled.headline == "Suspension"


def test_meaning_and_doubts_are_the_forms_own(desk: Desk) -> None:
    filled = fill(desk, row(desk.child, parents_told_on=""))
    context = context_for(desk.school, filled.payload, TODAY)
    assert filled.meaning == meaning(context)
    assert filled.doubts == doubts(context)
    assert {doubt.code for doubt in filled.doubts} == {"not_told_parents", "no_notice_file"}
    assert dict(filled.meaning.rows)["This suspension"] == "2.0 school days"


def test_the_meaning_counts_what_the_pupil_lost_before_at_any_school(desk: Desk) -> None:
    other = make_school("Fernhill School (invented)")
    make_suspension(desk, date(2026, 10, 5), date(2026, 10, 9), school=other)
    said = dict(fill(desk, row(desk.child)).meaning.rows)
    assert "7.0 school days" in said.values()
    assert other.name not in str(said)


def test_a_permanent_exclusion(desk: Desk) -> None:
    filled = fill(desk, permanent_row(desk.child))
    assert filled.faults == []
    assert filled.headline == "Permanent exclusion"
    assert filled.payload["start"] == {"decided_on": "2026-11-10", "excluded_on": "2026-11-10", "pm_began": "no"}
    assert dict(filled.meaning.rows)["The council provides education from"] == "Tuesday 17 November 2026"


def test_lunchtimes(desk: Desk) -> None:
    filled = fill(desk, row(desk.child, lunchtimes_only="yes", first_session_missed="", last_session_missed=""))
    assert filled.faults == []
    assert dict(filled.meaning.rows)["This suspension"] == "1 school day"


@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"decided_on": "31/02/2026"}, "decided on", "must be a real date"),
        ({"decided_on": "Tuesday 9 November 2026"}, "decided on", "is a Monday"),
        ({"decided_on": "12/11/2026"}, "decided on", "on or before"),
        ({"first_day": ""}, "first day", "Enter"),
        ({"last_day": "06/11/2026"}, "last day", "on or after the first day"),
        ({"first_session_missed": ""}, "first session missed", "morning or an afternoon"),
        ({"first_session_missed": "noon"}, "first session missed", "Write one of: am, pm"),
        ({"reasons": ""}, "reasons", "Select one to three reasons"),
        ({"reasons": "PP DB BU RA"}, "reasons", "no more than 3"),
        ({"reasons": "OT"}, "reasons", "Write one or more of: PP, PA"),
        ({"what_was_decided": "expelled"}, "what was decided", "one of the choices"),
        ({"misses_an_exam": "yes"}, "exam on", "Enter the date of the exam"),
        ({"parents_told_on": "08/11/2026"}, "parents told on", "on or after"),
        ({"looked_after": ""}, "looked after", "Select"),
        ({"contact_telephone": ""}, "contact telephone", "Enter"),
        ({"given_names": "", "upn": ""}, "given names", "Enter the pupil’s given names"),
        ({"date_of_birth": "2030-01-01", "upn": ""}, "date of birth", "on or before"),
        ({"upn": "A123", "surname": "Quarry"}, "UPN", "13"),
        ({"afternoon_school_had_begun": "yes"}, "afternoon school had begun", "not asked"),
        ({"home_council_told_on": "09/11/2026"}, "home council told on", "not asked"),
    ],
)
def test_what_is_wrong_names_its_column_and_the_fix(
    desk: Desk, changes: dict[str, str], column: str, words: str
) -> None:
    found = faults(desk, **changes)
    assert [fault.column for fault in found] == [column]
    assert words in found[0].text


def test_every_fault_of_a_row_is_said_at_once(desk: Desk) -> None:
    found = {fault.column for fault in faults(desk, reasons="", contact_name="", last_day="", looked_after="maybe")}
    assert found == {"reasons", "contact name", "last day", "looked after"}


def test_what_would_be_refused_together_is_refused(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 11, 6))
    found = faults(desk, last_day="20/11/2026")
    assert [fault.column for fault in found] == ["last day"]
    assert "45" in found[0].text


@pytest.mark.parametrize("written", ["suspension", "Suspension", "SUSPENSION ", "suspension"])
def test_choices_are_read_as_code_or_words_however_they_are_written(desk: Desk, written: str) -> None:
    assert fill(desk, row(desk.child, what_was_decided=written)).faults == []


@pytest.mark.parametrize("written", ["PP DB", "pp, db", "PP;DB", "PP/DB", "PP|DB", ["PP", "DB"]])
def test_several_reasons(desk: Desk, written: Any) -> None:
    assert fill(desk, row(desk.child) | {"reasons": written}).payload["reasons"] == {"reasons": ["PP", "DB"]}


def test_values_of_the_api_may_be_booleans_numbers_and_nothing(desk: Desk) -> None:
    changes = {"looked_after": False, "has_a_social_worker": True, "year_group": 9, "exam_on": None}
    filled = fill(desk, row(desk.child) | changes)
    assert filled.faults == []
    assert filled.payload["circumstances"]["is_looked_after"] == "no"
    assert filled.payload["circumstances"]["has_social_worker"] == "yes"


def test_all_stands_for_everything_that_this_notice_must_say(desk: Desk) -> None:
    assert "meeting" not in fill(desk, row(desk.child)).payload["notice"]["contents"]
    assert "meeting" in fill(desk, permanent_row(desk.child)).payload["notice"]["contents"]


def test_no_to_what_is_not_asked_is_no_fault(desk: Desk) -> None:
    assert faults(desk, has_finished_exams="no") == []


class TestPupils:
    def chosen(self, desk: Desk, **changes: str) -> str:
        filled = fill(desk, row(desk.child, **changes))
        assert filled.faults == []
        return str(filled.payload["pupil"]["child"])

    @pytest.mark.parametrize(
        "changes",
        [
            {"upn": "x331000114001"},
            {"upn": "X 331 000 114 001", "given_names": "Mira"},
            {"upn": ""},
            {"upn": "", "given_names": "AMIRA", "surname": "HÚGHES"},
            {"date_of_birth": "2013-03-15"},
        ],
    )
    def test_is_found_on_the_roll(self, desk: Desk, changes: dict[str, str]) -> None:
        assert self.chosen(desk, **changes) == str(desk.child.uuid)

    @pytest.mark.parametrize("changes", [{"given_names": "Mira"}, {"date_of_birth": "2013-03-15"}])
    def test_is_typed_where_the_roll_has_nobody_like_that(self, desk: Desk, changes: dict[str, str]) -> None:
        filled = fill(desk, row(desk.child, **{"upn": "", **changes}))
        assert filled.faults == []
        assert filled.payload["pupil"]["child"] == ""
        assert "not in these numbers" in filled.meaning.warnings[0]

    def test_a_upn_of_another_pupil_is_a_fault(self, desk: Desk) -> None:
        twin = make_child("Hughes", "Bethan", upn=VALID_UPNS[1])
        enrol(twin, desk.school)
        for changes in (
            {"given_names": "Sol", "surname": "Quarry", "date_of_birth": "2012-01-01"},
            {"given_names": "Bethan"},
        ):
            assert [fault.column for fault in faults(desk, **changes)] == ["UPN"]

    def test_another_upn_than_the_rolls_is_a_fault(self, desk: Desk) -> None:
        found = faults(desk, upn=VALID_UPNS[1])
        assert "has another UPN" in found[0].text

    def test_two_of_one_name_and_day_need_the_upn(self, desk: Desk) -> None:
        namesake = make_child("Hughes", "Amira", upn="")
        enrol(namesake, desk.school)
        assert "Enter the UPN" in faults(desk, upn="")[0].text
        assert faults(desk) == []

    def test_a_hidden_record_is_as_if_nobody_knew_it(self, desk: Desk) -> None:
        Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
        hidden = fill(desk, row(desk.child))
        unknown = fill(desk, row(None, upn=VALID_UPNS[1]))
        assert hidden.faults == unknown.faults == []
        assert hidden.payload["pupil"]["child"] == unknown.payload["pupil"]["child"] == ""
        assert hidden.meaning == unknown.meaning
        assert hidden.doubts == unknown.doubts

    def test_a_pupil_of_another_school_is_typed(self, desk: Desk) -> None:
        other = make_child("Elsewhere", "Ann", upn=VALID_UPNS[1])
        enrol(other, make_school())
        assert fill(desk, row(other)).payload["pupil"]["child"] == ""

    def test_a_dually_registered_pupil_is_on_both_rolls(self, desk: Desk) -> None:
        other = make_school("Fernhill School (invented)")
        enrol(desk.child, other, kind="dual")
        own = desk.school
        desk.school = other
        assert self.chosen(desk) == str(desk.child.uuid)
        desk.school = own
        assert self.chosen(desk) == str(desk.child.uuid)


def test_a_form_without_columns_is_filled_in_page_by_page_only() -> None:
    with pytest.raises(NotByColumns):
        columns_of(OUTING)
