"""`manage.py check_invariants`: whether the rows agree with each other, with the law and with the files."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from demo.invariants import INVARIANTS
from demo.invariants.invariant import shown


class Command(BaseCommand):
    """Checks everything and changes nothing."""

    help = "Check what must be true of the data; exit 1 when something is not."

    def handle(self, *_: Any, **__: Any) -> None:
        """Print each invariant with the number of rows that break it. Raises CommandError on any."""
        broken = 0
        with transaction.atomic():
            see_one_moment()
            for invariant in INVARIANTS:
                breaches = invariant.check()
                broken += bool(breaches)
                mark = f"{len(breaches):>6}"
                self.stdout.write(f"{mark}  {invariant.sentence}" + (f": {shown(breaches)}" if breaches else ""))
        if broken:
            raise CommandError(f"{broken} of {len(INVARIANTS)} invariants do not hold.")
        self.stdout.write(f"All {len(INVARIANTS)} invariants hold.")


def see_one_moment() -> None:
    """Let all the questions be answered as of one moment, and let nothing be written."""
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
