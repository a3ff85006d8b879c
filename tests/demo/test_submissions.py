"""What the invented schools have sent, in a demonstration."""

from __future__ import annotations

from collections import Counter

import pytest

from accounts.models import User
from cases.models import Child, Letter, LetterCopy
from demo.generator import cast
from demo.generator.cast import MISTAKEN_FOR_EACH_OTHER, SENT_ABOUT
from portal.matching import given_pupil
from portal.models import BatchRow, Draft, FormMistake, Question, Submission
from portal.pupils import short_pupil_name
from portal.queries import with_status
from portal.triage import ACCEPTED, ASKED, REJECTED, RETURNED, WAITING, WITHDRAWN, mistakes_of_a_year, submission_count
from tests.demo.conftest import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def manager() -> User:
    return User.objects.get(email="priya.raman@example.org")


def child_of(key: str) -> Child:
    name = next(part.name for part in (*MISTAKEN_FOR_EACH_OTHER, *SENT_ABOUT) if part.key == key)
    return Child.objects.filter(given_names=name.given_names, surname=name.surname).order_by("pk")[0]


def sent_about(surname: str) -> Submission:
    return Submission.objects.get(part="original", payload__pupil__surname=surname)


def test_twelve_wait_and_some_were_decided() -> None:
    counts = {standing: submission_count(manager(), standing) for standing in (WAITING, ASKED, ACCEPTED)}
    assert counts == {WAITING: 12, ASKED: 1, ACCEPTED: 4}
    assert [submission_count(manager(), standing) for standing in (RETURNED, REJECTED, WITHDRAWN)] == [1, 1, 1]
    originals = Submission.objects.filter(part="original")
    assert set(with_status(originals).values_list("status_code", flat=True)) == {
        "received",
        "accepted",
        "returned",
        "rejected",
        "withdrawn",
    }


def test_some_pupils_are_hard_to_match() -> None:
    namesake = given_pupil(sent_about("Carter").payload)
    assert namesake.child_uuid is None
    assert Child.objects.filter(surname="Carter", given_names__startswith="Olivia").count() == 2
    twin = sent_about("Fairweather-Singh").payload["pupil"]
    assert Child.objects.filter(surname=twin["surname"], born_on=twin["born_on"]).count() == 2
    assert not Child.objects.filter(surname="Stonecroft-Adjei").exists()
    wrong = sent_about("Oakenshaw").payload["pupil"]
    assert Child.objects.get(upn=wrong["upn"]) == child_of(cast.ASKED)


def test_one_came_after_an_officer_opened_the_case() -> None:
    pupil = given_pupil(Submission.objects.filter(part="original").latest("pk").payload)
    assert Child.objects.get(uuid=pupil.child_uuid).cases.get(kind="permanent_exclusion").state == "notified"


def test_questions_corrections_doubts_and_files() -> None:
    assert Question.objects.count() == 2
    assert Counter(Submission.objects.exclude(part="original").values_list("part", flat=True)) == {
        "answer": 1,
        "correction": 2,
        "withdrawal": 1,
    }
    doubtful = sent_about("Penhallow")
    assert {each["code"] for each in doubtful.payload["_confirmed"]} >= {"notice_lacks", "not_told_governors"}
    assert "_confirmed" not in sent_about("Brzeska").payload
    assert sent_about("Brzeska").files.count() == 4
    assert set(Draft.objects.filter(submission__isnull=True).values_list("school__urn", flat=True)) == {900001}
    begun = Draft.objects.filter(submission__isnull=True)
    assert begun.filter(incident__isnull=True).count() == 2
    assert [short_pupil_name(draft.payload) for draft in begun.filter(incident__isnull=False).order_by("pk")] == [
        "Orla W.",
        "Tegan A.",
    ]
    assert list(BatchRow.objects.order_by("line").values_list("state", flat=True)) == ["doubtful", "doubtful", "bad"]


def test_schools_met_mistakes_in_the_forms_own_words() -> None:
    rows = mistakes_of_a_year(TUESDAY)
    assert len(rows) >= 7
    assert rows[0].times >= 9
    assert not FormMistake.objects.filter(message__contains="Example").exists()


def test_letters_were_issued_and_copies_went() -> None:
    assert Letter.objects.count() == 5
    assert LetterCopy.objects.count() == 4
    assert set(LetterCopy.objects.values_list("method", flat=True)) == {"hand", "first_class_post", "second_class_post"}


def test_somebody_was_invited_and_has_not_come() -> None:
    invited = User.objects.get(email="rowan.achterberg@example.org")
    assert not invited.has_usable_password()
    assert invited.invitations.filter(used_recorded_at__isnull=True).count() == 1
