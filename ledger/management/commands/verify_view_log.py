"""Check the seals of the view log, and of the other tables that are written once."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.models import Seal
from ledger.sealing import SealedTable, SealingError, sealed_table, sealed_tables
from ledger.verification import ChainBroken, verify

SEALS_A_LINE = 100


def number_and_hash(text: str) -> tuple[int, str]:
    """A noted seal, as in 812:9f86d08…"""
    number, _, noted = text.partition(":")
    if not number.isdecimal() or len(noted) != 64:
        raise argparse.ArgumentTypeError("a seal's number, a colon and its hash are expected")
    return int(number), noted


class Command(BaseCommand):
    help = (
        "Walks the chain of seals and hashes every sealed row again. Names the first seal or row that does not agree "
        "and ends with 1; prints the newest seal, to be noted outside the database and given to --anchor next time."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--table", help="only this table, as in ledger.ViewRecord (the view log)")
        parser.add_argument(
            "--from", dest="first_number", type=int, default=1, metavar="SEAL", help="begin at this seal of --table"
        )
        parser.add_argument(
            "--anchor", type=number_and_hash, metavar="SEAL:HASH", help="a seal of --table as it was noted elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["table"] and (options["first_number"] != 1 or options["anchor"]):
            raise CommandError("--from and --anchor need --table: each table has a chain of its own.")
        try:
            tables = [sealed_table(options["table"])] if options["table"] else sealed_tables()
        except SealingError as error:
            raise CommandError(str(error)) from None
        broken = [table.name for table in tables if not self._agrees(table, options)]
        if broken:
            sys.exit(1)

    def _agrees(self, table: SealedTable, options: dict[str, Any]) -> bool:
        try:
            found = verify(
                table, first_number=options["first_number"], anchor=options["anchor"], progress=self._progress
            )
        except ChainBroken as broken:
            self.stderr.write(f"NOT IN ORDER: {broken}")
            return False
        newest = f"; newest seal {found.newest.number}:{found.newest.hash}" if found.newest else ""
        self.stdout.write(
            f"{table.name}: {found.rows_count:,} rows under {found.seals_count:,} seals agree, "
            f"{found.unsealed_count:,} wait for the next seal{newest}"
        )
        return True

    def _progress(self, seal: Seal) -> None:
        if seal.number % SEALS_A_LINE == 0:
            self.stdout.write(f"  {seal.table_name}: seal {seal.number:,} agrees (to row {seal.last_id:,})")
            self.stdout.flush()
