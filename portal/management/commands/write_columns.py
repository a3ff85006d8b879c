"""`./run manage write_columns exclusion > docs/sending_exclusions.md`: the document of the columns of a form."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser

from portal.columns_document import columns_document
from portal.webforms import get_webform


class Command(BaseCommand):
    """Prints the document."""

    help = "Print the document of a form's columns."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", help="code of the form")

    def handle(self, *args: object, **options: str) -> None:
        self.stdout.write(columns_document(get_webform(options["form"])), ending="")
