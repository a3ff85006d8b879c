"""Every model is classified, tracked or append-only, and says who acted."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import models

from ledger.history import is_history_model
from ledger.privacy_classes import RETENTION_CLASSES
from ledger.privileges import is_append_only

OUR_APPS = ("ledger", "accounts", "schools", "cases", "portal", "provision", "exclusions", "reports")
# Tables that can change and keep no history, each for its reason.
WITHOUT_HISTORY = {
    "OutboxMessage": "the machine's own queue; the effect of each message has its history",
    "UsedKey": "the machine's own memory of forms; cleared by a job",
    "ReferenceCounter": "a counter; the references themselves stand on the cases",
}
# Moments that are no act of a person: a limit of the law, a reading (its row has user_id), a refused sign-in,
# Django's own stamp.
NOT_AN_ACT = {"due_at", "seen_at", "failed_at", "last_login", "next_attempt_recorded_at"}


def our_models() -> list[type[models.Model]]:
    return [model for app in OUR_APPS for model in apps.get_app_config(app).get_models() if not is_history_model(model)]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_field_has_a_privacy_class_and_every_model_a_retention_class(model: type[models.Model]) -> None:
    privacy = importlib.import_module(f"{model._meta.app_label}.privacy").PRIVACY
    classified = privacy[model.__name__]
    fields = {field.name for field in model._meta.concrete_fields}
    assert set(classified.by_field()) == fields
    assert classified.field_count() == len(fields), "a field stands in two classes"
    assert classified.retention in RETENTION_CLASSES


@pytest.mark.parametrize("app", OUR_APPS)
def test_nothing_is_classified_that_no_longer_exists(app: str) -> None:
    privacy = importlib.import_module(f"{app}.privacy").PRIVACY
    assert set(privacy) == {model.__name__ for model in our_models() if model._meta.app_label == app}


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_table_is_tracked_or_append_only(model: type[models.Model]) -> None:
    tracked = any(is_history_model(other) and other.pgh_tracked_model is model for other in apps.get_models())
    if model.__name__ in WITHOUT_HISTORY:
        assert not tracked
    else:
        assert tracked != is_append_only(model), "tracked or append-only, one of the two"


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_an_act_says_when_and_who_and_a_machine_says_recorded(model: type[models.Model]) -> None:
    names = {field.name for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.DateTimeField) or field.name in NOT_AN_ACT:
            continue
        if field.name == "recorded_at":
            assert names & {"by", "by_user_id"}
        elif is_append_only(model) and names & {"by", "by_user_id"}:
            # A row that is one act and never changes says who once.
            assert field.name == "at" or field.name.endswith("_at")
        elif not field.name.endswith("_recorded_at"):
            assert field.name.endswith("_at")
            assert field.name.removesuffix("_at") + "_by" in names


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_records_are_protected_from_deletion(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, f"{field.name} must be PROTECT"


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_models_do_not_override_save_or_delete(model: type[models.Model]) -> None:
    assert not {"save", "delete"} & set(vars(model))


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_dates_are_on_and_moments_are_at(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith("_at") or field.name in ("at", "last_login")
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on") or (model.__name__, field.name) == ("BankHoliday", "day")
