"""`manage.py set_up_authority`: whose deployment this is, for a start without the demonstration."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from schools.actions.authority import AuthorityRefused, set_up


class Command(BaseCommand):
    """Writes the one authority. Everything else of it is changed later."""

    help = "Set up the authority: set_up_authority --name 'Coventry City Council' --code 331 --policy coventry"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="as it stands on every page")
        parser.add_argument("--code", required=True, help="the three digits of the local authority")
        parser.add_argument("--policy", default="statutory", help="a policy of the statute engine (default: statutory)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            authority = set_up(
                name=options["name"],
                la_code=options["code"],
                policy=options["policy"],
                by=None,
                as_of=timezone.localdate(),
            )
        except AuthorityRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{authority.name} ({authority.la_code}) is set up under the policy “{authority.policy}”.")
