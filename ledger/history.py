"""History by trigger: every table that can change keeps a row for each insert, update and delete, with who and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models
from pghistory.models import Event

Model = TypeVar("Model", bound=type[models.Model])


def tracked(**options: object) -> Callable[[Model], Model]:
    """Class decorator: keep the history of this model in `<Model>History`, statement by statement.

    The context (who, request or task) stands in the history row itself, so that the row needs no other table.
    """

    def decorate(model: Model) -> Model:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            model_name=f"{model.__name__}History",
            obj_field=pghistory.ObjForeignKey(related_name="history", related_query_name="history_row"),
            context_field=pghistory.ContextJSONField(),
            **options,
        )(model)

    return decorate


def is_history_model(model: type[models.Model]) -> bool:
    """True for the tables that `tracked` makes."""
    return issubclass(model, Event) and model is not Event
