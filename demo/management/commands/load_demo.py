"""`manage.py load_demo`: an invented authority to look at, made from a seed and a day."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from demo.generator.authority import DemonstrationRefused
from demo.generator.cast import STANDINGS
from demo.generator.exclusion_dates import SchoolDays
from demo.generator.exclusion_plan import IN_TWO_DAYS, NEXT_DAY, OVERDUE
from demo.generator.loading import Loaded, load
from demo.sign_ins import FILE_NAME, write_sign_ins
from ledger.sealing import seal_everything
from statute import spoken

SEED = 2026
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(text: str) -> date:
    """A day written as 2026-11-24."""
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else date.fromisoformat("")
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day such as 2026-11-24") from error


class Command(BaseCommand):
    """Loads the demonstration into an empty database."""

    help = "Load the demonstration: invented children and exclusions whose dates follow today."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What the rows depend on, and where the sign-ins go."""
        parser.add_argument("--seed", type=int, default=SEED, help="another number gives other people")
        parser.add_argument("--as-of", type=read_day, help="the day on which it is to look like today")
        parser.add_argument("--data", type=Path, default=settings.DATA_DIR, help="where the sign-ins are kept")

    def handle(self, *_: Any, **options: Any) -> None:
        """Load it, write the sign-ins, and say what there is to see."""
        now = timezone.now()
        as_of = options["as_of"] or timezone.localdate(now)
        try:
            loaded = load(
                seed=options["seed"],
                as_of=as_of,
                now=latest_stamp(as_of, now),
                keep_sign_ins=lambda rows: write_sign_ins(options["data"], [row.as_json() for row in rows]),
            )
        except DemonstrationRefused as error:
            raise CommandError(str(error)) from error
        # Its rows are dated back: unsealed ones of that age would look as if somebody had stopped the sealing.
        seal_everything()
        for line in what_there_is(loaded):
            self.stdout.write(line)
        self.stdout.write(f"Sign-ins are in {options['data'] / FILE_NAME}.")


def latest_stamp(as_of: date, now: datetime) -> datetime:
    """Nothing is stamped later than now; a demonstration of another day may use that day up."""
    end_of_day = timezone.make_aware(datetime.combine(as_of, datetime.max.time()))
    return now if timezone.localdate(now) == as_of else end_of_day


def what_there_is(loaded: Loaded) -> Iterator[str]:
    """What the demonstration has, and when its next dates are."""
    yield (
        f"{loaded.children_count:,} invented children, {len(loaded.cases)} permanent exclusions, "
        f"{loaded.suspensions_count} suspensions; {loaded.waiting_count} forms of schools are waiting."
    )
    yield f"Days lost, around the limits: {'; '.join(standing_words())}."
    for key in (OVERDUE, NEXT_DAY, IN_TWO_DAYS):
        work = loaded.cases[key]
        yield f"{work.case.reference}: day six {spoken(work.dated.days.at(work.plan.due_in))} ({WORDS[key]})."
    yield from on_a_day_without_school(loaded.days)


def standing_words() -> Iterator[str]:
    """The children of whom a total stands at a limit."""
    for label, standing in STANDINGS.items():
        yield f"{standing.part.name.given_names} {standing.part.name.surname} {label}"


WORDS = {OVERDUE: "overdue", NEXT_DAY: "the next school day", IN_TWO_DAYS: "in two school days"}


def on_a_day_without_school(days: SchoolDays) -> Iterator[str]:
    """On a weekend or in the holidays: that the next dates are after it."""
    reason = days.calendar.closed_because(days.as_of)
    if reason is not None:
        yield (
            f"{spoken(days.as_of)} is not a school day ({reason}): "
            f"the next dates are from {spoken(days.at(1))} on, when school is open again."
        )
