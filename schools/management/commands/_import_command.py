"""What the commands that bring in a file share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pghistory
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils import timezone

from schools.import_files import FileRefused, ImportReport


class ImportCommand(BaseCommand):
    """Reads a file and brings in its good rows; exits 1 when the file was refused or a row was bad."""

    import_rows: Callable[..., ImportReport]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
            with pghistory.context(command=type(self).__module__.rpartition(".")[2]):
                report = self.import_rows(content=content, by=None, as_of=timezone.localdate())
        except (FileRefused, OSError) as error:
            raise CommandError(str(error)) from error
        for bad in sorted(report.errors):
            self.stderr.write(f"line {bad.line}, {bad.column or 'whole row'}: {bad.reason}")
        counts = report.as_json()["counts"]
        self.stdout.write(", ".join(f"{outcome} {count}" for outcome, count in counts.items()))
        if report.errors:
            raise CommandError("Bad rows were left out.")
