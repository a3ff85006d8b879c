"""Create the first administrator."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actions.users import AccountRefused, create_user, give_role
from accounts.roles import Role


class Command(BaseCommand):
    help = "Creates an administrator: ./run manage create_administrator --email you@example.org --name 'Your Name'"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError("Password: " + " ".join(error.messages)) from error
        today = timezone.localdate()
        try:
            with transaction.atomic():
                user = create_user(
                    email=options["email"], name=options["name"], password=password, by=None, as_of=today
                )
                give_role(user=user, role=Role.ADMINISTRATOR, by=None, as_of=today)
        except AccountRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} can now sign in as an administrator.")
