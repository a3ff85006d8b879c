"""Write docs/states.md from the tables of the kinds."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.states_document import states_document


class Command(BaseCommand):
    help = "Prints docs/states.md: ./run manage write_states > docs/states.md"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(states_document(), ending="")
