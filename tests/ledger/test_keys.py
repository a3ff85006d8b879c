"""Keys of POSTs: signed, bound to person and form, answered once, and not used up by a refusal."""

from __future__ import annotations

import uuid

import pytest
from django.http import QueryDict

from ledger import keys
from ledger.models import UsedKey

FORM = "tests_form"


def once(key: uuid.UUID, answers: list[str], content: str = "content") -> keys.Answer:
    def perform() -> str:
        answers.append("done")
        return f"/answer/{len(answers)}/"

    return keys.perform_once(key=key, user_id=1, form_name=FORM, content=content, perform=perform)


def test_a_key_is_read_by_whom_and_where_it_was_made_for() -> None:
    token = keys.make_key(user_id=1, form_name=FORM)
    assert isinstance(keys.read_key(token, user_id=1, form_name=FORM), uuid.UUID)


@pytest.mark.parametrize(
    ("token", "user_id", "form_name"),
    [("good", 2, FORM), ("good", 1, "other"), ("", 1, FORM), ("x:y:z", 1, FORM), ("cut", 1, FORM)],
)
def test_any_other_key_is_refused(token: str, user_id: int, form_name: str) -> None:
    good = keys.make_key(user_id=1, form_name=FORM)
    sent = {"good": good, "cut": good[:-3]}.get(token, token)
    with pytest.raises(keys.KeyRefused):
        keys.read_key(sent, user_id=user_id, form_name=form_name)


@pytest.mark.django_db
def test_a_repeat_gets_the_first_answer() -> None:
    key, answers = uuid.uuid4(), []
    assert once(key, answers) == keys.Answer("/answer/1/")
    assert once(key, answers) == keys.Answer("/answer/1/", is_repeat=True)
    assert answers == ["done"]


@pytest.mark.django_db
def test_other_content_is_told_apart() -> None:
    key, answers = uuid.uuid4(), []
    once(key, answers)
    assert once(key, answers, "other").is_other_content


@pytest.mark.django_db
def test_a_refused_act_does_not_use_the_key_up() -> None:
    key, answers = uuid.uuid4(), []

    def refuse() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        keys.perform_once(key=key, user_id=1, form_name=FORM, content="c", perform=refuse)
    assert not UsedKey.objects.exists()
    assert once(key, answers).address == "/answer/1/"


def test_the_hash_is_of_what_was_asked_alone() -> None:
    first = QueryDict("a=1&a=2&form_key=x&csrfmiddlewaretoken=y")
    same = QueryDict("form_key=z&a=1&a=2")
    assert keys.content_hash(first) == keys.content_hash(same)
    assert keys.content_hash(first) != keys.content_hash(QueryDict("a=2&a=1"))
    assert keys.content_hash(first) != keys.content_hash(first, ["file"])
