"""Officers see that a form is one of an incident’s, and the others that they may open; no name stands there."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.models import Child
from portal.actions.deciding import accept
from portal.models import Draft, Incident, Submission
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child
from tests.factories.submissions import Office
from tests.portal.desk.reading import text_of, triage_page

SignIn = Callable[[User], Client]


def tie(office: Office, *sent: Submission) -> None:
    """Make these the pupils of one incident."""
    incident = Incident.objects.create(
        number="ER-I-2026-0001", form=sent[0].form, school=office.school, opened_at=timezone.now(), by=office.user
    )
    Draft.objects.filter(submission__in=sent).update(incident=incident)


def test_the_others_are_linked_by_reference_without_their_names(
    desk: ErrandDesk, office: Office, sign_in: SignIn
) -> None:
    other = make_child("Tullamore", "Benedict")
    sent, beside = office.send(desk.child), office.send(other)
    tie(office, sent, beside)
    office.correct(beside, errand="Run")
    page = triage_page(sign_in(desk.owner), sent)
    assert "Part of incident ER-I-2026-0001 with 1 other pupil." in text_of(page)
    assert f"{beside.reference} Errand: Run" in text_of(page)
    assert "Tullamore" not in page
    case = accept(submission=sent, child=desk.child, by=desk.owner, as_of=AS_OF)
    on_case = sign_in(desk.owner).get(f"/cases/{case.reference}/").content.decode()
    assert "one of an incident with 1 other pupil" in text_of(on_case)
    assert "Tullamore" not in on_case
    assert beside.reference not in on_case


def test_what_is_for_another_team_is_counted_and_not_linked(desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
    sent, theirs = office.send(desk.child), office.send(make_child("Two"), kind="other_kind")
    tie(office, sent, theirs)
    page = triage_page(sign_in(desk.owner), sent)
    assert "with 1 other pupil. 1 form of it is for another team." in text_of(page)
    assert theirs.reference not in page


def test_a_hidden_child_is_not_even_counted(desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
    other = make_child("Tullamore", "Benedict")
    sent, beside = office.send(desk.child), office.send(other)
    tie(office, sent, beside)
    accept(submission=beside, child=other, by=desk.owner, as_of=AS_OF)
    Child.objects.filter(pk=other.pk).update(is_hidden=True)
    page = triage_page(sign_in(desk.owner), sent)
    assert "Part of incident" not in page
    assert beside.reference not in page


def test_a_form_that_stands_alone_says_nothing(desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
    assert "Part of incident" not in triage_page(sign_in(desk.owner), office.send(desk.child))
