"""Whose duties they are when the child's authority and the school's are two, and who told whom."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.tasks import cancel_task
from cases.models import Case, Deadline, Event, Task
from exclusions.actions.day_six import REFER
from exclusions.actions.governors_meeting import BOOK_REPRESENTATIVE
from exclusions.actions.home_authority import (
    NO_INFORMATION,
    TELL_TASK,
    Information,
    Notice,
    Told,
    record_between_authorities,
    settle_home_authority,
)
from exclusions.actions.progress import correct_exclusion
from exclusions.actions.steps import record_told
from exclusions.facts import gather
from exclusions.home_authority.owners import owners_of
from exclusions.home_authority.presenters import home_authority_group, information_words
from exclusions.kind import KIND
from exclusions.models import BetweenAuthorities, Exclusion, Notification
from exclusions.refreshing import refresh
from exclusions.suspensions.counting import Span
from schools.models import School
from tests.factories.children import enrol, make_child, make_local_authority, make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.suspensions import make_suspension

DAY_AFTER = date(2026, 9, 16)
TOLD = Told(EXCLUDED_ON, "secure_email", "WX-77")
Owner = Deadline.DutyOwner
MAINTAINED, ACADEMY, UNIT = (
    School.LegalType.MAINTAINED,
    School.LegalType.ACADEMY,
    School.LegalType.PUPIL_REFERRAL_UNIT,
)


def school_of(code: str, legal_type: str = MAINTAINED) -> School:
    """A school of this authority."""
    school = make_school(legal_type=legal_type)
    school.local_authority = make_local_authority(code)
    school.save(update_fields=["local_authority"])
    return school


def exclude(desk: Desk, *, home: str = "", school: str = "331", legal_type: str = MAINTAINED, **more: object) -> Case:
    """A permanent exclusion of a child who lives in one authority from a school of another; ours is 331."""
    at = school_of(school, legal_type)
    child = make_child()
    enrol(child, at)
    lives_in = make_local_authority(home) if home else None
    return desk.record(child=child, school=at, home_authority=lives_in, **more)


def keep(desk: Desk, case: Case, **more: object) -> Case:
    facts: dict[str, object] = {"told": None, "notice": None, "information": NO_INFORMATION, **more}
    facts.setdefault("version", desk.version(case))
    facts.setdefault("by", desk.officer)
    return record_between_authorities(case=case, as_of=DAY_AFTER, **facts)  # type: ignore[arg-type]


def move_home(desk: Desk, case: Case, code: str) -> Case:
    """Correct where the child lives."""
    exclusion = Exclusion.objects.get(case=case)
    return correct_exclusion(
        case=case,
        decided_on=exclusion.decided_on,
        excluded_on=exclusion.excluded_on,
        pm_began=exclusion.pm_began,
        reasons=exclusion.reasons,
        exam_on=None,
        has_finished_exams=False,
        home_authority=make_local_authority(code),
        is_looked_after=False,
        has_plan=False,
        has_social_worker=False,
        version=exclusion.version,
        by=desk.officer,
        as_of=DAY_AFTER,
    )


def tell_tasks(case: Case) -> dict[str, str]:
    tasks = Task.objects.filter(case=case, code__startswith=TELL_TASK)
    return {task.code.removeprefix(TELL_TASK): task.state for task in tasks}


def rows(case: Case) -> dict[str, tuple[str, str]]:
    return {row.label: (row.value, row.needs) for row in home_authority_group(gather(case)).rows}


class TestOwners:
    """X20 and X24 of the law pack, and everything between."""

    @pytest.mark.parametrize(
        ("home", "school", "legal_type", "day_six", "panel"),
        [
            ("331", "331", MAINTAINED, Owner.AUTHORITY, Owner.AUTHORITY),
            ("331", "331", UNIT, Owner.AUTHORITY, Owner.AUTHORITY),
            ("331", "331", ACADEMY, Owner.AUTHORITY, Owner.TRUST),
            ("331", "937", MAINTAINED, Owner.AUTHORITY, Owner.SCHOOL_AUTHORITY),
            ("331", "937", UNIT, Owner.AUTHORITY, Owner.SCHOOL_AUTHORITY),
            ("331", "937", ACADEMY, Owner.AUTHORITY, Owner.TRUST),
            ("937", "331", MAINTAINED, Owner.HOME_AUTHORITY, Owner.AUTHORITY),
            ("937", "331", UNIT, Owner.HOME_AUTHORITY, Owner.AUTHORITY),
            ("937", "331", ACADEMY, Owner.HOME_AUTHORITY, Owner.TRUST),
            ("937", "940", MAINTAINED, Owner.HOME_AUTHORITY, Owner.SCHOOL_AUTHORITY),
            ("937", "940", ACADEMY, Owner.HOME_AUTHORITY, Owner.TRUST),
            ("", "331", MAINTAINED, Owner.AUTHORITY, Owner.AUTHORITY),
            ("", "937", ACADEMY, Owner.AUTHORITY, Owner.TRUST),
            ("331", "331", School.LegalType.INDEPENDENT, Owner.AUTHORITY, ""),
            ("937", "331", School.LegalType.OTHER, Owner.HOME_AUTHORITY, ""),
        ],
    )
    def test_by_where_the_child_lives_and_what_the_school_is(
        self, desk: Desk, home: str, school: str, legal_type: str, day_six: str, panel: str
    ) -> None:
        case = exclude(desk, home=home, school=school, legal_type=legal_type)
        owners = owners_of(gather(case))
        assert (owners.day_six, owners.panel) == (day_six, panel)
        deadline = Deadline.objects.get(case=case, code="exclusions.sixth_day")
        assert (deadline.duty_owner, deadline.is_ours) == (day_six, day_six == Owner.AUTHORITY)
        assert deadline.due_on == date(2026, 9, 22)

    @pytest.mark.parametrize(
        ("home", "school", "legal_type", "day_six", "panel"),
        [
            (
                "331",
                "331",
                MAINTAINED,
                "Ours: the child lives in our area.",
                "Ours: we arrange it for a school of ours.",
            ),
            ("331", "937", MAINTAINED, "Ours: the child lives in our area.", "Warwickshire, the school’s authority."),
            ("937", "331", ACADEMY, "Warwickshire, where the child lives.", "The academy trust, whichever"),
            ("", "331", MAINTAINED, "Taken to be ours.", "Ours:"),
            ("331", "331", School.LegalType.OTHER, "Ours:", "Not known: the regulations on reviews do not name"),
        ],
    )
    def test_in_words(self, desk: Desk, home: str, school: str, legal_type: str, day_six: str, panel: str) -> None:
        shown = rows(exclude(desk, home=home, school=school, legal_type=legal_type))
        assert shown["Day six"][0].startswith(day_six)
        assert shown["Review panel"][0].startswith(panel)

    def test_our_resident_excluded_elsewhere_is_late_with_us_when_nothing_began(self, desk: Desk) -> None:
        case = exclude(desk, home="331", school="937")
        refresh(case=case, by=None, as_of=date(2026, 9, 23))
        assert Exclusion.objects.get(case=case).day_six_state == "late"
        other = exclude(desk, home="937", school="331")
        refresh(case=other, by=None, as_of=date(2026, 9, 23))
        assert Exclusion.objects.get(case=other).day_six_state == "not_owed"

    def test_looked_after_education_follows_the_home_authority(self, desk: Desk) -> None:
        case = desk.check(desk.record(), home="937", is_looked_after=True)
        target = Deadline.objects.get(case=case, code="exclusions.looked_after_provision")
        assert (target.duty_owner, target.is_ours, target.due_on) == (Owner.HOME_AUTHORITY, False, DAY_AFTER)


class TestX20:
    """Lives in one authority, academy in another; the head teacher tells both."""

    def test_seen_from_the_home_authority(self, desk: Desk) -> None:
        notice = Notice(EXCLUDED_ON, "school", reference="B-1")
        case = exclude(desk, home="331", school="937", legal_type=ACADEMY, as_of=DAY_AFTER, notice=notice)
        owners = owners_of(gather(case))
        assert (owners.is_day_six_ours, owners.panel) == (True, Owner.TRUST)
        assert Notification.objects.get(case=case, recipient="council").told_on == EXCLUDED_ON
        assert rows(case)["Notice to us"] == ("Received 15 September 2026 from the school, their reference B-1", "")
        assert tell_tasks(case) == {}

    def test_seen_from_the_schools_authority(self, desk: Desk) -> None:
        case = exclude(desk, home="937", school="331", legal_type=ACADEMY)
        assert Deadline.objects.get(case=case, code="exclusions.sixth_day").is_ours is False
        assert tell_tasks(case) == {"937": "open"}
        shown = rows(case)
        assert shown["We told it"][1] == "Warwickshire has not been told. Tell it without delay."
        assert "Warwickshire’s admissions and Fair Access Protocol" in shown["Next school"][0]
        assert "verified" not in shown["Next school"][0], "how far it was confirmed stands with the rule"

    def test_a_maintained_schools_panel_is_its_authoritys(self, desk: Desk) -> None:
        assert owners_of(gather(exclude(desk, home="331", school="937"))).panel == Owner.SCHOOL_AUTHORITY


class TestX24:
    """Exempt or out of scope: still told, no day six."""

    def test_year_11_after_the_last_exam(self, desk: Desk) -> None:
        case = exclude(desk, home="937", has_finished_exams=True)
        deadline = Deadline.objects.get(case=case, code="exclusions.sixth_day")
        assert (deadline.state, deadline.due_on, deadline.is_ours) == ("not_owed", None, False)
        assert tell_tasks(case) == {"937": "open"}
        assert Deadline.objects.filter(case=case, code="exclusions.governors_meet", due_on__isnull=False).exists()

    def test_a_sixth_former(self, desk: Desk) -> None:
        child = make_child(born_on=date(2009, 3, 14))
        enrol(child, desk.school)
        case = desk.record(child=child, home_authority=make_local_authority("937"))
        assert Deadline.objects.get(case=case, code="exclusions.sixth_day").state == "not_owed"

    @pytest.mark.parametrize(("home", "owner"), [("331", Owner.AUTHORITY), ("937", Owner.HOME_AUTHORITY)])
    def test_a_units_suspension_of_seven_days(self, desk: Desk, home: str, owner: str) -> None:
        School.objects.filter(pk=desk.school.pk).update(legal_type=UNIT)
        desk.school.refresh_from_db()
        span = Span(date(2026, 11, 9), date(2026, 11, 17))
        lives_in = make_local_authority(home)
        case = make_suspension(desk, span.first_on, span.last_on, home_authority=lives_in)
        sixth = Deadline.objects.get(case=case, code="exclusions.suspension_sixth_day")
        assert (sixth.due_on, sixth.duty_owner, sixth.is_ours) == (date(2026, 11, 16), owner, home == "331")


class TestTelling:
    """The task opens at once, and ends when it is done."""

    def test_a_child_who_lives_here_brings_no_task(self, desk: Desk) -> None:
        assert tell_tasks(desk.record()) == {}
        assert tell_tasks(desk.check(desk.record(child=_other(desk)))) == {}

    def test_it_is_for_the_same_day_and_ends_when_we_told(self, desk: Desk) -> None:
        case = desk.check(desk.record(), home="937")
        task = Task.objects.get(case=case, code=f"{TELL_TASK}937")
        assert (task.due_on, task.title) == (
            EXCLUDED_ON,
            "Tell Warwickshire of the exclusion, without delay: the child lives there",
        )
        keep(desk, case, told=TOLD)
        assert tell_tasks(case) == {"937": "done"}
        shown = rows(case)
        assert shown["We told it"] == ("15 September 2026, by secure e-mail, their reference WX-77", "")
        assert shown["Acknowledged on"] == ("", "Warwickshire has not acknowledged it yet.")
        event = Event.objects.get(case=case, code="exclusions.between_authorities")
        assert event.facts["changed"] == ["told_authority", "told_method", "told_on", "told_reference"]

    def test_it_ends_when_the_school_told(self, desk: Desk) -> None:
        case = desk.check(desk.record(), home="937")
        told = {"home_authority": EXCLUDED_ON}
        record_told(case=case, told=told, version=desk.version(case), by=desk.officer, as_of=DAY_AFTER)
        assert tell_tasks(case) == {"937": "done"}
        shown = rows(case)
        assert shown["The school told it on"] == ("15 September 2026", "")
        assert shown["We told it"] == ("No, and the school has", "")

    def test_told_at_once_by_the_school_no_task_is_opened(self, desk: Desk) -> None:
        assert tell_tasks(exclude(desk, home="937", told={"home_authority": EXCLUDED_ON})) == {}

    def test_the_right_authority_has_to_be_told_when_the_child_lives_in_a_third(self, desk: Desk) -> None:
        """Whoever told the wrong one has not told the right one."""
        case = exclude(desk, home="937", told={"home_authority": EXCLUDED_ON})
        keep(desk, case, told=TOLD)
        case = move_home(desk, case, "940")
        assert tell_tasks(case) == {"940": "open"}
        assert rows(case)["We told it"][1] == "North Northamptonshire has not been told. Tell it without delay."
        row = BetweenAuthorities.objects.get(case=case)
        assert (row.told_authority.code, row.school_told_authority.code) == ("937", "937")
        keep(desk, case, information=Information(plan_asked_on=DAY_AFTER))
        row.refresh_from_db()
        assert row.told_authority.code == "937", "what was told to the other one stays on record"
        keep(desk, case, told=Told(DAY_AFTER, "telephone", acknowledged_on=DAY_AFTER))
        assert tell_tasks(case) == {"940": "done"}
        assert rows(case)["Acknowledged on"] == ("16 September 2026", "")

    def test_another_day_of_the_school_is_a_telling_of_the_home_authority_of_now(self, desk: Desk) -> None:
        case = move_home(desk, exclude(desk, home="937", told={"home_authority": EXCLUDED_ON}), "940")
        told = {"home_authority": DAY_AFTER}
        record_told(case=case, told=told, version=desk.version(case), by=desk.officer, as_of=DAY_AFTER)
        assert tell_tasks(case) == {"940": "done"}

    def test_it_is_no_longer_needed_when_the_child_lives_here_after_all(self, desk: Desk) -> None:
        case = move_home(desk, exclude(desk, home="937"), "331")
        assert tell_tasks(case) == {"937": "cancelled"}

    def test_it_comes_back_when_the_child_lives_there_after_all(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        for home in ("940", "937"):
            case = move_home(desk, case, home)
        states = Task.objects.filter(case=case, code=f"{TELL_TASK}937").order_by("pk").values_list("state", flat=True)
        assert list(states) == ["cancelled", "open"]

    def test_it_is_no_longer_needed_when_the_exclusion_is_cancelled(self, desk: Desk) -> None:
        case = desk.check(desk.record(), home="937")
        desk.cancel(case)
        assert tell_tasks(case) == {"937": "cancelled"}

    def test_the_night_opens_it_once_and_ends_nothing(self, desk: Desk) -> None:
        case = desk.check(desk.record(), home="937")
        task = Task.objects.get(case=case, code=f"{TELL_TASK}937")
        cancel_task(task=task, version=task.version, by=desk.officer, as_of=EXCLUDED_ON)
        settle_home_authority(facts=gather(case), by=None, as_of=DAY_AFTER)
        assert tell_tasks(case) == {"937": "cancelled"}, "what a person ended is not opened again"
        other = exclude(desk, home="940")
        Notification.objects.create(case=other, recipient="home_authority", told_on=EXCLUDED_ON)
        settle_home_authority(facts=gather(other), by=None, as_of=DAY_AFTER)
        assert tell_tasks(other) == {"940": "open"}

    def test_who_was_told_asks_no_more_once_we_told(self, desk: Desk) -> None:
        case = desk.check(desk.record(), home="937")

        def needs() -> list[str]:
            groups = KIND.present(case, desk.officer, DAY_AFTER).groups
            (told,) = [group for group in groups if group.title == "Who was told"]
            return [row.needs for row in told.rows if row.label == "Home authority"]

        assert needs() == ["The home authority has not been told. Tell it without delay."]
        keep(desk, case, told=TOLD)
        assert needs() == []


@pytest.mark.parametrize("legal_type", [MAINTAINED, ACADEMY])
def test_nobody_of_ours_is_booked_for_the_governors_of_a_school_elsewhere(desk: Desk, legal_type: str) -> None:
    case = exclude(desk, school="937", legal_type=legal_type)
    desk.list_meeting(desk.tell_governors(desk.check(case)))
    assert not Task.objects.filter(case=case, code=BOOK_REPRESENTATIVE).exists()
    assert Task.objects.filter(case=exclude(desk, legal_type=legal_type), code=BOOK_REPRESENTATIVE).exists()


def refer_tasks(case: Case) -> list[str]:
    return list(Task.objects.filter(case=case, code=REFER).order_by("pk").values_list("state", flat=True))


class TestReferringForDaySix:
    """The day-zero task is ours only where day six is."""

    def test_it_is_not_opened_for_a_child_of_another_authority(self, desk: Desk) -> None:
        assert refer_tasks(exclude(desk, home="937")) == []
        assert refer_tasks(exclude(desk, home="331")) == ["open"]
        assert refer_tasks(exclude(desk)) == ["open"]

    def test_checking_where_the_child_lives_ends_it(self, desk: Desk) -> None:
        assert refer_tasks(desk.check(desk.record(), home="937")) == ["cancelled"]

    def test_a_correction_opens_it_and_ends_it(self, desk: Desk) -> None:
        case = exclude(desk, home="937")
        assert refer_tasks(move_home(desk, case, "331")) == ["open"]
        assert refer_tasks(move_home(desk, case, "940")) == ["cancelled"]
        assert refer_tasks(move_home(desk, case, "331")) == ["cancelled", "open"]

    def test_the_night_ends_nothing(self, desk: Desk) -> None:
        case = desk.record()
        Exclusion.objects.filter(case=case).update(home_authority=make_local_authority("937"))
        refresh(case=case, by=None, as_of=DAY_AFTER)
        assert refer_tasks(case) == ["open"]


def _other(desk: Desk) -> object:
    child = make_child()
    enrol(child, desk.school)
    return child


@pytest.mark.parametrize(
    ("asked_on", "received_on", "words"),
    [
        (None, None, "Not asked for"),
        (EXCLUDED_ON, None, "Asked for 15 September 2026, not here yet"),
        (None, DAY_AFTER, "Received 16 September 2026"),
        (EXCLUDED_ON, DAY_AFTER, "Asked for 15 September 2026, received 16 September 2026"),
    ],
)
def test_information_in_words(asked_on: date | None, received_on: date | None, words: str) -> None:
    assert information_words(asked_on, received_on) == words
