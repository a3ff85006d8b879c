"""What else waits about the same pupil of the school, beside the submission that is looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from portal.actions.deciding import reject
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import VALID_UPNS, make_child, make_school
from tests.factories.submissions import Office
from tests.portal.desk.reading import text_of, triage_page

SignIn = Callable[[User], Client]


def test_names_what_waits_about_the_same_pupil(desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
    sent = office.send(desk.child, child=str(desk.child.uuid))
    chosen = office.send(child=str(desk.child.uuid), surname="Other", errand="Run")
    by_upn = office.send(upn=desk.child.upn, surname="Else")
    by_name = office.send(given_names="A", surname="HÚGHES", born_on=desk.child.born_on.isoformat())
    same = [chosen, by_upn, by_name]
    others = [
        office.send(surname="Hughes"),
        office.send(surname="Quill", born_on=desk.child.born_on.isoformat(), upn=VALID_UPNS[2]),
        office.send(),
        Office(make_school()).send(desk.child),
        office.send(desk.child, kind="other_kind"),
    ]
    decided = office.send(desk.child)
    reject(submission=decided, reason="No.", by=desk.owner, as_of=AS_OF)
    page = triage_page(sign_in(desk.owner), sent)
    assert f"Also waiting: {chosen.reference} (Errand: Run, received 15 September 2026)" in text_of(page)
    for each in same:
        assert f'href="/from-schools/{each.reference}/">{each.reference}</a>' in page
    for each in (*others, decided):
        assert each.reference not in page
    assert text_of(page).count("Also waiting:") == 3


def test_a_pupil_of_whom_little_was_given_is_nobody_elses(desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
    sent = office.send()
    office.send()
    assert "Also waiting" not in triage_page(sign_in(desk.owner), sent)


def test_1_and_25_cost_the_same_queries(desk: ErrandDesk, office: Office, sign_in: SignIn) -> None:
    sent = office.send(make_child("Solo"))
    client = sign_in(desk.owner)

    def queries(count: int) -> int:
        for _ in range(count):
            office.correct(office.send(make_child("Solo")), errand="Run")
        triage_page(client, sent)
        with CaptureQueriesContext(connection) as captured:
            page = triage_page(client, sent)
        assert "Also waiting" in page
        return len(captured)

    assert queries(1) == queries(24)
