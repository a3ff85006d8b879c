"""The page between two authorities, the two lists, recording with a notice, and the notice to the home authority."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cases.actions.letters import record_copy
from cases.letter_kinds import letter_kind_for
from cases.letter_standing import LetterStanding
from cases.letters import prepare, recipients_for, words_of
from cases.models import Case, Letter
from cases.presenters.letters import recipient_name
from exclusions.actions.home_authority import Notice, Told
from exclusions.home_authority.letters import NOTICE
from exclusions.models import BetweenAuthorities, Exclusion, Notification
from ledger.models import ViewRecord
from schools.models import LocalAuthority, School
from tests.exclusions.test_home_authority import ACADEMY, DAY_AFTER, exclude, keep, move_home, rows, school_of
from tests.exclusions.test_pages import RECORD, hidden_inputs, send, signed_in
from tests.factories.children import enrol
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.letters import issue, make_related, place, shows
from tests.factories.people import make_school_user, make_team, make_user

ADDRESS = "/exclusions/home-authority/"
TOLD = {"told_on": "2026-09-16", "told_method": "secure_email", "told_reference": "WX-1", "acknowledged_on": ""}
NOTICE_IN = {
    "notice_received_on": "2026-09-15",
    "notice_sender": "school",
    "notice_authority": "",
    "notice_reference": "B1",
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: DAY_AFTER)


def page_of(case: Case) -> str:
    return reverse("exclusion_home_authority", args=[case.reference])


class TestThePage:
    """Signed out, outsider, without the right, well, badly, stale."""

    def test_success(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        answer = send(signed_in(desk.officer), page_of(case), {**TOLD, "plan_asked_on": "2026-09-16"})
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        row = BetweenAuthorities.objects.get(case=case)
        assert (row.told_on, row.told_method, row.told_reference, row.plan_asked_on) == (
            DAY_AFTER,
            "secure_email",
            "WX-1",
            DAY_AFTER,
        )
        page = signed_in(desk.officer).get(answer.headers["Location"]).content.decode()
        assert "Warwickshire, where the child lives. It is in none of our late figures." in page
        assert "Warwickshire has not acknowledged it yet." in page
        page = signed_in(desk.officer).get(page_of(case)).content.decode()
        assert 'value="WX-1"' in page
        assert "Who told us?" not in page

    def test_a_notice_about_our_resident(self, desk: Desk) -> None:
        case = exclude(desk, home="331", school="937")
        page = signed_in(desk.officer).get(page_of(case)).content.decode()
        assert "We told the home authority on" not in page
        send(
            signed_in(desk.officer),
            page_of(case),
            {**NOTICE_IN, "notice_sender": "other_authority", "notice_authority": "940"},
        )
        assert rows(case)["Notice to us"][0].endswith("from North Northamptonshire, their reference B1")

    @pytest.mark.parametrize(
        ("home", "wrong", "words"),
        [
            ("937", {"told_method": ""}, "Select how it was told"),
            ("937", {"told_on": ""}, "Enter the day on which we told it"),
            ("937", {"told_on": "31 2 2026"}, "must be a real date"),
            ("937", {"told_on": "2026-09-17"}, "must be on or before 16 September 2026"),
            ("937", {"acknowledged_on": "2026-09-15"}, "Acknowledged on must be on or after 16 September 2026"),
            ("331", {"notice_sender": ""}, "Select who told us"),
            ("331", {"notice_received_on": ""}, "Enter the day on which the notice was received"),
            ("331", {"notice_sender": "other_authority"}, "Select the authority that told us"),
            ("331", {"notice_received_on": "2026-09-14"}, "must be on or after 15 September 2026"),
        ],
    )
    def test_invalid(self, desk: Desk, home: str, wrong: dict, words: str) -> None:
        case = exclude(desk, home=home, school="937" if home == "331" else "331")
        answer = send(signed_in(desk.officer), page_of(case), {**TOLD, **NOTICE_IN, **wrong})
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert not BetweenAuthorities.objects.filter(told_on__isnull=False).exists()

    def test_refused(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        address = page_of(case)
        assert Client().post(address, TOLD).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, TOLD).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, TOLD).status_code == 403
        assert not BetweenAuthorities.objects.exists()

    def test_stale(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        client = signed_in(desk.officer)
        hidden = hidden_inputs(client.get(page_of(case)).content.decode())
        Exclusion.objects.update(version=99)
        assert "Both versions" in client.post(page_of(case), {**TOLD, **hidden}).content.decode()

    def test_a_closed_case_says_why_not(self, desk: Desk) -> None:
        case = desk.cancel(desk.record())
        page = signed_in(desk.officer).get(page_of(case)).content.decode()
        assert "This is not possible now" in page


class TestRecordingWithANotice:
    """Our resident, excluded by a school of another authority."""

    def answers(self, school: School, **more: object) -> dict[str, object]:
        days = {"excluded_on_day": "15", "decided_on": "2026-09-15", "parents_told_on": "2026-09-15"}
        return {**RECORD, **days, "school": "another", "urn": str(school.urn), **NOTICE_IN, **more}

    def test_it_is_kept_with_the_day_we_were_told(self, desk: Desk) -> None:
        school = school_of("937", ACADEMY)
        enrol(desk.child, school)
        address = reverse("exclusion_record", args=[desk.child.uuid])
        send(signed_in(desk.officer), address, self.answers(school))
        case = Case.objects.get()
        assert BetweenAuthorities.objects.get(case=case).notice_reference == "B1"
        assert Notification.objects.get(case=case, recipient="council").told_on == EXCLUDED_ON

    @pytest.mark.parametrize(
        ("code", "wrong", "words"),
        [
            ("331", {}, "The school is one of ours"),
            ("937", {"notice_sender": ""}, "Select who told us"),
            ("937", {"notice_received_on": "2026-09-17"}, "Notice received on must be on or before 16 September 2026"),
        ],
    )
    def test_one_that_cannot_be_names_the_field(self, desk: Desk, code: str, wrong: dict, words: str) -> None:
        address = reverse("exclusion_record", args=[desk.child.uuid])
        school = school_of(code)
        enrol(desk.child, school)
        answer = send(signed_in(desk.officer), address, self.answers(school, **wrong))
        assert words in answer.content.decode()
        assert not Case.objects.exists()


class TestLists:
    """Two tabs, the same queries for any number of rows."""

    def page(self, desk: Desk, tab: str = "") -> str:
        return signed_in(desk.officer).get(ADDRESS, {"tab": tab} if tab else {}).content.decode()

    def test_each_case_stands_where_it_belongs(self, desk: Desk) -> None:
        ours_here = exclude(desk, home="331")
        resident = exclude(desk, home="331", school="937", legal_type=ACADEMY)
        unchecked = exclude(desk, school="937")
        guest = exclude(desk, home="937")
        third = exclude(desk, home="940", school="937")
        closed = desk.cancel(exclude(desk, home="937"))
        elsewhere, here = self.page(desk), self.page(desk, "here")
        assert [case.reference in elsewhere for case in (ours_here, resident, unchecked, guest, third, closed)] == [
            False,
            True,
            True,
            False,
            False,
            False,
        ]
        assert [case.reference in here for case in (ours_here, resident, unchecked, guest, third, closed)] == [
            False,
            False,
            False,
            True,
            True,
            False,
        ]
        assert "Not checked yet" in elsewhere

    def test_what_a_row_says(self, desk: Desk) -> None:
        case = exclude(desk, home="331", school="937")
        page = self.page(desk)
        for words in (
            "Warwickshire",
            "We do",
            "From 22 September 2026",
            "Notice not recorded",
            "Day-six provision",
        ):
            assert words in page, words
        keep(desk, case, notice=Notice(EXCLUDED_ON, "school", reference="B1"))
        assert "Told us 15 September 2026, B1" in self.page(desk)

    def test_what_a_row_of_the_other_tab_says(self, desk: Desk) -> None:
        case = exclude(desk, home="937", legal_type=ACADEMY)
        page = self.page(desk, "here")
        assert "Not told" in page
        assert "The academy trust" in page
        keep(desk, case, told=Told(EXCLUDED_ON, "post"))
        page = self.page(desk, "here")
        assert "Told by us 15 September 2026" in page
        assert "Not acknowledged yet" in page
        keep(desk, case, told=Told(EXCLUDED_ON, "post", acknowledged_on=DAY_AFTER))
        assert "Acknowledged 16 September 2026" in self.page(desk, "here")

    def test_who_was_told_before_the_home_was_corrected_is_not_shown_as_told(self, desk: Desk) -> None:
        case = exclude(desk, home="937", told={"home_authority": EXCLUDED_ON})
        assert "Told by the school 15 September 2026" in self.page(desk, "here")
        move_home(desk, case, "940")
        page = self.page(desk, "here")
        assert "Told by the school" not in page
        assert "Not told" in page

    def test_odd_schools_and_exempt_children(self, desk: Desk) -> None:
        exclude(desk, home="937", legal_type=School.LegalType.OTHER, has_finished_exams=True)
        page = self.page(desk, "here")
        assert "the regulations on reviews do not name" in page
        assert "every public exam of the year" in page

    @pytest.mark.parametrize(("tab", "home", "school"), [("here", "937", "331"), ("elsewhere", "331", "937")])
    def test_nobody_owns_a_day_six_that_is_not_owed(self, desk: Desk, tab: str, home: str, school: str) -> None:
        case = exclude(desk, home=home, school=school, has_finished_exams=True)
        page = self.page(desk, tab)
        assert "Nobody: no day six is owed" in page
        assert ("We do" in page) is (tab == "here"), "the panel for a school of ours"
        shown = rows(case)
        assert shown["Day six"][0] == "Nobody: no day six is owed."

    def test_until_the_home_is_checked_nothing_is_taken_to_be_ours_that_is_not_owed(self, desk: Desk) -> None:
        case = exclude(desk, school="937", has_finished_exams=True)
        assert "taken to be ours" not in " ".join(str(words) for row in rows(case).values() for words in row)

    def test_the_lateness_of_others_is_no_next_date(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        exclude(desk, home="937")
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 9, 30))
        page = self.page(desk, "here")
        assert "Day-six provision" not in page
        assert "Overdue" not in page
        assert "Governors’ meeting" in page, "the next date is one to come"

    def test_who_may_open_it_and_what_is_logged(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        head = signed_in(make_user(Role.HEAD_OF_SERVICE))
        assert case.reference in head.get(ADDRESS, {"tab": "here"}).content.decode()
        seen = ViewRecord.objects.get(what="exclusions_home_authority")
        assert (seen.child_ids, seen.case_ids) == ([case.child_id], [case.pk])
        stranger = make_user(Role.EXCLUSIONS_OFFICER, team=make_team("another_kind"))
        assert signed_in(stranger).get(ADDRESS).status_code == 403
        case.child.is_hidden = True
        case.child.save()
        assert case.reference not in self.page(desk, "here")
        assert ADDRESS in self.page(desk).split("<main", 1)[0], "the shell has an entry"

    def test_empty(self, desk: Desk) -> None:
        assert "None open" in self.page(desk)

    @pytest.mark.parametrize("tab", ["elsewhere", "here"])
    def test_25_rows_and_100_rows_cost_the_same_queries(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, tab: str
    ) -> None:
        monkeypatch.setattr("exclusions.home_authority.views.ROWS_A_PAGE", 100)
        client, counts = signed_in(desk.officer), []
        for more in (25, 75):
            for _ in range(more):
                exclude(desk, **({"home": "937"} if tab == "here" else {"home": "331", "school": "937"}))
            client.get(ADDRESS, {"tab": tab})
            with CaptureQueriesContext(connection) as captured:
                page = client.get(ADDRESS, {"tab": tab}).content.decode()
            counts.append(len(captured))
        assert page.count("Not told" if tab == "here" else "Notice not recorded") == 100
        assert counts[0] == counts[1]


class TestNotice:
    """The notice to the home authority: only to it, with its duty, and without any address of the family."""

    def case(self, desk: Desk, **more: object) -> Case:
        case = exclude(desk, home="937", **more)
        make_related(case.child, name="Dana Hughes", lives_with=True)
        place("14 Elm Road", "CV3 4ZZ", child=case.child)
        return case

    def says(self, desk: Desk, case: Case) -> str:
        kind = letter_kind_for(case, NOTICE)
        (whom,) = recipients_for(case, kind)
        draft = prepare(case=case, kind=kind, recipient=whom, by=desk.officer, as_of=DAY_AFTER)
        assert not draft.missing
        return words_of(draft.sheet)

    def test_what_it_says(self, desk: Desk) -> None:
        case = self.case(desk, legal_type=ACADEMY)
        words = self.says(desk, case)
        for expected in (
            "The exclusions team Warwickshire By secure e-mail",
            "a school in the area of Coventry, has permanently excluded",
            "lives in the area of Warwickshire",
            f"Our reference is {case.reference}.",
            "Excluded from Tuesday 15 September 2026, before the afternoon session",
            "We know of no plan, care or social worker",
            "full-time education from Tuesday 22 September 2026, the sixth school day",
            "consider reinstatement by Tuesday 6 October 2026",
            "the academy trust arranges the panel",
            "Dear Colleague",
        ):
            assert expected in words, expected
        assert shows(words, "14 Elm Road", "CV3 4ZZ") == []

    def test_what_is_known_of_the_child_and_the_exam(self, desk: Desk) -> None:
        case = self.case(desk, exam_on=date(2026, 11, 3), pm_began=True, reasons=["DB", "PP"])
        Exclusion.objects.filter(case=case).update(has_plan_then=True, is_looked_after_then=True)
        words = self.says(desk, case)
        assert "an education, health and care plan looked after by a local authority" in words
        assert "Would miss an exam on Tuesday 3 November 2026" in words
        assert "after the afternoon session began" in words
        assert "Coventry arranges the panel" in words

    def test_without_a_sixth_day_it_says_why(self, desk: Desk) -> None:
        words = self.says(desk, self.case(desk, has_finished_exams=True, legal_type=School.LegalType.OTHER))
        assert "By our reckoning:" in words
        assert "arranges the panel" not in words

    def test_the_contact_stands_on_it_and_its_absence_is_said(self, desk: Desk) -> None:
        case = self.case(desk)
        kind = letter_kind_for(case, NOTICE)
        (whom,) = recipients_for(case, kind)
        draft = prepare(case=case, kind=kind, recipient=whom, by=desk.officer, as_of=DAY_AFTER)
        assert "No contact of Warwickshire for exclusions is recorded." in draft.content.notes[0]
        LocalAuthority.objects.filter(code="937").update(exclusions_contact="Shire Hall, exclusions@example.org")
        (whom,) = recipients_for(Case.objects.get(pk=case.pk), kind)
        draft = prepare(case=case, kind=kind, recipient=whom, by=desk.officer, as_of=DAY_AFTER)
        assert draft.address_lines == ("Shire Hall", "exclusions@example.org")
        assert draft.content.notes == ()

    def test_it_is_for_another_authority_alone(self, desk: Desk) -> None:
        for case in (exclude(desk, home="331"), exclude(desk), exclude(desk, home="331", school="937")):
            assert recipients_for(case, letter_kind_for(case, NOTICE)) == []

    def test_it_is_kept_sent_and_asked_to_be_recorded(self, desk: Desk) -> None:
        case = self.case(desk)
        (letter,) = issue(case, letter_kind_for(case, NOTICE), "authority", by=desk.officer, as_of=DAY_AFTER)
        assert (letter.local_authority.code, letter.person, letter.school) == ("937", None, None)
        assert recipient_name(letter) == "Warwickshire"
        record_copy(
            letter=letter,
            method="email_agreed",
            email_address="exclusions@example.org",
            sent_on=DAY_AFTER,
            by=desk.officer,
            as_of=DAY_AFTER,
        )
        assert rows(case)["We told it"][1] == "Our notice went on 16 September 2026. Record that Warwickshire was told."
        page = signed_in(desk.officer).get(reverse("case", args=[case.reference])).content.decode()
        assert "Notice to the home authority" in page

    def test_what_the_governors_decided_is_no_more_to_be_considered(self, desk: Desk) -> None:
        case = desk.tell_governors(desk.check(desk.record(), home="937"))
        considered = "The governors of the school consider reinstatement by"
        assert considered in self.says(desk, case)
        case = desk.decide(desk.list_meeting(case), "decline_reinstatement")
        assert considered not in self.says(desk, case)

    def test_it_does_not_go_once_the_child_lives_elsewhere_or_the_exclusion_fell(self, desk: Desk) -> None:
        case = self.case(desk)
        (letter,) = issue(case, letter_kind_for(case, NOTICE), "authority", by=desk.officer, as_of=DAY_AFTER)
        moved = move_home(desk, case, "940")
        assert "not recorded as anybody" in LetterStanding(moved, DAY_AFTER).problem_with_sending(letter)
        back = move_home(desk, moved, "937")
        assert LetterStanding(back, DAY_AFTER).problem_with_sending(letter) == ""
        fallen = desk.cancel(back, as_of=DAY_AFTER)
        assert "this one no longer does" in LetterStanding(fallen, DAY_AFTER).problem_with_sending(letter)

    def test_a_letter_is_for_one_recipient(self, desk: Desk) -> None:
        case = self.case(desk)
        (letter,) = issue(case, letter_kind_for(case, NOTICE), "authority", by=desk.officer, as_of=DAY_AFTER)
        letter.pk, letter.uuid, letter.stored_name = None, None, "another"
        for changes in ({"school": desk.school}, {"local_authority": None}, {"audience": "school"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Letter(**{**_columns(letter), **changes}).save(force_insert=True)


def _columns(letter: Letter) -> dict[str, object]:
    import uuid  # a copy needs an id of its own

    names = [field.name for field in Letter._meta.fields if field.name not in ("id", "uuid", "stored_name")]
    fresh = uuid.uuid4()
    return {**{name: getattr(letter, name) for name in names}, "uuid": fresh, "stored_name": fresh.hex}
