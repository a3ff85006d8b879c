"""What is recorded of a safeguarding file that was passed on is corrected, or taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Event, Note
from exclusions.actions import returns
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import SafeguardingFile
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories.children import make_school
from tests.factories.exclusions import Desk
from tests.factories.leaving import LATER, pass_file, version_of
from tests.factories.provision import make_provider
from tests.factories.suspensions import make_suspension

BECAUSE = "The school’s receipt"


def passed(desk: Desk) -> SafeguardingFile:
    case = desk.record()
    pass_file(desk, case, to_school=make_school())
    return SafeguardingFile.objects.select_related("case__child", "from_school", "to_school").get()


def correct(desk: Desk, file: SafeguardingFile, **changes: object) -> SafeguardingFile:
    names = ("from_school", "to_school", "to_provider", "method", "passed_on", "confirmed_on")
    answers = {**{name: getattr(file, name) for name in names}, "because": BECAUSE, **changes}
    return returns.correct_safeguarding_file(
        file=file, version=version_of(file.case), by=desk.officer, as_of=LATER, **answers
    )


def test_place_day_and_method_are_corrected(desk: Desk) -> None:
    provider = make_provider()
    file = correct(desk, passed(desk), to_school=None, to_provider=provider, method="post", passed_on=date(2026, 9, 23))
    assert (file.to_school, file.to_provider, file.method, file.version) == (None, provider, "post", 2)
    facts = Event.objects.get(code="exclusions.safeguarding_file_corrected").facts
    assert facts == {"file": str(file.uuid), "was_on": "2026-09-22"}
    assert Note.objects.get(case=file.case).text == f"The record of the safeguarding file was corrected. {BECAUSE}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_school": None}, "to_school"),
        ({"method": "pigeon"}, "method"),
        ({"passed_on": date(2026, 9, 14)}, "passed_on"),
        ({"confirmed_on": date(2026, 9, 21)}, "confirmed_on"),
        ({"because": " "}, "because"),
    ],
)
def test_what_cannot_be(desk: Desk, changes: dict, field: str) -> None:
    file = passed(desk)
    with pytest.raises(ExclusionRefused) as refused:
        correct(desk, file, **changes)
    assert refused.value.field == field


def test_the_record_is_put_right_on_its_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    file, other = passed(desk), make_school()
    client, address = signed_in(desk.officer), reverse("safeguarding_file_correct", args=[file.uuid])
    case_address = reverse("case", args=[file.case.reference])
    assert address in client.get(case_address).content.decode()
    answers = {
        "from_school": str(file.from_school.urn),
        "to_school": str(other.urn),
        "method": "by_hand",
        "passed_on": "2026-09-23",
        "because": BECAUSE,
    }
    bad = send(client, address, {**answers, "passed_on": "2026-09-14"}).content.decode()
    assert "Passed on must be on or after 15 September 2026" in bad
    assert send(client, address, answers).status_code == 302
    file.refresh_from_db()
    assert (file.to_school, file.method, file.passed_on) == (other, "by_hand", date(2026, 9, 23))
    assert send(client, address, {"is_mistake": "on", "because": BECAUSE}).status_code == 302
    assert not SafeguardingFile.objects.exists()
    assert Event.objects.filter(code="exclusions.safeguarding_file_taken_back").exists()
    assert client.get(address).status_code == 404


def test_after_somebody_elses_change_both_versions_are_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    file = passed(desk)
    client, address = signed_in(desk.officer), reverse("safeguarding_file_correct", args=[file.uuid])
    hidden = hidden_inputs(client.get(address).content.decode())
    correct(desk, file, method="post")
    answers = {
        "from_school": str(file.from_school.urn),
        "to_school": str(file.to_school.urn),
        "method": "by_hand",
        "passed_on": "2026-09-23",
        "because": BECAUSE,
    }
    page = client.post(address, {**answers, **hidden}).content.decode()
    assert "Both versions" in page
    assert "22 September 2026" in page


def test_of_a_suspension_too(desk: Desk) -> None:
    case = make_suspension(desk)
    pass_file(desk, case, to_provider=make_provider(), passed_on=date(2026, 11, 16))
    file = SafeguardingFile.objects.select_related("case__child").get()
    assert correct(desk, file, method="post").method == "post"
    returns.take_back_safeguarding_file(
        file=SafeguardingFile.objects.select_related("case__child").get(),
        because=BECAUSE,
        version=version_of(case),
        by=desk.officer,
        as_of=LATER,
    )
    assert Case.objects.get(pk=case.pk).is_open
