"""The ledger: outbox, keys of POSTs, view log, administrative events. Points at other rooms by name and id only."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "Ledger"

    def ready(self) -> None:
        from ledger import seals  # models are loaded only now
        from ledger.privileges import apply_after_migrate

        # Privileges follow every migration: a table that is new has none for the application's role until then.
        post_migrate.connect(apply_after_migrate, dispatch_uid="ledger.privileges")
        seals.register()
