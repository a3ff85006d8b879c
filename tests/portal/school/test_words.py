"""Answers between form, JSON and words; drafts that end while somebody writes; step codes that are taken."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from components.fields import DateField
from portal import webforms
from portal.actions.drafts import DraftClosed, discard_draft, save_step
from portal.answers import LONGEST_TYPED, initial_of, json_safe, typed_of
from portal.mistakes import without
from portal.presenters.sent import ago, what_was_sent
from portal.submission_rows import compare_groups, groups_of_submission, rows_of
from portal.views import send
from portal.webforms import FormContext, Step, WebForm, register_webform
from tests.factories.webforms import AS_OF, FORM, Office, StepForm


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (date(2026, 9, 15), "2026-09-15"),
        (time(9, 30), "09:30:00"),
        (Decimal("12.5"), "12.5"),
        (("a", "b"), ["a", "b"]),
        ({"a": date(2026, 9, 15)}, {"a": "2026-09-15"}),
        ("a\x00b\ud800c", "abc"),
        (["\udfff"], [""]),
    ],
)
def test_an_answer_as_json(value: object, kept: object) -> None:
    assert json_safe(value) == kept


def test_what_was_typed_is_kept_without_what_cannot_be_and_not_for_ever() -> None:
    data = QueryDict(mutable=True)
    data.setlist("name", ["a\x00", "x" * (LONGEST_TYPED + 5)])
    data["form_key"] = "secret"
    assert typed_of(data) == {"name": ["a", "x" * LONGEST_TYPED]}


class AllForm(StepForm):
    """One field of each sort."""

    day = DateField(label="Day")
    group = forms.ChoiceField(label="Group", choices=[("Fruit", [("a", "Apple")]), ("z", "Other")])
    sure = forms.BooleanField(label="Sure?", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)


ALL = Step("all", "All", AllForm)


def words(**answers: object) -> dict[str, str]:
    return dict(rows_of(ALL, FormContext(school=None, payload={"all": answers}, as_of=AS_OF)))


def test_each_sort_of_answer_in_words() -> None:
    assert words(day="2026-09-15", group="a", sure=True, hidden="x") == {
        "Day": "Tuesday 15 September 2026",
        "Group": "Apple",
        "Sure?": "Yes",
    }
    assert words(day="soon", group="gone", sure=False) == {"Day": "soon", "Group": "gone", "Sure?": "No"}
    assert words() == dict.fromkeys(("Day", "Group", "Sure?"), "Not provided")
    assert words(group="z")["Group"] == "Other"


def test_a_date_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert initial_of(ALL, {"day": "soon"}) == {"day": "soon"}
    assert initial_of(ALL, {"day": "2026-09-15", "other": 1}) == {"day": AS_OF, "other": 1}


def test_two_versions_side_by_side(office: Office) -> None:
    first = groups_of_submission(office.send())
    second = groups_of_submission(
        office.send(office.draft(outing={"starts_on": "2026-09-20", "place": "zoo"}, animal={"animal": "Lion"}))
    )
    compared = dict(compare_groups(first, second))
    different = {row.label: (row.before, row.after) for rows in compared.values() for row in rows if row.is_different}
    assert different["Where to?"] == ("The sea", "The zoo")
    assert different["Which animal?"] == ("", "Lion")


def test_a_form_that_a_later_release_has_dropped_is_named_by_its_code() -> None:
    assert what_was_sent(SimpleNamespace(form="dropped", payload={})) == "dropped"


@pytest.mark.parametrize(("days", "said"), [(-1, "today"), (0, "today"), (1, "yesterday"), (3, "3 days ago")])
def test_how_long_ago(days: int, said: str) -> None:
    assert ago(days) == said


def test_values_are_taken_out_of_messages() -> None:
    assert without("Amira Hughes is 9", ["Amira", "Amira Hughes", "9", ""]) == "… is 9"


# --- drafts that end while somebody writes


def test_a_discarded_draft_takes_no_more_answers(office: Office) -> None:
    draft = office.draft()
    discard_draft(draft=draft, by=office.colleague, as_of=AS_OF)
    with pytest.raises(DraftClosed):
        save_step(draft=draft, step="note", answers={}, typed={}, version=1, by=office.user, as_of=AS_OF)
    assert discard_draft(draft=draft, by=office.user, as_of=AS_OF).discarded_by == office.colleague


def test_a_draft_that_was_sent_is_not_discarded(office: Office) -> None:
    draft = office.draft()
    office.send(draft)
    with pytest.raises(DraftClosed):
        discard_draft(draft=draft, by=office.user, as_of=AS_OF)


def test_a_draft_that_is_sent_while_its_page_is_saved_leads_to_the_receipt(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = office.draft()

    def sent_meanwhile(**arguments: object) -> object:
        office.send(draft)
        return save_step(**arguments)

    monkeypatch.setattr(send, "save_step", sent_meanwhile)
    answer = client.post(f"/send/outing/{draft.uuid}/note/", {"version": draft.version, "note": "Hats"})
    assert answer["Location"].startswith("/sent/OU-S-")


# --- the registry


def test_a_form_is_registered_once_and_cannot_take_the_portals_names() -> None:
    with pytest.raises(webforms.DuplicateWebForm):
        register_webform(FORM)
    with pytest.raises(webforms.ReservedStepCode, match="check"):
        register_webform(WebForm(**{**vars(FORM), "code": "other", "steps": (Step("check", "Check", StepForm),)}))


class NarrowingForm(StepForm):
    """A page that offers only some of its choices."""

    picked = forms.MultipleChoiceField(label="Picked", choices=[("a", "Apple"), ("b", "Banana")])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].choices = [("a", "Apple")]


def test_a_choice_that_is_no_longer_offered_keeps_its_words_and_is_marked() -> None:
    step = Step("narrow", "Narrow", NarrowingForm)
    context = FormContext(school=None, payload={"narrow": {"picked": ["a", "b", "gone"]}}, as_of=AS_OF)
    marked = "Banana (no longer asked for with these dates and answers)"
    assert rows_of(step, context) == [("Picked", f"Apple\n{marked}\ngone")]
