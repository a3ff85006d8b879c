"""What the application's database role may do: nothing but SELECT and INSERT on records that are written once.

`onroll_owner` migrates and owns everything; `onroll_app` (web, worker, beat) owns nothing. The lock on append-only
and history tables is the privilege that is missing, not a trigger (docs/adr/0004).
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from ledger.history import is_history_model


def append_only_tables() -> list[str]:
    """Names of the tables whose rows the application may add and read, never change or remove."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if is_append_only(model) and not model._meta.proxy
    )


def is_append_only(model: type[models.Model]) -> bool:
    """True for history tables and for models that say `append_only = True`."""
    return is_history_model(model) or getattr(model, "append_only", False)


def apply(using: str = "default") -> None:
    """Grant and revoke so that the database agrees with the models. Safe to repeat.

    Raises nothing when the role is absent: then the database was made for the owner alone (and `./run` names it).
    """
    connection = connections[using]
    role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_APP_ROLE])
        if cursor.fetchone() is None:
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"REVOKE TRUNCATE ON ALL TABLES IN SCHEMA public FROM {role}")
        existing = set(connection.introspection.table_names(cursor))
        for table in append_only_tables():
            if table in existing:
                cursor.execute(f"REVOKE UPDATE, DELETE ON {connection.ops.quote_name(table)} FROM {role}")
        if "django_migrations" in existing:
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")


def apply_after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of Django's post_migrate: once for each app, each time the same."""
    apply(using)
