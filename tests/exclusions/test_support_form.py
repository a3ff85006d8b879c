"""The web form “Help with a pupil at risk of exclusion”: filled in, sent, accepted, corrected, withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Event, Note, Plan, Task
from exclusions.models import SupportRequest, TriedSupport
from exclusions.support.school_form.meaning import doubts, meaning, problems
from exclusions.support.school_form.pages import AskingPage, ConsideredPage, ParentsPage, TriedPage
from exclusions.support.school_form.reading import read
from exclusions.support.webform import FORM
from portal.actions.answering import withdraw
from portal.actions.deciding import accept, accept_correction
from portal.contexts import context_about, context_for
from portal.models import Submission
from portal.webforms import Accepting, NotAccepted
from schools.models import Authority
from tests.exclusions.test_pages import signed_in
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_user
from tests.factories.support import ask
from tests.factories.support_forms import AS_OF, answers, context, payload, send
from tests.factories.suspensions import make_suspension
from tests.portal.desk.reading import text_of, triage_page


class TestStory:
    """From the school's first page to the officer's case, through the portal's own acts."""

    def test_filled_in_sent_accepted_corrected_and_withdrawn(self, desk: Desk) -> None:
        office = make_school_user(desk.school)
        sent = send(desk, office, answers(desk))
        assert sent.reference.startswith("HP-S-2026-")
        case = accept(submission=sent, child=desk.child, by=desk.officer, as_of=AS_OF)
        request = SupportRequest.objects.get(case=case)
        assert (case.kind, case.state, case.school) == ("exclusion_support", "requested", desk.school)
        assert (request.requested_on, request.concerns, request.asked_for) == (
            AS_OF,
            ["behaviour"],
            ["advice", "outreach"],
        )
        assert (request.concerns_in_words, request.tried_in_words) == ("He walks out.", "A little.")
        assert (request.parents_told_on, request.do_parents_agree) == (date(2026, 9, 11), True)
        assert TriedSupport.objects.get().since_on == date(2026, 6, 1)

        corrected = answers(desk, help={"asked_for": ["managed_move"]})
        correction = send(desk, office, corrected, corrects=sent)
        accept_correction(correction=correction, by=desk.officer, as_of=AS_OF)
        request.refresh_from_db()
        assert request.asked_for == ["managed_move"]

        withdraw(submission=sent, reason="He moved.", by=office, as_of=AS_OF)
        case.refresh_from_db()
        assert case.is_open, "only a person closes a case"
        assert Task.objects.filter(case=case, title__startswith="The school withdrew its request").exists()
        assert Event.objects.filter(case=case, code="exclusions.support_form_withdrawn").exists()


class TestMeaning:
    """What is computed beside the form."""

    def test_suspensions_so_far_are_counted_from_the_records(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 9, 7), date(2026, 9, 10), school=make_school())
        shown = meaning(context(desk))
        assert shown is not None
        assert dict(shown.rows)["Suspensions so far"].startswith("4.0 school days this term (autumn 2026/27)")
        assert not shown.warnings

    def test_of_a_pupil_who_was_typed_in_nothing_is_counted_and_it_is_said(self, desk: Desk) -> None:
        shown = meaning(context(desk, pupil={"child": "", "surname": "Hughes"}))
        assert shown is not None
        assert not shown.rows
        assert "not counted" in shown.warnings[0]

    def test_before_the_pupil_there_is_no_meaning(self, desk: Desk) -> None:
        assert meaning(context_for(desk.school, {}, AS_OF)) is None

    @pytest.mark.parametrize(
        ("plan", "care", "expected"),
        [
            ("yes", "yes", {"For a pupil with an EHC plan", "For a looked-after pupil"}),
            ("unknown", "no", {"For a pupil with an EHC plan"}),
            ("no", "no", set()),
        ],
    )
    def test_what_must_be_asked_for_before_an_exclusion(
        self, desk: Desk, plan: str, care: str, expected: set[str]
    ) -> None:
        known = {"has_plan": plan, "is_looked_after": care, "has_social_worker": "no"}
        shown = meaning(context(desk, circumstances=known, considered={"is_exclusion_considered": "yes"}))
        assert shown is not None
        assert {label for label, _ in shown.rows} - {"Suspensions so far"} == expected
        calm = meaning(context(desk, circumstances=known))
        assert calm is not None
        assert {label for label, _ in calm.rows} == {"Suspensions so far"}

    def test_the_meeting_that_policy_offers(self, desk: Desk) -> None:
        primary = _primary(desk)
        shown = meaning(primary)
        assert shown is not None
        assert "Meeting of several services" in dict(shown.rows)


def _primary(desk: Desk, **more: Any) -> Any:
    """A primary pupil whose school considers a permanent exclusion, where the authority offers a meeting."""
    Authority.objects.update(policy="leicestershire")
    found = context(desk, considered={"is_exclusion_considered": "yes"}, **more)
    found.payload["pupil"]["year_group"] = "4"
    return found


class TestBesideTheRecord:
    """What the officer sees before the request is accepted."""

    def test_care_and_plan_as_the_school_states_them(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
        known = {"is_looked_after": "yes", "has_plan": "yes", "has_social_worker": "unknown", "sen_status": "unknown"}
        sent = send(desk, make_school_user(desk.school), answers(desk, circumstances=known))
        text = text_of(triage_page(signed_in(desk.officer), sent))
        assert "Looked after The school says yes, our record says no" in text
        assert "Has a social worker The school does not say; our record says no" in text
        assert "Has an EHC plan Yes: the school and our record agree" in text

    def test_while_no_child_is_found_there_is_nothing_beside(self, desk: Desk) -> None:
        sent = send(desk, make_school_user(desk.school), answers(desk))
        assert FORM.officers_meaning(context_about(sent, sent.payload, None, desk.officer, AS_OF)) is None


class TestDoubts:
    """What is probably a mistake is asked about, never refused."""

    def codes(self, found: Any) -> set[str]:
        return {doubt.code for doubt in doubts(found)}

    def test_none(self, desk: Desk) -> None:
        assert self.codes(context(desk)) == set()

    @pytest.mark.parametrize(
        ("considered", "known", "expected"),
        [
            ({"is_exclusion_considered": "yes"}, {"has_plan": "yes"}, {"plan_review"}),
            ({"is_exclusion_considered": "yes"}, {"is_looked_after": "yes"}, {"care_review"}),
            ({"is_exclusion_considered": "yes"}, {"has_plan": "unknown"}, set()),
            ({"is_exclusion_considered": "no"}, {"has_plan": "yes", "is_looked_after": "yes"}, set()),
            (
                {
                    "is_exclusion_considered": "yes",
                    "plan_review_asked_on": "2026-09-15",
                    "care_review_asked_on": "2026-09-15",
                },
                {"has_plan": "yes", "is_looked_after": "yes"},
                set(),
            ),
        ],
    )
    def test_interim_reviews(self, desk: Desk, considered: dict, known: dict, expected: set[str]) -> None:
        assert self.codes(context(desk, considered=considered, circumstances=known)) == expected

    def test_the_parents_and_what_was_tried(self, desk: Desk) -> None:
        found = context(desk, parents={"do_parents_agree": "no"}, tried={"behaviour_plan_since": None})
        assert self.codes(found) == {"parents_disagree", "nothing_tried"}

    def test_a_placement_needs_no_consent_and_a_managed_move_does(self, desk: Desk) -> None:
        words = {each.code: each.text for each in doubts(context(desk, parents={"do_parents_agree": "no"}))}
        assert words["parents_disagree"].startswith("A managed move cannot go on without them.")
        assert "a placement: that is your direction off site, which needs no consent" in words["parents_disagree"]

    def test_a_primary_pupil_without_a_meeting(self, desk: Desk) -> None:
        assert self.codes(_primary(desk)) == {"primary_meeting"}
        wanted = {"asked_for": ["multi_service_meeting"]}
        assert self.codes(_primary(desk, help=wanted)) == set()

    def test_asked_already(self, desk: Desk) -> None:
        case = ask(desk)
        assert self.codes(context(desk)) == {"already_asked"}
        correcting = context_for(desk.school, payload(desk), AS_OF, case)
        assert self.codes(correcting) == set()


class TestPages:
    """What the pages ask, and what they refuse."""

    def test_the_meeting_is_ticked_beforehand_where_it_is_offered(self, desk: Desk) -> None:
        fresh = _primary(desk)
        del fresh.payload["help"]
        assert AskingPage(context=fresh)["asked_for"].value() == ["multi_service_meeting"]
        assert AskingPage(context=_primary(desk)).initial.get("asked_for") is None
        Authority.objects.update(policy="statutory")
        assert AskingPage(context=fresh).initial.get("asked_for") is None

    def test_only_what_can_be_is_asked(self, desk: Desk) -> None:
        known = {"has_plan": "no", "is_looked_after": "no"}
        assert list(ConsideredPage(context=context(desk, circumstances=known)).fields) == ["is_exclusion_considered"]
        assert len(ConsideredPage(context=context(desk, circumstances={})).fields) == 3

    def test_days_end_today(self, desk: Desk) -> None:
        page = TriedPage({"key_adult_since": "17/9/2026"}, context=context(desk))
        assert "must be on or before 16 September 2026" in page.errors["key_adult_since"][0]
        page = ParentsPage({"do_parents_agree": "yes"}, context=context(desk))
        assert "Enter when the parents were told" in page.errors["parents_told_on"][0]

    def test_what_cannot_be_sent(self, desk: Desk) -> None:
        assert problems(context(desk)) == []
        assert problems(context(desk, concerns={})) == []
        wrong = context(
            desk,
            parents={"parents_told_on": None},
            tried={"key_adult_since": "2026-09-17"},
            considered={"plan_review_asked_on": "2026-09-17"},
        )
        assert [(each.step, each.field) for each in problems(wrong)] == [
            ("tried", "key_adult_since"),
            ("parents", "parents_told_on"),
            ("considered", "plan_review_asked_on"),
        ]

    @pytest.mark.parametrize(
        "odd",
        [
            {},
            {"concerns": "x", "tried": [], "help": None},
            {"concerns": {"concerns": "x"}, "parents": {"parents_told_on": 4, "do_parents_agree": 1}},
            {"pupil": {"year_group": "four"}, "parents": {"parents_told_on": "2026-02-31"}},
        ],
    )
    def test_what_cannot_be_read_is_empty(self, odd: dict) -> None:
        request = read(odd)
        assert (request.asked.concerns, request.asked.parents_told_on, request.year_group) == ((), None, None)
        assert FORM.kind_of(odd) == "exclusion_support"
        assert FORM.headline(odd) == FORM.label


class TestAccepting:
    """A new case, or a note beside one that is open; nothing is overwritten."""

    def submission(self, desk: Desk, **more: Any) -> Submission:
        return send(desk, make_school_user(desk.school), answers(desk, **more))

    def accept(self, desk: Desk, submission: Submission, case: Case | None = None) -> Case:
        return FORM.open_case(
            Accepting(submission=submission, child=desk.child, by=desk.officer, as_of=AS_OF, case=case)
        )

    def notes(self, case: Case) -> str:
        return "\n".join(Note.objects.filter(case=case).values_list("text", flat=True))

    def test_what_the_school_knows_else_becomes_a_note_and_a_task(self, desk: Desk) -> None:
        known = {"is_looked_after": "yes", "has_plan": "no", "has_social_worker": "unknown", "sen_status": "unknown"}
        case = self.accept(desk, self.submission(desk, circumstances=known))
        assert "Looked after: the school says yes, our record says no." in self.notes(case)
        assert "EHC plan" not in self.notes(case)
        assert Task.objects.filter(case=case, title__startswith="Compare the school’s form HP-S-").exists()
        assert not SupportRequest.objects.get(case=case).is_looked_after_then

    def test_beside_an_open_case_it_is_a_note(self, desk: Desk) -> None:
        case = ask(desk)
        sent = self.submission(desk, considered={"is_exclusion_considered": "yes"})
        assert list(FORM.cases_to_attach(desk.child, sent)) == [case]
        self.accept(desk, sent, case)
        for words in (
            "Concerns: behaviour.",
            "Asks for: advice, outreach.",
            "He walks out.",
            "A little.",
            "11 September",
        ):
            assert words in self.notes(case), words
        assert "permanent exclusion is being considered" in self.notes(case)
        assert SupportRequest.objects.get(case=case).asked_for == ["outreach"]
        assert Event.objects.filter(case=case, code="exclusions.support_form_attached").count() == 1

    def test_a_bare_form_beside_an_open_case(self, desk: Desk) -> None:
        case = ask(desk)
        sent = self.submission(
            desk,
            concerns={"concerns": ["other"], "concerns_in_words": ""},
            tried={"tried_in_words": ""},
            parents={"do_parents_agree": "unknown"},
        )
        self.accept(desk, sent, case)
        assert "In its words" not in self.notes(case)
        assert "Parents told" not in self.notes(case)

    def test_a_case_that_cannot_take_it(self, desk: Desk) -> None:
        other = make_child()
        enrol(other, desk.school)
        with pytest.raises(NotAccepted, match="cannot take the form"):
            self.accept(desk, self.submission(desk), ask(desk, child=other))

    def test_all_reasons_why_not(self, desk: Desk) -> None:
        sent = self.submission(desk)
        sent.payload = {}
        with pytest.raises(NotAccepted) as refused:
            self.accept(desk, sent)
        assert len(refused.value.reasons) == 2
        ask(desk)
        with pytest.raises(NotAccepted, match="already asked for help"):
            self.accept(desk, self.submission(desk))
        assert Case.objects.count() == 1

    def test_only_the_team(self, desk: Desk) -> None:
        case, sent = ask(desk), self.submission(desk)
        desk.officer = make_user(Role.HEAD_OF_SERVICE)
        for each in (None, case):
            with pytest.raises(PermissionDenied):
                self.accept(desk, sent, each)

    def test_a_correction_changes_what_the_school_changed_alone(self, desk: Desk) -> None:
        sent = self.submission(desk)
        case = accept(submission=sent, child=desk.child, by=desk.officer, as_of=AS_OF)
        SupportRequest.objects.filter(case=case).update(concerns_in_words="Checked by phone.", has_plan_then=True)
        given = answers(
            desk,
            tried={"key_adult_since": "7/9/2026"},
            circumstances={
                "is_looked_after": "yes",
                "has_social_worker": "no",
                "has_plan": "no",
                "sen_status": "unknown",
            },
        )
        correction = send(desk, make_school_user(desk.school), given, corrects=sent)
        FORM.correct_case(Accepting(submission=correction, child=desk.child, by=desk.officer, as_of=AS_OF, case=case))
        request = SupportRequest.objects.get(case=case)
        assert request.concerns_in_words == "Checked by phone."
        assert (request.has_plan_then, request.is_looked_after_then) == (True, True)
        assert list(request.tried.values_list("kind", flat=True)) == ["key_adult"]

    def test_a_correction_that_cannot_be(self, desk: Desk) -> None:
        sent = self.submission(desk)
        case = accept(submission=sent, child=desk.child, by=desk.officer, as_of=AS_OF)
        correction = send(desk, make_school_user(desk.school), answers(desk), corrects=sent)
        facts = {"submission": correction, "by": desk.officer, "as_of": AS_OF}
        for child, of in ((desk.child, None), (make_child(), case)):
            with pytest.raises(NotAccepted, match="not known"):
                FORM.correct_case(Accepting(child=child, case=of, **facts))
        Case.objects.filter(pk=case.pk).update(state="closed")
        case.refresh_from_db()
        with pytest.raises(NotAccepted, match="Closed"):
            FORM.correct_case(Accepting(child=desk.child, case=case, **facts))
